"""The camera that films: what is assumed of a phone's lens, and its picture as a level camera would have taken it.

A pinhole. Angles are in degrees: roll + clockwise, pitch + where the camera looks up.
"""

from typing import Final

import numpy as np

from dorsi.types import Array

FOCAL_FRAC: Final = 0.8  #: of the picture's long side: a phone's main camera of 26 mm equivalent, cropped for video
FOCAL_SD_FRAC: Final = 0.12  #: of it: main cameras of 24 to 28 mm, with more or less cropped away to steady the film
#: Of the pitch of a phone put up by eye: 95 % within 15 degrees. Assumed, not measured.
PITCH_SD_DEG: Final = 7.5


def focal_px(size_px: tuple[int, int]) -> float:
    """Return the focal length that is assumed for a picture of that width and height, pixels."""
    return FOCAL_FRAC * max(size_px)


def levelled(points_px: Array, *, roll_deg: float, pitch_deg: float, size_px: tuple[int, int]) -> Array:
    """Return where a level camera at the same place would have seen points; the picture's middle stays where it is.

    What stands upright is then upright all over the picture, and a segment in a plane that faces the camera has its
    true angle. No distance is needed: the picture is only turned.

    Parameters
    ----------
    points_px
        Shape (..., 2), pixels, as filmed.
    roll_deg, pitch_deg
        How the camera was tilted.
    size_px
        Width and height of the picture.
    """
    rolled = _turned(_rays(points_px, size_px), -roll_deg)
    return _pixels(_pitched(rolled, pitch_deg) + _shift(pitch_deg), size_px)


def as_filmed(points_px: Array, *, roll_deg: float, pitch_deg: float, size_px: tuple[int, int]) -> Array:
    """Return where the tilted camera saw points; undoes `levelled`."""
    shifted = _rays(points_px, size_px) - _shift(pitch_deg)
    return _pixels(_turned(_pitched(shifted, -pitch_deg), roll_deg), size_px)


def _rays(points_px: Array, size_px: tuple[int, int]) -> Array:
    """Return points as places on a picture one focal length away, about its middle, y down."""
    return np.asarray((points_px - np.asarray(size_px) / 2) / focal_px(size_px))


def _pixels(rays: Array, size_px: tuple[int, int]) -> Array:
    return np.asarray(rays * focal_px(size_px) + np.asarray(size_px) / 2)


def _turned(rays: Array, angle_deg: float) -> Array:
    """Return the rays turned clockwise about the middle."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.asarray(rays @ np.array([[c, s], [-s, c]]))


def _shift(pitch_deg: float) -> Array:
    """Return what keeps the picture's middle where it is, (2,)."""
    return np.array([0.0, np.tan(np.radians(pitch_deg))])


def _pitched(rays: Array, pitch_deg: float) -> Array:
    """Return the rays of a camera that looks up by an angle as a level one has them."""
    c, s = np.cos(np.radians(pitch_deg)), np.sin(np.radians(pitch_deg))
    ahead = c + s * rays[..., 1]
    return np.asarray(np.stack([rays[..., 0] / ahead, (c * rays[..., 1] - s) / ahead], axis=-1))
