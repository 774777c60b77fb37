"""Remembers whose pages a device opened last, so that Today opens without a choice."""

from typing import Annotated, Final

from fastapi import Depends, Path
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dorsi.store import ChangeRecord, PersonRecord, Store
from dorsi.store.people import LARGEST_ID, person_with_id
from dorsi.store.undoing import last_change
from dorsi.web.remembered import COOKIE
from dorsi.web.state import StateOf
from dorsi.web.templating import page

_LIFE_S: Final = 400 * 24 * 3600


def asked_person(person_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], state: StateOf) -> PersonRecord:
    """Return the person whose number is in the URL."""
    return person_with_id(state.store, person_id)


PersonOf = Annotated[PersonRecord, Depends(asked_person)]


def saying_changed(place: str, store: Store, before: ChangeRecord | None) -> RedirectResponse:
    """Lead to a page that says what was changed and offers to undo it; only to the page if nothing was.

    Parameters
    ----------
    place
        The address of the page.
    store
        In which something may have changed.
    before
        The last change before that.
    """
    after = last_change(store)
    fresh = after is not None and (before is None or after.id != before.id)
    return RedirectResponse(f"{place}?changed={after.id}" if after and fresh else place, status_code=303)


def persons_page(
    request: Request, template: str, person: PersonRecord, *, status: int = 200, **context: object
) -> HTMLResponse:
    """Return a page about a person, and remember them on this device."""
    answer = page(request, template, status=status, person=person, **context)
    answer.set_cookie(
        COOKIE,
        str(person.id),
        max_age=_LIFE_S,
        httponly=True,
        samesite="strict",
        path="/",
        secure=request.url.scheme == "https",
    )
    return answer
