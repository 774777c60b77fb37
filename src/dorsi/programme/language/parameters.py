"""The numbers that rules set: sessions, doses, weeks, and how the log is read."""

from typing import Literal

from pydantic import Field, model_validator

from dorsi.programme.language.record import Record
from dorsi.schema.intake import Equipment, PainArea
from dorsi.schema.plan import Category, DayKind


class SessionSize(Record):
    """Number of exercises by session minutes."""

    up_to_min: float
    warmup_min: float
    items: int


class LogNumbers(Record):
    """How far back the log is read."""

    window_days: int = Field(ge=1)  #: usual values, adherence
    event_days: int = Field(ge=1)  #: window in which red events and stiff mornings are counted
    repeat_days: int = Field(ge=1)  #: a move of the whole plan is reported again after these
    last_sessions: int = Field(ge=1)  #: behind fatigue, tightness and unfinished sessions
    stiffer_min: float = Field(gt=0)  #: longer morning stiffness than usual
    pain_free_days: int = Field(ge=1)
    pain_free_most: float = Field(ge=0)
    sore_above: float = Field(ge=0)  #: pain of this score or more ends a run of quiet or pain-free days
    speed_frac: float = Field(gt=0)  #: largest difference in speed between comparable runs
    run_days: int = Field(ge=1)  #: before a run, among which the longest is looked for
    recheck_days: int = Field(ge=1)  #: after a check that shows a loss or a new side difference
    first_step_days: int = Field(ge=1)  #: over which the lowest first-step pain is looked for
    regions: dict[PainArea, str]  #: pain site -> trait of the exercises that load it; "other" for the rest


class Parameters(Record):
    """Numbers of the schedule that rules set; None where no rule has set one."""

    patterns: dict[int, tuple[DayKind, ...]] | None = None
    days_max: int | None = Field(default=None, ge=1, le=7)
    strength_gap_days: int | None = None
    strength_days_max: int | None = None
    high_load_gap_days: int | None = None
    light_day_before_hard: bool | None = None
    spike_days: int | None = None
    spike_high_sets_frac: float | None = Field(default=None, gt=0, le=1)
    freeze_levels: bool | None = None
    race_sets_frac: float | None = Field(default=None, gt=0, le=1)
    race_note: str | None = None
    race_day_note: str | None = None  #: where the race takes a day on which there would be a session
    spike_note: str | None = None
    swelling_note: str | None = None
    after_run_note: str | None = None
    light_day_note: str | None = None  #: where a day before a hard run has no range work
    race_eve_note: str | None = None  #: on the day before a race, instead of these two
    run_day_traits: tuple[str, ...] | None = None
    run_day_note: str | None = None
    follow_up: bool | None = None
    other_leg: bool | None = None
    leads: dict[DayKind, Category] | None = None
    after_lead: dict[DayKind, tuple[Category, ...]] | None = None
    lead_shares: dict[DayKind, float] | None = None
    lead_from_items: int | None = None
    roster_share: float | None = Field(default=None, gt=0, le=1)
    first_findings: tuple[str, ...] | None = None
    main_findings: int | None = Field(default=None, ge=0)
    main_range_days: int | None = Field(default=None, ge=0, le=7)
    main_extra_sets: int | None = Field(default=None, ge=0)
    main_extra_note: str | None = None  #: where a main exercise has them
    main_extra_waits: str | None = None  #: where the minutes are full
    impact_traits: tuple[str, ...] | None = None
    end_range_traits: tuple[str, ...] | None = None
    warmup_short_frac: float | None = Field(default=None, gt=0, le=1)
    warmup_long_frac: float | None = Field(default=None, ge=1)
    warmup_more_from_min: float | None = None
    easy_days: int | None = None
    easy_sets_frac: float | None = Field(default=None, gt=0, le=1)
    warmup_only_days: int | None = None
    light_only_days: int | None = None
    targets_by_minutes: tuple[tuple[float, int], ...] | None = None
    ties: tuple[str, ...] | None = None
    sessions: tuple[SessionSize, ...] | None = None
    session_max_min: float | None = None
    goal_waits_say: str | None = None  #: what a goal has to wait for, and until when
    minutes_used_least: float | None = Field(default=None, ge=0, le=1)  #: a smaller share needs a word
    minutes_left_say: str | None = None  #: that word
    minutes_uneven_say: str | None = None  #: where some sessions are full and others are not
    warmup_only_say: str | None = None  #: where the minutes hold nothing but the warm-up
    coverage_from_min: float | None = None
    proximal_share_max: float | None = None
    coverage: dict[Category, tuple[str, ...]] | None = None
    fill: tuple[str, ...] | None = None
    fill_beyond_session: int | None = None
    warmup: tuple[str, ...] | None = None
    warmup_more: tuple[str, ...] | None = None
    warmup_share: tuple[float, float] | None = None
    warmup_least_min: float | None = None
    warmup_rpe_max: int | None = None
    warmup_text: str | None = None
    warmup_stiff: str | None = None
    warmup_stiff_else: str | None = None
    warmup_stiff_say: str | None = None  #: where the stretch is in the warm-up
    warmup_stiff_else_say: str | None = None  #: where only the other one is
    use_fallbacks: bool | None = None
    at_home: tuple[Equipment, ...] | None = None  #: taken as there while the question is not answered
    order: tuple[Category, ...] | None = None
    first_week_items: tuple[tuple[float, int], ...] | None = None
    new_items_per_week: int | None = None
    block_weeks: int | None = None
    line_parts: tuple[Literal["value", "bound", "scale", "band"], ...] | None = None
    log: LogNumbers | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Parameters":
        if self.patterns is not None and sorted(self.patterns) != list(range(1, max(self.patterns, default=0) + 1)):
            raise ValueError("patterns: one for each number of days, from 1 without a gap")
        if self.patterns is not None and any(len(week) != 7 for week in self.patterns.values()):
            raise ValueError("patterns: each has seven days")
        if () in {self.sessions, self.targets_by_minutes, self.first_week_items}:
            raise ValueError("a table by minutes needs at least one row")
        return self

    def with_set(self, other: "Parameters") -> "Parameters":
        """Return these parameters with those that `other` sets."""
        return self.model_copy(update={name: getattr(other, name) for name in other.model_fields_set})

    def longest_session_min(self, asked_min: float) -> float:
        """Return the minutes that no session exceeds, whatever a person asks for."""
        return min(asked_min, self.session_max_min or asked_min)
