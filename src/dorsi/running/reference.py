"""The running ankle of 46 people from open data, and a runner's own curve beside it.

Source: R. Fukuchi, BMC-RIC-running-biomechanics, commit 72bc4ce, CC BY 4.0; joint angles from marker motion capture on
a treadmill, 13 to 80 strides a runner. `ankle_reference.csv` holds what is derived from it: each runner's mean over the
strides first, then mean and standard deviation over the runners. `scripts/write_ankle_reference.py` makes it.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np

from dorsi.cycles import Cycles
from dorsi.errors import OptionError
from dorsi.types import Array

ANKLE: Final = "ankle_dorsiflexion_deg"
FILE: Final = "ankle_reference.csv"
PEOPLE: Final = 46
BAND_SDS: Final = 2.0  #: the band is mean +- this many standard deviations, in which 95 % of a normal population lie


@dataclass(frozen=True, kw_only=True)
class AnkleReference:
    """Ankle dorsiflexion over a running stride, contact to contact, in 46 people."""

    percent: Array  #: (101,) from 0 to 100
    mean_deg: Array  #: (101,) dorsiflexion +
    sd_deg: Array  #: (101,) between people
    shape_sd_deg: Array  #: (101,) between people once each one's mean over the stride is taken out
    people: int = PEOPLE
    source: str = "BMC-RIC-running-biomechanics (R. Fukuchi), commit 72bc4ce, CC BY 4.0"

    @property
    def low_deg(self) -> Array:
        """Lower edge of the band, two standard deviations below the mean, (101,)."""
        return self.mean_deg - BAND_SDS * self.sd_deg

    @property
    def high_deg(self) -> Array:
        """Upper edge of the band, two standard deviations above the mean, (101,)."""
        return self.mean_deg + BAND_SDS * self.sd_deg


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A runner's mean curve beside the reference's."""

    difference_deg: Array  #: (101,) own minus reference, the offset taken out
    offset_deg: float  #: own minus reference, mean over the stride
    rms_deg: float  #: of the difference
    outside_frac: float  #: share of the stride in which the shape lies outside two standard deviations between people
    curves: int  #: strides behind the own curve


@cache
def ankle_reference() -> AnkleReference:
    """Return the ankle over a running stride in 46 people: mean and standard deviation.

    The speeds are not in the files. Zero is that of the laboratory's marker model, not dorsi's flat foot, so levels
    differ by a few degrees; shapes can be compared (`beside_reference`).

    Returns
    -------
    AnkleReference
        Degrees, dorsiflexion +, at 0 to 100 % from a contact to the same foot's next one.

    Examples
    --------
    >>> import dorsi
    >>> reference = dorsi.running.ankle_reference()
    >>> int(reference.mean_deg.argmax()), float(reference.mean_deg.max().round(1))
    (21, 22.1)
    """
    text = (resources.files("dorsi.running") / FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return AnkleReference(**column)  # type: ignore[arg-type]  # its columns are the arrays


def beside_reference(cycles: Cycles) -> Beside:
    """Return a runner's mean ankle curve beside the reference, by shape: the offset between both is taken out.

    Parameters
    ----------
    cycles
        From `dorsi.time_normalise(result, "ankle_dorsiflexion_deg", side=...)` of a run, with 101 points.

    Returns
    -------
    Beside
        Difference point by point, its root mean square, and how much of the stride is outside the band of shapes.

    Raises
    ------
    OptionError
        If the curves are of another quantity or have another number of points.

    Examples
    --------
    >>> import dorsi
    >>> run = dorsi.measure(dorsi.synth.run(duration_s=6.0))
    >>> own = dorsi.time_normalise(run, "ankle_dorsiflexion_deg", side="right")
    >>> dorsi.running.beside_reference(own).difference_deg.shape
    (101,)
    """
    reference = ankle_reference()
    if cycles.name != ANKLE:
        raise OptionError(f"cycles: of {cycles.name}; the reference is of {ANKLE}")
    if len(cycles.percent) != len(reference.percent):
        raise OptionError(f"cycles: {len(cycles.percent)} points given, {len(reference.percent)} needed")
    apart = cycles.mean - reference.mean_deg
    offset = float(apart.mean())
    shape = apart - offset
    return Beside(
        difference_deg=shape,
        offset_deg=offset,
        rms_deg=float(np.sqrt(np.mean(shape**2))),
        outside_frac=float(np.mean(np.abs(shape) > BAND_SDS * reference.shape_sd_deg)),
        curves=len(cycles.curves),
    )
