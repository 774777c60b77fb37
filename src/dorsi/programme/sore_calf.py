"""A calf that is sore from running on a planned A day: another day, or less (X12 by the colours of R51)."""

import datetime as dt
from collections.abc import Callable

from dorsi.programme.catalogue import catalogue
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Plan, SessionItem

AMBER_ABOVE, RED_ABOVE = 2.0, 5.0  # R51
STRENGTH_GAP_DAYS = 2  # R45


def eased_for_calf(plan: Plan, day: Day, number: int, soreness: float) -> tuple[Day, str | None]:
    """Return the day as a sore calf allows, with the note that says why; `number` counts the plan's days from 0.

    Green changes nothing. Amber swaps an A day with the next B day of its week where 48 hours between strength days
    still hold, and otherwise leaves out high load. Red leaves out everything that loads the calf.
    """
    if soreness > RED_ABOVE:
        text = "R51: the calf is sore above 5 of 10; nothing that loads the calf today. If it stays, have it looked at."
        return _without(day, _loads_calf), text
    if soreness <= AMBER_ABOVE or day.pattern != "A":
        return day, None
    later = swap_day(plan, number)
    if later is None:
        text = "X12: the calf is sore from running and no other day keeps 48 hours; high load is left out today."
        return _without(day, lambda item: item.load_class == "H"), text
    other = _days(plan)[later]
    text = f"X12: the calf is sore from running; today is the balance day, the strength part comes on {other.weekday}."
    return day.model_copy(update={"pattern": other.pattern, "items": other.items, "minutes": other.minutes}), text


def swap_day(plan: Plan, number: int) -> int | None:
    """Return the next B day of the same week that can take over an A day, or None."""
    days = _days(plan)
    strength = [place for place, one in enumerate(days) if place != number and _has_strength(one)]
    week_ends = (number // 7 + 1) * 7
    for place in range(number + 1, min(week_ends, len(days))):
        apart = all(abs(place - other) >= STRENGTH_GAP_DAYS for other in strength)
        if days[place].pattern == "B" and apart and not days[place].before_hard_run:
            return place
    return None


def taken_over(plan: Plan, log: Log, number: int, date: dt.date) -> Day | None:
    """Return the A day that this B day takes over, when the log shows that the two were swapped; else None."""
    days = _days(plan)
    for place in range(number // 7 * 7, min(number, len(days))):
        if days[place].pattern != "A" or swap_day(plan, place) != number:
            continue
        when = date - dt.timedelta(days=number - place)
        done = {entry.exercise_id for entry in log.entries if entry.date == when}
        own = {item.exercise for item in days[place].items}
        strength = {item.exercise for item in days[place].items if item.category == "strength"}
        if done & {item.exercise for item in days[number].items} - own and not done & strength:
            return days[place]
    return None


def _days(plan: Plan) -> list[Day]:
    return [day for week in plan.weeks for day in week.days]


def _has_strength(day: Day) -> bool:
    return any(item.category == "strength" for item in day.items)


def _loads_calf(item: SessionItem) -> bool:
    traits = set(catalogue()[item.exercise].traits)
    return item.load_class == "H" or bool(traits & {"calf_load", "calf_stretch", "impact", "impact_low"})


def _without(day: Day, left_out: Callable[[SessionItem], bool]) -> Day:
    items = [item for item in day.items if item.category == "warmup" or not left_out(item)]
    return day.model_copy(update={"items": items, "minutes": sum(item.minutes for item in items)})
