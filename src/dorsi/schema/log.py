"""The training log: one entry for each exercise done, and the checks in between (schema 4.7 of the research pack)."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal

from pydantic import Field, field_validator

from dorsi.schema.detectable_change import Origin
from dorsi.schema.intake import PainArea, TypedMeasurement
from dorsi.schema.plan import Verdict
from dorsi.schema.session import Finite, Strict, Whole
from dorsi.vocabulary import Scale, Side

SCHEMA_VERSION = "1.0"
Basis = Literal[Origin, "intervals"]  #: the detectable change of the method, or the two numbers' own intervals
WHOLE_DOSE: Final = 100.0  #: per cent of a dose that was done as planned


class LogEntry(Strict):
    """One exercise on one day; what was not noted stays empty and is never guessed."""

    date: dt.date = Field(description="calendar day")
    session_id: str | None = Field(default=None, description="your own name of the session")
    session_over: bool = Field(default=False, description="the session was ended, with or without all its exercises")
    exercise_id: str = Field(description="id from the catalogue")
    side: Side = Field(default="both", description="left, right or both legs")
    level: Whole = Field(ge=1, le=4, description="level, 1 to 4")
    sets: Whole | None = Field(default=None, ge=1, description="number of sets")
    reps: Whole | None = Field(default=None, ge=1, description="repetitions in a set")
    hold_s: Finite | None = Field(default=None, gt=0, description="length of a hold, seconds")
    tempo: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?(-\d+(\.\d+)?){2}$", description="such as 2-1-3")
    load_kg_or_band: str | None = Field(default=None, description="weight or band")
    rest_s: Finite | None = Field(default=None, ge=0, description="pause between sets, seconds")
    work_s: Finite | None = Field(default=None, ge=0, description="work of each leg, rests not counted, seconds")
    dose_done_pct: Finite | None = Field(default=None, ge=0, le=200, description="how much of the dose was done")
    pain_during: Finite | None = Field(default=None, ge=0, le=10, description="highest pain during, 0 to 10")
    sharp_or_limping: bool = Field(default=False, description="sharp pain, or limping during or after")
    pain_site: PainArea | None = Field(default=None, description="where")
    pain_next_morning: Finite | None = Field(default=None, ge=0, le=10, description="pain next morning, 0 to 10")
    first_step_pain: Finite | None = Field(default=None, ge=0, le=10, description="next morning")
    morning_stiff_min: Finite | None = Field(default=None, ge=0, description="Achilles, next morning")
    swelling: bool = Field(default=False, description="ankle or foot swollen")
    stiff_pre: Finite | None = Field(default=None, ge=0, le=10, description="stiffness before, 0 to 10")
    stiff_post: Finite | None = Field(default=None, ge=0, le=10, description="stiffness after, 0 to 10")
    tightness: Finite | None = Field(default=None, ge=0, le=10, description="how tight it felt, 0 to 10")
    fatigue: Finite | None = Field(default=None, ge=0, le=10, description="how tired, 0 to 10")
    ease: Finite | None = Field(default=None, ge=0, le=10, description="how easy it felt, 0 to 10")
    calf_fatigue: Finite | None = Field(default=None, ge=0, le=10, description="how tired the calf, 0 to 10")
    form: Whole | None = Field(default=None, ge=0, le=3, description="0 lost, 1 poor, 2 good, 3 very good")
    form_breaks: Whole | None = Field(default=None, ge=0, description="in the worst set")
    knee_inward: Whole | None = Field(default=None, ge=0, description="times the knee turned inward")
    heel_lift: bool | None = Field(default=None, description="a heel left the floor")
    fppa_deg: Finite | None = Field(default=None, description="from a technique clip")
    touches: Whole | None = Field(default=None, ge=0, description="touches or misses")
    recovery_ok_pct: Finite | None = Field(default=None, ge=0, le=100, description="pushes or landings caught")
    goal_met: bool | None = Field(default=None, description="the exercise's own goal, as asked: yes or no")
    rpe: Finite | None = Field(default=None, ge=0, le=10, description="effort, 0 to 10")
    confidence: Finite | None = Field(default=None, ge=0, le=10, description="trust in the ankle, 0 to 10")
    wblt_cm: Finite | None = Field(default=None, ge=0, le=30, description="weekly tape test of this side")
    run_km_today: Finite | None = Field(default=None, ge=0, description="running on that day, km")
    longest_run_km: Finite | None = Field(default=None, ge=0, description="longest run so far, km")
    cadence_spm: Finite | None = Field(default=None, description="steps of both feet in a minute")
    stride_m: Finite | None = Field(default=None, description="stride length, m")
    notes: str | None = Field(default=None, description="remarks")

    @property
    def tut_s(self) -> float | None:
        """Time under tension: the work as counted, sets x reps x tempo, or sets x hold, seconds; None if not noted."""
        if self.work_s is not None:
            return self.work_s
        if self.sets is None:
            return None
        if self.reps is not None and self.tempo is not None:
            return self.sets * self.reps * sum(float(part) for part in self.tempo.split("-"))
        return None if self.hold_s is None else self.sets * (self.reps or 1) * self.hold_s


class LogMorning(Strict):
    """How one morning feels, before any exercise; what was not asked stays empty."""

    date: dt.date = Field(description="calendar day")
    pain: Finite | None = Field(default=None, ge=0, le=10, description="pain, 0 to 10")
    stiffness: Finite | None = Field(default=None, ge=0, le=10, description="stiffness, 0 to 10")
    calf_soreness: Finite | None = Field(default=None, ge=0, le=10, description="calf sore from running, 0 to 10")
    swelling: bool | None = Field(default=None, description="ankle or foot swollen")

    def or_worse(self, other: "LogMorning") -> "LogMorning":
        """Return this morning with the worse of two answers to each question."""
        before = self.model_dump(exclude={"date"}, exclude_none=True)
        given = other.model_dump(exclude={"date"}, exclude_none=True)
        return self.model_copy(update={name: max(value, before.get(name, value)) for name, value in given.items()})


def one_a_day(mornings: Iterable[LogMorning]) -> list[LogMorning]:
    """Return one morning for each day, by day, with the worst answer to each question."""
    found: dict[dt.date, LogMorning] = {}
    for one in mornings:
        found[one.date] = found[one.date].or_worse(one) if one.date in found else one
    return sorted(found.values(), key=lambda one: one.date)


class LogPlayed(Strict):
    """How far a session of the player has come, so that an older copy or a deleted session can't write over the log."""

    session_id: str = Field(description="the player's name of the session")
    revision: Whole = Field(ge=0, description="grows with each change in the player")
    entries: Whole = Field(ge=0, description="how many entries that revision had")
    date: dt.date | None = Field(default=None, description="its calendar day")
    edits: Whole = Field(default=0, ge=0, description="how often its pain was edited in the log")
    deleted: bool = Field(default=False, description="its day was deleted from the log")


