"""People by number, new people, and logs that several devices write to at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import select

from dorsi.errors import NotStoredError
from dorsi.schema.log import Log
from dorsi.store.records import PersonRecord
from dorsi.store.rows import person_row
from dorsi.store.store import Store
from dorsi.store.tables import Logged, Person, Place

LARGEST_ID: Final = 2**31 - 1  #: that a database's integer holds


def person_with_id(store: Store, person_id: int) -> PersonRecord:
    """Return the person with this number.

    Raises
    ------
    NotStoredError
        If there is none.
    """
    with store.transaction(writes=False) as at:
        row = at.get(Person, person_id)
        if row is None:
            raise NotStoredError(f"person {person_id} is not stored; they may have been deleted")
        name = row.name
    return store.person(name)


def add_person(store: Store, name: str) -> PersonRecord:
    """Return the person of this name, stored if new."""
    with store.transaction() as at:
        at.add(person_row(at, name))
    return store.person(name)


def note_folder(store: Store, folder: Path) -> None:
    """Note a folder that holds pages about everyone, so that deleting a person finds it."""
    with store.transaction() as at:
        known = set(at.scalars(select(Place.person_id).where(Place.folder == str(folder.absolute()))))
        for person in at.scalars(select(Person.id)):
            if person not in known:
                at.add(Place(person_id=person, folder=str(folder.absolute())))


def folders_of_pages(store: Store) -> list[Path]:
    """Return every folder that is noted for anyone: results, and pages about everyone."""
    with store.transaction(writes=False) as at:
        return [Path(one) for one in at.scalars(select(Place.folder).distinct().order_by(Place.folder))]


def change_log(store: Store, person: str, change: Callable[[Log], Log]) -> Log:
    """Change a person's log, empty if new, and return it, in one transaction.

    Raises
    ------
    NotStoredError
        If no person of that name is stored.
    """
    person_id = store.person(person).id
    with store.transaction() as at:
        row = at.scalar(select(Logged).where(Logged.person_id == person_id).with_for_update())
        log = change(Log() if row is None else Log.model_validate(row.record))
        if row is None:
            row = Logged(person_id=person_id)
            at.add(row)
        row.started, row.record = log.started, log.model_dump(mode="json")
    return log
