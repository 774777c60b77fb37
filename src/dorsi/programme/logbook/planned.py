"""The plan's day for a date."""

import datetime as dt

from dorsi.programme.facts.log import first_day
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Plan
from dorsi.vocabulary import WEEKDAYS


def planned_day(plan: Plan, log: Log, day: dt.date) -> Day:
    """Return the plan's day for a date; before its first one rests, after the last week its days repeat."""
    number = (day - first_day(plan, log, day)).days
    if not plan.weeks or number < 0:
        return rest_day(day)
    week = plan.weeks[min(number // 7, len(plan.weeks) - 1)]
    return week.days[number % 7].model_copy(update={"date": day, "weekday": _weekday(day)})


def rest_day(day: dt.date) -> Day:
    """Return a day without exercises."""
    return Day(weekday=_weekday(day), date=day, pattern="rest", minutes=0)


def _weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]
