"""What a user can choose about one analysis; every field enters the provenance."""

from dataclasses import dataclass, replace
from pathlib import Path

from dorsi.errors import OptionError, check_option
from dorsi.vocabulary import MOVEMENT_NAMES

MOVEMENTS = ("auto", *MOVEMENT_NAMES)
SIDE_CHOICES = ("auto", "left", "right")
MODELS = ("heavy", "full", "lite")
FOOT = "+foot"  #: behind one of them in a comparison: with the foot network
FOOT_MODELS = ("auto", "on", "off")
BACKEND = "mediapipe"
FOOT_MODEL = "auto"  #: whether the foot network is used unless somebody says otherwise
SHEETS = ("a4", "letter")
CAPTURE_FPS_RANGE = (5, 1000)
HEIGHT_CM_RANGE = (80, 250)
SPEED_KMH_RANGE = (1, 45)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Choices for one analysis."""

    movement: str = "auto"
    side: str = "auto"
    model: str = "heavy"  #: pose network; full and lite are faster and less exact
    backend: str = BACKEND  #: who finds the body's points, as in `backend_choices`
    foot_model: str = FOOT_MODEL  #: "on" takes the lower legs from dorsi's own foot network, "auto" where it helps
    mirror: bool = True  #: average each frame's landmarks with those of its mirror image
    capture_fps: float | None = None  #: true capture rate of slow motion that was conformed to a lower rate
    height_cm: float | None = None
    sheet: str | None = None  #: size of the blank sheet that lies beside the foot; none is looked for without it
    pick: tuple[float, float] | None = None  #: pixel on the person to measure, when there are several

    @property
    def backend_file(self) -> Path | None:
        """The file that the backend reads; None where it needs none."""
        file = self.backend.partition(":")[2]
        return Path(file) if file else None

    def with_backend_file(self, file: Path | str) -> "Settings":
        """Return the settings with the backend's file in another place."""
        return replace(self, backend=f"{self.backend.partition(':')[0]}:{file}")

    @property
    def pick_text(self) -> str | None:
        """The pixel as it stands in the provenance."""
        return None if self.pick is None else f"{self.pick[0]:g},{self.pick[1]:g}"

    def __post_init__(self) -> None:
        """Refuse what cannot be, in the user's words."""
        check_option("--movement", self.movement, MOVEMENTS)
        check_option("--side", self.side, SIDE_CHOICES)
        check_option("--model", self.model, MODELS)
        check_option("--foot-model", self.foot_model, FOOT_MODELS)
        if self.sheet is not None:
            check_option("--sheet", self.sheet, SHEETS)
        _check_range("--capture-fps", self.capture_fps, CAPTURE_FPS_RANGE)
        _check_range("--height-cm", self.height_cm, HEIGHT_CM_RANGE)


def check_speed_kmh(name: str, value: float | None) -> float | None:
    """Return a running speed if nobody has to fly for it."""
    _check_range(name, value, SPEED_KMH_RANGE)
    return value


def _check_range(name: str, value: float | None, allowed: tuple[int, int]) -> None:
    low, high = allowed
    if value is not None and not low <= value <= high:
        raise OptionError(f"{name}: {value:g} given, {low} to {high} allowed")
