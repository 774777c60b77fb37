"""Whose pages a device opened last."""

from typing import Final

from starlette.requests import Request

from dorsi.store import PersonRecord, Store

COOKIE: Final = "dorsi_person"


def last_person(request: Request, store: Store) -> PersonRecord | None:
    """Return the person whose pages this device opened last, or the only person stored."""
    people = store.people()
    wanted = request.cookies.get(COOKIE, "")
    found = next((one for one in people if str(one.id) == wanted), None)
    return people[0] if found is None and len(people) == 1 else found
