"""Database connections, and their errors in plain words."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, InterfaceError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dorsi.errors import DataError
from dorsi.extras import need

WRITES: Final = "dorsi_writes"  #: execution option of a transaction
_BUSY_S: Final = 10.0  #: how long to wait for another program that writes to the same file
_BACKUP: Final = "restore the last copy made by `dorsi db backup`"
_SQLITE_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is in use by another program; wait until it finishes, or close it, and try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program; wait until it finishes, or close it, and try again",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; free some space and try again. Nothing stored so far is lost",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check that the disk is connected and not full, and try again",
    sqlite3.SQLITE_READONLY: "is write-protected; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and is writable",
    sqlite3.SQLITE_NOTADB: "is not a dorsi database; set DORSI_DB to another file",
    sqlite3.SQLITE_CORRUPT: f"is damaged; {_BACKUP}",
    sqlite3.SQLITE_PERM: "is not readable; check the permissions of the file",
}


def connect(url: URL, *, busy_s: float = _BUSY_S) -> Engine:
    """Return an engine for the address; nothing is opened yet.

    SQLite writes ahead (WAL), so that readers never wait for a writer, checks references, and overwrites deleted data.
    No connection stays open between transactions: a file can be moved once dorsi has ended, and a batch that waits for
    its workers does not occupy a server.
    """
    if url.drivername != "sqlite":
        need("psycopg", extra="postgres")
        return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": int(busy_s)})
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": busy_s})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, tables of a migration included
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Writers lock at once: waiting for another writer is only possible before anything was read.
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def shown(url: URL) -> str:
    """Return the address to show: a file's path, or a server's address without its password."""
    return str(Path(url.database or "")) if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def in_words(url: URL) -> Iterator[None]:
    """Turn database errors into one clear line."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise DataError(f"database {shown(url)} {_reason(error.orig)}") from error
    except (json.JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise DataError(f"database {shown(url)} holds a damaged record; {_BACKUP}") from error
    except SQLAlchemyError as error:
        raise DataError(f"database {shown(url)}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise DataError(f"database {shown(url)} {_reason(error)}") from error


def _reason(error: BaseException | None) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return _SQLITE_REASONS.get(code, f"refused: {first}; run: dorsi db check")
    return f"refused: {first}; check the server and the address in DORSI_DB"
