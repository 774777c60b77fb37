"""The floor's scale from a sheet's four corners is exact for every camera that sees them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pinhole import Pinhole, sheet_corners

from dorsi.video.floor import corners_of, doubt, floor_of

A4 = (29.7, 21.0)

cameras = st.builds(
    Pinhole,
    height_cm=st.floats(20, 180),
    pitch_deg=st.floats(-3, 12),
    focal_px=st.floats(900, 3000),
)
places = st.tuples(st.floats(-40, 40), st.floats(200, 450))
turns = st.floats(-35, 35)


def seen(camera, place, turn, sides=A4):
    return floor_of(camera.pixels(sheet_corners(place, sides_cm=sides, turn_deg=turn))[0], sides, camera.size_px)


def lines_of(corners):
    ahead = np.roll(corners, -1, axis=0) - corners
    return np.concatenate([corners, ahead / np.linalg.norm(ahead, axis=1, keepdims=True)], axis=1)


@settings(deadline=None)
@given(camera=cameras, place=places, turn=turns, foot=places)
def test_the_size_of_a_pixel_is_that_of_the_foots_depth(camera, place, turn, foot):
    point, depth = camera.pixels(foot)
    assert seen(camera, place, turn).cm_per_px(point[0]) == pytest.approx(depth[0] / camera.focal_px, rel=0.02)


@settings(deadline=None)
@given(camera=cameras, place=places, turn=turns)
def test_the_sheets_turn_on_the_floor_is_read(camera, place, turn):
    assert seen(camera, place, turn).turn_deg() == pytest.approx(abs(turn), abs=1.0)


@settings(deadline=None)
@given(camera=cameras, place=places, turn=turns)
def test_the_focal_length_follows_from_square_corners(camera, place, turn):
    assert seen(camera, place, turn).inverse_square_focal * camera.focal_px**2 == pytest.approx(1.0, rel=1e-3)


@settings(deadline=None)
@given(place=places, turn=turns, roll=st.floats(-12, 12))
def test_the_horizon_leans_by_the_cameras_roll(place, turn, roll):
    assert seen(Pinhole(roll_deg=roll), place, turn).horizon_deg == pytest.approx(roll, abs=0.01)


@settings(deadline=None)
@given(camera=cameras, place=places, turn=turns)
def test_a_mirrored_picture_has_the_same_scale(camera, place, turn):
    corners, _ = camera.pixels(sheet_corners(place, sides_cm=A4, turn_deg=turn))
    point = corners.mean(axis=0)
    width = camera.size_px[0]
    flipped = [[width, 0] + [-1, 1] * np.asarray(points) for points in (corners[[1, 0, 3, 2]], point)]
    plain, mirrored = floor_of(corners, A4, camera.size_px), floor_of(flipped[0], A4, camera.size_px)
    assert mirrored.cm_per_px(flipped[1]) == pytest.approx(plain.cm_per_px(point), rel=1e-6)


@pytest.mark.parametrize("height_cm", [30.0, 90.0, 150.0])
def test_a_level_cameras_height_is_read(height_cm):
    camera = Pinhole(height_cm=height_cm, pitch_deg=0.0)
    point, _ = camera.pixels([10.0, 300.0])
    assert seen(camera, (0.0, 290.0), 5.0).camera_height_cm(point[0]) == pytest.approx(height_cm, rel=0.01)


def test_lines_meet_in_the_corners_they_run_through():
    corners, _ = Pinhole().pixels(sheet_corners((0.0, 300.0), sides_cm=A4, turn_deg=10.0))
    assert corners_of(lines_of(corners)) == pytest.approx(corners)


def test_the_doubt_is_the_spread_that_noisy_lines_give():
    corners, _ = Pinhole().pixels(sheet_corners((0.0, 300.0), sides_cm=A4, turn_deg=10.0))
    lines, sd = lines_of(corners), np.tile([0.1, 0.0005], (4, 1))

    def scale(moved):
        return floor_of(corners_of(moved), A4, (1080, 1920)).cm_per_px(np.array([500.0, 1400.0]))

    rng = np.random.default_rng(1)
    across = np.stack([-lines[:, 3], lines[:, 2]], axis=1)
    drawn = []
    for _ in range(400):
        shift, turn = rng.normal(0, sd.T)
        moved = lines + np.concatenate([shift[:, None] * across, turn[:, None] * across], axis=1)
        drawn.append(scale(moved))
    assert doubt(scale, lines, sd) == pytest.approx(float(np.std(drawn)), rel=0.15)
