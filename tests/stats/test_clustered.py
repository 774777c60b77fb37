"""Agreement by person: the figures of others where they apply, and intervals that hold as often as they say."""

import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.stats import bland_altman, clustered, clustered_agreement, icc


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def made(rng, *, people, pairs, between=1.5, within=1.0, bias=0.8):
    """Return first, second and people, with known spreads of the difference between and within people."""
    names = np.repeat(np.arange(people), pairs)
    truth = np.repeat(rng.normal(38, 5, people), pairs) + rng.normal(0, 1, people * pairs)
    off = bias + np.repeat(rng.normal(0, between, people), pairs) + rng.normal(0, within, people * pairs)
    return truth + off, truth, names.tolist()


def test_with_one_pair_a_person_it_is_bland_and_altman(rng):
    first, second, people = made(rng, people=20, pairs=1)
    found, theirs = clustered_agreement(first, second, people), bland_altman(first, second)
    assert found.bias == theirs.bias
    assert (found.lower.value, found.upper.value) == pytest.approx((theirs.lower.value, theirs.upper.value))
    assert found.icc.value == pytest.approx(icc(np.column_stack([first, second])).value)


def test_spread_between_and_within_people_adds_up(rng, monkeypatch):
    """Many people: the limits come out as made, 0.8 +- 1.96 * hypot(1.5, 1.0); the SEM is that over root 2."""
    monkeypatch.setattr(clustered, "DRAWS", 2)  # the intervals are not asked for
    found = clustered_agreement(*made(rng, people=4000, pairs=3))
    sd = np.hypot(1.5, 1.0)
    assert found.bias.value == pytest.approx(0.8, abs=0.08)
    assert found.upper.value == pytest.approx(0.8 + 1.96 * sd, abs=0.12)
    assert (found.sem.value, found.mdc95.value) == pytest.approx((sd / np.sqrt(2), 1.96 * sd), abs=0.08)


def test_unequal_numbers_of_pairs_are_weighed(rng):
    """One person with many pairs does not pull the bias to theirs."""
    first = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.1]
    found = clustered_agreement(first, np.zeros(8), ["a"] * 6 + ["b", "c"])
    assert found.bias.value == pytest.approx((1.0 + 0.0 + 0.1) / 3)


def test_the_interval_of_the_bias_holds_it_in_95_of_100_studies(rng, monkeypatch):
    monkeypatch.setattr(clustered, "DRAWS", 2)  # the bias has Student's t
    held = [
        found.bias.ci95_low <= 0.8 <= found.bias.ci95_high
        for found in (clustered_agreement(*made(rng, people=8, pairs=4)) for _ in range(400))
    ]
    assert 0.92 <= np.mean(held) <= 0.98


def test_the_interval_of_the_limits_holds_them_nearly_as_often_as_it_says(rng, monkeypatch):
    """Percentiles of draws are known to be too narrow for few people; with twelve, nine of ten hold."""
    monkeypatch.setattr(clustered, "DRAWS", 200)
    true = 0.8 + 1.96 * np.hypot(1.5, 1.0)
    held = [
        found.upper.ci95_low <= true <= found.upper.ci95_high
        for found in (clustered_agreement(*made(rng, people=12, pairs=4)) for _ in range(120))
    ]
    assert np.mean(held) >= 0.8


def test_people_make_the_interval_not_pairs(rng):
    """Ten times the pairs of the same people do not make the bias ten times as sure."""
    few = clustered_agreement(*made(rng, people=10, pairs=2)).bias
    many = clustered_agreement(*made(rng, people=10, pairs=20)).bias
    assert (many.ci95_high - many.ci95_low) > 0.5 * (few.ci95_high - few.ci95_low)


def test_equal_input_gives_equal_intervals(rng):
    given = made(rng, people=5, pairs=2)
    assert clustered_agreement(*given) == clustered_agreement(*given)


@pytest.mark.parametrize(
    ("people", "says"), [(["a", "a", "b", "b"], "2 people given"), (["a", "b", "c"], "give one of each")]
)
def test_too_few_people_and_unequal_lists_are_refused(people, says):
    with pytest.raises(DataError, match=says):
        clustered_agreement([1, 2, 3, 4], [1, 2, 3, 5], people)
