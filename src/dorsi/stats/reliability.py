"""How well a number repeats: intraclass correlation, standard error of measurement, smallest detectable change."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from dorsi.errors import DataError, check_option
from dorsi.measures.intervals import MDC_OF_SEM
from dorsi.stats.tables import at_least_zero, repeats
from dorsi.types import Array

_KINDS: Final = ("2,1", "3,1")


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    ci95_low: float
    ci95_high: float


@dataclass(frozen=True, kw_only=True)
class _MeanSquares:
    """The two-way analysis of variance of a table of people by sessions."""

    people: int
    sessions: int
    between_people: float
    between_sessions: float
    rest: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the rest."""
        return (self.people - 1) * (self.sessions - 1)


def _mean_squares(table: Array) -> _MeanSquares:
    n, k = table.shape
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + table.mean()
    return _MeanSquares(
        people=n,
        sessions=k,
        between_people=float(k * np.var(table.mean(axis=1), ddof=1)),
        between_sessions=float(n * np.var(table.mean(axis=0), ddof=1)),
        rest=float(np.sum(rest**2) / ((n - 1) * (k - 1))),
    )


def icc(values: ArrayLike, *, kind: str = "2,1") -> Interval:
    """Return the intraclass correlation of single measurements, with its 95 % interval, in full precision.

    Shrout and Fleiss 1979; the intervals are those of McGraw and Wong 1996, table 7.

    Parameters
    ----------
    values
        People (rows) by sessions or raters (columns), none missing.
    kind
        "2,1": two-way random, absolute agreement, for what is to hold with other raters. "3,1": two-way mixed,
        consistency, which leaves a constant offset between the columns out.

    Returns
    -------
    Interval
        1 where every person's numbers are the same; negative where people differ less than their own numbers do.

    Raises
    ------
    DataError, OptionError
        If the table is too small, has gaps or holds one value only, or the kind is not known.

    Examples
    --------
    Six people, four raters (Shrout and Fleiss 1979, table 2; published: 0.29 and 0.71):

    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> round(icc(table, kind="2,1").value, 2), round(icc(table, kind="3,1").value, 2)
    (0.29, 0.71)
    """
    check_option("kind", kind, _KINDS)
    table = repeats(values)
    if np.ptp(table) == 0:
        raise DataError(
            f"every value is {table[0, 0]:g}, so people cannot be told apart and there is no ICC; report sem() instead"
        )
    found = _mean_squares(table)
    # Rounding leaves a rest of about 1e-30 where there is none: such a table agrees as well as one can.
    if found.rest <= 1e-12 * (found.between_people + found.between_sessions):
        found = _MeanSquares(**{**vars(found), "rest": 0.0})
    return _agreement(found) if kind == "2,1" else _consistency(found)


def icc_value(table: Array) -> float:
    """Return ICC(2,1) alone, without its interval: NaN for a table of one value."""
    if np.ptp(table) == 0:
        return float("nan")
    found = _mean_squares(table)
    n, k, people, rest = found.people, found.sessions, found.between_people, found.rest
    return (people - rest) / (people + (k - 1) * rest + k * (found.between_sessions - rest) / n)


def _consistency(found: _MeanSquares) -> Interval:
    k = found.sessions
    if found.rest == 0:
        same = 1.0 if found.between_people > 0 else 0.0
        return Interval(value=same, ci95_low=same, ci95_high=same)
    ratio, freedom = found.between_people / found.rest, (found.people - 1, found.freedom)
    low = ratio / float(stats.f.ppf(0.975, *freedom))
    high = ratio * float(stats.f.ppf(0.975, *freedom[::-1]))
    return Interval(
        value=(ratio - 1) / (ratio + k - 1), ci95_low=(low - 1) / (low + k - 1), ci95_high=(high - 1) / (high + k - 1)
    )


def _agreement(found: _MeanSquares) -> Interval:
    n, k, people, sessions, rest = (
        found.people, found.sessions, found.between_people, found.between_sessions, found.rest,
    )  # fmt: skip
    value = (people - rest) / (people + (k - 1) * rest + k * (sessions - rest) / n)
    if sessions == 0 and rest == 0:  # the lines below divide by 1 - value, which is 0 then
        return Interval(value=1.0, ci95_low=1.0, ci95_high=1.0)
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    freedom = (a * sessions + b * rest) ** 2 / ((a * sessions) ** 2 / (k - 1) + (b * rest) ** 2 / found.freedom)
    above, below = float(stats.f.ppf(0.975, n - 1, freedom)), float(stats.f.ppf(0.975, freedom, n - 1))
    error = k * sessions + (k * n - k - n) * rest
    return Interval(
        value=value,
        ci95_low=n * (people - above * rest) / (above * error + n * people),
        ci95_high=n * (below * people - rest) / (error + n * below * people),
    )


