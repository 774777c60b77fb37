"""What bars load on one leg bars every level at which one leg carries the weight, in every exercise."""

import re

import pytest
from casework import merged, read
from given import NOTHING_WRONG

from dorsi.programme import catalogue, plan
from dorsi.programme.exercises.how_to import card_of
from dorsi.schema.intake import Intake
from dorsi.schema.sides import LEGS, Leg

FRACTURE = {"kind": "stress_fracture", "months_ago": 5, "still_felt": False, "cleared": False}
SHIN = {"site": "shin", "running": 4, "at_rest": 0, "walking": 0}
LEVELS = [(one, level) for one in catalogue().exercises.values() for level in one.levels]
STANDS = re.compile(
    r"stand(s|ing)? (up )?on (the other leg|one leg|one foot|the front leg)|lift the other foot|one foot on the edge"
    r"|other foot (hang|is lifted|just off)|lift one (foot|knee)",
    re.IGNORECASE,
)
#: Sitting on the floor or lying on the back, no foot carries weight; a stretch leaves the other foot on the floor.
OFF_THE_FEET = {"px_deadbug"}


def on_one_leg(exercise: str, level: int) -> bool:
    """Return whether one leg carries the weight at this level, as the data has it."""
    one = catalogue()[exercise]
    return "one_leg" in {*one.traits, *one.levels[level].traits}


@pytest.mark.parametrize(("exercise", "level"), [(one.id, level) for one, level in LEVELS])
def test_what_the_words_do_on_one_leg_is_marked_so(exercise, level):
    card = card_of(exercise, level)
    words = " ".join([catalogue()[exercise].levels[level].text, card.start, *card.steps])
    if STANDS.search(words) and exercise not in OFF_THE_FEET:
        assert on_one_leg(exercise, level), words


def barred(leg: Leg, kind: str, **more):
    trouble = {"history": [FRACTURE | {"side": leg}]} if kind == "fracture" else {"pain": [SHIN | {"side": leg}]}
    every = ["wall", "chair", "towel", "step", "backpack", "band", "cushion", "wobble", "ball", "wedge"]
    return plan(
        Intake.model_validate(
            merged(read("base.yaml"), NOTHING_WRONG | {"equipment": every, "days_per_week": 5, "minutes_per_day": 30})
            | trouble
            | more
        ),
        [],
    )


@pytest.mark.parametrize("kind", ["fracture", "shin"])
@pytest.mark.parametrize("leg", LEGS)
def test_every_level_on_one_leg_is_left_out(leg, kind):
    out = {
        (one.item, level)
        for one in barred(leg, kind).excluded
        if one.side in {leg, "both"}
        for level in one.levels or catalogue()[one.item].levels
    }
    other = "right" if leg == "left" else "left"
    out_other = {
        (one.item, level)
        for one in barred(leg, kind).excluded
        if one.side in {other, "both"}
        for level in one.levels or catalogue()[one.item].levels
    }
    for one, level in LEVELS:
        bears_the_other = one.levels[level].stands_on == "other"
        if on_one_leg(one.id, level):
            assert (one.id, level) in (out_other if bears_the_other else out)


@pytest.mark.parametrize("goal", ["uphill", "speed", "trail", "general"])
def test_no_week_of_the_plan_puts_the_weight_on_the_barred_leg(goal):
    made = barred("left", "fracture", goals=[goal], self_tests={"heel_raise_reps": 12})
    done = [(item, item.level) for week in made.weeks for day in week.days for item in day.items]
    done += [(item, level) for item in made.items for level in range(1, (item.max_level or 4) + 1)]
    assert done
    for item, level in done:
        one = catalogue()[item.exercise]
        if level in one.levels and on_one_leg(item.exercise, level):
            other = one.levels[level].stands_on == "other"
            assert item.side == ("left" if other else "right"), (item.exercise, level)
