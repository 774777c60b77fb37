"""The tables that statistics start from, checked once."""

import numpy as np
from numpy.typing import ArrayLike

from dorsi.errors import DataError
from dorsi.types import Array


def repeats(values: ArrayLike) -> Array:
    """Return a table of people (rows) by sessions (columns) once it is one that statistics can be made from.

    Raises
    ------
    DataError
        If it has fewer than two people or sessions, or a value is missing.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2:
        raise DataError(
            f"a table of people by sessions is needed, at least 2 by 2; this one has shape {table.shape}: measure more"
        )
    _refuse_missing(table)
    return table


def numbers(values: ArrayLike, *, name: str, at_least: int = 2) -> Array:
    """Return a list of numbers once it is long enough and none is missing.

    Raises
    ------
    DataError
        If it is too short, no list, or a value is missing.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or len(found) < at_least:
        raise DataError(f"{name}: a list of at least {at_least} numbers is needed, this has shape {found.shape}")
    _refuse_missing(found)
    return found


def at_least_zero(name: str, value: float) -> float:
    """Return a spread once it is one.

    Raises
    ------
    DataError
        If it is negative, infinite or missing.
    """
    if not 0 <= value < np.inf:
        raise DataError(f"{name}: {value:g} is no spread; give a number of 0 or more")
    return value


def _refuse_missing(values: Array) -> None:
    missing = int(np.sum(~np.isfinite(values)))
    if missing:
        raise DataError(f"{missing} of {values.size} values are missing; leave out people or sessions without a number")
