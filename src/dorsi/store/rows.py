"""Find, create and count rows of people."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Transaction

from dorsi.errors import NotStoredError
from dorsi.store.names import fold, tidy
from dorsi.store.records import PersonRecord
from dorsi.store.tables import Failed, Filmed, Person, Planned


def person_row(at: Transaction, name: str) -> Person:
    """Return the person's row, created if missing."""
    found = at.scalar(select(Person).where(Person.folded == fold(name)))
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
    found = at.scalar(select(Person).where(Person.folded == fold(name)))
    if found is None:
        raise NotStoredError(f"'{name}' is not stored; `dorsi person list` shows everyone")
    return found


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
        failures=count_rows(at, select(Failed.id).where(Failed.person_id == person.id)),
    )


def count_rows(at: Transaction, query: Select[int] | Select[str]) -> int:
    """Return the number of rows of a query."""
    return at.scalar(select(func.count()).select_from(query.subquery())) or 0
