"""What a clip truly shows: curves, repetitions, steps and the camera, from the files beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from dorsi.types import SIDES, Array
from dorsi.vocabulary import SideName


@dataclass(frozen=True, kw_only=True)
class TrueCurve:
    """A quantity over the clip's time, named as in `dorsi.types.Signals`."""

    time_s: Array  #: (T,) rising; 0 is the clip's first frame
    value_deg: Array  #: (T, 2 sides); NaN where the file has no such column

    def at(self, time_s: Array) -> Array:
        """Return the curve at other times, shape (len(time_s), 2); NaN outside its own."""
        columns = [np.interp(time_s, self.time_s, v, left=np.nan, right=np.nan) for v in self.value_deg.T]
        return np.stack(columns, axis=1)

    def peak_deg(self, side: SideName, start_s: float, end_s: float) -> float:
        """Return the highest value of one side within an interval, degrees; NaN where it has no sample."""
        own = self.value_deg[(self.time_s >= start_s) & (self.time_s <= end_s), SIDES.index(side)]
        return float(np.nanmax(own)) if np.isfinite(own).any() else float("nan")


def mean_seen(values: Array) -> float | None:
    """Return the mean of the values that are there; None where none is."""
    seen = values[np.isfinite(values)]
    return float(seen.mean()) if len(seen) else None


@dataclass(frozen=True, kw_only=True)
class TrueCamera:
    """Where the camera stood."""

    view: Literal["side", "front"]
    near_side: SideName | None  #: None seen from the front
    yaw_deg: float  #: 0 side-on, + towards the person's front; 90 is the front view
    roll_deg: float  #: clockwise +
    distance_m: float


@dataclass(frozen=True, kw_only=True)
class TrueRep:
    """One repetition."""

    number: int
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: Mapping[SideName, float]  #: ankle dorsiflexion of each leg that is scored
    plantar_deg: Mapping[SideName, float]  #: the same for a heel raise, plantarflexion +


@dataclass(frozen=True, kw_only=True)
class TrueStance:
    """One stance of one foot; an end that the clip does not show is None."""

    side: SideName
    contact_s: float | None
    toe_off_s: float | None


@dataclass(frozen=True, kw_only=True)
class Truth:
    """All that is known of one clip."""

    clip: Path
    person: str
    movement: str | None  #: lunge, squat, run, or one that dorsi does not measure; None where the files do not tell
    camera: TrueCamera | None
    curves: Mapping[str, TrueCurve]
    reps: tuple[TrueRep, ...] = ()
    stances: tuple[TrueStance, ...] = ()
    cadence_spm: float | None = None
    own_clock: bool = False  #: whether the curves' time is not the clip's: they have to be laid over it first

    @property
    def name(self) -> str:
        """The clip's name without its ending."""
        return self.clip.stem
