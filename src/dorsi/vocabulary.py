"""The closed sets of words that records, settings and code share."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

#: One file for each movement: its name is the movement's, so that a new file is a new movement wherever one is named.
_FILMED: Final = Path(__file__).parent / "protocols" / "filmed"
MOVEMENT_NAMES: Final = tuple(sorted(file.stem for file in _FILMED.glob("[a-z]*.py")))

SideName = Literal["left", "right"]
SIDES: Final[tuple[SideName, SideName]] = ("left", "right")
Side = Literal["left", "right", "both"]
if TYPE_CHECKING:
    FilmedMovement = str
    Movement = str
else:  # records refuse any other word, and their JSON Schema lists these
    FilmedMovement = Literal[MOVEMENT_NAMES]
    Movement = Literal[(*MOVEMENT_NAMES, "unknown")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAY_NAMES: Final[dict[Weekday, str]] = {  # in order, as `date.weekday()` counts them
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
WEEKDAYS: Final = tuple(WEEKDAY_NAMES)
View = Literal["side", "oblique", "front", "rear", "unclear"]
Status = Literal["ok", "low_confidence", "not_measured"]
Confidence = Literal["high", "medium", "low"]
Band = Literal["marked", "restricted", "borderline", "adequate", "ample"]  # lowest first
#: What the bound of a number is made of.
DoubtPart = Literal["instrument", "noise", "roll", "yaw", "perspective", "sole_zero", "across", "spread"]
Scale = Literal[
    "camera_joint_centre",
    "camera_2d",
    "camera_time",
    "inclinometer_tuberosity",
    "tape",
    "self_test",
]
