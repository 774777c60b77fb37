"""A tendon history comes before a goal: its exercise keeps its dose, and the plan says what the goal waits for."""

import pytest
from casework import plan_of
from given import days_of
from hypothesis import assume, given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan
from dorsi.programme.exercises.timing import minutes_of
from dorsi.schema.intake import Intake

PAST = [{"kind": "achilles", "side": "left", "site": "mid", "months_ago": 10, "assessed": True}]


def made_for(minutes, goals=("uphill",), **intake):
    asked = {"minutes_per_day": minutes, "goals": list(goals), "history": PAST, "equipment": ["wall", "chair", "step"]}
    return plan_of({"measure": {"wblt_cm": [7, 7], "lunge_deg": None}, "intake": asked | intake}, ahead=False)


@pytest.mark.parametrize("minutes", [6, 8, 10, 15])
@pytest.mark.parametrize("goal", ["uphill", "speed", "squat_depth"])
def test_the_heel_raise_hold_keeps_its_dose_twice_a_week(minutes, goal):
    made = made_for(minutes, [goal])
    own = catalogue()["st_hr_iso"].dose_at(1)
    for week in made.weeks:
        done = [item for day in week.days for item in day.items if item.exercise == "st_hr_iso"]
        assert len(done) == 2
        assert all((item.dose.sets, item.dose.hold_s) == (own.sets, own.hold_s) for item in done)


def test_minutes_too_few_for_all_its_sets_give_it_as_many_as_fit():
    made = made_for(5)
    assert all(day.minutes <= 5 for day in days_of(made))
    assert {item.dose.sets for day in days_of(made) for item in day.items if item.exercise == "st_hr_iso"} == {4}


def test_the_plan_says_that_the_goal_waits_and_until_when():
    said = [one.text for one in made_for(8, ["uphill", "speed"]).say]
    assert any("left Achilles tendon comes before your goal until" in text for text in said)
    waits = next(text for text in said if text.startswith("For your goal"))
    assert "two-leg hops, quiet landing waits until tendon and heel raises are ready" in waits


def test_a_goal_without_a_tendon_history_or_a_tendon_without_a_goal_says_nothing_of_it():
    for made in (made_for(8, history=[]), made_for(8, ["general"])):
        assert not [one.text for one in made.say if "before your goal" in one.text or "For your goal" in one.text]


def with_tendon(intake):
    """Return a runner with this tendon's history only: few of those drawn have one."""
    return Intake.model_validate(intake.model_dump() | {"history": PAST})


@drawn(200)
@given(intakes.map(with_tendon))
def test_what_a_history_asks_for_first_is_never_cut_for_another_exercise(intake):
    made = plan(intake, [], ahead=False)
    hold = catalogue()["st_hr_iso"]
    kept = [one for one in made.targets if one.constraint == "achilles_hx" and one.kept]
    assume(kept and any(item.exercise == "st_hr_iso" for item in made.items))
    for week in (week for week in made.weeks if not week.nothing_new):
        for day in week.days:
            for item in (one for one in day.items if one.exercise == "st_hr_iso" and one.note):
                legs = ("left", "right") if item.side == "both" else (item.side,)
                doses = {leg: hold.dose_at(item.level) for leg in legs}
                whole = minutes_of(hold, doses, together=hold.together(item.level))
                warm = sum(one.minutes for one in day.items if one.category == "warmup")
                early = sum(one.minutes for one in day.morning)
                assert whole > min(30, intake.minutes_per_day) - warm - early
