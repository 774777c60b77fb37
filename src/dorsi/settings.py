"""What a user can choose about one analysis; every field enters the provenance.

Each option says here what it is called and may be: the command line, the manifest, the web app and its API read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Final, Self, TypeVar

from dorsi.errors import OptionError, check_option
from dorsi.vocabulary import MOVEMENT_NAMES

MOVEMENTS = ("auto", *MOVEMENT_NAMES)
SIDE_CHOICES = ("auto", "left", "right")
MODELS = ("heavy", "full", "lite")
FOOT = "+foot"  #: behind one of them in a comparison: with the foot network
FOOT_MODELS = ("auto", "on", "off")
BACKEND = "blazepose"
FOOT_MODEL = "auto"  #: default use of the foot network
SHEETS = ("a4", "letter")
CAPTURE_FPS_RANGE = (5, 1000)
HEIGHT_CM_RANGE = (80, 250)
SPEED_KMH_RANGE = (1, 45)

_ABOUT: Final = "about"  #: key of an option's description in a field's metadata
_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class About:
    """The description of an option: its name and allowed values."""

    label: str  #: in a form
    help: str  #: one sentence, for every interface
    among: tuple[str, ...] = ()  #: the only values it may have; empty for any
    within: tuple[int, int] | None = None  #: the smallest and the largest number
    metavar: str = ""  #: placeholder for its value on the command line
    only_at_speed: bool = False  #: asked in a form only for movements that are compared at the same speed

    def check(self, called: str, value: object) -> None:
        """Refuse values that are not allowed; None is always allowed, for "not given".

        Raises
        ------
        OptionError
            If the value is not allowed.
        """
        if self.among and value is not None:
            check_option(called, str(value), self.among)
        if self.within and isinstance(value, int | float) and not self.within[0] <= value <= self.within[1]:
            raise OptionError(f"{called}: {value:g} given, {self.within[0]} to {self.within[1]} allowed")


def option(default: _Value, about: About) -> _Value:
    """Return a field of an options record, with its description."""
    return field(default=default, metadata={_ABOUT: about})


def abouts(record: type) -> dict[str, About]:
    """Return the description of each option of a record, in its order."""
    return {one.name: one.metadata[_ABOUT] for one in fields(record) if _ABOUT in one.metadata}


def check_options(record: type, values: Mapping[str, object], *, called: Callable[[str], str] = str) -> None:
    """Refuse options that are not allowed.

    Parameters
    ----------
    record
        Whose options they are: `Settings` or `ClipRequest`.
    values
        Some or all of them, by name.
    called
        Gives the name by which the user knows an option.

    Raises
    ------
    OptionError
        For the first option that is not allowed.
    """
    for name, about in abouts(record).items():
        about.check(called(name), values.get(name))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Choices on which the numbers of one analysis depend."""

    movement: str = option(
        "auto", About(label="Movement", help="What the clip shows; auto detects it.", among=MOVEMENTS)
    )
    side: str = option("auto", About(label="Leg", help="The leg to measure.", among=SIDE_CHOICES))
    model: str = option(
        "heavy",
        About(label="Speed", help="Pose network; full and lite are faster and less exact.", among=MODELS),
    )
    backend: str = option(
        BACKEND, About(label="Backend", help="The pose backend.", metavar="NAME")
    )  #: as in `backend_choices`
    foot_model: str = option(
        FOOT_MODEL,
        About(
            label="Foot network",
            help="dorsi's own network refines the lower-leg points; auto uses it if it helps.",
            among=FOOT_MODELS,
        ),
    )
    mirror: bool = option(
        True,
        About(
            label="Also measure the mirror image",
            help="Average each frame's points with those of its mirror image; slower and more exact.",
        ),
    )
    capture_fps: float | None = option(
        None,
        About(
            label="Frames per second, for slow motion",
            help="The frame rate you filmed at, for slow motion that plays slowly.",
            within=CAPTURE_FPS_RANGE,
            metavar="FPS",
        ),
    )
    height_cm: float | None = option(
        None,
        About(
            label="Body height, cm",
            help="The person's height, for distances in cm; angles don't need it.",
            within=HEIGHT_CM_RANGE,
            metavar="CM",
        ),
    )
    sheet: str | None = option(
        None,
        About(
            label="Sheet of paper",
            help="Size of a blank sheet that lies flat beside the foot, long side along the foot; sets the scale.",
            among=SHEETS,
        ),
    )  #: none is looked for without it
    pick: tuple[float, float] | None = option(
        None,
        About(
            label="Pixel on the person",
            help="A pixel on the person to measure, if there are several people.",
            metavar="X,Y",
        ),
    )

    @property
    def backend_file(self) -> Path | None:
        """The file that the backend reads; None where it needs none."""
        file = self.backend.partition(":")[2]
        return Path(file) if file else None

    @property
    def choices(self) -> dict[str, object]:
        """What the numbers depend on, by name; of a request for a clip, too, these only."""
        return {one.name: getattr(self, one.name) for one in fields(Settings)}

    def with_backend_file(self, file: Path | str) -> Self:
        """Return the same with the backend's file in another place.

        Parameters
        ----------
        file
            The backend's file, such as kept landmarks.

        Returns
        -------
        Settings
            A copy; these stay as they are.
        """
        return replace(self, backend=f"{self.backend.partition(':')[0]}:{file}")

    @property
    def pick_text(self) -> str | None:
        """The pixel as stored in the provenance."""
        return None if self.pick is None else f"{self.pick[0]:g},{self.pick[1]:g}"

    def __post_init__(self) -> None:
        """Refuse values that are not allowed."""
        check_options(type(self), vars(self))
