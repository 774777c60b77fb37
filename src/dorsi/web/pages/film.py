"""Filming, and the analysis while it runs."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dorsi.errors import DataError
from dorsi.protocols import PROTOCOLS, movements
from dorsi.protocols.guides import person_picture, picture, right_and_wrong
from dorsi.protocols.protocol import NEAR_LEG
from dorsi.report.pictures import read_pictures
from dorsi.store import SessionRecord
from dorsi.store.people import person_with_id
from dorsi.types import SIDES
from dorsi.web.pages.clip_form import form_choices
from dorsi.web.pages.results_shown import Headline, Served, film_address, headlines
from dorsi.web.pages.second_leg import other_leg, result_address
from dorsi.web.pages.visitors import persons_page
from dorsi.web.queue.job_records import LONGEST_PERSON_NAME, duration_words
from dorsi.web.remembered import last_person
from dorsi.web.state import StateOf
from dorsi.web.templating import page
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)

_PASSED_ON: Final = {"was", "leg", "undone", "known"}  #: from a correction, or a clip sent again, to the result

MOST_SHOWN: Final = 30


@dataclass(frozen=True)
class Result:
    """What an analysis has found."""

    line: Headline
    picture: str  #: address of a key frame, or of what was seen; empty where there is none


@router.get("/film")
def choose_movement(request: Request) -> HTMLResponse:
    """Show the movements as pictures."""
    shown = [(one, person_picture(one)) for one in movements()]
    return page(request, "film.html", shown=shown)


@router.get("/film/{movement}")
def film(
    request: Request, state: StateOf, movement: str, person: int | None = None, side: str = "auto", view: str = ""
) -> HTMLResponse:
    """Show how to film a movement, and take the clip; person, side and view are chosen beforehand."""
    known = PROTOCOLS.get(movement)
    if known is None and movement != "auto":
        raise HTTPException(404)
    protocol = None if known is None else known.filmed_from(view)
    who = last_person(request, state.store) if person is None else person_with_id(state.store, person)
    return page(
        request,
        "film_movement.html",
        movement=movement,
        side=side if side in SIDES else "auto",
        protocol=protocol,
        views=known is not None and known.film_front is not None,
        guide="" if protocol is None else picture(protocol),
        frames="" if protocol is None else right_and_wrong(protocol),
        leg=NEAR_LEG if protocol is None else protocol.film.leg,
        people=state.store.people(),
        person=who,
        today=this_day(),
        choices=form_choices(state.config.model, movement),
        longest_name=LONGEST_PERSON_NAME,
    )


@router.get("/jobs")
def jobs(request: Request, state: StateOf) -> HTMLResponse:
    """List waiting, running and recent analyses, with what each one has found so far."""
    shown = state.jobs.views()[:MOST_SHOWN]
    found = {one.session_key: state.store.find(one.session_key) for one in shown if one.session_key}
    results = {key: _result(record) for key, record in found.items() if record is not None}
    return page(request, "jobs.html", jobs=shown, results=results)


def _result(record: SessionRecord) -> Result:
    try:
        pictures = read_pictures(record.folder)
    except DataError:  # the files are gone, the numbers are not
        return Result(line=headlines(record), picture="")
    address = Served(record.key)
    picture = address.still(pictures, 0) if pictures.stills else address.seen(pictures) if pictures.seen else ""
    return Result(line=headlines(record), picture=picture)


@router.get("/jobs/{job_id}")
def job(request: Request, state: StateOf, job_id: str) -> Response:
    """Show a running analysis live; open its report when done.

    After a correction, the query holds what was known of the clip (`was`, `leg`, `was_...`), and the report offers it
    again; after that was taken back, `undone`; for a clip that was sent before, `known`.
    """
    view = state.jobs.view(job_id)
    if view.state == "done":
        place = result_address(view, state.store)
        query = {name: text for name, text in request.query_params.items() if name.partition("_")[0] in _PASSED_ON}
        query |= {"known": view.session_key or ""} if "known" in query else {}
        asked = urlencode(query | ({"again": view.session_key or ""} if "was" in query else {}))
        joint = "&" if "?" in place else "?"
        return RedirectResponse(f"{place}{joint}{asked}" if query else place, status_code=303)
    title = PROTOCOLS[view.movement].title if view.movement in PROTOCOLS else "movement not known yet"
    speed = state.jobs.estimates.speed()
    ten = "" if speed is None else duration_words(10 * speed)
    other, person = other_leg(view, state), state.store.person(view.person)
    again = film_address(person, view.movement, view.side)
    return persons_page(
        request, "job.html", person, job=view, title=title, ten_seconds=ten, other=other, film_again=again
    )


@router.post("/jobs/{job_id}/cancel")
def cancel(state: StateOf, job_id: str) -> RedirectResponse:
    """Stop an analysis."""
    state.jobs.cancel(job_id)
    return RedirectResponse("/jobs", status_code=303)
