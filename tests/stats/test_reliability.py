"""Reliability: published tables give the published numbers."""

import warnings

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dorsi.errors import DataError, OptionError
from dorsi.stats import icc, mdc95, mdc95_interval, sem, sem_from_icc, sem_interval

#: Shrout and Fleiss 1979, Psychological Bulletin 86, table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(("kind", "published"), [("2,1", 0.29), ("3,1", 0.71)])
def test_icc_of_shrout_and_fleiss_is_the_published_one(kind, published):
    assert round(icc(SHROUT_FLEISS, kind=kind).value, 2) == published


@pytest.mark.parametrize(("kind", "low", "high"), [("2,1", 0.02, 0.76), ("3,1", 0.34, 0.95)])
def test_icc_interval_of_shrout_and_fleiss_is_the_published_one(kind, low, high):
    found = icc(SHROUT_FLEISS, kind=kind)
    assert (found.ci95_low, found.ci95_high) == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))


def test_a_constant_offset_between_sessions_lowers_agreement_but_not_consistency():
    one = np.array([31.0, 34.0, 38.0, 41.0, 44.0])
    table = np.stack([one + np.array([0.3, -0.2, 0.1, 0.2, -0.4]), one + 5.0], axis=1)
    assert icc(table, kind="3,1").value > 0.99
    assert icc(table, kind="2,1").value < 0.8


def test_sem_squared_is_the_residual_mean_square_of_shrout_and_fleiss():
    # Their table 3: within-target residual mean square 1.02.
    assert sem(SHROUT_FLEISS) ** 2 == pytest.approx(1.02, abs=0.005)


@given(arrays(float, (5, 3), elements=st.floats(-90, 90)), st.floats(-10, 10))
def test_sem_does_not_see_an_offset_that_all_people_share(table, offset):
    assert sem(table + np.array([0.0, offset, 0.0])) == pytest.approx(sem(table), abs=1e-6)


def test_sem_of_two_sessions_is_the_spread_of_differences_over_root_two():
    table = np.array([[40.1, 41.0], [35.2, 34.0], [44.9, 45.7], [38.0, 39.3]])
    assert sem(table) == pytest.approx(np.std(table[:, 0] - table[:, 1], ddof=1) / np.sqrt(2))


@pytest.mark.parametrize(
    ("source", "published_sem", "published_mdc"),
    [
        ("M15 tape", 0.4, 1.1), ("M15 inclinometer", 1.3, 3.7), ("M15 inclinometer", 1.4, 3.8),
        ("M15 goniometer", 1.8, 5.0), ("M15 goniometer", 2.8, 7.7), ("M17 phone", 1.65, 4.57),
        ("M22 foot strike", 2.5, 6.9), ("M24 knee low", 2.0, 5.5), ("M24 knee high", 4.0, 11.0),
    ],
)  # fmt: skip
def test_detectable_change_of_a_published_error_is_the_published_one(source, published_sem, published_mdc):
    """Both are rounded in print: half a last digit of the error is 0.14 of the change."""
    assert mdc95(published_sem) == pytest.approx(published_mdc, abs=0.14 + 0.05), source


def test_phone_app_change_is_published_to_two_digits():
    assert round(mdc95(1.65), 2) == 4.57


@pytest.mark.parametrize(("sd", "reliability", "expected"), [(6.0, 1.0, 0.0), (6.0, 0.75, 3.0), (4.0, 0.0, 4.0)])
def test_error_from_reliability_is_weir_s_formula(sd, reliability, expected):
    assert sem_from_icc(sd=sd, icc=reliability) == pytest.approx(expected)


@pytest.mark.parametrize("table", [[1.0, 2.0], [[1.0, 2.0]], [[1.0], [2.0]], np.zeros((2, 2, 2))])
def test_a_table_that_is_too_small_or_no_table_is_refused(table):
    with pytest.raises(DataError, match="people by sessions is needed, at least 2 by 2"):
        sem(table)


