"""A leg with a finding gets at least the dose of the other one, and its own reasons stand with it (R20, R31)."""

import pytest
from casework import merged, plan_of
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import plan
from dorsi.programme.rulebook.rules import rules

OTHER_LEG = next(case.text for rule in rules() for case in rule.cases if case.case == "other leg")


def by_leg(made):
    found = {}
    for item in made.items:
        for leg in ("left", "right") if item.side == "both" else (item.side,):
            found[item.exercise, leg] = item
    return found


def work(item):
    return item.dose.sets * (item.dose.reps or 1) * (item.dose.hold_s or 1)


@pytest.mark.parametrize(("test", "exercise"), [("inv_ev_stiff", "mo_inv_ev"), ("rotation_blocked", "mo_rotation")])
def test_an_extra_set_goes_only_to_what_answers_the_difference(test, exercise):
    case = {"measure": {"wblt_cm": [12.1, 14.6], "lunge_deg": None}, "intake": {"equipment": ["wall"]}}
    found = by_leg(
        plan_of(merged(case, {"intake": {"self_tests": {test: {"left": False, "right": True}}}}), ahead=False)
    )
    assert work(found[exercise, "right"]) >= work(found[exercise, "left"])
    slides = found["mo_wall_slide", "left"], found["mo_wall_slide", "right"]
    assert slides[0].dose.sets == slides[1].dose.sets + 1
    assert {"R31", "R20"} <= {reason.rule for reason in slides[0].because}


@drawn(300)
@given(intakes)
def test_a_leg_that_only_keeps_the_other_company_never_does_more(intake):
    found = by_leg(plan(intake, [], ahead=False))
    for (exercise, leg), item in found.items():
        other = found.get((exercise, "right" if leg == "left" else "left"))
        if other is None or item.side == "both" or item.category == "warmup" or other.caps:
            continue
        if any(reason.text == OTHER_LEG for reason in item.because):
            assert work(item) <= work(other), (exercise, leg)


def test_borderline_range_waits_with_the_restricted_range_of_the_other_leg():
    case = {
        "measure": {"wblt_cm": [6.7, 8.9], "lunge_deg": None},
        "intake": {"minutes_per_day": 6, "goals": ["trail"], "self_tests": {"soft_surface_touches": 8}},
    }
    targets = {one.constraint: one.kept for one in plan_of(case, ahead=False).targets}
    assert targets["df_borderline"] == targets["df_restricted"]
