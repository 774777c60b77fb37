"""A reference with a clock of its own is laid over the clip where it belongs, and nowhere else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import dorsi
from dorsi.validation.syncing import find_lag, synchronised
from dorsi.validation.truth import TrueCurve, Truth

KNEE = "knee_flexion_deg"


@pytest.fixture(scope="module")
def squats():
    return dorsi.measure(dorsi.synth.squat(peak_deg=32.0, reps=3, noise_px=2.0)).signals


def reference(signals, *, begins_s, rate_hz=120.0, cut_s=(0.0, 0.0), offset_deg=4.0, noise_deg=1.0):
    """Return the same movement on another clock, at another rate, a part of it, with an offset and noise."""
    at_s = np.arange(signals.time_s[0] + cut_s[0], signals.time_s[-1] - cut_s[1], 1 / rate_hz)
    noise = np.random.default_rng(2).normal(0, noise_deg, (len(at_s), 2))
    values = np.stack([np.interp(at_s, signals.time_s, side) for side in getattr(signals, KNEE).T], axis=1)
    return {KNEE: TrueCurve(time_s=at_s - at_s[0] + begins_s, value_deg=values + offset_deg + noise)}, float(at_s[0])


@pytest.mark.parametrize("begins_s", [0.0, 37.5, -2.0])
@pytest.mark.parametrize("cut_s", [(0.0, 0.0), (2.0, 0.0), (0.0, 3.0), (1.5, 1.5)])
def test_the_lag_is_found_within_five_milliseconds(squats, begins_s, cut_s):
    curves, first_s = reference(squats, begins_s=begins_s, cut_s=cut_s)
    lag = find_lag(curves, squats)
    assert lag.lag_s == pytest.approx(first_s - begins_s, abs=0.005)
    assert lag.r > 0.98
    assert lag.quantity == KNEE


def test_the_curves_come_back_on_the_clip_s_clock(squats):
    curves, _ = reference(squats, begins_s=12.0, noise_deg=0.0, offset_deg=0.0)
    truth = Truth(clip=Path("a.mp4"), person="a", movement=None, camera=None, curves=curves, own_clock=True)
    laid, _ = synchronised(truth, squats)
    both = laid.curves[KNEE].at(squats.time_s)
    left = np.nanmean(np.abs(both - squats.knee_flexion_deg))
    assert left < 0.5


def test_another_movement_fits_nowhere_and_gives_no_number(squats):
    other = dorsi.measure(dorsi.synth.run()).signals
    curves, _ = reference(other, begins_s=0.0)
    truth = Truth(clip=Path("a.mp4"), person="a", movement=None, camera=None, curves=curves, own_clock=True)
    laid, lag = synchronised(truth, squats)
    assert not lag.found
    assert laid.curves == {}


def test_steady_running_fits_a_stride_later_too_and_says_so():
    run = dorsi.measure(dorsi.synth.run(cadence_spm=170.0)).signals
    curves, first_s = reference(run, begins_s=0.0, cut_s=(1.0, 1.0))
    lag = find_lag(curves, run)
    stride_s = 120 / 170
    turns = (lag.lag_s - first_s) / stride_s
    assert turns == pytest.approx(round(turns), abs=0.02)
    assert abs(lag.lag_s - lag.other_s) == pytest.approx(stride_s, abs=0.03)


def test_half_a_second_in_common_is_too_little(squats):
    curves, _ = reference(squats, begins_s=0.0, cut_s=(0.0, squats.time_s[-1] - 0.5))
    assert find_lag(curves, squats) is None


def test_a_leg_without_points_leaves_the_other_to_decide(squats):
    curves, first_s = reference(squats, begins_s=5.0)
    one = curves[KNEE].value_deg.copy()
    one[:, 0] = np.nan
    lag = find_lag({KNEE: replace(curves[KNEE], value_deg=one)}, squats)
    assert lag.lag_s == pytest.approx(first_s - 5.0, abs=0.005)
