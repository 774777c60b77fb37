"""The folder and file of a database, closed to other users."""

import os
from pathlib import Path

from sqlalchemy.engine import URL

from dorsi.data_folder import data_folder
from dorsi.errors import DataError
from dorsi.private import FOLDER_MODE, close_to_others, make_file, make_folder
from dorsi.store.place import own_places


def make_room(url: URL) -> None:
    """Make the folder and the file of an SQLite database, and close all that holds people to other users.

    What an earlier version left open is put right. A folder that the user chose for the database keeps its rights.
    """
    if url.drivername == "sqlite":
        file = Path(url.database or "").absolute()
        try:
            make_folder(file.parent)
            if os.access(file.parent, os.W_OK):
                make_file(file)
        except OSError as error:
            raise DataError(
                f"{file.parent}: cannot be created ({error.strerror}); set DORSI_DATA or DORSI_DB"
            ) from error
    if data_folder().is_dir():
        data_folder().chmod(FOLDER_MODE)
    close_to_others(own_places(url))
