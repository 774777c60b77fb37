"""What voids one repetition: heel up, foot slid, leg lost (rule R13)."""

from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.protocols import instruments
from dorsi.protocols.protocol import Take
from dorsi.types import BoolArray

SLIDE_FRAC: Final = 0.15  #: of a shank, about 6 cm, of heel and toe together
LENGTH_SPREAD_FRAC: Final = 0.12  #: a shank whose length jitters more than this within a repetition is not tracked
TRUNK_UP_FRAC: Final = 0.4  #: of a shank from hips to shoulders, upward: a trunk that leans by 70 degrees
HALF_PEAK_S: Final = 0.25


def trunk_down(take: Take) -> BoolArray:
    """Return in which frames the trunk lies rather than stands, (T,): a push-up or a reach to the floor is no squat."""
    shoulder, hip = (take.landmarks.side(name).mean(axis=1)[:, 1] for name in ("shoulder", "hip"))
    return np.asarray((hip - shoulder) / take.reference.shank_px < TRUNK_UP_FRAC)


def near_peak(take: Take, start: int, peak: int, end: int) -> slice:
    """Return the frames around the peak of a repetition."""
    time_s = take.landmarks.time_s
    inside = np.flatnonzero(np.abs(time_s - time_s[peak]) <= HALF_PEAK_S)
    return slice(max(start, int(inside[0])), min(end, int(inside[-1])) + 1)


def heel_rise_frac(take: Take, side: int, frames: slice) -> float:
    """Return how high the heel stands above its floor level over the frames, in shank lengths."""
    return robust.median(take.signals.heel_height_frac[frames, side])


def void_reasons(take: Take, side: int, start: int, peak: int, end: int) -> tuple[str, ...]:
    """Return why a repetition of one leg does not count; empty when it does."""
    reasons = []
    top = near_peak(take, start, peak, end)
    if heel_rise_frac(take, side, top) > instruments.of(take, side).heel_up_frac:
        reasons.append("the heel came up")
    if _slide_frac(take, side, start, end) > SLIDE_FRAC:
        reasons.append("the foot moved")
    if not np.isfinite(take.signals.shank_inclination_deg[top, side]).all():
        reasons.append("the leg was lost from view")
    elif _length_jitter(take, side, start, end) > LENGTH_SPREAD_FRAC:
        reasons.append("the shank's length is unsteady: the leg is not tracked")
    return tuple(reasons)


def lost_reasons(take: Take, side: int, start: int, end: int) -> tuple[str, ...]:
    """Return why a repetition seen from the front does not count: the foot slid, or the leg was lost."""
    leg = np.concatenate([take.landmarks.side(name)[start : end + 1, side] for name in ("hip", "knee", "ankle", "toe")])
    reasons = [] if np.isfinite(leg).all() else ["the leg was lost from view"]
    if _slide_frac(take, side, start, end) > SLIDE_FRAC:
        reasons.append("the foot moved")
    return tuple(reasons)


def _slide_frac(take: Take, side: int, start: int, end: int) -> float:
    """Return how far the foot's middle moved along the floor within the repetition, in shank lengths."""
    foot = (take.landmarks.side("heel") + take.landmarks.side("toe"))[start : end + 1, side, 0] / 2
    return (robust.percentile(foot, 95) - robust.percentile(foot, 5)) / take.reference.shank_px


def _length_jitter(take: Take, side: int, start: int, end: int) -> float:
    """Return the spread of the shank's length about a smooth course: in 2D it may foreshorten, but only smoothly."""
    part = slice(start, end + 1)
    length = np.linalg.norm(take.landmarks.side("knee")[part, side] - take.landmarks.side("ankle")[part, side], axis=-1)
    time_s = take.landmarks.time_s[part]
    good = np.isfinite(length)
    if good.sum() < 5:
        return float("inf")
    smooth = np.polyval(np.polyfit(time_s[good] - time_s[0], length[good], 3), time_s[good] - time_s[0])
    return robust.mad_sd(length[good] - smooth) / take.reference.shank_px
