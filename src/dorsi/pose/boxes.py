"""Where a person is in the picture, as a box around the body: (left, top, right, bottom) in pixels."""

import numpy as np

from dorsi.types import Array


def box_of(xy_px: Array) -> Array:
    """Return the box around body points, shape (..., K, 2) to (..., 4); NaN where no point is known."""
    known = np.isfinite(xy_px)
    low = np.where(known, xy_px, np.inf).min(axis=-2)
    high = np.where(known, xy_px, -np.inf).max(axis=-2)
    box = np.concatenate([low, high], axis=-1)
    return np.asarray(np.where(np.isfinite(box), box, np.nan))


def centre_of(box: Array) -> Array:
    """Return the middle of a box, shape (..., 2)."""
    return (box[..., :2] + box[..., 2:]) / 2


def size_of(box: Array) -> Array:
    """Return the longer side of a box: a person's height, whether upright or bent."""
    return np.asarray(np.max(box[..., 2:] - box[..., :2], axis=-1))


def prominence(boxes: Array) -> float:
    """Return a person's area and time in the picture together: the sum of their squared size, (N, 4), where seen."""
    return float(np.nansum(size_of(boxes) ** 2))


def distance(a: Array, b: Array) -> float:
    """Return how far two boxes are apart, in sizes of the larger one: 0 for the same place."""
    return float(np.linalg.norm(centre_of(a) - centre_of(b)) / max(size_of(a), size_of(b)))


def grown(box: Array, by_frac: float) -> Array:
    """Return the box with `by_frac` of its size added on each side."""
    margin = by_frac * size_of(box)[..., None]
    return np.concatenate([box[..., :2] - margin, box[..., 2:] + margin], axis=-1)


def overlap(a: Array, b: Array) -> Array:
    """Return the share of box `a` that box `b` covers, 0 to 1."""
    low = np.maximum(a[..., :2], b[..., :2])
    high = np.minimum(a[..., 2:], b[..., 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=-1)
    return np.asarray(shared / np.prod(a[..., 2:] - a[..., :2], axis=-1))


def mirrored(box: Array, width_px: int) -> Array:
    """Return where the box lies in the picture flipped left to right."""
    left, top, right, bottom = np.moveaxis(box, -1, 0)
    return np.stack([width_px - right, top, width_px - left, bottom], axis=-1)
