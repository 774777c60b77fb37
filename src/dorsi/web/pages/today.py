"""Today's session: adapted to the morning check, with tick boxes and pain for each exercise."""

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dorsi.people.programme import current_plan, log_read, questions_of, todays_session
from dorsi.programme import Morning, catalogue
from dorsi.programme.facts.morning import remembered, with_morning
from dorsi.programme.logbook.answering import FELT, morning_asked, not_noted
from dorsi.programme.logbook.today import next_session
from dorsi.report.programme.cards import how_cards
from dorsi.schema.log import Log, LogMorning
from dorsi.schema.plan import Day
from dorsi.store.people import change_log
from dorsi.web.log_forms import DOSES, FORMS, entries_of, felt_on, item_name, saved_on, with_session
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.visitors import PersonOf, last_person, persons_page
from dorsi.web.state import StateOf
from dorsi.web.static_files import picture_url

router = APIRouter(include_in_schema=False)

Score = Annotated[float | None, Query(ge=0, le=10)]
Slider = Annotated[float, Form(ge=-1, le=10)]


def asked_morning(
    pain: Score = None, stiffness: Score = None, calf: Score = None, *, swelling: bool | None = None
) -> Morning:
    """Return the morning check from the URL; values that are not set stay open."""
    return Morning(pain=pain, stiffness=stiffness, calf_soreness=calf, swelling=swelling)


MorningOf = Annotated[Morning, Depends(asked_morning)]


@router.get("/today")
def lead_on(request: Request, state: StateOf) -> RedirectResponse:
    """Open the session of the person whose pages this device opened last."""
    person = last_person(request, state.store)
    return RedirectResponse("/people" if person is None else f"/people/{person.id}/today", status_code=303)


@router.get("/people/{person_id}/today")
def today(request: Request, state: StateOf, person: PersonOf, morning: MorningOf, *, saved: bool = False) -> Response:
    """Show the session of today."""
    if not person.plans:
        return persons_page(request, "no_programme.html", person, what="Today's session")
    date = _today()
    log = state.store.log(person.name)
    now = remembered(log or Log(), date, morning)
    day = _shown(todays_session(state.store, person.name, date, morning))
    noted = {} if log is None else saved_on(log, date)
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
        felt_now=bool(request.url.query) and not saved,
        query=f"?{request.url.query}" if request.url.query and not saved else "",
        saved=saved,
        noted=noted,
        felt=felt_on(noted),
        answers=tuple(FELT),
        upcoming=next_session(current_plan(state.store, person.name), log or Log(), date),
        item_name=item_name,
        item_ask=lambda item: catalogue()[item.exercise].advance.ask,
        how_cards=lambda items: how_cards(items, picture_url),
        forms=FORMS,
        doses=DOSES,
    )


@router.post("/people/{person_id}/morning")
def note_morning(
    state: StateOf,
    person: PersonOf,
    pain: Slider = -1,
    stiffness: Slider = -1,
    calf: Slider = -1,
    after: Slider = -1,
    after_day: Annotated[dt.date | None, Form()] = None,
    *,
    swelling: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """Store this morning, and the one after an earlier session; show the adapted session."""
    noted = {name: value for name, value in (("pain", pain), ("stiffness", stiffness), ("calf", calf)) if value >= 0}
    names = {"pain": "pain", "stiffness": "stiffness", "calf": "calf_soreness"}
    now = LogMorning(date=_today(), swelling=swelling, **{names[name]: value for name, value in noted.items()})
    if after >= 0 and after_day is not None and after_day < _today():
        earlier = LogMorning(date=after_day + dt.timedelta(days=1), pain=after)
        change_log(state.store, person.name, lambda log: with_morning(log, earlier))
    change_log(state.store, person.name, lambda log: with_morning(log, now))
    query = urlencode({**{name: f"{value:g}" for name, value in noted.items()}, "swelling": str(swelling).lower()})
    return RedirectResponse(f"/people/{person.id}/today?{query}", status_code=303)


@router.post("/people/{person_id}/today")
def save(state: StateOf, person: PersonOf, morning: MorningOf, form: SentForm) -> RedirectResponse:
    """Store what was done."""
    date = _today()
    day = _shown(todays_session(state.store, person.name, date, morning))
    done = entries_of(_texts(form), day, date, saved_on(state.store.log(person.name) or Log(), date))
    change_log(state.store, person.name, lambda log: with_session(log, date, day.items, done))
    return RedirectResponse(f"/people/{person.id}/today?saved=true", status_code=303)


def _shown(day: Day) -> Day:
    """Return the day with the every-morning exercises first, to be ticked off like the others."""
    minutes = day.minutes + sum(item.minutes for item in day.morning)
    return day.model_copy(update={"items": [*day.morning, *day.items], "minutes": minutes})


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
