"""Heel to ball is the foot: toes that bend do not count, and the sole tells what flat is."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from foot_points import with_foot

from dorsi import synth
from dorsi.analysis import joints, rearfoot
from dorsi.analysis.swaps import repair_swaps
from dorsi.analysis.view import find_view, shank_px
from dorsi.types import LEFT, RIGHT

TURN_DEG = 30.0
SHANK_DEG = 3.0  #: of the stick figure that raises its heels


def signals(landmarks):
    view = find_view(landmarks)
    reference = joints.find_reference(landmarks, view, flat=joints.flat_frames(landmarks, view))
    return joints.find_signals(landmarks, reference), reference


def raised(**choices):
    camera = synth.Camera(**choices)
    return with_foot(synth.heel_raise(peak_deg=TURN_DEG, reps=2, camera=camera), yaw_deg=camera.yaw_deg)


@pytest.mark.parametrize("facing", [1, -1])
def test_a_heel_raise_turns_the_foot_by_all_of_its_angle(facing):
    found, _ = signals(raised(facing=facing))
    for side in (LEFT, RIGHT):
        assert np.nanmin(found.foot_pitch_deg[:, side]) == pytest.approx(-TURN_DEG, abs=0.3)
        assert np.nanmin(found.ankle_dorsiflexion_deg[:, side]) == pytest.approx(SHANK_DEG - TURN_DEG, abs=0.3)


def test_without_a_ball_bent_toes_hide_a_part_of_it():
    found, _ = signals(synth.heel_raise(peak_deg=TURN_DEG, reps=2))
    assert np.nanmin(found.foot_pitch_deg[:, LEFT]) > -TURN_DEG + 5.0


def test_the_toes_bend_by_what_the_foot_turns():
    found, _ = signals(raised())
    assert np.nanmax(found.extra["toe_bend_deg"][:, LEFT]) == pytest.approx(TURN_DEG, abs=0.3)
    assert np.nanmedian(found.extra["toe_bend_deg"][:15, LEFT]) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("yaw_deg", [-20.0, 20.0])
def test_a_turned_camera_is_taken_out_of_the_foots_pitch(yaw_deg):
    found, _ = signals(raised(yaw_deg=yaw_deg))
    assert np.nanmin(found.foot_pitch_deg[:, LEFT]) == pytest.approx(-TURN_DEG, abs=0.5)


def test_a_leg_without_a_ball_is_what_it_was_before():
    plain = synth.heel_raise(peak_deg=TURN_DEG, reps=2)
    found, reference = signals(with_foot(plain, sides=("left",)))
    before, _ = signals(plain)
    assert reference.with_ball.tolist() == [True, False]
    np.testing.assert_array_equal(found.foot_pitch_deg[:, RIGHT], before.foot_pitch_deg[:, RIGHT])
    np.testing.assert_array_equal(found.heel_height_frac[:, RIGHT], before.heel_height_frac[:, RIGHT])
    assert np.isnan(found.extra["toe_bend_deg"][:, RIGHT]).all()


def test_landmarks_without_balls_have_no_further_signals():
    found, reference = signals(synth.heel_raise(reps=1))
    assert (found.extra, reference.with_ball.any()) == ({}, np.False_)


@pytest.mark.parametrize(("share", "counts"), [(0.4, False), (0.6, True)])
def test_a_ball_must_be_seen_in_most_frames_with_a_heel(share, counts):
    landmarks = raised()
    rows = int((1 - share) * len(landmarks.time_s))
    landmarks.xy_px[:rows, landmarks.names.index("left_ball")] = np.nan
    assert rearfoot.legs_with_ball(landmarks)[LEFT] == counts


def test_a_foot_that_never_stands_flat_takes_its_zero_from_the_sole():
    landmarks = raised()
    view = find_view(landmarks)
    never = np.zeros((len(landmarks.time_s), 2), dtype=bool)
    reference = joints.find_reference(landmarks, view, flat=never)
    found = joints.find_signals(landmarks, reference)
    assert reference.sole_zero_sd_deg.tolist() == [joints.SOLE_LINE_SD_DEG] * 2
    assert np.nanmin(found.foot_pitch_deg[:, LEFT]) == pytest.approx(-TURN_DEG, abs=0.3)


def test_wriggling_toes_leave_a_foot_flat():
    still = synth.squat(reps=1)
    toes = [still.names.index(f"{side}_toe") for side in ("left", "right")]
    landmarks = with_foot(still)
    landmarks.xy_px[:, toes, 1] -= 15.0 * (1 + np.sin(2 * np.pi * still.time_s / 0.3))[:, None]
    view = find_view(landmarks)
    assert joints.flat_frames(landmarks, view).mean() > 0.95
    without = replace(still, xy_px=landmarks.xy_px[:, : len(still.names)])
    assert joints.flat_frames(without, view).mean() < 0.5


def test_the_ankles_sigma_is_that_of_both_its_segments():
    landmarks = raised()
    sigma = rearfoot.ankle_sigma_deg(replace(landmarks, sigma_px=np.full(landmarks.score.shape, 4.0)))[:, LEFT]
    shank, foot = (
        np.linalg.norm(landmarks.point(f"left_{a}") - landmarks.point(f"left_{b}"), axis=-1)
        for a, b in (("knee", "ankle"), ("heel", "ball"))
    )
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 4.0, (4000, 4, 2))
    knee, ankle, heel, ball = (landmarks.point(f"left_{name}")[0] for name in ("knee", "ankle", "heel", "ball"))
    a, b = (knee + noise[:, 0]) - (ankle + noise[:, 1]), (ball + noise[:, 3]) - (heel + noise[:, 2])
    drawn = np.degrees(np.angle((a[:, 0] + 1j * a[:, 1]) / (b[:, 0] + 1j * b[:, 1])))
    assert sigma[0] == pytest.approx(drawn.std(), rel=0.05)
    assert sigma == pytest.approx(np.degrees(np.sqrt(2) * 4.0 * np.sqrt(1 / shank**2 + 1 / foot**2)))


def test_swapped_feet_take_ball_and_sole_along():
    landmarks = with_foot(synth.run(duration_s=1.0, camera=synth.Camera(yaw_deg=10.0)).landmarks, yaw_deg=10.0)
    swapped = replace(landmarks, xy_px=landmarks.xy_px.copy())
    for name in ("ankle", "heel", "toe", "ball", "heel_sole", "ball_sole"):
        left, right = (landmarks.names.index(f"{side}_{name}") for side in ("left", "right"))
        swapped.xy_px[20:24, [left, right]] = swapped.xy_px[20:24, [right, left]]
    back, touched = repair_swaps(swapped, scale_px=shank_px(landmarks))
    assert touched[20:24].any()
    for name in ("ankle", "ball", "heel_sole"):
        off = np.linalg.norm(back.side(name) - landmarks.side(name), axis=-1)
        np.testing.assert_array_equal(
            off > 1.0, np.linalg.norm(back.side("ankle") - landmarks.side("ankle"), axis=-1) > 1
        )
