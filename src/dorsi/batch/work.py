"""What a worker does with one clip: the same on every engine. It reads the clip and gives everything back as bytes."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dorsi import pipeline, results
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.engines import Tell
from dorsi.errors import DorsiError
from dorsi.schema.session import Session
from dorsi.settings import Settings
from dorsi.types import Analysis


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One clip on its way to a worker."""

    clip: Path
    name: str
    person: str
    recorded_on: dt.date | None
    settings: Settings
    speed_kmh: float | None = None
    shoes: str | None = None
    overlay: bool = False
    blur_faces: bool = False
    detectable: DetectableChanges = PUBLISHED
    content: bytes | None = None  #: of the clip, where the worker can not read the file itself
    backend_content: bytes | None = None  #: of the backend's own file, likewise


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A clip's sessions, the main one first, and the files of its result by their path in its folder."""

    sessions: tuple[Session, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a clip could not be measured."""

    reason: str


def measure_clip(parcel: Parcel, tell: Tell) -> Measured | Failure:
    """Return the result of one clip; nothing but its numbers and pictures depends on where this runs.

    Parameters
    ----------
    parcel
        The clip and what to do with it.
    tell
        Told how many of the clip's seconds are done.
    """
    try:
        with _at_hand(parcel) as (clip, settings), TemporaryDirectory(prefix="dorsi-") as workshop:
            analysis = pipeline.analyse(clip, settings, person=parcel.person, progress=tell)
            analysis = _signed(analysis, parcel)
            folder = Path(workshop) / "result"
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
        return Failure(reason=str(error).removeprefix(f"{parcel.clip.name}: "))
    return Measured(sessions=tuple(part.session for part in analysis.parts), files=files)


def _signed(analysis: Analysis, parcel: Parcel) -> Analysis:
    """Return the analysis with what is told (day, speed, shoes), the clip under the name the batch knows it by."""
    session = analysis.session
    changes: dict[str, object] = {
        "recorded_at": parcel.recorded_on.isoformat() if parcel.recorded_on else session.recorded_at,
        "clip": session.clip.model_copy(update={"path": parcel.name}),
        "speed_kmh": parcel.speed_kmh,
        "shoes": parcel.shoes,
    }
    if (file := parcel.settings.backend_file) is not None:
        by_name = parcel.settings.with_backend_file(file.name)
        provenance = session.provenance | {"setting_backend": by_name.backend}
        changes |= {"provenance": provenance, "id": pipeline.session_id(session.clip.sha256, provenance)}
    also = tuple(_signed(other, parcel) for other in analysis.also)
    return replace(analysis, session=session.model_copy(update=changes), also=also)


@contextmanager
def _at_hand(parcel: Parcel) -> Iterator[tuple[Path, Settings]]:
    """Give the clip as a file, and the settings with the backend's file: their own, or copies of what was sent."""
    if parcel.content is None:
        yield parcel.clip, parcel.settings
        return
    with TemporaryDirectory(prefix="dorsi-clip-") as folder:
        clip, settings = Path(folder) / parcel.clip.name, parcel.settings
        clip.write_bytes(parcel.content)
        if parcel.backend_content is not None and settings.backend_file is not None:
            sent = Path(folder) / settings.backend_file.name
            sent.write_bytes(parcel.backend_content)
            settings = settings.with_backend_file(sent)
        yield clip, settings
