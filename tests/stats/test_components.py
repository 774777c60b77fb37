"""Variance components: what was put into made studies comes out."""

import numpy as np
import pytest

from dorsi.errors import DataError
from dorsi.stats import sem_interval, variance_components

PERSON, DAY, SET_UP, REPETITION = 5.0, 1.0, 1.5, 0.8  #: standard deviations


def study(rng, *, people=18, days=2, set_ups=2, repetitions=3):
    """Return made numbers: people by days by set-ups by repetitions."""
    return (
        PERSON * rng.normal(size=(people, 1, 1, 1))
        + DAY * rng.normal(size=(people, days, 1, 1))
        + SET_UP * rng.normal(size=(people, days, set_ups, 1))
        + REPETITION * rng.normal(size=(people, days, set_ups, repetitions))
    )


@pytest.fixture(scope="module")
def studies():
    rng = np.random.default_rng(0)
    return [variance_components(study(rng)) for _ in range(600)]


@pytest.mark.parametrize(
    ("name", "sd"), [("person", PERSON), ("day", DAY), ("set_up", SET_UP), ("repetition", REPETITION)]
)
def test_each_variance_comes_out_on_average(studies, name, sd):
    assert np.mean([getattr(one, name) for one in studies]) == pytest.approx(sd**2, rel=0.08)


@pytest.mark.parametrize("repetitions", [1, 3])
def test_the_interval_of_an_error_holds_the_true_one(studies, repetitions):
    true = np.sqrt(DAY**2 + SET_UP**2 + REPETITION**2 / repetitions)
    found = [one.sem(repetitions=repetitions) for one in studies]
    assert np.mean([one.ci95_low <= true <= one.ci95_high for one in found]) == pytest.approx(0.955, abs=0.025)


def test_three_repetitions_leave_less_error_than_one_but_never_less_than_the_set_up(studies):
    for one in studies[:50]:
        assert np.sqrt(one.day + one.set_up) <= one.sem(repetitions=3).value <= one.sem().value


def test_people_by_repetitions_alone_give_the_one_way_error():
    table = np.random.default_rng(3).normal(size=(9, 4))
    found = variance_components(table)
    assert found.repetition == pytest.approx(table.var(axis=1, ddof=1).mean())
    assert (found.day, found.set_up) == (0.0, 0.0)
    assert found.sem().value == pytest.approx(np.sqrt(found.repetition))


def test_numbers_that_never_differ_leave_no_error():
    found = variance_components(np.repeat([[40.0], [35.0], [44.0]], 3, axis=1)[:, None].repeat(2, axis=1))
    assert found.mdc95().ci95_high == 0.0


def test_two_set_ups_agree_with_the_interval_of_a_test_retest_table():
    """Without a shared offset, means of the repetitions are a table of people by sessions."""
    table = study(np.random.default_rng(4), people=400, days=2, set_ups=2)[:, 0]
    ours, theirs = variance_components(table).sem(repetitions=3), sem_interval(table.mean(axis=-1))
    assert ours.value == pytest.approx(theirs.value, rel=0.01)
    assert ours.ci95_high == pytest.approx(theirs.ci95_high, rel=0.01)


@pytest.mark.parametrize("table", [[1.0, 2.0], [[1.0], [2.0]], np.zeros((2, 2, 2, 2, 2))])
def test_a_table_of_another_shape_is_refused(table):
    with pytest.raises(DataError, match="at least 2 of each; this one has shape"):
        variance_components(table)


def test_people_with_fewer_repetitions_are_refused():
    with pytest.raises(DataError, match="not every person has as many set-ups and repetitions"):
        variance_components([[1.0, 2.0], [3.0]])


def test_a_missing_number_is_refused():
    with pytest.raises(DataError, match="1 of 4 values are missing"):
        variance_components([[1.0, np.nan], [3.0, 4.0]])


def test_no_repetition_is_refused():
    with pytest.raises(DataError, match="repetitions: 0 given; a session has at least 1"):
        variance_components([[1.0, 2.0], [3.0, 4.0]]).sem(repetitions=0)
