"""What belongs on every day is on every day: the sole stretch before the first steps, also on rest days."""

import datetime as dt

import pytest
from casework import plan_of
from given import days_of

from dorsi.programme import Morning, as_calendar, as_markdown, course, today
from dorsi.schema.log import Log

DAY_1 = dt.date(2026, 1, 5)
STRETCH = "mo_fascia_stretch"
WORDS = "Every morning, before your first steps: Gentle sole stretch"


def sole(minutes=10, days=3, **more):
    told = {"start_date": DAY_1, "minutes_per_day": minutes, "days_per_week": days,
            "equipment": ["ball", "band", "chair"], "first_step_pain": {"left": 3, "right": 0},
            "first_step_pain_days": {"left": 9}}  # fmt: skip
    return plan_of({"measure": {"wblt_cm": [9, 9]}, "intake": told | more})


@pytest.mark.parametrize("minutes", [5, 10, 20])
@pytest.mark.parametrize("days", [1, 3, 6])
def test_the_sole_stretch_is_done_every_day_and_within_the_minutes(minutes, days):
    plan = sole(minutes, days)
    for day in days_of(plan):
        assert [item.exercise for item in day.morning][:1] == [STRETCH]
        assert not [item for item in day.items if item.exercise == STRETCH]
        assert day.minutes + sum(item.minutes for item in day.morning) <= minutes + 1e-9
    [item] = {item.days_per_week for item in plan.items if item.exercise == STRETCH}
    assert item == (7, 7)


def test_a_rest_day_shows_it_in_week_calendar_and_print():
    plan = sole()
    rest = [day for day in plan.weeks[0].days if day.pattern == "rest"]
    assert len(rest) == 4
    assert all(day.notes[0].startswith(WORDS) for day in rest)
    assert as_markdown(plan).count(f"| {WORDS}") >= 4
    calendar = as_calendar(plan).replace("\r\n ", "").replace("\\,", ",")
    for day in plan.weeks[0].days:
        event = next(part for part in calendar.split("BEGIN:VEVENT") if f"DTSTART;VALUE=DATE:{day.date:%Y%m%d}" in part)
        assert WORDS in event


def test_today_shows_it_on_a_rest_day_and_a_morning_of_pain_ends_it():
    plan = sole()
    rest = next(day.date for day in plan.weeks[0].days if day.pattern == "rest")
    calm = today(plan, Log(started=DAY_1), rest, Morning())
    assert [item.exercise for item in calm.morning][:1] == [STRETCH]
    assert calm.notes[0].startswith(WORDS)
    sore = today(plan, Log(started=DAY_1), rest, Morning(pain=7))
    assert sore.morning == []
    assert not [note for note in sore.notes if note.startswith(WORDS)]


def test_a_hot_sole_keeps_its_limit_every_morning():
    plan = sole(first_step_pain={"left": 6, "right": 0})
    assert all("sensation at most 2 of 10" in day.notes[0] for day in days_of(plan))


def test_without_a_sole_history_no_morning_is_filled():
    assert not [day for day in days_of(sole(first_step_pain={"left": 0, "right": 0})) if day.morning]


def test_what_is_done_in_the_morning_is_no_session():
    plan = sole()
    entries = [
        {"date": DAY_1 + dt.timedelta(days=n), "exercise_id": STRETCH, "side": "both", "level": 1, "pain_during": 0}
        for n in range(14)
    ]
    found = course(plan, Log.model_validate({"started": DAY_1, "entries": entries}), DAY_1 + dt.timedelta(days=14))
    assert found.sessions_done == 0
    assert found.adherence_frac == 0
    assert [week.sessions_done for week in found.weeks] == [0, 0, 0]


@pytest.mark.parametrize("cm", [5, 6, 7])
def test_three_ten_minute_days_hold_a_calf_stretch_at_least_twice_a_week(cm):
    plan = plan_of({"measure": {"wblt_cm": [cm, cm]}, "intake": {"minutes_per_day": 10, "days_per_week": 3}})
    for week in plan.weeks:
        days = [day for day in week.days if any(i.exercise in {"mo_soleus_wall", "mo_gastroc_wall"} for i in day.items)]
        assert len(days) >= 2
