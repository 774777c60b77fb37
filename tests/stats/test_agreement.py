"""Bland and Altman's own data give their own numbers."""

import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.stats import bland_altman

#: Lancet 1986: peak flow of 17 people, first reading of the large and of the mini meter, l/min.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


@pytest.fixture
def found():
    return bland_altman(LARGE, MINI)


def test_mean_and_spread_are_the_published_ones(found):
    assert (found.n, round(found.bias.value, 1), round(found.sd, 1)) == (17, -2.1, 38.8)


@pytest.mark.parametrize(("limit", "published"), [("lower", -78.1), ("upper", 73.9)])
def test_limits_are_the_published_ones(found, limit, published):
    """They print -79.7 and 75.5, from 2 sd; 1.96 sd is what they call for and all use since."""
    assert getattr(found, limit).value == pytest.approx(published, abs=0.15)


@pytest.mark.parametrize(
    ("which", "low", "high", "rounding"),
    [("bias", -22.0, 17.8, 0.1), ("lower", -114.3, -45.1, 2.0), ("upper", 40.9, 110.1, 2.0)],
)
def test_intervals_are_the_published_ones(found, which, low, high, rounding):
    interval = getattr(found, which)
    assert (interval.ci95_low, interval.ci95_high) == (
        pytest.approx(low, abs=rounding),
        pytest.approx(high, abs=rounding),
    )


def test_swapping_the_methods_turns_the_sign():
    assert bland_altman(MINI, LARGE).bias.value == -bland_altman(LARGE, MINI).bias.value


def test_lists_of_unlike_length_are_refused():
    with pytest.raises(DataError, match="first has 17 numbers, second 16"):
        bland_altman(LARGE, MINI[:-1])


def test_two_people_are_too_few():
    with pytest.raises(DataError, match="a list of at least 3 numbers is needed"):
        bland_altman([1, 2], [1, 2])


def test_a_missing_number_is_refused():
    with pytest.raises(DataError, match="1 of 3 values are missing"):
        bland_altman([1, 2, np.nan], [1, 2, 3])
