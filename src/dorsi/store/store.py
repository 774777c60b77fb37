"""The store: one object for all stored data, in any supported database."""

from dataclasses import replace
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.engine import URL

from dorsi.errors import NotStoredError
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.store import arrays, removing, schema_version
from dorsi.store.database import connect, in_words
from dorsi.store.home import note_home
from dorsi.store.place import arrays_folder, database_url, parsed_url
from dorsi.store.reading import StoreReader
from dorsi.store.records import FailureRecord, Made, Removed, SessionRecord
from dorsi.store.room import make_room
from dorsi.store.rows import note_place, person_id, person_row, was_removed
from dorsi.store.tables import ArrayFile, Asked, Draft, Failed, Filmed, Logged, MeasuredNumber, Planned


class Store(StoreReader):
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
        """Store a finished analysis; replaces one with the same key, and deletes the clip's recorded failure.

        Parameters
        ----------
        made
            Session, files and arrays of one analysis.

        Raises
        ------
        DataError
            If it cannot be written.
        """
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
                measurements=[MeasuredNumber(**one.model_dump(exclude={"budget"})) for one in session.measurements],
                arrays=[ArrayFile(name=name, sha256=sha256) for name, sha256 in kept.items()],
            )
            at.add(filmed)
            at.flush()
            note_place(at, filmed.person_id, filmed.folder)
        removing.drop_unused(self, replaced, [])  # what stays is named by `dorsi db check`

    def save_failure(self, failure: FailureRecord) -> None:
        """Record a clip that could not be measured; replaces an earlier record.

        Parameters
        ----------
        failure
            The clip, whose it is, and the reason.
        """
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

    def drop_removed_failures(self) -> int:
        """Delete the records of failed clips whose file was removed.

        Returns
        -------
        int
            How many there were.
        """
        with self.transaction() as at:
            gone = [row for row in at.scalars(select(Failed)) if was_removed(row.clip)]
            for row in gone:
                at.delete(row)
            return len(gone)

    def save_plan(self, person: str, plan: Plan) -> None:
        """Store a programme; the newest one counts.

        Parameters
        ----------
        person
            Their name; a new person is added.
        plan
            From `dorsi.plan`.
        """
        with self.transaction() as at:
            row = Planned(start_date=plan.start_date, record=plan.model_dump(mode="json"))
            row.person_id = person_id(at, person)
            at.add(row)

    def save_log(self, person: str, log: Log) -> None:
        """Replace a person's log.

        Parameters
        ----------
        person
            Their name; a new person is added.
        log
            The whole log; nothing of the earlier one stays.
        """
        with self.transaction() as at:
            whose = person_id(at, person)
            at.execute(delete(Logged).where(Logged.person_id == whose))
            at.add(Logged(person_id=whose, started=log.started, record=log.model_dump(mode="json")))

    def save_intake(self, person: str, intake: Intake) -> None:
        """Replace a person's answers; unfinished ones are over.

        Parameters
        ----------
        person
            Their name; a new person is added.
        intake
            All answers; only those given are stored.
        """
        with self.transaction() as at:
            whose = person_id(at, person)
            for table in (Asked, Draft):
                at.execute(delete(table).where(table.person_id == whose))
            at.add(Asked(person_id=whose, record=intake.model_dump(mode="json", exclude_unset=True)))

    def remove(self, name: str) -> Removed:
        """Delete a person with all rows and array files, for good.

        Parameters
        ----------
        name
            Their name; capitals and accents do not matter.

        Returns
        -------
        Removed
            How many sessions, files and rows there were.

        Raises
        ------
        DataError
            If no person of that name is stored.
        """
        found = removing.of_person(self, name)
        ended = removing.carry_out(self, removing.note(self, removing.Doomed(), person=name))
        return replace(found, array_files=ended.array_files)

    def remove_session(self, key: str) -> SessionRecord:
        """Delete one session with its measurements and array files, for good.

        Parameters
        ----------
        key
            Key of the session.

        Returns
        -------
        SessionRecord
            What was deleted.

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
