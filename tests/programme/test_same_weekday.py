"""A plan and `today` agree on what a day is, on every weekday, with and without a start date."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import Morning, today
from dorsi.programme.logbook.today import next_session, planned_day
from dorsi.schema.log import Log

MONDAY = dt.date(2026, 11, 23)
WEEK = [MONDAY + dt.timedelta(days=n) for n in range(7)]
CASE = {"measure": {"wblt_cm": [6.5, 6.5]}}


def made(start=None):
    return plan_of(CASE | {"intake": {"start_date": start} if start else {}}, ahead=False)


def names(day):
    return [item.exercise for item in day.items]


@pytest.mark.parametrize("day", WEEK, ids=lambda day: f"{day:%a}")
def test_a_plan_without_a_start_date_gives_each_weekday_what_it_says_of_it(day):
    plan = made()
    planned = next(one for one in plan.weeks[0].days if one.weekday == f"{day:%a}".lower())
    now = today(plan, Log(), day, Morning())
    assert (now.weekday, now.pattern, names(now)) == (planned.weekday, planned.pattern, names(planned))


@pytest.mark.parametrize("started", WEEK, ids=lambda day: f"{day:%a}")
def test_whichever_day_the_log_starts_the_days_of_a_plan_stay(started):
    plan, log = made(), Log(started=started)
    for ahead in range(10):
        day = started + dt.timedelta(days=ahead)
        planned = planned_day(plan, log, day)
        assert planned.weekday == f"{day:%a}".lower()
        assert planned.pattern == plan.weeks[0].days[day.weekday()].pattern


@pytest.mark.parametrize("start", WEEK, ids=lambda day: f"{day:%a}")
def test_a_plan_with_a_start_date_has_its_days_on_their_dates(start):
    plan = made(start)
    for planned in plan.weeks[0].days:
        assert planned.weekday == f"{planned.date:%a}".lower()
        now = today(plan, Log(), planned.date, Morning())
        assert (now.weekday, now.pattern, names(now)) == (planned.weekday, planned.pattern, names(planned))


@pytest.mark.parametrize("before", [1, 3, 8])
def test_before_a_later_start_there_is_no_session_and_the_next_one_is_the_first_of_the_plan(before):
    start = MONDAY + dt.timedelta(days=14)
    plan, day = made(start), start - dt.timedelta(days=before)
    assert not planned_day(plan, Log(), day).items
    assert not today(plan, Log(), day, Morning()).items
    first = next(one.date for one in plan.weeks[0].days if one.items)
    assert next_session(plan, Log(), day) == (first if before <= 7 else None)
