"""Frames by the numbers that a file gives them: one that is missing is a frame in which no one was found."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array

#: Of the numbers from first to last: with more missing, they are no numbers of frames.
MOST_MISSING_FRAC: Final = 0.5


def places(numbers: Sequence[float]) -> NDArray[np.intp]:
    """Return the row of each frame, (N,): by its number where these count frames, else one after the other.

    Numbers in even steps, such as those of every second frame, leave out no frame of the file's own rate.
    """
    order = np.arange(len(numbers), dtype=np.intp)
    counted = np.asarray(numbers, dtype=np.float64)
    if len(counted) < 2 or not np.isfinite(counted).all() or not np.all(np.diff(counted) > 0):
        return order
    if np.any(counted != np.round(counted)) or np.ptp(np.diff(counted)) == 0:
        return order
    rows = (counted - counted[0]).astype(np.intp)
    return rows if len(rows) >= (1 - MOST_MISSING_FRAC) * (rows[-1] + 1) else order


def spread(values: Array, rows: NDArray[np.intp]) -> Array:
    """Return an array with each frame in its row, (T, ...), NaN in rows that no frame has."""
    out = np.full((int(rows[-1]) + 1 if len(rows) else 0, *values.shape[1:]), np.nan)
    out[rows] = values
    return out
