"""A stored result, made again from its provenance and compared with what was stored."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from dorsi import leftovers, pipeline
from dorsi.clip_request import pixel
from dorsi.errors import DataError
from dorsi.loading import load_session
from dorsi.schema.session import Session
from dorsi.settings import Settings
from dorsi.store.clips import stored_clip
from dorsi.types import Progress
from dorsi.version import __version__

_SETTING: Final = "setting_"
#: Parts of a session that say where the clip lies and which run this was, not what was measured.
_LEVELS_UP: Final = 4  #: session.json lies in dorsi-out/CLIP, or in a part's folder there
_NOT_COMPARED: Final = frozenset({"id", "clip.path"})

Leaf = str | float | int | bool | None


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that is not what was stored; `None` where one of the two has no such field."""

    field: str  #: such as "measurements.peak_shank_inclination_deg.left.value"
    stored: Leaf
    again: Leaf

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.field}: stored {_shown(self.stored)}, now {_shown(self.again)}"


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A stored session, and the one that the same clip and settings give now."""

    stored: Session
    again: Session
    changes: tuple[FieldChange, ...]

    @property
    def identical(self) -> bool:
        """Whether every compared field is exactly the same."""
        return not self.changes


def repeat(
    path: Path | str,
    *,
    clip: Path | str | None = None,
    cache_dir: Path | str | None = None,
    progress: Progress | None = None,
) -> Repeat:
    """Return what the clip of a stored session gives now, with every field that differs.

    Nothing is rounded before the comparison. The version of dorsi, the model's checksum and each setting are
    part of the provenance, and so of what is compared: a change in a number stands beside its likely cause.

    Parameters
    ----------
    path
        A session.json, or the folder that it lies in.
    clip
        Where the clip is now; if None, it is looked for by name from here and around the session's folder, and by its
        content in the database.
    cache_dir
        A folder of cached landmarks to start from; None runs the pose network again.
    progress
        Called with the seconds of the clip that are done.

    Returns
    -------
    Repeat
        Both sessions, and each field that differs.

    Raises
    ------
    DataError
        If the session cannot be read, names a setting that this version does not have, or the clip is another one.
    VideoError, ModelError, OptionError
        As `analyse` does.
    """
    stored = load_session(Path(path))
    settings = settings_of(stored)
    source = _source(stored, Path(path), Path(clip) if clip is not None else None)
    with leftovers.workshop() as fresh:
        found = pipeline.analyse(
            source,
            settings,
            person=stored.person,
            recorded_on=_day_told(stored),
            speed_kmh=stored.speed_kmh,
            shoes=stored.shoes,
            cache_dir=cache_dir or fresh,
            progress=progress,
        )
    again = next((part.session for part in found.parts if part.session.part == stored.part), found.session)
    if stored.recorded_at is None:  # a person removed the day; the video's own is no news
        again = again.model_copy(update={"recorded_at": None})
    return Repeat(stored=stored, again=again, changes=tuple(changes(stored, again)))


def settings_of(session: Session) -> Settings:
    """Return the settings that a session was made with, from its provenance."""
    given = {
        name.removeprefix(_SETTING): value for name, value in session.provenance.items() if name.startswith(_SETTING)
    }
    unknown = sorted(set(given) - {field.name for field in fields(Settings)})
    if unknown:
        made_by = session.provenance.get("dorsi_version", "an unknown version")
        raise DataError(
            f"session {session.id}: made by dorsi {made_by} with the setting '{unknown[0]}', which dorsi "
            f"{__version__} does not have; install that version to repeat it"
        )
    given.setdefault("foot_model", "off")  # sessions made before there was a foot network
    pick = given.pop("pick", None)
    return Settings(**given, pick=pixel("pick", str(pick)) if pick is not None else None)  # type: ignore[arg-type]


def _day_told(session: Session) -> dt.date | None:
    """Return the day the user gave for a clip; None if it came from the video, with its time of day."""
    try:
        return dt.datetime.strptime(session.recorded_at or "", "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def changes(stored: Session, again: Session) -> Iterator[FieldChange]:
    """Yield every field in which two sessions differ, numbers compared exactly."""
    before, after = dict(_leaves(_keyed(stored))), dict(_leaves(_keyed(again)))
    for field in before | after:
        one, other = before.get(field), after.get(field)
        same = one == other and type(one) is type(other) and (field in before) == (field in after)
        if field not in _NOT_COMPARED and not same:
            yield FieldChange(field=field, stored=one, again=other)


def _source(stored: Session, path: Path, clip: Path | None) -> Path:
    """Return the clip's path, once its content is what was measured.

    A session keeps the clip's path from where it was measured, or its name: it is looked for from here and from the
    folders around the result on, and then in the database, which knows where a batch and the web app have their clips.
    """
    near = [Path(), *path.absolute().parents[:_LEVELS_UP]]
    source = clip or next((at / stored.clip.path for at in near if (at / stored.clip.path).is_file()), None)
    source = source or stored_clip(stored.clip.sha256)
    if source is None or not source.is_file():
        raise DataError(f"{clip or stored.clip.path}: the clip is missing; say where it is with --clip")
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != stored.clip.sha256:
        raise DataError(
            f"{source}: is not the clip that was measured (sha256 {found[:12]}..., stored "
            f"{stored.clip.sha256[:12]}...); say where that one is with --clip"
        )
    return source


def _keyed(session: Session) -> dict[str, object]:
    """Return a session as plain data, measurements under name and side, so that a change has a readable place."""
    plain: dict[str, object] = json.loads(session.model_dump_json())
    measurements = {
        f"{m.name}.{m.side}": json.loads(m.model_dump_json(exclude={"name", "side"})) for m in session.measurements
    }
    return plain | {"measurements": measurements}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Yield every single value of nested data with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{i}]")
    else:
        assert value is None or isinstance(value, str | float | int)
        yield path, value


def _shown(value: Leaf) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, float) else str(value)
