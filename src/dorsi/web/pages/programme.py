"""The programme, its log, and progress."""

import datetime as dt
from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dorsi.errors import DataError, check_option
from dorsi.intake.parts import minutes_for, open_count
from dorsi.intake.record import answers_of
from dorsi.people.log import add_entries
from dorsi.people.programme import clips_changed, course_until, current_plan, log_read, make_programme, stop_for
from dorsi.programme import as_calendar, catalogue
from dorsi.programme.logbook.answering import FELT_WORDS, WHAT_ANSWERS_DO, not_noted, open_questions, with_answer
from dorsi.report.log.progress_view import progress_view
from dorsi.report.paper.plan import plan_paper
from dorsi.report.plan_page import plan_page
from dorsi.schema.log import LogEntry
from dorsi.store.people import change_log
from dorsi.web.log_edits import LogChangedError, with_edit
from dorsi.web.log_forms import DOSES, FORMS, YES_NO, entry_added, log_day, without_day
from dorsi.web.pages.forms import SentForm
from dorsi.web.pages.next_up import training_up
from dorsi.web.pages.tape import check_places
from dorsi.web.pages.visitors import PersonOf, persons_page
from dorsi.web.state import StateOf
from dorsi.web.static_files import picture_url
from dorsi.wording.days import day_text, this_day

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/programme")
def programme(request: Request, state: StateOf, person: PersonOf) -> Response:
    """Show the newest programme; without one, the questions that it needs."""
    if not person.plans:
        return RedirectResponse(f"/people/{person.id}/intake", status_code=303)
    plan = current_plan(state.store, person.name)
    shown, up = plan_page(plan, picture_url, day=this_day()), training_up(state.store, person, plan, this_day())
    intake = state.store.intake(person.name)
    changed = clips_changed(state.store, person.name)
    left = 0 if intake is None else open_count(answers_of(intake.model_dump(mode="json", exclude_unset=True)))
    return persons_page(
        request,
        "programme_page.html",
        person,
        page=shown,
        up=up,
        left=left,
        minutes_left=minutes_for(left),
        changed=changed,
        to_do=check_places(person),
    )


@router.post("/people/{person_id}/programme")
def make_again(state: StateOf, person: PersonOf) -> RedirectResponse:
    """Update the programme from the same answers and all clips."""
    if state.store.intake(person.name) is None:
        return RedirectResponse(f"/people/{person.id}/intake", status_code=303)
    make_programme(state.store, person.name, this_day())
    return RedirectResponse(f"/people/{person.id}/programme", status_code=303)


@router.get("/people/{person_id}/programme.ics")
def calendar(state: StateOf, person: PersonOf) -> Response:
    """Give the sessions and checks as a calendar file."""
    text = as_calendar(current_plan(state.store, person.name))
    return Response(text, media_type="text/calendar", headers={"Content-Disposition": "attachment; filename=plan.ics"})


@router.get("/people/{person_id}/programme.pdf")
def paper(state: StateOf, person: PersonOf) -> Response:
    """Give the programme as A4 pages to print, with a QR code for its page if other devices can open it."""
    link = state.config.network_url(f"/people/{person.id}/programme")
    made = plan_paper(current_plan(state.store, person.name), link)
    named = {"Content-Disposition": "attachment; filename=plan.pdf"}
    return Response(made, media_type="application/pdf", headers=named)


@router.get("/people/{person_id}/progress")
def progress(request: Request, state: StateOf, person: PersonOf) -> Response:
    """Show trends, training and levels."""
    stop = stop_for(state.store, person.name)
    if not person.plans:
        return persons_page(request, "no_programme.html", person, what="Progress", stop=stop)
    shown = progress_view(course_until(state.store, person.name, this_day()))
    changed = clips_changed(state.store, person.name)
    to_do = check_places(person)
    return persons_page(request, "progress_page.html", person, page=shown, stop=stop, changed=changed, to_do=to_do)


@router.get("/people/{person_id}/log")
def log(
    request: Request, state: StateOf, person: PersonOf, *, deleted: bool = False, stale: bool = False
) -> HTMLResponse:
    """Show the log day by day, newest first, and a form for exercises that are not in today's session."""
    kept = state.store.log(person.name)
    read = log_read(state.store, person.name, this_day()) if person.plans else None
    days: dict[dt.date, list[LogEntry]] = defaultdict(list)
    known = catalogue().exercises
    for entry in kept.entries if kept else []:
        days[entry.date].append(entry)
    mornings = {one.date: one for one in kept.mornings} if kept else {}
    exercises = sorted((one.name, one.id) for one in known.values())
    return persons_page(
        request,
        "log.html",
        person,
        days=[log_day(date, days[date], mornings.get(date)) for date in sorted({*days, *mornings}, reverse=True)],
        deleted=deleted,
        stale=stale,
        stop=stop_for(state.store, person.name),
        exercises=exercises,
        today=this_day(),
        forms=FORMS,
        doses=DOSES,
        answers=FELT_WORDS,
        asked_note=WHAT_ANSWERS_DO,
        questions=open_questions(read) if read else [],
        waits=not_noted(read, {one.date for one in read.waits.values()}) if read else [],
    )


@router.post("/people/{person_id}/log")
def add_entry(state: StateOf, person: PersonOf, form: SentForm) -> RedirectResponse:
    """Add one entry."""
    added = entry_added({k: v for k, v in form.items() if isinstance(v, str)})
    if added.date > this_day():
        raise DataError(f"{day_text(added.date)} is still to come; choose today or an earlier day")
    add_entries(state.store, person.name, [added])
    return RedirectResponse(f"/people/{person.id}/log", status_code=303)


@router.post("/people/{person_id}/log/{day}/{number}/pain")
def edit_pain(state: StateOf, person: PersonOf, day: dt.date, number: int, form: SentForm) -> RedirectResponse:
    """Change the pain of one entry of a day, and what else was noted of it; not if the log has changed since."""
    sent = {name: text for name, text in form.items() if isinstance(text, str)}
    try:
        change_log(state.store, person.name, lambda kept: with_edit(kept, day, number, sent))
    except LogChangedError:
        return RedirectResponse(f"/people/{person.id}/log?stale=true", status_code=303)
    return RedirectResponse(f"/people/{person.id}/log", status_code=303)


@router.post("/people/{person_id}/log/answer")
def answer(
    state: StateOf,
    person: PersonOf,
    date: Annotated[dt.date, Form()],
    exercise_id: Annotated[str, Form(max_length=60)],
    goal: Annotated[str, Form()],
) -> RedirectResponse:
    """Store the answer to the question of an exercise that decides its next level."""
    check_option("goal", goal, [*YES_NO])
    change_log(state.store, person.name, lambda kept: with_answer(kept, exercise_id, date, goal_met=YES_NO[goal]))
    return RedirectResponse(f"/people/{person.id}/log", status_code=303)


@router.post("/people/{person_id}/log/{day}/delete")
def delete_day(state: StateOf, person: PersonOf, day: dt.date) -> RedirectResponse:
    """Delete a day from the log."""
    change_log(state.store, person.name, lambda kept: without_day(kept, day))
    return RedirectResponse(f"/people/{person.id}/log?deleted=true", status_code=303)
