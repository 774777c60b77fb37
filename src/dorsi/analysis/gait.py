"""Steps of running: contact and toe-off of each foot, with sub-frame times.

Both are read from the knee, the best seen joint of the leg. Between two swings, the knee is straightest twice: at the
end of the swing, as the foot meets the ground, and at the end of the stance, as it leaves it (peak knee extension:
Dingwell et al. 2001; Fellin et al. 2010 for running). Heel and toe points are too unsteady for events in a running
clip, and the ground under them may slope or drift. Zeni's method, built for walking, takes the extremes of the foot's
travel, which in running come 50 ms before contact and over 100 ms after toe-off (docs/accuracy.md).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis import robust
from dorsi.types import Array, BoolArray

SWING_MIN_DEG: Final = 30.0  #: knee flexion of the swing above that of the stance; runners show 50 and more
#: Of the deepest bends: a knee that gives way far on a hard landing still bends only half as far as in its swing.
SWING_SHARE: Final = 0.7
LIFT_MIN_FRAC: Final = 0.2  #: of a shank: a foot that swings comes up at least this far
DOWN_SHARE: Final = 0.15  #: of the swing's height: a foot that is lower stands
STRAIGHT_MIN_DEG: Final = 2.0  #: depth of a straightening of the knee, above the noise of the low-passed angle
STANCE_RANGE_S: Final = (0.1, 0.5)
OFF_BEAT_FRAC: Final = 0.2  #: of a stride: a contact this far from its place in the rhythm was not that contact
BEAT_MIN_CONTACTS: Final = 5
BETWEEN_STRIDES: Final = 0.25  #: of a stride: the other foot lands half a stride apart
EVENT_NOISE_S: Final = 0.01  #: an event this near its place in the rhythm is never an outlier
STRIDE_RANGE_S: Final = (0.4, 1.2)  #: 100 to 300 steps a minute


@dataclass(frozen=True, kw_only=True)
class Stance:
    """One stance of one foot, in seconds; an end that the clip does not show is None."""

    contact_s: float | None
    toe_off_s: float | None


def find_stances(knee_flexion_deg: Array, time_s: Array) -> list[Stance]:
    """Return the stances of one leg in order of time.

    Parameters
    ----------
    knee_flexion_deg
        Low-passed, shape (T,), NaN where missing.
    """
    if len(time_s) < 5 or not np.isfinite(knee_flexion_deg).any():
        return []
    from scipy import signal  # noqa: PLC0415 - half a second to load, which a plan or a log does not need

    knee = np.where(np.isfinite(knee_flexion_deg), knee_flexion_deg, np.nanmax(knee_flexion_deg))
    apart = max(1, int(STRIDE_RANGE_S[0] / float(np.median(np.diff(time_s)))))
    bends = signal.find_peaks(knee, prominence=SWING_MIN_DEG, distance=apart)[0]
    if not len(bends):
        return []
    swings = [int(i) for i in bends if knee[i] >= SWING_SHARE * robust.percentile(knee[bends], 90)]
    straight = signal.find_peaks(-knee, prominence=STRAIGHT_MIN_DEG)[0]
    straight = straight[np.isfinite(knee_flexion_deg[straight])]
    borders = [-1, *swings, len(knee)]
    stances = []
    for k, (start, stop) in enumerate(pairwise(borders)):
        inside = straight[(straight > start) & (straight < stop)]
        stance = _stance(knee, time_s, inside, first=k == 0, last=k == len(swings))
        if stance is not None:
            stances.append(stance)
    return stances


def _stance(knee: Array, time_s: Array, straight: NDArray[np.intp], *, first: bool, last: bool) -> Stance | None:
    """Return the stance between two swings from the moments in which the knee is straight."""
    if not len(straight):
        return None
    if len(straight) == 1:
        # One moment only: at the clip's start the contact came before it, at its end the toe-off comes after. In
        # between, the knee did not bend in stance, and it is unclear which of the two it is.
        moment = _turning_s(knee, time_s, int(straight[0]))
        if first:
            return Stance(contact_s=None, toe_off_s=moment)
        return Stance(contact_s=moment, toe_off_s=None) if last else None
    bent = straight[0] + int(np.argmax(knee[straight[0] : straight[-1] + 1]))
    landing, leaving = straight[straight < bent], straight[straight > bent]
    deepest = (int(part[np.argmin(knee[part])]) for part in (landing, leaving))
    contact_s, toe_off_s = (_turning_s(knee, time_s, i) for i in deepest)
    in_range = STANCE_RANGE_S[0] <= toe_off_s - contact_s <= STANCE_RANGE_S[1]
    return Stance(contact_s=contact_s, toe_off_s=toe_off_s if in_range else None)


def find_stances_by_height(foot_height: Array, time_s: Array) -> list[Stance]:
    """Return the stances of one leg from how high its foot is, for views from the front and from behind.

    The knee's bend is not seen there, but the foot's swing is: it comes up by half a shank. Contact and toe-off are
    where the foot passes a low level, which is less exact than the knee's turning points.

    Parameters
    ----------
    foot_height
        Ankle above its place on the ground, shank lengths, low-passed, shape (T,), NaN where missing.
    """
    if len(time_s) < 5 or not np.isfinite(foot_height).any():
        return []
    from scipy import signal  # noqa: PLC0415 - as above

    height = np.where(np.isfinite(foot_height), foot_height, np.nanmin(foot_height))
    apart = max(1, int(STRIDE_RANGE_S[0] / float(np.median(np.diff(time_s)))))
    swings = [int(i) for i in signal.find_peaks(height, prominence=LIFT_MIN_FRAC, distance=apart)[0]]
    stances = []
    for before, after in pairwise([-1, *swings, len(height)] if swings else []):
        inside = height[before + 1 : after]
        if not len(inside):
            continue
        top = min(height[k] for k in (before, after) if 0 <= k < len(height))
        level = inside.min() + DOWN_SHARE * (top - inside.min())
        low = np.flatnonzero(inside <= level) + before + 1
        first, last = int(low[0]), int(low[-1])
        # A clip may begin before a landing and end after a take-off without showing the swing's top.
        contact_s = _crossing_s(height, time_s, first - 1, level) if first > 0 else None
        toe_off_s = _crossing_s(height, time_s, last, level) if last < len(height) - 1 else None
        stances.append(Stance(contact_s=contact_s, toe_off_s=toe_off_s))
    return stances


def _crossing_s(x: Array, time_s: Array, i: int, level: float) -> float:
    """Return when a signal passes a level between sample i and the next one."""
    share = (level - x[i]) / (x[i + 1] - x[i]) if x[i + 1] != x[i] else 0.5
    return float(time_s[i] + np.clip(share, 0.0, 1.0) * (time_s[i + 1] - time_s[i]))


def _turning_s(x: Array, time_s: Array, i: int) -> float:
    """Return when a signal turns at sample i, by the parabola through it and its neighbours."""
    before, here, after = x[i - 1 : i + 2]
    bend = before - 2 * here + after
    shift = float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend else 0.0
    return float(time_s[i] + shift * (time_s[i + 1] - time_s[i - 1]) / 2)


def stride_s(trains_s: list[Array]) -> tuple[float, float, int]:
    """Return the stride time, its standard error and the number of strides, from events that come once a stride.

    A line is fitted through the times of each train of events (left contacts, left toe-offs, ...) against their number,
    with one slope for all: every event counts, and a missed one is a jump by two numbers. A gap that is no whole number
    of strides, as where the legs were confused, begins a new train.
    """
    gaps = np.concatenate([np.diff(c) for c in trains_s if len(c) > 1] or [np.zeros(0)])
    gaps = gaps[(gaps >= STRIDE_RANGE_S[0]) & (gaps <= STRIDE_RANGE_S[1])]
    if not len(gaps):
        return float("nan"), float("nan"), 0
    guess = float(np.median(gaps))
    xs, ys = [], []
    for train in (piece for whole in trains_s for piece in _in_step(whole, guess)):
        if len(train) > 1:
            number = np.concatenate([[0], np.cumsum(np.round(np.diff(train) / guess))])
            xs.append(number - number.mean())
            ys.append(train - np.mean(train))
    if not xs:  # every gap begins a train of its own
        return float("nan"), float("nan"), 0
    x, y = np.concatenate(xs), np.concatenate(ys)
    slope = guess
    keep = np.ones(len(x), dtype=bool)
    for _ in range(3):
        across, up = x - x[keep].mean(), y - y[keep].mean()
        slope = float((across * up)[keep].sum() / (across * across)[keep].sum())
        # About the middle of all: an outlier has moved the mean of its train.
        off = y - slope * x
        off = off - np.median(off)
        keep = np.abs(off) <= max(3 * robust.mad_sd(off), EVENT_NOISE_S)
    freedom = max(int(keep.sum()) - len(xs) - 1, 1)
    error = float(np.sqrt((off[keep] ** 2).sum() / freedom / (x * x)[keep].sum()))
    return slope, error, round(max(float(np.ptp(number)) for number in xs))


def _in_step(train_s: Array, stride: float) -> list[Array]:
    """Return the pieces of a train of events whose gaps are whole numbers of strides."""
    strides = np.diff(train_s) / stride
    return np.split(train_s, np.flatnonzero(np.abs(strides - np.round(strides)) > BETWEEN_STRIDES) + 1)


def off_beat(contacts_s: Array) -> BoolArray:
    """Return which contacts of one foot are far from their place in its rhythm, shape (N,); none of only a few.

    Feet that land 170 times a minute vary by hundredths of a second (M21), a leg that was lost from view by tenths.
    """
    stride, _, count = stride_s([contacts_s]) if len(contacts_s) >= BEAT_MIN_CONTACTS else (0.0, 0.0, 0)
    if not count:
        return np.zeros(len(contacts_s), dtype=bool)
    number = np.concatenate([[0], np.cumsum(np.round(np.diff(contacts_s) / stride))])
    place = (contacts_s - stride * number) / stride
    # Where the legs were confused, a part lands half a stride apart: the rhythm is that of most contacts.
    off = np.abs((place[:, None] - place + 0.5) % 1.0 - 0.5) > OFF_BEAT_FRAC
    return np.asarray(off[off.sum(axis=1).argmin()])
