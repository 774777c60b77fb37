"""Where the data lies: the user's data folder, or what DORSI_DATA and DORSI_DB name."""

import os
from pathlib import Path
from typing import Final

import platformdirs
from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from dorsi.errors import OptionError

DATA_NAME: Final = "DORSI_DATA"
DATABASE_NAME: Final = "DORSI_DB"
FILE_NAME: Final = "dorsi.db"
ARRAYS_NAME: Final = "arrays"
_DRIVERS: Final = ("sqlite", "postgresql+psycopg")


def data_folder() -> Path:
    """Return $DORSI_DATA, or the user's data folder of this system."""
    chosen = os.environ.get(DATA_NAME)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("dorsi", appauthor=False))


def database_url() -> str:
    """Return $DORSI_DB, or the SQLite file in the data folder."""
    return os.environ.get(DATABASE_NAME) or f"sqlite:///{(data_folder() / FILE_NAME).absolute()}"


def parsed_url(text: str) -> URL:
    """Return a database address in its parts.

    Raises
    ------
    OptionError
        If it is no address, or of a database that dorsi does not speak to.
    """
    allowed = "sqlite:////folder/dorsi.db or postgresql+psycopg://user@host/name"
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise OptionError(f"{DATABASE_NAME}: '{text}' is not a database address; write {allowed}") from error
    if url.drivername not in _DRIVERS or (url.drivername == "sqlite" and url.database in {None, "", ":memory:"}):
        raise OptionError(
            f"{DATABASE_NAME}: '{url.render_as_string(hide_password=True)}' can not be used; write {allowed}"
        )
    return url


def arrays_folder(url: URL) -> Path:
    """Return where arrays lie: beside the SQLite file, or in the data folder when the database is on a server."""
    parent = Path(url.database or "").parent if url.drivername == "sqlite" else data_folder()
    return parent / ARRAYS_NAME
