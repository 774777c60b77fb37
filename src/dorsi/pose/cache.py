"""Landmarks kept from run to run, so that a second look at a clip takes no second hour."""

import hashlib
import json
import logging
import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

from dorsi.errors import DataError
from dorsi.pose.backend import People
from dorsi.pose.landmark_file import from_arrays, to_arrays
from dorsi.private import make_folder
from dorsi.types import Clip

ENVIRONMENT_NAME: Final = "DORSI_CACHE"
_FORMAT: Final = 1
_PLACE: Final = "landmarks"
_SHOWN: Final = 32  #: hexadecimal digits of a clip's checksum: enough to be one clip's only
_LOG: Final = logging.getLogger(__name__)


def default_folder() -> Path:
    """Return where landmarks are kept: $DORSI_CACHE, or the user's cache folder of this system."""
    chosen = os.environ.get(ENVIRONMENT_NAME)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("dorsi", appauthor=False))


def entry_path(folder: Path, clip: Clip, backend_key: str) -> Path:
    """Return the file for the landmarks of this clip by this backend, with times of this slow-motion factor.

    Its name begins with the clip's content, so that whatever was kept of a clip can be found and deleted. Where
    dorsi 0.1 kept the same landmarks under its own name, that file is returned.
    """
    parts = (_FORMAT, clip.sha256, backend_key, repr(clip.time_scale))
    name = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
    earlier = folder / _PLACE / f"{name}.npz"
    return earlier if earlier.is_file() else folder / _PLACE / f"{clip.sha256[:_SHOWN]}-{name}.npz"


def entries_of(folder: Path, clip_sha256: str) -> list[Path]:
    """Return every file of landmarks that is kept of a clip, whichever backend, model and version made it."""
    return sorted((folder / _PLACE).glob(f"{clip_sha256[:_SHOWN]}-*.npz"))


def load(path: Path) -> People | None:
    """Return the people kept in `path`, or None if it is missing or damaged: they are then found again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as npz:
            return _people(dict(npz))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, DataError) as error:
        _LOG.warning("%s: cached landmarks cannot be read (%s); they are computed again", path, error)
        return None


def save(path: Path, people: People) -> None:
    """Keep the people in `path`, whole or not at all; where nothing can be kept, say so and go on."""
    try:
        make_folder(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            partial = Path(file.name)
            try:
                np.savez_compressed(file, allow_pickle=False, **_arrays(people))
                file.close()
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("landmarks are not kept for another run (%s); set %s to another folder", error, ENVIRONMENT_NAME)


def _arrays(people: People) -> dict[str, NDArray[Any]]:
    head = json.dumps({"persons": len(people.persons), "provenance": people.provenance})
    arrays: dict[str, NDArray[Any]] = {
        "head": np.array(head),
        "time_s": people.time_s,
        "size_px": np.array(people.size_px),
    }
    if people.cuts_s is not None:
        arrays["cuts_s"] = np.array(people.cuts_s, dtype=np.float64)
    for i, person in enumerate(people.persons):
        arrays |= {f"{i}_{name}": values for name, values in to_arrays(person).items()}
    return arrays


def _people(arrays: dict[str, NDArray[Any]]) -> People:
    head = json.loads(str(arrays["head"]))
    width, height = arrays["size_px"]
    persons = []
    for i in range(int(head["persons"])):
        own = {name.removeprefix(f"{i}_"): values for name, values in arrays.items() if name.startswith(f"{i}_")}
        persons.append(from_arrays(own))
    return People(
        persons=tuple(persons),
        time_s=arrays["time_s"],
        size_px=(int(width), int(height)),
        # Landmarks that an earlier version kept came without.
        cuts_s=tuple(arrays["cuts_s"].tolist()) if "cuts_s" in arrays else None,
        provenance=head["provenance"],
    )
