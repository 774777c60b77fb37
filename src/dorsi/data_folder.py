"""Where what the user keeps lies: $DORSI_DATA, or the user's data folder of this system."""

import os
from pathlib import Path
from typing import Final

import platformdirs

from dorsi.errors import OptionError

DATA_NAME: Final = "DORSI_DATA"


def data_folder() -> Path:
    """Return $DORSI_DATA, or the user's data folder of this system.

    Raises
    ------
    OptionError
        If its name is not one that a database can have.
    """
    chosen = os.environ.get(DATA_NAME)
    if chosen and not chosen.isprintable():  # also what isn't UTF-8: no database can be there
        raise OptionError(f"{DATA_NAME}: {chosen!r} isn't UTF-8, or holds a control character; choose another folder")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("dorsi", appauthor=False))
