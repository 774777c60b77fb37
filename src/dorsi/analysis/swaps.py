"""Left-right leg swaps, found and undone over the whole track.

Where the legs cross, the pose network at times gives the left foot's place to the right one and back. A swap keeps
both places and exchanges their names, so the right naming is the one in which every point moves smoothly.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis.leg_names import lasting_naming
from dorsi.types import SIDES, Array, BoolArray, Landmarks

GROUPS = (("knee",), ("ankle", "heel", "toe"))  #: what the network exchanges together
FOLLOWERS = {"ankle": ("ball", "heel_sole", "ball_sole")}  #: what goes with a group, where the foot network gave it
CAP_FRAC = 0.5  #: of a shank: one wild point must not decide alone
SWITCH_FRAC = 0.05  #: of a shank: cost of changing the naming, so that legs on one spot do not flicker
STAY_FRAC = (
    0.03  #: of a shank per point and frame: where legs cross, motion alone can't tell the namings apart for long,
)
#: and the network is right far more often than wrong


def repair_swaps(landmarks: Landmarks, *, scale_px: float) -> tuple[Landmarks, BoolArray]:
    """Return the landmarks with swapped leg points named back, and in which frames that was needed, (T,).

    The naming that most frames have is taken as right: a clip whose legs are exchanged throughout stays so.

    Parameters
    ----------
    landmarks
        Raw tracks, before any smoothing: a filter would smear a swap over its neighbours.
    scale_px
        Shank length.
    """
    groups = [group for group in GROUPS if f"left_{group[0]}" in landmarks.names]  # no feet from some backends
    named, swapped = landmarks, np.zeros((len(GROUPS), len(landmarks.xy_px)), dtype=bool)
    for k, group in enumerate(groups):
        legs = np.stack([named.side(name) for name in group], axis=2)  # (T, leg, point, 2)
        swapped[k] = smoothest_naming(legs / scale_px)
        named = exchanged(named, group, swapped[k])
    if len(groups) == len(GROUPS) and "left_hip" in landmarks.names:
        hips, knees, ankles = (named.side(name) / scale_px for name in ("hip", "knee", "ankle"))
        for k, own in enumerate(lasting_naming(hips, knees, ankles, named.time_s)):
            named, swapped[k] = exchanged(named, GROUPS[k], own), swapped[k] ^ own
    return named, np.asarray(swapped.any(axis=0))


def exchanged(landmarks: Landmarks, group: tuple[str, ...], rows: BoolArray) -> Landmarks:
    """Return the landmarks with a group of leg points exchanged, with what goes with it, in some frames, (T,)."""
    own = [n for n in (*group, *FOLLOWERS.get(group[0], ())) if {f"left_{n}", f"right_{n}"} <= set(landmarks.names)]
    left, right = ([landmarks.names.index(f"{side}_{name}") for name in own] for side in SIDES)
    at = np.flatnonzero(rows)[:, None]
    new = {}
    for name in ("xy_px", "score", "sigma_px"):
        values = getattr(landmarks, name)
        if values is not None:
            new[name] = values.copy()
            new[name][at, left], new[name][at, right] = values[at, right], values[at, left]
    return replace(landmarks, **new)


def smoothest_naming(legs: Array) -> BoolArray:
    """Return in which frames the two legs must be exchanged for the smoothest motion, shape (T,).

    Dynamic programming over (naming of the last frame, naming of this one); the cost of a frame is how far its points
    lie from where the last two frames' motion would take them.

    Parameters
    ----------
    legs
        Points in shank lengths, shape (T, 2 legs, P, 2); NaN frames are passed over.
    """
    swapped = np.zeros(len(legs), dtype=bool)
    seen = np.flatnonzero(np.isfinite(legs).all(axis=(1, 2, 3)))
    if len(seen) < 3:
        return swapped
    steps = _steps(np.stack([legs[seen], legs[seen][:, ::-1]]), seen)
    cost = np.zeros((2, 2))
    back = np.zeros((len(seen), 2, 2), dtype=np.int8)
    for t in range(2, len(seen)):
        total = cost[:, :, None] + steps[t - 2]
        back[t] = total.argmin(axis=0)
        cost = total.min(axis=0)
    b, c = divmod(int(cost.argmin()), 2)
    for t in range(len(seen) - 1, 0, -1):
        swapped[seen[t]] = bool(c)
        b, c = int(back[t][b, c]), b
    swapped[seen[0]] = bool(c)
    if swapped[seen].mean() > 0.5:
        swapped[seen] = ~swapped[seen]
    return swapped


def _steps(both: Array, seen: NDArray[np.intp]) -> Array:
    """Return what each frame from the third costs, by the naming two frames ago, one ago, and now: (T - 2, 2, 2, 2).

    Parameters
    ----------
    both
        The points as named and exchanged, (naming, T, leg, P, 2).
    seen
        Number of each frame in the clip.
    """
    gap = np.diff(seen)
    ahead = np.minimum(gap[1:] / gap[:-1], 1.0)[:, None, None, None]
    out = np.empty((len(seen) - 2, 2, 2, 2))
    for a, b, c in np.ndindex(2, 2, 2):
        last = both[b, 1:-1]
        off = np.linalg.norm(both[c, 2:] - (last + ahead * (last - both[a, :-2])), axis=-1)
        kept = SWITCH_FRAC * (b != c) + c * STAY_FRAC * off[0].size
        out[:, a, b, c] = np.minimum(off, CAP_FRAC).sum(axis=(1, 2)) + kept
    return out
