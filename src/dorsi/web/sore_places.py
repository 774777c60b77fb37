"""Where something hurts, in words, and how each exercise felt when it was last done."""

import datetime as dt
from collections.abc import Iterable

from dorsi.intake.form import Question, sections
from dorsi.schema.log import LogEntry
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Side
from dorsi.wording.days import day_text


def pain_areas() -> dict[str, str]:
    """Return the places that may hurt, in the words of the questions and in the order of the alphabet."""
    return dict(sorted(_asked().words.items(), key=lambda one: one[1].casefold()))


def _asked() -> Question:
    return next(one for part in sections() for one in part.questions if one.id == "pain")


def places_by_side() -> dict[Side, dict[str, str]]:
    """Return the places that may hurt on each leg, or on both."""
    sides: tuple[Side, ...] = (*LEGS, "both")
    return {side: {area: place_words(area, side) for area in pain_areas()} for side in sides}


def place_words(area: str, side: Side) -> str:
    """Return a place with its leg: "front of the right ankle"; on both legs it has none."""
    return _asked().words[area] if side == "both" else _asked().of_leg(area, side)


def pain_words(entry: LogEntry) -> str | None:
    """Return how much an exercise hurt, and where: "pain 4 of 10, front of the right ankle"; None if not noted."""
    if entry.pain_during is None:
        return None
    where = place_words(entry.pain_site, entry.side) if entry.pain_site and entry.pain_during else ""
    return ", ".join(part for part in (f"pain {entry.pain_during:g} of 10", where) if part)


def pain_last_time(entries: Iterable[LogEntry], date: dt.date) -> dict[str, list[str]]:
    """Return for each exercise that hurt when it was last done, before a day, when, how much and where."""
    last: dict[str, list[LogEntry]] = {}
    for entry in sorted((one for one in entries if one.date < date), key=lambda one: one.date):
        same = last.setdefault(entry.exercise_id, [])
        last[entry.exercise_id] = [one for one in same if one.date == entry.date] + [entry]
    sore = {name: [one for one in same if one.pain_during] for name, same in last.items()}
    return {
        name: [f"{_when(one.date, date)}: {pain_words(one)}" for one in same] for name, same in sore.items() if same
    }


def _when(day: dt.date, today: dt.date) -> str:
    return "Yesterday" if (today - day).days == 1 else f"Last time, {day_text(day)}"
