"""Where the foot network looks: a square around one lower leg, turned so that every leg looks alike.

In the crop the shank points down and its front to the right, so that left-facing people are mirrored. Points are
(x, y) with y down and a pixel's index at its centre, as OpenCV has it. Training cuts its crops with the same function.
"""

import math
from typing import Final

import numpy as np

from dorsi.types import Array

# The middle of the crop lies this far from the ankle, in shank lengths: towards the knee, and towards the toes.
UP_FRAC: Final = 0.30
AHEAD_FRAC: Final = 0.12
_SHORTEST_PX: Final = 1e-6


def crop_matrix(
    knee_px: Array, ankle_px: Array, shank_px: float, facing_right: bool, *, crop_px: int, side_shanks: float
) -> Array:
    """Return the similarity transform from the picture to the crop, shape (2, 3).

    Parameters
    ----------
    knee_px, ankle_px
        Ends of the shank in the picture, shape (2,); only their direction and the ankle's place count.
    shank_px
        Shank length that sets the scale; it need not be the distance of the two points.
    facing_right
        Whether the front of the leg is at the picture's right when the leg is upright.
    crop_px
        Side of the crop in its own pixels.
    side_shanks
        Side of the crop in shank lengths.
    """
    down_x, down_y = float(ankle_px[0] - knee_px[0]), float(ankle_px[1] - knee_px[1])
    length = max(math.hypot(down_x, down_y), _SHORTEST_PX)
    down_x, down_y = down_x / length, down_y / length
    ahead_x, ahead_y = (down_y, -down_x) if facing_right else (-down_y, down_x)
    middle_x = float(ankle_px[0]) + shank_px * (AHEAD_FRAC * ahead_x - UP_FRAC * down_x)
    middle_y = float(ankle_px[1]) + shank_px * (AHEAD_FRAC * ahead_y - UP_FRAC * down_y)
    scale = crop_px / (side_shanks * shank_px)
    a, b, c, d = scale * ahead_x, scale * ahead_y, scale * down_x, scale * down_y
    half = crop_px / 2
    return np.array([[a, b, half - a * middle_x - b * middle_y], [c, d, half - c * middle_x - d * middle_y]])


def to_crop(matrix: Array, xy_px: Array) -> Array:
    """Return points of the picture in pixels of the crop, shape (..., 2)."""
    return np.asarray(xy_px @ matrix[:, :2].T + matrix[:, 2])


def from_crop(matrix: Array, xy_crop_px: Array) -> Array:
    """Return points of the crop in pixels of the picture, shape (..., 2)."""
    return np.asarray((xy_crop_px - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T)


def scale_of(matrix: Array) -> float:
    """Return how many pixels of the crop one pixel of the picture makes."""
    return math.hypot(float(matrix[0, 0]), float(matrix[0, 1]))
