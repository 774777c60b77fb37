"""The questions that a programme needs, section by section; the form carries all answers until the end."""

import datetime as dt

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dorsi.datafile import first_problem
from dorsi.errors import DataError
from dorsi.intake.answers import to_json
from dorsi.intake.checks import stop_text
from dorsi.intake.record import Content, answers_of, updated
from dorsi.people.programme import keep_answers, make_programme
from dorsi.schema.intake import Intake
from dorsi.store import PersonRecord, Store
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.intake_fields import NAME_PLACE, Given, section_number
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.state import StateOf
from dorsi.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/intake")
def begin(request: Request, state: StateOf, person: PersonOf) -> HTMLResponse:
    """Show the first section, with the last answers."""
    return _section_page(request, person, Given(answers=answers_of(_kept(state.store, person))), number=0)


@router.post("/people/{person_id}/intake")
def go_on(request: Request, state: StateOf, person: PersonOf, form: SentForm) -> Response:
    """Take a section's answers and show the next or previous one; make the programme after the last."""
    given = Given.of(form)
    number = min(section_number(form), len(given.asked) - 1)
    if form.get("go") == "back":
        return _section_page(request, person, given, number=max(0, number - 1))
    if given.problems_in(number):
        return _section_page(request, person, given, number=number, complain=True)
    if number + 1 < len(given.asked):
        return _section_page(request, person, given, number=number + 1)
    return _finish(request, state.store, person, given)


@router.post("/people/{person_id}/intake/questions")
def follow_up(request: Request, person: PersonOf, form: SentForm) -> HTMLResponse:
    """Return the section's questions again: an answer can bring more questions."""
    given = Given.of(form)
    shown = given.fields_of(section_number(form), {})
    return page(request, "intake_questions.html", person=person, fields=shown, stop=stop_text(given.answers))


def _finish(request: Request, store: Store, person: PersonRecord, given: Given) -> Response:
    """Store the answers and make the programme; or go to the first section with missing answers."""
    for number in range(len(given.asked)):
        if given.problems_in(number):
            return _section_page(request, person, given, number=number, complain=True)
    try:
        intake = Intake.model_validate(updated(_kept(store, person), {**given.answers, NAME_PLACE: person.name}))
    except ValidationError as error:
        raise DataError(f"the answers do not fit together: {first_problem(error)}") from error
    keep_answers(store, person.name, intake)
    make_programme(store, person.name, dt.datetime.now().astimezone().date())
    return RedirectResponse(f"/people/{person.id}/programme", status_code=303)


def _kept(store: Store, person: PersonRecord) -> Content:
    """Return the last answers; empty if there are none."""
    intake = store.intake(person.name)
    return {} if intake is None else intake.model_dump(mode="json", exclude_unset=True)


def _section_page(
    request: Request, person: PersonRecord, given: Given, *, number: int, complain: bool = False
) -> HTMLResponse:
    problems = given.problems_in(number) if complain else {}
    shown = given.fields_of(number, problems)
    places = {one.place for one in shown}
    return persons_page(
        request,
        "intake.html",
        person,
        status=422 if problems else 200,
        section=given.asked[number],
        number=number,
        count=len(given.asked),
        fields=shown,
        carried=to_json({place: answer for place, answer in given.answers.items() if place not in places}),
        problems=problems,
        stop=stop_text(given.answers),
    )
