"""A fault of dorsi itself while it works on one clip: that clip fails in one line, and what helps to mend it is kept.

What is kept can be sent to anybody: versions, the kind of error and the lines of code it passed through, no message, no
name and no path of this machine.
"""

import hashlib
import json
import logging
import os
import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from dorsi.data_folder import data_folder
from dorsi.errors import DorsiError
from dorsi.private import make_folder
from dorsi.version import __version__

FAULTS_NAME: Final = "faults"
_LOG: Final = logging.getLogger(__name__)
_PACKAGES: Final = ("site-packages", "dist-packages", "src")


class FaultError(DorsiError):
    """dorsi did something wrong with a clip that the user can't mend."""


@contextmanager
def guarded(clip_name: str) -> Iterator[None]:
    """Turn whatever goes wrong with a clip, and is not its own fault, into one line that names it.

    Raises
    ------
    FaultError
        In the place of any exception that is not a `DorsiError`.
    """
    try:
        yield
    except DorsiError:
        raise
    except MemoryError as error:
        raise FaultError(
            f"{clip_name}: takes more memory than there is; film in 1080p, or cut the clip shorter"
        ) from error
    except Exception as error:
        where = keep_fault(error)
        raise FaultError(
            f"{clip_name}: something went wrong in dorsi ({where}); `dorsi doctor --report report.json` writes a file "
            "without personal data that helps to mend it"
        ) from error


def kept() -> list[dict[str, Any]]:
    """Return the faults that were kept, the oldest first; a file that is none is passed over."""
    found = []
    for path in sorted((data_folder() / FAULTS_NAME).glob("*.json"), key=lambda one: one.stat().st_mtime):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return found


def keep_fault(error: Exception) -> str:
    """Keep what helps to mend a fault, one file for each kind, and return in short where it happened."""
    lines = [
        f"{_within_package(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    record = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "lines": lines,
        "dorsi": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    text = json.dumps(record, indent=2) + "\n"
    try:
        folder = data_folder() / FAULTS_NAME
        make_folder(folder)
        path = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        _LOG.warning("what went wrong is not kept (%s)", problem.strerror)
    own = [line for line in lines if line.startswith("dorsi/")] or lines[-1:]
    return f"{type(error).__name__} at {own[-1].split(' ')[0]}" if own else type(error).__name__


def _within_package(filename: str) -> str:
    """Return a code file's name from its package on: where packages lie on this machine is no one's business."""
    parts = Path(filename).parts
    for mark in _PACKAGES:
        if mark in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(mark) :])
    return parts[-1] if parts else filename
