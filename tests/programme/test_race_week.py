"""The days before a race are easier by the share that the plan names, in whichever week of the plan they lie."""

import datetime as dt

import pytest
from casework import plan_of

START = dt.date(2026, 1, 5)


def with_race(offset, days=4):
    load = {"longest_run_30d_km": 12, "race_date": START + dt.timedelta(days=offset)}
    intake = {"start_date": START, "days_per_week": days, "goals": ["speed"], "load": load}
    return plan_of({"measure": {"wblt_cm": [8, 8]}, "intake": intake}, ahead=False)


def main_of(days):
    return [item for day in days for item in day.items if item.category != "warmup"]


def work(days):
    return sum(item.dose.sets * (item.dose.reps or item.dose.hold_s) for item in main_of(days))


@pytest.mark.parametrize("days", [3, 4, 5])
def test_a_race_week_is_about_forty_per_cent_less_than_the_week_before(days):
    weeks = with_race(20, days).weeks
    assert 0.4 <= work(weeks[2].days) / work(weeks[1].days) <= 0.65
    assert sum(item.minutes for item in main_of(weeks[2].days)) <= 0.7 * sum(i.minutes for i in main_of(weeks[1].days))


def test_the_days_before_a_race_on_a_monday_are_easier_though_they_lie_in_the_week_before():
    race, none = with_race(7).weeks[0], with_race(-1).weeks[0]
    assert race.days[0].items == none.days[0].items
    for eased, usual in zip(race.days[1:], none.days[1:], strict=True):
        assert not eased.items or work([eased]) < work([usual])
    assert any("Race week" in note for note in race.notes)


def test_nothing_new_starts_in_a_week_that_ends_in_the_days_before_a_race():
    weeks = with_race(21).weeks
    assert weeks[2].nothing_new
    assert not weeks[2].new_items
