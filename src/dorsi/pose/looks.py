"""When a network has to look, and what stands in the frames between two looks."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from dorsi.types import Array, BoolArray

LOOKS_HZ: Final = 15.0  #: between two looks, a body that stands, squats or lunges moves along a line
#: A longer gap is no gap between two looks: something was lost there. A hair more, since times are rounded.
LONGEST_S: Final = 1.5 / LOOKS_HZ + 1e-3
BEND_FRAC: Final = 0.05  #: of a shank: a point this far beside the line through its neighbours moves too fast for it


def thinned(rate_hz: float) -> Callable[[float], bool]:
    """Return a function that, asked with one rising time after the other, wants at most `rate_hz` of them a second."""
    due_s = 0.0

    def wanted(time_s: float) -> bool:
        nonlocal due_s
        if time_s < due_s:
            return False
        due_s = time_s + 0.999 / rate_hz  # a hair early, so that rounding does not skip a frame
        return True

    return wanted


def bends(xy: Array, time_s: Array, *, shank_px: float) -> BoolArray:
    """Return at which looks, (N,), one of the points, (N, K, 2), lies beside the line through the looks around."""
    out = np.zeros(len(xy), dtype=bool)
    if len(xy) > 2:
        share = ((time_s[1:-1] - time_s[:-2]) / (time_s[2:] - time_s[:-2]))[:, None, None]
        beside = xy[1:-1] - (1 - share) * xy[:-2] - share * xy[2:]
        out[1:-1] = (np.linalg.norm(beside, axis=-1) > BEND_FRAC * shank_px).any(axis=-1)
    return out


def between_looks(values: Array, time_s: Array, looked: BoolArray) -> Array:
    """Return the values with the frames between two looks on the line from one to the other.

    Parameters
    ----------
    values
        Shape (T, ...), NaN where nothing is known.
    time_s
        Time of each frame.
    looked
        Frames that were looked at, (T,): where they show nothing, there is nothing to fill in.
    """
    out = values.copy()
    for start, end in pairwise(np.flatnonzero(looked)):
        if end - start > 1 and time_s[end] - time_s[start] <= LONGEST_S:
            share = (time_s[start + 1 : end] - time_s[start]) / (time_s[end] - time_s[start])
            share = share.reshape(-1, *(1,) * (values.ndim - 1))
            out[start + 1 : end] = (1 - share) * values[start] + share * values[end]
    return out
