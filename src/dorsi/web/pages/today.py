"""Today's session: adapted to the morning check, with tick boxes and pain for each exercise."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from pydantic import BaseModel, Field
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dorsi.errors import check_option
from dorsi.people.programme import (
    changed_by_morning,
    current_plan,
    log_read,
    questions_of,
    session_before,
    stop_for,
    whole_session,
)
from dorsi.programme import Morning, catalogue
from dorsi.programme.facts.morning import remembered, with_morning
from dorsi.programme.logbook.answering import FELT, FELT_WORDS, answer_of, entries_done, morning_asked, not_noted
from dorsi.programme.logbook.day_changes import is_stopped, size_text
from dorsi.report.programme.cards import details_of, how_cards
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.store import PersonRecord, Store
from dorsi.store.people import change_log
from dorsi.web.log_forms import DOSES, FORMS, entries_of, felt_on, hurt_words, item_name, saved_on, with_session
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.next_up import training_up
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.pain_kept import pains_kept, swelling_kept
from dorsi.web.remembered import last_person
from dorsi.web.sent_session import Sent, blanks_left, day_of, sent_of
from dorsi.web.sore_places import pain_last_time
from dorsi.web.state import StateOf
from dorsi.web.static_files import picture_url
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)

Asked = Annotated[float | None, Query(ge=0, le=10)]
Score = Annotated[float, Field(ge=-1, le=10)]


def asked_morning(
    pain: Asked = None, stiffness: Asked = None, calf: Asked = None, *, swelling: bool | None = None
) -> Morning:
    """Return the morning check from the URL; values that are not set stay open."""
    return Morning(pain=pain, stiffness=stiffness, calf_soreness=calf, swelling=swelling)


MorningOf = Annotated[Morning, Depends(asked_morning)]


@dataclass(frozen=True)
class Before:
    """What was just done on the page, as its URL says it."""

    saved: bool = False
    day: dt.date | None = None  #: the day that it was saved for; None for today
    kept: bool = False  #: pain in the log stays, though the form that was sent did not have it
    swollen: bool = False  #: so does swelling
    unknown: bool = False  #: exercises of the form could not be saved
    nothing: bool = False  #: nothing was saved
    fine: bool = False  #: the morning was noted with one tap

    @property
    def acted(self) -> bool:
        """Whether the page was opened by one of its own buttons."""
        return self.saved or self.nothing or self.fine


@router.get("/today")
def lead_on(request: Request, state: StateOf) -> RedirectResponse:
    """Open the session of the person whose pages this device opened last."""
    person = last_person(request, state.store)
    return RedirectResponse("/people" if person is None else f"/people/{person.id}/today", status_code=303)


@router.get("/people/{person_id}/today")
def today(
    request: Request, state: StateOf, person: PersonOf, morning: MorningOf, before: Annotated[Before, Depends()]
) -> Response:
    """Show the session of today."""
    if not person.plans:
        return persons_page(
            request, "no_programme.html", person, what="Today's session", stop=stop_for(state.store, person.name)
        )
    date = this_day()
    log = state.store.log(person.name)
    now = remembered(log or Log(), date, morning)
    day = whole_session(state.store, person.name, date, morning)
    noted, said = saved_on(log or Log(), date), before.fine or bool(morning.given)
    read = log_read(state.store, person.name, date)
    return persons_page(
        request,
        "today.html",
        person,
        day=day,
        date=date,
        asked=questions_of(state.store, person.name, date, day.items),
        waits=not_noted(read, [before.day or date]),
        after_day=morning_asked(read, date),
        morning=now,
        morning_said=said,
        changed=changed_by_morning(state.store, person.name, date, day) if said and not noted else [],
        stopped=is_stopped(day),
        morning_noted=any(one.date == date for one in log.mornings) if log else False,
        query=f"?{request.url.query}" if request.url.query and not before.acted else "",
        before=before,
        hurt=hurt_words(saved_on(log or Log(), before.day or date).values()),
        noted=noted,
        sore=pain_last_time(log.entries, date) if log else {},
        felt=felt_on(noted),
        answers=FELT_WORDS,
        up=training_up(state.store, person, current_plan(state.store, person.name), date),
        item_name=item_name,
        size_text=size_text,
        details_of=details_of,
        item_ask=lambda item: catalogue()[item.exercise].advance.ask,
        how_cards=lambda items: how_cards(items, picture_url),
        forms=FORMS,
        doses=DOSES,
    )


class MorningForm(BaseModel):
    """How a morning feels, as the page sends it; -1 is a slider that isn't set."""

    pain: Score = -1
    stiffness: Score = -1
    calf: Score = -1
    after: Score = -1
    after_day: dt.date | None = None
    swelling: bool = False
    fine: bool = False  #: one tap for no pain and not stiff, and for nothing that its words don't name

    def scores(self) -> dict[str, float]:
        """Return what is set, by the name in the log."""
        if self.fine:
            return {"pain": 0.0, "stiffness": 0.0}
        given = {"pain": self.pain, "stiffness": self.stiffness, "calf_soreness": self.calf}
        return {name: value for name, value in given.items() if value >= 0}

    @property
    def swollen(self) -> bool | None:
        """True if ticked; an empty box is no answer."""
        return True if self.swelling and not self.fine else None

    @property
    def later(self) -> float:
        """Pain on the morning after an earlier session; -1 if not set."""
        return 0.0 if self.fine else self.after


