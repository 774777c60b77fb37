"""The store: one object for all stored data, in any supported database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import selectinload

from dorsi.errors import NotStoredError
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session
from dorsi.store import arrays, removing, schema_version
from dorsi.store.database import WRITES, connect, in_words
from dorsi.store.home import note_home
from dorsi.store.place import arrays_folder, database_url, parsed_url
from dorsi.store.records import FailureRecord, Made, PersonRecord, Removed, SessionRecord, TrendPoint, part_key
from dorsi.store.room import make_room
from dorsi.store.rows import is_called, known_person, note_place, person_id, person_record, person_row
from dorsi.store.tables import ArrayFile, Asked, Draft, Failed, Filmed, Logged, Measured, Person, Planned


class Store:
    """Persons, sessions, measurements, plans, logs and failures in one database, arrays in a folder beside it.

    Parameters
    ----------
    url
        sqlite:////folder/dorsi.db or postgresql+psycopg://user@host/name; if None, $DORSI_DB or the user's own file.
    busy_s
        How long to wait for another program that writes to the same database, seconds.

    Raises
    ------
    DataError
        If the database cannot be opened, or has another version. An empty one gets its tables.
    """

    def __init__(self, url: str | None = None, *, busy_s: float = 10.0) -> None:
        self.url: URL = parsed_url(url or database_url())
        self.arrays_folder = arrays_folder(self.url)
        make_room(self.url)
        self.engine = connect(self.url, busy_s=busy_s)
        with in_words(self.url):
            schema_version.require_current(self.engine, self.url)
        note_home(self)
        removing.finish(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.engine.dispose()

    def save(self, made: Made) -> None:
        """Store a finished analysis; replaces one with the same key, and deletes the clip's recorded failure."""
        session = made.session
        with self.transaction() as at:
            # While no other program writes: one that deletes the last other use of an array would take it away.
            kept = {name: arrays.keep(self.arrays_folder, name, content) for name, content in made.arrays.items()}
            before = at.scalar(select(Filmed).where(Filmed.key == made.digest))
            replaced = [] if before is None else [(one.sha256, one.name) for one in before.arrays]
            if before is not None:
                at.delete(before)
                at.flush()
            at.execute(delete(Failed).where(Failed.clip == str(made.clip)))
            filmed = Filmed(
                key=made.digest,
                person=person_row(at, made.person),
                session_id=session.id,
                schema_version=session.schema_version,
                movement=session.movement,
                recorded_on=made.recorded_on,
                clip=str(made.clip),
                clip_sha256=session.clip.sha256,
                folder=str(made.folder),
                record=session.model_dump(mode="json"),
                note=made.note,
                by_hand=" ".join(sorted(made.by_hand)),
                measurements=[Measured(**one.model_dump()) for one in session.measurements],
                arrays=[ArrayFile(name=name, sha256=sha256) for name, sha256 in kept.items()],
            )
            at.add(filmed)
            at.flush()
            note_place(at, filmed.person_id, filmed.folder)
        removing.drop_unused(self, replaced, [])  # what stays is named by `dorsi db check`

    def save_failure(self, failure: FailureRecord) -> None:
        """Record a clip that could not be measured; replaces an earlier record."""
        with self.transaction() as at:
            at.execute(delete(Failed).where(Failed.clip == str(failure.clip)))
            at.add(
                Failed(
                    clip=str(failure.clip),
                    clip_sha256=failure.clip_sha256,
                    person=person_row(at, failure.person),
                    reason=failure.reason,
                )
            )

    def save_plan(self, person: str, plan: Plan) -> None:
        """Store a programme; the newest one counts."""
        with self.transaction() as at:
            row = Planned(start_date=plan.start_date, record=plan.model_dump(mode="json"))
            row.person_id = person_id(at, person)
            at.add(row)

    def save_log(self, person: str, log: Log) -> None:
        """Replace a person's log."""
        with self.transaction() as at:
            whose = person_id(at, person)
            at.execute(delete(Logged).where(Logged.person_id == whose))
            at.add(Logged(person_id=whose, started=log.started, record=log.model_dump(mode="json")))

    def save_intake(self, person: str, intake: Intake) -> None:
        """Replace a person's answers; unfinished ones are over."""
        with self.transaction() as at:
            whose = person_id(at, person)
            for table in (Asked, Draft):
                at.execute(delete(table).where(table.person_id == whose))
            at.add(Asked(person_id=whose, record=intake.model_dump(mode="json", exclude_unset=True)))

    def intake(self, person: str) -> Intake | None:
        """Return a person's answers, or None."""
        query = select(Asked.record).join(Person, Asked.person_id == Person.id)
        with self.transaction(writes=False) as at:
            record = at.scalar(query.where(is_called(person)))
            return None if record is None else Intake.model_validate(record)

    def find(self, key: str) -> SessionRecord | None:
        """Return the session with this key (`Made.digest`), or None."""
        with self.transaction(writes=False) as at:
            row = at.scalar(select(Filmed).where(Filmed.key == key))
            return None if row is None else self._record(row)

    def of_clip(self, clip_sha256: str) -> list[SessionRecord]:
        """Return every session of the clip with this content, whoever it was filed under."""
        with self.transaction(writes=False) as at:
            rows = at.scalars(select(Filmed).where(Filmed.clip_sha256 == clip_sha256).order_by(Filmed.key)).all()
            return [self._record(row) for row in rows]

    def movements(self, key: str) -> list[SessionRecord]:
        """Return the sessions of all movements of a clip, the main one first; `key` is one of them."""
        own = select(Filmed.clip_sha256).where(Filmed.key == key).scalar_subquery()
        with self.transaction(writes=False) as at:
            found = [self._record(row) for row in at.scalars(select(Filmed).where(Filmed.clip_sha256 == own))]
        families = ([two for two in found if part_key(one.key, two.session.part) == two.key] for one in found)
        family = next((some for some in families if any(one.key == key for one in some)), [])
        return sorted(family, key=lambda one: one.session.part)

    def sessions(self, person: str | None = None) -> list[SessionRecord]:
        """Return the sessions, of one person or of all, by person, day and key."""
        query = select(Filmed).join(Person).options(selectinload(Filmed.arrays), selectinload(Filmed.person))
        if person is not None:
            query = query.where(is_called(person))
        with self.transaction(writes=False) as at:
            rows = at.scalars(query.order_by(Person.folded, Filmed.recorded_on.nulls_last(), Filmed.key)).all()
            return [self._record(row) for row in rows]

    def trend(self, name: str, *, scale: str) -> list[TrendPoint]:
        """Return every dated value of one quantity on one scale, by person, side and day."""
        query = (
            select(
                Person.name, Measured.side, Filmed.recorded_on, Measured.value, Measured.ci95_low, Measured.ci95_high,
                Filmed.movement, Filmed.key,
            )
            .join(Filmed, Measured.filmed_id == Filmed.id)
            .join(Person, Filmed.person_id == Person.id)
            .where(Measured.name == name, Measured.scale == scale)
            .where(Measured.value.is_not(None), Filmed.recorded_on.is_not(None))
            .order_by(Person.folded, Measured.side, Filmed.recorded_on, Filmed.key)
        )  # fmt: skip
        with self.transaction(writes=False) as at:
            return [TrendPoint(*row) for row in at.execute(query)]

    def plans(self, person: str) -> list[Plan]:
        """Return a person's programmes, the oldest first."""
        query = select(Planned.record).join(Person, Planned.person_id == Person.id)
        with self.transaction(writes=False) as at:
            rows = at.scalars(query.where(is_called(person)).order_by(Planned.id)).all()
            return [Plan.model_validate(record) for record in rows]

    def log(self, person: str) -> Log | None:
        """Return a person's log, or None if there is none."""
        query = select(Logged.record).join(Person, Logged.person_id == Person.id)
        with self.transaction(writes=False) as at:
            record = at.scalar(query.where(is_called(person)))
            return None if record is None else Log.model_validate(record)

    def failures(self) -> list[FailureRecord]:
        """Return the clips that could not be measured, by path."""
        with self.transaction(writes=False) as at:
            rows = at.scalars(select(Failed).options(selectinload(Failed.person)).order_by(Failed.clip)).all()
            return [
                FailureRecord(
                    clip=Path(row.clip), clip_sha256=row.clip_sha256, person=row.person.name, reason=row.reason
                )
                for row in rows
            ]

    def people(self) -> list[PersonRecord]:
        """Return everyone, by name."""
        with self.transaction(writes=False) as at:
            return [person_record(at, row) for row in at.scalars(select(Person).order_by(Person.folded)).all()]

    def person(self, name: str) -> PersonRecord:
        """Return one person.

        Raises
        ------
        DataError
            If no person of that name is stored.
        """
        with self.transaction(writes=False) as at:
            return person_record(at, known_person(at, name))

    def remove(self, name: str) -> Removed:
        """Delete a person with all rows and array files, and return what was deleted."""
        found = removing.of_person(self, name)
        ended = removing.carry_out(self, removing.note(self, removing.Doomed(), person=name))
        return replace(found, array_files=ended.array_files)

    def remove_session(self, key: str) -> SessionRecord:
        """Delete one session with its measurements and array files, and return what was deleted.

        Raises
        ------
        DataError
            If there is no such session.
        """
        record = self.find(key)
        if record is None:
            raise NotStoredError(f"session {key[:16]}: not found; it may have been deleted")
        removing.carry_out(self, removing.note(self, removing.Doomed(), session_keys=[key]))
        return record

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[Transaction]:
        """Give a transaction that is stored completely, or not at all after an error."""
        engine = self.engine.execution_options(**{WRITES: writes})
        with in_words(self.url), Transaction(engine, expire_on_commit=False) as at, at.begin():
            yield at

    def _record(self, row: Filmed) -> SessionRecord:
        return SessionRecord(
            key=row.key,
            person=row.person.name,
            recorded_on=row.recorded_on,
            session=Session.model_validate(row.record),
            clip=Path(row.clip),
            folder=Path(row.folder),
            arrays={one.name: arrays.path_of(self.arrays_folder, one.sha256, one.name) for one in row.arrays},
            note=row.note,
            by_hand=frozenset(row.by_hand.split()),
        )
