"""What waits says when it comes, days before hard runs stay free, and sentences agree with the plan."""

from itertools import pairwise

import pytest
from casework import merged, plan_of
from given import days_of
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import plan
from dorsi.programme.exercises.dosing import scaled
from dorsi.programme.rulebook.rules import usual_parameters
from dorsi.programme.scheduling.patterns import week_patterns
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Dose
from dorsi.vocabulary import WEEKDAYS

RUNNER = {"measure": {"wblt_cm": [12, 12]}, "intake": {"goals": ["speed"], "start_date": "2026-01-05"}}


@drawn(200)
@given(intakes)
def test_everything_left_out_says_until_when(intake):
    for entry in plan(intake, [], ahead=False).excluded:
        assert entry.until, (entry.item, entry.rule, entry.text)


@pytest.mark.parametrize("days", range(1, 6))
@pytest.mark.parametrize("hard", WEEKDAYS)
def test_the_day_before_a_hard_run_is_free_where_the_week_allows_it(days, hard):
    case = merged(RUNNER, {"intake": {"days_per_week": days, "load": {"key_run_day": hard}}})
    before = WEEKDAYS[(WEEKDAYS.index(hard) - 1) % 7]
    for day in days_of(plan_of(case, ahead=False)):
        assert day.weekday != before or not day.items
        assert not day.items or any(item.category != "warmup" for item in day.items)


@pytest.mark.parametrize("days", range(1, 8))
def test_strength_days_keep_48_hours_whatever_days_are_hard(days):
    for first in WEEKDAYS:
        for second in WEEKDAYS:
            intake = Intake.model_validate({"age_years": 30, "red_flags": [], "history": [], "days_per_week": days,
                                            "load": {"hard_session_days": [first, second]}})  # fmt: skip
            week = week_patterns(usual_parameters(), intake)
            strong = [place for place in range(14) if week[place % 7] == "A"]
            assert all(later - one >= 2 for one, later in pairwise(strong))


@pytest.mark.parametrize("frac", [0.5, 0.6, 0.75])
@pytest.mark.parametrize(("sets", "reps", "hold_s"), [(1, 8, None), (2, 8, None), (3, 8, None), (3, None, 20.0)])
def test_part_of_a_dose_is_the_part_that_is_said(frac, sets, reps, hold_s):
    less = scaled(Dose(sets=sets, reps=reps, hold_s=hold_s), frac)
    kept = less.sets * (less.reps or less.hold_s) / (sets * (reps or hold_s))
    assert frac - 1e-9 <= kept <= frac + 0.13


def test_control_is_called_the_target_only_where_it_is_one():
    case = {
        "measure": {"wblt_cm": [12, 12], "lunge_deg": None},
        "intake": {"minutes_per_day": 6, "feel_reactive": 2,
                   "history": [{"kind": "achilles", "side": "left", "site": "mid", "months_ago": 5, "assessed": True}]},
    }  # fmt: skip
    waits, works = plan_of(case), plan_of(merged(case, {"intake": {"minutes_per_day": 15}}))
    assert not any("The target is control" in one.text for one in waits.say)
    assert any("The target is control" in one.text for one in works.say)


def test_the_age_is_no_reason_beside_a_number_of_the_leg():
    made = plan_of({"measure": {"wblt_cm": [12, 12]}, "intake": {"self_tests": {"heel_raise_reps": 10}}})
    facts = [reason.fact or "" for item in made.items for reason in item.because]
    assert any("heel raises: 10" in fact for fact in facts)
    assert not any(fact.startswith("age") for fact in facts)


@drawn(100)
@given(intakes)
def test_no_limit_is_said_twice(intake):
    for item in plan(intake, [], ahead=False).items:
        texts = [cap.text for cap in item.caps]
        assert not any(one != other and one in other for one in texts for other in texts)
