"""Hops never take the strength days: each week has strength, and the card says on how many days (R41, R45)."""

import pytest
from casework import merged, plan_of
from given import days_of
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan

RUNNER = {"measure": {"wblt_cm": [12, 12]}, "intake": {"goals": ["speed"], "equipment": ["wall"]}}


def strength_days(made):
    return [sum(any(i.category == "strength" for i in day.items) for day in week.days) for week in made.weeks]


@pytest.mark.parametrize("minutes", [12, 15, 20, 25, 30])
@pytest.mark.parametrize("days", [2, 3, 4, 5, 6])
def test_a_speed_runner_keeps_strength_when_hops_begin(minutes, days):
    made = plan_of(merged(RUNNER, {"intake": {"minutes_per_day": minutes, "days_per_week": days}}), ahead=False)
    hops = [item for day in days_of(made) for item in day.items if "hop" in catalogue()[item.exercise].traits]
    assert hops or minutes == 12
    assert min(strength_days(made)) >= (1 if minutes == 12 else 2)


@drawn(120)
@given(intakes)
def test_a_card_states_the_days_of_every_week_from_its_first(intake):
    made = plan(intake, [], ahead=False)
    for item in made.items:
        counts = [
            sum(any(i.exercise == item.exercise for i in (*day.morning, *day.items)) for day in week.days)
            for week in made.weeks
            if week.number >= item.from_week
        ]
        assert item.days_per_week == (min(counts), max(counts))
