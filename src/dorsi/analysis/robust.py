"""Medians and spreads that ignore missing samples and say NaN, without a warning, when nothing is left."""

import numpy as np

from dorsi.types import Array

MAD_TO_SD = 1.4826  #: median absolute deviation to standard deviation, for a normal distribution


def median(x: Array) -> float:
    """Return the median of the finite samples; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(np.median(finite)) if finite.size else float("nan")


def mad_sd(x: Array) -> float:
    """Return a robust standard deviation (scaled median absolute deviation); NaN if there are no samples."""
    return MAD_TO_SD * median(np.abs(np.asarray(x) - median(x)))


def percentile(x: Array, q: float) -> float:
    """Return the q-th percentile of the finite samples; NaN if there are none."""
    finite = np.asarray(x)[np.isfinite(x)]
    return float(np.percentile(finite, q)) if finite.size else float("nan")


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
