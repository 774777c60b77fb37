"""The foot network's crop: every leg comes out alike, wherever and however large it stands in the picture."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.pose.foot_crop import crop_matrix, from_crop, scale_of, to_crop

PROTOTYPE = Path(__file__).parents[2] / "../shared/renderer"
CROP = {"crop_px": 192, "side_shanks": 2.0}

place = st.tuples(st.floats(-2000, 4000), st.floats(-2000, 4000)).map(np.array)
angle = st.floats(-np.pi, np.pi)
length = st.floats(5, 1500)


def leg(ankle, shank, turn, facing_right=True):
    """Return knee and ankle of a leg turned by `turn` out of the vertical, in the direction of its front."""
    front = 1 if facing_right else -1
    return ankle + shank * np.array([front * np.sin(turn), -np.cos(turn)]), ankle


@given(ankle=place, shank=length, turn=angle, right=st.booleans())
def test_knee_and_ankle_have_fixed_places_in_the_crop(ankle, shank, turn, right):
    knee, ankle = leg(ankle, shank, turn, right)
    m = crop_matrix(knee, ankle, shank, right, **CROP)
    # Half a shank is 48 px of 192; the ankle is 0.30 shanks below and 0.12 behind the middle.
    np.testing.assert_allclose(to_crop(m, ankle), [96 - 0.12 * 96, 96 + 0.30 * 96], atol=1e-3)
    np.testing.assert_allclose(to_crop(m, knee), [96 - 0.12 * 96, 96 - 0.70 * 96], atol=1e-3)


@given(ankle=place, shank=length, turn=angle, right=st.booleans(), seed=st.integers(0, 99))
def test_points_come_back_from_the_crop(ankle, shank, turn, right, seed):
    m = crop_matrix(*leg(ankle, shank, turn, right), shank, right, **CROP)
    points = np.random.default_rng(seed).uniform(-100, 300, (2, 7, 2))
    np.testing.assert_allclose(to_crop(m, from_crop(m, points)), points, atol=1e-4)


@given(ankle=place, shank=length, turn=angle, ahead=st.floats(0.01, 1))
def test_the_front_of_the_leg_is_at_the_right_of_the_crop(ankle, shank, turn, ahead):
    for right in (True, False):
        knee, _ = leg(ankle, shank, turn, right)
        down = (ankle - knee) / shank
        toes = ankle + ahead * shank * np.array([down[1], -down[0]]) * (1 if right else -1)
        m = crop_matrix(knee, ankle, shank, right, **CROP)
        assert to_crop(m, toes)[0] > to_crop(m, ankle)[0]


@given(ankle=place, shank=length, turn=angle)
def test_the_mirrored_leg_has_the_same_crop(ankle, shank, turn):
    """Mirror the picture and say that the leg faces the other way: each point lies at the same place of the crop."""
    width = 1920
    mirror = np.array([-1, 1])
    knee, _ = leg(ankle, shank, turn)
    probe = ankle + shank * np.array([0.4, 0.1])
    plain = crop_matrix(knee, ankle, shank, True, **CROP)
    turned = crop_matrix(knee * mirror + [width, 0], ankle * mirror + [width, 0], shank, False, **CROP)
    np.testing.assert_allclose(to_crop(turned, probe * mirror + [width, 0]), to_crop(plain, probe), atol=1e-2)


@given(shank=length, scale_to=st.sampled_from([96, 192, 256]))
def test_a_crop_is_two_shanks_wide(shank, scale_to):
    m = crop_matrix(*leg(np.zeros(2), shank, 0.3), shank, True, crop_px=scale_to, side_shanks=2.0)
    assert scale_of(m) == pytest.approx(scale_to / (2 * shank))


def test_points_on_top_of_each_other_still_give_a_finite_crop():
    assert np.isfinite(crop_matrix(np.zeros(2), np.zeros(2), 50.0, True, **CROP)).all()


@pytest.mark.skipif(not PROTOTYPE.exists(), reason="the prototype of the foot network is not at hand")
@pytest.mark.parametrize("right", [True, False])
def test_the_crop_is_that_of_the_prototype(right, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(PROTOTYPE), *sys.path])
    import aug  # noqa: PLC0415 - lies outside of the project

    knee, ankle = np.array([400.0, 300.0]), np.array([350.0, 470.0])
    expected = aug.crop_matrix(knee, ankle, 180.0, right)
    np.testing.assert_allclose(crop_matrix(knee, ankle, 180.0, right, **CROP), expected, atol=1e-9)
