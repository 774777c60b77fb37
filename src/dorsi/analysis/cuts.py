"""Where a film is one piece: no cut to another scene, and the person faces one way.

A cut is where the pictures show another scene and the body leaps with them, or where the whole body, feet and all, is
somewhere else in another pose all at once. Legs that the pose network exchanged must be named right before: a one-frame
exchange moves only the legs, but it moves them far.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from dorsi.analysis import robust
from dorsi.analysis.view import shank_px, trunk_px
from dorsi.types import Array, BoolArray, Landmarks
from dorsi.vocabulary import SIDES

LEAP_TRUNKS: Final = 0.3  #: the body's points leap this far beyond their own motion; runners' by up to 0.25
LEAP_TIMES: Final = 5.0  #: and this many times as far as in the frames around
RESHAPE_TRUNKS: Final = 0.1  #: and lie differently about the body's middle, which a shaken camera spares
STEP_TRUNKS: Final = 0.1  #: where the pictures show another scene, the body need only leap this far
STAYING_POINTS: Final = 2  #: of the body's eight points that may stay by chance when all leap, but not both ankles
AROUND_FRAMES: Final = 5
TICK_S: Final = 1e-4  #: times are stored rounded
TURNED_FRAC: Final = 0.25  #: of a shank from heel to toe across the picture: a foot that points one way
TURNED_MIN_S: Final = 1.0  #: who faces the other way for less only looks around

JOINTS: Final = ("shoulder", "hip", "knee", "ankle")


def find_cuts(landmarks: Landmarks, cuts_s: Sequence[float] = ()) -> list[int]:
    """Return the frames with which a new scene begins, in order of time.

    Parameters
    ----------
    landmarks
        With legs named right.
    cuts_s
        Times at which the pictures show a new scene; there a small leap of the body is enough, or no visible person
        just before or after.
    """
    names = [f"{side}_{joint}" for joint in JOINTS for side in SIDES]
    if len(landmarks.time_s) < 2 * AROUND_FRAMES or not set(names) <= set(landmarks.names):
        return []
    body = np.stack([landmarks.point(name) for name in names], axis=1)
    seen = np.flatnonzero(np.isfinite(body).all(axis=(1, 2)))
    pictures = [int(k) for k in np.searchsorted(landmarks.time_s, np.asarray(cuts_s, dtype=float) - TICK_S)]
    pictures = [k for k in pictures if 0 < k < len(landmarks.time_s)]
    if len(seen) < 2 * AROUND_FRAMES:
        return pictures
    body = body[seen]
    size = robust.median(trunk_px(landmarks))
    far = _beyond(np.diff(body, axis=0)) / size
    leap, nearly_all = np.median(far, axis=1), np.sort(far, axis=1)[:, STAYING_POINTS]
    reshape = np.median(_beyond(np.diff(body - np.median(body, axis=1)[:, None], axis=0)) / size, axis=1)
    feet = far[:, [k for k, name in enumerate(names) if "ankle" in name]].max(axis=1)
    alone = (
        (nearly_all > LEAP_TRUNKS)
        & (feet > LEAP_TRUNKS)
        & (leap > LEAP_TIMES * _usual(leap))
        & (reshape > RESHAPE_TRUNKS)
    )
    with_pictures = (leap > STEP_TRUNKS) & (leap > LEAP_TIMES * _usual(leap))
    cuts = {int(seen[k + 1]) for k in np.flatnonzero(alone)}
    for k in pictures:
        after = int(np.searchsorted(seen, k))
        lost = after in {0, len(seen)} or seen[after] - seen[after - 1] > 1
        if lost or with_pictures[after - 1]:
            cuts.add(k)
    return sorted(cuts)


def _beyond(steps: Array) -> Array:
    """Return how far each point steps beyond its own motion around, (T - 1, points)."""
    return np.asarray(np.linalg.norm(steps - _usual(steps), axis=-1))


def _usual(steps: Array) -> Array:
    """Return the median of the steps around each one, itself left out, (T - 1, ...)."""
    at = np.arange(len(steps))
    first, stop = np.maximum(at - AROUND_FRAMES, 0), np.minimum(at + AROUND_FRAMES + 1, len(steps))
    return robust.medians_around(steps, first, stop, own=False)


def find_turns(landmarks: Landmarks) -> list[int]:
    """Return the frames in which the person has turned to face the other way in the picture, in order of time."""
    along = robust.mean_pair((landmarks.side("toe") - landmarks.side("heel"))[..., 0]) / shank_px(landmarks)
    if len(along) < 2 or not np.isfinite(along).any():
        return []
    width = max(1, round(TURNED_MIN_S / 2 * landmarks.rate_hz)) * 2 + 1
    good = np.flatnonzero(np.isfinite(along))
    steady = ndimage.median_filter(np.interp(np.arange(len(along)), good, along[good]), size=width, mode="nearest")
    faces = np.where(np.abs(steady) < TURNED_FRAC, 0, np.sign(steady)).astype(int)
    turns, last = [], 0
    for start, stop in _runs(faces):
        if faces[start] == 0 or landmarks.time_s[stop - 1] - landmarks.time_s[start] < TURNED_MIN_S:
            continue
        if last and faces[start] != last:
            turns.append(start)
        last = faces[start]
    return turns


def _runs(values: NDArray[np.int_]) -> list[tuple[int, int]]:
    """Return the runs of equal values as (start, stop) pairs, stop exclusive."""
    edges = [0, *(int(k) + 1 for k in np.flatnonzero(np.diff(values))), len(values)]
    return list(pairwise(edges))


def pieces(count: int, borders: Sequence[int]) -> list[slice]:
    """Return the rows between the borders."""
    return [slice(a, b) for a, b in pairwise([0, *sorted(set(borders)), count])]


def only(landmarks: Landmarks, rows: slice) -> Landmarks:
    """Return one piece of a film, at its own times."""
    return replace(
        landmarks,
        time_s=landmarks.time_s[rows],
        xy_px=landmarks.xy_px[rows],
        score=landmarks.score[rows],
        sigma_px=None if landmarks.sigma_px is None else landmarks.sigma_px[rows],
        world_m=None if landmarks.world_m is None else landmarks.world_m[rows],
    )


def without(landmarks: Landmarks, missing: BoolArray) -> Landmarks:
    """Return the landmarks with nothing in the frames that are missing, (T,)."""
    if not missing.any():
        return landmarks
    xy = np.where(missing[:, None, None], np.nan, landmarks.xy_px)
    world = None if landmarks.world_m is None else np.where(missing[:, None, None], np.nan, landmarks.world_m)
    sigma = None if landmarks.sigma_px is None else np.where(missing[:, None], np.nan, landmarks.sigma_px)
    return replace(landmarks, xy_px=xy, world_m=world, sigma_px=sigma)


def joined(parts: Sequence[Landmarks], rows: Sequence[slice], whole: Landmarks) -> Landmarks:
    """Return the pieces put back in their places; the first frame of each later one is left out as a gap.

    No repetition runs across a gap, so none runs across a cut.
    """
    xy = np.full_like(whole.xy_px, np.nan)
    for part, where in zip(parts, rows, strict=True):
        xy[where] = part.xy_px
        if where.start > 0:
            xy[where.start] = np.nan
    return replace(whole, xy_px=xy)
