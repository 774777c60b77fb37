"""Moments of a clip in which one foot stands still on the floor."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis import robust
from dorsi.types import Array, Landmarks

FLOOR_PERCENTILE: Final = 80.0  #: of the foot's height in the picture, from the top: where it stands
NEAR_FRAC: Final = 0.08  #: of a shank from there, still standing


def foot_px(landmarks: Landmarks, side: int) -> Array:
    """Return the middle of heel and toe of one foot, shape (T, 2), pixels."""
    return np.asarray((landmarks.side("heel") + landmarks.side("toe"))[:, side] / 2)


def standing_rows(landmarks: Landmarks, side: int, *, shank_px: float, most: int) -> NDArray[np.intp]:
    """Return up to `most` frames in which the foot stands, evenly over the clip; none where it is not seen."""
    down = foot_px(landmarks, side)[:, 1]
    near = np.abs(down - robust.percentile(down, FLOOR_PERCENTILE)) < NEAR_FRAC * shank_px
    rows = np.flatnonzero(near)
    picked = np.unique(np.linspace(0, len(rows) - 1, most).round().astype(np.intp)) if len(rows) else rows
    return np.asarray(rows[picked], dtype=np.intp)
