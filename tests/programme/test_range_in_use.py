"""Range that the ankle has in the lunge and the squat does not use is told, and squats follow."""

import pytest
from casework import plan_of


def made(lunge, squat, **more):
    return plan_of({"measure": {"lunge_deg": lunge, "squat_deg": squat}, "intake": {"minutes_per_day": 20} | more})


def told(plan):
    return {one.side: one.text for one in plan.say if "more range than your squat uses" in one.text}


def test_the_unused_range_is_told_with_both_numbers_and_answered_with_squats():
    plan = made([40, 40], [29, 38])
    [(side, text)] = told(plan).items()
    assert side == "left"
    assert "40.0°" in text
    assert "29.0°" in text
    items = {item.exercise: item for item in plan.items}
    assert {"mo_squat_hold", "nm_align_squat"} & set(items)
    reasons = [reason for item in plan.items for reason in item.because if reason.rule == "R20"]
    assert any(one.metric == "squat_shank_inclination_deg" and one.value == 29 for one in reasons)


@pytest.mark.parametrize("squat", [[38, 38], [35, 33]])
def test_a_squat_that_uses_the_range_sets_nothing(squat):
    plan = made([40, 40], squat)
    assert not told(plan)
    assert "mo_squat_hold" not in {item.exercise for item in plan.items}


def test_numbers_of_two_scales_have_no_gap():
    case = {"measure": {"wblt_cm": [14, 14], "squat_deg": [29, 29]}, "intake": {"minutes_per_day": 20}}
    assert not told(plan_of(case))
