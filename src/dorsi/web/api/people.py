"""People: who is stored, their names, their clips together, and their deletion."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from dorsi.batch import merge_people, rename_person
from dorsi.people import clips
from dorsi.schema.session import Assessment, Finite, Strict
from dorsi.store import PersonRecord
from dorsi.store.people import LARGEST_ID, add_person, person_with_id
from dorsi.vocabulary import Scale
from dorsi.web.api.views import PersonView, SessionSummary, person_view, session_summary
from dorsi.web.deleting import delete_person
from dorsi.web.queue.job_records import Line
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/people", tags=["people"])

SessionKey = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NewPerson(Strict):
    """A new person."""

    name: Line


class DatedNumber(Strict):
    """One value of one day."""

    side: str
    recorded_on: dt.date
    value: Finite
    ci95_low: Finite | None
    ci95_high: Finite | None
    key: str = Field(description="of its session")


def person_of(state: StateOf, person_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> PersonRecord:
    """Return the person whose number is in the address."""
    return person_with_id(state.store, person_id)


PersonOf = Annotated[PersonRecord, Depends(person_of)]


@router.get("")
def list_people(state: StateOf) -> list[PersonView]:
    """List everyone stored."""
    return [person_view(one) for one in state.store.people()]


@router.post("", status_code=201)
def make_person(state: StateOf, wanted: NewPerson) -> PersonView:
    """Store a new person; a person of that name who is already stored is returned unchanged."""
    return person_view(add_person(state.store, wanted.name))


@router.get("/{person_id}")
def show_person(person: PersonOf) -> PersonView:
    """Show how much is stored about a person."""
    return person_view(person)


@router.patch("/{person_id}")
def rename(state: StateOf, person: PersonOf, wanted: NewPerson) -> PersonView:
    """Give a person another name; the one before stays known. Can be undone."""
    return person_view(rename_person(state.store, person.name, wanted.name))


@router.post("/{person_id}/merge")
def merge(state: StateOf, person: PersonOf, into: NewPerson) -> PersonView:
    """Join a person with another one who is the same, by name: everything goes to that one. Can be undone."""
    return person_view(merge_people(state.store, person.name, into.name))


@router.delete("/{person_id}", status_code=204)
def remove_person(state: StateOf, person: PersonOf) -> None:
    """Delete a person: rows, arrays, reports, cached landmarks and the clips they sent."""
    delete_person(state, person.name)


@router.get("/{person_id}/sessions")
def list_sessions(state: StateOf, person: PersonOf) -> list[SessionSummary]:
    """List a person's analysed clips, by day."""
    return [session_summary(one, person.id) for one in state.store.sessions(person.name)]


@router.get("/{person_id}/assessment")
def show_assessment(
    state: StateOf,
    person: PersonOf,
    key: Annotated[
        list[SessionKey] | None, Query(description="which sessions; by default the newest of each kind")
    ] = None,
) -> Assessment:
    """Take several clips together: left against right."""
    return clips.assessment(state.store, person.name, key or ())


@router.get("/{person_id}/trend")
def show_trend(
    state: StateOf,
    person: PersonOf,
    name: Annotated[str, Query(max_length=80, description="of the measurement, such as peak_shank_inclination_deg")],
    scale: Scale,
) -> list[DatedNumber]:
    """List every dated value of one measurement on one scale, by side and day."""
    return [
        DatedNumber(
            side=one.side,
            recorded_on=one.recorded_on,
            value=one.value,
            ci95_low=one.ci95_low,
            ci95_high=one.ci95_high,
            key=one.key,
        )
        for one in state.store.trend(name, scale=scale)
        if one.person == person.name and one.recorded_on is not None and one.value is not None
    ]
