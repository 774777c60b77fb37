"""What voids one repetition: heel up, foot slid, leg lost (rule R13)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.analysis.filtering import stretches
from dorsi.protocols import instruments
from dorsi.protocols.evidence import Cycle
from dorsi.protocols.protocol import Take
from dorsi.protocols.sinks import ASTRAY_PERCENT
from dorsi.types import Array

SLIDE_FRAC: Final = 0.15  #: of a shank, about 6 cm, of heel and toe together
LENGTH_SPREAD_FRAC: Final = 0.12  #: a shank whose length jitters more than this within a repetition is not tracked
STRAY_FRAC: Final = 0.4  #: of a shank: an ankle this far from its foot's place is another's
HALF_PEAK_S: Final = 0.25
END_HALF_S: Final = 0.12  #: around a repetition's start and end, where the foot is flat
UP_MIN_S: Final = 0.15  #: a heel that is up for less is jitter of its point, which lasts about half as long
HELD_S: Final = 0.25  #: at the lowest point with the heel down: what was reached there counts, whatever comes after
ALONE_MIN: Final = 0.7  #: of each sign's limit: more of one makes up for less of the other, down to here
#: Of the limits, which were read off the mean of two looks: a single one's heel point wanders a little farther.
ONE_LOOK: Final = 1.15
HEEL_UP: Final = "the heel came up"
FOOT_MOVED: Final = "the foot moved"
LOST: Final = "the leg was lost from view"
UNSTEADY: Final = "the shank's length is unsteady: the leg is not tracked"


@dataclass(frozen=True, kw_only=True)
class Heel:
    """What the heel does in one repetition."""

    height_frac: float  #: at the lowest point, above the toe against the start and end, shank lengths
    up: bool  #: whether it comes up at any time that counts
    last_down: int  #: frame before it comes up, or the repetition's end
    held: bool  #: whether it stays down for a while at the lowest point before it comes up, if it does


def near_peak(take: Take, start: int, peak: int, end: int) -> slice:
    """Return the frames around the peak of a repetition."""
    time_s = take.landmarks.time_s
    inside = np.flatnonzero(np.abs(time_s - time_s[peak]) <= HALF_PEAK_S)
    return slice(max(start, int(inside[0])), min(end, int(inside[-1])) + 1)


def on_its_place(take: Take, i: int, cycle: Cycle, frames: slice) -> slice:
    """Return the frames without those at either end in which one foot is on its way to its place, or from there.

    Its place is where it stands at the lowest point. What is drawn elsewhere in between has not left it.
    """
    foot = (take.landmarks.side("heel") + take.landmarks.side("toe"))[:, i] / 2
    low = cycle.low or slice(cycle.hump.peak, cycle.hump.peak + 1)
    place = np.array([robust.median(foot[low, k]) for k in (0, 1)])
    away = np.linalg.norm(foot[frames] - place, axis=-1) > STRAY_FRAC * take.reference.shank_px
    home = np.flatnonzero(~away)
    return slice(frames.start + int(home[0]), frames.start + int(home[-1]) + 1) if home.size else frames


def heel_lifted(take: Take, i: int, cycle: Cycle) -> Heel:
    """Return whether one heel comes up within a repetition, by its height over the toe and the foot's pitch together.

    Both are read against the same foot where it is flat, so that neither a drifting camera nor a heel point that sits
    off the sole counts: at the repetition's start and end, or, if it steps, as it stands for the longest time.
    """
    known, time_s, hump = instruments.SHARED.of(take, i), take.signals.time_s, cycle.hump
    heel, toe = (take.landmarks.side(name)[:, i, 1] for name in ("heel", "toe"))
    ends = (np.abs(time_s - time_s[hump.start]) <= END_HALF_S) | (np.abs(time_s - time_s[hump.end]) <= END_HALF_S)
    stands = on_its_place(take, i, cycle, cycle.frames)
    stays = stands == cycle.frames
    over_toe, pitch = (toe - heel) / take.reference.shank_px, take.signals.foot_pitch_deg[:, i]
    # A foot that steps in and out is in the air at the ends; while it stands it is flat for the longest time.
    flat = [robust.median(x[ends]) if stays else robust.mode(x[stands]) for x in (over_toe, pitch)]
    height, down = over_toe - flat[0], flat[1] - pitch
    top = np.abs(time_s - time_s[hump.peak]) <= END_HALF_S
    low = cycle.low or slice(hump.peak, hump.peak + 1)
    looks = 1.0 if np.isfinite(take.landmarks.sigma_of("heel")[:, i]).any() else ONE_LOOK
    is_up = is_heel_up(height, down, known, looks=looks)
    runs = (np.array(run) + stands.start for run in stretches(np.asarray(is_up[stands])))
    up = [int(start) for start, stop in runs if _lasts(time_s, start, stop)]
    first_up = up[0] if up else hump.end + 1
    held_s = float(time_s[min(first_up, low.stop) - 1] - time_s[low.start]) if first_up > low.start else 0.0
    return Heel(
        height_frac=robust.median(height[top]),
        up=bool(up),
        last_down=max(first_up - 1, hump.start),
        held=held_s >= HELD_S,
    )


def is_heel_up(height_frac: Array, down_deg: Array, known: instruments.Shared, *, looks: float = 1.0) -> Array:
    """Return in which frames a heel is up, (T,) bool: it stands higher over its toe and the foot has turned down.

    Parameters
    ----------
    height_frac, down_deg
        Heel over the toe, shank lengths, and the foot's pitch downwards, degrees, both against the flat foot, (T,).
    known
        The limits of the network that found the points.
    looks
        By how much farther a single look's points wander.
    """
    rises, turns = height_frac / (looks * known.heel_up_frac), down_deg / (looks * known.heel_up_deg)
    return np.asarray((rises + turns > 2) & (np.fmin(rises, turns) > ALONE_MIN))


def _lasts(time_s: Array, start: int, stop: int) -> bool:
    a_frame = float(np.median(np.diff(time_s)))  # the last one lasts as well, at 25 a second as at 240
    return bool(time_s[stop - 1] - time_s[start] + a_frame >= UP_MIN_S)


def void_reasons(take: Take, i: int, cycle: Cycle) -> tuple[str, ...]:
    """Return why a repetition of one leg does not count; empty when it does."""
    reasons, hump = [], cycle.hump
    top = near_peak(take, hump.start, hump.peak, hump.end)
    planted = on_its_place(take, i, cycle, cycle.planted or cycle.frames)
    if _slide_frac(take, i, planted) > SLIDE_FRAC:
        reasons.append(FOOT_MOVED)
    seen = np.isfinite(take.signals.shank_inclination_deg[top, i]).all()
    if not seen or _strays(take, i, planted, top):
        reasons.append(LOST)
    elif _length_jitter(take, i, hump.start, hump.end) > LENGTH_SPREAD_FRAC:
        reasons.append(UNSTEADY)
    return tuple(reasons)


def lost_reasons(take: Take, side: int, start: int, end: int) -> tuple[str, ...]:
    """Return why a repetition seen from the front does not count: the foot slid, or the leg was lost."""
    leg = np.concatenate([take.landmarks.side(name)[start : end + 1, side] for name in ("hip", "knee", "ankle", "toe")])
    reasons = [] if np.isfinite(leg).all() else [LOST]
    if _slide_frac(take, side, slice(start, end + 1)) > SLIDE_FRAC:
        reasons.append(FOOT_MOVED)
    return tuple(reasons)


def _slide_frac(take: Take, side: int, frames: slice) -> float:
    """Return how far the foot's middle moved along the floor in the frames, in shank lengths."""
    foot = (take.landmarks.side("heel") + take.landmarks.side("toe"))[frames, side, 0] / 2
    low, high = (robust.percentile(foot, q) for q in (ASTRAY_PERCENT, 100 - ASTRAY_PERCENT))
    return (high - low) / take.reference.shank_px


def _strays(take: Take, i: int, planted: slice, top: slice) -> bool:
    """Return whether the ankle near the peak is anywhere else than on the planted foot: the leg is drawn elsewhere."""
    ankle = take.landmarks.side("ankle")[:, i]
    home = np.array([robust.median(ankle[planted, k]) for k in (0, 1)])
    off = np.linalg.norm(ankle[top] - home, axis=-1) / take.reference.shank_px
    return bool((off > STRAY_FRAC).any())


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
