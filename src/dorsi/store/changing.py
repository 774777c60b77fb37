"""Changes of what is known about people and sessions, each in one transaction; the numbers stay as measured."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Transaction

from dorsi.errors import DataError, NotStoredError
from dorsi.names import fold, tidy
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log, one_a_day
from dorsi.store.journal import recorded
from dorsi.store.records import PersonRecord, SessionRecord
from dorsi.store.rows import is_called, known_person, name_inside, note_place, person_record, person_row
from dorsi.store.store import Store
from dorsi.store.tables import Alias, Asked, Failed, Filmed, Job, Logged, Person, Place, Planned


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """What a roster, a manifest or a folder tells of a person; None where it says nothing."""

    name: str
    aliases: tuple[str, ...] = ()
    team: str | None = None
    group: str | None = None
    birth_year: int | None = None
    injured: bool | None = None


def known_as(store: Store, name: str) -> str:
    """Return the name under which a person is stored, or the given one where they are not."""
    with store.transaction(writes=False) as at:
        found = at.scalar(select(Person.name).where(is_called(name)))
        return found or tidy(name)


def describe(store: Store, people: Iterable[RosterEntry]) -> None:
    """Store facts about people; what is not given stays as it was.

    Raises
    ------
    DataError
        If an alias is the name of someone else.
    """
    with store.transaction() as at:
        _describe(at, people)


def describe_by_hand(store: Store, people: Sequence[RosterEntry], text: str) -> None:
    """Store facts about people as a change that can be undone; `text` says what was done.

    Raises
    ------
    DataError
        If an alias is the name of someone else.
    """
    with store.transaction() as at, recorded(at, text, people=[one.name for one in people]):
        _describe(at, people)


def rename(store: Store, name: str, to: str) -> PersonRecord:
    """Give a person another name; the one before stays known, so that clips in the old folder are still theirs.

    Raises
    ------
    DataError
        If someone else has that name already, or no one the first one.
    """
    with store.transaction() as at:
        person = known_person(at, name)
        other = at.scalar(select(Person).where(is_called(to), Person.id != person.id))
        if other is not None:
            raise DataError(f"'{other.name}' exists already; to join the two: dorsi person merge '{name}' '{to}'")
        before = person.name
        with recorded(at, f"{before} was renamed {tidy(to)}", people=[before, to], owned=True):
            at.execute(delete(Alias).where(Alias.folded == fold(to)))
            person.name, person.folded = tidy(to), fold(to)
            at.flush()
            _call(at, person, before)
            name_inside(at, person)
        return person_record(at, person)


def merge(store: Store, name: str, into: str, *, answers: Intake | None = None) -> PersonRecord:
    """Join two people who are one: sessions, programmes, log, answers and folders of the first go to the second.

    Logs are joined; where both have answers, those of the second count, unless `answers` are given: then these replace
    both. The first name stays known.

    Raises
    ------
    DataError
        If either is not stored, or both are the same.
    """
    with store.transaction() as at:
        gone, kept = known_person(at, name), known_person(at, into)
        if gone.id == kept.id:
            raise DataError(f"'{name}' and '{into}' are one person already")
        with recorded(at, f"{gone.name} was joined with {kept.name}", people=[gone.name, kept.name], owned=True):
            _join(at, gone, kept)
            if answers is not None:
                record = answers.model_dump(mode="json", exclude_unset=True)
                at.execute(update(Asked).where(Asked.person_id == kept.id).values(record=record))
                at.expire_all()
                name_inside(at, kept)
        return person_record(at, kept)


def change_sessions(store: Store, records: Sequence[SessionRecord], *, text: str | None = None) -> None:
    """Keep what is known about sessions again; their keys and measurements stay.

    Parameters
    ----------
    store
        Where they are kept.
    records
        As they are to be: the movements of one clip.
    text
        What a person changed; then it can be undone. None for a change that follows from a clip's name or folder.

    Raises
    ------
    NotStoredError
        If there is no such session.
    """
    keys = [one.key for one in records]
    with store.transaction() as at, ExitStack() as stack:
        rows = {row.key: row for row in at.scalars(select(Filmed).where(Filmed.key.in_(keys)))}
        if len(rows) < len(keys):
            raise NotStoredError(f"session {keys[0][:16]}: is not stored; it may have been deleted")
        if text is not None:
            people = [*(row.person.name for row in rows.values()), *(one.person for one in records)]
            stack.enter_context(recorded(at, text, people=people, keys=keys))
        for record in records:
            _change_row(at, rows[record.key], record)


def _change_row(at: Transaction, row: Filmed, record: SessionRecord) -> None:
    row.person = person_row(at, record.person)
    row.recorded_on, row.note, row.by_hand = record.recorded_on, record.note, " ".join(sorted(record.by_hand))
    row.folder, row.clip = str(record.folder), str(record.clip)
    row.record = record.session.model_dump(mode="json")
    at.flush()
    note_place(at, row.person_id, row.folder)


def session_key(store: Store, start: str) -> str:
    """Return the whole key of the session whose key begins so.

    Raises
    ------
    NotStoredError
        If there is none, or more than one.
    """
    with store.transaction(writes=False) as at:
        keys = at.scalars(select(Filmed.key).where(Filmed.key.startswith(start, autoescape=True))).all()
    if len(keys) != 1 or not start:
        many = f"{len(keys)} sessions begin so; give more of the key" if keys else "is not stored"
        raise NotStoredError(f"session {start}: {many}; `dorsi session list` shows all")
    return keys[0]


def _describe(at: Transaction, people: Iterable[RosterEntry]) -> None:
    for told in people:
        row = person_row(at, told.name)
        at.add(row)
        at.flush()
        row.team = told.team or row.team
        row.group_name = told.group or row.group_name
        row.birth_year = told.birth_year or row.birth_year
        row.injured = row.injured if told.injured is None else told.injured
        for alias in told.aliases:
            _call(at, row, alias)


def _join(at: Transaction, gone: Person, kept: Person) -> None:
    """Give everything of one person to another, and delete the first."""
    _join_logs(at, gone.id, kept.id)
    if at.scalar(select(Asked.id).where(Asked.person_id == kept.id)) is not None:
        at.execute(delete(Asked).where(Asked.person_id == gone.id))
    known = select(Place.folder).where(Place.person_id == kept.id)
    at.execute(delete(Place).where(Place.person_id == gone.id, Place.folder.in_(known)))
    for table in (Filmed, Planned, Asked, Logged, Failed, Job, Alias, Place):
        at.execute(update(table).where(table.person_id == gone.id).values(person_id=kept.id))
    for field in ("team", "group_name", "birth_year", "injured"):
        if getattr(kept, field) is None:
            setattr(kept, field, getattr(gone, field))
    before = gone.name
    at.flush()
    at.expire(gone)
    at.delete(gone)
    at.flush()
    _call(at, kept, before)
    name_inside(at, kept)


def _call(at: Transaction, person: Person, alias: str) -> None:
    """Let a person be found under another name, too."""
    other = at.scalar(select(Person).where(is_called(alias)))
    if other is not None and other.id != person.id:
        raise DataError(f"'{alias}' is the name of {other.name}; it can't be another name of {person.name}")
    if other is None and fold(alias):
        at.add(Alias(person_id=person.id, name=tidy(alias), folded=fold(alias)))
        at.flush()


def _join_logs(at: Transaction, gone_id: int, kept_id: int) -> None:
    """Put the entries of one log into the other, by day; of two answers for one morning the worse counts."""
    rows = [at.scalar(select(Logged).where(Logged.person_id == one)) for one in (gone_id, kept_id)]
    gone, kept = rows
    if gone is None or kept is None:
        return
    one, two = (Log.model_validate(row.record) for row in (gone, kept))
    days = [day for day in (one.started, two.started) if day]
    joined = two.model_copy(
        update={
            "started": min(days, default=None),
            "entries": sorted([*one.entries, *two.entries], key=lambda entry: entry.date),
            "mornings": one_a_day([*one.mornings, *two.mornings]),
            "measurements": [*one.measurements, *two.measurements],
            "played": [*one.played, *two.played],
        }
    )
    kept.started, kept.record = joined.started, joined.model_dump(mode="json")
    at.delete(gone)
    at.flush()