def sem(values: ArrayLike) -> float:
    """Return the standard error of measurement: the spread of one person's numbers about their true one.

    The root of the residual mean square of people by sessions, in the unit of the values: an offset that all people
    share between sessions is left out (Weir 2005).

    Parameters
    ----------
    values
        People (rows) by sessions (columns), none missing.

    Returns
    -------
    float
        In the unit of the values; `sem_interval` gives it with its 95 % interval.

    Raises
    ------
    DataError
        If the table is too small or has gaps.

    Examples
    --------
    >>> round(sem([[40.1, 41.0], [35.2, 34.0], [44.9, 45.7]]), 2)
    0.84
    """
    return float(np.sqrt(_mean_squares(repeats(values)).rest))


def sem_interval(values: ArrayLike) -> Interval:
    """Return the standard error of measurement with its 95 % interval (Stratford and Goldsmith 1997).

    Its square times the degrees of freedom, over the true one, is distributed as chi-square.

    Parameters
    ----------
    values
        People (rows) by sessions (columns), none missing.

    Returns
    -------
    Interval
        In the unit of the values. Ten people measured twice leave 0.69 to 1.83 times the value.

    Raises
    ------
    DataError
        If the table is too small or has gaps.

    Examples
    --------
    >>> found = sem_interval([[40.1, 41.0], [35.2, 34.0], [44.9, 45.7]])
    >>> f"{found.value:.2f}, {found.ci95_low:.2f} to {found.ci95_high:.2f}"
    '0.84, 0.44 to 5.26'
    """
    found = _mean_squares(repeats(values))
    return spread_interval(float(np.sqrt(found.rest)), freedom=found.freedom)


def spread_interval(spread: float, *, freedom: float) -> Interval:
    """Return a standard deviation with its 95 % interval by chi-square.

    Parameters
    ----------
    spread
        The standard deviation that was found.
    freedom
        Degrees of freedom behind it, more than 0.
    """
    low, high = (float(stats.chi2.ppf(share, freedom)) for share in (0.975, 0.025))
    return Interval(
        value=spread,
        ci95_low=float(spread * np.sqrt(freedom / low)),
        ci95_high=float(spread * np.sqrt(freedom / high)),
    )


def sem_from_icc(*, sd: float, icc: float) -> float:
    """Return the standard error of measurement that a published ICC and the spread between people imply.

    `sd * sqrt(1 - icc)` (Weir 2005).

    Parameters
    ----------
    sd
        Standard deviation between people, at least 0.
    icc
        From 0 to 1.

    Returns
    -------
    float
        In the unit of `sd`.

    Raises
    ------
    DataError
        If `sd` is negative or `icc` is not from 0 to 1.

    Examples
    --------
    >>> round(sem_from_icc(sd=6.0, icc=0.91), 2)
    1.8
    """
    at_least_zero("sd", sd)
    if not 0 <= icc <= 1:
        raise DataError(f"icc: {icc:g} is not possible here; give a reliability from 0 to 1")
    return float(sd * np.sqrt(1.0 - icc))


def mdc95(sem: float) -> float:
    """Return the smallest difference of two measurements that is more than measuring error, with 95 % confidence.

    `1.96 * sqrt(2) * sem` (Weir 2005): both of the two numbers have the error.

    Parameters
    ----------
    sem
        Standard error of measurement, at least 0.

    Returns
    -------
    float
        In the unit of `sem`; `mdc95_interval` gives it with its 95 % interval.

    Raises
    ------
    DataError
        If `sem` is negative or no number.

    Examples
    --------
    An ankle app with a standard error of 1.65 degrees (rules M17; published: 4.57):

    >>> round(mdc95(1.65), 2)
    4.57
    """
    return float(MDC_OF_SEM * at_least_zero("sem", sem))


def mdc95_interval(sem: Interval) -> Interval:
    """Return the smallest detectable difference with its 95 % interval.

    Parameters
    ----------
    sem
        From `sem_interval`, or from `Components.sem` for means of several repetitions.

    Returns
    -------
    Interval
        In the unit of `sem`.

    Examples
    --------
    >>> found = mdc95_interval(sem_interval([[40.1, 41.0], [35.2, 34.0], [44.9, 45.7]]))
    >>> f"{found.value:.1f}, {found.ci95_low:.1f} to {found.ci95_high:.1f}"
    '2.3, 1.2 to 14.6'
    """
    return Interval(value=mdc95(sem.value), ci95_low=mdc95(sem.ci95_low), ci95_high=mdc95(sem.ci95_high))
