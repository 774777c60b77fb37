"""Times that are not quite even, brought to an even rate for formats that know only a rate."""

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
        raise DataError("a clip of fewer than two frames has no rate; film 3 s or more")
    return float((len(time_s) - 1) / (time_s[-1] - time_s[0]))


def frame_times(count: int, *, rate_hz: float | None, name: str) -> Array:
    """Return the times of frames that a file gives none for.

    Raises
    ------
    DataError
        If no rate is given, or none that can be.
    """
    if rate_hz is None:
        raise DataError(f"{name}: has no times; say the clip's frames per second: rate_hz=...")
    if not 0 < rate_hz < np.inf:
        raise DataError(f"{name}: {rate_hz:g} frames a second given; more than 0 are needed")
    return np.arange(count) / rate_hz


def evenly(time_s: Array, values: Array) -> tuple[Array, Array]:
    """Return times of an even rate and the values there, by linear interpolation between neighbouring frames.

    As many frames as before. A value next to a missing one is missing: no gap becomes shorter.

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
    # Times that agree to a microsecond are the same frame: no neighbour is asked, so its gap does not spread.
    share = np.where(np.abs(even_s - time_s[after]) < 1e-6, 1.0, np.where(np.abs(share) < 1e-6, 0.0, share))
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    before, behind = values[after - 1], values[after]
    between = (1 - share) * before + share * behind
    return even_s, np.where(share == 0.0, before, np.where(share == 1.0, behind, between))
