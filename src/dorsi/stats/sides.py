"""Left against right in one person, with a bound that holds the measuring error, too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from dorsi.stats.reliability import mdc95
from dorsi.stats.tables import numbers


@dataclass(frozen=True, kw_only=True)
class SideDifference:
    """Left minus right, in the unit of the values."""

    value: float
    bound: float  #: half of the 95 % interval, spread of the repetitions and measuring error joined
    p: float  #: Welch's test on the repetitions alone; it knows nothing of the measuring error

    @property
    def detectable(self) -> bool:
        """Whether the difference is more than its bound."""
        return abs(self.value) > self.bound


def side_difference(left: ArrayLike, right: ArrayLike, *, sem: float) -> SideDifference:
    """Return left minus right of repetitions on both sides, with the bound that decides whether there is a difference.

    Repetitions of one film share its error (camera, pose network): more of them do not make that smaller. So the bound
    joins Welch's 95 % interval of the means with `mdc95(sem)` of the two films, root of the sum of squares. No percent
    index is made of an angle.

    Parameters
    ----------
    left, right
        One number for each repetition or step, at least two a side.
    sem
        Standard error of one film's mean, in the same unit; 0 if the spread of the repetitions is all there is.

    Returns
    -------
    SideDifference
        Left minus right with its bound, in the unit of the values.

    Raises
    ------
    DataError
        If a side has fewer than two numbers, or one is missing.

    Examples
    --------
    >>> found = side_difference([40.1, 40.9, 39.8], [34.0, 35.1, 34.6], sem=1.0)
    >>> f"{found.value:+.1f} ± {found.bound:.1f}", found.detectable
    ('+5.7 ± 3.0', True)
    """
    one, other = numbers(left, name="left"), numbers(right, name="right")
    value = float(one.mean() - other.mean())
    if np.ptp(one) == 0 and np.ptp(other) == 0:
        return SideDifference(value=value, bound=mdc95(sem), p=float(value == 0))
    test = stats.ttest_ind(one, other, equal_var=False)
    welch = test.confidence_interval(0.95)
    half = float(welch.high - welch.low) / 2
    return SideDifference(value=value, bound=float(np.hypot(half, mdc95(sem))), p=float(test.pvalue))
