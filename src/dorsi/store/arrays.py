"""Files beside the database, named by the hash of their content, so that equal arrays are stored once."""

import hashlib
import os
import tempfile
from pathlib import Path

from dorsi.errors import DataError
from dorsi.private import make_folder


def digest_of(content: bytes) -> str:
    """Return the content's SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def path_of(folder: Path, sha256: str, name: str) -> Path:
    """Return the file of the content with this hash; `name` gives the suffix."""
    return folder / sha256[:2] / f"{sha256}{Path(name).suffix}"


def keep(folder: Path, name: str, content: bytes) -> str:
    """Write `content` completely or not at all, and return its hash.

    Raises
    ------
    DataError
        If it cannot be written.
    """
    sha256 = digest_of(content)
    path = path_of(folder, sha256, name)
    if path.exists() and digest_of(path.read_bytes()) == sha256:
        return sha256
    try:
        make_folder(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            partial = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                file.close()
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(
            f"{folder}: arrays cannot be written ({error.strerror}); free space, or set DORSI_DATA"
        ) from error
    return sha256


def problem_with(path: Path, sha256: str) -> str | None:
    """Return what is wrong with a stored file, or None."""
    if not path.is_file():
        return "is missing"
    return None if digest_of(path.read_bytes()) == sha256 else "is damaged: its content has changed"
