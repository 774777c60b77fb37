"""One clip and all that is chosen and known of it: the same for Python, commands, batches, web app and API."""

import datetime as dt
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, TypedDict, Unpack, get_args, get_origin

from dorsi.errors import OptionError, check_kind
from dorsi.settings import SPEED_KMH_RANGE, About, Settings, option


@dataclass(frozen=True, kw_only=True)
class ClipRequest(Settings):
    """A clip to measure: the settings, and facts about the clip."""

    path: Path
    person: str | None = option(
        None, About(label="Person", help="Who is in the clip; stored with the result.", metavar="NAME")
    )
    recorded_on: dt.date | None = option(
        None, About(label="Filmed on", help="The day of filming; by default the video's date.", metavar="DATE")
    )
    speed_kmh: float | None = option(
        None,
        About(
            label="Running speed, km/h",
            help="Only runs at the same speed are compared.",
            within=SPEED_KMH_RANGE,
            metavar="KMH",
            only_at_speed=True,
        ),
    )
    shoes: str | None = option(
        None,
        About(
            label="Running shoes",
            help="Only runs in the same shoes are compared.",
            metavar="TEXT",
            only_at_speed=True,
        ),
    )


class ClipOptions(TypedDict, total=False):
    """The given options of a request, as keywords."""

    movement: str
    side: str
    model: str
    backend: str
    foot_model: str
    mirror: bool
    capture_fps: float | None
    height_cm: float | None
    sheet: str | None
    pick: tuple[float, float] | None
    person: str | None
    recorded_on: dt.date | None
    speed_kmh: float | None
    shoes: str | None


def clip_request(
    clip: Path | str | ClipRequest, settings: Settings | None = None, **options: Unpack[ClipOptions]
) -> ClipRequest:
    """Return the request for a clip: options override settings, these a request, and all of them the defaults.

    Parameters
    ----------
    clip
        A video file, or a request to change.
    settings
        What the numbers depend on; the defaults if None. Another request also works.
    options
        Fields of `ClipRequest`.

    Raises
    ------
    OptionError
        If an option is not allowed, or `clip` is neither a path nor a request.

    Examples
    --------
    >>> clip_request("run.mp4", movement="run", speed_kmh=10, shoes="racing flats").speed_kmh
    10
    """
    if unknown := sorted(set(options) - set(KINDS)):
        raise TypeError(f"'{unknown[0]}' is not a clip option; choose from {', '.join(KINDS)}")
    check_kind("clip", clip, (str, Path, ClipRequest), wanted="a video file")
    asked = vars(clip) if isinstance(clip, ClipRequest) else {"path": Path(clip)}
    lent = vars(settings) if settings else {}
    return ClipRequest(**(asked | lent | dict(options) | {"path": asked["path"]}))


def _kind(annotation: Any) -> type:  # noqa: ANN401  what a field's type is written as: a class, a union, a generic
    """Return the type of a field's values, None left out."""
    if isinstance(annotation, types.UnionType):
        annotation = next(one for one in get_args(annotation) if one is not types.NoneType)
    found = get_origin(annotation) or annotation
    assert isinstance(found, type)
    return found


#: Every option by name, with the type of its values; `path` is no option.
KINDS: Final = {one.name: _kind(one.type) for one in fields(ClipRequest) if one.name != "path"}


def from_text(name: str, text: str, *, called: str | None = None) -> object:
    """Return the value of an option from typed text or a table; None for an empty text.

    Parameters
    ----------
    name
        Of the option.
    text
        What was typed.
    called
        The name by which the user knows the option.

    Raises
    ------
    OptionError
        If the text is not a valid value.
    """
    return READERS[KINDS[name]](called or name, text) if text else None


def pixel(called: str, text: str) -> tuple[float, float]:
    """Return the pixel that a text such as "612,840" names."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise OptionError(f"{called}: '{text}' given; write two numbers, such as 612,840") from error
    if not (math.isfinite(x) and math.isfinite(y)):
        raise OptionError(f"{called}: '{text}' given; write two numbers, such as 612,840")
    return x, y


def _number(called: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise OptionError(f"{called} '{text}' is not a number") from error


def _day(called: str, text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"{called} '{text}' is not a day; write it as 2026-11-20") from error
    return not_ahead(called, day)


FIRST_YEAR: Final = 2000  #: no clip and no training is older


def not_ahead(called: str, day: dt.date) -> dt.date:
    """Return a day on which something was filmed or done.

    Raises
    ------
    OptionError
        If it is in the future, or impossibly long ago. East of here it may be tomorrow already.
    """
    from dorsi.wording.days import this_day  # noqa: PLC0415 - a command line's help loads no records

    if day > this_day() + dt.timedelta(days=1):
        raise OptionError(f"{called} {day.isoformat()} is in the future; check the year")
    if day.year < FIRST_YEAR:
        raise OptionError(f"{called} {day.isoformat()} is before {FIRST_YEAR}; check the year")
    return day


def _yes_or_no(called: str, text: str) -> bool:
    said = text.casefold()
    if said not in _ANSWERS:
        raise OptionError(f"{called}: '{text}' given; write yes or no")
    return _ANSWERS[said]


_ANSWERS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
READERS: Final[Mapping[type, Callable[[str, str], object]]] = {
    str: lambda _called, text: text,
    float: _number,
    bool: _yes_or_no,
    tuple: pixel,
    dt.date: _day,
}
