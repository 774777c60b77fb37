"""The moves of log and morning: a closed vocabulary, each move with the keys it uses."""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field, model_validator

from dorsi.programme.language.record import Record
from dorsi.schema.intake import PainArea
from dorsi.schema.plan import LoadClass
from dorsi.wording import wording

MoveName = Literal[
    "go_on", "back", "red", "skip", "stop", "hold", "advance", "warmup_only", "deload", "hold_range", "all_back",
    "restart", "change_method", "refer", "shrink", "slow_down", "upkeep", "no_session", "leave_out", "swap",
    "add_warmup", "spike", "report",
]  # fmt: skip

#: Keys that each move uses. Any other key is an error in the file, since it would have no effect.
KEYS: Final[Mapping[MoveName, frozenset[str]]] = {
    "go_on": frozenset(),
    "red": frozenset(),
    "stop": frozenset(),
    "hold": frozenset({"show_cue"}),
    "refer": frozenset({"while_it_holds"}),
    "report": frozenset(),
    "back": frozenset({"today_frac", "hold_sessions", "regions", "traits", "least_frac"}),
    "skip": frozenset({"least_frac"}),
    "advance": frozenset({"most_per_session", "hold_s", "time_frac", "range_deg", "range_cm", "load_frac", "tempo_s"}),
    "warmup_only": frozenset({"days"}),
    "deload": frozenset({"sets_frac", "days"}),
    "hold_range": frozenset({"traits"}),
    "all_back": frozenset(),
    "restart": frozenset(),
    "change_method": frozenset({"traits", "level", "tempo_s", "minutes_per_week"}),
    "shrink": frozenset({"items", "minutes"}),
    "slow_down": frozenset({"new_items_per_week"}),
    "upkeep": frozenset({"days_per_week", "retest_weeks"}),
    "no_session": frozenset({"wording"}),
    "leave_out": frozenset({"traits", "load_class"}),
    "swap": frozenset({"traits", "load_class"}),
    "add_warmup": frozenset({"item"}),
    "spike": frozenset({"sets_frac", "days", "traits", "load_class"}),
}

#: Words that `MoveAction.fill` knows besides the keys of a move.
FILLED: Final = ("fewer_sets", "emergency", "pain")
HALF: Final = 0.5


class MoveAction(Record):
    """A step of the progress state machine, or a change to one day's session."""

    to: MoveName
    today_frac: float | None = Field(default=None, gt=0, lt=1)  #: share of the rest of the exercise today
    least_frac: float | None = Field(default=None, gt=0, lt=1)  #: share of the dose if there is no lower level
    hold_sessions: int = Field(default=0, ge=0)
    regions: dict[PainArea, str] | None = None  #: trait of the exercises that load each; "other" for the rest
    traits: tuple[str, ...] = ()
    load_class: tuple[LoadClass, ...] = ()
    show_cue: bool = False
    while_it_holds: bool = False  #: said only as long as its rule holds; others stay said
    most_per_session: int | None = Field(default=None, ge=0)
    hold_s: float | None = None
    time_frac: float | None = None
    range_deg: float | None = None
    range_cm: float | None = None
    load_frac: float | None = None
    tempo_s: float | None = None
    sets_frac: float = Field(default=1.0, gt=0, le=1)
    days: int = Field(default=1, ge=1)
    items: int | None = Field(default=None, ge=1)
    minutes: float | None = Field(default=None, gt=0)
    minutes_per_week: float | None = Field(default=None, gt=0)
    level: int | None = Field(default=None, ge=1, le=4)
    new_items_per_week: int | None = Field(default=None, ge=0)
    days_per_week: int | None = Field(default=None, ge=1, le=7)
    retest_weeks: int | None = Field(default=None, ge=1)
    wording: str | None = None
    item: str | None = None

    @model_validator(mode="after")
    def _reads_all_keys(self) -> "MoveAction":
        if unread := self.model_fields_set - {"to"} - KEYS[self.to]:
            allowed = ", ".join(sorted(KEYS[self.to])) or "no keys"
            raise ValueError(f"'{self.to}' does not use '{min(unread)}'; it uses {allowed}")
        return self

    def fill(self, text: str, *, pain: float | None = None, more: Mapping[str, object] | None = None) -> str:
        """Return a text with its {keys} filled from this move: shares as percentages, the rest as written.

        {emergency} stands for the signs of an emergency, as everywhere else, and {pain} for the pain noted, 0 to 10;
        `more` has further words.
        """
        if "{" not in text:
            return text
        words = {name: _words(name, getattr(self, name)) for name in type(self).model_fields}
        signs = next(one.sentence for one in wording().stop_signs if one.level == "emergency")
        words |= {"fewer_sets": f"{1 - self.sets_frac:.0%}", "emergency": signs}
        words["pain"] = "" if pain is None else f"{pain:g}"
        return text.format_map(words | {name: str(value) for name, value in (more or {}).items()})


def _words(name: str, value: object) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        share = "half" if value == HALF else f"{value:.0%}"
        return share if name.endswith("_frac") else f"{value:g}"
    return str(value)
