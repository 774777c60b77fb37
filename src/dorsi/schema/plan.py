"""The programme: which exercises, why these, when, and what was left out and why."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Final, Literal, cast

from pydantic import Field, StringConstraints, model_validator

from dorsi.schema.detectable_change import DetectableChange
from dorsi.schema.plan_remarks import (
    Advice,
    Baseline,
    Excluded,
    NotAssessed,
    Retest,
    Safety,
    SideBand,
    SideDifference,
    Stay,
    Stop,
    Target,
    Trace,
)
from dorsi.schema.session import Finite, Strict
from dorsi.schema.sides import LEGS, Leg, Numbers, PairOfNumbers, PairOfScores, Scores
from dorsi.vocabulary import Scale, Side, Weekday

SCHEMA_VERSION = "1.0"
#: Of an adult whose age isn't known: bands are not lowered.
UNTOLD_AGE_YEARS: Final = 18

Category = Literal["warmup", "mobility", "neuromotor", "strength", "proximal"]
LoadClass = Literal["L", "M", "H"]
Verdict = Literal[
    "no_detectable_change",
    "likely_real_gain",
    "likely_real_loss",
    "changed",
    "band_changes",
    "trend",
    "no_trend",
    "not_comparable",
]
DayKind = Literal["A", "B", "C", "rest"]
DayPattern = Annotated[str, StringConstraints(pattern=r"^([ABC][2-7]?|rest)$")]


class Reason(Strict):
    """One link of the chain from a measured value to an exercise."""

    rule: str = Field(description="id of the rule, such as 'R21'; docs/rules.md explains each")
    text: str = Field(description="the rule's reason in plain words")
    fact: str | None = Field(
        default=None, description="what was found, in plain words; metric and value say it exactly"
    )
    metric: str | None = Field(default=None, description="the fact the rule looked at, such as 'df_band'")
    side: Side | None = Field(default=None, description="left, right or both legs")
    value: float | str | bool | None = Field(default=None, description="what the fact was")
    unit: str | None = Field(default=None, description="unit of the value")
    scale: Scale | None = Field(default=None, description="how it was measured")


class Dose(Strict):
    """How much of an exercise, for one leg (or once for both legs together)."""

    sets: int = Field(ge=1, description="number of sets")
    reps: int | None = Field(default=None, ge=1, description="repetitions in a set")
    hold_s: Finite | None = Field(default=None, gt=0, description="length of one hold or bout, seconds")
    tempo_s: tuple[Finite, Finite, Finite] | None = Field(
        default=None, description="seconds out, hold, back; 2-1-3 is two out, one held, three back"
    )
    rest_s: Finite | None = Field(default=None, ge=0, description="pause between sets, seconds")
    ways: int = Field(default=1, ge=1, description="directions, each with all repetitions")
    load: str | None = Field(default=None, description="band, backpack or height")

    @property
    def tension_s(self) -> float | None:
        """Time under tension of the whole dose: sets x reps x tempo, or sets x hold; None where neither is given."""
        if self.reps is not None and self.tempo_s is not None:
            return self.sets * self.reps * self.ways * sum(self.tempo_s)
        if self.hold_s is not None:
            return self.sets * (self.reps or 1) * self.ways * self.hold_s
        return None


class NextLevel(Strict):
    """The next step of an exercise and what opens it."""

    level: int = Field(ge=2, le=4, description="level, 1 to 4")
    text: str = Field(description="what changes")
    criterion: str = Field(description="what must hold before the step")


class Cap(Strict):
    """A limit that a rule puts on an exercise."""

    rule: str = Field(description="id of the rule behind it")
    tag: str | None = Field(
        default=None,
        description="tag of history behind it, in the catalogue; empty if a rule alone is; None in older plans",
    )
    text: str = Field(description="in plain words, without the leg")
    side: Leg | None = Field(default=None, description="the leg that it holds for; None: for all it is with")
    max_level: int | None = Field(default=None, ge=1, le=4, description="highest level allowed")
    range_deg: Finite | None = Field(default=None, description="largest shank angle allowed on that side, degrees")
    range_scale: Scale | None = Field(default=None, description="scale of that angle")

    @model_validator(mode="before")
    @classmethod
    def _older(cls, given: object) -> object:
        """Take the leg out of the text of an older plan, which began with it."""
        if isinstance(given, dict) and given.get("tag") is None and isinstance(given.get("text"), str):
            leg, colon, text = given["text"].partition(": ")
            return given | {"side": leg, "text": text} if colon and leg in LEGS else given
        return given

    @property
    def words(self) -> str:
        """The limit in words, with the leg if it is for one of both."""
        return f"{self.side}: {self.text}" if self.side else self.text


def caps_for(caps: Sequence[Cap], leg: Side) -> list[Cap]:
    """Return the limits of an exercise of both legs as they read where one leg does it alone: its own, unnamed."""
    return [cap.model_copy(update={"side": None}) for cap in caps if cap.side in {None, leg}]


class PlanItem(Strict):
    """One exercise of the programme for one leg, or for both when both do the same."""

    exercise: str = Field(description="id from the catalogue")
    name: str = Field(description="in words")
    category: Category = Field(description="kind of work")
    side: Side = Field(description="left, right or both legs")
    level: int = Field(ge=1, le=4, description="level, 1 to 4")
    level_text: str = Field(description="what this level looks like")
    dose: Dose = Field(description="how much")
    dose_text: str = Field(description="the dose in words")
    minutes: Finite = Field(gt=0, description="time of the full dose, for the side or sides named")
    load_class: LoadClass = Field(description="calf and tendon load: low, middle, high")
    days_per_week: tuple[int, int] = Field(description="fewest and most days in a week")
    max_level: int | None = Field(
        default=None, ge=1, le=4, description="highest level that limits and equipment allow; None in older plans"
    )
    equipment: list[str] = Field(default=[], description="equipment that it uses")
    task: str = Field(description="what in running it serves")
    cue: str = Field(description="what to watch")
    breath: str = Field(description="how to breathe")
    caps: list[Cap] = Field(default=[], description="limits of rules")
    notes: list[str] = Field(default=[], description="remarks")
    next_level: NextLevel | None = Field(default=None, description="None at the last level allowed")
    leads_to: list[str] | None = Field(
        default=None, description="ids of allowed exercises that follow the last level; None in older plans"
    )
    clean_sessions: int = Field(description="comfortable sessions in a row before the next step")
    from_week: int = Field(ge=1, description="week of the plan in which it starts")
    because: list[Reason] = Field(min_length=1, description="reasons, from measured value to rule")
    sources: list[str] = Field(description="ids of the article's requirements (S) and reference values (M)")


class SessionItem(Strict):
    """One exercise as it is done on one day."""

    exercise: str = Field(description="exercise id")
    name: str = Field(description="in words")
    category: Category = Field(description="kind of work")
    side: Side = Field(description="left, right or both legs")
    level: int = Field(ge=1, le=4, description="level, 1 to 4")
    dose: Dose = Field(description="how much")
    dose_text: str = Field(description="the dose in words")
    minutes: Finite = Field(gt=0, description="minutes of the full dose")
    load_class: LoadClass = Field(description="calf and tendon load: L, M or H")
    cue: str = Field(description="what to watch; a limit that holds is already in it")
    level_text: str = Field(default="", description="what this level looks like")
    equipment: list[str] = Field(default=[], description="what to have ready")
    caps: list[Cap] = Field(default=[], description="limits that hold while it is done")
    max_level: int | None = Field(
        default=None, ge=1, le=4, description="highest level that limits and equipment allow; None in older plans"
    )
    leads_to: list[str] | None = Field(
        default=None, description="ids of allowed exercises that follow the last level; None in older plans"
    )
    sets_frac: Finite = Field(default=1.0, gt=0, le=1, description="part of the sets that a week asks for; 1 is all")
    note: str | None = Field(default=None, description="why today's dose differs from the full one")
    when: str | None = Field(default=None, description="when, if it is not part of the session")

    @property
    def details(self) -> list[str]:
        """What to know before doing it: the level in words, what to have ready, the limits that hold."""
        return self.details_with(self.equipment)

    def details_with(self, things: Sequence[str]) -> list[str]:
        """Return the details with other things to have ready, such as those that its card names."""
        level = [f"level {self.level}: {self.level_text}"] if self.level_text else []
        ready = [f"have ready: {', '.join(things)}"] if things else []
        return [*level, *ready, *(f"limit: {cap.words}" for cap in self.caps)]


class Day(Strict):
    """One day of a week; a rest day has no items."""

    weekday: Weekday = Field(description="day of the week")
    date: dt.date | None = Field(default=None, description="calendar day")
    pattern: DayPattern = Field(
        description="A strength, B balance and mobility, C mobility and hip or trunk; equal names in a week are equal "
        "sessions, and A2 is a strength day with another session than A"
    )
    minutes: Finite = Field(ge=0, description="sum of the items' minutes; never above the budget")
    items: list[SessionItem] = Field(default=[], description="in the order they are done; warm-up first")
    notes: list[str] = Field(default=[], description="remarks")
    morning: list[SessionItem] = Field(
        default=[], description="before the session, on rest days too; also told in notes; within the same minutes"
    )
    rules: list[str] = Field(default=[], description="ids of the rules that changed the day, today's session only")
    before_hard_run: bool = Field(default=False, description="a race, the longest run or a hard session is next day")

    @property
    def kind(self) -> DayKind:
        """The kind of session: A for A and A2."""
        return cast("DayKind", self.pattern if self.pattern == "rest" else self.pattern[0])


class Step(Strict):
    """One exercise that moves up a level, if every session before it stays comfortable; the log decides."""

    exercise: str = Field(description="exercise id")
    name: str = Field(description="in words")
    side: Side = Field(description="left, right or both legs")
    level: int = Field(ge=2, le=4, description="level, 2 to 4")
    level_text: str = Field(description="what this level looks like")
    dose_text: str = Field(description="how much of it fits into the session, in words")
    caps: list[Cap] = Field(default=[], description="limits that hold at this level, too")
    day: int = Field(ge=1, description="day of the plan of its first session at this level, 1 is the first")
    weekday: Weekday = Field(description="day of the week")


class Week(Strict):
    """One week of the plan."""

    number: int = Field(ge=1, description="1 is the first week")
    days: list[Day] = Field(min_length=7, max_length=7, description="seven days in a row from the plan's first day")
    new_items: list[str] = Field(default=[], description="exercises that start in this week")
    notes: list[str] = Field(default=[], description="load spike, race week, deload, retest")
    nothing_new: bool = Field(default=False, description="race week: no exercise and no level that was not done before")
    steps: list[Step] = Field(default=[], description="what moves up if all goes well; `days` have the levels of today")


class Plan(Strict):
    """The programme of one runner."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this record")
    person: str | None = Field(default=None, description="whose it is")
    start_date: dt.date | None = Field(default=None, description="first day of the plan")
    age_years: int = Field(default=UNTOLD_AGE_YEARS, description="bands are lowered from 60 on")
    stop: Stop | None = Field(default=None, description="set when there is no plan; then items and weeks are empty")
    provisional: bool = Field(default=False, description="no valid lunge yet: one careful week, then measure")
    provisional_because: Reason | None = Field(default=None, description="the rule behind it")
    minutes_per_day: Finite = Field(description="time for one session, minutes")
    session_max_min: Finite | None = Field(
        default=None, gt=0, description="minutes that no session exceeds; None in older plans"
    )
    days_per_week: int = Field(description="session days of a full week as planned, one day of rest or more left free")
    equipment: list[str] | None = Field(default=None, description="available equipment; None in older plans")
    equipment_told: bool = Field(default=True, description="False if `equipment` is what nearly every home has")
    bands: list[SideBand] = Field(default=[], description="range of each ankle")
    differences: list[SideDifference] = Field(default=[], description="left minus right of each scale")
    tags: dict[Leg, list[str]] = Field(default={"left": [], "right": []}, description="history and state per side")
    tendon_history: list[Leg] = Field(default=[], description="legs on which the tendon ladder has its own limits")
    step_frac: dict[Leg, Finite] = Field(
        default={"left": 1.0, "right": 1.0}, description="size of a step as a part of the usual one"
    )
    clean_sessions: int = Field(default=2, ge=1, description="comfortable sessions a step needs at least")
    levels_held_days: int = Field(default=0, ge=0, description="levels stay for so many days from the first on")
    longest_run_km: Finite | None = Field(default=None, ge=0, description="longest run of the 30 days before, km")
    first_step_pain: PairOfScores = Field(default=Scores(), description="first-step pain before the first day, 0 to 10")
    first_step_pain_days: PairOfNumbers = Field(
        default=Numbers(), description="for how many days in a row before the first one it was about that high"
    )
    strength_gap_days: int = Field(default=2, ge=1, description="days from one strength day to the next, at least")
    targets: list[Target] = Field(default=[], description="findings with exercises, heaviest first")
    items: list[PlanItem] = Field(default=[], description="exercises in order of use")
    weeks: list[Week] = Field(default=[], description="the schedule")
    stays: list[Stay] = Field(default=[], description="what stays at its level even if all goes well, and why")
    excluded: list[Excluded] = Field(default=[], description="what was left out and why")
    not_assessed: list[NotAssessed] = Field(default=[], description="what could not be answered")
    advice: list[Advice] = Field(default=[], description="referrals and cautions that stand beside the plan")
    say: list[Reason] = Field(default=[], description="what the rules say to the runner, in order")
    notes: list[str] = Field(default=[], description="remarks")
    retests: list[Retest] = Field(default=[], description="calendar of checks")
    log_daily: list[str] = Field(default=[], description="fields of the session log to fill in each day")
    trace: list[Trace] = Field(default=[], description="every rule's answer, for `dorsi explain`")
    measured: list[str] = Field(default=[], description="measurements already made, with scale and date")
    baseline: list[Baseline] = Field(default=[], description="numbers besides the bands that retests are compared with")
    detectable_changes: list[DetectableChange] = Field(
        default=[], description="what counted as more than measuring error, and where that comes from"
    )
    safety: Safety = Field(description="lines that every report carries")
