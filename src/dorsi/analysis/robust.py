"""Medians and spreads that ignore missing samples and say NaN, without a warning, when nothing is left."""

import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array

MAD_TO_SD = 1.4826  #: median absolute deviation to standard deviation, for a normal distribution


def median(x: Array) -> float:
    """Return the median of the finite samples; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(np.median(finite)) if finite.size else float("nan")


def percentiles(x: Array, q: float) -> Array:
    """Return the q-th percentile of the finite samples along the first axis; NaN where there are none."""
    if not len(x):
        return np.full(np.shape(x)[1:], np.nan)
    ordered = np.sort(np.where(np.isfinite(x), x, np.nan), axis=0)  # NaN goes to the end
    place = q / 100 * np.maximum(np.isfinite(ordered).sum(axis=0, keepdims=True) - 1, 0)
    below, above = (
        np.take_along_axis(ordered, k.astype(np.intp), axis=0)[0] for k in (np.floor(place), np.ceil(place))
    )
    return np.asarray(below + (place[0] % 1) * (above - below))


def medians_around(x: Array, first: NDArray[np.intp], stop: NDArray[np.intp], *, own: bool = True) -> Array:
    """Return for each sample the median of the finite ones around it, shape (T, ...).

    Parameters
    ----------
    x
        Shape (T, ...).
    first, stop
        The samples around each one, stop exclusive, (T,).
    own
        Whether the sample itself is one of them.
    """
    if not len(x):
        return x
    at = first[:, None] + np.arange(int((stop - first).max()))
    outside = (at >= stop[:, None]) | (not own) & (at == np.arange(len(x))[:, None])
    near = x[np.minimum(at, len(x) - 1)]
    near[outside] = np.nan
    return percentiles(np.moveaxis(near, 1, 0), 50)


def mad_sd(x: Array) -> float:
    """Return a robust standard deviation (scaled median absolute deviation); NaN if there are no samples."""
    return MAD_TO_SD * median(np.abs(np.asarray(x) - median(x)))


def percentile(x: Array, q: float) -> float:
    """Return the q-th percentile of the finite samples; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(np.percentile(finite, q)) if finite.size else float("nan")


def largest(x: Array) -> float:
    """Return the largest finite sample; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(finite.max()) if finite.size else float("nan")


def sd(x: Array) -> float:
    """Return the standard deviation of the finite samples; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(np.std(finite)) if finite.size else float("nan")


def mean_pair(pair: Array) -> Array:
    """Return the mean over the side axis (axis 1) of the sides that are there; NaN where neither is."""
    good = np.isfinite(pair)
    count = good.sum(axis=1)
    total = np.where(good, pair, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def mode(x: Array) -> float:
    """Return where the samples lie densest (half-sample mode); NaN if there are none."""
    left = np.sort(np.asarray(x)[np.isfinite(x)])
    while left.size > 2:
        half = (left.size + 1) // 2
        width = left[half - 1 :] - left[: left.size - half + 1]
        start = int(np.argmin(width))
        left = left[start : start + half] if half < left.size else left[1:]
    return float(left.mean()) if left.size else float("nan")
