"""Angles of segments in the picture plane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.analysis import geometry

angles = st.floats(-80, 80)


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_an_upper_end_ahead_of_the_lower_one_is_a_positive_lean(facing):
    assert geometry.inclination_deg(np.array([0.0, 100.0]), np.array([facing * 100.0, 0.0]), facing=facing) == 45.0


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_toes_up_is_a_positive_pitch(facing):
    assert geometry.pitch_deg(np.array([0.0, 0.0]), np.array([facing * 100.0, -100.0]), facing=facing) == 45.0


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_a_knee_ahead_of_hip_and_ankle_is_bent(facing):
    hip, knee, ankle = np.array([0.0, 0.0]), np.array([facing * 50.0, 50.0]), np.array([0.0, 100.0])
    assert geometry.bend_deg(hip, knee, ankle, facing=facing) == pytest.approx(90.0)


@given(angles, st.floats(0.1, 100), st.floats(-500, 500))
def test_lean_does_not_depend_on_scale_or_place(lean, scale, shift):
    lower = np.array([shift, -shift])
    upper = lower + scale * np.array([np.sin(np.radians(lean)), -np.cos(np.radians(lean))])
    assert geometry.inclination_deg(lower, upper, facing=1.0) == pytest.approx(lean, abs=1e-6)


@given(angles, st.floats(-60, 60))
def test_unforeshortening_undoes_a_turned_plane(lean, yaw):
    true = np.radians(lean)
    seen = np.degrees(np.arctan2(np.sin(true) * np.cos(np.radians(yaw)), np.cos(true)))
    assert geometry.unforeshorten_deg(seen, yaw_deg=yaw) == pytest.approx(lean, abs=1e-9)


@pytest.mark.parametrize(("yaw", "seen"), [(15, 39.0), (20, 38.3), (30, 36.0), (45, 30.7)])
def test_a_40_degree_shank_reads_what_the_contract_says(yaw, seen):
    assert geometry.unforeshorten_deg(np.float64(seen), yaw_deg=yaw) == pytest.approx(40.0, abs=0.1)


@given(st.floats(-30, 30))
def test_turning_points_adds_to_their_lean(roll):
    ends = np.array([[540.0, 1500.0], [600.0, 1200.0]])
    before = geometry.inclination_deg(ends[0], ends[1], facing=1.0)
    turned = geometry.rotate_deg(ends, roll, about_px=(540, 960))
    assert geometry.inclination_deg(turned[0], turned[1], facing=1.0) == pytest.approx(before + roll, abs=1e-9)
