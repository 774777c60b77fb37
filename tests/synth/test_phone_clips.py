"""Clips as phones film them: what they call true is true of the points, and faults leave the truth alone."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dorsi.analysis.view import yaw_deg
from dorsi.measuring import measure
from dorsi.synth import NAMES, phone_clip
from dorsi.synth.body import HEEL_DOWN_M, heel_up_m, shank_lean_deg
from dorsi.synth.faults import Faults, spoil
from dorsi.synth.phone import SHOWN
from dorsi.types import SIDES
from dorsi.vocabulary import FilmedMovement

NAMED = [shown.name for shown in SHOWN]
SLOW = ["lunge_on_the_spot", "lunge_kneeling", "lunge_forward", "squat", "single_leg_squat", "heel_raise", "several"]
SEEDS = range(8)


def clips(name, *, faulty=False):
    return [phone_clip(seed=seed, show=name, faulty=faulty) for seed in SEEDS]


def within(clip, event):
    time_s = clip.landmarks.time_s
    return (time_s >= event.start_s) & (time_s <= event.end_s)


@pytest.mark.parametrize("name", NAMED)
def test_every_segment_keeps_its_length(name):
    for clip in clips(name):
        for side in SIDES:
            hip, knee, ankle, heel = (clip.points_m[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle", "heel"))
            for upper, lower, length_m in (
                (hip, knee, clip.body.thigh),
                (knee, ankle, clip.body.shank),
                (ankle, heel, np.hypot(clip.body.heel_back, clip.body.ankle_height)),
            ):
                assert np.linalg.norm(upper - lower, axis=1) == pytest.approx(length_m, abs=1e-6)


@pytest.mark.parametrize("name", NAMED)
def test_nobody_sinks_into_the_floor(name):
    for clip in clips(name):
        assert min(points[:, 2].min() for points in clip.points_m.values()) > -0.02


@pytest.mark.parametrize("name", [name for name in NAMED if name not in {"treadmill", "passing", "cycle"}])
def test_nothing_leaps_between_frames(name):
    for clip in clips(name):
        speed_m_s = [
            np.linalg.norm(np.diff(p, axis=0), axis=1).max() * clip.camera.rate_hz for p in clip.points_m.values()
        ]
        assert max(speed_m_s) < 9.0  # a foot in a fast high-knee step moves at about 6 m/s


@pytest.mark.parametrize("name", ["squat", "lunge_on_the_spot", "lunge_kneeling"])
def test_planted_feet_stay_planted_through_a_repetition(name):
    for clip in clips(name):
        for event in clip.events:
            for side in SIDES:
                toe = clip.points_m[f"{side}_toe"][within(clip, event)]
                assert np.ptp(toe, axis=0).max() < 0.001


def test_a_foot_on_a_treadmill_moves_with_the_belt_while_it_stands():
    for clip in clips("treadmill"):
        for event in clip.events:
            time_s, held_s = clip.landmarks.time_s, event.end_s - event.start_s
            rows = (time_s > event.start_s + 0.3 * held_s) & (time_s < event.end_s - 0.2 * held_s)
            toe = clip.points_m[f"{event.side}_toe"][rows]
            if len(toe) > 2:
                step_m = np.diff(toe[:, 0])
                assert step_m == pytest.approx(step_m.mean(), abs=2e-3)
                assert step_m.mean() < 0
                assert np.ptp(toe[:, 2]) < 0.002


@pytest.mark.parametrize("name", SLOW)
def test_each_repetition_rises_and_falls_once(name):
    """The hips pass half of their way just twice, going and coming."""
    for clip in clips(name):
        hips = (clip.points_m["left_hip"] + clip.points_m["right_hip"]) / 2
        for event in clip.events:
            own = hips[within(clip, event)]
            if len(own) < 6:
                continue
            gone = np.linalg.norm(own - own[0], axis=1)
            beyond_half = gone > 0.5 * gone.max()
            assert np.flatnonzero(np.diff(beyond_half)).size == 2


@pytest.mark.parametrize("name", NAMED)
def test_events_come_one_after_the_other_and_lie_in_the_clip(name):
    for clip in clips(name):
        for event in clip.events:
            assert 0 <= event.start_s < event.peak_s < event.end_s <= clip.landmarks.time_s[-1] + 0.1
        for side in (*SIDES, "both"):
            own = sorted(e.start_s for e in clip.events if e.side == side)
            assert all(b - a > 0.2 for a, b in pairwise(own))


@pytest.mark.parametrize("name", ["lunge_on_the_spot", "squat", "single_leg_squat"])
def test_the_stated_peak_is_the_shanks_greatest_lean_with_the_heel_down(name):
    for clip in clips(name):
        for event in clip.events:
            for side, peak_deg in event.peak_deg.items():
                lean = shank_lean_deg(clip.points_m, side)
                down = within(clip, event) & (heel_up_m(clip.points_m, side) < HEEL_DOWN_M)
                assert lean[down].max() == pytest.approx(peak_deg)


def test_a_heel_that_rises_is_stated():
    risen = [
        e for seed in range(40) for e in phone_clip(seed=seed, show="squat", faulty=False).events if e.heel_up_m > 0.02
    ]
    assert risen


def test_every_movement_that_clips_show_is_drawn_and_strangers_too():
    drawn = {phone_clip(seed=seed).movement for seed in range(120)}
    assert drawn == {shown.movement for shown in SHOWN}
    assert drawn <= {*FilmedMovement.__args__, "unknown"}


def test_strangers_hold_no_events_to_find():
    assert not [e for name in ("stand", "jump", "push_up", "hinge") for clip in clips(name) for e in clip.events]


def test_equal_seeds_give_equal_clips():
    one, two = phone_clip(seed=5), phone_clip(seed=5)
    assert np.array_equal(one.landmarks.xy_px, two.landmarks.xy_px, equal_nan=True)
    assert one.events == two.events


@pytest.mark.parametrize("name", ["squat", "treadmill"])
def test_faults_leave_the_truth_alone(name):
    for clean, spoilt in zip(clips(name), clips(name, faulty=True), strict=True):
        assert [e.peak_deg for e in clean.events] == [e.peak_deg for e in spoilt.events]
        assert not np.array_equal(clean.landmarks.xy_px, spoilt.landmarks.xy_px)


def test_a_swap_exchanges_whole_legs_for_a_few_frames():
    clip = phone_clip(seed=1, show="treadmill", faulty=False)
    xy = clip.landmarks.xy_px
    quiet = Faults(noise_px=0.0)
    swaps = Faults(noise_px=0.0, swap_share=0.3)
    sizes = {"rate_hz": clip.camera.rate_hz, "size_px": clip.camera.size_px, "near": 1}
    (before, _), (after, _) = (spoil(xy, f, np.random.default_rng(0), **sizes) for f in (quiet, swaps))
    moved = np.abs(after - before).max(axis=(1, 2)) > 1.0
    legs = [[NAMES.index(f"{side}_{joint}") for joint in ("knee", "ankle", "heel", "toe")] for side in SIDES]
    assert 0.01 < moved.mean() < 0.5
    assert after[moved][:, legs[0]] == pytest.approx(before[moved][:, legs[1]], abs=1.0)


def test_the_guessed_turn_spreads_about_the_cameras_and_leans_to_frontal():
    clips_ = [phone_clip(seed=seed, show="squat", faulty=False) for seed in range(60)]
    side = [(clip.camera.yaw_deg, yaw_deg(clip.landmarks)[0]) for clip in clips_ if abs(clip.camera.yaw_deg) < 26]
    off = np.array([read - true for true, read in side])
    assert 4.0 < off.std() < 12.0
    oblique = [(c.camera.yaw_deg, yaw_deg(c.landmarks)[0]) for c in clips_ if 30 < abs(c.camera.yaw_deg) < 60]
    assert np.mean([abs(read) - abs(true) for true, read in oblique]) > 0


def test_roll_is_how_far_the_uprights_of_the_picture_lean():
    camera = replace(phone_clip(seed=0).camera, yaw_deg=0.0, aside_m=0.0, height_m=1.0, aim_m=1.0, roll_deg=5.0)
    (low, high), _ = camera.project(np.array([[0.0, 0.0, 0.8], [0.0, 0.0, 1.2]]))
    assert np.degrees(np.arctan2(high[0] - low[0], low[1] - high[1])) == pytest.approx(5.0, abs=0.01)


def test_named_and_with_the_camera_known_the_stated_peaks_are_measured():
    """The whole chain of the composer against dorsi's own geometry: nothing but perspective is left between them."""
    off = []
    for seed in range(16):
        clip = phone_clip(seed=seed, show="lunge_kneeling", faulty=False)
        camera = clip.camera
        if abs(camera.yaw_deg) < 15:
            found = measure(clip.landmarks, movement="lunge", roll_deg=camera.roll_deg, yaw_deg=camera.yaw_deg)
            for m in found.measurements:
                true = [event.peak_deg[m.side] for event in clip.events if m.side in event.peak_deg]
                if m.name == "peak_shank_inclination_deg" and m.value is not None and true:
                    off.append(m.value - np.mean(true))
    assert len(off) >= 3
    assert np.abs(off).max() < 4.0
