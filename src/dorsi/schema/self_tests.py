"""What a runner can count or feel at home, and a check of numbers that are typed by hand."""

from pydantic import Field, model_validator

from dorsi.datafile import of_field
from dorsi.measures import problem_typed
from dorsi.schema.session import Strict
from dorsi.schema.sides import Numbers, PairOfNumbers, PairOfTicks, Ticks


def check_typed(name: str, *values: float | None) -> None:
    """Raise a ValueError for a number that no person can show."""
    for value in values:
        if value is not None and (problem := problem_typed(name, value)):
            raise of_field(name, problem)


def check_numbers(record: Strict) -> None:
    """Raise a ValueError for a number of either leg that no person can show, in any field of a record."""
    for name in type(record).model_fields:
        counted = getattr(record, name)
        if isinstance(counted, Numbers):
            check_typed(name, counted.left, counted.right)


class SelfTests(Strict):
    """What a runner can count or feel at home; each leg on its own."""

    heel_raise_reps: PairOfNumbers = Field(default=Numbers(), description="one-leg heel raises until tired")
    heel_raise_height_cm: PairOfNumbers = Field(default=Numbers(), description="height of the best one, cm")
    one_leg_stance_s: PairOfNumbers = Field(default=Numbers(), description="best of three, eyes open, 30 s at most")
    one_leg_stance_touches: PairOfNumbers = Field(default=Numbers(), description="touches with the free foot in 30 s")
    soft_surface_touches: PairOfNumbers = Field(default=Numbers(), description="the same on a cushion, 30 s")
    inv_ev_stiff: PairOfTicks = Field(default=Ticks(), description="turning the sole in and out feels stiff")
    inv_ev_unequal: bool | None = Field(default=None, description="turning in and out clearly differs between legs")
    rotation_blocked: PairOfTicks = Field(default=Ticks(), description="turning shin over foot feels blocked")
    inward_ankle: PairOfTicks = Field(default=Ticks(), description="the ankle falls inward on one leg")
    foot_core_low: PairOfTicks = Field(default=Ticks(), description="the arch cannot be lifted without curling toes")
    squat_heels_lift: PairOfTicks = Field(default=Ticks(), description="heels leave the floor in a deep squat")
    squat_hips_shift: bool | None = Field(default=None, description="the hips move to one side in a squat")

    @model_validator(mode="after")
    def _is_possible(self) -> "SelfTests":
        check_numbers(self)
        return self
