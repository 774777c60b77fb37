"""Cleaning of tracks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.analysis import filtering
from dorsi.types import Landmarks

TIME_S = np.arange(0, 4, 1 / 60)


def test_the_low_pass_has_no_lag():
    slow = np.sin(2 * np.pi * 1.0 * TIME_S)
    out = filtering.low_pass(slow, rate_hz=60, cutoff_hz=6)
    assert np.abs(out - slow)[30:-30].max() < 0.005


def test_the_low_pass_halves_the_power_at_its_cut_off():
    wave = np.sin(2 * np.pi * 6.0 * np.arange(0, 20, 1 / 60))
    out = filtering.low_pass(wave, rate_hz=60, cutoff_hz=6)
    assert np.std(out[200:-200]) / np.std(wave) == pytest.approx(1 / np.sqrt(2), abs=0.01)


def test_a_cut_off_beyond_the_rate_leaves_the_samples_as_they_are():
    x = np.arange(20.0)
    assert np.array_equal(filtering.low_pass(x, rate_hz=5, cutoff_hz=4), x)


@given(st.lists(st.floats(0.7, 1.3), min_size=239, max_size=239))
def test_uneven_time_stamps_do_not_bend_a_slow_curve(steps):
    uneven_s = np.concatenate([[0.0], np.cumsum(steps)]) / 60
    curve = 40 * np.sin(2 * np.pi * 0.5 * uneven_s)
    out = filtering.low_pass_at(curve, uneven_s, cutoff_hz=6)
    assert np.abs(out - curve)[20:-20].max() < 0.5


def test_missing_samples_stay_missing_and_do_not_spread():
    x = np.sin(TIME_S)
    x[100:110] = np.nan
    out = filtering.low_pass_at(x, TIME_S, cutoff_hz=6)
    assert np.array_equal(np.isnan(out), np.isnan(x))


def test_short_gaps_are_bridged_and_long_ones_kept():
    x = TIME_S.copy()
    x[20:23] = x[100:140] = np.nan
    out = filtering.fill_gaps(x, TIME_S, longest_s=0.1)
    assert np.allclose(out[20:23], TIME_S[20:23])
    assert np.isnan(out[100:140]).all()


def test_gaps_at_the_ends_are_never_filled():
    x = TIME_S.copy()
    x[:3] = x[-3:] = np.nan
    assert np.isnan(filtering.fill_gaps(x, TIME_S, longest_s=1.0)[[0, -1]]).all()


def test_a_leap_to_another_limb_and_back_is_a_jump():
    xy = np.stack([100 * np.sin(TIME_S), 50 * np.cos(TIME_S)], axis=1)
    xy[77] += [80.0, -60.0]
    assert np.flatnonzero(filtering.jumps(xy, TIME_S, scale_px=300)).tolist() == [77]


def test_a_point_that_leaps_to_another_limb_for_two_frames_is_a_jump():
    xy = np.stack([500 + 200 * np.sin(TIME_S), 900 + 0 * TIME_S], axis=1)
    xy[77:79] += [150, 80]
    assert np.flatnonzero(filtering.jumps(xy, TIME_S, scale_px=300, frames=2)).tolist() == [77, 78]


def test_a_double_leap_does_not_bend_the_cleaned_track():
    xy = np.stack([500 + 100 * np.sin(3 * TIME_S), 900 + 0 * TIME_S], axis=1)[:, None]
    leapt = xy.copy()
    leapt[77:79] += [150, 80]
    track = Landmarks(
        time_s=TIME_S, xy_px=leapt, score=np.ones((len(TIME_S), 1)), names=("left_ankle",), size_px=(1080, 1920)
    )
    cleaned = filtering.clean(track, cutoff_hz=10.0, longest_gap_s=0.2, scale_px=300)
    assert np.abs(cleaned.xy_px - xy).max() < 3.0


@pytest.mark.parametrize("frames", [1, 2])
def test_a_fast_but_smooth_foot_does_not_jump(frames):
    xy = np.stack([300 * np.sin(2 * np.pi * 1.4 * TIME_S), 150 * np.cos(2 * np.pi * 2.8 * TIME_S)], axis=1)
    assert not filtering.jumps(xy, TIME_S, scale_px=300, frames=frames).any()


@pytest.mark.parametrize(
    ("mask", "runs"), [([], []), ([0, 1, 1, 0, 1], [(1, 3), (4, 5)]), ([1, 1], [(0, 2)]), ([0, 0], [])]
)
def test_stretches_are_the_runs_of_true(mask, runs):
    assert filtering.stretches(np.array(mask, dtype=bool)) == runs


def test_a_shank_that_is_suddenly_half_as_long_is_unsteady_and_a_foreshortening_one_is_not():
    length = 300 * np.cos(0.3 * TIME_S)
    length[50:53] = 140
    assert np.flatnonzero(filtering.unsteady(length, TIME_S, scale_px=300)).tolist() == [50, 51, 52]


def test_a_gap_in_a_segment_is_not_unsteady():
    length = np.full(len(TIME_S), 300.0)
    length[40:60] = np.nan
    assert not filtering.unsteady(length, TIME_S, scale_px=300).any()
