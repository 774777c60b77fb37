"""Deleting for good: noted first, then files, then rows, so that the next start finishes what a kill interrupts."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session as Transaction

from dorsi.leftovers import sweep_parts
from dorsi.store import arrays
from dorsi.store.database import in_words, shown
from dorsi.store.journal import forget_changes
from dorsi.store.place import clip_path
from dorsi.store.records import Removed
from dorsi.store.rows import count_rows, known_person
from dorsi.store.tables import (
    FINAL_STATES,
    ArrayFile,
    Asked,
    Deletion,
    Failed,
    Filmed,
    Job,
    Logged,
    MeasuredNumber,
    Person,
    Place,
    Planned,
    Upload,
)

if TYPE_CHECKING:
    from dorsi.store.store import Store

_LOG: Final = logging.getLogger(__name__)
_CHECKPOINT_MS: Final = 3000  #: to wait for programs that still read


@dataclass(frozen=True, kw_only=True)
class Doomed:
    """Files outside the database that go with what is deleted."""

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()  #: removed in this order, where nothing is left in them
    clips_sha256: tuple[str, ...] = ()  #: of uploaded clips, where nothing else needs them


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a deletion came to."""

    array_files: int
    clips: int
    left: tuple[str, ...]  #: one line for each thing that could not be removed


def of_person(store: "Store", name: str) -> Removed:
    """Return what is stored of a person, without deleting it.

    Raises
    ------
    NotStoredError
        If no person of that name is stored.
    """
    records = tuple(store.sessions(name))
    with store.transaction(writes=False) as at:
        person = known_person(at, name)
        filmed = select(Filmed.id).where(Filmed.person_id == person.id)
        places = set(at.scalars(select(Place.folder).where(Place.person_id == person.id)))
        others = set(at.scalars(select(Filmed.folder).where(Filmed.person_id != person.id)))
        of_jobs = at.scalars(select(Job.clip_sha256).where(Job.person_id == person.id)).all()
        return Removed(
            sessions=len(records),
            measurements=count_rows(at, select(MeasuredNumber.id).where(MeasuredNumber.filmed_id.in_(filmed))),
            plans=count_rows(at, select(Planned.id).where(Planned.person_id == person.id)),
            logs=count_rows(at, select(Logged.id).where(Logged.person_id == person.id)),
            failures=count_rows(at, select(Failed.id).where(Failed.person_id == person.id)),
            intakes=count_rows(at, select(Asked.id).where(Asked.person_id == person.id)),
            jobs=count_rows(at, select(Job.id).where(Job.person_id == person.id)),
            array_files=0,
            folders=tuple(sorted(map(Path, (places | {str(one.folder) for one in records}) - others))),
            records=records,
            clips_sha256=frozenset((*of_jobs, *(one.session.clip.sha256 for one in records))),
        )


def note(store: "Store", doomed: Doomed, *, person: str | None = None, session_keys: Sequence[str] = ()) -> int:
    """Note what is to be deleted, before anything is, and return the note's number.

    Parameters
    ----------
    store
        Where it is kept.
    doomed
        The files that go.
    person
        Who goes with all rows.
    session_keys
        Sessions that go.
    """
    with store.transaction() as at:
        row = None if person is None else known_person(at, person)
        asked = _sessions(None if row is None else row.id, session_keys)
        listed = at.execute(select(ArrayFile.sha256, ArrayFile.name).where(ArrayFile.filmed_id.in_(asked))).all()
        record = {
            "files": [str(path) for path in doomed.files],
            "folders": [str(path) for path in doomed.folders],
            "arrays": [[sha256, name] for sha256, name in listed],
            "clips": list(doomed.clips_sha256),
        }
        noted = Deletion(person_id=None if row is None else row.id, session_keys=list(session_keys), record=record)
        at.add(noted)
        at.flush()
        return noted.id


def carry_out(store: "Store", number: int) -> Ended:
    """Delete what is noted: files, rows, then what others may share; whatever is gone already is passed over."""
    with store.transaction(writes=False) as at:
        noted = at.get(Deletion, number)
        record: dict[str, Any] = {} if noted is None else noted.record
    left = [line for path in record.get("files", ()) if (line := _without(Path(path)))]
    for folder in map(Path, record.get("folders", ())):
        _without_folder(folder)
    with store.transaction() as at:
        noted = at.get(Deletion, number)
        if noted is not None:
            _delete_rows(at, noted)
    dropped = drop_unused(store, [(sha256, name) for sha256, name in record.get("arrays", ())], left)
    clips = sum(remove_clip(store, sha256, left) for sha256 in record.get("clips", ()))
    sweep_parts([store.arrays_folder])
    with store.transaction() as at:
        at.execute(delete(Deletion).where(Deletion.id == number))
    return Ended(array_files=dropped, clips=clips, left=(*left, *_overwritten(store)))


