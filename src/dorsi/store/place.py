"""Where data is stored: the user's data folder, or the places in DORSI_DATA and DORSI_DB."""

import os
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from dorsi.data_folder import data_folder
from dorsi.errors import OptionError
from dorsi.faults import FAULTS_NAME
from dorsi.store.records import CLIP_SUFFIX

DATABASE_NAME: Final = "DORSI_DB"
FILE_NAME: Final = "dorsi.db"
ARRAYS_NAME: Final = "arrays"
CLIPS_NAME: Final = "clips"
RESULTS_NAME: Final = "results"
_DRIVERS: Final = ("sqlite", "postgresql+psycopg")


def database_url() -> str:
    """Return $DORSI_DB, or the SQLite file in the data folder."""
    return os.environ.get(DATABASE_NAME) or file_url(data_folder() / FILE_NAME)


def file_url(file: Path) -> str:
    """Return the address of an SQLite file, whatever letters its path has."""
    return f"sqlite:///{file.absolute()}".replace("%", "%25").replace("?", "%3F")


def parsed_url(text: str) -> URL:
    """Return a database address in its parts.

    Raises
    ------
    OptionError
        If it is not an address, or of an unsupported database.
    """
    allowed = "sqlite:////folder/dorsi.db or postgresql+psycopg://user@host/name"
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise OptionError(f"{DATABASE_NAME}: '{text}' is not a database address; write {allowed}") from error
    if url.drivername not in _DRIVERS or (url.drivername == "sqlite" and url.database in {None, "", ":memory:"}):
        raise OptionError(
            f"{DATABASE_NAME}: '{url.render_as_string(hide_password=True)}' cannot be used; write {allowed}"
        )
    return url


def arrays_folder(url: URL) -> Path:
    """Return the folder of arrays: beside the SQLite file, or in the data folder if the database is on a server."""
    return beside(url) / ARRAYS_NAME


def clips_folder(url: URL) -> Path:
    """Return the folder of clips sent through the web app; each is named by the hash of its content."""
    return beside(url) / CLIPS_NAME


def clip_path(url: URL, clip_sha256: str) -> Path:
    """Return the file of a clip sent through the web app, whether it exists or not."""
    return clips_folder(url) / clip_sha256[:2] / f"{clip_sha256}{CLIP_SUFFIX}"


def results_folder(url: URL, key: str) -> Path:
    """Return the web app's results folder of the session with this key."""
    return beside(url) / RESULTS_NAME / key[:2] / key


def own_places(url: URL) -> list[Path]:
    """Return the files and folders of a store that hold people, those that are there."""
    here = beside(url)
    names = [ARRAYS_NAME, CLIPS_NAME, RESULTS_NAME, FAULTS_NAME]
    if url.drivername == "sqlite":
        file = Path(url.database or "").name
        names += [file, f"{file}-wal", f"{file}-shm"]
    return [here / name for name in names if (here / name).exists()]


def beside(url: URL) -> Path:
    """Return the folder with all that belongs to a database: its own, or the data folder if it is on a server."""
    return Path(url.database or "").absolute().parent if url.drivername == "sqlite" else data_folder()
