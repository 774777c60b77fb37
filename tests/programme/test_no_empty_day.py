"""A training day holds more than the warm-up wherever another day of the week has an exercise to spare."""

import pytest
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan
from dorsi.schema.intake import Intake

QUIET = {"red_flags": [], "limp": False, "medicines": [], "conditions": [], "balance_risk": False}
#: Hip and trunk were all that one day had, and were taken from it for their share of the week.
OLDER = QUIET | {
    "age_years": 60, "minutes_per_day": 12, "days_per_week": 3, "equipment": ["wall"], "confidence": 9,
    "history": [{"kind": "sprain", "side": "both", "weeks_ago": 100, "assessed": True}],
    "start_date": "2026-01-09", "feel_reactive": {"left": 1, "right": 5}, "goals": ["general"],
    "stretch_felt": {"left": "high_calf", "right": "front_blocked"},
    "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 7.8, "right": 7.8}],
    "self_tests": {"one_leg_stance_s": {"left": 21, "right": 21}, "one_leg_stance_touches": {"left": 4, "right": 1},
                   "soft_surface_touches": {"left": 6, "right": 8}},
    "levels": [{"exercise": "st_band_df", "level": 4}, {"exercise": "st_hr_dl", "level": 3}],
}  # fmt: skip
#: The day before a hard run had no range work, and another day had it beside the rest.
BEFORE_A_RUN = QUIET | {
    "age_years": 18, "minutes_per_day": 25, "days_per_week": 7, "history": [], "start_date": "2026-01-17",
    "equipment": ["chair", "cushion", "step", "towel"], "pain": [],
    "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 4.1, "right": 4.6}],
    "load": {"longest_run_30d_km": 24, "longest_run_7d_km": 21.6, "hard_session_days": ["sun"], "key_run_day": "wed"},
}  # fmt: skip


def only_warm(day):
    return bool(day.items) and all(item.category == "warmup" for item in day.items)


def to_spare(day):
    """Return the light exercises without rests of their own that a day has beside others."""
    names = {item.exercise for item in day.items if item.category != "warmup"}
    light = {name for name in names if catalogue()[name].load_class == "L" and catalogue()[name].gap_days <= 1}
    return {name for name in light if catalogue()[name].category == "mobility"} if len(names) > 1 else set()


@pytest.mark.parametrize("answers", [OLDER, BEFORE_A_RUN], ids=["hip and trunk only", "before a hard run"])
def test_no_day_is_left_with_the_warm_up_alone(answers):
    made = plan(Intake.model_validate(answers), [], ahead=False)
    assert made.weeks
    assert not [(week.number, day.weekday) for week in made.weeks[1:] for day in week.days if only_warm(day)]


@drawn(150)
@given(intakes)
def test_range_work_that_a_day_can_spare_is_not_missing_on_another(intake):
    made = plan(intake, [], ahead=False)
    swollen = intake.swelling.left or intake.swelling.right
    for week in made.weeks[1:]:
        if swollen or week.nothing_new or any(day.before_hard_run for day in week.days):
            continue
        spare = set().union(*(to_spare(day) for day in week.days))
        assert not spare or not [day.weekday for day in week.days if only_warm(day)], (week.number, spare)
