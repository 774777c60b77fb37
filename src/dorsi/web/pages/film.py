"""Filming, and the analysis while it runs."""

import datetime as dt

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dorsi.protocols import PROTOCOLS, movements
from dorsi.protocols.guides import person_picture, picture, right_and_wrong
from dorsi.protocols.protocol import NEAR_LEG
from dorsi.report.clip.next_step import legs_of
from dorsi.store import Store
from dorsi.store.people import person_with_id
from dorsi.types import SIDES
from dorsi.web.pages.clip_form import form_choices
from dorsi.web.pages.results_shown import film_address
from dorsi.web.pages.visitors import last_person
from dorsi.web.queue.job_records import LONGEST_PERSON_NAME, JobView, duration_words
from dorsi.web.state import StateOf
from dorsi.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/film")
def choose_movement(request: Request) -> HTMLResponse:
    """Show the movements as pictures."""
    shown = [(one, person_picture(one)) for one in movements()]
    return page(request, "film.html", shown=shown)


@router.get("/film/{movement}")
def film(
    request: Request, state: StateOf, movement: str, person: int | None = None, side: str = "auto"
) -> HTMLResponse:
    """Show how to film a movement, and take the clip; person and side are chosen beforehand."""
    protocol = PROTOCOLS.get(movement)
    if protocol is None and movement != "auto":
        raise HTTPException(404)
    who = last_person(request, state.store) if person is None else person_with_id(state.store, person)
    return page(
        request,
        "film_movement.html",
        movement=movement,
        side=side if side in SIDES else "auto",
        protocol=protocol,
        guide="" if protocol is None else picture(protocol),
        frames="" if protocol is None else right_and_wrong(protocol),
        leg=NEAR_LEG if protocol is None else protocol.film.leg,
        people=state.store.people(),
        person=who,
        today=dt.datetime.now().astimezone().date(),
        choices=form_choices(state.config.model),
        longest_name=LONGEST_PERSON_NAME,
    )


@router.get("/jobs")
def jobs(request: Request, state: StateOf) -> HTMLResponse:
    """List waiting, running and recent analyses."""
    return page(request, "jobs.html", jobs=state.jobs.views()[:30])


@router.get("/jobs/{job_id}")
def job(request: Request, state: StateOf, job_id: str) -> Response:
    """Show a running analysis live; open its report when done."""
    view = state.jobs.view(job_id)
    if view.state == "done":
        return RedirectResponse(f"/clips/{view.session_key}", status_code=303)
    title = PROTOCOLS[view.movement].title if view.movement in PROTOCOLS else "movement not known yet"
    speed = state.jobs.estimates.speed()
    ten = "" if speed is None else duration_words(10 * speed)
    other = other_leg(view, state.store)
    return page(request, "job.html", job=view, title=title, ten_seconds=ten, other=other)


def other_leg(job: JobView, store: Store) -> tuple[str, str] | None:
    """Return the leg that is filmed after this one, and where; None unless the movement is filmed leg by leg."""
    if job.side not in SIDES or job.side not in legs_of(job.movement) or job.replaces is not None:
        return None
    other = "right" if job.side == "left" else "left"
    return other, film_address(store.person(job.person), job.movement, other)


@router.post("/jobs/{job_id}/cancel")
def cancel(state: StateOf, job_id: str) -> RedirectResponse:
    """Stop an analysis."""
    state.jobs.cancel(job_id)
    return RedirectResponse("/jobs", status_code=303)
