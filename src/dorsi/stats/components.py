"""Where the error comes from: the repetition, the set-up of the camera, or the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from dorsi.errors import DataError
from dorsi.stats.reliability import Interval, mdc95_interval, spread_interval
from dorsi.types import Array

#: What the axes of a table are, by how many it has.
_LEVELS: Final = {2: ("person", "repetition"), 3: ("person", "set_up", "repetition"),
                  4: ("person", "day", "set_up", "repetition")}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Components:
    """The variances that add up to the spread of single repetitions, each in the unit of the values squared.

    A component that the numbers put below 0, by chance, is 0.
    """

    person: float
    day: float  #: of one person from day to day; 0 where the table has no days
    set_up: float  #: of one person and day from set-up to set-up; 0 where the table has none
    repetition: float
    mean_squares: tuple[float, ...]  #: of each axis of the table, the repetitions last
    shape: tuple[int, ...]  #: of the table

    def sem(self, *, repetitions: int = 1) -> Interval:
        """Return the standard error of a session's mean, with its 95 % interval (Satterthwaite 1946).

        More repetitions make the share of the repetition smaller, never that of set-up and day.

        Parameters
        ----------
        repetitions
            How many are averaged in a session.

        Returns
        -------
        Interval
            In the unit of the values.

        Raises
        ------
        DataError
            If there is no repetition.
        """
        if repetitions < 1:
            raise DataError(f"repetitions: {repetitions} given; a session has at least 1")
        spread = float(np.sqrt(self.day + self.set_up + self.repetition / repetitions))
        parts = _weights(self.shape, repetitions) * np.array(self.mean_squares[1:])
        total = float(np.sum(parts**2 / _freedoms(self.shape)[1:]))
        if total == 0:
            return Interval(value=spread, ci95_low=spread, ci95_high=spread)
        return spread_interval(spread, freedom=max(float(parts.sum() ** 2 / total), 1.0))

    def mdc95(self, *, repetitions: int = 1) -> Interval:
        """Return the smallest detectable difference of two sessions' means, with its 95 % interval.

        Parameters
        ----------
        repetitions
            How many are averaged in each session: 1 and 3 are what reports ask for.

        Returns
        -------
        Interval
            In the unit of the values.
        """
        return mdc95_interval(self.sem(repetitions=repetitions))


def variance_components(values: ArrayLike) -> Components:
    """Return the variances of person, day, set-up and repetition of a balanced nested study.

    By the mean squares of the nested analysis of variance (Searle, Casella and McCulloch 1992).

    Parameters
    ----------
    values
        People by repetitions, people by set-ups by repetitions, or people by days by set-ups by repetitions; at least
        two of each, none missing.

    Returns
    -------
    Components
        With `sem` and `mdc95` for any number of repetitions.

    Raises
    ------
    DataError
        If the table has another number of axes, fewer than two along one, or a gap.

    Examples
    --------
    Three people, two set-ups each, two repetitions in each:

    >>> table = [[[40, 41], [43, 44]], [[35, 34], [33, 34]], [[45, 46], [46, 45]]]
    >>> found = variance_components(table)
    >>> f"{found.set_up:.2f}, {found.repetition:.2f}"
    '1.42, 0.50'
    >>> f"{found.mdc95().value:.1f}, {found.mdc95(repetitions=3).value:.1f}"
    '3.8, 3.5'
    """
    table = _checked(values)
    squares = _mean_squares(table)
    # The mean square of an axis holds that of the axis inside it, and its own variance as often as it has values.
    inside = np.array([np.prod(table.shape[axis + 1 :]) for axis in range(table.ndim - 1)])
    own = [max(float(v), 0.0) for v in -np.diff(squares) / inside]
    found = dict(zip(_LEVELS[table.ndim], [*own, float(squares[-1])], strict=True))
    return Components(
        person=found["person"],
        day=found.get("day", 0.0),
        set_up=found.get("set_up", 0.0),
        repetition=found["repetition"],
        mean_squares=tuple(map(float, squares)),
        shape=table.shape,
    )


def _checked(values: ArrayLike) -> Array:
    try:
        table = np.asarray(values, dtype=np.float64)
    except ValueError as error:
        raise DataError("not every person has as many set-ups and repetitions; leave out those with fewer") from error
    if table.ndim not in _LEVELS or min(table.shape) < 2:
        raise DataError(
            "a table of people by (days by) (set-ups by) repetitions is needed, at least 2 of each; this one has shape "
            f"{table.shape}: measure more"
        )
    missing = int(np.sum(~np.isfinite(table)))
    if missing:
        raise DataError(f"{missing} of {table.size} values are missing; leave out people or sessions without a number")
    return table


def _mean_squares(table: Array) -> Array:
    """Return the mean square of each axis within the axes before it."""
    squares = []
    for axis in range(table.ndim):
        means = table.mean(axis=tuple(range(axis + 1, table.ndim)))
        about = means.mean(axis=axis, keepdims=True)
        each = np.prod(table.shape[axis + 1 :])
        squares.append(each * np.sum((means - about) ** 2))
    return np.array(squares) / _freedoms(table.shape)


def _freedoms(shape: Sequence[int]) -> Array:
    return np.array([np.prod(shape[:axis]) * (count - 1) for axis, count in enumerate(shape)], dtype=np.float64)


def _weights(shape: Sequence[int], repetitions: int) -> Array:
    """Return how often each mean square, but that of the people, counts in the square of a session mean's error."""
    inside = np.array([np.prod(shape[axis + 1 :]) for axis in range(1, len(shape))], dtype=np.float64)
    weights = np.zeros(len(inside))
    for axis in range(len(inside) - 1):
        weights[axis] += 1 / inside[axis]
        weights[axis + 1] -= 1 / inside[axis]
    weights[-1] += 1 / repetitions
    return weights