@router.post("/people/{person_id}/morning")
def note_morning(state: StateOf, person: PersonOf, sent: Annotated[MorningForm, Form()]) -> RedirectResponse:
    """Store this morning, and the one after an earlier session; show the adapted session."""
    now = LogMorning(date=this_day(), swelling=sent.swollen, **sent.scores())
    if sent.later >= 0 and sent.after_day is not None and sent.after_day < this_day():
        earlier = LogMorning(date=sent.after_day + dt.timedelta(days=1), pain=sent.later)
        change_log(state.store, person.name, lambda log: with_morning(log, earlier))
    if sent.scores() or sent.swollen:
        change_log(state.store, person.name, lambda log: with_morning(log, now))
    return RedirectResponse(f"/people/{person.id}/today?{_asked(sent)}", status_code=303)


def _asked(sent: MorningForm) -> str:
    """Return the query of the page that is adapted to this morning."""
    if sent.fine:
        return "fine=true"
    query = {name.partition("_")[0]: f"{value:g}" for name, value in sent.scores().items()}
    return urlencode(query | ({"swelling": "true"} if sent.swollen else {}))


@router.post("/people/{person_id}/today/done")
def all_done(state: StateOf, person: PersonOf, morning: MorningOf, form: SentForm) -> RedirectResponse:
    """Store the whole session that the page showed as done, with one answer for all of it."""
    texts = _texts(form)
    felt = texts.get("felt", "")
    check_option("felt", felt, [*FELT])
    date, log = day_of(texts, this_day()), state.store.log(person.name) or Log()
    sent = _sent(state.store, person.name, morning, texts, date)

    def done(log: Log) -> list[LogEntry]:
        others = [_answered(one, felt) for one in blanks_left(sent.others, log)]
        return [*entries_done(log, sent.day.items, date, felt), *others]

    found = done(log)
    change_log(state.store, person.name, lambda log: _with(log, done(log)))
    return _leading(person, date, saved=bool(found), nothing=not found)


@router.post("/people/{person_id}/today")
def save(state: StateOf, person: PersonOf, morning: MorningOf, form: SentForm) -> RedirectResponse:
    """Store what was done on the form's day; a form that is older than the log or the programme loses no pain."""
    texts = _texts(form)
    date, log = day_of(texts, this_day()), state.store.log(person.name) or Log()
    sent = _sent(state.store, person.name, morning, texts, date)
    done = entries_of(texts, sent.day, date, saved_on(log, date), sent.others)
    if not done and not saved_on(log, date):
        return _leading(person, date, nothing=True, unknown=bool(sent.unknown))
    before = [one for one in log.entries if one.date == date]
    change_log(state.store, person.name, lambda log: with_session(log, date, sent.replaced, done))
    return _leading(
        person,
        date,
        saved=True,
        kept=bool(pains_kept(done, before)),
        swollen=swelling_kept(done, before),
        unknown=bool(sent.unknown),
    )


def _sent(store: Store, person: str, morning: Morning, form: Mapping[str, str], date: dt.date) -> Sent:
    """Return the exercises of a form, with the session of its day as it is now and as it was."""
    day, before = (session(store, person, date, morning) for session in (whole_session, session_before))
    return sent_of(form, date, day, before, store.log(person) or Log())


def _answered(blank: LogEntry, felt: str) -> LogEntry:
    return blank.model_copy(update=answer_of(felt, catalogue()[blank.exercise_id].category))


def _leading(person: PersonRecord, date: dt.date, **said: bool) -> RedirectResponse:
    """Lead to Today, which says what was saved, and for which day if that is over."""
    query = {name: "true" for name, one in said.items() if one}
    query |= {} if date == this_day() else {"day": date.isoformat()}
    return RedirectResponse(f"/people/{person.id}/today?{urlencode(query)}", status_code=303)


def _with(log: Log, entries: list[LogEntry]) -> Log:
    return log.model_copy(update={"entries": [*log.entries, *entries]})


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}