def finish(store: "Store") -> None:
    """Finish the deletions that an earlier run could not, and say what could not be removed."""
    with store.transaction(writes=False) as at:
        numbers = at.scalars(select(Deletion.id).order_by(Deletion.id)).all()
    for number in numbers:
        for line in carry_out(store, number).left:
            _LOG.warning("%s", line)


def drop_unused(store: "Store", files: Iterable[tuple[str, str]], left: list[str]) -> int:
    """Delete array files that no session uses, while no other program writes; return how many.

    What can't be removed is added to `left`, one line each.
    """
    wanted = set(files)
    if not wanted:
        return 0
    with store.transaction() as at:
        asked = {sha256 for sha256, _ in wanted}
        used = set(at.scalars(select(ArrayFile.sha256).where(ArrayFile.sha256.in_(asked))).all())
        unused = sorted(one for one in wanted if one[0] not in used)
        return sum(_dropped(arrays.path_of(store.arrays_folder, *one), left) for one in unused)


def remove_clip(store: "Store", clip_sha256: str, left: list[str] | None = None) -> bool:
    """Delete an uploaded clip that no session or waiting job needs; return whether it existed and is gone.

    Clips from outside the web app are not touched. If it can't be removed, `left` gets a line.
    """
    path = clip_path(store.url, clip_sha256)
    of_sessions = select(Filmed.id).where(Filmed.clip_sha256 == clip_sha256).limit(1)
    of_jobs = select(Job.id).where(Job.clip_sha256 == clip_sha256, Job.state.not_in(FINAL_STATES)).limit(1)
    with store.transaction() as at:
        if at.scalar(of_sessions) is not None or at.scalar(of_jobs) is not None:
            return False
        at.execute(delete(Upload).where(Upload.sha256 == clip_sha256))
    return _dropped(path, [] if left is None else left)


def _dropped(path: Path, left: list[str]) -> bool:
    """Return whether a file was there and is gone, with its folder if nothing else is in it."""
    there, problem = path.is_file(), _without(path)
    left += [problem] if problem else []
    _without_folder(path.parent)
    return there and problem is None


def _sessions(person_id: int | None, keys: Sequence[str]) -> Any:  # noqa: ANN401 - a subquery, whose type has no name
    if person_id is not None:
        return select(Filmed.id).where(Filmed.person_id == person_id)
    return select(Filmed.id).where(Filmed.key.in_(keys))


def _delete_rows(at: Transaction, noted: Deletion) -> None:
    """Delete the rows of what is noted; the note then names only files, so that no one new is ever meant by it."""
    if noted.person_id is not None:
        theirs = at.scalars(select(Filmed.key).where(Filmed.person_id == noted.person_id)).all()
        forget_changes(at, people=[noted.person_id], keys=theirs)
        at.execute(delete(Person).where(Person.id == noted.person_id))
    forget_changes(at, keys=noted.session_keys)
    for key in noted.session_keys:
        row = at.scalar(select(Filmed).where(Filmed.key == key))
        if row is None:
            continue
        same: ColumnElement[bool] = (
            (Job.clip_sha256 == row.clip_sha256) & (Job.person_id == row.person_id) & Job.state.in_(FINAL_STATES)
        )
        at.execute(delete(Job).where(or_(Job.session_key == key, same)))
        at.delete(row)
    noted.person_id, noted.session_keys = None, []


def _without(path: Path) -> str | None:
    """Remove a file; return one line if that can't be."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:  # its folder is gone, too
        return None
    except OSError as error:
        return f"{path}: can't be removed ({error.strerror}); delete it yourself"
    return None


def _without_folder(folder: Path) -> None:
    """Remove a folder in which nothing is left."""
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError:  # someone has just put something into it
        return


def _overwritten(store: "Store") -> list[str]:
    """Empty the journal of an SQLite file, in which deleted rows would stay readable; say if that can't be."""
    if store.url.drivername != "sqlite":
        return []
    with in_words(store.url), closing(store.engine.raw_connection()) as connection:  # outside of any transaction
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    return (
        []
        if not busy
        else [f"{shown(store.url)}-wal: another program keeps what was deleted in it until it ends; close that program"]
    )
