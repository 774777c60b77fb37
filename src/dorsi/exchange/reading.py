"""Reads landmarks of other tools: maps names, and refuses unusable files with the reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.analysis.given import mirrored
from dorsi.errors import DataError, check_option
from dorsi.exchange.c3d import read_c3d
from dorsi.exchange.deeplabcut import read_deeplabcut
from dorsi.exchange.evenly import frame_times
from dorsi.exchange.evenly import rate_hz as rate_of
from dorsi.exchange.movement import read_netcdf
from dorsi.exchange.openpose import read_openpose
from dorsi.exchange.opensim import Markers, read_trc
from dorsi.exchange.own_files import is_tidy, read_tidy
from dorsi.keypoints import NEEDED, dorsi_name
from dorsi.types import FARTHEST_PX, Array, Landmarks

UNITS: Final = {
    "px": 1.0,
    "m": 1000.0,
    "mm": 1.0,
}  #: unit of a file -> dorsi's pixels; one millimetre becomes one pixel
#: What programs and people write for them.
_CALLED: Final = {
    **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("millimeter", "millimeters", "millimetre", "millimetres"), "mm"),
    **dict.fromkeys(("pixel", "pixels"), "px"),
}
HDF5: Final = frozenset({".h5", ".hdf5", ".slp"})  #: of DeepLabCut, SLEAP and others, each with its own layout
LEAST_SPAN_M: Final = 0.2  #: a body spans more, and no picture of a movement is wider than the next: the unit is wrong
MOST_SPAN_M: Final = 20.0
DEPTH_MOVES_M: Final = 0.01
RATES_AGREE_FRAC: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """A file's content before conversion."""

    time_s: Array | None  #: (T,); None if the file has no times
    xy_px: Array  #: (T, K, 2, people), y down
    score: Array  #: (T, K, people)
    names: list[str]
    people: list[str]
    facing: str | None = "unknown"  #: as dorsi wrote it of a file in metres; None where that is not known


def read(
    path: Path | str,
    *,
    rate_hz: float | None = None,
    size_px: tuple[int, int] | None = None,
    units: str | None = None,
    person: str | None = None,
) -> Landmarks:
    """Return the landmarks of another tool's file with dorsi's point names, without points that dorsi does not use.

    Parameters
    ----------
    path
        TRC (Sports2D, Pose2Sim, OpenSim), C3D, a folder of OpenPose or HALPE-26 JSON, netCDF of `movement`, CSV of
        DeepLabCut, landmarks_tidy.csv of dorsi.
    rate_hz
        Frames per second; needed if the file has no times, else checked against them.
    size_px
        Width and height of the picture; what the points span, if None.
    units
        TRC and C3D only: "px", "m" or "mm", if not what the header states. In px, y points down; in m and mm, up.
    person
        Which person, by the file's own name or number from 0, if it has several.

    Returns
    -------
    Landmarks
        Points in pixels, each frame at its own time in seconds.

    Raises
    ------
    DataError
        If a needed point is missing or never visible, the unit or rate is impossible, points are in 3D, or the person
        is not clear.
    """
    path = Path(path)
    found = _open(path, units)
    chosen = _person(path, found, person)
    time_s = _times(path, found, rate_hz)
    mapped = {dorsi_name(name): i for i, name in reversed(list(enumerate(found.names)))}
    missing = [name for name in NEEDED if name not in mapped]
    if missing:
        raise DataError(f"{path.name}: has no {', '.join(missing)}; dorsi needs {', '.join(NEEDED)}")
    names = tuple(sorted((name for name in mapped if name), key=lambda name: mapped[name]))
    picked = [mapped[name] for name in names]
    xy, score = found.xy_px[..., chosen][:, picked], found.score[..., chosen][:, picked]
    if np.isinf(xy).any() or np.nanmax(np.abs(xy), initial=0.0) > FARTHEST_PX:
        raise DataError(f"{path.name}: holds points that lie nowhere near a picture; export it again")
    unseen = [name for name in NEEDED if not np.isfinite(xy[:, names.index(name)]).any()]
    if unseen:
        raise DataError(f"{path.name}: {', '.join(unseen)} is never visible; give a clip that shows it")
    size = size_px or (int(np.ceil(np.nanmax(xy[..., 0]))) + 1, int(np.ceil(np.nanmax(xy[..., 1]))) + 1)
    found_landmarks = Landmarks(
        time_s=time_s, xy_px=xy, score=score, names=names, size_px=size, as_filmed=found.facing is not None
    )
    # In metres dorsi writes forward to the right: someone who faced left is turned back.
    return mirrored(found_landmarks) if found.facing == "left" else found_landmarks


