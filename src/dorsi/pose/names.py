"""The 33 body points of the BlazePose networks, in their order, under clear names."""

from typing import Final

import numpy as np

NAMES: Final = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "left_mouth",
    "right_mouth",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_little_finger",
    "right_little_finger",
    "left_index_finger",
    "right_index_finger",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_toe",
    "right_toe",
)


def other_side(name: str) -> str:
    """Return the name of the same point on the other side of the body."""
    side, _, point = name.partition("_")
    swapped = {"left": "right", "right": "left"}.get(side)
    return f"{swapped}_{point}" if swapped else name


#: NAMES[MIRRORED[k]] is point k on the other side of the body.
MIRRORED: Final = np.array([NAMES.index(other_side(name)) for name in NAMES])
