"""What changes from the start of a run to its end."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from dorsi import measures
from dorsi.gathering import One
from dorsi.running.body import FEWEST_STRIDES
from dorsi.running.one_run import run_of, steps_of
from dorsi.types import SIDES, Array, Step
from dorsi.vocabulary import SideName

STRIDE: Final = "stride_s"


@dataclass(frozen=True, kw_only=True)
class RunTrend:
    """The change of one number over a run, by a straight line through the steps of one foot."""

    name: str  #: such as "contact_s"; its unit ends it
    side: SideName
    n: int  #: steps behind it
    duration_s: float  #: from the first to the last of them
    start: float  #: the line's value at the first step, in the unit of the name
    end: float  #: and at the last
    bound: float  #: half the 95 % interval of the change

    @property
    def change(self) -> float:
        """End minus start."""
        return self.end - self.start

    @property
    def detectable(self) -> bool:
        """Whether the 95 % interval of the change leaves out 0."""
        return abs(self.change) > self.bound


def run_trends(result: One) -> list[RunTrend]:
    """Return the change from start to end of every number that steps have, foot by foot.

    A line is fitted to the steps that count, by least squares; the interval is Student's t of its slope, times the
    time between first and last step. The errors that all steps of a clip share (camera, foot zero) do not move a change
    within the clip, so they are no part of it. Steps must be independent of each other for the interval to hold; where
    neighbours are alike it is too narrow, and where many numbers are looked at, one in twenty moves by chance.

    Parameters
    ----------
    result
        A run: what `analyse`, `measure` or `load` gave, or a result folder.

    Returns
    -------
    list of RunTrend
        By name and side; numbers with fewer than six steps of a foot are left out. `stride_s` is the time from a
        contact to the same foot's next one.

    Raises
    ------
    DataError
        If the result shows no run.

    Examples
    --------
    >>> import dorsi
    >>> trends = dorsi.running.run_trends(dorsi.measure(dorsi.synth.run(duration_s=12.0)))
    >>> [one.detectable for one in trends if one.name == "stride_s"]
    [False, False]
    """
    steps = steps_of(run_of(result))
    names = sorted({name for step in steps for name in _values(step) if name == STRIDE or measures.known(name)})
    found = (_trend(name, side, steps) for name in names for side in SIDES)
    return [one for one in found if one is not None]


def _values(step: Step) -> dict[str, float]:
    stride = {} if step.next_contact_s is None else {STRIDE: step.next_contact_s - step.contact_s}
    return step.values | stride


def _trend(name: str, side: SideName, steps: list[Step]) -> RunTrend | None:
    own = [(step.contact_s, _values(step)[name]) for step in steps if step.side == side and name in _values(step)]
    if len(own) < FEWEST_STRIDES:
        return None
    at_s, values = np.array(own).T
    slope, mean, slope_sd = line(at_s, values)
    lasts_s = float(at_s[-1] - at_s[0])
    return RunTrend(
        name=name,
        side=side,
        n=len(own),
        duration_s=lasts_s,
        start=mean + slope * float(at_s[0] - at_s.mean()),
        end=mean + slope * float(at_s[-1] - at_s.mean()),
        bound=float(special.stdtrit(len(own) - 2, 0.975)) * slope_sd * lasts_s,
    )


def line(at_s: Array, values: Array) -> tuple[float, float, float]:
    """Return slope (per second), mean, and the slope's standard error of a least-squares line; three points or more."""
    off_s = at_s - at_s.mean()
    spread = float(off_s @ off_s)
    slope = float(off_s @ values) / spread
    left = values - values.mean() - slope * off_s
    return slope, float(values.mean()), float(np.sqrt(left @ left / (len(values) - 2) / spread))
