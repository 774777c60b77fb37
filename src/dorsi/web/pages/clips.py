"""Results of one clip or of several together, and how to delete them."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from dorsi.errors import NotStoredError
from dorsi.people.clips import age_of, assessment, dated_clips, newest_sessions, session_with_key
from dorsi.people.programme import newest_plan
from dorsi.report.pictures import OVERLAY_NAME, SEEN_NAME, read_pictures
from dorsi.store import SessionRecord, Store
from dorsi.store.undoing import last_change
from dorsi.web.access.guards import own_policy
from dorsi.web.deleting import delete_session
from dorsi.web.pages.next_up import ways_today
from dorsi.web.pages.results_shown import (
    clinic_file,
    headlines,
    report_file,
    shown_beside,
    shown_report,
    to_compare,
)
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.state import StateOf
from dorsi.web.templating import page
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)

_KEEP: Final = {"Cache-Control": "private, max-age=3600"}  #: pictures of a result, on this device only


@router.get("/clips/{key}")
def clip(request: Request, state: StateOf, key: str) -> Response:
    """Show the report of a clip."""
    record = session_with_key(state.store, key)
    plan, person = newest_plan(state.store, record.person), state.store.person(record.person)
    ways = ways_today(state.store, person, newest_sessions(state.store, record.person), this_day(), key=key)
    known = dated_clips(state.store, record.person)
    return persons_page(
        request,
        "clip.html",
        person,
        page=shown_report([record], plan=plan, with_plan=False, ways=ways, known=known),
        key=key,
        several=False,
        others=[headlines(one) for one in state.store.movements(key) if one.key != key],
        change=last_change(state.store, of_person=person.id),
        answered=state.store.intake(record.person) is not None,
        beside=to_compare(record, state.store.sessions(record.person)),
    )


@router.get("/clips/{key}/overlay.mp4")
def overlay(state: StateOf, key: str) -> Response:
    """Give the overlay video, in ranges if the player asks for them."""
    return _file(session_with_key(state.store, key), OVERLAY_NAME, "video/mp4")


@router.get(f"/clips/{{key}}/stills/{SEEN_NAME}")
def seen(state: StateOf, key: str) -> Response:
    """Give the picture of what was seen of a clip without a number."""
    pictures = read_pictures(session_with_key(state.store, key).folder)
    if pictures.seen is None:
        raise HTTPException(404)
    return Response(pictures.seen_jpeg(), media_type="image/jpeg", headers=_KEEP)


@router.get("/clips/{key}/stills/{number}.jpg")
def still(state: StateOf, key: str, number: int) -> Response:
    """Give a key frame."""
    pictures = read_pictures(session_with_key(state.store, key).folder)
    if not 0 <= number < len(pictures.stills):
        raise HTTPException(404)
    return Response(pictures.jpeg(number), media_type="image/jpeg", headers=_KEEP)


@router.get("/clips/{key}/people/{number}.jpg")
def person_still(state: StateOf, key: str, number: int) -> Response:
    """Give the picture of one of several people in a clip."""
    pictures = read_pictures(session_with_key(state.store, key).folder)
    if not 0 <= number < len(pictures.people):
        raise HTTPException(404)
    return Response(pictures.person_jpeg(number), media_type="image/jpeg", headers=_KEEP)


@router.get("/clips/{key}/report.html")
def whole_report(state: StateOf, key: str) -> HTMLResponse:
    """Give the report as one file with its pictures and the person's programme."""
    record = session_with_key(state.store, key)
    person = state.store.person(record.person)
    ways = ways_today(state.store, person, newest_sessions(state.store, record.person), this_day(), key=key)
    known = dated_clips(state.store, record.person)
    text = report_file(record, newest_plan(state.store, record.person), ways, known)
    headers = {"Content-Security-Policy": own_policy(text), "Content-Disposition": "attachment; filename=report.html"}
    return HTMLResponse(text, headers=headers)


@router.get("/clips/{key}/delete")
def ask_to_delete(request: Request, state: StateOf, key: str) -> HTMLResponse:
    """Ask before deleting a clip with all its movements."""
    asked = session_with_key(state.store, key)
    shown = [headlines(one) for one in state.store.movements(key) or [asked]]
    titles = ", ".join(one.title for one in shown)
    return page(request, "delete.html", what=f"{titles}, {shown[0].day}", back=f"/clips/{key}", clips=None)


@router.post("/clips/{key}/delete")
def delete(state: StateOf, key: str, sure: Annotated[str, Form()] = "") -> RedirectResponse:
    """Delete a clip with its numbers, pictures and video."""
    record = session_with_key(state.store, key)
    if sure != "yes":
        return RedirectResponse(f"/clips/{key}/delete", status_code=303)
    person = state.store.person(record.person)
    delete_session(state, key)
    return RedirectResponse(f"/people/{person.id}?deleted=true", status_code=303)


@router.get("/people/{person_id}/assessment")
def several_clips(
    request: Request, state: StateOf, person: PersonOf, clip: Annotated[list[str] | None, Query()] = None
) -> HTMLResponse:
    """Show several clips of a person together: the ticked ones, or the newest of each movement and leg."""
    records = _chosen(state.store, person.name, clip)
    if not records:
        raise NotStoredError(f"{person.name} has no clips yet; film one first")
    together = assessment(state.store, person.name, [one.key for one in records])
    shown = shown_report(
        records,
        plan=newest_plan(state.store, person.name),
        differences=together.differences,
        ways=ways_today(state.store, person, records, this_day()),
        known=dated_clips(state.store, person.name),
    )
    every = [headlines(one) for one in state.store.sessions(person.name)]
    return persons_page(
        request,
        "assessment.html",
        person,
        page=shown,
        several=len(records) > 1,
        every=every,
        chosen={one.key for one in records},
        shown=[headlines(one) for one in records],
    )


@router.get("/people/{person_id}/clinic.pdf")
def clinic(state: StateOf, person: PersonOf, clip: Annotated[list[str] | None, Query()] = None) -> Response:
    """Give one A4 page for a clinician: on the given clips, or the newest of each movement and leg."""
    assessment(state.store, person.name, clip or [])  # refuses clips of anyone else
    made = clinic_file(_chosen(state.store, person.name, clip), newest_plan(state.store, person.name))
    named = {"Content-Disposition": "attachment; filename=clinician.pdf"}
    return Response(made, media_type="application/pdf", headers=named)


@router.get("/people/{person_id}/beside")
def two_clips(
    request: Request, state: StateOf, person: PersonOf, clip: Annotated[list[str] | None, Query()] = None
) -> HTMLResponse:
    """Show two clips of one movement side by side: the ticked ones, the earlier one first."""
    assessment(state.store, person.name, clip or [])
    records = sorted((session_with_key(state.store, key) for key in clip or []), key=age_of)
    found = shown_beside(records)
    return persons_page(request, "beside_page.html", person, found=found, page=found.page, several=True)


def _chosen(store: Store, person: str, keys: list[str] | None) -> list[SessionRecord]:
    """Return the given sessions, or the newest measured one of each movement and leg; if none was, the newest."""
    if keys:
        return [session_with_key(store, key) for key in keys]
    newest = newest_sessions(store, person)
    return [one for one in newest if headlines(one).numbers] or newest


def _file(record: SessionRecord, name: str, kind: str) -> Response:
    path: Path = record.folder / name
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type=kind, headers=_KEEP)
