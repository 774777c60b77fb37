"""One way to hand over results: as `analyse`, `measure` or `load` gave them, as a stored folder, or as a list."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from dorsi.errors import DataError, OptionError
from dorsi.loading import load, load_session
from dorsi.pipeline import session_id
from dorsi.protocols.measured import Measured
from dorsi.schema.session import ClipInfo, Session
from dorsi.types import Analysis, Clip, event_record
from dorsi.version import __version__

One = Analysis | Measured | Path | str
Results = One | Iterable[One]  #: whatever tables, curves and exports take

_WANTED = "what analyse, measure or load gave, a result folder, or a list of these"


def as_analysis(found: Measured, *, person: str | None = None, name: str = "landmarks", part: int = 0) -> Analysis:
    """Return what `measure` gave in the form of what `analyse` gives, to keep, export or compare it.

    Its `raw` landmarks are the cleaned ones, since `measure` keeps no others.

    Parameters
    ----------
    found
        From `measure`.
    person
        Whose landmarks they are.
    name
        What stands for the name of the clip.
    part
        Which movement of its clip it is, from 2 on; 0 for the main one.

    Returns
    -------
    Analysis
        With an id made from the landmarks: equal landmarks and version, equal id. Further movements are in its `also`.

    Examples
    --------
    >>> import dorsi
    >>> analysis = dorsi.as_analysis(dorsi.measure(dorsi.synth.lunge()), person="bea")
    >>> analysis.session.person, analysis.session.movement
    ('bea', 'lunge')
    """
    clip = _clip(found, name)
    of_part = {"part": part} if part else {}
    provenance: dict[str, str | float | int | bool | None] = {
        "dorsi_version": __version__,
        "cutoff_hz": found.cutoff_hz,
        "frames": clip.n_frames,
        **of_part,
    }
    session = Session(
        id=session_id(clip.sha256, provenance),
        person=person,
        movement=found.movement,
        clip=ClipInfo(**{field: getattr(clip, field) for field in ClipInfo.model_fields if field != "path"}, path=name),
        quality=found.quality,
        measurements=found.measurements,
        events=[event_record(event) for event in found.events],
        provenance=provenance,
    )
    return Analysis(
        session=session,
        clip=clip,
        raw=found.landmarks,
        landmarks=found.landmarks,
        signals=found.signals,
        events=found.events,
        also=tuple(as_analysis(other, person=person, name=name, part=k) for k, other in enumerate(found.also, start=2)),
        level_cues=found.level_cues,
    )


def _clip(found: Measured, name: str) -> Clip:
    """Return what stands for the clip of landmarks; its hash is that of their times and places."""
    points = found.landmarks
    digest = hashlib.sha256(points.time_s.tobytes() + points.xy_px.tobytes() + repr(points.names).encode())
    frame_s = 1 / points.rate_hz if points.rate_hz else 0.0
    return Clip(
        path=Path(name),
        sha256=digest.hexdigest(),
        n_frames=len(points.time_s),
        size_px=points.size_px,
        duration_s=round(float(points.time_s[-1] - points.time_s[0]) + frame_s, 6),
        mean_rate_hz=round(points.rate_hz, 6),
        codec="none",
    )


def gather(results: Results) -> list[Analysis]:
    """Return results one by one, whatever they are handed over as: each clip's movements, the main one first.

    Parameters
    ----------
    results
        What `analyse`, `measure` or `load` gave; the folder of a result, or one that holds such folders at any depth;
        or a list of these.

    Returns
    -------
    list of Analysis
        In the order given, folders in that of their names.

    Raises
    ------
    DataError
        If a folder holds no result, or the list is empty.
    OptionError
        If it is something else.
    """
    found = [part for one in _each(results) for part in _analysis(one).parts]
    if not found:
        raise DataError(f"results: the list is empty; give {_WANTED}")
    return found


def gather_sessions(results: Results | Session | Iterable[Session]) -> list[Session]:
    """Return the sessions of results, further movements included; from folders, nothing else is read.

    Parameters
    ----------
    results
        As `gather` takes them, or sessions.

    Raises
    ------
    DataError, OptionError
        As `gather`.
    """
    found: list[Session] = []
    for one in [results] if isinstance(results, Session) else _each(results, sessions=True):
        if isinstance(one, Session):
            found.append(one)
        elif isinstance(one, Path):
            parts = [load_session(path) for path in (one, *one.parent.glob("part-*/session.json"))]
            found += sorted(parts, key=lambda session: session.part)
        else:
            found += [part.session for part in _analysis(one).parts]
    return found


def _analysis(one: Analysis | Measured | Path) -> Analysis:
    if isinstance(one, Path):
        return load(one)
    return as_analysis(one) if isinstance(one, Measured) else one


def _each(results: object, *, sessions: bool = False) -> Iterator[Analysis | Measured | Path]:
    """Yield results one by one, folders as the session.json of each clip in them."""
    if isinstance(results, Analysis | Measured) or (sessions and isinstance(results, Session)):
        yield results  # type: ignore[misc]  # a session is only yielded to who asked for sessions
    elif isinstance(results, Path | str):
        yield from _session_files(Path(results))
    elif isinstance(results, Iterable) and not isinstance(results, bytes | dict):
        for one in results:
            if isinstance(one, list | tuple):
                raise OptionError(f"results: a list inside a list given; give {_WANTED}")
            yield from _each(one, sessions=sessions)
    else:
        raise OptionError(f"results: got {type(results).__name__}; give {_WANTED}")


def _session_files(path: Path) -> list[Path]:
    if path.suffix.lower() == ".json" or (path / "session.json").is_file():
        return [path if path.suffix.lower() == ".json" else path / "session.json"]
    inside = sorted(one for one in path.rglob("session.json") if not one.parent.name.startswith("part-"))
    if not inside:
        raise DataError(f"{path}: no result here; give the folder that dorsi analyse or dorsi batch wrote")
    return inside
