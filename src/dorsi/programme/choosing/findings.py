"""The rules' results so far: facts, tags, findings and requests to the plan."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dorsi.programme.facts.measured import Range
from dorsi.programme.facts.readings import Readings
from dorsi.programme.language.actions import (
    AddAction,
    CapAction,
    ExcludeAction,
    ExtraSetAction,
    LimitAction,
    MorningAction,
    MustAction,
    PaceAction,
    ProvisionalAction,
    StartAction,
)
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.parameters import Parameters
from dorsi.programme.rulebook.rule import Tier
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Reason
from dorsi.schema.plan_remarks import Advice, NotAssessed, SideDifference, Stop, Trace
from dorsi.schema.sides import LEGS, Leg

A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Ask(Generic[A_co]):
    """A rule's request, for one side or (None) both."""

    action: A_co
    side: Leg | None
    rule: str
    text: str
    because: tuple[Reason, ...] = ()
    unanswered: str = ""  #: the open questions, where the rule holds only because no one has answered them
    until: str | None = None  #: what ends it
    tier: Tier = "P9"

    def concerns(self, side: Leg) -> bool:
        """Whether it applies to this side."""
        return self.side in {None, side}


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A finding on one side with its weight."""

    severity: int
    because: tuple[Reason, ...]


@dataclass(kw_only=True)
class Findings:
    """The rules' common notebook; only the engine writes into it."""

    intake: Intake
    readings: Readings
    person: dict[str, Fact]
    sides: dict[Leg, dict[str, Fact]]
    ranges: dict[Leg, Range]
    differences: list[SideDifference]
    tags: dict[Leg, dict[str, tuple[Reason, ...]]] = field(default_factory=lambda: {leg: {} for leg in LEGS})
    tag_asks: dict[Leg, dict[str, "Ask[str]"]] = field(default_factory=lambda: {leg: {} for leg in LEGS})
    open_questions: dict[str, set[Leg | None]] = field(default_factory=dict)  #: safety questions without an answer
    weighed: dict[Leg, dict[str, Weighed]] = field(default_factory=lambda: {leg: {} for leg in LEGS})
    raised: dict[Leg, dict[str, str]] = field(default_factory=lambda: {leg: {} for leg in LEGS})
    excludes: list[Ask[ExcludeAction]] = field(default_factory=list)
    caps: list[Ask[CapAction]] = field(default_factory=list)
    adds: list[Ask[AddAction]] = field(default_factory=list)
    musts: list[Ask[MustAction]] = field(default_factory=list)
    mornings: list[Ask[MorningAction]] = field(default_factory=list)
    limits: list[Ask[LimitAction]] = field(default_factory=list)
    extra_sets: list[Ask[ExtraSetAction]] = field(default_factory=list)
    starts: list[Ask[StartAction]] = field(default_factory=list)
    paces: list[Ask[PaceAction]] = field(default_factory=list)
    prefers: list[Ask[tuple[str, ...]]] = field(default_factory=list)
    provisional: list[Ask[ProvisionalAction]] = field(default_factory=list)
    parameters: Parameters = field(default_factory=Parameters)
    set_by: dict[str, Reason] = field(default_factory=dict)  #: parameter -> the rule that set it, with its text
    until_of: dict[str, str | None] = field(default_factory=dict)  #: parameter -> what ends what it leaves out
    stops: list[Stop] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    say: list[Reason] = field(default_factory=list)
    said_of: dict[str, str] = field(default_factory=dict)  #: sentence -> the finding the plan must work on to say it
    log_daily: list[str] = field(default_factory=list)
    not_assessed: dict[tuple[str, str | None], NotAssessed] = field(default_factory=dict)  #: by metric and side
    trace: list[Trace] = field(default_factory=list)

    def facts(self, side: Leg | None) -> dict[str, Fact]:
        """Return the facts for conditions of that side (or of the person), including tags and findings."""
        if side is None:
            return self.person
        live = {
            "tags": Fact(value=frozenset(self.tags[side])),
            "constraints": Fact(value=frozenset(self.weighed[side])),
        }
        return self.person | self.sides[side] | live

    def why(self, parameter: str, text: str | None = None, side: Leg | None = None) -> Reason:
        """Return the rule behind a parameter as a reason, with its own or a more exact text."""
        origin = self.set_by[parameter]
        return Reason(rule=origin.rule, text=text or origin.text, side=side)

    def severity(self, side: Leg, code: str) -> int:
        """Return the weight of a finding on one side, including the point added by a goal or history (R20)."""
        found = self.weighed[side].get(code)
        return 0 if found is None else found.severity + (code in self.raised[side])

    def clean_sessions(self, side: Leg | None) -> int:
        """Return how many comfortable sessions are needed to move up; more with a history."""
        return max(ask.action.clean_sessions for ask in self.paces if side is None or ask.concerns(side))

    def step_frac(self, side: Leg) -> float:
        """Return the step size on one side as a share of the usual one."""
        return min(ask.action.step_frac for ask in self.paces if ask.concerns(side))
