"""The page on which a knee-to-wall tape test is done and entered, and where each check of a programme is done."""

import datetime as dt
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Form
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dorsi.clip_request import not_ahead
from dorsi.datafile import first_problem
from dorsi.errors import DataError
from dorsi.people.log import add_check
from dorsi.programme.logbook.course import films_of_checks, tape_checks
from dorsi.schema.intake import TypedMeasurement
from dorsi.store import PersonRecord
from dorsi.types import SIDES
from dorsi.web.pages.results_shown import film_address
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.state import StateOf
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)

LONGEST_NUMBER: Final = 10


class CheckPlace(NamedTuple):
    """Where a check is done."""

    href: str
    verb: str


def check_places(person: PersonRecord) -> dict[str, CheckPlace]:
    """Return where each check of a programme is filmed or entered, by the id of its rule."""
    films = {
        rule: CheckPlace(film_address(person, movement, "left", view), "Film it")
        for rule, (movement, view) in films_of_checks().items()
    }
    return films | {
        rule: CheckPlace(f"/people/{person.id}/tape", "How to do it, and enter it") for rule in tape_checks()
    }


@router.get("/people/{person_id}/tape")
def ask(request: Request, state: StateOf, person: PersonOf, *, saved: bool = False) -> HTMLResponse:
    """Show how the tape test is done, and take its numbers."""
    log = state.store.log(person.name)
    kept = [one for one in log.measurements if one.name == "wblt_cm" and one.measured_on] if log else []
    newest = max(kept, key=lambda one: one.measured_on or dt.date.min, default=None)
    return persons_page(request, "tape.html", person, today=this_day(), newest=newest, saved=saved)


@router.post("/people/{person_id}/tape")
def keep(
    state: StateOf,
    person: PersonOf,
    date: Annotated[dt.date, Form()],
    left: Annotated[str, Form(max_length=LONGEST_NUMBER)] = "",
    right: Annotated[str, Form(max_length=LONGEST_NUMBER)] = "",
) -> RedirectResponse:
    """Keep a tape test of one leg or both.

    Raises
    ------
    DataError
        If a number can't be one, or there is none.
    """
    not_ahead("day of the test", date)
    typed = {side: text.strip().replace(",", ".") for side, text in zip(SIDES, (left, right), strict=True)}
    found = {side: text for side, text in typed.items() if text}
    if not found:
        raise DataError("type the distance of at least one leg, in cm")
    try:
        made = TypedMeasurement.model_validate(
            {"name": "wblt_cm", "scale": "tape", "measured_on": date}
            | {side: _number(text) for side, text in found.items()}
        )
    except ValidationError as error:
        raise DataError(first_problem(error)) from error
    add_check(state.store, person.name, made)
    return RedirectResponse(f"/people/{person.id}/tape?saved=true", status_code=303)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise DataError(f"'{text}' is not a number; write one such as 7.5") from error
