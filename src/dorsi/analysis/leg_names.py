"""Which leg is which where motion alone can't tell: a foot stays where it stands, and no bone is longer than it is.

Where one leg passes the other, or is drawn on it for a while, the smoothest naming (`swaps`) may come out exchanged and
stay so. Two things outlast such a moment: the places where a person keeps the two feet and knees for seconds, and the
lengths of thighs and shanks, which a picture shortens but never lengthens.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from dorsi.analysis import robust
from dorsi.types import Array, BoolArray

HOME_HALF_S: Final = 1.5  #: before and after: as long as one keeps a stance, longer than a stride of a runner
HOMES_APART, HOMES_FAR = 0.3, 0.6  #: of a shank between the legs' places: nearer, they do not tell the legs apart
PLACE_FRAC: Final = 0.25  #: of a shank around a place: a foot standing at it, including drift of the hand and error
#: of the time around in which a foot is at one place: of a runner's two feet one is at any place half the time at most
LEAVES_SHARE, STANDS_SHARE = 0.6, 0.8
LONGER_FRAC: Final = 0.15  #: of a bone's own length: the doubt of its two points
CAP_FRAC: Final = 0.5  #: of a shank: one wild point must not decide alone
CHANGE_FRAC: Final = 0.3  #: of a shank: the cost of changing the naming, so that one frame alone changes none
KEEP_FRAC: Final = 0.05  #: of a shank a frame: the naming that is there is right unless the legs' places say otherwise
ROUNDS: Final = 3  #: the legs' places follow from the naming, and the naming from them
STATES: Final = ((0, 0), (1, 0), (0, 1), (1, 1))  #: whether the knees, and whether the feet, are exchanged


def lasting_naming(hips: Array, knees: Array, ankles: Array, time_s: Array) -> tuple[BoolArray, BoolArray]:
    """Return in which frames the knees, and in which the feet, must be exchanged, each (T,).

    Parameters
    ----------
    hips, knees, ankles
        In shank lengths, (T, 2 legs, 2), named as smoothly as they move; NaN where a point is lost.
    """
    swapped = np.zeros((2, len(time_s)), dtype=bool)
    if len(time_s) < 3 or time_s[-1] - time_s[0] < 2 * HOME_HALF_S:  # too short to show where a foot is kept
        return swapped[0], swapped[1]
    hip = hips.mean(axis=1, keepdims=True)
    bones = np.stack([_too_long(hip, knees, ankles, k, a) for k, a in STATES])
    for _ in range(ROUNDS):
        stands = _stands(_named(ankles, swapped[1]), time_s)
        off = [stands * _off_home(_named(x, own), x, time_s) for x, own in zip((knees, ankles), swapped, strict=True)]
        cost = np.stack([bones[n] + off[0][k] + off[1][a] + KEEP_FRAC * (k + a) for n, (k, a) in enumerate(STATES)])
        best = np.array(STATES, dtype=bool)[_cheapest(cost)].T
        if (best == swapped).all():
            break
        swapped = best
    return swapped[0], swapped[1]


def _named(x: Array, swapped: BoolArray) -> Array:
    return np.where(swapped[:, None, None], x[:, ::-1], x)


def _too_long(hip: Array, knees: Array, ankles: Array, k: int, a: int) -> Array:
    """Return by how much the bones of one naming are longer than they are, shank lengths, both legs, (T,)."""
    knee, ankle = knees[:, ::-1] if k else knees, ankles[:, ::-1] if a else ankles
    out = np.zeros(len(knees))
    for one, other, own in ((hip, knee, knees - hip), (knee, ankle, ankles - knees)):
        length = robust.percentile(np.linalg.norm(own, axis=-1), 75)
        longer = np.linalg.norm(other - one, axis=-1) - (1 + LONGER_FRAC) * length
        out += np.clip(np.nan_to_num(longer), 0.0, CAP_FRAC).sum(axis=1)
    return out


def _off_home(named: Array, x: Array, time_s: Array) -> Array:
    """Return how far the points lie from where their legs are kept, as they are and exchanged, (2, T)."""
    home = _middle(named, time_s)
    apart = np.linalg.norm(home[:, 0] - home[:, 1], axis=-1)
    tells = np.clip((apart - HOMES_APART) / (HOMES_FAR - HOMES_APART), 0.0, 1.0)
    off = [np.minimum(np.linalg.norm(points - home, axis=-1), CAP_FRAC).sum(axis=1) for points in (x, x[:, ::-1])]
    return np.asarray(np.nan_to_num(tells * np.stack(off)))


def _stands(named: Array, time_s: Array) -> Array:
    """Return whether one foot, whatever its name, stays where it stands, 0 to 1, (T,)."""
    home = _middle(named, time_s)
    there = [(np.linalg.norm(named - home[:, [i]], axis=-1) < PLACE_FRAC).any(axis=1) for i in (0, 1)]
    size = 2 * _half(time_s) + 1
    share = np.max([ndimage.uniform_filter1d(own.astype(float), size=size, mode="reflect") for own in there], axis=0)
    return np.asarray(np.clip((share - LEAVES_SHARE) / (STANDS_SHARE - LEAVES_SHARE), 0.0, 1.0))


def _half(time_s: Array) -> int:
    return max(1, round(HOME_HALF_S / float(np.median(np.diff(time_s)))))


def _middle(x: Array, time_s: Array) -> Array:
    """Return the running median of each leg's values, (T, 2, ...)."""
    half = _half(time_s)
    rows = np.arange(len(x))
    filled = np.empty_like(x)
    for one in np.ndindex(*x.shape[1:]):
        column = x[(slice(None), *one)]
        good = np.isfinite(column)
        filled[(slice(None), *one)] = np.interp(rows, rows[good], column[good]) if good.any() else np.nan
    return np.asarray(ndimage.median_filter(filled, size=(2 * half + 1, *(1,) * (x.ndim - 1)), mode="reflect"))


def _cheapest(cost: Array) -> NDArray[np.intp]:
    """Return the cheapest course through the states, (T,), where each change of one naming costs as well.

    Parameters
    ----------
    cost
        Of each state in each frame, (4, T).
    """
    change = CHANGE_FRAC * np.array([[(k != m) + (a != b) for m, b in STATES] for k, a in STATES])
    back = np.zeros(cost.shape, dtype=np.intp)
    total = cost[:, 0]
    for t in range(1, cost.shape[1]):
        way = total[:, None] + change
        back[:, t] = way.argmin(axis=0)
        total = way.min(axis=0) + cost[:, t]
    out = np.zeros(cost.shape[1], dtype=np.intp)
    out[-1] = int(total.argmin())
    for t in range(cost.shape[1] - 1, 0, -1):
        out[t - 1] = back[out[t], t]
    return out
