"""A person's answers, programme, day and progress."""

import datetime as dt
from collections.abc import Sequence

from dorsi.detectable import detectable_changes
from dorsi.errors import NotStoredError
from dorsi.people.clips import age_of, dated_clips
from dorsi.people.held import held, stop_now
from dorsi.people.log import check_day, log_since
from dorsi.programme import Morning, course, today
from dorsi.programme import plan as make_plan
from dorsi.programme.logbook.answering import asked_of
from dorsi.programme.logbook.day_changes import changes_between, whole_day, without_morning
from dorsi.programme.logbook.filmed import with_clips
from dorsi.programme.logbook.progress import read_log
from dorsi.programme.logbook.reader import Reader
from dorsi.schema.intake import Intake
from dorsi.schema.log import Course
from dorsi.schema.plan import Day, Plan, SessionItem
from dorsi.schema.plan_remarks import Stop
from dorsi.store import Store
from dorsi.vocabulary import Side


def keep_answers(store: Store, person: str, answers: Intake) -> None:
    """Replace the person's answers.

    Raises
    ------
    OptionError
        If the plan would start in an impossible year.
    """
    check_day("start_date", answers.start_date)
    store.save_intake(person, answers)


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

    Raises
    ------
    NotStoredError
        If the person has not answered the questions.
    """
    answers = store.intake(person)
    if answers is None:
        raise NotStoredError(f"{person} has not answered the questions yet; a programme needs the answers")
    answers = answers.model_copy(update={"person": person, "start_date": answers.start_date or first_day})
    records = sorted(store.sessions(person), key=age_of)
    made = make_plan(answers, [one.session for one in records], detectable=detectable_changes())
    store.save_plan(person, made)
    return made


def clips_changed(store: Store, person: str) -> bool:
    """Return whether the clips and answers of today would give the newest plan other measurements or other days."""
    answers, plan = store.intake(person), current_plan(store, person)
    if answers is None:
        return False
    answers = answers.model_copy(update={"person": person, "start_date": plan.start_date})
    records = sorted(store.sessions(person), key=age_of)
    now = make_plan(answers, [one.session for one in records], detectable=detectable_changes(), ahead=False)
    return now.measured != plan.measured


def current_plan(store: Store, person: str) -> Plan:
    """Return the person's newest plan, stopped if an answer rules it out, stored or not sent yet (`stop_now`).

    Raises
    ------
    NotStoredError
        If there is none yet.
    """
    plan = newest_plan(store, person)
    if plan is None:
        raise NotStoredError(f"{person} has no programme yet; answer the questions and make one")
    return plan


def newest_plan(store: Store, person: str) -> Plan | None:
    """Return the person's plan as `current_plan` does, or None if there is none yet."""
    plans = store.plans(person)
    return held(plans[-1], stop_now(store, person)) if plans else None


def stop_for(store: Store, person: str) -> Stop | None:
    """Return why a person has no session, with a programme or without; None if nothing stops one."""
    plan = newest_plan(store, person)
    return stop_now(store, person) if plan is None else plan.stop


def todays_session(store: Store, person: str, day: dt.date, morning: Morning) -> Day:
    """Return what to do on a day, apart from the every-morning exercises."""
    plan = current_plan(store, person)
    return today(plan, log_since(store, person, plan), day, morning, detectable=detectable_changes())


def whole_session(store: Store, person: str, day: dt.date, morning: Morning) -> Day:
    """Return all there is to do on a day in one list, as every page shows, counts and times it."""
    return whole_day(todays_session(store, person, day, morning))


def session_before(store: Store, person: str, day: dt.date, morning: Morning) -> Day:
    """Return what `whole_session` gave before anything was logged that day."""
    plan = current_plan(store, person)
    log = log_since(store, person, plan)
    before = log.model_copy(update={"entries": [one for one in log.entries if one.date != day]})
    return whole_day(today(plan, before, day, morning, detectable=detectable_changes()))


def changed_by_morning(store: Store, person: str, day: dt.date, now: Day) -> list[str]:
    """Return what this morning changed in the session of a day, in words; `now` as `whole_session` gives it."""
    plan = current_plan(store, person)
    log = without_morning(log_since(store, person, plan), day)
    return changes_between(whole_day(today(plan, log, day, Morning(), detectable=detectable_changes())), now)


def questions_of(store: Store, person: str, day: dt.date, items: Sequence[SessionItem]) -> dict[tuple[str, Side], str]:
    """Return the questions that decide a step up, to ask at the end of a day's session, by exercise and side."""
    plan = current_plan(store, person)
    return asked_of(plan, log_since(store, person, plan), day, items)


def log_read(store: Store, person: str, day: dt.date) -> Reader:
    """Return the person's log as read by the rules, up to a day."""
    plan = current_plan(store, person)
    log = log_since(store, person, plan)
    until = log.model_copy(update={"entries": [entry for entry in log.entries if entry.date <= day]})
    return read_log(plan, until, day, detectable=detectable_changes())


def course_until(store: Store, person: str, day: dt.date) -> Course:
    """Return the person's progress: level changes, trends and checks that are due."""
    plan = current_plan(store, person)
    found = course(plan, log_since(store, person, plan), day, detectable=detectable_changes())
    filmed = dated_clips(store, person)
    return with_clips(found, filmed, day, detectable=detectable_changes(), age_years=plan.age_years)
