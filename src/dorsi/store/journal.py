"""What changes by hand did to rows, kept so that they can be undone.

A change keeps what the rows about its people and sessions held before and after, column by column. It is undone only if
they still hold what it left. With the data that it is about it is deleted, since what is deleted has to be gone.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session as Transaction

from dorsi.store.rows import is_called
from dorsi.store.tables import Alias, Asked, Changed, Failed, Filmed, Job, Logged, Person, Place, Planned, Table

#: The person first: the others refer to one.
TABLES: Final[tuple[type[Table], ...]] = (Person, Alias, Place, Filmed, Planned, Asked, Logged, Failed, Job)
#: What finds a row again: a session by its key, since measuring it again makes a new row.
NAMED_BY: Final[Mapping[str, str]] = {table.__tablename__: "id" for table in TABLES} | {"session": "key"}
#: What is not kept: it is never changed by hand, and no part of what is.
_LEFT_OUT: Final = {"session": {"id"}, "job": {"created_at"}}
#: The columns that hold a record; of it, too, only what differs is kept.
RECORD: Final = "record"
_KEPT: Final = 50  #: changes
MISSING: Final = "dorsi: missing"  #: in place of a value that a record does not hold

Cells = dict[str, Any]


class _Id(NamedTuple):
    """What names a row in all tables."""

    table: str
    name: object


@contextmanager
def recorded(
    at: Transaction, text: str, *, people: Iterable[str] = (), keys: Iterable[str] = (), owned: bool = False
) -> Iterator[None]:
    """Keep what a change does to rows, within its transaction.

    Parameters
    ----------
    at
        The transaction.
    text
        What is changed, for people: "Ana was renamed Anna Berg".
    people
        Names of everyone whose rows may change, new ones included.
    keys
        Of the sessions that may change.
    owned
        Whether everything may change that is filed under these people.
    """
    names, filmed = list(people), list(keys)
    ids = _ids(at, names)
    before = _rows(at, ids, filmed, owned=owned)
    yield
    at.flush()
    ids |= _ids(at, names)
    after = _rows(at, ids, filmed, owned=owned)
    changed = [_difference(one, before.get(one), after.get(one)) for one in dict.fromkeys((*before, *after))
               if before.get(one) != after.get(one)]  # fmt: skip
    if changed:
        about = [about_person(one) for one in sorted(ids)] + [f"session {one}" for one in filmed]
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        at.add(Changed(made_at=now, text=text, about=about, rows=changed))
        at.flush()
        newest = select(Changed.id).order_by(Changed.id.desc()).limit(_KEPT)
        at.execute(delete(Changed).where(Changed.id.not_in(newest)))


def about_person(number: int) -> str:
    """Return how a change names a person that it is about."""
    return f"person {number}"


def forget_changes(at: Transaction, *, people: Iterable[int] = (), keys: Iterable[str] = ()) -> None:
    """Delete the changes about people or sessions that are deleted: they hold names and days."""
    gone = {about_person(one) for one in people} | {f"session {one}" for one in keys}
    about = at.execute(select(Changed.id, Changed.about)).all()
    at.execute(delete(Changed).where(Changed.id.in_([one for one, told in about if gone & set(told)])))


def cells_of(row: Table) -> Cells:
    """Return a row as plain values; days as text."""
    left_out = _LEFT_OUT.get(row.__tablename__, set())
    cells = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in cells.items() if name not in left_out}  # fmt: skip


def _ids(at: Transaction, names: Iterable[str]) -> set[int]:
    return {found for name in names if (found := at.scalar(select(Person.id).where(is_called(name)))) is not None}


def _rows(at: Transaction, ids: set[int], keys: list[str], *, owned: bool) -> dict[_Id, Cells]:
    """Return the rows of people and sessions as they are in the database now."""
    at.expire_all()
    found: dict[_Id, Cells] = {}
    for table in TABLES:
        query: Select[Any] = select(table)
        if table is Person:
            query = query.where(Person.id.in_(ids))
        elif table is Alias or owned:
            query = query.where(_of(table, ids))
        elif table is Filmed:
            query = query.where(Filmed.key.in_(keys))
        else:
            continue
        for row in at.scalars(query):
            found[_Id(table.__tablename__, getattr(row, NAMED_BY[table.__tablename__]))] = cells_of(row)
    return found


def _of(table: type[Table], ids: set[int]) -> ColumnElement[bool]:
    return table.__table__.c.person_id.in_(ids)


def _difference(one: _Id, before: Cells | None, after: Cells | None) -> dict[str, Any]:
    """Return what differs; a row that was not there, or is no longer, is kept whole."""
    told: dict[str, Any] = {"table": one.table, "name": one.name}
    if before is None or after is None:
        return told | {"before": before, "after": after}
    # A log that goes to someone else and grows there can't be told apart again: it has to be as it was left.
    whole = one.table == Logged.__tablename__ and before["person_id"] != after["person_id"]
    differ = [name for name in before if before[name] != after[name] or (whole and name == RECORD)]
    was, now = {name: before[name] for name in differ}, {name: after[name] for name in differ}
    if RECORD in differ and not whole:
        was[RECORD], now[RECORD] = _parts(before[RECORD], after[RECORD])
    return told | {"before": was, "after": now}


def _parts(before: Cells, after: Cells) -> tuple[Cells, Cells]:
    """Return the parts of two records that differ."""
    differ = [name for name in {**before, **after} if before.get(name, MISSING) != after.get(name, MISSING)]
    return {name: before.get(name, MISSING) for name in differ}, {name: after.get(name, MISSING) for name in differ}
