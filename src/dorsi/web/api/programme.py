"""A person's answers, programme, day, log and progress."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import PlainTextResponse, Response

from dorsi.errors import NotStoredError
from dorsi.people import log as persons_log
from dorsi.people import programme
from dorsi.programme import Morning, as_calendar, as_markdown
from dorsi.schema.intake import Intake, TypedMeasurement
from dorsi.schema.log import Course, Log, LogEntry
from dorsi.schema.plan import Day, Plan
from dorsi.web.api.people import PersonOf
from dorsi.web.state import StateOf
from dorsi.wording.days import this_day

router = APIRouter(prefix="/api/people/{person_id}", tags=["programme"])
Score = Annotated[float | None, Query(ge=0, le=10, allow_inf_nan=False)]
OnDay = Annotated[dt.date | None, Query(description="today by default")]
MOST_ENTRIES = 500


@router.get("/intake", response_model_exclude_unset=True)
def show_intake(state: StateOf, person: PersonOf) -> Intake:
    """Show a person's answers; a missing field was not asked."""
    answers = state.store.intake(person.name)
    if answers is None:
        raise NotStoredError(f"{person.name} has not answered the questions yet")
    return answers


@router.put("/intake", response_model_exclude_unset=True)
def keep_intake(state: StateOf, person: PersonOf, answers: Intake) -> Intake:
    """Replace a person's answers."""
    programme.keep_answers(state.store, person.name, answers)
    return answers


@router.post("/plan", status_code=201)
def make_plan(state: StateOf, person: PersonOf) -> Plan:
    """Make a programme from a person's answers and all their clips; the newest of each measurement counts."""
    return programme.make_programme(state.store, person.name, this_day())


@router.get("/plan")
def show_plan(state: StateOf, person: PersonOf) -> Plan:
    """Show a person's newest programme."""
    return programme.current_plan(state.store, person.name)


@router.get(
    "/plan.md",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}},
)
def read_plan(state: StateOf, person: PersonOf) -> Response:
    """Give a person's newest programme as text."""
    text = as_markdown(programme.current_plan(state.store, person.name))
    return PlainTextResponse(text, media_type="text/markdown")


@router.get(
    "/plan.ics",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def show_calendar(state: StateOf, person: PersonOf) -> Response:
    """Give a person's newest programme as a calendar."""
    text = as_calendar(programme.current_plan(state.store, person.name))
    return PlainTextResponse(text, media_type="text/calendar")


@router.get("/today")
def show_today(
    state: StateOf,
    person: PersonOf,
    *,
    day: OnDay = None,
    pain: Score = None,
    stiffness: Score = None,
    calf_soreness: Score = None,
    swelling: bool | None = None,
) -> Day:
    """Show the session of a day, adapted to the log and the morning check."""
    morning = Morning(pain=pain, stiffness=stiffness, swelling=swelling, calf_soreness=calf_soreness)
    return programme.todays_session(state.store, person.name, day or this_day(), morning)


@router.get("/log")
def show_log(state: StateOf, person: PersonOf) -> Log:
    """Show a person's log; empty if nothing is noted yet."""
    return state.store.log(person.name) or Log()


@router.put("/log")
def keep_log(state: StateOf, person: PersonOf, log: Log) -> Log:
    """Replace a person's log."""
    persons_log.keep_log(state.store, person.name, log)
    return log


@router.post("/log/entries", status_code=201)
def add_entries(
    state: StateOf, person: PersonOf, entries: Annotated[list[LogEntry], Field(min_length=1, max_length=MOST_ENTRIES)]
) -> Log:
    """Add entries to the log; safe from two devices at once."""
    return persons_log.add_entries(state.store, person.name, entries)


@router.post("/log/measurements", status_code=201)
def add_measurement(state: StateOf, person: PersonOf, measured: TypedMeasurement) -> Log:
    """Add a check measured by hand to the log."""
    return persons_log.add_check(state.store, person.name, measured)


@router.get("/progress")
def show_progress(state: StateOf, person: PersonOf, day: OnDay = None) -> Course:
    """Show a person's progress: level changes with their rules, trends, and checks that are due."""
    return programme.course_until(state.store, person.name, day or this_day())
