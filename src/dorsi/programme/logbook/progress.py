"""Reads the log as a state machine; every move of an exercise names its rule (R51-R65)."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.log import course_facts, gap_facts, session_dates, start_of
from dorsi.programme.facts.morning import later_checks, with_next_mornings
from dorsi.programme.facts.points import measured_days
from dorsi.programme.facts.running_load import has_run
from dorsi.programme.logbook.entry_moves import read_entry
from dorsi.programme.logbook.planned import planned_day
from dorsi.programme.logbook.reader import Fired, Reader, fired, record, set_level
from dorsi.programme.logbook.same_day import one_a_day
from dorsi.programme.logbook.standings import by_leg, standings
from dorsi.schema.log import ItemState, Log, LogEntry, Move
from dorsi.schema.plan import Plan

LASTING = frozenset(
    {"deload", "warmup_only", "spike"}
)  #: moves that last for a number of days, whatever the next session shows
#: Moves for what is seen on the day itself, so each time counts; the others look back over days that a move has
#: answered already, so they start again only if their rule still holds when they end.
RENEWED = frozenset({"warmup_only", "spike"})
#: Moves that count on the day that brings them; the others count from the next day on.
AT_ONCE = RENEWED | {"refer"}
FREEZING = frozenset({"deload", "spike"})  #: moves during which no level rises


def read_log(plan: Plan, log: Log, day: dt.date | None = None, *, detectable: DetectableChanges = PUBLISHED) -> Reader:
    """Return the states after the log, with every move and its rule; raises DataError for unknown ids.

    The rules of the whole log are evaluated on every day that something was noted, and on `day`, the day to come.
    """
    reader = begin(plan, log, detectable=detectable)
    entries = one_a_day(leg for entry in log.entries for leg in by_leg(entry))
    entries = with_next_mornings(entries, log.mornings)
    done = {date: list(group) for date, group in groupby(entries, key=lambda entry: entry.date)}
    sessions = set(session_dates(plan, entries))
    reader.memory.restful = [one for one in log.mornings if one.date - dt.timedelta(days=1) not in done]
    reader.memory.later = later_checks(log.mornings, [*sessions])
    noted = {
        *done,
        *(one.date for one in log.mornings),
        *(one for one in measured_days(log) if day is None or one <= day),
    }
    for date in sorted({*noted, *([day] if day else [])}):
        session = date in sessions
        read_day(reader, log, date, done.get(date, ()), session=session, due=session or date == day)
    return reader


def begin(plan: Plan, log: Log, *, detectable: DetectableChanges = PUBLISHED) -> Reader:
    """Return the states before the first day of a log."""
    reader = Reader(plan=plan, standings=standings(plan, log), detectable=detectable)
    started = start_of(plan, log)
    if started is not None and plan.levels_held_days:  # a load spike overrides a step up (X13)
        reader.memory.frozen_until = started + dt.timedelta(days=plan.levels_held_days - 1)
    return reader


def read_day(
    reader: Reader,
    log: Log,
    date: dt.date,
    entries: Sequence[LogEntry] = (),
    *,
    session: bool = False,
    due: bool = False,
) -> None:
    """Read one day: its entries leg by leg, then the rules of the whole log up to it.

    Parameters
    ----------
    reader
        What was read of the days before; changed in place.
    log
        The log with this day and those before it.
    date
        The day.
    entries
        The day's entries, each of one tracked side.
    session
        Whether the entries are those of a session.
    due
        Whether the pause since the last session counts, as it does before a session (R61).
    """
    reader.today.clear()
    reader.skipped.clear()
    reader.ended = None
    gap = _after_gap(reader, date) if due else []
    if session:
        reader.last = date
        _skipped_once(reader, log, date)
    if has_run(entries) or date in measured_days(log):
        _hold_first(reader, log, date)
    read_entries(reader, entries)
    _after_session(reader, log, date)
    reader.now += gap


def _skipped_once(reader: Reader, log: Log, date: dt.date) -> None:
    """Let exercises that a session skipped come back after it: those of that day's plan; all if it has nothing planned.

    On the day itself they stay skipped.
    """
    day = planned_day(reader.plan, log, date)
    planned = {item.exercise for item in (*day.morning, *day.items)}
    for key, one in reader.standings.items():
        if one.skip and (not planned or one.exercise.id in planned):
            one.skip = False
            reader.skipped.add(key)


def read_entries(reader: Reader, entries: Sequence[LogEntry]) -> None:
    """Read the entries of one day, each of one tracked side."""
    reader.memory.session = entries
    advanced: set[str] = set()
    for entry in entries:
        if read_entry(reader, entry, advanced):
            advanced.add(entry.exercise_id)


def states(reader: Reader) -> list[ItemState]:
    """Return the state of every exercise."""
    return [
        ItemState(
            exercise=one.exercise.id,
            side=one.side,
            level=one.level,
            state="stopped" if reader.stopped else "skip_next" if one.skip else "held" if one.held else f"L{one.level}",
            clean_sessions=one.clean,
            clean_needed=one.clean_needed,
            held_sessions=one.held,
            dose_frac=one.dose_frac,
        )
        for one in reader.standings.values()
    ]


def _after_gap(reader: Reader, day: dt.date) -> list[Fired]:
    """Apply a gap before a day (R61), and return the rules for it."""
    if reader.last is None:
        return []
    hits = list(fired("course", gap_facts((day - reader.last).days)))
    for hit in hits:
        for one in reader.standings.values():
            target = 1 if hit.move.to == "restart" else one.level - 1
            set_level(reader, one, target, hit, day)
    return hits


def _hold_first(reader: Reader, log: Log, day: dt.date) -> None:
    """Hold levels before the day's own entries are read, for what its run or its check shows."""
    hits = list(fired("course", course_facts(reader.plan, log, reader.memory, day, detectable=reader.detectable)))
    _hold_traits(reader, hits)
    if any(hit.move.to == "spike" for hit in hits):
        reader.memory.frozen_until = max(day, reader.memory.frozen_until or day)


