"""The weeks of a programme: equal weeks once, left and right of an exercise on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorsi.report import amounts, words
from dorsi.schema.plan import Day, Week

WEEKDAYS: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """One exercise of a day with the dose of each side."""

    name: str
    doses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day; a rest day has no lines."""

    name: str
    date: str
    minutes: str
    lines: tuple[DayLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EqualWeeks:
    """Weeks in a row in which every day is the same, shown once."""

    title: str
    days: tuple[DayView, ...]
    notes: tuple[str, ...]


def _day(day: Day, *, dated: bool) -> DayView:
    doses: dict[str, list[str]] = {}
    for item in day.items:
        side = "" if item.side == "both" else f"{item.side} "
        doses.setdefault(item.name, []).append(f"{side}{words.typeset(item.dose_text)}")
    return DayView(
        name=WEEKDAYS[day.weekday],
        date=day.date.isoformat() if dated and day.date else "",
        minutes=amounts.minutes(day.minutes) if day.items else "",
        lines=tuple(DayLine(name=name, doses=tuple(found)) for name, found in doses.items()),
        notes=tuple(words.sentence(note) for note in day.notes),
    )


def _content(week: Week) -> list[dict[str, object]]:
    return [day.model_dump(exclude={"date"}) for day in week.days]


def equal_weeks(weeks: Sequence[Week]) -> tuple[EqualWeeks, ...]:
    """Return the weeks, with equal ones in a row taken together; dates stand only where a week is alone."""
    runs: list[list[Week]] = []
    for week in weeks:
        if runs and _content(runs[-1][0]) == _content(week):
            runs[-1].append(week)
        else:
            runs.append([week])
    return tuple(
        EqualWeeks(
            title=f"Week {run[0].number}" if len(run) == 1 else f"Weeks {run[0].number} to {run[-1].number}",
            days=tuple(_day(day, dated=len(run) == 1) for day in run[0].days),
            notes=tuple(f"week {w.number}: {note}" if len(run) > 1 else note for w in run for note in w.notes),
        )
        for run in runs
    )
