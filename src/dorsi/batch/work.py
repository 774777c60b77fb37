"""A worker's job for one clip, the same on every engine: reads the clip and returns everything as bytes."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dorsi import leftovers, pipeline, results
from dorsi.clip_request import ClipRequest
from dorsi.data_folder import data_folder
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.engines import Engine, Hear, Tell, local, silent
from dorsi.errors import DorsiError
from dorsi.faults import FAULTS_NAME, guarded
from dorsi.pose import cache
from dorsi.private import make_folder
from dorsi.schema.session import Session
from dorsi.types import Analysis


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One clip on its way to a worker."""

    name: str  #: the batch's name of the clip
    request: ClipRequest
    overlay: bool = False
    blur_faces: bool = False
    detectable: DetectableChanges = PUBLISHED
    content: bytes | None = None  #: the clip's content, if the worker cannot read the file
    backend_content: bytes | None = None  #: the same for the backend's own file


@dataclass(frozen=True, kw_only=True)
class MeasuredClip:
    """A clip's sessions, the main one first, and its result files by their path in its folder."""

    sessions: tuple[Session, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a clip could not be measured."""

    reason: str


def apart(
    workers: int, *, hear: Hear = silent, first_core: int = 0, stop: "Connection[Any, Any] | None" = None
) -> Engine:
    """Return the engine of processes on this machine that may write only what `measure_clip` does.

    Those are temporary files, landmarks to keep, and what a fault was. The other parameters are those of `local`.
    """
    places = [Path(tempfile.gettempdir()), cache.default_folder(), data_folder() / FAULTS_NAME]
    for place in places:
        try:
            make_folder(place)
        except OSError:  # then nothing can be kept there
            continue
    return local(workers, hear=hear, first_core=first_core, stop=stop, writes_in=places)


def measure_clip(parcel: Parcel, tell: Tell) -> MeasuredClip | Failure:
    """Return the result of one clip; it does not depend on where this runs.

    Parameters
    ----------
    parcel
        The clip and what to do with it.
    tell
        Called with the seconds of the clip that are done.
    """
    try:
        with (
            guarded(parcel.request.path.name),
            _at_hand(parcel) as request,
            leftovers.workshop() as workshop,
        ):
            analysis = _by_name(pipeline.analyse(request, progress=tell), parcel)
            folder = workshop / "result"
            results.save(
                analysis,
                None,
                folder,
                overlay=parcel.overlay,
                blur_faces=parcel.blur_faces,
                detectable=parcel.detectable,
            )
            written = (path for path in sorted(folder.rglob("*")) if path.is_file())
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in written}
    except DorsiError as error:
        return Failure(reason=str(error).removeprefix(f"{parcel.request.path.name}: "))
    return MeasuredClip(sessions=tuple(part.session for part in analysis.parts), files=files)


def _by_name(analysis: Analysis, parcel: Parcel) -> Analysis:
    """Return the analysis with file names instead of this worker's paths."""
    session = analysis.session
    changes: dict[str, object] = {"clip": session.clip.model_copy(update={"path": parcel.name})}
    if (file := parcel.request.backend_file) is not None:
        by_name = parcel.request.with_backend_file(file.name)
        provenance = session.provenance | {"setting_backend": by_name.backend}
        changes |= {"provenance": provenance, "id": pipeline.session_id(session.clip.sha256, provenance)}
    also = tuple(_by_name(other, parcel) for other in analysis.also)
    return replace(analysis, session=session.model_copy(update=changes), also=also)


@contextmanager
def _at_hand(parcel: Parcel) -> Iterator[ClipRequest]:
    """Give the request with files this worker can read: the originals, or copies of the sent content."""
    request = parcel.request
    if parcel.content is None:
        yield request
        return
    with leftovers.workshop() as folder:
        clip = folder / request.path.name
        clip.write_bytes(parcel.content)
        request = replace(request, path=clip)
        if parcel.backend_content is not None and request.backend_file is not None:
            sent = folder / request.backend_file.name
            sent.write_bytes(parcel.backend_content)
            request = request.with_backend_file(sent)
        yield request
