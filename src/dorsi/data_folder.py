"""Where what the user keeps lies: $DORSI_DATA, or the user's data folder of this system."""

import os
from pathlib import Path
from typing import Final

import platformdirs

DATA_NAME: Final = "DORSI_DATA"


def data_folder() -> Path:
    """Return $DORSI_DATA, or the user's data folder of this system."""
    chosen = os.environ.get(DATA_NAME)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("dorsi", appauthor=False))
