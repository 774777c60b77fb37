"""Finds the later day of a week that can take over an A day, or did (X12)."""

import datetime as dt

from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Plan


def swap_day(plan: Plan, number: int) -> int | None:
    """Return the next B day of the same week that can take over an A day, or None."""
    days = days_of(plan)
    strength = [place for place, one in enumerate(days) if place != number and _has_strength(one)]
    week_ends = (number // 7 + 1) * 7
    for place in range(number + 1, min(week_ends, len(days))):
        apart = all(abs(place - other) >= plan.strength_gap_days for other in strength)
        if days[place].kind == "B" and apart and not days[place].before_hard_run:
            return place
    return None


def taken_over(plan: Plan, log: Log, number: int, date: dt.date) -> Day | None:
    """Return the A day that this B day takes over if the log shows the swap; else None."""
    days = days_of(plan)
    for place in range(number // 7 * 7, min(number, len(days))):
        if days[place].kind != "A" or swap_day(plan, place) != number:
            continue
        when = date - dt.timedelta(days=number - place)
        done = {entry.exercise_id for entry in log.entries if entry.date == when}
        own = {item.exercise for item in days[place].items}
        strength = {item.exercise for item in days[place].items if item.category == "strength"}
        if done & {item.exercise for item in days[number].items} - own and not done & strength:
            return days[place]
    return None


def days_of(plan: Plan) -> list[Day]:
    """Return the days of a plan in order."""
    return [day for week in plan.weeks for day in week.days]


def _has_strength(day: Day) -> bool:
    return any(item.category == "strength" for item in day.items)
