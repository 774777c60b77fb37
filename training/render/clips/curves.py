"""Smooth curves over time: how people start, stop and sway."""

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from training.render.geometry import Array


def ease(share: Array | float) -> Array:
    """Return the way from 0 to 1 with the least jerk, at rest on both ends; share is held within 0 and 1."""
    u = np.clip(share, 0.0, 1.0)
    return np.asarray(u**3 * (10 - 15 * u + 6 * u**2))


def hump(time_s: Array, start_s: float, end_s: float, *, hold_frac: float) -> Array:
    """Return 0 to 1 and back between two times, with a share of them held at the top."""
    way = (end_s - start_s) * (1 - hold_frac) / 2
    return ease((time_s - start_s) / way) * ease((end_s - time_s) / way)


def between(time_s: Array, knots: list[tuple[float, float]]) -> Array:
    """Return a curve through (time, value) knots that never overshoots them."""
    times, values = np.array(sorted(knots)).T
    if len(times) == 1:
        return np.full(len(time_s), values[0])
    return np.asarray(PchipInterpolator(times, values)(np.clip(time_s, times[0], times[-1])))


def smooth(values: Array, rate_hz: float, sd_s: float) -> Array:
    """Return values along the first axis without what is quicker than about `sd_s`."""
    return np.asarray(gaussian_filter1d(values, sd_s * rate_hz, axis=0, mode="nearest"))


def wander(rng: np.random.Generator, time_s: Array, *, sd: float, slow_s: float) -> Array:
    """Return a random curve with the given spread that changes over about `slow_s`; the same at any frame rate."""
    turns = rng.uniform(0, 2 * np.pi, 12)
    rates = np.exp(rng.uniform(np.log(0.12), np.log(1.2), 12)) / slow_s
    waves = np.sin(2 * np.pi * rates * time_s[:, None] + turns) / np.sqrt(rates * slow_s)
    return np.asarray(sd * waves.sum(axis=1) / np.sqrt((0.5 / (rates * slow_s)).sum()))