def _open(path: Path, units: str | None) -> Foreign:
    if not path.exists():
        raise DataError(f"{path}: no such file or folder; check the name")
    kind = "folder" if path.is_dir() else path.suffix.lower()
    if kind == ".trc":
        return _in_plane(path, read_trc(path), units)
    if kind == ".c3d":
        return _in_plane(path, read_c3d(path), units)
    if kind == "folder":
        xy, score, names = read_openpose(path)
        return Foreign(time_s=None, xy_px=xy, score=score, names=names, people=[str(i) for i in range(xy.shape[-1])])
    if kind == ".csv" and is_tidy(path):
        own_s, points, scores, names = read_tidy(path)
        return Foreign(time_s=own_s, xy_px=points[..., None], score=scores[..., None], names=names, people=["0"])
    if kind == ".csv":
        xy, score, names, people = read_deeplabcut(path)
        return Foreign(time_s=None, xy_px=xy, score=score, names=names, people=people)
    if kind in {".nc", ".netcdf"}:
        time_s, position, score, names, people = read_netcdf(path)
        if position.shape[2] != 2:
            raise DataError(f"{path.name}: has 3D points; dorsi measures in the picture, so give 2D landmarks")
        return Foreign(time_s=time_s, xy_px=position, score=score, names=names, people=people)
    if kind in HDF5:
        raise DataError(
            f"{path.name}: HDF5 isn't read; save the CSV of DeepLabCut (save_as_csv=True), or netCDF of movement (.nc)"
        )
    raise DataError(
        f"{path.name}: unknown format; give .trc, .nc, .csv (DeepLabCut), .c3d or a folder of OpenPose JSON"
    )


def _in_plane(path: Path, found: Markers, units: str | None) -> Foreign:
    """Return markers as pixels with y down, once their unit is one that it can be and they lie in one plane."""
    xyz = found.xyz
    unit = check_option("units", units or _CALLED.get(found.unit, found.unit), UNITS)
    if not np.isfinite(xyz).any():
        raise DataError(f"{path.name}: has no points in any frame; give a clip that shows the person")
    span = max(
        float(np.nanmax(xyz[..., i]) - np.nanmin(xyz[..., i])) if np.isfinite(xyz[..., i]).any() else 0.0
        for i in (0, 1)
    )
    per_m = {"m": 1.0, "mm": 1e-3, "px": 1e-3}[unit]
    if unit != "px" and not LEAST_SPAN_M < span * per_m < MOST_SPAN_M:
        raise DataError(
            f"{path.name}: the unit is {unit}, but the points span {span:.3g}; give the right one: units='m', 'mm' or, "
            "for the pixels of Sports2D's first file, 'px'"
        )
    depth = xyz[..., 2]
    moves = np.nanmax(depth, axis=0, initial=-np.inf) - np.nanmin(depth, axis=0, initial=np.inf)
    if np.any(moves * per_m > DEPTH_MOVES_M):
        raise DataError(
            f"{path.name}: points move in depth, so they are 3D; dorsi measures in one plane, so give 2D landmarks"
        )
    xy = xyz[..., :2] * UNITS[unit]
    if unit != "px":
        xy = np.stack([xy[..., 0] - np.nanmin(xy[..., 0]), np.nanmax(xy[..., 1]) - xy[..., 1]], axis=-1)
    score = np.where(np.isfinite(xy[..., 0]), 1.0, np.nan)
    subjects = {name.rpartition(":")[0] for name in found.names}
    if len(subjects) > 1:
        raise DataError(f"{path.name}: contains markers of several subjects ({', '.join(sorted(subjects))}); keep one")
    return Foreign(
        time_s=found.time_s,
        xy_px=xy[..., None],
        score=score[..., None],
        names=[name.rpartition(":")[2] for name in found.names],  # Vicon and Qualisys write the subject in front
        people=["0"],
        facing="unknown" if unit == "px" else found.facing,  # pixels are as filmed
    )


def _person(path: Path, found: Foreign, person: str | None) -> int:
    if person is None and len(found.people) > 1:
        raise DataError(
            f"{path.name}: contains {len(found.people)} people ({', '.join(found.people)}); choose one: person=..."
        )
    return 0 if person is None else found.people.index(check_option("person", person, found.people))


def _times(path: Path, found: Foreign, rate_hz: float | None) -> Array:
    if found.time_s is None:
        return frame_times(len(found.xy_px), rate_hz=rate_hz, name=path.name)
    if rate_hz is not None and abs(rate_of(found.time_s) - rate_hz) > RATES_AGREE_FRAC * rate_hz:
        raise DataError(
            f"{path.name}: {rate_hz:g} frames a second given, but its times show {rate_of(found.time_s):.2f}; "
            "omit rate_hz, or give the file of this clip"
        )
    return found.time_s
