"""What a plan says besides its exercises: bands, targets, what was left out or not assessed, when to stop."""

import datetime as dt
from typing import Literal

from pydantic import Field

from dorsi.schema.session import Finite, Strict
from dorsi.schema.sides import Leg
from dorsi.vocabulary import Band, Scale, Side

Outcome = Literal["yes", "no", "not_assessed"]
Lack = Literal["answer", "number"]
StopLevel = Literal["emergency", "prompt", "soon", "clinician_first", "adults_only", "unanswered"]


class Excluded(Strict):
    """An exercise that a rule left out."""

    item: str = Field(description="exercise id")
    name: str = Field(description="the exercise in words")
    side: Side = Field(description="left, right or both legs")
    rule: str = Field(description="id of the rule behind it")
    text: str = Field(description="in plain words")
    levels: list[int] = Field(default=[], description="only these levels are left out; empty: the whole exercise")
    from_tag: str | None = Field(default=None, description="the tag behind it, such as 'achilles_any'")
    until: str | None = Field(default=None, description="what would bring it back, where a rule says so")


class NotAssessed(Strict):
    """A question that could not be answered, and what would answer it."""

    rule: str | None = Field(default=None, description="id of the rule that asked")
    metric: str = Field(description="what it is about")
    side: Side | None = Field(default=None, description="left, right or both legs")
    text: str = Field(description="in plain words")
    what: str | None = Field(default=None, description="what the rule looked for, where the reason does not name it")
    why: str | None = Field(default=None, description="the reason, without the leg; None in older plans")
    lacks: Lack | None = Field(default=None, description="what would answer it, where that is known")
    thing: str | None = Field(default=None, description="what is not answered or measured, where that is known")


class Advice(Strict):
    """A referral or a caution that stands beside the plan."""

    rule: str = Field(description="id of the rule behind it")
    level: Literal["note", "soon", "prompt"] = Field(description="how urgent")
    text: str = Field(description="in plain words")


class Stop(Strict):
    """Why there is no plan."""

    level: StopLevel = Field(description="how urgent, or what kind of stop")
    rule: str = Field(description="id of the rule behind it")
    text: str = Field(description="in plain words")


class Baseline(Strict):
    """A number that the plan was made from, for retests to be compared with; `SideBand` has that of the band."""

    metric: str = Field(description="what it is about")
    side: Leg = Field(description="left or right leg")
    value: Finite = Field(description="the value")
    scale: Scale = Field(description="how it was measured")
    bound: Finite | None = Field(default=None, description="half of the 95 % interval, in the unit of the value")
    low_confidence: bool = Field(default=False, description="the film gives the value with low confidence")
    measured_on: dt.date | None = Field(default=None, description="the day of the measurement")


class SideBand(Strict):
    """The range of one ankle, sorted into its band on its own scale."""

    side: Leg = Field(description="left, right or both legs")
    band: Band | None = Field(description="None where it could not be sorted; the reason says why")
    metric: str | None = Field(default=None, description="the measurement that decides")
    value: Finite | None = Field(default=None, description="the value")
    unit: str | None = Field(default=None, description="unit of the value")
    scale: Scale | None = Field(default=None, description="how it was measured")
    measured_on: dt.date | None = Field(default=None, description="the day of the measurement")
    bound: Finite | None = Field(default=None, description="half of the 95 % interval, in the unit of the value")
    low_confidence: bool = Field(default=False, description="the film gives the value with low confidence")
    uncertain: bool = Field(default=False, description="a limit of the band lies within the error of the value")
    disagree: bool = Field(default=False, description="tape and film differ by more than they should")
    limits: list[Finite] = Field(default=[], description="the four limits between the bands, in the unit of the value")
    dose_band: Band | None = Field(default=None, description="the band whose dose is used: the milder when uncertain")
    severity: int = Field(default=0, ge=0, description="0 none to 3 marked, plus 1 when tied to a goal or history")
    other_values: list[str] = Field(default=[], description="further values of this side, each with its scale")
    reason: str | None = Field(default=None, description="why there is no value")


class SideDifference(Strict):
    """Left minus right of one measurement."""

    metric: str = Field(description="what it is about")
    value: Finite = Field(description="the value")
    unit: str = Field(description="unit of the value")
    scale: Scale = Field(description="how it was measured")
    bound: Finite = Field(description="half of the 95 % interval")
    size: Literal["none", "noted", "marked"] = Field(description="none: below the measuring error")
    limited_side: Leg | None = Field(default=None, description="the leg with less range")
    text: str = Field(description="in plain words")


class Target(Strict):
    """A finding that the plan works on."""

    constraint: str = Field(description="code of the finding")
    sides: list[Leg] = Field(description="legs that have it")
    severity: int = Field(description="weight, 1 to 4")
    rules: list[str] = Field(description="rules that found it")
    kept: bool = Field(description="False: waits, because the minutes a day allow fewer targets")
    text: str = Field(description="in plain words")


class Retest(Strict):
    """One check in the calendar of the plan."""

    rule: str = Field(description="id of the rule behind it")
    what: str = Field(description="what to do")
    title: str | None = Field(
        default=None, description="the check in few words; None where `what` is, or an older plan"
    )
    day: int = Field(ge=1, description="day of the plan, 1 is the first")
    date: dt.date | None = Field(default=None, description="calendar day")
    condition: str | None = Field(default=None, description="what must hold on that day, else it moves")


class Trace(Strict):
    """How one rule answered, on one side."""

    rule: str = Field(description="id of the rule behind it")
    case: str | None = Field(default=None, description="which if-then of the rule")
    side: Side | None = Field(default=None, description="left, right or both legs")
    outcome: Outcome = Field(description="yes, no or not assessed")
    reason: str | None = Field(default=None, description="for not assessed: what was missing")


class Safety(Strict):
    """The lines that every report carries."""

    lines: list[str] = Field(
        min_length=9, description="purpose, limits, stop rule, doubt, pace, what was left out, data"
    )
    stop_signs: list[str] = Field(description="signs that need help, most urgent first")


class Stay(Strict):
    """One exercise that stays at its level for the whole plan, however well it goes."""

    exercise: str = Field(description="exercise id")
    name: str = Field(description="in words")
    side: Side = Field(description="left, right or both legs")
    level: int = Field(ge=1, le=4, description="level, 1 to 4")
    rule: str | None = Field(default=None, description="id of the rule behind it; None: no rule, such as a last level")
    text: str = Field(description="in plain words")
