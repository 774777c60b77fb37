"""Resamples slightly uneven times to an even rate, for formats that store only a rate."""

import numpy as np

from dorsi.errors import DataError
from dorsi.types import Array


def rate_hz(time_s: Array) -> float:
    """Return the frames per second of the whole stretch.

    Raises
    ------
    DataError
        If there are fewer than two frames.
    """
    if len(time_s) < 2:
        raise DataError("a clip with fewer than two frames has no frame rate; film 3 s or more")
    return float((len(time_s) - 1) / (time_s[-1] - time_s[0]))


def frame_times(count: int, *, rate_hz: float | None, name: str) -> Array:
    """Return the times of frames for a file without times.

    Raises
    ------
    DataError
        If the rate is missing or impossible.
    """
    if rate_hz is None:
        raise DataError(f"{name}: has no times; give the clip's frames per second: rate_hz=...")
    if not 0 < rate_hz < np.inf:
        raise DataError(f"{name}: {rate_hz:g} frames a second given; more than 0 are needed")
    return np.arange(count) / rate_hz


def evenly(time_s: Array, values: Array) -> tuple[Array, Array]:
    """Return times of an even rate and the values there, by linear interpolation between neighbouring frames.

    The number of frames stays the same. A value next to a missing one is missing, so gaps never get shorter.

    Parameters
    ----------
    time_s
        (T,) rising.
    values
        (T, ...) missing is NaN.
    """
    even_s = time_s[0] + np.arange(len(time_s)) / rate_hz(time_s)
    after = np.clip(np.searchsorted(time_s, even_s), 1, len(time_s) - 1)
    share = (even_s - time_s[after - 1]) / (time_s[after] - time_s[after - 1])
    # Times equal to a microsecond are the same frame: no interpolation, so gaps do not spread.
    share = np.where(np.abs(even_s - time_s[after]) < 1e-6, 1.0, np.where(np.abs(share) < 1e-6, 0.0, share))
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    before, behind = values[after - 1], values[after]
    between = (1 - share) * before + share * behind
    return even_s, np.where(share == 0.0, before, np.where(share == 1.0, behind, between))
