"""A pinhole camera with lens distortion, and the square window of its picture that a crop shows."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from training.render.geometry import UP, Array, cross, rotation, unit

NEAR_M, FAR_M = 0.1, 60.0


class Lens(Protocol):
    """What drawing needs of a camera: eye, world-to-camera rotation, and the matrix for the graphics library."""

    @property
    def eye(self) -> Array:
        """Where the camera is."""

    @property
    def axes(self) -> Array:
        """Right, up and backward as rows."""

    def view_projection(self) -> Array:
        """Return the 4 x 4 matrix."""


@dataclass(frozen=True)
class Window:
    """A camera (eye, world-to-camera rotation: right, up, backward as rows) and a square window of its picture.

    `corner` and `side` of the window are in the picture at focal length one, y up, lower left; `distortion` is the
    first radial coefficient in these units.
    """

    eye: Array
    axes: Array
    corner: Array
    side: float
    size_px: int
    distortion: float = 0.0

    def view_projection(self) -> Array:
        """Return the 4 x 4 matrix of the undistorted window for the graphics library."""
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = self.axes, -self.axes @ self.eye
        centre = self.corner + self.side / 2
        projection = np.zeros((4, 4))
        projection[0, 0] = projection[1, 1] = 2 / self.side
        projection[:2, 2] = 2 * centre / self.side
        projection[2, 2] = -(FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        projection[2, 3] = -2 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        projection[3, 2] = -1.0
        return np.asarray(projection @ view)

    def depth_m(self, points: Array) -> Array:
        """Return how far in front of the camera points are."""
        return np.asarray(-((points - self.eye) @ self.axes[2]))

    def project(self, points: Array) -> Array:
        """Return points in the distorted window, pixels, y down, shape (..., 2)."""
        return self.bend(self.project_flat(points))

    def project_flat(self, points: Array) -> Array:
        """Return points in the window before distortion."""
        seen = (points - self.eye) @ self.axes.T
        return self._to_px(seen[..., :2] / -seen[..., 2:])

    def _to_px(self, plane: Array) -> Array:
        """Return window pixels of points in the picture at focal length one."""
        share = (plane - self.corner) / self.side
        return np.stack([share[..., 0], 1 - share[..., 1]], axis=-1) * self.size_px

    def _to_plane(self, px: Array) -> Array:
        share = px / self.size_px
        return np.asarray(self.corner + np.stack([share[..., 0], 1 - share[..., 1]], axis=-1) * self.side)

    def _shift(self, px: Array) -> Array:
        """Return the distortion of window points in pixels, less its value at the centre of the window."""
        plane = self._to_plane(px)
        middle = self.corner + self.side / 2
        moved = plane * (self.distortion * (plane**2).sum(axis=-1, keepdims=True))
        shift = (moved - middle * (self.distortion * (middle @ middle))) / self.side * self.size_px
        return np.asarray(shift * [1.0, -1.0])

    def bend(self, px: Array) -> Array:
        """Return where undistorted window points lie after distortion."""
        return px + self._shift(px) if self.distortion else px

    def unbend_map(self) -> npt.NDArray[np.float32]:
        """Return for each pixel of the distorted window where to look it up, shape (size, size, 2)."""
        rows, columns = np.mgrid[: self.size_px, : self.size_px] + 0.5
        wanted = np.stack([columns, rows], axis=-1)
        source = wanted.copy()
        for _ in range(2):
            source = wanted - self._shift(source)
        return (source - 0.5).astype(np.float32)


def look_at(eye: Array, target: Array, roll_deg: float) -> Array:
    """Return the axes (right, up, backward as rows) of a camera at `eye` that looks at `target`."""
    backward = unit(eye - target)
    right = unit(cross(UP, backward))
    turn = rotation(backward, roll_deg)
    return np.stack([turn @ right, turn @ cross(backward, right), backward])


def aim(eye: Array, axes: Array, centre: Array, *, side_m: float, size_px: int, distortion: float) -> Window:
    """Return the upright square window of a camera's picture about a point, `side_m` wide at its depth."""
    seen = axes @ (centre - eye)
    side = side_m / -seen[2]
    middle = seen[:2] / -seen[2]
    return Window(eye, axes, middle - side / 2, side, size_px, distortion)


@dataclass(frozen=True)
class Viewpoint:
    """Where a crop is seen from: body side, yaw (0 side view, 90 from the front, negative from behind), pitch."""

    camera_side: str
    yaw_deg: float
    distance_m: float
    height_m: float


def draw_yaw(rng: np.random.Generator) -> float:
    """Return a random yaw: mostly side views, many oblique ones from front and rear, some frontal."""
    group = rng.random()
    if group < 0.52:
        return float(rng.normal(0, 13))
    if group < 0.78:
        return float(rng.uniform(-50, 50))
    if group < 0.90:
        return float(rng.uniform(35, 90))
    return float(-rng.uniform(35, 85))


def place_camera(view: Viewpoint, centre: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return eye and axes of a camera that looks somewhere at the person, not exactly at the crop."""
    turn = 90 - view.yaw_deg if view.camera_side == "l" else -90 + view.yaw_deg
    towards = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn)), 0.0])
    eye = centre * [1.0, 1.0, 0.0] + view.distance_m * towards + UP * view.height_m
    target = centre + rng.normal(0, 0.25, 3) + UP * rng.uniform(-0.1, 0.8)
    return eye, look_at(eye, target, float(rng.normal(0, 3)))