def test_a_missing_value_is_refused():
    with pytest.raises(DataError, match="1 of 6 values are missing"):
        icc([[1.0, 2.0], [3.0, np.nan], [4.0, 5.0]])


def test_an_unknown_kind_is_refused():
    with pytest.raises(OptionError, match="kind: '1,1' is not known"):
        icc(SHROUT_FLEISS, kind="1,1")


@pytest.mark.parametrize("shape", [(5, 2), (8, 3), (20, 2)])
@pytest.mark.parametrize(("kind", "theirs"), [("2,1", "ICC(A,1)"), ("3,1", "ICC(C,1)")])
def test_icc_is_pingouin_s_in_full_precision_and_its_interval_to_their_two_digits(shape, kind, theirs):
    rng = np.random.default_rng(shape[0])
    table = 4 * rng.normal(size=(shape[0], 1)) + rng.normal(size=shape)
    person, session = (index.ravel() for index in np.indices(shape))
    long = pd.DataFrame({"person": person, "session": session, "value": table.ravel()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pandas, which pingouin 0.7 calls
        row = pingouin.intraclass_corr(long, targets="person", raters="session", ratings="value")
    row = row.set_index("Type").loc[theirs]
    found = icc(table, kind=kind)
    assert found.value == pytest.approx(row["ICC"], abs=1e-12)
    assert (found.ci95_low, found.ci95_high) == pytest.approx(tuple(row["CI95"]), abs=0.00501)


@pytest.mark.parametrize("kind", ["2,1", "3,1"])
def test_people_who_repeat_exactly_have_an_icc_of_one(kind):
    assert icc([[40.0, 40.0], [35.0, 35.0], [44.1, 44.1]], kind=kind).ci95_low == pytest.approx(1.0)


@pytest.mark.parametrize("kind", ["2,1", "3,1"])
def test_a_table_of_one_value_has_no_icc(kind):
    with pytest.raises(DataError, match="every value is 40, so people cannot be told apart"):
        icc([[40.0, 40.0], [40.0, 40.0]], kind=kind)


def test_an_offset_without_any_other_error_leaves_consistency_whole():
    table = [[40.0, 43.0], [35.0, 38.0], [44.0, 47.0]]
    assert icc(table, kind="3,1").value == pytest.approx(1.0)
    assert icc(table, kind="2,1").value < 0.9


def test_the_interval_of_an_error_is_chi_square_worked_by_hand():
    # Ten people, two sessions: 9 degrees of freedom, quantiles 2.7004 and 19.0228.
    table = np.random.default_rng(1).normal(size=(10, 2))
    found = sem_interval(table)
    assert found.value == sem(table)
    assert found.ci95_low == pytest.approx(found.value * np.sqrt(9 / 19.0228), rel=1e-4)
    assert found.ci95_high == pytest.approx(found.value * np.sqrt(9 / 2.7004), rel=1e-4)


def test_the_interval_of_an_error_holds_the_true_one_95_times_of_100():
    rng = np.random.default_rng(2)
    tables = 5 * rng.normal(size=(1000, 12, 1)) + 1.5 * rng.normal(size=(1000, 12, 2))
    held = [found.ci95_low <= 1.5 <= found.ci95_high for found in map(sem_interval, tables)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_the_interval_of_a_change_is_that_of_its_error():
    error = sem_interval(SHROUT_FLEISS)
    found = mdc95_interval(error)
    assert (found.ci95_low, found.value) == (mdc95(error.ci95_low), mdc95(error.value))


@pytest.mark.parametrize("reliability", [1.2, -0.1, float("nan")])
def test_a_reliability_beyond_zero_to_one_is_refused(reliability):
    with pytest.raises(DataError, match=r"icc: .* give a reliability from 0 to 1"):
        sem_from_icc(sd=6.0, icc=reliability)


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_an_error_that_is_no_spread_is_refused(value):
    with pytest.raises(DataError, match=r"sem: .* is no spread; give a number of 0 or more"):
        mdc95(value)
    with pytest.raises(DataError, match="sd: "):
        sem_from_icc(sd=value, icc=0.9)
