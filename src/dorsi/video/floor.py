"""The floor as a sheet of paper on it shows it: how large a centimetre is at any place, and from how high it is seen.

Four corners of known distances give the homography from the floor to the picture. Its vanishing line is the horizon;
lengths that face the camera at one depth all have the same size in the picture, that of the floor's own line which runs
through this depth parallel to the horizon.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.types import Array

STEP_PX: Final = 0.05  #: for derivatives


@dataclass(frozen=True, kw_only=True)
class Floor:
    """Where the floor's points are in the picture."""

    to_px: Array  #: (3, 3) homography from centimetres on the floor to pixels about the picture's middle
    to_cm: Array  #: its inverse
    middle_px: Array  #: (2,)

    @property
    def horizon(self) -> Array:
        """The vanishing line a x + b y + c = 0 about the picture's middle, (a, b) of length 1, b > 0."""
        line = self.to_cm[2] / np.linalg.norm(self.to_cm[2, :2])
        return np.asarray(line if line[1] > 0 else -line)

    @property
    def horizon_deg(self) -> float:
        """The horizon's lean in the picture, clockwise +."""
        return float(-np.degrees(np.arctan2(self.horizon[0], self.horizon[1])))

    def below_horizon_px(self, point_px: Array) -> float:
        """Return how far below the horizon a point is, pixels; negative above it."""
        line, (x, y) = self.horizon, point_px - self.middle_px
        return float(line[0] * x + line[1] * y + line[2])

    def place_cm(self, point_px: Array) -> Array:
        """Return where on the floor a point of the picture lies, (2,) centimetres from the sheet's first corner."""
        x, y, w = self.to_cm @ [*(point_px - self.middle_px), 1.0]
        return np.asarray(np.array([x, y]) / w)

    def cm_per_px(self, point_px: Array) -> float:
        """Return the size of a pixel for lengths that face the camera at a point's depth."""
        line = self.horizon
        along = np.array([line[1], -line[0]])
        ends = [self.place_cm(point_px + sign * STEP_PX * along) for sign in (-1.0, 1.0)]
        return float(np.linalg.norm(ends[1] - ends[0])) / (2 * STEP_PX)

    def camera_height_cm(self, point_px: Array) -> float:
        """Return how high the camera is above the floor, which a level camera sees below its horizon at any depth."""
        return self.cm_per_px(point_px) * self.below_horizon_px(point_px)

    def turn_deg(self) -> float:
        """Return the angle between the sheet's first side and the lines that face the camera, 0 to 90 degrees."""
        line = self.horizon
        # A direction on the floor vanishes on the horizon; the one that faces the camera does so at infinity.
        facing = self.to_cm @ [line[1], -line[0], 0.0]
        return float(np.degrees(np.arctan2(abs(facing[1]), abs(facing[0]))))

    @property
    def inverse_square_focal(self) -> float:
        """One over the square of the focal length that square corners and both lengths ask for, 1 / pixels squared.

        Zhang's two constraints on one plane, for a lens without distortion and with its axis in the middle. Noise can
        make it negative.
        """
        one, two = self.to_px[:, 0], self.to_px[:, 1]
        lengths = np.array([one[:2] @ two[:2], one[:2] @ one[:2] - two[:2] @ two[:2]])
        depths = np.array([one[2] * two[2], one[2] ** 2 - two[2] ** 2])
        return -float(lengths @ depths) / float(lengths @ lengths)


def floor_of(corners_px: Array, sides_cm: tuple[float, float], size_px: tuple[int, int]) -> Floor:
    """Return the floor on which a sheet lies.

    Parameters
    ----------
    corners_px
        Shape (4, 2), in order around the sheet; the first side is from the first corner to the second.
    sides_cm
        Length of the first side and of the second.
    size_px
        Width and height of the picture.
    """
    middle = np.array(size_px) / 2
    long, short = sides_cm
    plane = np.array([[0.0, 0.0], [long, 0.0], [long, short], [0.0, short]])
    rows = []
    for (x, y), (u, v) in zip(plane, corners_px - middle, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    system = np.array(rows)
    to_px = np.append(np.linalg.solve(system[:, :8], system[:, 8]), 1.0).reshape(3, 3)
    return Floor(to_px=to_px, to_cm=np.linalg.inv(to_px), middle_px=middle)


def corners_of(lines: Array) -> Array:
    """Return where neighbouring lines meet, shape (4, 2): the last with the first, the first with the second, ...

    Parameters
    ----------
    lines
        Shape (4, 4): a point on each line and its direction.
    """
    points = []
    for before, here in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        matrix = np.stack([before[2:], -here[2:]], axis=1)
        along = np.linalg.solve(matrix, here[:2] - before[:2])
        points.append(before[:2] + along[0] * before[2:])
    return np.array(points)


def doubt(value: Callable[[Array], float], lines: Array, line_sd: Array) -> float:
    """Return the standard deviation of a value that is worked out from four lines.

    Parameters
    ----------
    value
        Of lines, shape (4, 4).
    line_sd
        Shape (4, 2): of each line, its shift across itself in pixels, and its turn in radians.
    """
    total = 0.0
    for k in range(4):
        across = np.array([-lines[k, 3], lines[k, 2]])
        shifted, turned = lines.copy(), lines.copy()
        shifted[k, :2] += line_sd[k, 0] * across
        turned[k, 2:] += line_sd[k, 1] * across
        middle = value(lines)
        total += (value(shifted) - middle) ** 2 + (value(turned) - middle) ** 2
    return float(np.sqrt(total))
