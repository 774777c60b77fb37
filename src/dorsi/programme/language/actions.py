"""What a rule can do: a closed set of actions, each a mapping with one key in rules.yaml."""

from typing import Literal

from pydantic import Field, model_validator

from dorsi.programme.language.moves import MoveAction
from dorsi.programme.language.parameters import Parameters
from dorsi.programme.language.record import Record
from dorsi.schema.plan import Category, LoadClass, Verdict
from dorsi.schema.plan_remarks import StopLevel


class Selector(Record):
    """Selects exercises: named ones, or those with one of the traits or load classes."""

    items: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    load_class: tuple[LoadClass, ...] = ()
    all: bool = False
    but: tuple[str, ...] = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _selects(self) -> "Selector":
        if not (self.items or self.traits or self.load_class or self.all):
            raise ValueError("name items, traits, load_class or all")
        return self


class Reached(Record):
    """A level of another exercise that lifts an exclusion."""

    exercise: str
    level: int = Field(ge=1, le=4)
    alternative: str | None = Field(default=None, alias="or")


class StopAction(Record):
    """No plan."""

    level: StopLevel
    wording: str


class ReferAction(Record):
    """A referral or caution beside the plan."""

    level: Literal["note", "soon", "prompt"]
    text: str


class ExcludeAction(Selector):
    """Leave out exercises, or the levels that have the trait."""

    until: str | None = None
    days: int | None = Field(default=None, ge=1)  #: of the plan; without it the exclusion holds for the whole plan
    unless: Reached | None = None


class CapAction(Selector):
    """Limit exercises."""

    text: str = ""
    max_level: int | None = Field(default=None, ge=1, le=4)
    own_range_frac: float | None = Field(default=None, gt=0, le=1)


class PaceAction(Record):
    """How many comfortable sessions a step needs, and how large the step is."""

    clean_sessions: int = Field(ge=1)
    step_frac: float = Field(default=1.0, gt=0, le=1)
    tendon_ladder: bool = False  #: mild tendon pain on the tendon ladder follows its own rule


class ConstraintAction(Record):
    """A finding and its weight."""

    code: str
    severity: int = Field(ge=1, le=3)


class RaiseAction(Record):
    """One more weight for findings that a goal or a history makes more important."""

    codes: tuple[str, ...]


class AddAction(Record):
    """Exercises that answer a finding, in order of use."""

    finding: str = Field(alias="for")
    slots: tuple[str, ...]


class MustAction(Record):
    """Exercises that must appear, whichever findings are kept."""

    slots: tuple[str, ...]
    from_week: int = 1
    role: Literal["goal", "upkeep"] = "goal"


class MorningAction(Record):
    """Daily exercises outside the sessions."""

    items: tuple[str, ...]
    text: str  #: when they are done


class LimitAction(Record):
    """Limits the number of exercises with a trait, and the days they are on."""

    traits: tuple[str, ...]
    items: int | None = None
    days: int | None = None


class ExtraSetAction(Record):
    """More sets of a category on this side."""

    category: Category
    traits: tuple[str, ...] = ()  #: only exercises with one of these; all of the category when empty
    sets: int = 1


class MarkAction(Record):
    """Set a yes-or-no fact for the rules after this one."""

    fact: str
    value: bool = Field(alias="is")


class StartAction(Record):
    """The level at which a leg begins an exercise, because it can do as much already."""

    exercise: str
    level: int = Field(ge=2, le=4)


class ProvisionalAction(Record):
    """The careful plan without a valid measurement."""

    slots: tuple[str, ...]
    weeks: int = 1


class VerdictAction(Record):
    """A verdict on a change, with its sentence."""

    to: Verdict = Field(alias="is")
    sentence: str = ""
    advice: str = ""  #: what to do about it


class SayIfKeptAction(Record):
    """A sentence about the work on a finding, for plans that work on it."""

    finding: str
    text: str


class CalendarAction(Record):
    """A recurring check in the calendar."""

    what: str
    title: str = ""  #: where `what` is too long for a line of a calendar
    every_days: int
    first_day: int
    condition: str | None = None
    movement: str | None = None  #: what is filmed for it
    view: Literal["side", "front"] = "side"  #: where from
    typed: Literal["wblt_cm"] | None = None  #: what is measured by hand for it


class Action(Record):
    """One action: exactly one of its fields is given."""

    stop: StopAction | None = None
    refer: ReferAction | None = None
    tag: str | None = None
    exclude: ExcludeAction | None = None
    cap: CapAction | None = None
    pace: PaceAction | None = None
    constraint: ConstraintAction | None = None
    raised: RaiseAction | None = Field(default=None, alias="raise")
    add: AddAction | None = None
    must: MustAction | None = None
    prefer: tuple[str, ...] | None = None
    morning: MorningAction | None = None
    limit: LimitAction | None = None
    extra_set: ExtraSetAction | None = None
    start: StartAction | None = None
    mark: MarkAction | None = None
    void_film: bool | None = None
    unclassify: bool | None = None
    disagree: bool | None = None
    milder_dose: bool | None = None
    provisional: ProvisionalAction | None = None
    say: str | None = None
    say_if_kept: SayIfKeptAction | None = None
    log_daily: tuple[str, ...] | None = None
    set: Parameters | None = None
    move: MoveAction | None = None
    calendar: CalendarAction | None = None
    verdict: VerdictAction | None = None
    count: Literal["clean", "poor_form", "low_dose"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Action":
        if len(self.model_fields_set) != 1:
            raise ValueError(f"one action each, got {sorted(self.model_fields_set)}")
        return self

    @property
    def spoken(self) -> str | None:
        """The text of wording.yaml that it shows; None where it shows none."""
        return self.stop.wording if self.stop else self.move.wording if self.move else None

    @property
    def name(self) -> str:
        """The field that is given."""
        return next(iter(self.model_fields_set))
