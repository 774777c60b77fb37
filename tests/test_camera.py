"""A tilted camera's picture, as a level one at the same place would have taken it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi import camera
from dorsi.synth.phone_camera import PhoneCamera

SIZE_PX = (1080, 1920)
ANGLES = st.floats(-25.0, 25.0)


def phone(*, roll_deg=0.0, looks_down_m=0.0, aside_m=0.3):
    """Return a phone 3 m away that looks down to a point that much below its own height."""
    return PhoneCamera(
        facing=1, yaw_deg=0.0, roll_deg=roll_deg, distance_m=3.0, height_m=1.1, aim_m=1.1 - looks_down_m,
        aside_m=aside_m, size_px=SIZE_PX, rate_hz=30.0,
    )  # fmt: skip


def pitch_deg(filmed):
    return -np.degrees(np.arctan2(filmed.height_m - filmed.aim_m, filmed.distance_m))


@given(roll_deg=ANGLES, looks_down_m=st.floats(-0.8, 0.8), seed=st.integers(0, 99))
def test_a_level_camera_sees_the_same_up_to_a_shift(roll_deg, looks_down_m, seed):
    world = np.random.default_rng(seed).uniform([-0.6, -0.3, 0.0], [0.6, 0.3, 1.8], (8, 3))
    tilted, level = phone(roll_deg=roll_deg, looks_down_m=looks_down_m), phone()
    seen = camera.levelled(tilted.project(world)[0], roll_deg=roll_deg, pitch_deg=pitch_deg(tilted), size_px=SIZE_PX)
    shift = seen - level.project(world)[0]
    np.testing.assert_allclose(shift, np.broadcast_to(shift[0], shift.shape), atol=1e-6)
    assert shift[0, 0] == pytest.approx(0.0, abs=1e-6)


@given(roll_deg=ANGLES, pitch=ANGLES, seed=st.integers(0, 99))
def test_what_was_levelled_goes_back_to_where_it_was_filmed(roll_deg, pitch, seed):
    points = np.random.default_rng(seed).uniform(0, SIZE_PX, (20, 2))
    level = camera.levelled(points, roll_deg=roll_deg, pitch_deg=pitch, size_px=SIZE_PX)
    back = camera.as_filmed(level, roll_deg=roll_deg, pitch_deg=pitch, size_px=SIZE_PX)
    np.testing.assert_allclose(back, points, atol=1e-6)


def test_the_middle_of_the_picture_stays_where_it_is():
    middle = np.asarray(SIZE_PX) / 2
    np.testing.assert_allclose(
        camera.levelled(middle, roll_deg=7.0, pitch_deg=-14.0, size_px=SIZE_PX), middle, atol=1e-9
    )


def test_missing_points_stay_missing():
    assert np.isnan(camera.levelled(np.full((3, 2), np.nan), roll_deg=1.0, pitch_deg=5.0, size_px=SIZE_PX)).all()
