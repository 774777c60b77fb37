"""What safety, history and balance of the week need comes before goals and fillers (R09, R20, R40, R41)."""

import pytest
from casework import plan_of
from hypothesis import assume, given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan
from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.engine import ask_all, observe
from dorsi.programme.rulebook.rule import slot_choices as names_of
from dorsi.programme.rulebook.rules import rules, usual_parameters

CATEGORIES = ("mobility", "strength", "neuromotor", "proximal")


def free(intake):
    """Return the exercises of each category that a week could have: allowed on a leg, and with the equipment."""
    found = ask_all(observe(intake, []), rules())
    bars = Bars(found, catalogue())
    coverage = usual_parameters().coverage or {}
    return {
        category: [
            name
            for slot in slots
            for name in names_of(slot)
            if bars.has(catalogue()[name].equipment.needs)
            and bars.locked_by(name, "left") is None
            and all(bars.free(name, leg) for leg in ("left", "right"))
        ]
        for category, slots in coverage.items()
    }


def calm(intake):
    load = intake.load
    swollen = intake.swelling.left or intake.swelling.right
    busy = load.key_run_day or load.hard_session_days or load.race_date
    return not (swollen or busy or intake.phase == "race_week")


@drawn(300)
@given(intakes)
def test_a_week_of_ten_minutes_a_day_has_all_that_is_allowed(intake):
    assume(intake.minutes_per_day >= 10 and intake.days_per_week >= 2 and calm(intake))
    made = plan(intake, [], ahead=False)
    assume(made.stop is None and not made.provisional)
    allowed = free(intake)
    for week in made.weeks:
        got = {item.category for day in week.days for item in day.items}
        assert {category for category in CATEGORIES if allowed[category]} <= got, week.number


@pytest.mark.parametrize("minutes", [10, 12, 15])
@pytest.mark.parametrize("days", [2, 3, 4])
def test_an_ankle_that_gives_way_gets_balance_work_before_any_goal(minutes, days):
    case = {
        "measure": {"wblt_cm": [6, 12], "lunge_deg": None},
        "intake": {"instability": {"left": True}, "goals": ["uphill", "downhill", "speed"], "minutes_per_day": minutes,
                   "days_per_week": days, "equipment": ["wall", "cushion"]},
    }  # fmt: skip
    made = plan_of(case, ahead=False)
    for week in made.weeks:
        done = {item.exercise for day in week.days for item in day.items if item.side in {"left", "both"}}
        assert done & {"nm_sl_soft", "nm_sl_floor"}


@drawn(300)
@given(intakes)
def test_a_history_is_never_dropped_for_time(intake):
    made = plan(intake, [], ahead=False)
    assert all(one.kept for one in made.targets if one.constraint in usual_parameters().first_findings)


def test_a_tendon_history_is_kept_in_six_minutes_beside_a_marked_restriction():
    past = {"kind": "achilles", "side": "right", "site": "mid", "months_ago": 5, "assessed": True}
    short = {"history": [past], "minutes_per_day": 6}
    made = plan_of({"measure": {"wblt_cm": [4, 4], "lunge_deg": None}, "intake": short})
    kept = {one.constraint for one in made.targets if one.kept}
    assert kept == {"achilles_hx"}
    assert "st_hr_iso" in {item.exercise for item in made.items}
