"""From a clip to its analysis: the only module that joins input and output to the mathematics."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np

import dorsi
from dorsi import pose, video
from dorsi.analysis.compare import assess
from dorsi.analysis.uncertainty import ROLL_UNKNOWN_SD_DEG
from dorsi.measuring import Measured, measure
from dorsi.schema.session import ClipInfo, Event, Session, Warn
from dorsi.settings import Settings
from dorsi.types import Analysis, Clip, Landmarks, Progress, Rep, Size, Step
from dorsi.video.level import Box, Tilt, find_tilt
from dorsi.video.marker import Ruler, find_ruler

__all__ = ["analyse", "assess", "look_for_tilt"]

TILT_PICTURES: Final = 8  #: key frames, evenly over the clip, in which the camera's tilt is looked for
BOX_MARGIN_FRAC: Final = 0.15  #: of the person's height around the body points: hair, hands, clothes


def analyse(
    path: Path | str,
    settings: Settings | None = None,
    *,
    person: str | None = None,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Return the analysis of one clip.

    Poor footage is no error: its numbers are `not_measured` with a reason.

    Parameters
    ----------
    path
        A video file.
    settings
        What the user chose; the defaults if None.
    person
        Name to carry into the session.
    cache_dir
        Where landmarks are kept from run to run; the user's cache folder if None.
    progress
        Told how many of the clip's seconds are done while the pose network runs.

    Raises
    ------
    VideoError, ModelError, DataError, OptionError
        When the file is no readable video, a model is not what it should be, or an option does not fit the clip.
    """
    settings = settings or Settings()
    clip = video.probe(Path(path), capture_fps=settings.capture_fps)
    people = pose.track(clip, settings, cache_dir=cache_dir, progress=progress)
    subject = pose.choose_subject(people, pick=settings.pick)
    tilt = look_for_tilt(clip, people.persons)
    ruler = find_ruler(picture.rgb for picture in video.stills(clip, most=TILT_PICTURES))
    found = measure(
        subject.landmarks,
        movement=settings.movement,
        side=settings.side,
        size=_size(settings, ruler),
        roll_deg=tilt.roll_deg if tilt else None,
        roll_sd_deg=tilt.sd_deg if tilt else ROLL_UNKNOWN_SD_DEG,
        slow_motion_undone=clip.time_scale != 1.0,
    )
    provenance = (
        _provenance(clip, settings, found)
        | {"subject": subject.rule, "cm_per_px": round(ruler.cm_per_px, 5) if ruler else None}
        | people.provenance
    )
    return Analysis(
        session=_session(clip, subject, found, provenance, person=person),
        clip=clip,
        raw=subject.landmarks,
        landmarks=found.landmarks,
        signals=found.signals,
        events=found.events,
        others=tuple(other for other in people.persons if other is not subject.landmarks),
    )


def _session(
    clip: Clip,
    subject: pose.Subject,
    found: Measured,
    provenance: dict[str, str | float | int | bool | None],
    *,
    person: str | None,
) -> Session:
    """Return what is stored of one analysed clip."""
    warnings = [*found.quality.warnings, *_of_people(subject, found)]
    return Session(
        id=session_id(clip.sha256, provenance),
        person=person,
        movement=found.movement,
        recorded_at=clip.recorded_at,
        clip=_clip_info(clip),
        quality=found.quality.model_copy(update={"people": subject.people_count, "warnings": warnings}),
        measurements=found.measurements,
        events=[_event(e) for e in found.events],
        provenance=provenance,
    )


def look_for_tilt(clip: Clip, persons: Sequence[Landmarks]) -> Tilt | None:
    """Return the camera's tilt from the scene's uprights, or None where it shows none."""
    pictures = video.stills(clip, most=TILT_PICTURES)
    return find_tilt((picture.rgb, list(_boxes(persons, picture.time_s))) for picture in pictures)


def _size(settings: Settings, ruler: Ruler | None) -> Size:
    """Return what is known of real lengths: typed stature, and the printed marker where the picture shows it."""
    if ruler is None:
        return Size(height_cm=settings.height_cm)
    return Size(height_cm=settings.height_cm, cm_per_px=ruler.cm_per_px, cm_per_px_sd_share=ruler.sd_share)


def _boxes(persons: Sequence[Landmarks], time_s: float) -> Iterator[Box]:
    """Yield the boxes that hold people at one time: left, top, right, bottom."""
    for person in persons:
        xy = person.xy_px[np.argmin(np.abs(person.time_s - time_s))]
        xy = xy[np.isfinite(xy).all(axis=-1)]
        if len(xy):
            (left, top), (right, bottom) = xy.min(axis=0), xy.max(axis=0)
            margin = BOX_MARGIN_FRAC * (bottom - top)
            yield left - margin, top - margin, right + margin, bottom + margin


def _of_people(subject: pose.Subject, found: Measured) -> tuple[Warn, ...]:
    """Return what to know of the people, unless nothing could be measured: then there was nobody to choose from."""
    return () if any(w.code == "not_measurable" for w in found.quality.warnings) else subject.warnings


def _provenance(clip: Clip, settings: Settings, found: Measured) -> dict[str, str | float | int | bool | None]:
    chosen = {f"setting_{name}": value for name, value in asdict(settings).items() if name != "pick"}
    pick = None if settings.pick is None else f"{settings.pick[0]:g},{settings.pick[1]:g}"
    return {
        "dorsi_version": dorsi.__version__,
        **chosen,
        "setting_pick": pick,
        "cutoff_hz": found.cutoff_hz,
        "frames": clip.n_frames,
    }


def session_id(clip_sha256: str, provenance: dict[str, str | float | int | bool | None]) -> str:
    """Return a session's id: equal clip, settings, models and version, equal id."""
    text = clip_sha256 + json.dumps(provenance, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _clip_info(clip: Clip) -> ClipInfo:
    return ClipInfo(
        path=str(clip.path),
        sha256=clip.sha256,
        size_px=clip.size_px,
        duration_s=round(clip.duration_s, 6),
        mean_rate_hz=round(clip.mean_rate_hz, 6),
        time_scale=clip.time_scale,
        codec=clip.codec,
    )


def _event(event: Rep | Step) -> Event:
    """Return an event as it is stored, times to a tenth of a millisecond."""
    kind = "rep" if isinstance(event, Rep) else "step"
    times = {n: round(t, 4) for n, t in asdict(event).items() if n.endswith("_s") and t is not None}
    values = {name: round(value, 4) for name, value in event.values.items()}
    return Event.model_validate(
        {
            "kind": kind,
            "side": event.side,
            **times,
            "valid": event.valid,
            "void_reasons": list(event.void),
            "values": values,
        }
    )
