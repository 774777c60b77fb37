"""Analyses a clip: the only module that joins input and output to the mathematics."""

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Unpack, cast

from dorsi import pose, video
from dorsi.analysis.compare import assess
from dorsi.clip_request import ClipOptions, ClipRequest, clip_request
from dorsi.measuring import NOTHING_KNOWN, measure
from dorsi.protocols.known import of_far_leg, wants_foot_network
from dorsi.protocols.measured import Measured
from dorsi.scene import find_marker, look_for_level, look_for_scale, size_of
from dorsi.schema.session import ClipInfo, Session, Warn
from dorsi.settings import MOVEMENTS, Settings
from dorsi.types import Analysis, Clip, Landmarks, Progress, event_record
from dorsi.version import __version__
from dorsi.video.marker import Ruler
from dorsi.video.notes import file_notes

__all__ = ["analyse", "assess"]

POSE_SHARE: Final = 0.9  #: of the work with pictures, for the progress bar
Fact = str | float | int | bool | None  #: what a provenance holds


def analyse(
    clip: Path | str | ClipRequest,
    settings: Settings | None = None,
    *,
    cache_dir: Path | str | None = None,
    progress: Progress | None = None,
    **options: Unpack[ClipOptions],
) -> Analysis:
    """Return the analysis of one clip: of the movement that explains most of it, with further ones in its `also`.

    A poor clip is not an error: its numbers are `not_measured` with a reason.

    Parameters
    ----------
    clip
        A video file, or all that is asked of one.
    settings
        What the numbers depend on; the defaults if None.
    cache_dir
        Folder of cached landmarks; the user's cache folder if None.
    progress
        Called with the seconds of the clip that are done while the pose network runs.
    options
        Fields of `ClipRequest`, such as movement, side, person, speed_kmh and shoes; they override the settings.

    Returns
    -------
    Analysis
        Session, cleaned landmarks, angles over time and events; further movements in `also`.

    Raises
    ------
    VideoError, ModelError, DataError, OptionError
        If the file is not a readable video, a model is not the expected one, or an option does not fit the clip.

    Examples
    --------
    >>> analyse("clip.mp4", movement="run", speed_kmh=10, shoes="racing flats")  # doctest: +SKIP
    """
    request = clip_request(clip, settings, **options)
    cache_dir = Path(cache_dir) if cache_dir is not None else None
    film = video.probe(request.path, capture_fps=request.capture_fps)
    pose_share = POSE_SHARE if _may_want_foot(request) else 1.0
    with ThreadPoolExecutor(1) as beside:  # the marker needs no landmarks: it is looked for while others wait for them
        marker = beside.submit(find_marker, film)
        people = pose.track(film, request, cache_dir=cache_dir, progress=_part(progress, 0.0, pose_share))
        subject = pose.choose_subject(people, pick=request.pick)
        read = _reader(film, request, people)
        cues = look_for_level(film, people.persons) if people.level_cues is None else people.level_cues
        first = read(subject.landmarks, level_cues=cues)
        far_leg = of_far_leg(first.events, first.quality.near_side)
        raw, foot = pose.with_foot(
            film,
            subject.landmarks,
            replace(request, foot_model="on" if wants_foot(request, first.movement, far_leg=far_leg) else "off"),
            made_by=people.provenance,
            cache_dir=cache_dir,
            progress=_part(progress, pose_share, 1.0),
        )
        if progress is not None:
            progress(film.duration_s, film.duration_s)
        ruler, scale_notes = look_for_scale(film, raw, request, marker=marker.result())
    size = size_of(request, ruler)
    as_before = raw is subject.landmarks and size == NOTHING_KNOWN
    found = first if as_before else read(raw, size=size, level_cues=first.level_cues)
    taken = _Take(
        request=request,
        clip=film,
        people=people,
        subject=subject,
        raw=raw,
        notes=scale_notes,
        known=_known(subject, ruler) | people.provenance | foot,
    )
    further = tuple(_analysis(taken, measured, part) for part, measured in enumerate(found.also, start=2))
    return replace(_analysis(taken, found), also=further)


@dataclass(frozen=True, kw_only=True)
class _Take:
    """What is the same for all movements of a clip."""

    request: ClipRequest
    clip: Clip
    people: pose.People
    subject: pose.Subject
    raw: Landmarks
    notes: tuple[Warn, ...]  #: on the scale
    known: dict[str, Fact]  #: of person, networks and scale, for the provenance


