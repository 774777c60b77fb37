"""Addresses of results that are gone: they lead to the result that took their place, or say that there is none."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dorsi.people.clips import NoSessionError
from dorsi.store import Store
from dorsi.store.web import jobs
from dorsi.web.remembered import last_person
from dorsi.web.state import ServerState
from dorsi.web.templating import page

GONE: Final = "This result was deleted, or replaced by another one."


def measured_instead(store: Store, key: str) -> str | None:
    """Return the result that took the place of one, however often the clip was measured again since; None if gone."""
    instead = {one.request.get("replaces"): one.session_key for one in reversed(jobs(store)) if one.state == "done"}
    seen: set[str] = set()
    now = instead.get(key)
    while now is not None and now not in seen and store.find(now) is None:
        seen.add(now)
        now = instead.get(now)
    return None if now is None or store.find(now) is None else now


async def lead_on(request: Request, error: Exception) -> Response:
    """Lead to the same page of the result that took the place of one; a form that was sent, to the result itself."""
    assert isinstance(error, NoSessionError)
    state: ServerState = request.app.state.dorsi
    newer = measured_instead(state.store, error.key)
    if newer is None:
        person = last_person(request, state.store)
        href = "/people" if person is None else f"/people/{person.id}"
        return page(
            request,
            "error.html",
            status=404,
            code=404,
            title="Result not found",
            text=GONE,
            href=href,
            verb="See the clips",
        )
    asked = f"?{request.url.query}" if request.url.query else ""
    place = f"{request.url.path}{asked}".replace(error.key, newer)
    return RedirectResponse(place if request.method == "GET" else f"/clips/{newer}", status_code=303)
