"""Repetitions and steps."""

import numpy as np
import pytest

from dorsi import synth
from dorsi.analysis import gait, reps
from dorsi.measuring import measure

TIME_S = np.arange(0, 12, 1 / 30)


def test_three_waves_are_three_humps_with_their_peaks():
    x = 20 * (1 - np.cos(2 * np.pi * TIME_S / 4))
    humps = reps.find_humps(x, TIME_S, min_height=10, min_s=0.5, max_s=10)
    assert [round(TIME_S[h.peak], 1) for h in humps] == [2.0, 6.0, 10.0]


@pytest.mark.parametrize("ripple_at_s", [5.2, 6.0, 6.8])
def test_a_held_top_has_its_peak_in_the_middle_wherever_noise_lifts_it(ripple_at_s):
    x = 30 * np.clip(1.5 - np.abs(TIME_S - 6) / 2, 0, 1) + 0.5 * np.exp(-(((TIME_S - ripple_at_s) / 0.1) ** 2))
    (hump,) = reps.find_humps(x, TIME_S, min_height=10, min_s=0.5, max_s=10)
    assert TIME_S[hump.peak] == pytest.approx(6.0, abs=1 / 30)


def test_a_hump_that_the_clip_cuts_off_is_none():
    assert not reps.find_humps(TIME_S * 5, TIME_S, min_height=10, min_s=0.5, max_s=20)


def test_a_shiver_is_no_repetition():
    assert not reps.find_humps(2 * np.sin(TIME_S), TIME_S, min_height=10, min_s=0.1, max_s=10)


def test_a_step_into_the_pose_is_no_part_of_the_first_repetition():
    # From -10 to the pose's level in half a second, a rest of one second there, then two repetitions.
    x = np.interp(TIME_S, [0, 1, 1.5, 2.5, 3.5, 4.5, 5.0, 6.0, 7.0, 12.0], [-10, -10, 0, 0, 30, 0, 0, 30, 0, 0])
    first, second = reps.find_humps(x, TIME_S, min_height=10, min_s=0.5, max_s=10)
    assert TIME_S[first.start] == pytest.approx(2.6, abs=0.2)
    assert TIME_S[second.start] == pytest.approx(5.1, abs=0.2)


def test_the_peak_value_is_not_biased_by_noise():
    rng = np.random.default_rng(1)
    x = 40 - 30 * (TIME_S - 6) ** 2
    read = [reps.peak_value(x + rng.normal(0, 1, len(x)), TIME_S, centre=180, half_s=0.3) for _ in range(200)]
    assert np.mean(read) == pytest.approx(40.0, abs=0.15)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0, 240.0])
@pytest.mark.parametrize("cadence_spm", [150.0, 170.0, 190.0])
def test_cadence_is_exact_to_half_a_step_a_minute(rate_hz, cadence_spm):
    run = synth.run(cadence_spm=cadence_spm, rate_hz=rate_hz)
    cadence = measure(run.landmarks, movement="run").measurements[0]
    assert cadence.value == pytest.approx(cadence_spm, abs=0.5)


def test_a_knee_that_gives_way_far_on_landing_does_not_swing():
    part = np.arange(0, 8, 1 / 60) % 0.8 / 0.8  # of a stride: 150 steps a minute
    stance, swing = 60 * np.sin(np.pi * part / 0.4) ** 2, 120 * np.sin(np.pi * (part - 0.4) / 0.6) ** 2
    found = gait.find_stances(np.where(part < 0.4, stance, swing), np.arange(0, 8, 1 / 60))
    whole = [s for s in found if s.contact_s is not None and s.toe_off_s is not None]
    assert [round(s.toe_off_s - s.contact_s, 2) for s in whole] == [0.32] * 9


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("travel_m_s", [0.0, 2.8])
def test_every_contact_is_found_and_none_invented(facing, travel_m_s):
    run = synth.run(camera=synth.Camera(facing=facing, px_per_m=100), travel_m_s=travel_m_s * facing)
    found = measure(run.landmarks, movement="run").events
    for side, contacts in run.contacts_s.items():
        true = contacts[contacts < run.landmarks.time_s[-1] - 0.05]  # a turn in the last frames is not seen as one
        own = np.array([e.contact_s for e in found if e.side == side])
        assert len(own) == len(true)
        assert np.abs(own - true).max() < 0.01


def test_a_missed_contact_does_not_bend_the_stride_time():
    contacts = np.arange(0, 7, 0.7)
    stride, _, count = gait.stride_s([np.delete(contacts, 4), contacts + 0.35])
    assert stride == pytest.approx(0.7)
    assert count == 9


BEAT_S = np.arange(12) * 0.7


def test_a_contact_far_from_the_beat_is_named():
    late = BEAT_S.copy()
    late[[5, 11]] -= 0.2
    assert np.flatnonzero(gait.off_beat(late)).tolist() == [5, 11]


@pytest.mark.parametrize(
    "contacts_s",
    [
        BEAT_S + np.random.default_rng(0).normal(0, 0.02, 12),
        np.delete(BEAT_S, [3, 7, 8]),
        BEAT_S[:4] + np.array([0.0, 0.2, 0.0, 0.0]),
        np.cumsum(np.linspace(0.68, 0.72, 12)),
    ],
    ids=["scatter", "missed contacts", "only four", "slowing down"],
)
def test_contacts_of_an_ordinary_run_keep_the_beat(contacts_s):
    assert not gait.off_beat(contacts_s).any()


def test_two_contacts_far_from_the_beat_do_not_bend_the_stride_time():
    late = BEAT_S.copy()
    late[[5, 11]] -= 0.2
    stride, error, _ = gait.stride_s([late])
    assert stride == pytest.approx(0.7, abs=0.002)
    assert error < 0.01


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_bump_before_or_after_a_repetition_is_no_part_of_it(mirrored):
    """A person who leans over the foot first comes down nearly as far before the raise begins."""
    time_s = np.arange(0, 6, 1 / 30)
    x = np.exp(-(((time_s - 4.0) / 0.35) ** 2)) + 0.45 * np.exp(-(((time_s - 3.0) / 0.35) ** 2))
    x = x[::-1] if mirrored else x
    (hump,) = reps.find_humps(x, time_s, min_height=0.5, min_s=0.3, max_s=5.0)
    hump = reps.without_bumps(hump, x)
    start, end = time_s[hump.start], time_s[hump.end]
    assert (end < 2.7) if mirrored else (start > 3.3)


def test_a_repetition_without_a_bump_stays_as_it_is():
    time_s = np.arange(0, 6, 1 / 30)
    x = np.exp(-(((time_s - 3.0) / 0.5) ** 2))
    (hump,) = reps.find_humps(x, time_s, min_height=0.5, min_s=0.3, max_s=5.0)
    assert reps.without_bumps(hump, x) == hump
