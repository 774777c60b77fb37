"""When a network has to look again, and what stands between two looks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.pose.looks import BEND_FRAC, LOOKS_HZ, bends, between_looks, thinned

SHANK_PX = 100.0


@given(st.floats(5, 240), st.floats(1, 60))
def test_no_more_looks_a_second_than_asked_for_and_no_fewer_than_half(rate_hz, most_hz):
    times = np.arange(int(3 * rate_hz)) / rate_hz
    due = thinned(most_hz)
    looked = [when for when in times if due(when)]
    assert looked[0] == 0
    if len(looked) > 1:
        assert np.diff(looked).min() >= 0.99 / most_hz
        assert np.diff(looked).max() <= max(1 / rate_hz, 1 / most_hz + 1 / rate_hz) + 1e-9


@given(st.floats(-300, 300), st.floats(-300, 300), st.lists(st.floats(0.01, 0.2), min_size=3, max_size=12))
def test_whatever_moves_along_a_line_needs_no_further_look(right, down, steps):
    time_s = np.cumsum(steps)
    xy = time_s[:, None, None] * np.array([right, down])
    assert not bends(xy, time_s, shank_px=SHANK_PX).any()


def test_a_leg_that_turns_round_is_looked_at_there_and_only_there():
    time_s = np.arange(20) / LOOKS_HZ
    xy = np.zeros((20, 1, 2))
    xy[10, 0, 0] = 2.2 * BEND_FRAC * SHANK_PX
    assert np.flatnonzero(bends(xy, time_s, shank_px=SHANK_PX)).tolist() == [9, 10, 11]


@pytest.mark.parametrize("frequency_hz", [0.3, 0.5])
def test_a_slow_squat_lies_on_lines_and_a_running_leg_does_not(frequency_hz):
    """A shank that leans 40 degrees in a repetition of two seconds, and one that swings 100 degrees at each stride."""
    time_s = np.arange(60) / LOOKS_HZ
    slow = np.radians(20) * np.sin(2 * np.pi * frequency_hz * time_s)
    fast = np.radians(50) * np.sin(2 * np.pi * 1.4 * time_s)
    knees = [SHANK_PX * np.stack([np.sin(lean), np.cos(lean)], axis=-1)[:, None] for lean in (slow, fast)]
    assert not bends(knees[0], time_s, shank_px=SHANK_PX).any()
    assert bends(knees[1], time_s, shank_px=SHANK_PX).mean() > 0.5


def test_between_two_looks_everything_lies_on_the_line():
    time_s = np.arange(7) / 60
    looked = np.isin(np.arange(7), [0, 4, 6])
    values = np.where(looked[:, None], time_s[:, None] * [2.0, -1.0], np.nan)
    np.testing.assert_allclose(between_looks(values, time_s, looked), time_s[:, None] * [2.0, -1.0])


def test_where_a_look_found_nothing_nothing_is_made_up():
    time_s = np.arange(5) / 30
    looked = np.isin(np.arange(5), [0, 2, 4])
    values = np.array([0.0, np.nan, np.nan, np.nan, 4.0])
    assert np.isnan(between_looks(values, time_s, looked)[1:4]).all()


def test_a_long_time_without_looks_stays_unknown():
    time_s = np.array([0.0, 0.1, 0.2, 0.3])
    looked = np.array([True, False, False, True])
    assert np.isnan(between_looks(np.array([0.0, np.nan, np.nan, 3.0]), time_s, looked)[1:3]).all()
