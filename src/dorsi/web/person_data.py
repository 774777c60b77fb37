"""One person's data for pages and API: joined sessions, plan, today, log and progress."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from dorsi.analysis.compare import assess
from dorsi.clip_request import FIRST_YEAR
from dorsi.detectable import detectable_changes
from dorsi.errors import NotStoredError, OptionError, check_option
from dorsi.programme import Morning, catalogue, course, today
from dorsi.programme import plan as make_plan
from dorsi.programme.facts.filmed import with_filmed
from dorsi.schema.intake import Intake, TypedMeasurement
from dorsi.schema.log import Course, Log, LogEntry
from dorsi.schema.plan import Day, Plan
from dorsi.schema.session import Assessment
from dorsi.store import SessionRecord, Store
from dorsi.store.people import change_log

LAST_YEAR: Final = 2100


def session_with_key(store: Store, key: str) -> SessionRecord:
    """Return a stored session.

    Raises
    ------
    NotStoredError
        If there is none with this key.
    """
    record = store.find(key)
    if record is None:
        raise NotStoredError(f"session {key[:16]} not found; it may have been deleted")
    return record


def newest_sessions(store: Store, person: str) -> list[SessionRecord]:
    """Return the newest session of each movement and near leg."""
    records = sorted(store.sessions(person), key=age_of)
    newest = {(one.session.movement, one.session.quality.near_side): one for one in records}
    return list(newest.values())


def assessment(store: Store, person: str, keys: Sequence[str] = ()) -> Assessment:
    """Return joined sessions of one person: those with the keys, or the newest of each movement and leg.

    Raises
    ------
    NotStoredError
        If the person has no session, or none with one of the keys.
    """
    records = [session_with_key(store, key) for key in keys] if keys else newest_sessions(store, person)
    for one in records:
        if one.person != person:
            raise NotStoredError(f"session {one.key[:16]} is not one of {person}'s")
    if not records:
        raise NotStoredError(f"{person} has no clips yet; film one first")
    return assess([one.session for one in records], person=person)


def make_programme(store: Store, person: str, first_day: dt.date) -> Plan:
    """Make a plan from the person's answers and all their sessions, store it and return it.

    Parameters
    ----------
    store
        What is stored.
    person
        Whose plan.
    first_day
        Its first day, if the answers have none.
    """
    answers = store.intake(person)
    if answers is not None:
        answers = answers.model_copy(update={"person": person, "start_date": answers.start_date or first_day})
    records = sorted(store.sessions(person), key=age_of)
    made = make_plan(answers, [one.session for one in records], detectable=detectable_changes())
    store.save_plan(person, made)
    return made


def current_plan(store: Store, person: str) -> Plan:
    """Return the person's newest plan.

    Raises
    ------
    NotStoredError
        If there is none yet.
    """
    plans = store.plans(person)
    if not plans:
        raise NotStoredError(f"{person} has no programme yet; answer the questions and make one")
    return plans[-1]


def todays_session(store: Store, person: str, day: dt.date, morning: Morning) -> Day:
    """Return what to do on a day."""
    plan = current_plan(store, person)
    return today(plan, log_since(store, person, plan), day, morning, detectable=detectable_changes())


def course_until(store: Store, person: str, day: dt.date) -> Course:
    """Return the person's progress: level changes, trends and checks that are due."""
    plan = current_plan(store, person)
    return course(plan, log_since(store, person, plan), day, detectable=detectable_changes())


def log_since(store: Store, person: str, plan: Plan) -> Log:
    """Return the person's log; its checks include clips filmed since the plan began."""
    log = store.log(person) or Log()
    first = log.started or plan.start_date or dt.date.min
    filmed = [(one.recorded_on, one.session) for one in store.sessions(person)]
    return with_filmed(log, [(day, session) for day, session in filmed if day is not None and day >= first])


def keep_answers(store: Store, person: str, answers: Intake) -> None:
    """Replace the person's answers.

    Raises
    ------
    OptionError
        If the plan would start in an impossible year.
    """
    _check_day("start_date", answers.start_date)
    store.save_intake(person, answers)


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
    _check_day("started", log.started)
    for entry in log.entries:
        check_option("exercise_id", entry.exercise_id, known)
        _check_day("date", entry.date)
    for measured in log.measurements:
        _check_day("measured_on", measured.measured_on)


def _check_day(name: str, day: dt.date | None) -> None:
    """Refuse a mistyped year: progress has a row for each week since the first day."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OptionError(f"{name}: {day.isoformat()} given, {FIRST_YEAR} to {LAST_YEAR} allowed")


def age_of(record: SessionRecord) -> tuple[dt.date, str]:
    """Return what sorts sessions, the oldest first; one without a day comes before all."""
    return record.recorded_on or dt.date.min, record.session.recorded_at or ""
