"""The options of a clip as fields of the page on which it is filmed."""

from dataclasses import dataclass
from typing import Final, Literal

from dorsi.clip_request import KINDS, ClipRequest
from dorsi.protocols import at_speed
from dorsi.settings import abouts
from dorsi.web.queue.job_records import LEFT_TO_SERVER, NOT_FROM_A_BROWSER

Kind = Literal["tick", "select", "number", "text"]
#: Options that the page shows elsewhere: as pictures, names, a tap on the clip, and the clip's date.
SHOWN_ABOVE: Final = frozenset({"movement", "side", "person", "pick", "recorded_on"})
_NOT_GIVEN: Final = "not set"
#: Beside a field, where the command's own words name what a runner doesn't know.
HINTS: Final = {
    "model": "Faster is less exact.",
    "foot_model": "Refines the points of the lower leg; automatic uses it where it helps.",
}
#: What values are called on the page; in commands and records they keep their own names.
SAID: Final = {
    "heavy": "most exact",
    "full": "faster",
    "lite": "fastest",
    "auto": "automatic",
    "a4": "A4",
    "letter": "US Letter",
}


@dataclass(frozen=True, kw_only=True)
class OptionField:
    """One option as a field."""

    name: str
    label: str
    hint: str
    kind: Kind
    default: object  #: the value without a choice, in words; for a tick box, whether it is ticked
    among: tuple[str, ...]
    within: tuple[int, int] | None

    def said(self, value: object) -> str:
        """Return what a value is called on the page."""
        return SAID.get(str(value), str(value))


def form_choices(server_model: str, movement: str) -> tuple[OptionField, ...]:
    """Return the options that the page does not show elsewhere and that matter for a movement.

    Parameters
    ----------
    server_model
        The default pose network.
    movement
        That is filmed; every option matters where that is "auto".
    """
    found = []
    for name, about in abouts(ClipRequest).items():
        idle = movement != "auto" and about.only_at_speed and not at_speed(movement)
        if idle or name in SHOWN_ABOVE | NOT_FROM_A_BROWSER:
            continue
        default = server_model if name == LEFT_TO_SERVER else ClipRequest.__dataclass_fields__[name].default
        kind = _kind(KINDS[name], about.among)
        found.append(
            OptionField(
                name=name,
                label=about.label,
                hint=HINTS.get(name, about.help),
                kind=kind,
                default=_NOT_GIVEN if default is None else default,
                among=tuple(value for value in about.among if value != default),
                within=about.within,
            )
        )
    return tuple(found)


def _kind(kind: type, among: tuple[str, ...]) -> Kind:
    if kind is bool:
        return "tick"
    if among:
        return "select"
    return "number" if kind is float else "text"
