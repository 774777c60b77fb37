"""Repetitions of slow movements, found as humps of one signal."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from dorsi.types import Array

MIN_FRAMES: Final = 5
EDGE_FRAC: Final = 0.15  #: of the hump's height: a repetition starts and ends here
BETWEEN_FRAC: Final = 0.35  #: of the hump's height that the signal must come down between two repetitions
REST_S: Final = 0.2  #: a signal that stays for so long rests, and does not only turn
REST_FRAC: Final = 0.08  #: of the hump's height: it changes by less in a rest
VALLEY_FRAC: Final = 0.25  #: of the hump's height above its foot: a dip as low as this parts it from what lies beyond
TOP_FRAC: Final = 0.05  #: of the hump's height: who holds still at the end reaches the highest sample by chance


@dataclass(frozen=True, kw_only=True)
class Hump:
    """One rise and fall of a signal."""

    start: int  #: frame
    peak: int  #: the middle of the top
    end: int
    height: float  #: peak above the higher of the two valleys, in the signal's unit


def find_humps(x: Array, time_s: Array, *, min_height: float, min_s: float, max_s: float) -> list[Hump]:
    """Return the humps of a smooth signal, in order of time.

    A hump counts when it rises by `min_height` above the valleys on both sides and lasts from `min_s` to `max_s`. A
    clip that begins or ends within a repetition yields none for it.

    Parameters
    ----------
    x
        Shape (T,), smooth; NaN stretches separate.
    """
    if len(x) < MIN_FRAMES or not np.isfinite(x).any():
        return []
    from scipy import signal  # noqa: PLC0415 - half a second to load, which a plan or a log does not need

    first, last = (int(k) for k in np.flatnonzero(np.isfinite(x))[[0, -1]])
    filled = np.where(np.isfinite(x), x, np.nanmin(x))
    filled[:first], filled[last:] = x[first], x[last]  # frames lost at the ends are no valley
    peaks = _one_a_hump(filled, [int(k) for k in signal.find_peaks(filled, prominence=min_height)[0]])
    if not peaks:
        return []
    borders = [first, *(int(a + np.argmin(filled[a:b])) for a, b in pairwise(peaks)), last]
    humps = []
    for peak, before, after in zip(peaks, borders[:-1], borders[1:], strict=True):
        start, end = _ends(filled, time_s, int(peak), (before, after))
        if np.isfinite(x[start : end + 1]).all() and min_s <= time_s[end] - time_s[start] <= max_s:
            height = float(filled[peak] - max(filled[start], filled[end]))
            top = _middle_of_top(filled, time_s, start, int(peak), end)
            humps.append(Hump(start=start, peak=top, end=end, height=height))
    return humps


def _one_a_hump(x: Array, peaks: list[int]) -> list[int]:
    """Return the peaks without those between which the signal hardly comes down: one wavering hold is one peak."""
    kept: list[int] = []
    for peak in peaks:
        kept.append(peak)
        while len(kept) > 1:
            one, other = kept[-2:]
            saddle = float(x[one:other].min())
            outside = max(float(x[(kept[-3] if len(kept) > 2 else 0) : one + 1].min()), _next_low(x, other, peaks))
            if min(x[one], x[other]) - saddle >= BETWEEN_FRAC * (max(x[one], x[other]) - outside):
                break
            kept[-2:] = [one if x[one] >= x[other] else other]
    return kept


def _next_low(x: Array, peak: int, peaks: list[int]) -> float:
    """Return the lowest value until the signal next comes up as high."""
    later = next((k for k in peaks if k > peak and x[k] >= x[peak]), len(x) - 1)
    return float(x[peak : later + 1].min())


def _middle_of_top(x: Array, time_s: Array, start: int, peak: int, end: int) -> int:
    """Return the frame in the middle of the hump's top: where two ways of filming one movement agree."""
    level = x[peak] - TOP_FRAC * (x[peak] - max(x[start], x[end]))
    high = np.flatnonzero(x[start : end + 1] >= level) + start
    return int(np.argmin(np.abs(time_s - (time_s[high[0]] + time_s[high[-1]]) / 2)))


def _ends(x: Array, time_s: Array, peak: int, borders: tuple[int, int]) -> tuple[int, int]:
    """Return where a hump starts and ends: near the valley of that side, or before it where the signal rests.

    A person who steps into the pose comes from lower than the rest between two repetitions: what comes before that rest
    is not part of the repetition.
    """
    levels = [float(x[min(peak, border) : max(peak, border) + 1].min()) for border in borders]
    levels = [level + EDGE_FRAC * (x[peak] - level) for level in levels]
    rate = 1.0 / float(np.median(np.diff(time_s)))
    found = []
    for border, level in zip(borders, levels, strict=True):
        step, lag = (1 if border > peak else -1), max(1, round(REST_S * rate))
        i = peak
        while i != border and x[i] > level:
            ahead = i + step * min(lag, abs(border - i))
            if x[i] <= max(levels) and np.ptp(x[min(i, ahead) : max(i, ahead) + 1]) < REST_FRAC * (x[peak] - level):
                break
            i += step
        found.append(i)
    return found[0], found[1]


def without_bumps(hump: Hump, x: Array) -> Hump:
    """Return a hump that starts and ends at the dips around it, where beyond them lies a bump of its own.

    A person leans over the foot, comes down nearly as far, and then begins the repetition.

    Parameters
    ----------
    hump
        As `find_humps` gives it.
    x
        The signal, (T,).
    """
    ends = []
    for end in (hump.start, hump.end):
        step = 1 if end > hump.peak else -1
        way = x[hump.peak : end + step if end + step >= 0 else None : step]
        height = float(way[0] - np.nanmin(way))
        dips = np.minimum.accumulate(way)
        beyond = (way - dips > EDGE_FRAC * height) & (dips <= way[0] - (1 - VALLEY_FRAC) * height)
        first = int(np.argmax(beyond)) if beyond.any() else len(way) - 1
        dip = int(np.nanargmin(way[: first + 1])) if beyond.any() else first
        ends.append(hump.peak + step * dip)
    return replace(hump, start=ends[0], end=ends[1])


def peak_value(x: Array, time_s: Array, *, centre: int, half_s: float) -> float:
    """Return the signal's height at a peak as the top of a parabola fitted around it.

    A single highest sample is biased upwards by noise; a parabola over `half_s` on both sides is not.
    """
    near = (np.abs(time_s - time_s[centre]) <= half_s) & np.isfinite(x)
    t, y = time_s[near] - time_s[centre], x[near]
    if len(t) < MIN_FRAMES:
        return float(x[centre])
    a, b, c = np.polyfit(t, y, 2)
    if a >= 0 or abs(b / (2 * a)) > half_s:
        return float(x[centre])
    return float(c - b * b / (4 * a))
