"""Reads earlier results of `dorsi analyse`, and landmarks of any tool."""

from pathlib import Path

import numpy as np
from pydantic import ValidationError

from dorsi import exchange
from dorsi.errors import DAMAGE, DataError, check_kind
from dorsi.exchange.evenly import frame_times
from dorsi.exchange.own_files import read_analysis
from dorsi.exchange.signals_file import load_signals
from dorsi.keypoint_json import in_picture, read_frames
from dorsi.measuring import measure
from dorsi.pose.landmark_file import load_landmarks
from dorsi.pose.names import NAMES
from dorsi.schema.session import Event, Session
from dorsi.types import FARTHEST_PX, SIDES, Analysis, Array, Clip, Landmarks, Rep, Step


def load(path: Path | str) -> Analysis:
    """Return an earlier result: its session, landmarks, angles over time and events, with further movements in `also`.

    Neither the clip nor the pose network is needed. Session and angles are as stored (angles to four decimals); the
    cleaned landmarks are made again from the raw ones.

    Parameters
    ----------
    path
        The folder that `dorsi analyse` wrote for one clip, or the session.json in it.

    Returns
    -------
    Analysis
        As `analyse` gave it.

    Raises
    ------
    DataError
        If a file of the folder is missing, or is not what dorsi wrote.
    """
    check_kind("load", path, (str, Path), wanted="the folder of a result")
    path = Path(path)
    folder = path.parent if path.suffix.lower() == ".json" else path
    session = load_session(path)
    raw = _npz(folder / "landmarks.npz")
    return Analysis(
        session=session,
        clip=_clip(session, n_frames=len(raw.time_s)),
        raw=raw,
        landmarks=_cleaned(raw, session),
        signals=load_signals(folder / "signals.csv"),
        events=tuple(map(_event, session.events)),
        also=tuple(sorted(map(load, folder.glob("part-*/session.json")), key=lambda other: other.session.part)),
    )


def read_landmarks(
    path: Path | str,
    *,
    rate_hz: float | None = None,
    size_px: tuple[int, int] | None = None,
    units: str | None = None,
    person: str | None = None,
) -> Landmarks:
    """Return landmarks of a file, whoever made them, ready for `measure`.

    Parameters
    ----------
    path
        landmarks.npz, landmarks_tidy.csv or analysis.json of dorsi; JSON of BlazePose (MediaPipe, TensorFlow); TRC of
        Sports2D, Pose2Sim or OpenSim; C3D; a folder of OpenPose or HALPE-26 JSON; netCDF of `movement`; CSV of
        DeepLabCut.
    rate_hz
        Frames per second: needed for JSON and CSV, which have no times; checked against the times of others.
    size_px
        Width and height of the picture; what the points span, if None.
    units
        TRC and C3D only: "px", "m" or "mm", if not what its header states.
    person
        Which person, where the file holds several.

    Returns
    -------
    Landmarks
        Points in pixels with dorsi's names, each frame at its own time in seconds.

    Raises
    ------
    DataError
        If the file is none of these, lacks a point, or its unit, rate or dimension does not fit.

    Notes
    -----
    TRC and C3D that dorsi wrote tell which side of the picture the person faced, and are as filmed again. Those of
    other tools don't: name `near_side` or `facing` in `measure`, since no side-view angle is given without.

    Examples
    --------
    >>> import dorsi
    >>> landmarks = dorsi.read_landmarks("walk.trc")  # doctest: +SKIP
    >>> found = dorsi.measure(landmarks, movement="squat", yaw_deg=0.0, near_side="left")  # doctest: +SKIP
    """
    check_kind("read_landmarks", path, (str, Path), wanted="a file or folder of landmarks")
    path = Path(path)
    kind = path.suffix.lower()
    if kind == ".npz":
        return _npz(path)
    if kind == ".json":
        own = read_analysis(path)
        return _own(own) if own else _blazepose(path, rate_hz, size_px)
    return exchange.read(path, rate_hz=rate_hz, size_px=size_px, units=units, person=person)


def _npz(path: Path) -> Landmarks:
    try:
        return load_landmarks(path)
    except DAMAGE as error:
        raise DataError(f"{path.name}: is damaged ({error}); give the file of an earlier result") from error


def _own(held: tuple[Array, Array, Array, list[str], tuple[int, int]]) -> Landmarks:
    time_s, xy, score, names, size = held
    return Landmarks(time_s=time_s, xy_px=xy, score=score, names=tuple(names), size_px=size)


def _blazepose(path: Path, rate_hz: float | None, size_px: tuple[int, int] | None) -> Landmarks:
    found = read_frames(path, NAMES)
    time_s = frame_times(len(found), rate_hz=rate_hz, name=path.name)
    xy = in_picture(path, found, size_px)
    right, bottom = np.ceil(np.nanmax(np.where(np.isinf(xy), np.nan, xy), axis=(0, 1))).clip(0, FARTHEST_PX).astype(int)
    size = size_px or (int(right) + 1, int(bottom) + 1)
    return Landmarks(time_s=time_s, xy_px=xy, score=np.full(xy.shape[:2], np.nan), names=NAMES, size_px=size)


def load_session(path: Path) -> Session:
    """Return the session of a session.json, or of the folder of one clip's result.

    Raises
    ------
    DataError
        If the file is missing, or not a session of this version of dorsi.
    """
    path = path / "session.json" if path.is_dir() else path
    try:
        return Session.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(
            f"{path}: cannot be read ({error.strerror}); give the folder of one clip's result, or its session.json"
        ) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not a session from dorsi; give a session.json that `dorsi analyse` wrote") from error


def _cleaned(raw: Landmarks, session: Session) -> Landmarks:
    """Return the landmarks cleaned as the session's movement wants them; of a body that turned, the way it faced."""
    roll_deg = session.quality.roll_deg
    found = measure(
        raw,
        movement="auto" if session.movement == "unknown" else session.movement,
        roll_deg=roll_deg,
        cuts_s=session.quality.cuts_s,
    )
    ways = (found, *found.also)
    return next((one for one in ways if one.quality.facing == session.quality.facing), found).landmarks


def _clip(session: Session, *, n_frames: int) -> Clip:
    kept = session.clip
    return Clip(
        path=Path(kept.path),
        sha256=kept.sha256,
        n_frames=n_frames,
        size_px=kept.size_px,
        duration_s=kept.duration_s,
        mean_rate_hz=kept.mean_rate_hz,
        time_scale=kept.time_scale,
        codec=kept.codec,
        recorded_at=session.recorded_at,
    )


def _event(event: Event) -> Rep | Step:
    """Return an event as the analysis holds it."""
    side = SIDES[0] if event.side == "left" else SIDES[1]
    values, void, refused = dict(event.values), tuple(event.void_reasons), dict(event.refused)
    if event.kind == "rep":
        assert event.start_s is not None
        assert event.peak_s is not None
        assert event.end_s is not None
        return Rep(
            side=side,
            start_s=event.start_s,
            peak_s=event.peak_s,
            end_s=event.end_s,
            values=values,
            void=void,
            refused=refused,
        )
    assert event.contact_s is not None
    return Step(
        side=side,
        contact_s=event.contact_s,
        toe_off_s=event.toe_off_s,
        next_contact_s=event.next_contact_s,
        values=values,
        void=void,
        refused=refused,
    )
