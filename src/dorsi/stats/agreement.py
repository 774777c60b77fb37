"""Two ways to measure the same thing: bias and limits of agreement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from dorsi.errors import DataError
from dorsi.measures.intervals import Z95
from dorsi.stats.reliability import Interval
from dorsi.stats.tables import numbers


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Bland and Altman's limits of agreement, each with its 95 % interval, in the unit of the values."""

    n: int
    sd: float  #: of the differences
    bias: Interval  #: mean of first minus second
    lower: Interval  #: 95 % of differences lie above this
    upper: Interval  #: and below this


def bland_altman(first: ArrayLike, second: ArrayLike) -> Agreement:
    """Return bias and limits of agreement of two methods on the same people (Bland and Altman 1986).

    Parameters
    ----------
    first, second
        One number for each person, in the same order; at least three.

    Returns
    -------
    Agreement
        In the unit of the values.

    Raises
    ------
    DataError
        If the lists differ in length, are too short or have gaps.

    Examples
    --------
    >>> found = bland_altman([40.1, 35.2, 44.9, 38.0], [41.0, 34.0, 45.7, 39.1])
    >>> f"{found.bias.value:.2f}, {found.lower.value:.2f} to {found.upper.value:.2f}"
    '-0.40, -2.50 to 1.70'
    """
    one, other = numbers(first, name="first", at_least=3), numbers(second, name="second", at_least=3)
    if len(one) != len(other):
        raise DataError(f"first has {len(one)} numbers, second {len(other)}; give one of each for each person")
    differences = one - other
    n, bias, sd = len(differences), float(differences.mean()), float(differences.std(ddof=1))
    t = float(stats.t.ppf(0.975, n - 1))
    half_bias, half_limit = t * sd / np.sqrt(n), t * sd * np.sqrt(3 / n)
    return Agreement(
        n=n,
        sd=sd,
        bias=_interval(bias, half_bias),
        lower=_interval(bias - Z95 * sd, half_limit),
        upper=_interval(bias + Z95 * sd, half_limit),
    )


def _interval(value: float, half: float) -> Interval:
    return Interval(value=value, ci95_low=float(value - half), ci95_high=float(value + half))
