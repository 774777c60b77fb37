"""Database maintenance: checks, upgrades and complete copies."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from sqlalchemy import delete, insert, select, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session as Transaction

from dorsi.errors import DataError
from dorsi.private import make_folder
from dorsi.schema.session import Session
from dorsi.store import arrays, schema_version
from dorsi.store.database import WRITES, connect, in_words, shown
from dorsi.store.place import FILE_NAME, arrays_folder, database_url, file_url, parsed_url
from dorsi.store.room import make_room
from dorsi.store.rows import was_removed
from dorsi.store.store import Store
from dorsi.store.tables import ArrayFile, Deletion, Failed, Filmed, Home, Person, Place, Table
from dorsi.wording.plurals import plural

_ROWS_AT_ONCE: Final = 1000


def upgrade(url: str | None = None) -> tuple[str, str]:
    """Upgrade a database to this dorsi's schema; return its address and its state before.

    Raises
    ------
    DataError
        If it is newer than this dorsi, or not dorsi's.
    """
    address = parsed_url(url or database_url())
    make_room(address)
    engine = connect(address)
    with in_words(address):
        before = schema_version.standing(engine)
        if before in {"newer", "foreign"}:
            raise DataError(f"database {shown(address)} {schema_version.REFUSALS[before]}")
        schema_version.upgrade(engine)
    return shown(address), before


def check(url: str | None = None) -> list[str]:
    """Return the problems of a database and its arrays, one line each."""
    address = parsed_url(url or database_url())
    if address.drivername == "sqlite" and not Path(address.database or "").exists():
        return [f"{shown(address)}: does not exist yet; `dorsi db upgrade` or the first `dorsi batch` creates it"]
    engine = connect(address)
    with in_words(address):
        standing = schema_version.standing(engine)
    if standing != "current":
        words = schema_version.REFUSALS.get(standing, "is empty; run: dorsi db upgrade")
        return [f"{shown(address)}: {words}"]
    with in_words(address), Transaction(engine.execution_options(**{WRITES: False})) as at:
        return [
            *_schema(at),
            *_inside(at, address),
            *_sessions(at),
            *_arrays(at, arrays_folder(address)),
            *_folders(at),
            *_failures(at),
        ]


def backup(folder: Path, url: str | None = None) -> Path:
    """Copy everything into a new folder: an SQLite file and the arrays; return the file.

    The copy shows one moment, whatever is written meanwhile. To use it, set DORSI_DATA to the folder.

    Raises
    ------
    DataError
        If the folder exists, or cannot be written.
    """
    if folder.exists():
        raise DataError(f"{folder}: already exists; choose a new folder")
    try:
        make_folder(folder)
    except OSError as error:
        raise DataError(f"{folder}: cannot be created ({error.strerror}); choose another folder") from error
    with ExitStack() as unfinished:
        unfinished.callback(shutil.rmtree, folder, ignore_errors=True)
        with Store(url) as source, Store(file_url(folder / FILE_NAME)) as target:
            _copy(source, target)
        unfinished.pop_all()
    return folder / FILE_NAME


def _copy(source: Store, target: Store) -> None:
    snapshot = source.engine.execution_options(**{WRITES: False})
    if source.url.drivername != "sqlite":  # whose readers see one moment anyway
        snapshot = snapshot.execution_options(isolation_level="REPEATABLE READ")
    with in_words(source.url), snapshot.connect() as reader, target.transaction() as writer:
        writer.execute(delete(Home))  # that of the source counts: what lies there is not the copy's to delete
        for table in Table.metadata.sorted_tables:
            if table.name == Deletion.__tablename__:  # which the source itself finishes
                continue
            rows = reader.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table)).mappings()
            for part in rows.partitions():
                writer.execute(insert(table), [dict(row) for row in part])
        files = reader.execute(select(ArrayFile.sha256, ArrayFile.name)).all()
    for sha256, name in files:
        path = arrays.path_of(source.arrays_folder, sha256, name)
        problem = arrays.problem_with(path, sha256)
        if problem is not None:
            raise DataError(f"{path}: {problem}; `dorsi db check` lists all such files")
        arrays.keep(target.arrays_folder, name, path.read_bytes())


def _schema(at: Transaction) -> list[str]:
    return [f"the tables differ from what dorsi expects: {one}" for one in schema_version.drift(at.connection())]


def _inside(at: Transaction, url: URL) -> list[str]:
    """Return the problems SQLite finds in its file; servers check their own data."""
    if url.drivername != "sqlite":
        return []
    pages = [str(row[0]) for row in at.execute(text("PRAGMA integrity_check"))]
    loose = at.execute(text("PRAGMA foreign_key_check")).all()
    return [f"damaged: {one}" for one in pages if one != "ok"] + [
        f"a row of {row[0]} has no parent row" for row in loose
    ]


def _sessions(at: Transaction) -> list[str]:
    out = []
    for key, record in at.execute(select(Filmed.key, Filmed.record).order_by(Filmed.key)):
        try:
            Session.model_validate(record)
        except ValidationError as error:
            out.append(f"session {key[:16]}: {plural(error.error_count(), 'invalid field')}")
    return out


def _folders(at: Transaction) -> list[str]:
    """Return sessions whose report is gone, and folders with results that belong to no session.

    Where not even the folder around a report is there, its disk may not be connected: that is no fault.
    """
    out, used = [], set[str]()
    query = select(Filmed.key, Person.name, Filmed.recorded_on, Filmed.folder).join(Person).order_by(Filmed.folder)
    for key, name, day, folder in at.execute(query):
        used.add(folder)
        if Path(folder).parent.is_dir() and not (Path(folder) / "report.html").is_file():
            when = day.isoformat() if day else "day not known"
            out.append(
                f"{folder}: the report of {name}, {when}, is gone; measure the clip again with dorsi batch, "
                f"or: dorsi session delete {key[:8]}"
            )
    places = set(at.scalars(select(Place.folder))) - used
    lost = sorted(one for one in places if (Path(one) / "session.json").is_file())
    return [*out, *(f"{one}: holds results that belong to no session; delete the folder" for one in lost)]


def _failures(at: Transaction) -> list[str]:
    """Return the failed clips whose file was removed."""
    return [
        f"{row.clip}: couldn't be measured, and the file is gone; the next dorsi batch removes this record"
        for row in at.scalars(select(Failed).order_by(Failed.clip))
        if was_removed(row.clip)
    ]


def _arrays(at: Transaction, folder: Path) -> list[str]:
    named = {arrays.path_of(folder, sha256, name): sha256
             for sha256, name in at.execute(select(ArrayFile.sha256, ArrayFile.name))}  # fmt: skip
    wrong = [(path, arrays.problem_with(path, sha256)) for path, sha256 in sorted(named.items())]
    there = {path for path in folder.rglob("*") if path.is_file()} if folder.is_dir() else set()
    lost = [f"{path}: belongs to no session; you can delete it" for path in sorted(there - set(named))]
    return [f"{path}: {problem}" for path, problem in wrong if problem] + lost
