"""Legs of a stick figure, drawn as coloured dots, followed by a real network that sees dots."""

from dataclasses import replace

import numpy as np
import pytest
from dot_network import leg_points, pictures, save_dot_network

from dorsi import synth
from dorsi.pose.foot_guide import find_guide
from dorsi.pose.foot_network import read_network
from dorsi.pose.foot_tracking import follow
from dorsi.video.picture import Picture

FAR_CAMERA = {"px_per_m": 300.0, "size_px": (480, 640)}
SHANK_PX = 126.0
NOISE_PX = 4.0  #: of the pose network: 3 % of a shank


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Return the network that finds dots."""
    return read_network(save_dot_network(tmp_path_factory.mktemp("foot") / "dots.onnx"), sha256="0" * 64)


def running(facing=1, **choices):
    camera = synth.Camera(facing=facing, yaw_deg=12.0, distance_m=4.0, **FAR_CAMERA)
    return synth.run(duration_s=1.2, rate_hz=30.0, camera=camera, **choices).landmarks


def disturbed(landmarks, change):
    """Return what a pose network says that is wrong in some way."""
    xy = landmarks.xy_px.copy()
    change(xy, landmarks.names)
    return replace(landmarks, xy_px=xy)


def noisy(landmarks, seed=1):
    return replace(
        landmarks, xy_px=landmarks.xy_px + np.random.default_rng(seed).normal(0, NOISE_PX, landmarks.xy_px.shape)
    )


def errors(track, landmarks):
    """Return how far knee and ankle are off, shank lengths, (T, 2 sides)."""
    return np.linalg.norm(track.xy_px - leg_points(landmarks), axis=-1)[..., :2].max(axis=-1) / SHANK_PX


@pytest.mark.parametrize("facing", [1, -1])
def test_running_legs_are_found_better_than_the_pose_network_did(network, facing):
    true = running(facing)
    track = follow(pictures(true), find_guide(noisy(true)), network)
    assert track.followed.mean() > 0.95
    off = errors(track, true)
    guessed = np.linalg.norm(noisy(true).side("ankle") - true.side("ankle"), axis=-1) / SHANK_PX
    assert np.nanmedian(off) < np.median(guessed) / 2


@pytest.mark.parametrize("facing", [1, -1])
def test_the_mirrored_run_gives_the_mirrored_points(network, facing):
    """Picture and landmarks mirrored, facing the other way: the same crops."""
    true = running(facing)
    width = true.size_px[0] - 1
    turned = replace(true, xy_px=true.xy_px * [-1, 1] + [width, 0])
    plain = follow(pictures(true), find_guide(true), network)
    mirrored = (replace_rgb(frame, frame.picture.rgb[:, ::-1]) for frame in pictures(true))
    back = follow(mirrored, find_guide(turned), network)
    # Where dots touch, the last digit of a crop decides which of two places is the warmer one.
    np.testing.assert_allclose(back.xy_px * [-1, 1] + [width, 0], plain.xy_px, atol=0.7)


def replace_rgb(frame, rgb):
    return frame._replace(picture=Picture.of(np.ascontiguousarray(rgb)))


def test_a_leg_is_followed_through_frames_in_which_the_pose_network_errs(network):
    """Three frames far off: the crop goes where the leg's own points lead."""
    true = running()

    def leap(xy, names):
        for name in ("left_knee", "left_ankle"):
            xy[10:13, names.index(name)] += [150.0, -60.0]

    track = follow(pictures(true), find_guide(disturbed(true, leap)), network)
    assert np.nanmax(errors(track, true)[10:13, 0]) < 0.1


def test_a_leg_that_is_covered_is_lost_and_found_again(network):
    true = running()
    hidden = {(row, 0) for row in range(12, 18)}
    track = follow(pictures(true, hidden=hidden), find_guide(true), network)
    assert not track.followed[13:18, 0].any()
    assert track.followed[18:, 0].mean() > 0.9
    assert np.nanmedian(errors(track, true)[18:, 0]) < 0.05


POINTS = ("knee", "ankle", "heel", "toe")


def test_a_leg_that_is_covered_is_not_replaced_by_the_one_beside_it(network):
    """From one frame on the right leg is not drawn: its crop sees the left one, and only one of them may have it."""
    true = synth.squat(reps=1, rate_hz=15.0, camera=synth.Camera(yaw_deg=45.0, **FAR_CAMERA))
    true = disturbed(true, lambda xy, names: spread(xy, names, -0.15 * SHANK_PX))
    hidden = {(row, 1) for row in range(10, len(true.time_s))}
    track = follow(pictures(true, hidden=hidden), find_guide(true), network)
    assert track.followed[:10].all()
    assert track.followed[:, 0].all()
    assert not track.followed[10:, 1].any()


def test_a_crop_that_started_on_something_else_comes_back_to_the_leg(network):
    """A leg beside the person, and a pose network that starts on it and then sees its mistake."""
    true = synth.squat(reps=1, rate_hz=15.0, camera=synth.Camera(yaw_deg=45.0, **FAR_CAMERA))
    true = disturbed(true, lambda xy, names: spread(xy, names, SHANK_PX))

    def false_start(xy, names):
        for point in POINTS:
            left, right = (names.index(f"{side}_{point}") for side in ("left", "right"))
            xy[:2, left] = xy[:2, right]
            xy[:, right] = np.nan

    track = follow(pictures(true), find_guide(disturbed(true, false_start)), network)
    assert track.followed[6:, 0].all()
    assert np.nanmax(errors(track, true)[6:, 0]) < 0.1


def test_two_crops_on_one_leg_part_when_the_pose_network_sees_the_legs_apart(network):
    true = synth.squat(reps=1, rate_hz=15.0, camera=synth.Camera(yaw_deg=45.0, **FAR_CAMERA))
    true = disturbed(true, lambda xy, names: spread(xy, names, 1.2 * SHANK_PX))

    def one_leg(xy, names):
        for point in POINTS:
            xy[:2, names.index(f"right_{point}")] = xy[:2, names.index(f"left_{point}")]

    track = follow(pictures(true), find_guide(disturbed(true, one_leg)), network)
    assert track.followed[2:].all()
    assert np.nanmax(errors(track, true)[2:]) < 0.1


def spread(xy, names, apart):
    """Move the right leg sideways."""
    for point in POINTS:
        xy[:, names.index(f"right_{point}")] += [apart, 0]


def test_nothing_is_looked_for_where_nobody_was_found(network):
    true = running()

    def nobody(xy, names):
        xy[:10] = np.nan

    track = follow(pictures(true), find_guide(disturbed(true, nobody)), network)
    assert not track.followed[:10].any()
    assert track.followed[10:].mean() > 0.9


def test_a_picture_without_legs_gives_no_points(network):
    true = running()
    empty = {(row, i) for row in range(len(true.time_s)) for i in (0, 1)}
    track = follow(pictures(true, hidden=empty), find_guide(true), network)
    assert not track.followed.any()
    assert np.isnan(track.xy_px).all()


def test_sigma_grows_with_the_picture_of_the_leg(network):
    """The network tells its doubt in crops, the track in pixels."""
    small, large = running(), replace(running(), xy_px=2 * running().xy_px, size_px=(960, 1280))
    near, far = (follow(pictures(x, radius=r), find_guide(x), network) for x, r in ((large, 12), (small, 6)))
    assert np.nanmedian(near.sigma_px) == pytest.approx(2 * np.nanmedian(far.sigma_px), rel=0.05)
