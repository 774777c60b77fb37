"""Temporary folders whose owner is known, so that the next run removes those of runs that were killed.

A folder's owner holds a lock on a file in it for as long as it lives; the system frees the lock, however the
process ends. A folder that no one holds is swept, and a result that it was about to replace is put back first.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

if sys.platform != "win32":  # where no lock tells who lives, nothing is swept
    import fcntl

BESIDE: Final = ".dorsi-"  #: of folders that lie beside what they are to become
TEMPORARY: Final = "dorsi-"  #: of those in the system's temporary folder
KEPT_ASIDE: Final = "old"  #: inside, with what the folder's content is about to replace, each under its own name
_OWNER: Final = ".owner"
_MAKING: Final = ".making-"  #: until the owner holds the lock
_PART: Final = "*.part"
_PART_OLD_S: Final = 60.0  #: no file takes that long to write


@contextmanager
def workshop(parent: Path | None = None) -> Iterator[Path]:
    """Give an empty folder, removed on leaving; those of killed runs beside it are swept first.

    Parameters
    ----------
    parent
        Where it is to lie; None for the system's temporary folder.
    """
    prefix = BESIDE if parent is not None else TEMPORARY
    place = parent or Path(tempfile.gettempdir())
    sweep(place, prefix)
    folder = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{prefix}", dir=place))
    try:
        with (folder / _OWNER).open("w") as owner:
            if _held(owner):
                folder = folder.rename(folder.with_name(folder.name.removeprefix(_MAKING)))
            yield folder
    finally:
        _remove(folder)


def sweep(parent: Path, prefix: str = BESIDE) -> list[Path]:
    """Remove the folders of `workshop` in a folder whose owners are gone, and return them."""
    return [folder for folder in sorted(parent.glob(f"{prefix}*")) if folder.is_dir() and _swept(folder)]


def sweep_parts(folders: Iterable[Path]) -> int:
    """Remove half-written files, at any depth, that a killed run left; return how many."""
    count, oldest = 0, time.time() - _PART_OLD_S
    for part in (part for folder in folders for part in folder.rglob(_PART)):
        try:
            if part.is_file() and part.stat().st_mtime < oldest:
                part.unlink()
                count += 1
        except OSError:  # gone meanwhile, or another user's
            continue
    return count


def _swept(folder: Path) -> bool:
    if sys.platform == "win32":
        return False
    try:
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():  # the temporary folder is everybody's
            return False
        with (folder / _OWNER).open("r+") as owner:
            if not _held(owner):
                return False
            for one in (folder / KEPT_ASIDE).glob("*"):
                if not (folder.parent / one.name).exists():
                    one.rename(folder.parent / one.name)
            _remove(folder)
    except OSError:  # not ours: it has no owner's file, or its owner is another user
        return False
    return not folder.exists()


def _remove(folder: Path) -> None:
    """Remove a folder, its owner's file last: if something stays, the next run tries again."""
    for one in [path for path in folder.iterdir() if path.name != _OWNER] if folder.is_dir() else ():
        shutil.rmtree(one, ignore_errors=True) if one.is_dir() else _unlink(one)
    if not [path for path in folder.glob("*") if path.name != _OWNER]:
        shutil.rmtree(folder, ignore_errors=True)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # seen again when the folder is looked through
        return


def _held(owner: IO[str]) -> bool:
    """Return whether this process now holds the lock of a folder's owner."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by someone, or a file system without locks
        return False
    return True
