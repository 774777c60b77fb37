"""The last change by hand undone: rows get back what they held, if they still hold what the change left."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session as Transaction

from dorsi.errors import DataError, NotStoredError
from dorsi.store.journal import MISSING, NAMED_BY, RECORD, TABLES, Cells, about_person, cells_of
from dorsi.store.records import ChangeRecord
from dorsi.store.rows import count_rows, name_inside, person_record
from dorsi.store.store import Store
from dorsi.store.tables import Alias, Asked, Changed, Draft, Job, Logged, Person, Place, Table

_TABLE_OF = {table.__tablename__: table for table in TABLES}


@dataclass(frozen=True, kw_only=True)
class Undone:
    """A change that was undone, and whose files have to be written again."""

    change: ChangeRecord
    people: tuple[str, ...]
    keys: tuple[str, ...]  #: of sessions that changed


def last_change(store: Store, *, of_person: int | None = None) -> ChangeRecord | None:
    """Return the last change by hand that can be undone, or None.

    Parameters
    ----------
    store
        Where it was made.
    of_person
        The number of a person: None also if the last change is not about them.
    """
    with store.transaction(writes=False) as at:
        row = at.scalar(select(Changed).order_by(Changed.id.desc()).limit(1))
        if row is None or (of_person is not None and about_person(of_person) not in row.about):
            return None
        return _record(row)


def end_undo(store: Store) -> None:
    """Forget all changes that could be undone: after a deletion, the one before would be taken for it."""
    with store.transaction() as at:
        at.execute(delete(Changed))


def undo_last(store: Store, change_id: int | None = None) -> Undone:
    """Undo the last change by hand.

    Parameters
    ----------
    store
        Where it was made.
    change_id
        The change that is meant; nothing else is undone.

    Raises
    ------
    NotStoredError
        If there is none, or another change came after the one that is meant.
    DataError
        If something was changed since of what it changed.
    """
    with store.transaction() as at:
        row = at.scalar(select(Changed).order_by(Changed.id.desc()).limit(1))
        if row is None:
            raise NotStoredError("there is no change to undo; what was deleted or measured again stays so")
        if change_id not in {None, row.id}:
            raise NotStoredError(f"this is no longer the last change; the last one is: {row.text}")
        change, keys = _record(row), [str(one["name"]) for one in row.rows if one["table"] == "session"]
        touched = _Undoing(at, change.text).undo(row.rows)
        at.delete(row)
        at.flush()
        at.expire_all()
        left = [person for one in touched if (person := at.get(Person, one)) is not None]
        for person in left:
            name_inside(at, person)
        return Undone(change=change, people=tuple(one.name for one in left), keys=tuple(keys))


def _record(row: Changed) -> ChangeRecord:
    return ChangeRecord(id=row.id, made_at=row.made_at.replace(tzinfo=dt.UTC), text=row.text)


class _Undoing:
    """One change on its way back."""

    def __init__(self, at: Transaction, text: str) -> None:
        self._at = at
        self._text = text
        self._people: dict[int, int] = {}  #: the number of a person who comes back, where it is taken by now

    def undo(self, rows: list[dict[str, Any]]) -> set[int]:
        """Give rows back what they held, and return the numbers of the people concerned."""
        found = {index: self._row(one) for index, one in enumerate(rows)}
        for index, one in enumerate(rows):
            self._check(one, found[index])
        order = sorted(range(len(rows)), key=lambda index: list(_TABLE_OF).index(rows[index]["table"]))
        for index in order:  # first what the change added: its name may be wanted again
            row = found[index]
            if rows[index]["before"] is None and isinstance(row, Alias):
                self._at.delete(row)
        self._at.flush()
        for index in order:
            if rows[index]["before"] is not None:
                self._give_back(rows[index], found[index])
        self._at.flush()
        for index in order:
            row = found[index]
            if rows[index]["before"] is None and isinstance(row, Person) and self._has_nothing(row):
                self._at.delete(row)
        told = [cells for one in rows for cells in (one["before"], one["after"]) if cells is not None]
        people = {one["name"] for one in rows if one["table"] == Person.__tablename__}
        people |= {cells["person_id"] for cells in told if "person_id" in cells}
        return {self._people.get(one, one) for one in people}

    def _row(self, one: dict[str, Any]) -> Table | None:
        table = _TABLE_OF[one["table"]]
        named = table.__table__.c[NAMED_BY[one["table"]]]
        row: Table | None = self._at.scalar(select(table).where(named == one["name"]))
        if one["before"] is None and isinstance(row, Alias | Person) and row.folded != one["after"]["folded"]:
            return None  # its number went to another one
        return row

    def _check(self, one: dict[str, Any], row: Table | None) -> None:
        """Refuse what does not hold any more what the change left; what was deleted since stays so."""
        if one["before"] is None or one["after"] is None:
            return
        if row is None:
            if one["table"] == Person.__tablename__:
                raise self._refusal()
            return
        now = cells_of(row)
        for name, left in one["after"].items():
            same = _holds(now[name], left) if name == RECORD else now[name] == left
            if not same:
                raise self._refusal()

    def _refusal(self) -> DataError:
        return DataError(f"'{self._text}' can't be undone: the same was changed again since; put it right by hand")

    def _give_back(self, one: dict[str, Any], row: Table | None) -> None:
        table, cells = _TABLE_OF[one["table"]], dict(one["before"])
        if cells.get("person_id") in self._people:
            cells["person_id"] = self._people[cells["person_id"]]
        if one["after"] is None:
            self._insert(table, cells)
            return
        if row is None:
            return
        for name, value in cells.items():
            setattr(row, name, _with_parts(getattr(row, name), value) if name == RECORD else _typed(table, name, value))

    def _insert(self, table: type[Table], cells: Cells) -> None:
        """Store a row that the change removed; where its number is taken, under another one."""
        number = cells.pop("id", None)
        row = table(**{name: _typed(table, name, value) for name, value in cells.items()})
        if isinstance(row, Place) and self._is_known(row):
            return
        if number is not None and self._at.get(table, number) is None:
            row.id = number  # type: ignore[attr-defined]
        self._at.add(row)
        self._at.flush()
        if isinstance(row, Person):
            self._people[number] = row.id

    def _is_known(self, place: Place) -> bool:
        same = select(Place.id).where(Place.person_id == place.person_id, Place.folder == place.folder)
        return self._at.scalar(same) is not None

    def _has_nothing(self, person: Person) -> bool:
        """Return whether a person whom the change added has nothing of their own since."""
        own = (
            count_rows(self._at, select(Logged.id).where(Logged.person_id == person.id)),
            count_rows(self._at, select(Asked.id).where(Asked.person_id == person.id)),
            count_rows(self._at, select(Draft.id).where(Draft.person_id == person.id)),
            count_rows(self._at, select(Job.id).where(Job.person_id == person.id)),
        )
        return person_record(self._at, person).is_empty and not any(own)


def _holds(record: Cells, parts: Cells) -> bool:
    return all(record.get(name, MISSING) == value for name, value in parts.items())


def _with_parts(record: Cells, parts: Cells) -> Cells:
    """Return a record with parts of it as they were."""
    joined = record | parts
    return {name: value for name, value in joined.items() if value != MISSING}


def _typed(table: type[Table], name: str, value: object) -> object:
    """Return a value as its column holds it: days are kept as text."""
    column = inspect(table).columns[name]
    return dt.date.fromisoformat(value) if column.type.python_type is dt.date and isinstance(value, str) else value