class Log(Strict):
    """Everything that was done and measured since the plan began."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this record")
    person: str | None = Field(default=None, description="whose it is")
    started: dt.date | None = Field(default=None, description="first day of the plan, day of the baseline")
    entries: list[LogEntry] = Field(default=[], description="what was done")
    mornings: list[LogMorning] = Field(default=[], description="how mornings felt; a day's session goes by its own")
    measurements: list[TypedMeasurement] = Field(default=[], description="checks with their day (measured_on)")
    played: list[LogPlayed] = Field(default=[], description="sessions of the player, with the revision that is kept")

    @field_validator("mornings")
    @classmethod
    def _one_a_day(cls, mornings: list[LogMorning]) -> list[LogMorning]:
        """Keep the worst of several answers for one morning, such as of two people who were one."""
        return one_a_day(mornings)


class Move(Strict):
    """One step of the state machine."""

    date: dt.date = Field(description="calendar day")
    exercise: str | None = Field(default=None, description="None: the plan as a whole")
    side: Side | None = Field(default=None, description="left, right or both legs")
    rule: str = Field(description="id of the rule behind it")
    to: str = Field(description="go_on, back, hold, advance and others of rules.yaml; as_done: another level was done")
    level_before: int | None = Field(default=None, description="level before")
    level_after: int | None = Field(default=None, description="level after")
    text: str = Field(description="in plain words")
    rule_text: str = Field(description="the same without what is particular to the exercise")
    cue: str | None = Field(default=None, description="shown again when form broke")


class ItemState(Strict):
    """Where one exercise stands on one side."""

    exercise: str = Field(description="exercise id")
    side: Side = Field(description="left, right or both legs")
    level: Whole = Field(ge=1, le=4, description="level, 1 to 4")
    state: Literal["L1", "L2", "L3", "L4", "held", "skip_next", "stopped", "upkeep"] = Field(
        description="level, or held, skipped, stopped, upkeep"
    )
    dose_frac: Finite = Field(default=1.0, gt=0, le=1, description="part of the dose, where pain left no lower level")
    clean_sessions: int = Field(default=0, description="comfortable sessions in a row")
    clean_needed: int = Field(default=2, description="comfortable sessions a step needs")
    held_sessions: int = Field(default=0, description="sessions without a step forward")


class Change(Strict):
    """One measurement, now against before."""

    metric: str = Field(description="what it is about")
    side: Side = Field(description="left, right or both legs")
    unit: str = Field(description="unit of the value")
    scale: Scale = Field(description="how it was measured")
    before: Finite = Field(description="first value")
    after: Finite = Field(description="last value")
    change: Finite = Field(description="last minus first")
    mdc: Finite = Field(description="smallest change that the two numbers can tell apart")
    mdc_origin: Basis = Field(
        default="published", description="published; own: measured in the user's set-up; intervals: of the two numbers"
    )
    mdc_source: str = Field(default="published values", description="where mdc comes from, in words")
    verdict: Verdict = Field(description="what can be said of it")
    band_before: str | None = Field(default=None, description="band of the first value")
    band_now: str | None = Field(default=None, description="the band that counts: it moves only where a rule says so")
    low_confidence: bool = Field(default=False, description="of at least one of the numbers, so nothing is claimed")
    advice: str | None = Field(default=None, description="what to do about it, such as measuring again")
    rule: str = Field(description="id of the rule behind it")
    sentence: str = Field(description="in words")


class Trend(Strict):
    """Weekly tape values of one side with their slope."""

    side: Side = Field(description="left, right or both legs")
    weeks: list[Finite] = Field(description="weeks since the first value")
    values: list[Finite] = Field(description="values, cm")
    slope_cm_per_week: Finite | None = Field(default=None, description="slope, cm a week")
    ci95_low: Finite | None = Field(default=None, description="lower end of its 95 % interval")
    ci95_high: Finite | None = Field(default=None, description="upper end of its 95 % interval")
    claimed: bool = Field(default=False, description="a trend is claimed (R72)")
    sentence: str = Field(description="in words")


class Series(Strict):
    """All values of one measurement on one side and one scale, oldest first."""

    metric: str = Field(description="what it is about")
    name: str = Field(description="in words")
    side: Side = Field(description="left, right or both legs")
    unit: str = Field(description="unit of the values")
    scale: Scale = Field(description="how it was measured; scales are never mixed")
    days: list[dt.date] = Field(min_length=1, description="day of each value")
    values: list[Finite] = Field(min_length=1, description="values")
    mdc: Finite | None = Field(default=None, description="smallest change beyond the measuring error; None: unknown")
    mdc_source: str | None = Field(default=None, description="where mdc comes from, in words")
    sentence: str = Field(description="what can be said of the last value against the first")
    rule: str | None = Field(default=None, description="id of the rule behind the sentence")
    comparable: bool = Field(default=True, description="False: running clips that are not alike (R73)")


class CourseWeek(Strict):
    """One week of the log."""

    number: int = Field(ge=1, description="1 begins on the first day")
    first_day: dt.date = Field(description="its first day")
    sessions_done: int = Field(ge=0, description="days with a session")
    sessions_planned: int = Field(ge=0, description="days the plan asks for in a whole week")
    tension_s: Finite = Field(ge=0, description="time under tension, seconds")
    whole: bool = Field(default=True, description="False: the week is not over yet")


class Course(Strict):
    """What the log says: states, moves, advice, trends."""

    person: str | None = Field(default=None, description="whose it is")
    until: dt.date | None = Field(default=None, description="the log was read up to this day")
    names: dict[str, str] = Field(default={}, description="exercises in words, by id")
    moves: list[Move] = Field(default=[], description="every step with its rule")
    states: list[ItemState] = Field(default=[], description="where each exercise stands")
    stopped: bool = Field(default=False, description="the plan has stopped")
    stop_text: str | None = Field(default=None, description="why it stopped")
    advice: list[str] = Field(default=[], description="what to note or ask")
    adherence_frac: Finite | None = Field(default=None, description="sessions done of planned, 14 days")
    sessions_done: int = Field(default=0, description="days with a session")
    tension_s: dict[str, Finite] = Field(default={}, description="time under tension by exercise, seconds")
    tension_unknown: int = Field(
        default=0, description="entries without sets and repetitions or holds, so without time"
    )
    weeks: list[CourseWeek] = Field(default=[], description="sessions and time under tension by week")
    series: list[Series] = Field(default=[], description="every measurement, side and scale on its own")
    changes: list[Change] = Field(default=[], description="measurements now against before")
    trends: list[Trend] = Field(default=[], description="weekly tape trends")
    checks_due: list[str] = Field(default=[], description="checks that are due")
    rules_due: list[str] = Field(default=[], description="ids of the rules behind the checks, in the same order")
    asked: list[str] = Field(default=[], description="open questions that decide whether a level goes up")
    not_assessed: list[str] = Field(default=[], description="what could not be answered")
