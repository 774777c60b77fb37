"""The one thing to do next, as Start shows it: a clip, the questions, or what today asks of a programme."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dorsi.people.held import stop_now
from dorsi.people.programme import clips_changed, current_plan, log_read, newest_plan, whole_session
from dorsi.programme import Morning
from dorsi.programme.logbook.answering import morning_asked
from dorsi.programme.logbook.day_changes import is_stopped, size_text
from dorsi.programme.logbook.today import next_session
from dorsi.protocols import usual_movement
from dorsi.report import Ways
from dorsi.report.clip.next_step import NextStep
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan, SessionItem
from dorsi.store import PersonRecord, SessionRecord, Store
from dorsi.web.log_forms import hurt_words, is_finished, item_name, saved_on
from dorsi.web.pages.results_shown import film_address, next_of, ways_of
from dorsi.wording.days import weekday_text
from dorsi.wording.plurals import plural
from dorsi.wording.sentences import sentence

SEE_TODAY: Final = "See today"


@dataclass(frozen=True, kw_only=True)
class NextUp:
    """A title, why, and one button; without a verb there is nothing to press."""

    title: str
    why: str
    verb: str = ""
    href: str = ""
    ask_morning: bool = False  #: whether this morning can still be noted
    after_day: dt.date | None = None  #: a session day whose next morning has to be known
    free: bool = False  #: whether no exercise is left for today
    done: bool = False  #: whether nothing at all is left for today, and the button only shows it
    films: bool = False  #: whether the button leads to filming
    coming: dt.date | None = None  #: the next day with a session, where today has none left


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
    plan = newest_plan(store, person.name)
    if plan is not None and plan.stop is not None:
        return training_up(store, person, plan, date)
    if plan is None and (stop := stop_now(store, person.name)):
        href = f"/people/{person.id}/intake"
        return NextUp(title="Get this checked first", why=stop.text, verb="See your answers", href=href, free=True)
    step = next_of(records, plan, ways_of(store, person, records))
    if plan is None or (step is not None and step.leads_to != "session"):
        if step is None:
            return None
        title = f"Next: {step.verb[0].lower()}{step.verb[1:]}"
        return NextUp(title=title, why=step.why, verb=step.verb, href=step.href)
    return training_up(store, person, plan, date)


def training_up(store: Store, person: PersonRecord, plan: Plan, date: dt.date) -> NextUp:
    """Return what a person's programme has for a day: a session, the rest of one, a clip, or nothing more."""
    if plan.stop is not None:
        href = f"/people/{person.id}/programme"
        title = "Your programme has stopped"
        return NextUp(title=title, why=plan.stop.text, verb="Read what to do", href=href, free=True)
    found = _today(store, person, plan, date)
    return replace(found, after_day=morning_asked(log_read(store, person.name, date), date))


def ways_today(
    store: Store, person: PersonRecord, records: Sequence[SessionRecord], date: dt.date, *, key: str | None = None
) -> Ways:
    """Return where the button of a person's report leads, on a day; see `ways_of`."""
    ways = ways_of(store, person, records, key=key)
    if not person.plans:
        return ways
    plan = current_plan(store, person.name)
    up = training_up(store, person, plan, date)
    if plan.stop is None and (plan.provisional or up.done) and clips_changed(store, person.name):
        return replace(ways, training=_update(person))
    why = f"{up.title}. {up.why}" if up.done else up.why
    step = NextStep(verb=up.verb, href=up.href, why=why, leads_to="film" if up.films else "session", done=up.done)
    return replace(ways, training=step)


def _update(person: PersonRecord) -> NextStep:
    """Return the step of someone whose clips or answers have changed since their programme was made."""
    return NextStep(
        verb="Update your programme",
        href=f"/people/{person.id}/programme",
        why="Your clips or answers have changed since it was made.",
        leads_to="session",
        done=True,
        sends=(("update", "clips"),),
    )


def _today(store: Store, person: PersonRecord, plan: Plan, date: dt.date) -> NextUp:
    """Return what is left of today, then a clip that is due, then when to come back."""
    log = store.log(person.name) or Log()
    day, noted = whole_session(store, person.name, date, Morning()), saved_on(log, date)
    items = day.items
    left = [item for item in items if item_name(item) not in noted]
    ask = not any(one.date == date for one in log.mornings)
    href = f"/people/{person.id}/today"
    play = f"{href}/play"
    if is_stopped(day):
        why = " ".join(sentence(note) for note in day.notes)
        title = "No session today"
        return NextUp(title=title, why=why, verb=SEE_TODAY, href=href, ask_morning=ask, free=True, done=True)
    over = bool(left) and is_finished(log, date)
    hurt = hurt_words([one for one in log.entries if one.date == date])
    if left and len(left) < len(items) and not over:
        why = f"{size_text(left, ' left')}."
        title, verb = "Next: go on with today's session", "Go on with today's session"
        return NextUp(title=title, why=why, verb=verb, href=play, ask_morning=ask)
    if left and not over:
        why = f"{size_text(left)}."
        title, verb = "Next: start today's session", "Start today's session"
        return NextUp(title=title, why=why, verb=verb, href=play, ask_morning=ask)
    coming = next_session(plan, log, date)
    done = NextUp(title="", why="", href=href, ask_morning=ask and not noted, free=True, coming=coming)
    if due := clip_due(plan, person, date):
        place = film_address(person, usual_movement(), "left")  # the right one follows from there
        why = f"Your programme asked for a new clip on {weekday_text(due)}."
        return replace(done, title="Next: film again", why=why, verb="Film again", href=place, films=True)
    why = f"Your next session is on {weekday_text(coming)}." if coming else sentence(next(iter(day.notes), ""))
    still = _still_words(_in_session(store, person, log, left, date), left, hurt) if over else ""
    why = " ".join(one for one in (hurt, still, why) if one)
    return replace(done, title="Done for today" if items else "Rest today", why=why, verb=SEE_TODAY, done=True)


def _in_session(
    store: Store, person: PersonRecord, log: Log, left: Sequence[SessionItem], date: dt.date
) -> list[SessionItem]:
    """Return the items that were in the session when it was done, not only since the programme was updated."""
    plans = store.plans(person.name)[:-1]
    if not plans:
        return list(left)
    days = [day for week in plans[-1].weeks for day in week.days]
    known = {item_name(item) for day in days for item in (*day.morning, *day.items)}
    known |= {f"{one.exercise_id}:{one.side}" for one in log.entries if one.date < date}
    return [item for item in left if item_name(item) in known]


def _still_words(skipped: Sequence[SessionItem], left: Sequence[SessionItem], hurt: str) -> str:
    """Return what of a session that is over was skipped, or came into the programme since."""
    many = skipped or left
    still = "" if hurt else f"; you can still do {'it' if len(many) == 1 else 'them'}"
    count = plural(len(many), "exercise" if skipped else "new exercise")
    return f"You skipped {count}{still}." if skipped else f"Your programme has {count}{still}."


def clip_due(plan: Plan, person: PersonRecord, date: dt.date) -> dt.date | None:
    """Return the first day, today or earlier, for which the programme asks for a clip that isn't there yet."""
    asked = (one.date for one in plan.retests if one.condition and one.date)
    last = person.last_on
    return min((day for day in asked if day <= date and (last is None or day > last)), default=None)
