"""Records of the API that files and the command line don't have."""

import datetime as dt
from typing import Literal

from pydantic import Field

from dorsi.measures import label_of, meaning_of
from dorsi.protocols.protocol import Protocol
from dorsi.schema.session import Measurement, Session, Strict
from dorsi.store import PersonRecord, SessionRecord
from dorsi.vocabulary import Movement, SideName


class Health(Strict):
    """The server's state."""

    status: Literal["ok"] = "ok"
    version: str = Field(description="of dorsi")
    model: str = Field(description="the pose network used for clips")
    jobs_waiting: int
    jobs_running: int


class PersonView(Strict):
    """A stored person, and how much is stored."""

    id: int = Field(description="identifies the person in all other requests")
    name: str
    sessions: int = Field(description="analysed clips")
    first_on: dt.date | None = Field(description="day of the first clip")
    last_on: dt.date | None = Field(description="day of the last clip")
    plans: int
    failures: int = Field(description="clips that could not be measured")


class SessionSummary(Strict):
    """One analysed clip in a list."""

    key: str = Field(description="identifies the session in all other requests")
    person_id: int
    recorded_on: dt.date | None
    movement: Movement
    near_side: SideName | None
    measurements: list[Measurement]


class StoredSession(Strict):
    """One analysed clip with its complete record."""

    key: str
    person: str
    recorded_on: dt.date | None
    session: Session = Field(description="as in session.json")
    files: list[str] = Field(description="files to fetch from /api/sessions/{key}/files/{name}")


class Guide(Strict):
    """How to film a movement."""

    name: Movement
    title: str
    view: str = Field(description="camera position")
    from_front: bool
    text: str
    reps: str
    height: str = Field(description="of the phone")
    distance: str = Field(description="distance from phone to person")
    clothing: str
    headline: str = Field(description="the first measurement in a report")
    headline_text: str
    picture: str = Field(description="address of a drawing, SVG")


class ExerciseView(Strict):
    """An exercise of the catalogue."""

    id: str
    name: str
    category: str
    levels: dict[int, str]
    cue: str


def person_view(record: PersonRecord) -> PersonView:
    """Return a person as the API shows them."""
    return PersonView(
        id=record.id,
        name=record.name,
        sessions=record.sessions,
        first_on=record.first_on,
        last_on=record.last_on,
        plans=record.plans,
        failures=record.failures,
    )


def session_summary(record: SessionRecord, person_id: int) -> SessionSummary:
    """Return a session as a list shows it."""
    return SessionSummary(
        key=record.key,
        person_id=person_id,
        recorded_on=record.recorded_on,
        movement=record.session.movement,
        near_side=record.session.quality.near_side,
        measurements=record.session.measurements,
    )


def guide_of(protocol: Protocol) -> Guide:
    """Return how to film a movement."""
    film = protocol.film
    return Guide(
        name=protocol.name,
        title=protocol.title,
        view=film.view,
        from_front=film.from_front,
        text=film.whole_text,
        reps=film.reps,
        height=film.height,
        distance=film.distance,
        clothing=film.clothing,
        headline=protocol.headline,
        headline_text=f"{label_of(protocol.headline)}: {meaning_of(protocol.headline)}",
        picture=f"/api/movements/{protocol.name}/picture.svg",
    )
