"""The one thing to do next, as Start shows it: a clip, the questions, or what today asks of a programme."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dorsi.people.programme import current_plan, log_read, todays_session
from dorsi.programme import Morning
from dorsi.programme.logbook.answering import morning_asked
from dorsi.programme.logbook.today import next_session
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.store import PersonRecord, SessionRecord, Store
from dorsi.web.log_forms import item_name, saved_on
from dorsi.web.pages.results_shown import film_address, next_of
from dorsi.wording.days import weekday_text
from dorsi.wording.plurals import minutes, plural
from dorsi.wording.sentences import sentence


@dataclass(frozen=True, kw_only=True)
class NextUp:
    """A title, why, and one button; without a verb there is nothing to press."""

    title: str
    why: str
    verb: str = ""
    href: str = ""
    ask_morning: bool = False  #: whether this morning can still be noted
    after_day: dt.date | None = None  #: a session day whose next morning has to be known


def next_up(store: Store, person: PersonRecord, records: Sequence[SessionRecord], date: dt.date) -> NextUp | None:
    """Return what a person does next; None where they have neither clip nor programme.

    Parameters
    ----------
    store
        What is stored.
    person
        Who it is.
    records
        Their newest session of each movement and leg.
    date
        Today.
    """
    plan = current_plan(store, person.name) if person.plans else None
    step = next_of(person, records, plan)
    if plan is None or (step is not None and not step.href.endswith("/today")):
        if step is None:
            return None
        title = f"Next: {step.verb[0].lower()}{step.verb[1:]}"
        return NextUp(title=title, why=step.why, verb=step.verb, href=step.href)
    if plan.stop is not None:
        href = f"/people/{person.id}/programme"
        return NextUp(title="Your programme has stopped", why=plan.stop.text, verb="Read what to do", href=href)
    found = _today(store, person, plan, date)
    return replace(found, after_day=morning_asked(log_read(store, person.name, date), date))


def _today(store: Store, person: PersonRecord, plan: Plan, date: dt.date) -> NextUp:
    """Return what is left of today, then a clip that is due, then when to come back."""
    log = store.log(person.name) or Log()
    day, noted = todays_session(store, person.name, date, Morning()), saved_on(log, date)
    items = [*day.morning, *day.items]
    left = [item for item in items if item_name(item) not in noted]
    ask = not any(one.date == date for one in log.mornings)
    href = f"/people/{person.id}/today"
    if left and len(left) < len(items):
        why = f"{plural(len(left), 'exercise')} left, {minutes(sum(item.minutes for item in left))}."
        return NextUp(title="Next: go on with today's session", why=why, verb="Go on", href=href, ask_morning=ask)
    if left:
        why = f"{plural(len(left), 'exercise')}, {minutes(sum(item.minutes for item in left))}."
        title, verb = "Next: start today's session", "Start today's session"
        return NextUp(title=title, why=why, verb=verb, href=href, ask_morning=ask)
    if due := clip_due(plan, person, date):
        place = film_address(person, "lunge", "")
        why = f"Your programme asked for a new clip on {weekday_text(due)}."
        return NextUp(title="Next: film again", why=why, verb="Film again", href=place, ask_morning=ask)
    coming = next_session(plan, log, date)
    why = f"Your next session is on {weekday_text(coming)}." if coming else sentence(next(iter(day.notes), ""))
    title = "Done for today" if items else "Rest today"
    return NextUp(title=title, why=why, verb="See today", href=href, ask_morning=ask)


def clip_due(plan: Plan, person: PersonRecord, date: dt.date) -> dt.date | None:
    """Return the first day, today or earlier, for which the programme asks for a clip that isn't there yet."""
    asked = (one.date for one in plan.retests if one.condition and one.date)
    last = person.last_on
    return min((day for day in asked if day <= date and (last is None or day > last)), default=None)
