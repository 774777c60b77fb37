"""The questions of a programme, page by page; each answer is kept when it is given, so that leaving loses nothing."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dorsi.datafile import first_problem
from dorsi.errors import DataError
from dorsi.intake.answers import read_json, to_json
from dorsi.intake.checks import signs_of, stop_text
from dorsi.intake.form import checked, gathered
from dorsi.intake.parts import NAME_PLACE, minutes_for, open_count
from dorsi.intake.record import Content, answers_of, updated
from dorsi.people.programme import keep_answers, make_programme, stop_for
from dorsi.schema.intake import Intake
from dorsi.store import PersonRecord, Store
from dorsi.store.drafts import draft, keep_draft
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.intake_fields import Given, part_number
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.state import StateOf
from dorsi.web.templating import page
from dorsi.wording.days import this_day

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/intake")
def ask(
    request: Request,
    state: StateOf,
    person: PersonOf,
    part: Annotated[int | None, Query(ge=0, le=99)] = None,
    *,
    saved: bool = False,
) -> Response:
    """Show a page of questions with the answers so far; without a number lead to the first open one, or list all.

    Every page has an address of its own, so that a browser's Back leads to the page before.
    """
    given = Given(answers=gathered(_so_far(state.store, person), checked)[0])
    if part is not None:
        return _part_page(request, state.store, person, given, number=part)
    if state.store.intake(person.name) is not None:
        return _list_page(request, state.store, person, given, saved=saved)
    needed = [number for number, one in enumerate(given.parts) if one.needed]
    open_ones = (number for number in needed if given.problems_in(number))
    return _lead_to(person, next(open_ones, needed[-1]))  # the last one makes the programme


@router.post("/people/{person_id}/intake")
def go_on(request: Request, state: StateOf, person: PersonOf, form: SentForm) -> Response:
    """Keep a page's answers and lead to the next or previous page; make the programme once it has what it needs."""
    given = _kept(state, person, form)
    number = min(part_number(form), len(given.parts) - 1)
    if form.get("go") == "back":
        return _lead_to(person, max(0, number - 1))
    if given.problems_in(number):
        return _part_page(request, state.store, person, given, number=number, complain=True)
    if signs := signs_of(given.answers):
        if state.store.intake(person.name) is not None:
            _finish(request, state.store, person, given, first=False)  # today's session stops at once
        told = stop_text(given.answers)
        return persons_page(request, "intake_stopped.html", person, stop=told, signs=signs, number=number)
    first = state.store.intake(person.name) is None
    if first and number + 1 < len(given.parts) and given.parts[number + 1].needed:
        return _lead_to(person, number + 1)
    return _finish(request, state.store, person, given, first=first)


@router.post("/people/{person_id}/intake/draft")
def keep(state: StateOf, person: PersonOf, form: SentForm) -> Response:
    """Keep what has been answered so far; sent by the page after each answer."""
    _kept(state, person, form)
    return Response(status_code=204)


@router.post("/people/{person_id}/intake/questions")
def follow_up(request: Request, state: StateOf, person: PersonOf, form: SentForm) -> HTMLResponse:
    """Return the page's questions again: an answer can bring more questions."""
    given = Given.of(form, _so_far(state.store, person))
    shown = given.fields_of(part_number(form), {})
    return page(request, "intake_questions.html", person=person, fields=shown, stop=stop_text(given.answers))


def _finish(request: Request, store: Store, person: PersonRecord, given: Given, *, first: bool) -> Response:
    """Store the answers and make the programme; or go to the first page with missing answers."""
    for number in range(len(given.parts)):
        if given.problems_in(number):
            return _part_page(request, store, person, given, number=number, complain=True)
    before = _finished(store, person)
    try:
        intake = Intake.model_validate(updated(before, {**given.answers, NAME_PLACE: person.name}))
    except ValidationError as error:
        raise DataError(f"the answers do not fit together: {first_problem(error)}") from error
    keep_answers(store, person.name, intake)
    make_programme(store, person.name, this_day())
    place = "programme" if first else "intake?saved=true"
    return RedirectResponse(f"/people/{person.id}/{place}", status_code=303)


def _finished(store: Store, person: PersonRecord) -> Content:
    """Return the last finished answers as the intake has them; empty if there are none."""
    intake = store.intake(person.name)
    return {} if intake is None else intake.model_dump(mode="json", exclude_unset=True)


def _so_far(store: Store, person: PersonRecord) -> Mapping[str, object]:
    """Return the answers by place, as plain values: the unfinished ones where there are some, else the finished."""
    found = draft(store, person.id)
    return read_json(to_json(answers_of(_finished(store, person)))) if found is None else found


def _kept(state: StateOf, person: PersonRecord, form: SentForm) -> Given:
    """Return a page's answers beside the others, after keeping them where they are the latest and not kept yet."""
    with state.answers.turn(form) as latest:
        before = _so_far(state.store, person)
        given = Given.of(form, before)
        plain = read_json(to_json(given.answers))
        if latest and _said(plain) != _said(before):
            keep_draft(state.store, person.id, plain)
        return given


def _said(answers: Mapping[str, object]) -> dict[str, object]:
    """Return what answers say: skipped questions say nothing, and the order of ticks does not count."""
    given = ((place, sorted(one) if isinstance(one, list) else one) for place, one in answers.items())
    return {place: one for place, one in given if one is not None}


def _lead_to(person: PersonRecord, number: int) -> RedirectResponse:
    return RedirectResponse(f"/people/{person.id}/intake?part={number}", status_code=303)


def _list_page(request: Request, store: Store, person: PersonRecord, given: Given, *, saved: bool) -> HTMLResponse:
    """Show every page with what it has open, and how long all of that takes."""
    left = open_count(given.answers)
    return persons_page(
        request,
        "intake_parts.html",
        person,
        saved=saved,
        stop=stop_for(store, person.name),
        signs=signs_of(given.answers),
        unused=draft(store, person.id) is not None,
        parts=[(one, one.open(given.answers)) for one in given.parts],
        left=left,
        minutes=minutes_for(left),
    )


def _part_page(
    request: Request, store: Store, person: PersonRecord, given: Given, *, number: int, complain: bool = False
) -> HTMLResponse:
    problems = given.problems_in(number) if complain else {}
    number = min(number, len(given.parts) - 1)
    needed = [one for one in given.parts if one.needed]
    return persons_page(
        request,
        "intake.html",
        person,
        status=422 if problems else 200,
        part=given.part(number),
        number=number,
        count=len(needed),
        questions=sum(len(one.steps) for one in needed),
        minutes=minutes_for(sum(len(one.steps) for one in needed)),
        first=store.intake(person.name) is None,
        fields=given.fields_of(number, problems),
        problems=problems,
        stop=stop_text(given.answers),
    )
