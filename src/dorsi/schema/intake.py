"""What a runner tells dorsi before a programme is made; plain words stand in each field's description.

`left` and `right` are the runner's own legs. A field with a pair may also be written as one value for both legs.
A field that is left out is *not asked*: rules that need it answer "not assessed", never yes or no.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator, model_validator

from dorsi.datafile import of_field
from dorsi.measures import followed
from dorsi.schema.running_load import RunningLoad
from dorsi.schema.self_tests import SelfTests, check_numbers, check_typed
from dorsi.schema.session import Finite, Strict, Whole
from dorsi.schema.sides import (
    Feelings,
    Leg,
    Numbers,
    PairOfFeelings,
    PairOfNumbers,
    PairOfScores,
    PairOfTicks,
    Scores,
    Ticks,
)
from dorsi.vocabulary import Scale, Side

SCHEMA_VERSION = "1.0"

RedFlag = Literal[
    "calf_hot_red_swollen",
    "hot_swollen_joint_with_fever",
    "sudden_pop_weak_push_off",
    "foot_cold_blue_numb",
    "new_deformity",
    "cannot_take_four_steps",
    "bone_tender_after_injury",
    "pinpoint_bone_pain",
    "foot_drop_or_spreading_numbness",
    "weight_loss_or_fever_with_pain",
]
PainArea = Literal[
    "achilles_mid",
    "achilles_insertion",
    "heel_sole",
    "ankle_front",
    "ankle_back",
    "ankle_outer",
    "calf",
    "shin",
    "knee",
    "big_toe",
    "other",
]
HistoryKind = Literal[
    "achilles",
    "plantar_fascia",
    "sprain",
    "calf_strain",
    "stress_fracture",
    "fracture",
    "surgery",
    "injection",
]
Medicine = Literal["fluoroquinolone", "steroid"]
Condition = Literal["inflammatory_arthritis_flare", "reduced_foot_sensation", "clot_history"]
Equipment = Literal[
    "none",
    "wall",
    "band",
    "step",
    "wedge",
    "cushion",
    "wobble",
    "ball",
    "towel",
    "backpack",
    "chair",
    "strap",
    "roller",
]
Goal = Literal["uphill", "trail", "downhill", "speed", "squat_depth", "general"]
Phase = Literal["base", "build", "race_week", "off"]
if TYPE_CHECKING:
    Quantity = str
else:  # records refuse any other name, and their JSON Schema lists these
    Quantity = Literal[followed()]
VoidReason = Literal["heel_up", "knee_inside_toes", "out_of_plane", "camera_tilt", "low_confidence"]


def weeks_of(months: float) -> float:
    """Return months in weeks; a year has 52 weeks."""
    return months * 52 / 12


def months_of(weeks: float) -> float:
    """Return weeks in months; a year has 52 weeks."""
    return weeks / (52 / 12)


class Pain(Strict):
    """One place that hurts, with a score from 0 (none) to 10 (worst)."""

    site: PainArea = Field(description="where it hurts")
    side: Side = Field(description="left, right or both legs")
    at_rest: Finite = Field(default=0, ge=0, le=10, description="sitting or lying, 0 to 10")
    walking: Finite = Field(default=0, ge=0, le=10, description="walking, 0 to 10")
    running: Finite = Field(default=0, ge=0, le=10, description="running, 0 to 10")
    weeks: Finite | None = Field(default=None, ge=0, description="for how many weeks it has been there")
    assessed: bool | None = Field(default=None, description="a doctor, physiotherapist or podiatrist has looked at it")


class Injury(Strict):
    """One earlier injury, operation or injection."""

    kind: HistoryKind = Field(description="what it was")
    side: Side = Field(description="left, right or both legs")
    site: Literal["mid", "insertion"] | None = Field(
        default=None, description="Achilles only: middle of the tendon, or where it meets the heel bone"
    )
    weeks_ago: Finite | None = Field(default=None, ge=0, description="how long ago; write this or months_ago")
    months_ago: Finite | None = Field(default=None, ge=0, description="how long ago; write this or weeks_ago")
    still_felt: bool = Field(default=False, description="it can still be felt now")
    weeks_felt: Finite | None = Field(default=None, ge=0, description="for how many weeks symptoms have lasted")
    assessed: bool | None = Field(default=None, description="a doctor, physiotherapist or podiatrist has looked at it")
    cleared: bool = Field(default=False, description="a clinician has allowed exercise again")

    @model_validator(mode="after")
    def _has_one_time(self) -> "Injury":
        if (self.weeks_ago is None) == (self.months_ago is None):
            raise of_field(self.kind, "write either weeks_ago or months_ago, one of the two")
        return self

    @property
    def age_weeks(self) -> float:
        """How long ago it was, in weeks."""
        return self.weeks_ago if self.weeks_ago is not None else weeks_of(self.months_ago or 0.0)


class TypedMeasurement(Strict):
    """A measurement taken by hand or read off another device, for one or both legs."""

    name: Quantity = Field(description="ends in its unit; angles of the knee-to-wall lunge, squat or run")
    left: Finite | None = Field(default=None, description="left leg")
    right: Finite | None = Field(default=None, description="right leg")
    scale: Scale = Field(description="how it was measured; numbers of different scales are never mixed")
    unit: str | None = Field(default=None, description="optional; if written it must be the unit the name ends in")
    bound_left: Finite | None = Field(default=None, ge=0, description="half of the 95 % interval, where known")
    bound_right: Finite | None = Field(default=None, ge=0, description="half of the 95 % interval, where known")
    trials: Whole = Field(default=3, ge=1, description="trials, repetitions or steps behind the value")
    spread: Finite | None = Field(default=None, ge=0, description="largest minus smallest trial, in the same unit")
    heel_down_filmed: bool = Field(default=False, description="wblt_cm: a film shows that the heel stayed down")
    void: list[VoidReason] = Field(default=[], description="what went wrong, if the trials must not count")
    measured_on: date | None = Field(default=None, description="day of the measurement")
    speed_mps: Finite | None = Field(default=None, gt=0, description="running: speed, m/s")
    setting: str | None = Field(default=None, description="running: shoes, surface and frame rate in your own words")

    @model_validator(mode="after")
    def _unit_ends_the_name(self) -> "TypedMeasurement":
        if self.unit is not None and self.unit != self.name.rsplit("_", 1)[1]:
            given = f"unit '{self.unit}' given, but the name ends in its unit; change one of them"
            raise of_field(self.name, given)
        if self.left is None and self.right is None:
            raise of_field(self.name, "write a value for left, right or both")
        check_typed(self.name, self.left, self.right)
        return self

    def side(self, side: Leg) -> float | None:
        """Return the value of one leg.

        Parameters
        ----------
        side
            "left" or "right".

        Returns
        -------
        float or None
            In the name's unit; None if that leg was not measured.
        """
        return self.left if side == "left" else self.right

    def bound(self, side: Leg) -> float | None:
        """Return half of the 95 % interval of one leg.

        Parameters
        ----------
        side
            "left" or "right".

        Returns
        -------
        float or None
            In the name's unit; None where unknown.
        """
        return self.bound_left if side == "left" else self.bound_right


class HopRelease(Strict):
    """What must hold before hops open up again after an Achilles history."""

    weeks_tendon_pain_at_most_1: Finite = Field(default=0, ge=0, description="weeks with tendon pain of 1 or less")


class CurrentLevel(Strict):
    """How far an exercise has come before this plan."""

    exercise: str = Field(description="id from the catalogue, such as 'mo_wall_slide'")
    side: Side = Field(default="both", description="left, right or both legs")
    level: Whole = Field(ge=1, le=4, description="level, 1 to 4")


class Intake(Strict):
    """Everything a programme is made from, besides the measured sessions."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this record")
    person: str | None = Field(default=None, description="whose it is")
    start_date: date | None = Field(default=None, description="first day of the plan; needed for a calendar file")
    age_years: Whole = Field(ge=0, le=120, description="age, whole years")
    stature_cm: Finite | None = Field(default=None, ge=80, le=250, description="body height")
    shank_length_cm: Finite | None = Field(default=None, ge=20, le=70, description="ankle bone to knee joint")
    worried_side: Side | None = Field(default=None, description="the leg that feels limited")

    red_flags: list[RedFlag] = Field(description="signs that need an examination first; [] when none is present")
    history: list[Injury] = Field(description="earlier injuries, operations, injections; [] when there are none")
    pain: list[Pain] | None = Field(default=None, description="what hurts now; [] when nothing does")
    limp: bool | None = Field(default=None, description="walking with a limp")
    swelling: PairOfTicks = Field(default=Ticks(), description="the ankle or foot is swollen")
    swelling_cause_known: bool = Field(default=False, description="a clinician has found why it is swollen")
    morning_stiff_min: PairOfNumbers = Field(default=Numbers(), description="Achilles stiffness after rising, minutes")
    first_step_pain: PairOfScores = Field(default=Scores(), description="heel pain at the first steps, 0 to 10")
    first_step_pain_days: PairOfNumbers = Field(
        default=Numbers(), description="for how many days in a row it has been about that high"
    )
    instability: PairOfTicks = Field(default=Ticks(), description="the ankle gives way")
    front_pinch: PairOfTicks = Field(
        default=Ticks(), description="a pinch in front of the ankle when the knee goes forward"
    )
    back_pinch: PairOfTicks = Field(default=Ticks(), description="a pinch behind the ankle when the toes point down")
    pinch_weeks: Finite | None = Field(default=None, ge=0, description="weeks of adapted exercise with the pinch")
    balance_risk: bool | None = Field(default=None, description="a fall in the last year, or afraid to fall")
    medicines: list[Medicine] | None = Field(default=None, description="taken in the last 3 months; [] when none")
    conditions: list[Condition] | None = Field(
        default=None, description="conditions a clinician has named; [] when none"
    )
    new_calf_symptoms: bool | None = Field(default=None, description="new pain, swelling or cramp in a calf")
    cleared: bool = Field(default=False, description="a clinician knows medicines and conditions and allows exercise")

    feel_stiff: PairOfScores = Field(default=Scores(), description="how stiff the ankle feels, 0 loose to 10 blocked")
    feel_reactive: PairOfScores = Field(default=Scores(), description="how springy and quick it feels, 0 to 10")
    stretch_felt: PairOfFeelings = Field(default=Feelings(), description="where a lunge with the heel down is felt")
    stiff_pre: Finite | None = Field(default=None, ge=0, le=10, description="stiffness before today's session")
    confidence: Finite | None = Field(default=None, ge=0, le=10, description="trust in moving the ankle, 0 to 10")
    sleep_or_recovery: Finite | None = Field(default=None, ge=0, le=10, description="how well rested, 0 to 10")
    knee_side_complaints: bool = Field(default=False, description="knee or hip is sore from running")

    measurements: list[TypedMeasurement] = Field(default=[], description="typed by hand; sessions come from clips")
    self_tests: SelfTests = Field(default=SelfTests(), description="what was counted or felt at home")

    load: RunningLoad = Field(default=RunningLoad(), description="recent and planned running")
    goals: list[Goal] = Field(default=["general"], description="what the range is for")
    phase: Phase = Field(default="base", description='phase of the season; "off" needs no quotes')
    equipment: list[Equipment] | None = Field(default=None, description="available equipment; None if not answered")
    minutes_per_day: Finite = Field(default=15, ge=5, le=120, description="time for one session; never exceeded")
    days_per_week: Whole = Field(default=4, ge=1, le=7, description="training days a week")
    levels: list[CurrentLevel] = Field(default=[], description="levels reached before; empty for a first plan")
    hop_release: HopRelease = Field(default=HopRelease(), description="what opens hops again")

    @model_validator(mode="after")
    def _is_possible(self) -> "Intake":
        check_numbers(self)
        return self

    @model_validator(mode="before")
    @classmethod
    def _older(cls, given: object) -> object:
        """Leave out what dorsi 0.1 took and no rule ever read."""
        return {name: value for name, value in given.items() if name != "sex"} if isinstance(given, dict) else given

    @field_validator("phase", mode="before")
    @classmethod
    def _off_is_a_word(cls, value: object) -> object:
        """Accept YAML's `phase: off`, which YAML reads as False."""
        return "off" if value is False else value
