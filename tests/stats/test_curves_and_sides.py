"""Curves over each other, and left against right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi import synth
from dorsi.errors import DataError
from dorsi.measuring import measure
from dorsi.stats import cmc, mdc95, normalised, side_difference


@pytest.fixture(scope="module")
def squat():
    return measure(synth.squat(peak_deg=32.0, reps=4))


def shank_curves(squat):
    spans = [(rep.start_s, rep.end_s) for rep in squat.events if rep.side == "right"]
    return normalised(squat.signals.time_s, squat.signals.shank_inclination_deg[:, 1], spans)


def test_each_repetition_is_one_row_of_101_points(squat):
    assert shank_curves(squat).shape == (4, 101)


def test_the_peak_of_a_normalised_repetition_is_the_true_one(squat):
    assert shank_curves(squat).max(axis=1) == pytest.approx(32.0, abs=0.3)


def test_repetitions_of_one_motion_have_a_cmc_near_one(squat):
    assert cmc(shank_curves(squat)) == pytest.approx(1.0, abs=0.001)


def test_cmc_is_kadaba_s_formula_worked_by_hand():
    # Two curves of three points: within 1.5 / (3 * 1), total about the mean 5.5: 85.5 / 5.
    assert cmc([[0.0, 6.0, 9.0], [1.0, 7.0, 10.0]]) == pytest.approx(np.sqrt(1 - 0.5 / (85.5 / 5)))


def test_curves_that_share_no_shape_have_no_cmc():
    assert cmc([[1.0, 1.0, 1.0], [9.0, 9.0, 9.0]]) is None


def test_curves_that_never_move_have_no_cmc():
    assert cmc([[5.0, 5.0], [5.0, 5.0]]) is None


@given(st.floats(0.1, 30), st.floats(-50, 50))
def test_cmc_does_not_depend_on_scale_or_zero(scale, zero):
    curves = np.array([[0.0, 6.0, 9.0], [1.0, 7.0, 10.5]])
    assert cmc(curves * scale + zero) == pytest.approx(cmc(curves), abs=1e-6)


def test_a_gap_stays_a_gap_in_a_normalised_curve():
    time_s = np.linspace(0, 1, 11)
    values = np.where((time_s > 0.35) & (time_s < 0.65), np.nan, time_s)
    curve = normalised(time_s, values, [(0.0, 1.0)])[0]
    assert np.isnan(curve[40:61]).all()
    assert np.isfinite(curve[:30]).all()


@pytest.mark.parametrize("span", [(1.0, 0.5), (0.5, 0.5), (-0.1, 0.5), (0.5, 9.0)])
def test_a_span_that_does_not_lie_in_the_clip_is_refused(span):
    with pytest.raises(DataError, match="does not lie within the clip"):
        normalised(np.linspace(0, 1, 11), np.zeros(11), [span])


def test_difference_is_left_minus_right():
    assert side_difference([40.0, 42.0], [35.0, 36.0], sem=1.0).value == pytest.approx(5.5)


def test_bound_without_measuring_error_is_welch_s_interval():
    # Welch's own formula by hand: equal n and variances make it Student's with 4 degrees of freedom.
    found = side_difference([1.0, 2.0, 3.0], [11.0, 12.0, 13.0], sem=0.0)
    assert found.bound == pytest.approx(2.776445 * np.sqrt(2 / 3), rel=1e-5)


def test_bound_of_equal_repetitions_is_the_detectable_change():
    assert side_difference([40.0, 40.0], [35.0, 35.0], sem=1.8).bound == pytest.approx(mdc95(1.8))


@given(st.integers(3, 200))
def test_more_repetitions_never_get_below_the_measuring_error(count):
    wave = np.sin(np.arange(count))
    assert side_difference(40 + wave, 38 + wave, sem=1.8).bound >= mdc95(1.8)


@pytest.mark.parametrize(("gap_deg", "detectable"), [(3.0, False), (7.0, True)])
def test_a_difference_counts_only_beyond_its_bound(gap_deg, detectable):
    reps = np.array([40.0, 40.4, 39.7])
    assert side_difference(reps + gap_deg, reps, sem=1.8).detectable is detectable


def test_one_repetition_is_too_few():
    with pytest.raises(DataError, match="left: a list of at least 2 numbers is needed"):
        side_difference([40.0], [38.0, 38.5], sem=1.0)
