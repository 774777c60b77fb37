"""The weeks of a programme: equal weeks once, left and right of an exercise on one line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dorsi.programme.exercises.dose_words import item_amount
from dorsi.programme.logbook.day_changes import size_text, whole_day
from dorsi.programme.words import course as course_words
from dorsi.report.text import words
from dorsi.schema.plan import Day, Plan, SessionItem, Week
from dorsi.vocabulary import WEEKDAY_NAMES
from dorsi.wording.days import day_text
from dorsi.wording.plurals import minutes


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """One exercise of a day with the dose of each side."""

    name: str
    doses: tuple[str, ...]
    details: tuple[str, ...] = ()  #: level in words, what to have ready, limits; each once


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day; a rest day has no lines."""

    name: str
    date: str
    minutes: str
    lines: tuple[DayLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DayNow:
    """One day of the current week."""

    name: str
    size: str  #: how many exercises and how long, those of every morning included; empty on a day of rest
    early: tuple[str, ...]  #: what is done each morning, outside the session
    today: bool


@dataclass(frozen=True, kw_only=True)
class WeekNow:
    """The current week at a glance."""

    title: str
    days: tuple[DayNow, ...]


@dataclass(frozen=True, kw_only=True)
class EqualWeeks:
    """Weeks in a row in which every day is the same, shown once."""

    title: str
    days: tuple[DayView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What comes next if all goes well: the steps week by week, and what stays."""

    title: str
    text: str  #: on what it depends
    weeks: tuple[tuple[str, tuple[str, ...]], ...]
    stays_title: str
    stays: tuple[str, ...]


def ahead(plan: Plan) -> Ahead:
    """Return the course to come; `weeks` holds only those in which something moves up."""
    return Ahead(
        title=course_words.COMES_NEXT,
        text=course_words.IF_WELL,
        weeks=tuple(
            (f"Week {week.number}", tuple(words.typeset(line) for line in course_words.week_steps(week)))
            for week in plan.weeks
            if week.steps
        ),
        stays_title=course_words.STAYS,
        stays=tuple(words.typeset(line) for line in course_words.stay_lines(plan)),
    )


def week_now(plan: Plan, day: dt.date | None) -> WeekNow | None:
    """Return the week of a day, or the first one where the day is not within the plan or not given."""
    if not plan.weeks:
        return None
    passed = (day - plan.start_date).days if day and plan.start_date else -1
    number = passed // 7 if 0 <= passed < 7 * len(plan.weeks) else 0
    week, now = plan.weeks[number], number * 7 <= passed < number * 7 + 7
    count = f"week {number + 1} of {len(plan.weeks)}"
    return WeekNow(
        title=f"This week ({count})" if now else f"The first week ({count})",
        days=tuple(
            DayNow(
                name=WEEKDAY_NAMES[one.weekday],
                size=size_text(whole_day(one).items) if one.items else "",
                early=tuple(dict.fromkeys(f"{item.name}: {item.when}" for item in one.morning)),
                today=now and one.date == day,
            )
            for one in week.days
        ),
    )


def _day(day: Day, *, dated: bool) -> DayView:
    same: dict[str, list[SessionItem]] = {}
    for item in day.items:
        same.setdefault(item.name, []).append(item)
    return DayView(
        name=WEEKDAY_NAMES[day.weekday],
        date=day_text(day.date) if dated and day.date else "",
        minutes=minutes(day.minutes) if day.items else "",
        lines=tuple(_line(name, items) for name, items in same.items()),
        notes=tuple(words.sentence(note) for note in day.notes),
    )


def _line(name: str, items: Sequence[SessionItem]) -> DayLine:
    """Return one exercise; what only one side has to know names the side."""
    who: dict[str, list[str]] = {}
    for item in items:
        for text in item.details:
            who.setdefault(text, []).append(item.side)
    details = [text if len(sides) == len(items) else f"{sides[0]}: {text}" for text, sides in who.items()]
    doses = [f"{'' if one.side == 'both' else f'{one.side} '}{words.typeset(item_amount(one))}" for one in items]
    return DayLine(name=name, doses=tuple(doses), details=tuple(words.typeset(text) for text in details))


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
