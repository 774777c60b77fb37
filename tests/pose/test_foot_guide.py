"""What the foot network takes from the pose network: the place of the shanks, their size, and the facing."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.pose.foot_guide import find_guide, rows_to_look_at
from dorsi.pose.looks import between_looks
from dorsi.synth.stick_figure import SHANK_M


@pytest.mark.parametrize("facing", [1, -1])
def test_the_facing_is_that_of_the_feet(facing):
    guide = find_guide(synth.squat(reps=1, camera=synth.Camera(facing=facing)))
    assert (guide.facing_right == (facing == 1)).all()


def test_a_person_who_turns_round_changes_the_facing():
    there, back = synth.squat(reps=1), synth.squat(reps=1, camera=synth.Camera(facing=-1))
    half = len(there.time_s)
    both = replace(
        there,
        time_s=np.arange(2 * half) / 30,
        xy_px=np.concatenate([there.xy_px, back.xy_px]),
        score=np.ones((2 * half, len(there.names))),
        world_m=None,
    )
    facing = find_guide(both).facing_right
    assert facing[: half - 15].all()
    assert not facing[half + 15 :].any()


def test_the_shank_is_as_long_as_when_it_is_square_to_the_camera():
    landmarks = synth.squat(reps=2)
    guide = find_guide(landmarks)
    np.testing.assert_allclose(guide.length_px, SHANK_M * 800.0, rtol=0.02)


def test_a_person_who_comes_nearer_has_a_growing_shank():
    landmarks = synth.squat(reps=3)
    grows = np.linspace(1.0, 2.0, len(landmarks.time_s))[:, None, None]
    guide = find_guide(replace(landmarks, xy_px=landmarks.xy_px * grows))
    assert guide.length_px[-1, 0] > 1.5 * guide.length_px[0, 0]


def test_where_nobody_was_found_there_is_no_shank():
    landmarks = synth.squat(reps=1)
    landmarks.xy_px[5:8] = np.nan
    guide = find_guide(landmarks)
    assert np.isnan(guide.shank_xy_px[5:8]).all()
    assert np.isfinite(guide.shank_xy_px[8:]).all()


def test_legs_that_the_pose_network_swapped_are_named_back():
    landmarks = synth.run(duration_s=1.0, camera=synth.Camera(yaw_deg=10.0)).landmarks
    xy = landmarks.xy_px.copy()
    for point in ("knee", "ankle", "heel", "toe"):
        left, right = (landmarks.names.index(f"{side}_{point}") for side in ("left", "right"))
        xy[20:24, [left, right]] = xy[20:24, [right, left]]
    swapped, plain = find_guide(replace(landmarks, xy_px=xy)), find_guide(landmarks)
    off = np.linalg.norm(swapped.shank_xy_px - plain.shank_xy_px, axis=-1).max(axis=(1, 2))
    assert (off < 1.0).mean() > 0.95


@pytest.mark.parametrize(
    "rate_hz", [5.0, 10.0, 12.0, 15.0, 15.1, 17.0, 19.98, 20.0, 20.02, 24.0, 25.0, 30.0, 60.0, 240.0]
)
def test_at_every_frame_rate_each_frame_is_looked_at_or_between_two_looks(rate_hz):
    """A phone films the dark at 15 to 20 frames a second: there, too, no leg may be lost for want of looks."""
    standing = synth.squat(rate_hz=60.0)
    time_s = np.arange(round(4 * rate_hz)) / rate_hz
    still = replace(
        standing, time_s=time_s, xy_px=np.repeat(standing.xy_px[:1], len(time_s), axis=0),
        score=np.ones((len(time_s), len(standing.names))), sigma_px=None, world_m=None,
    )  # fmt: skip
    guide = find_guide(still)
    looked = rows_to_look_at(guide)
    assert np.isfinite(between_looks(np.where(looked, 1.0, np.nan), time_s, looked)).all()
    assert looked.mean() <= max(1.0 if rate_hz <= 20.5 else 0.0, 20 / rate_hz)


def test_with_uneven_frames_none_is_left_out():
    """Two of every three frames at 30 a second, as a phone in dim light leaves them."""
    standing = synth.squat(rate_hz=30.0)
    rows = np.arange(len(standing.time_s)) % 3 != 2
    uneven = replace(
        standing, time_s=standing.time_s[rows], xy_px=standing.xy_px[rows], score=standing.score[rows],
        sigma_px=None, world_m=None,
    )  # fmt: skip
    looked = rows_to_look_at(find_guide(uneven))
    assert np.isfinite(between_looks(np.where(looked, 1.0, np.nan), uneven.time_s, looked)).all()