def _known(subject: pose.Subject, ruler: Ruler | None) -> dict[str, Fact]:
    """Return what the provenance says of the choice of the person and of the scale."""
    return {"subject": subject.rule, "cm_per_px": round(ruler.cm_per_px, 5) if ruler else None}


def _reader(clip: Clip, request: ClipRequest, people: pose.People) -> Callable[..., Measured]:
    """Return `measure` with all that a clip's first and second reading have in common."""
    return partial(
        measure,
        side=request.side,
        movement=request.movement,
        slow_motion_undone=clip.time_scale != 1.0,
        cuts_s=sorted({*(people.cuts_s or ()), *clip.reshaped_s}),
    )


def _analysis(taken: _Take, found: Measured, part: int = 0) -> Analysis:
    """Return the analysis of one movement; `part` counts further ones from 2 on, and is 0 for the main one."""
    provenance = _provenance(taken.clip, taken.request, found) | taken.known | ({"part": part} if part else {})
    return Analysis(
        session=_session(taken, found, provenance),
        clip=taken.clip,
        raw=taken.raw,
        landmarks=found.landmarks,
        signals=found.signals,
        events=found.events,
        level_cues=found.level_cues,
        others=tuple(other for other in taken.people.persons if other is not taken.subject.landmarks),
    )


def wants_foot(settings: Settings, movement: str, *, far_leg: bool) -> bool:
    """Return whether to use the foot network for a clip of that movement, all of it by the far leg or not."""
    if settings.foot_model == "auto":
        return wants_foot_network(movement, far_leg=far_leg)
    return settings.foot_model == "on"


def _may_want_foot(settings: Settings) -> bool:
    """Return whether the foot network may be needed, before the movement is known."""
    possible = MOVEMENTS if settings.movement == "auto" else (settings.movement,)
    return any(wants_foot(settings, name, far_leg=True) for name in possible)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Return the progress of one part of the work, as a share of all of it."""
    if progress is None:
        return None
    return lambda done_s, total_s: progress(start * total_s + (end - start) * done_s, total_s)


def _session(taken: _Take, found: Measured, provenance: dict[str, Fact]) -> Session:
    """Return what is stored of one movement of a clip."""
    request, clip, subject = taken.request, taken.clip, taken.subject
    warnings = [
        *found.quality.warnings,
        *_of_people(subject, found),
        *taken.notes,
        *file_notes(clip, told=request.capture_fps),
    ]
    return Session(
        id=session_id(clip.sha256, provenance),
        person=request.person,
        movement=found.movement,
        recorded_at=request.recorded_on.isoformat() if request.recorded_on else clip.recorded_at,
        speed_kmh=request.speed_kmh,
        shoes=request.shoes,
        clip=_clip_info(clip),
        quality=found.quality.model_copy(update={"people": subject.people_count, "warnings": warnings}),
        measurements=found.measurements,
        events=[event_record(e) for e in found.events],
        provenance=provenance,
    )


def _of_people(subject: pose.Subject, found: Measured) -> tuple[Warn, ...]:
    """Return the notes about people, unless nothing was measured: then there was no one to choose from."""
    return () if any(w.code == "not_measurable" for w in found.quality.warnings) else subject.warnings


def _provenance(clip: Clip, settings: Settings, found: Measured) -> dict[str, Fact]:
    file = settings.backend_file
    by_name = settings.with_backend_file(file.name) if file is not None else settings
    choices = {f"setting_{name}": value for name, value in by_name.choices.items() if name != "pick"}
    return {
        "dorsi_version": __version__,
        **cast("dict[str, Fact]", choices),
        "setting_pick": settings.pick_text,
        "cutoff_hz": found.cutoff_hz,
        "frames": clip.n_frames,
    }


def session_id(clip_sha256: str, provenance: Mapping[str, Fact]) -> str:
    """Return a session's id: equal clip, settings, models and version, equal id."""
    text = clip_sha256 + json.dumps(provenance, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _clip_info(clip: Clip) -> ClipInfo:
    return ClipInfo(
        path=_told_path(clip.path),
        sha256=clip.sha256,
        size_px=clip.size_px,
        duration_s=round(clip.duration_s, 6),
        mean_rate_hz=round(clip.mean_rate_hz, 6),
        time_scale=clip.time_scale,
        codec=clip.codec,
    )


def _told_path(path: Path) -> str:
    """Return a clip's path as it was given from here on, or its name: whose machine it lies on goes nowhere."""
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()
