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
from dorsi.programme.logbook.answering import FELT, FELT_WORDS, entries_done, morning_asked, not_noted
from dorsi.programme.logbook.day_changes import is_stopped, size_text
from dorsi.report.programme.cards import details_of, how_cards
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.schema.plan import Day
from dorsi.store.people import change_log
from dorsi.web.log_forms import DOSES, FORMS, entries_of, felt_on, hurt_words, item_name, saved_on, with_session
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.next_up import training_up
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.pain_kept import pains_kept
from dorsi.web.remembered import last_person
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
    kept: bool = False  #: pain in the log stays, though the form that was sent did not have it
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
    noted = {} if log is None else saved_on(log, date)
    said = before.fine or bool(morning.given)
    read = log_read(state.store, person.name, date)
    return persons_page(
        request,
        "today.html",
        person,
        day=day,
        date=date,
        asked=questions_of(state.store, person.name, date, day.items),
        waits=not_noted(read, [date]),
        after_day=morning_asked(read, date),
        morning=now,
        morning_said=said,
        changed=changed_by_morning(state.store, person.name, date, day) if said and not noted else [],
        stopped=is_stopped(day),
        morning_noted=any(one.date == date for one in log.mornings) if log else False,
        query=f"?{request.url.query}" if request.url.query and not before.acted else "",
        before=before,
        hurt=hurt_words(noted.values()),
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
def all_done(
    state: StateOf, person: PersonOf, morning: MorningOf, felt: Annotated[str, Form(max_length=20)]
) -> RedirectResponse:
    """Store the whole session as it was planned, with one answer for all of it."""
    check_option("felt", felt, [*FELT])
    date = this_day()
    items = whole_session(state.store, person.name, date, morning).items
    done = entries_done(state.store.log(person.name) or Log(), items, date, felt)
    change_log(state.store, person.name, lambda log: _with(log, entries_done(log, items, date, felt)))
    return RedirectResponse(f"/people/{person.id}/today?{'saved' if done else 'nothing'}=true", status_code=303)


@router.post("/people/{person_id}/today")
def save(state: StateOf, person: PersonOf, morning: MorningOf, form: SentForm) -> RedirectResponse:
    """Store what was done; a form that is older than the log lowers no pain, and loses none."""
    date, texts = this_day(), _texts(form)
    log = state.store.log(person.name) or Log()
    day = whole_session(state.store, person.name, date, morning)
    offered = _offered(day, session_before(state.store, person.name, date, morning), texts)
    done = entries_of(texts, offered, date, saved_on(log, date))
    if not done and not saved_on(log, date):
        return RedirectResponse(f"/people/{person.id}/today?nothing=true", status_code=303)
    kept = pains_kept(done, [one for one in log.entries if one.date == date])
    change_log(state.store, person.name, lambda log: with_session(log, date, offered.items, done))
    query = "saved=true&kept=true" if kept else "saved=true"
    return RedirectResponse(f"/people/{person.id}/today?{query}", status_code=303)


def _offered(day: Day, before: Day, form: Mapping[str, str]) -> Day:
    """Return a day with the exercises that a form ticks though the session ended since it was opened."""
    known = {item_name(item) for item in day.items}
    missing = [one for one in before.items if item_name(one) not in known and f"done:{item_name(one)}" in form]
    return day.model_copy(update={"items": [*day.items, *missing]})


def _with(log: Log, entries: list[LogEntry]) -> Log:
    return log.model_copy(update={"entries": [*log.entries, *entries]})


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}
