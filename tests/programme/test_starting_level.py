"""Who is strong starts at a fitting level, and never does an easier exercise beside a harder one of the same kind."""

import pytest
from casework import plan_of
from given import done_in
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan
from dorsi.programme.choosing.ladders import follow

STIFF = {"wblt_cm": [6.5, 6.5], "lunge_deg": None}
GEAR = ["none", "wall", "chair", "towel", "step", "backpack"]


def levels(made):
    return {(item.exercise, item.side): item.level for item in made.items}


def made_for(reps, *, measure=None, **intake):
    tests = {"heel_raise_reps": reps} | intake.pop("tests", {})
    case = {"intake": {"self_tests": tests, "equipment": GEAR} | intake}
    return plan_of(case | {"measure": measure or {"wblt_cm": [12, 12]}}, ahead=False)


@pytest.mark.parametrize(("reps", "level"), [(10, 1), (15, 2), (24, 2), (25, 3), (36, 3)])
def test_a_strong_calf_does_not_sit_down_for_its_bent_knee_raises(reps, level):
    assert levels(made_for(reps, goals=["uphill"]))["st_hr_bent", "both"] == level


@pytest.mark.parametrize(("reps", "level"), [(25, 1), (30, 2), (36, 3)])
@pytest.mark.parametrize("goal", ["general", "speed"])
def test_a_strong_calf_trains_on_one_leg_with_sets_of_a_third_of_what_it_can_do(reps, level, goal):
    made = made_for(reps, measure=STIFF, goals=[goal], minutes_per_day=25)
    assert levels(made)["st_hr_sl", "both"] == level
    assert "st_hr_dl" not in {item.exercise for item in made.items}
    told = [reason.fact for item in made.items if item.exercise == "st_hr_sl" for reason in item.because]
    assert f"left heel raises: {reps}" in told


def test_the_weaker_leg_sets_the_level_of_both():
    made = made_for({"left": 36, "right": 16}, measure=STIFF)
    assert levels(made)["st_hr_dl", "both"] == 2


@pytest.mark.parametrize(
    "careful",
    [
        {"history": [{"kind": "achilles", "side": "left", "site": "mid", "months_ago": 8}]},
        {"history": [{"kind": "sprain", "side": "left", "weeks_ago": 4}]},
        {"confidence": 4},
        {"limp": None},
    ],
    ids=["tendon", "sprain", "low confidence", "open question"],
)
def test_a_history_low_confidence_or_an_open_question_starts_at_the_first_level(careful):
    made = made_for(36, measure=STIFF, goals=["speed"], minutes_per_day=25, **careful)
    calf = [item for item in made.items if "calf_load" in catalogue()[item.exercise].traits]
    assert calf
    assert {item.level for item in calf} == {1}


@pytest.mark.parametrize(("seconds", "touches", "level"), [(10, 0, 1), (20, 2, 2), (30, 2, 2), (30, 0, 3)])
def test_steady_balance_starts_without_the_fingertip(seconds, touches, level):
    made = made_for(10, tests={"one_leg_stance_s": seconds, "one_leg_stance_touches": touches})
    assert levels(made)["nm_sl_floor", "both"] == level


def test_a_level_that_was_said_is_taken_as_it_is():
    made = made_for(36, goals=["uphill"], levels=[{"exercise": "st_hr_bent", "level": 2}])
    assert levels(made)["st_hr_bent", "both"] == 2


@drawn(300)
@given(intakes)
def test_no_exercise_is_beside_one_that_it_leads_to(intake):
    made = plan(intake, [], ahead=False)
    legs = {}
    for item in done_in(made):
        legs.setdefault(item.exercise, set()).update({"left", "right"} if item.side == "both" else {item.side})
    for name, own in legs.items():
        for later in follow(catalogue(), name) & set(legs):
            starts = [week.number for week in made.weeks if later in {i.exercise for d in week.days for i in d.items}]
            assert not own <= legs[later] or min(starts) > 1, (name, later)
