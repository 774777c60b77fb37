"""The closed sets of words that records, settings and code share."""

from typing import Literal

SideName = Literal["left", "right"]
Side = Literal["left", "right", "both"]
FilmedMovement = Literal["lunge", "squat", "run", "single_leg_squat", "heel_raise", "march", "balance"]
Movement = Literal[FilmedMovement, "unknown"]
View = Literal["side", "oblique", "front", "rear", "unclear"]
Status = Literal["ok", "low_confidence", "not_measured"]
Confidence = Literal["high", "medium", "low"]
Scale = Literal[
    "camera_joint_centre",
    "camera_2d",
    "camera_time",
    "inclinometer_tuberosity",
    "tape",
    "self_test",
]
