"""Movements that dorsi knows by sight but does not measure: to name one is better than to call it something else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import reps, robust
from dorsi.protocols.features import Features, over
from dorsi.types import Array

SEATED_DEG: Final = 60.0  #: knees bent this far at the clip's start and end: somebody sits
RISE_MIN_FRAC: Final = 0.15  #: of a shank between sitting and standing, as a camera at any angle shows it
SWING_MIN_DEG: Final = 20.0  #: a knee bends by this much more in the swing of walking
STRIDE_MAX_HZ: Final = 1.1  #: strides of a walking leg
SLOW_RUN_HZ: Final = 1.3  #: a run has as many or more


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """A movement that is recognised only to be named."""

    name: str
    title: str
    likeness: Callable[[Features], float]


def likeness_of_sitting(f: Features) -> float:
    """Return how much a clip looks like standing up from a chair: it begins and ends seated, and the hips rise."""
    bent = np.fmax(f.knee_deg[:, 0], f.knee_deg[:, 1])
    ends = min(robust.median(bent[:5]), robust.median(bent[-5:]))
    humps = reps.find_humps(f.hip_height, f.time_s, min_height=RISE_MIN_FRAC, min_s=0.4, max_s=20.0)
    if not humps:
        return 0.0
    stands = over(-robust.percentile(bent, 5), none=-45.0, full=-25.0)
    stays = over(-_spread(f.hip_place), none=-1.5, full=-0.8)
    return over(ends, none=45.0, full=SEATED_DEG) * stands * stays


def likeness_of_walking(f: Features) -> float:
    """Return how much a clip looks like walking: somebody goes somewhere, knees bend in turn, slower than in a run."""
    bends = [swings(f.knee_deg[:, i], f.time_s) for i in (0, 1)]
    seen_s = float(np.ptp(f.time_s[np.isfinite(f.hip_place)])) if np.isfinite(f.hip_place).any() else 0.0
    if min(bends) == 0 or seen_s == 0:
        return 0.0
    rate = over(-(max(bends) - 0.5) / seen_s, none=-SLOW_RUN_HZ, full=-STRIDE_MAX_HZ)
    near = np.array([robust.percentile(f.trunk_px, q) for q in (5, 95)])
    goes = max(over(_spread(f.hip_place), none=0.8, full=1.6), over(float(near[1] / near[0]), none=1.15, full=1.35))
    upright = over(robust.percentile(f.hip_height, 10), none=0.9, full=1.2)
    return rate * goes * upright


def _spread(x: Array) -> float:
    return robust.percentile(x, 98) - robust.percentile(x, 2)


def swings(knee_deg: Array, time_s: Array) -> int:
    """Return how often a knee bends and straightens again."""
    return len(reps.find_humps(knee_deg, time_s, min_height=SWING_MIN_DEG, min_s=0.15, max_s=1.5))


STRANGERS: Final = (
    Stranger(name="sit_to_stand", title="Standing up from a chair", likeness=likeness_of_sitting),
    Stranger(name="walk", title="Walking", likeness=likeness_of_walking),
)