def _hold_traits(reader: Reader, hits: Sequence[Fired]) -> None:
    """Hold the levels of the exercises that a rule of the whole log names by a trait."""
    reader.memory.held_traits = frozenset(
        trait for hit in hits if hit.move.to == "hold_range" for trait in hit.move.traits
    )


def _after_session(reader: Reader, log: Log, day: dt.date) -> None:
    """Apply deload, swelling, adherence and the other rules of the whole log."""
    facts = course_facts(reader.plan, log, reader.memory, day, detectable=reader.detectable)
    reader.now = list(fired("course", facts))
    reader.memory.all_held = any(hit.move.to == "shrink" for hit in reader.now)
    _hold_traits(reader, reader.now)
    for hit in reader.now:
        if hit.move.to in LASTING and not _starts(reader, log, hit, day):
            continue
        if hit.move.to in FREEZING:
            reader.memory.frozen_until = max(reader.lasting[-1][1], reader.memory.frozen_until or day)
        if hit.move.to == "refer" and not hit.move.while_it_holds and hit.said not in reader.advice:
            reader.advice.append(hit.said)
        _once_a_week(reader, Move(date=day, rule=hit.rule, to=hit.move.to, **hit.told))


def _starts(reader: Reader, log: Log, hit: Fired, day: dt.date) -> bool:
    """Let a lasting move last its days from a day; return False where it lasts already, and nothing new renews it."""
    until = max((last for old, last in reader.lasting if old.move.to == hit.move.to), default=None)
    lasts = until is not None and day <= until
    noted = day in {*(one.date for one in log.entries), *(one.date for one in log.mornings)}
    if lasts and not (noted and (day == until or hit.move.to in RENEWED)):
        return False
    # What it renews is over, so that one day never has the same move twice.
    reader.lasting = [(old, last) for old, last in reader.lasting if old.move.to != hit.move.to]
    reader.lasting.append((hit, day + dt.timedelta(days=hit.move.days)))
    return True


def holding(reader: Reader, day: dt.date) -> list[Fired]:
    """Return the moves of the whole plan that apply on a day, each once."""
    found = [hit for hit, until in reader.lasting if day <= until]
    return [*found, *(hit for hit in reader.now if hit.move.to not in LASTING)]


def _once_a_week(reader: Reader, move: Move) -> None:
    """Record a move of the whole plan unless it was reported in the last days."""
    told = [
        old
        for old in reader.moves
        if (old.exercise, old.rule, old.to) == (None, move.rule, move.to)
        and (move.date - old.date).days < reader.memory.numbers.repeat_days
    ]
    if not told:
        record(reader, move)
