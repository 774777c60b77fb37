"""Locks between programs: one at a time for a file or a folder, on Unix and on Windows.

The system drops a lock when its holder ends, however it ends, so no lock outlives a crash.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER_LOCK: Final = ".dorsi.lock"  #: stands for its folder on Windows, where no folder can be opened
_PAUSE_S: Final = 0.02


@contextmanager
def locked(place: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of a file or folder within the block.

    Parameters
    ----------
    place
        A folder, or a file; a file that is missing is made, empty.
    wait
        Whether to wait for another program that holds it.

    Raises
    ------
    BlockingIOError
        If another program holds it and `wait` is off.
    OSError
        If the place can't be opened.
    """
    file = os.open(*opened(place, is_folder=place.is_dir(), windows=sys.platform == "win32"))
    try:
        take(lambda: _try(file), wait=wait)
        yield
    finally:
        os.close(file)


def opened(place: Path, *, is_folder: bool, windows: bool) -> tuple[Path, int, int]:
    """Return the file to lock, with the flags to open it and the mode to make it with.

    Unix locks a folder itself, so that nothing is left in it; Windows has to lock a file in it.
    """
    if is_folder and not windows:
        return place, os.O_RDONLY, 0
    return (place / FOLDER_LOCK if is_folder else place), os.O_RDWR | os.O_CREAT, 0o600


def take(try_once: Callable[[], bool], *, wait: bool, pause: Callable[[float], object] = time.sleep) -> None:
    """Try until it works, or only once.

    Raises
    ------
    BlockingIOError
        If the one try did not work.
    """
    while not try_once():
        if not wait:
            raise BlockingIOError("another program holds the lock")
        pause(_PAUSE_S)


def _try(file: int) -> bool:
    """Return whether the lock of an open file is ours now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # Unix and Windows say "held" in these two ways
        return False
    return True
