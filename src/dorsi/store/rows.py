"""Find, create and count rows of people."""

from pathlib import Path

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import selectinload

from dorsi.errors import NotStoredError
from dorsi.names import fold, tidy
from dorsi.store.records import PersonRecord
from dorsi.store.tables import Alias, Asked, Failed, Filmed, Logged, Person, Place, Planned


def is_called(name: str) -> ColumnElement[bool]:
    """Return the condition by which a person is found under the name or another one of theirs."""
    others = select(Alias.person_id).where(Alias.folded == fold(name))
    return or_(Person.folded == fold(name), Person.id.in_(others))


def person_row(at: Transaction, name: str) -> Person:
    """Return the person's row, a new one if need be."""
    found = at.scalar(select(Person).where(is_called(name)))
    return found or Person(name=tidy(name), folded=fold(name))


def person_id(at: Transaction, name: str) -> int:
    """Return the id of the person's row, created if missing."""
    person = person_row(at, name)
    at.add(person)
    at.flush()
    return person.id


def known_person(at: Transaction, name: str) -> Person:
    """Return the person's row.

    Raises
    ------
    NotStoredError
        If no person of that name is stored.
    """
    found = at.scalar(select(Person).where(is_called(name)))
    if found is None:
        raise NotStoredError(f"'{name}' is not stored; `dorsi person list` shows everyone")
    return found


def was_removed(clip: str) -> bool:
    """Return whether a clip's file is gone from a folder that is still there.

    Where not even the folder above its own is there, its disk may not be connected, or it lies on another computer.
    """
    path = Path(clip)
    return not path.is_file() and any(one.is_dir() for one in (path.parent, path.parent.parent))


def failed_still_there(at: Transaction, person: Person | None = None) -> list[Failed]:
    """Return the failed clips, by path, without those whose file was removed: there is nothing to do about these."""
    query = select(Failed).options(selectinload(Failed.person)).order_by(Failed.clip)
    rows = at.scalars(query if person is None else query.where(Failed.person_id == person.id))
    return [row for row in rows if not was_removed(row.clip)]


def person_record(at: Transaction, person: Person) -> PersonRecord:
    """Return how much is stored about a person."""
    days = select(func.count(Filmed.id), func.min(Filmed.recorded_on), func.max(Filmed.recorded_on))
    sessions, first_on, last_on = at.execute(days.where(Filmed.person_id == person.id)).one()
    return PersonRecord(
        id=person.id,
        name=person.name,
        sessions=sessions,
        first_on=first_on,
        last_on=last_on,
        plans=count_rows(at, select(Planned.id).where(Planned.person_id == person.id)),
        failures=len(failed_still_there(at, person)),
        team=person.team,
        group=person.group_name,
        birth_year=person.birth_year,
        injured=person.injured,
        aliases=tuple(at.scalars(select(Alias.name).where(Alias.person_id == person.id).order_by(Alias.folded))),
    )


def note_place(at: Transaction, person_id: int, folder: str) -> None:
    """Note a folder into which results of a person are written."""
    known = select(Place.id).where(Place.person_id == person_id, Place.folder == folder)
    if at.scalar(known) is None:
        at.add(Place(person_id=person_id, folder=folder))


def name_inside(at: Transaction, person: Person) -> None:
    """Put the person's name into every record that holds one."""
    rows = (
        *at.scalars(select(Filmed).where(Filmed.person_id == person.id)),
        *at.scalars(select(Planned).where(Planned.person_id == person.id)),
        *at.scalars(select(Logged).where(Logged.person_id == person.id)),
        *at.scalars(select(Asked).where(Asked.person_id == person.id)),
    )
    for row in rows:
        if row.record.get("person") not in {None, person.name}:
            row.record = row.record | {"person": person.name}


def count_rows(at: Transaction, query: Select[int] | Select[str]) -> int:
    """Return the number of rows of a query."""
    return at.scalar(select(func.count()).select_from(query.subquery())) or 0
