"""Files and folders that hold people: open to their user alone, whatever the umask, older ones put right."""

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
PRIVATE_UMASK: Final = 0o077  #: for a whole program that writes of people


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each open to its user alone."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file that its user alone may read; one that is there is not even opened.

    Closing a file drops all locks that this process has on it: a database in use in another thread would lose its own.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))


def close_to_others(places: Iterable[Path]) -> None:
    """Take the rights of others from files and folders, with all in them; what belongs to someone else is left.

    Links are not followed: they can point outside dorsi's folders.
    """
    for place in places:
        _close(place)
        if place.is_dir() and not place.is_symlink():
            for root, folders, files in os.walk(place):
                for name in (*folders, *files):
                    _close(Path(root) / name)


def _close(path: Path) -> None:
    try:
        found = path.lstat()
        wanted = FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE
        if (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)) and found.st_mode & PRIVATE_UMASK:
            path.chmod(wanted)
    except OSError:  # gone meanwhile, or another user's: its owner has to decide
        return
