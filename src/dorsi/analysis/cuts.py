"""Where a clip was cut: the pictures tell, or the whole body that is somewhere else, in another pose, all at once."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis import robust
from dorsi.analysis.view import trunk_px
from dorsi.types import Array, Landmarks, Signals

LEAP_TRUNKS: Final = 0.3  #: the body's points leap this far beyond their own motion; runners' by up to 0.25
LEAP_TIMES: Final = 5.0  #: and this many times as far as in the frames around
RESHAPE_TRUNKS: Final = 0.1  #: and lie differently about the body's middle, which a shaken camera spares
AROUND_FRAMES: Final = 5
TICK_S: Final = 1e-4  #: times are stored rounded
PART_MIN_S: Final = 1.5  #: a shorter part shows no movement


def find_cuts(landmarks: Landmarks) -> list[int]:
    """Return the frames with which a new scene begins, in order of time, by the body alone.

    Where the room stays the same and only the person jumps, the pictures hardly change.
    """
    names = [f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in ("left", "right")]
    if len(landmarks.time_s) < 2 * AROUND_FRAMES or not set(names) <= set(landmarks.names):
        return []
    body = np.stack([landmarks.point(name) for name in names], axis=1)
    seen = np.flatnonzero(np.isfinite(body).all(axis=(1, 2)))
    if len(seen) < 2 * AROUND_FRAMES:
        return []
    body = body[seen]
    size = robust.median(trunk_px(landmarks))
    leap = _typical(np.diff(body, axis=0)) / size
    reshape = _typical(np.diff(body - np.median(body, axis=1)[:, None], axis=0)) / size
    usual = np.array([np.median(leap[_around(k, len(leap))]) for k in range(len(leap))])
    cut = (leap > LEAP_TRUNKS) & (leap > LEAP_TIMES * usual) & (reshape > RESHAPE_TRUNKS)
    return [int(seen[k + 1]) for k in np.flatnonzero(cut)]


def _typical(steps: Array) -> Array:
    """Return how far the points step beyond their own motion, median over the body, (T - 1,)."""
    beyond = np.stack([steps[k] - np.median(steps[_around(k, len(steps))], axis=0) for k in range(len(steps))])
    return np.asarray(np.median(np.linalg.norm(beyond, axis=-1), axis=1))


def _around(k: int, count: int) -> NDArray[np.intp]:
    """Return the steps around step k, itself left out."""
    near = np.r_[max(0, k - AROUND_FRAMES) : k, k + 1 : min(count, k + 1 + AROUND_FRAMES)]
    return np.asarray(near, dtype=np.intp)


def scenes(landmarks: Landmarks, cuts_s: Sequence[float] = ()) -> list[slice]:
    """Return the rows of each scene; of a clip that was cut, those that last long enough to show a movement.

    Parameters
    ----------
    cuts_s
        Times at which the pictures show a new scene.
    """
    time_s = landmarks.time_s
    seen = np.searchsorted(time_s, np.asarray(cuts_s, dtype=float) - TICK_S)
    inside = {int(k) for k in seen if 0 < k < len(time_s)}
    borders = [0, *sorted(inside | set(find_cuts(landmarks))), len(time_s)]
    found = [slice(a, b) for a, b in pairwise(borders)]
    if len(found) == 1:
        return found
    return [rows for rows in found if time_s[rows.stop - 1] - time_s[rows.start] >= PART_MIN_S]


def only(landmarks: Landmarks, rows: slice) -> Landmarks:
    """Return one scene of a clip, at its own times."""
    return replace(
        landmarks,
        time_s=landmarks.time_s[rows],
        xy_px=landmarks.xy_px[rows],
        score=landmarks.score[rows],
        sigma_px=None if landmarks.sigma_px is None else landmarks.sigma_px[rows],
        world_m=None if landmarks.world_m is None else landmarks.world_m[rows],
    )


def whole_landmarks(scene: Landmarks, rows: slice, time_s: Array) -> Landmarks:
    """Return a scene's landmarks with a row for every frame of the clip; missing outside the scene."""
    return replace(
        scene,
        time_s=time_s,
        xy_px=_spread(scene.xy_px, rows, len(time_s)),
        score=np.nan_to_num(_spread(scene.score, rows, len(time_s))),
        sigma_px=None if scene.sigma_px is None else _spread(scene.sigma_px, rows, len(time_s)),
        world_m=None if scene.world_m is None else _spread(scene.world_m, rows, len(time_s)),
    )


def whole_signals(scene: Signals, rows: slice, time_s: Array) -> Signals:
    """Return a scene's angles with a row for every frame of the clip; missing outside the scene."""
    arrays = {f.name: getattr(scene, f.name) for f in fields(scene) if f.name not in {"time_s", "extra"}}
    spread = {name: _spread(values, rows, len(time_s)) for name, values in arrays.items()}
    extra = {name: _spread(values, rows, len(time_s)) for name, values in scene.extra.items()}
    return replace(scene, time_s=time_s, extra=extra, **spread)


def _spread(values: Array, rows: slice, count: int) -> Array:
    out = np.full((count, *values.shape[1:]), np.nan)
    out[rows] = values
    return out
