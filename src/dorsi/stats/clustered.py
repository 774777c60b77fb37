"""Two methods on the same people, several pairs a person: agreement with intervals that people make, not pairs."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from dorsi.errors import DataError
from dorsi.measures.intervals import Z95
from dorsi.stats.reliability import Interval, icc_value
from dorsi.stats.tables import numbers
from dorsi.types import Array

FEWEST_PEOPLE: Final = 3
DRAWS: Final = 2000
SEED: Final = 22  #: equal input, equal interval


@dataclass(frozen=True, kw_only=True)
class ClusteredAgreement:
    """Agreement of two methods, in the unit of the values, each figure with its 95 % interval."""

    pairs: int
    people: int
    bias: Interval  #: first minus second, each person counting once
    lower: Interval  #: 95 % of the differences of single pairs lie above this
    upper: Interval  #: and below this
    sem: Interval  #: error of one method's single number, if both are equally good: SD of the differences / root of 2
    mdc95: Interval  #: smallest change between two numbers of one method that is more than that error
    icc: Interval  #: ICC(2,1), absolute agreement of single pairs


def clustered_agreement(first: ArrayLike, second: ArrayLike, people: Sequence[Hashable]) -> ClusteredAgreement:
    """Return bias, limits of agreement, SEM, MDC95 and ICC of two methods, clustered by person.

    Several pairs of one person are no independent people. The spread of the differences is the sum of that between and
    within people (Bland and Altman 2007, section 3; unequal numbers of pairs). The interval of the bias is Student's t
    over the people's means, those of the other figures are percentiles of 2000 draws of whole people with a fixed seed;
    with fewer than ten people these are known to be too narrow.

    Parameters
    ----------
    first, second
        One number for each pair, in the same order.
    people
        Whose pair it is.

    Returns
    -------
    ClusteredAgreement
        Of first minus second, in the unit of the values; the ICC is a share.

    Raises
    ------
    DataError
        If the lists differ in length, have gaps, or there are fewer than three people.

    Examples
    --------
    >>> found = clustered_agreement([40, 41, 35, 36, 44, 45], [41, 41, 34, 36, 45, 46], ["a", "a", "b", "b", "c", "c"])
    >>> found.pairs, found.people, round(found.bias.value, 2)
    (6, 3, -0.33)
    """
    one, other = numbers(first, name="first", at_least=3), numbers(second, name="second", at_least=3)
    if not len(one) == len(other) == len(people):
        raise DataError(f"first has {len(one)} numbers, second {len(other)}, people {len(people)}; give one of each")
    names = list(dict.fromkeys(people))
    if len(names) < FEWEST_PEOPLE:
        raise DataError(f"{len(names)} people given, at least {FEWEST_PEOPLE} needed for intervals by person")
    pairs = np.column_stack([one, other])
    of_person = [np.array([whose == name for whose in people]) for name in names]
    groups = [pairs[own] for own in of_person]
    rng = np.random.default_rng(SEED)
    draws = [_figures([groups[i] for i in rng.integers(0, len(groups), len(groups))]) for _ in range(DRAWS)]
    low, high = np.nanpercentile(draws, [2.5, 97.5], axis=0)
    value = _figures(groups)
    found = [
        Interval(value=float(v), ci95_low=float(a), ci95_high=float(b))
        for v, a, b in zip(value, low, high, strict=True)
    ]
    means = np.array([np.mean(group[:, 0] - group[:, 1]) for group in groups])
    half = float(stats.t.ppf(0.975, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means)))
    bias = Interval(value=float(value[0]), ci95_low=float(value[0]) - half, ci95_high=float(value[0]) + half)
    _, lower, upper, sem, mdc, same = found
    return ClusteredAgreement(
        pairs=len(pairs), people=len(names), bias=bias, lower=lower, upper=upper, sem=sem, mdc95=mdc, icc=same
    )


def _figures(groups: Sequence[Array]) -> Array:
    """Return bias, lower and upper limit, SEM, MDC95 and ICC of people's pairs."""
    differences = [group[:, 0] - group[:, 1] for group in groups]
    bias = float(np.mean([own.mean() for own in differences]))
    sd = _spread(differences)
    both = np.concatenate(groups)
    return np.array([bias, bias - Z95 * sd, bias + Z95 * sd, sd / np.sqrt(2), Z95 * sd, icc_value(both)])


def _spread(groups: Sequence[Array]) -> float:
    """Return the SD of a single difference, between and within people together, by a one-way analysis of variance."""
    sizes = np.array([len(own) for own in groups])
    total, k = int(sizes.sum()), len(groups)
    means = np.array([own.mean() for own in groups])
    between = float(sizes @ (means - np.concatenate(groups).mean()) ** 2) / (k - 1)
    if total == k:
        return float(np.sqrt(between))
    within = float(sum(((own - own.mean()) ** 2).sum() for own in groups)) / (total - k)
    size = (total - float(sizes @ sizes) / total) / (k - 1)
    return float(np.sqrt(within + max(0.0, (between - within) / size)))
