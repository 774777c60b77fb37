"""What the store gives back: sessions, plans, logs, failures and people, each read in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import selectinload

from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session
from dorsi.store import arrays
from dorsi.store.database import WRITES, in_words
from dorsi.store.records import FailureRecord, PersonRecord, SessionRecord, TrendPoint, part_key
from dorsi.store.rows import failed_still_there, is_called, known_person, person_record
from dorsi.store.tables import Asked, Filmed, Logged, MeasuredNumber, Person, Planned


class StoreReader:
    """The reading half of the store."""

    url: URL
    arrays_folder: Path
    engine: Engine

    def intake(self, person: str) -> Intake | None:
        """Return a person's answers.

        Parameters
        ----------
        person
            Their name; capitals and accents do not matter.

        Returns
        -------
        Intake or None
            The answers; None if there are none.
        """
        query = select(Asked.record).join(Person, Asked.person_id == Person.id)
        with self.transaction(writes=False) as at:
            record = at.scalar(query.where(is_called(person)))
            return None if record is None else Intake.model_validate(record)

    def find(self, key: str) -> SessionRecord | None:
        """Return the session with this key.

        Parameters
        ----------
        key
            `key` of a stored session: clip, settings and model in one hash.

        Returns
        -------
        SessionRecord or None
            None if there is none.
        """
        with self.transaction(writes=False) as at:
            row = at.scalar(select(Filmed).where(Filmed.key == key))
            return None if row is None else self._record(row)

    def of_clip(self, clip_sha256: str) -> list[SessionRecord]:
        """Return every session of the clip with this content, whoever it was filed under.

        Parameters
        ----------
        clip_sha256
            SHA-256 of the clip's content, in hexadecimal.

        Returns
        -------
        list of SessionRecord
            By key.
        """
        with self.transaction(writes=False) as at:
            rows = at.scalars(select(Filmed).where(Filmed.clip_sha256 == clip_sha256).order_by(Filmed.key)).all()
            return [self._record(row) for row in rows]

    def movements(self, key: str) -> list[SessionRecord]:
        """Return the sessions of all movements of a clip, the main one first.

        Parameters
        ----------
        key
            Key of one of them.

        Returns
        -------
        list of SessionRecord
            Empty if the key is unknown.
        """
        own = select(Filmed.clip_sha256).where(Filmed.key == key).scalar_subquery()
        with self.transaction(writes=False) as at:
            found = [self._record(row) for row in at.scalars(select(Filmed).where(Filmed.clip_sha256 == own))]
        families = ([two for two in found if part_key(one.key, two.session.part) == two.key] for one in found)
        family = next((some for some in families if any(one.key == key for one in some)), [])
        return sorted(family, key=lambda one: one.session.part)

    def sessions(self, person: str | None = None) -> list[SessionRecord]:
        """Return the sessions of one person or of all.

        Parameters
        ----------
        person
            Their name; everybody if None.

        Returns
        -------
        list of SessionRecord
            By person, day and key; sessions without a day come last.
        """
        query = select(Filmed).join(Person).options(selectinload(Filmed.arrays), selectinload(Filmed.person))
        if person is not None:
            query = query.where(is_called(person))
        with self.transaction(writes=False) as at:
            rows = at.scalars(query.order_by(Person.folded, Filmed.recorded_on.nulls_last(), Filmed.key)).all()
            return [self._record(row) for row in rows]

    def trend(self, name: str, *, scale: str) -> list[TrendPoint]:
        """Return every dated value of one quantity on one scale.

        Parameters
        ----------
        name
            Name of a measurement; it ends in its unit.
        scale
            How it was measured; numbers of different scales are never mixed.

        Returns
        -------
        list of TrendPoint
            Values with their 95 % interval, by person, side and day; what was not measured is left out.
        """
        query = (
            select(
                Person.name, MeasuredNumber.side, Filmed.recorded_on, MeasuredNumber.value, MeasuredNumber.ci95_low,
                MeasuredNumber.ci95_high, Filmed.movement, Filmed.key,
            )
            .join(Filmed, MeasuredNumber.filmed_id == Filmed.id)
            .join(Person, Filmed.person_id == Person.id)
            .where(MeasuredNumber.name == name, MeasuredNumber.scale == scale)
            .where(MeasuredNumber.value.is_not(None), Filmed.recorded_on.is_not(None))
            .order_by(Person.folded, MeasuredNumber.side, Filmed.recorded_on, Filmed.key)
        )  # fmt: skip
        with self.transaction(writes=False) as at:
            return [TrendPoint(*row) for row in at.execute(query)]

    def plans(self, person: str) -> list[Plan]:
        """Return a person's programmes, the oldest first.

        Parameters
        ----------
        person
            Their name; capitals and accents do not matter.

        Returns
        -------
        list of Plan
            Empty if there is none.
        """
        query = select(Planned.record).join(Person, Planned.person_id == Person.id)
        with self.transaction(writes=False) as at:
            rows = at.scalars(query.where(is_called(person)).order_by(Planned.id)).all()
            return [Plan.model_validate(record) for record in rows]

    def log(self, person: str) -> Log | None:
        """Return a person's training log.

        Parameters
        ----------
        person
            Their name; capitals and accents do not matter.

        Returns
        -------
        Log or None
            None if there is none.
        """
        query = select(Logged.record).join(Person, Logged.person_id == Person.id)
        with self.transaction(writes=False) as at:
            record = at.scalar(query.where(is_called(person)))
            return None if record is None else Log.model_validate(record)

    def failures(self) -> list[FailureRecord]:
        """Return the clips that could not be measured, by path, without those whose file was removed.

        Returns
        -------
        list of FailureRecord
            Each with the reason.
        """
        with self.transaction(writes=False) as at:
            return [
                FailureRecord(
                    clip=Path(row.clip), clip_sha256=row.clip_sha256, person=row.person.name, reason=row.reason
                )
                for row in failed_still_there(at)
            ]

    def people(self) -> list[PersonRecord]:
        """Return everyone, by name.

        Returns
        -------
        list of PersonRecord
            With the number of their sessions, plans and logs.
        """
        with self.transaction(writes=False) as at:
            return [person_record(at, row) for row in at.scalars(select(Person).order_by(Person.folded)).all()]

    def person(self, name: str) -> PersonRecord:
        """Return one person.

        Parameters
        ----------
        name
            Their name; capitals and accents do not matter.

        Returns
        -------
        PersonRecord
            With the number of their sessions, plans and logs.

        Raises
        ------
        DataError
            If no person of that name is stored.
        """
        with self.transaction(writes=False) as at:
            return person_record(at, known_person(at, name))

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[Transaction]:
        """Give a transaction that is stored completely, or not at all after an error.

        Parameters
        ----------
        writes
            Whether it will write; one that only reads waits for no other.

        Yields
        ------
        sqlalchemy.orm.Session
            Committed at the end.

        Raises
        ------
        DataError
            If the database refuses; in one line.
        """
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
