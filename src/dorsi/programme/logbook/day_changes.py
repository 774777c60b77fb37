"""What a day is after the rules: how large, held back by a stop, and what this morning changed."""

import datetime as dt
from collections.abc import Iterable, Sequence

from dorsi.programme.rulebook.rules import rules
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, SessionItem
from dorsi.wording.plurals import minutes, plural


def whole_day(day: Day) -> Day:
    """Return a day with its every-morning exercises as the first of its session: all that is done and ticked off."""
    items = [*day.morning, *day.items]
    return day.model_copy(update={"items": items, "morning": [], "minutes": sum(item.minutes for item in items)})


def size_text(items: Sequence[SessionItem], left: str = "") -> str:
    """Return how many exercises these are and how long they take, such as "3 exercises left, 5 min".

    An exercise counts once, also where each leg has its own level.
    """
    exercises = {item.exercise for item in items}
    return f"{plural(len(exercises), 'exercise')}{left}, {minutes(sum(item.minutes for item in items))}"


def is_stopped(day: Day) -> bool:
    """Return whether a stop, and not the plan's rest, leaves a day without exercises."""
    ending = {
        rule.id
        for rule in rules()
        for case in rule.cases
        for action in case.then
        if action.stop or (action.move and action.move.to in {"stop", "no_session"})
    }
    return not day.items and not day.morning and not ending.isdisjoint(day.rules)


def without_morning(log: Log, date: dt.date) -> Log:
    """Return a log as it was before this morning was noted."""
    yesterday = date - dt.timedelta(days=1)
    entries = [
        one.model_copy(update={"pain_next_morning": None}) if one.date == yesterday else one for one in log.entries
    ]
    mornings = [one for one in log.mornings if one.date != date]
    return log.model_copy(update={"entries": entries, "mornings": mornings})


def changes_between(before: Day, after: Day) -> list[str]:
    """Return in words what is different in a session, exercise by exercise; empty if nothing is."""
    said = [_change(item, _same(item, before.items)) for item in after.items]
    gone = [f"{one.name}: left out" for one in before.items if _same(one, after.items) is None]
    return list(dict.fromkeys([*(one for one in said if one), *gone]))


def _same(item: SessionItem, among: Iterable[SessionItem]) -> SessionItem | None:
    """Return an exercise's item of the same leg, or of both legs, or None."""
    found = [one for one in among if one.exercise == item.exercise]
    found = [one for one in found if one.side == item.side or "both" in {one.side, item.side}]
    return next(iter(found), None)


def _change(now: SessionItem, before: SessionItem | None) -> str:
    name = now.name if now.side == "both" else f"{now.name}, {now.side} leg"
    if before is None:
        return f"{name}: new today"
    if now.level != before.level:
        return f"{name}: level {now.level} instead of {before.level}, {now.dose_text}"
    return "" if now.dose_text == before.dose_text else f"{name}: {now.dose_text} instead of {before.dose_text}"
