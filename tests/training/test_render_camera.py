"""The camera of the renders: its labels and its pictures must agree."""

import numpy as np
import pytest
from training.render.camera import aim, look_at

POINTS = np.array([[0.0, 0.1, 0.1], [0.1, 0.2, 0.5], [-0.2, 0.1, 0.9]])


def _window(distortion=0.0):
    eye = np.array([0.4, 3.0, 1.1])
    axes = look_at(eye, np.array([0.3, 0.0, 0.8]), 3.0)
    return aim(eye, axes, np.array([0.0, 0.1, 0.4]), side_m=1.2, size_px=288, distortion=distortion)


def test_projected_points_are_where_the_graphics_library_draws_them():
    window = _window()
    clip = np.column_stack([POINTS, np.ones(len(POINTS))]) @ window.view_projection().T
    on_screen = clip[:, :2] / clip[:, 3:]
    drawn_px = np.stack([(on_screen[:, 0] + 1) / 2, (1 - on_screen[:, 1]) / 2], axis=1) * 288
    assert window.project(POINTS) == pytest.approx(drawn_px, abs=1e-6)


def test_the_point_a_window_is_aimed_at_is_its_middle():
    assert _window().project(np.array([[0.0, 0.1, 0.4]]))[0] == pytest.approx([144, 144])


def test_side_in_metres_spans_the_window_at_the_depth_of_its_middle():
    window = _window()
    across = window.axes[0] * 0.6
    ends = np.array([0.0, 0.1, 0.4]) + np.array([-across, across])
    assert np.ptp(window.project(ends)[:, 0]) == pytest.approx(288)


@pytest.mark.parametrize("distortion", [-0.3, 0.15])
def test_distorted_points_look_up_their_own_undistorted_place(distortion):
    window = _window(distortion)
    flat, bent = window.project_flat(POINTS), window.project(POINTS)
    lookup = window.unbend_map()
    columns, rows = (bent - 0.5).astype(int).T
    fraction = (bent - 0.5) - np.stack([columns, rows], axis=1)
    assert lookup[rows, columns] + 0.5 + fraction == pytest.approx(flat, abs=0.5)


def test_distortion_leaves_the_middle_of_the_window_in_place():
    assert _window(-0.3).bend(np.array([[144.0, 144.0]]))[0] == pytest.approx([144, 144])
