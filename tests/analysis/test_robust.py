"""Percentiles that leave out what is missing, of columns and around each sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dorsi.analysis import robust

SAMPLES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 30), st.integers(1, 3)),
    elements=st.one_of(st.floats(-1e3, 1e3), st.just(np.nan)),
)


@given(SAMPLES, st.sampled_from([5, 50, 95, 100]))
def test_a_columns_percentile_is_that_of_its_finite_samples(x, q):
    each = [robust.percentile(column, q) for column in x.T]
    np.testing.assert_allclose(robust.percentiles(x, q), each, atol=1e-9)


@given(SAMPLES, st.integers(0, 6))
def test_the_median_around_each_sample_is_that_of_its_neighbours(x, half):
    at = np.arange(len(x))
    first, stop = np.maximum(at - half, 0), np.minimum(at + half + 1, len(x))
    each = [[robust.median(column[a:b]) for column in x.T] for a, b in zip(first, stop, strict=True)]
    np.testing.assert_allclose(robust.medians_around(x, first, stop), each, atol=1e-9)


def test_a_sample_may_be_left_out_of_its_own_neighbours():
    at = np.arange(3)
    around = robust.medians_around(np.array([1.0, 90.0, 3.0]), np.maximum(at - 1, 0), np.minimum(at + 2, 3), own=False)
    assert around == pytest.approx([90.0, 2.0, 90.0])


def test_nothing_has_no_percentile():
    assert np.isnan(robust.percentiles(np.empty((0, 2)), 50)).all()
    assert robust.medians_around(np.empty((0, 2)), np.empty(0, int), np.empty(0, int)).shape == (0, 2)


@given(SAMPLES)
def test_the_largest_and_the_spread_are_those_of_the_finite_samples(x):
    for column in x.T:
        finite = column[np.isfinite(column)]
        wanted = [finite.max(), np.std(finite)] if finite.size else [np.nan, np.nan]
        np.testing.assert_allclose([robust.largest(column), robust.sd(column)], wanted)
