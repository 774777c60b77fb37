"""The Start, People and More pages."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dorsi.batch import athlete_page, squad_page
from dorsi.detectable import detectable_changes
from dorsi.errors import DorsiError
from dorsi.people.clips import age_of, newest_sessions
from dorsi.people.programme import stop_for
from dorsi.report.athlete_page import render_athlete
from dorsi.store.people import add_person
from dorsi.store.tables import FINAL_STATES
from dorsi.store.undoing import last_change
from dorsi.web.access.guards import own_policy
from dorsi.web.deleting import delete_person
from dorsi.web.pages.next_up import next_up
from dorsi.web.pages.results_shown import headlines
from dorsi.web.pages.second_leg import other_leg
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.queue.job_records import LONGEST_PERSON_NAME
from dorsi.web.remembered import last_person
from dorsi.web.state import StateOf
from dorsi.web.templating import page
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)


class PersonNameError(DorsiError):
    """A name is not allowed."""


@router.get("/")
def start(request: Request, state: StateOf) -> HTMLResponse:
    """Show what to do next."""
    jobs = [one for one in state.jobs.views() if one.state not in FINAL_STATES]
    person = last_person(request, state.store)
    records = [] if person is None else newest_sessions(state.store, person.name)
    newest = [] if person is None else sorted(state.store.sessions(person.name), key=age_of)[-3:][::-1]
    return page(
        request,
        "start.html",
        person=person,
        jobs=jobs,
        other=other_leg(jobs[0], state) if len(jobs) == 1 else None,
        clips=[headlines(one) for one in newest],
        next=None if person is None else next_up(state.store, person, records, this_day()),
        has_plan=person is not None and person.plans > 0,
        has_answers=person is not None and state.store.intake(person.name) is not None,
        anybody=bool(state.store.people()),
    )


@router.get("/people")
def people(request: Request, state: StateOf, *, deleted: bool = False) -> HTMLResponse:
    """List everyone."""
    return page(
        request,
        "people.html",
        deleted=deleted,
        people=state.store.people(),
        longest=LONGEST_PERSON_NAME,
        change=last_change(state.store),
    )


@router.post("/people")
def add(state: StateOf, name: Annotated[str, Form(max_length=LONGEST_PERSON_NAME)]) -> RedirectResponse:
    """Add a person, or open the one of that name."""
    if not name.strip() or not name.isprintable():
        raise PersonNameError("type a name with at least one letter")
    return RedirectResponse(f"/people/{add_person(state.store, name).id}", status_code=303)


@router.get("/people/{person_id}")
def show_person(request: Request, state: StateOf, person: PersonOf, *, deleted: bool = False) -> HTMLResponse:
    """Show a person's clips, with links to everything else about them."""
    clips = sorted(state.store.sessions(person.name), key=age_of)[::-1]
    return persons_page(
        request,
        "person.html",
        person,
        deleted=deleted,
        stop=stop_for(state.store, person.name),
        clips=[headlines(one) for one in clips],
        intake=state.store.intake(person.name),
        change=last_change(state.store, of_person=person.id),
        failures=[one for one in state.jobs.views() if one.state == "failed" and one.person == person.name],
    )


@router.get("/people/{person_id}/page.html")
def own_page(state: StateOf, person: PersonOf) -> HTMLResponse:
    """Give the person's page as one file: numbers, trends, pictures of the last clip, programme."""
    squad = squad_page(state.store, Path(), detectable=detectable_changes())
    rows = [row for row in squad.rows if row.athlete == person.name]
    text = render_athlete(
        athlete_page(state.store, person, rows, shown=person.name, today=squad.today, pseudonyms=False)
    )
    headers = {"Content-Security-Policy": own_policy(text), "Content-Disposition": "attachment; filename=athlete.html"}
    return HTMLResponse(text, headers=headers)


@router.get("/people/{person_id}/delete")
def ask_to_delete(request: Request, person: PersonOf) -> HTMLResponse:
    """Ask before deleting a person."""
    return page(request, "delete.html", what=person.name, back=f"/people/{person.id}", clips=person.sessions)


@router.post("/people/{person_id}/delete")
def delete(state: StateOf, person: PersonOf, sure: Annotated[str, Form()] = "") -> RedirectResponse:
    """Delete a person with everything stored about them."""
    if sure != "yes":
        return RedirectResponse(f"/people/{person.id}/delete", status_code=303)
    delete_person(state, person.name)
    return RedirectResponse("/people?deleted=true", status_code=303)


@router.get("/more")
def more(request: Request, state: StateOf) -> HTMLResponse:
    """List pages that are not needed every day."""
    return page(request, "more.html", person=last_person(request, state.store))
