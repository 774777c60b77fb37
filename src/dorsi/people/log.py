"""A person's log: what was done, checks by hand, and clips filmed since the programme began."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from dorsi.clip_request import FIRST_YEAR
from dorsi.errors import OptionError, check_option
from dorsi.people.clips import dated_clips
from dorsi.programme import catalogue
from dorsi.programme.facts.filmed import with_filmed
from dorsi.schema.intake import TypedMeasurement
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.store import Store
from dorsi.store.people import change_log

LAST_YEAR: Final = 2100


def log_since(store: Store, person: str, plan: Plan) -> Log:
    """Return the person's log; its checks include clips filmed since the plan began."""
    log = store.log(person) or Log()
    first = log.started or plan.start_date or dt.date.min
    return with_filmed(log, [one for one in dated_clips(store, person) if one[0] >= first])


def keep_log(store: Store, person: str, log: Log) -> None:
    """Replace the person's log.

    Raises
    ------
    OptionError
        If an exercise is not in the catalogue, or a day is in an impossible year.
    """
    _check_log(log)
    store.save_log(person, log)


def add_entries(store: Store, person: str, entries: Sequence[LogEntry]) -> Log:
    """Add what was done to the person's log and return it.

    Raises
    ------
    OptionError
        As `keep_log`.
    """
    return change_entries(
        store, person, entries, lambda log: log.model_copy(update={"entries": [*log.entries, *entries]})
    )


def change_entries(store: Store, person: str, entries: Sequence[LogEntry], change: Callable[[Log], Log]) -> Log:
    """Add checked entries to the person's log and return it.

    Raises
    ------
    OptionError
        As `keep_log`.
    """
    _check_log(Log(entries=list(entries)))
    return change_log(store, person, change)


def add_check(store: Store, person: str, measured: TypedMeasurement) -> Log:
    """Add a measurement by hand to the person's log and return it.

    Raises
    ------
    OptionError
        As `keep_log`.
    """
    _check_log(Log(measurements=[measured]))
    return change_log(store, person, lambda log: log.model_copy(update={"measurements": [*log.measurements, measured]}))


def _check_log(log: Log) -> None:
    known = sorted(catalogue().exercises)
    check_day("started", log.started)
    for entry in log.entries:
        check_option("exercise_id", entry.exercise_id, known)
        check_day("date", entry.date)
    for measured in log.measurements:
        check_day("measured_on", measured.measured_on)


def check_day(name: str, day: dt.date | None) -> None:
    """Refuse a mistyped year: progress has a row for each week since the first day."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OptionError(f"{name}: {day.isoformat()} given, {FIRST_YEAR} to {LAST_YEAR} allowed")
