"""A reference with a clock of its own, laid over a clip by cross-correlation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.types import Array, Signals
from dorsi.validation.truth import TrueCurve, Truth

RATE_HZ: Final = 100.0  #: on which both are laid; the lag falls between its points
BY: Final = ("knee_flexion_deg", "shank_inclination_deg", "ankle_dorsiflexion_deg")  #: what moves most comes first
LEAST_S: Final = 1.0  #: of overlap, and half of the shorter one: fewer frames agree by chance
LEAST_R: Final = 0.7  #: of the best lag; below it, the file is taken for that of another clip
ALIKE_R: Final = 0.02  #: correlations that differ by less say nothing; then the longer overlap counts
AS_GOOD: Final = 0.95  #: of the best correlation: a second lag that fits nearly as well, as in steady running
APART_S: Final = 0.15  #: of two lags that are not the same peak


@dataclass(frozen=True, kw_only=True)
class Lag:
    """How a reference was laid over its clip."""

    lag_s: float  #: clip time minus reference time
    r: float  #: correlation of both curves there
    quantity: str  #: by which
    overlap_s: float
    other_s: float | None  #: the nearest other lag that fits nearly as well; None where there is none

    @property
    def found(self) -> bool:
        """Whether the two fit at all."""
        return self.r >= LEAST_R


def synchronised(truth: Truth, signals: Signals) -> tuple[Truth, Lag | None]:
    """Return the truth on the clip's clock, and the lag; without its curves where no lag fits.

    Parameters
    ----------
    truth
        With curves on a clock of their own.
    signals
        What dorsi measured of the clip.

    Returns
    -------
    truth : Truth
    lag : Lag or None
        None where both have no curve in common.
    """
    lag = find_lag(truth.curves, signals)
    if lag is None or not lag.found:
        return replace(truth, curves={}), lag
    moved = {name: replace(curve, time_s=curve.time_s + lag.lag_s) for name, curve in truth.curves.items()}
    return replace(truth, curves=moved), lag


def find_lag(curves: Mapping[str, TrueCurve], signals: Signals) -> Lag | None:
    """Return the lag at which the curves of a reference fit those of a clip best.

    Both legs count together, each by its own correlation, weighted by the time that both have it. Of lags that fit
    alike the one with the longest overlap is taken; another that fits nearly as well comes with it.
    """
    for name in BY:
        if name in curves:
            lag = _lag(name, curves[name], signals)
            if lag is not None:
                return lag
    return None


def _lag(name: str, curve: TrueCurve, signals: Signals) -> Lag | None:
    own = _even(signals.time_s, getattr(signals, name))
    theirs = _even(curve.time_s, curve.value_deg)
    least = round(RATE_HZ * max(LEAST_S, min(len(own), len(theirs)) / RATE_HZ / 2))
    shifts = np.arange(least - len(theirs), len(own) - least + 1)
    r = np.array([_fit(own, theirs, int(shift), least) for shift in shifts])
    if not np.isfinite(r).any():
        return None
    r = np.where(np.isfinite(r), r, -1.0)
    start_s = float(signals.time_s[0] - curve.time_s[0])
    best = int(np.argmax(r))
    lags_s = start_s + shifts / RATE_HZ
    overlaps = [_overlap(len(own), len(theirs), int(shift)) for shift in shifts]
    alike = [i for i in (best, *_peaks(r)) if r[i] >= r[best] - ALIKE_R]
    best = max(alike, key=lambda i: (overlaps[i], r[i]))
    rivals = [i for i in _peaks(r) if r[i] >= AS_GOOD * r[best] and abs(lags_s[i] - lags_s[best]) > APART_S]
    return Lag(
        lag_s=float(lags_s[best] + _between(r, best) / RATE_HZ),
        r=float(r[best]),
        quantity=name,
        overlap_s=overlaps[best] / RATE_HZ,
        other_s=float(lags_s[min(rivals, key=lambda i: abs(i - best))]) if rivals else None,
    )


def _even(time_s: Array, values: Array) -> Array:
    """Return curves at even times from their first, (T, 2); a gap stays one."""
    at_s = np.arange(time_s[0], time_s[-1], 1 / RATE_HZ)
    return np.stack([np.interp(at_s, time_s, column) for column in values.T], axis=1)


def _overlap(own: int, theirs: int, shift: int) -> int:
    return min(own, theirs + shift) - max(0, shift)


def _fit(own: Array, theirs: Array, shift: int, least: int) -> float:
    """Return the correlation of both at a shift of the reference, the legs weighted by what both show of them."""
    first, last = max(0, shift), min(len(own), len(theirs) + shift)
    weights, fits = [], []
    for one, two in zip(own[first:last].T, theirs[first - shift : last - shift].T, strict=True):
        seen = np.isfinite(one) & np.isfinite(two)
        if (count := int(seen.sum())) >= least:
            a, b = one[seen] - one[seen].mean(), two[seen] - two[seen].mean()
            size = float(np.sqrt((a @ a) * (b @ b)))
            if size > 0:
                weights.append(count)
                fits.append(float(a @ b) / size)
    return float(np.average(fits, weights=weights)) if fits else float("nan")


def _peaks(r: Array) -> list[int]:
    return [i for i in range(1, len(r) - 1) if r[i] >= r[i - 1] and r[i] > r[i + 1]]


def _between(r: Array, best: int) -> float:
    """Return where the top of a parabola through the best lag and its neighbours lies, in steps from it."""
    if not 0 < best < len(r) - 1:
        return 0.0
    left, top, right = r[best - 1 : best + 2]
    bend = left - 2 * top + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0
