"""The page on which a person gets another name or is joined with another one, and the button that undoes a change."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dorsi import batch
from dorsi.store.undoing import last_change
from dorsi.web.correcting import undo
from dorsi.web.pages.visitors import PersonOf, persons_page, saying_changed
from dorsi.web.queue.job_records import LONGEST_PERSON_NAME
from dorsi.web.state import StateOf

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/name")
def ask(request: Request, state: StateOf, person: PersonOf) -> HTMLResponse:
    """Show a person's names, to be changed."""
    others = [one for one in state.store.people() if one.id != person.id]
    return persons_page(request, "person_name.html", person, others=others, longest=LONGEST_PERSON_NAME)


@router.post("/people/{person_id}/name")
def rename(
    state: StateOf, person: PersonOf, name: Annotated[str, Form(max_length=LONGEST_PERSON_NAME)]
) -> RedirectResponse:
    """Give the person another name."""
    before = last_change(state.store)
    batch.rename_person(state.store, person.name, name)
    return saying_changed(f"/people/{person.id}", state.store, before)


@router.post("/people/{person_id}/join")
def join(state: StateOf, person: PersonOf, into: Annotated[str, Form()]) -> RedirectResponse:
    """Join the person with another one who is the same."""
    before = last_change(state.store)
    kept = batch.merge_people(state.store, person.name, into)
    return saying_changed(f"/people/{kept.id}", state.store, before)


@router.post("/changes/{change_id}/undo")
def take_back(state: StateOf, change_id: int, back: Annotated[str, Form()] = "") -> RedirectResponse:
    """Undo the last change by hand, and go back to the page on which that was asked, if it is still there."""
    undo(state, change_id)
    clips, people = state.store.sessions(), state.store.people()
    left = {f"/clips/{one.key}" for one in clips} | {f"/people/{one.id}" for one in people}
    return RedirectResponse(f"{back if back in left else '/people'}?undone=true", status_code=303)
