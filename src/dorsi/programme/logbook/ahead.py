"""The course of a plan if all goes well: the log's own rules, carried out on a log of comfortable sessions only."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dose_words import item_amount
from dorsi.programme.logbook.answering import answer_of
from dorsi.programme.logbook.progress import begin, holding, read_day, read_entries
from dorsi.programme.logbook.reader import Reader
from dorsi.programme.logbook.standings import legs_of
from dorsi.programme.logbook.staying import stays_of
from dorsi.programme.logbook.today import as_reached, begun_on
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Day, Plan, SessionItem, Step
from dorsi.vocabulary import Side

#: The answers of a comfortable session: the one answer to how it was, yes where an exercise asks, a quiet morning.
WELL: Final[Mapping[str, object]] = answer_of("right", "mobility") | {"goal_met": True, "pain_next_morning": 0.0}
UNDATED: Final = dt.date(2001, 1, 1)  #: a Monday, like the first day of a plan without a date

Done = tuple[str, Side]  #: exercise and tracked side


def with_course(plan: Plan, *, detectable: DetectableChanges = PUBLISHED) -> Plan:
    """Return a plan whose weeks show what moves up if all goes well, and which says what can't move and why."""
    if plan.stop is not None or not plan.weeks:
        return plan
    steps: dict[int, list[Step]] = {}
    reached = {(one.exercise, leg): one.level for one in plan.items for leg in _legs(one.exercise, one.side)}
    first = dict(reached)
    sessions: dict[Done, int] = dict.fromkeys(reached, 0)
    for number, day in days_ahead(plan, detectable=detectable):
        for item in (*day.morning, *day.items):
            for leg in _legs(item.exercise, item.side):
                sessions[item.exercise, leg] = sessions.get((item.exercise, leg), 0) + 1
        steps.setdefault(number // 7, []).extend(_steps(number, day, reached))
    weeks = [week.model_copy(update={"steps": steps.get(place, [])}) for place, week in enumerate(plan.weeks)]
    unmoved = {key: count for key, count in sessions.items() if key in first and reached[key] == first[key]}
    return plan.model_copy(update={"weeks": weeks, "stays": stays_of(plan, unmoved)})


def days_ahead(plan: Plan, *, detectable: DetectableChanges = PUBLISHED) -> Iterator[tuple[int, Day]]:
    """Yield each day with something to do (number from 0) as it will be if every session before it was comfortable."""
    start = plan.start_date or UNDATED
    log = Log(started=start, entries=[])
    reader = begin(plan, log, detectable=detectable)
    asked = -1
    for number, planned in enumerate(day for week in plan.weeks for day in week.days):
        if not (planned.items or planned.morning):
            continue
        date = start + dt.timedelta(days=number)
        if number // 7 != asked:  # the rules of the whole log, once a week: a comfortable one has no events
            asked = number // 7
            read_day(reader, log, date, due=bool(planned.items))
        reader.today.clear()
        day = as_reached(begun_on(plan, log, planned, date), reader, date, held=holding(reader, date))
        yield number, day
        entries = [
            _well(item, leg, date) for item in (*day.morning, *day.items) for leg in _legs(item.exercise, item.side)
        ]
        log.entries.extend(entries)
        reader.last = date if day.items else reader.last
        read_entries(reader, _moving(reader, entries))


def _legs(exercise: str, side: Side) -> tuple[Side, ...]:
    return legs_of(catalogue()[exercise], side)


def _well(item: SessionItem, leg: Side, date: dt.date) -> LogEntry:
    return LogEntry.model_validate(
        {"date": date, "exercise_id": item.exercise, "side": leg, "level": item.level, **WELL}
    )


def _moving(reader: Reader, entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Return the entries that can move something: those below the highest level allowed."""
    found = ((entry, reader.standings[entry.exercise_id, entry.side]) for entry in entries)
    return [entry for entry, one in found if one.level < one.max_level]


def _steps(number: int, day: Day, reached: dict[Done, int]) -> Iterator[Step]:
    """Yield what is at a higher level than ever before, and take down that it is; the warm-up goes without saying."""
    for item in (one for one in (*day.morning, *day.items) if one.category != "warmup"):
        legs = _legs(item.exercise, item.side)
        if any(item.level > reached.get((item.exercise, leg), item.level) for leg in legs):
            yield Step(
                exercise=item.exercise,
                name=item.name,
                side=item.side,
                level=item.level,
                level_text=item.level_text,
                dose_text=item_amount(item),
                caps=item.caps,
                day=number + 1,
                weekday=day.weekday,
            )
        reached |= {(item.exercise, leg): max(item.level, reached.get((item.exercise, leg), 1)) for leg in legs}
