"""How well a number repeats: intraclass correlation, standard error of measurement, smallest detectable change."""

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from dorsi.errors import check_option
from dorsi.extras import need
from dorsi.stats.tables import repeats

#: Shrout and Fleiss' name -> pingouin's (McGraw and Wong: absolute agreement, consistency).
_KINDS: Final = {"2,1": "ICC(A,1)", "3,1": "ICC(C,1)"}
_Z95: Final = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    ci95_low: float
    ci95_high: float


def icc(values: ArrayLike, *, kind: str = "2,1") -> Interval:
    """Return the intraclass correlation of single measurements, with its 95 % interval (Shrout and Fleiss 1979).

    Parameters
    ----------
    values
        People (rows) by sessions or raters (columns), none missing.
    kind
        "2,1": two-way random, absolute agreement, for what is to hold with other raters. "3,1": two-way mixed,
        consistency, which leaves a constant offset between the columns out.

    Raises
    ------
    DataError, OptionError, DorsiError
        If the table is too small or has gaps, the kind is not known, or pingouin is not installed.

    Examples
    --------
    Six people, four raters (Shrout and Fleiss 1979, table 2; published: 0.29 and 0.71):

    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> round(icc(table, kind="2,1").value, 2), round(icc(table, kind="3,1").value, 2)
    (0.29, 0.71)
    """
    check_option("kind", kind, _KINDS)
    table = repeats(values)
    person, session = (index.ravel() for index in np.indices(table.shape))
    long = need("pandas").DataFrame({"person": person, "session": session, "value": table.ravel()})
    pingouin = need("pingouin")
    with warnings.catch_warnings():
        # pingouin 0.7 calls pandas in a way that pandas 3.1 announces to end.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = pingouin.intraclass_corr(long, targets="person", raters="session", ratings="value")
    row = found.set_index("Type").loc[_KINDS[kind]]
    low, high = row["CI95"]
    return Interval(value=float(row["ICC"]), ci95_low=float(low), ci95_high=float(high))


def sem(values: ArrayLike) -> float:
    """Return the standard error of measurement: the spread of one person's numbers about their true one.

    The root of the residual mean square of people by sessions, in the unit of the values: an offset that all people
    share between sessions is left out (Weir 2005).

    Examples
    --------
    >>> round(sem([[40.1, 41.0], [35.2, 34.0], [44.9, 45.7]]), 2)
    0.84
    """
    table = repeats(values)
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + table.mean()
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    return float(np.sqrt(np.sum(rest**2) / freedom))


def sem_from_icc(*, sd: float, icc: float) -> float:
    """Return the standard error of measurement that a published ICC and the spread between people imply.

    `sd * sqrt(1 - icc)` (Weir 2005).

    Examples
    --------
    >>> round(sem_from_icc(sd=6.0, icc=0.91), 2)
    1.8
    """
    return float(sd * np.sqrt(1.0 - icc))


def mdc95(sem: float) -> float:
    """Return the smallest difference of two measurements that is more than measuring error, with 95 % confidence.

    `1.96 * sqrt(2) * sem` (Weir 2005): both of the two numbers have the error.

    Examples
    --------
    An ankle app with a standard error of 1.65 degrees (rules M17; published: 4.57):

    >>> round(mdc95(1.65), 2)
    4.57
    """
    return float(_Z95 * np.sqrt(2.0) * sem)
