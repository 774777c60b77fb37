"""References in the files of motion capture: angles in MOT, joint centres or markers in TRC and C3D.

Their clock is their own: `syncing` lays them over the clip.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.c3d import read_c3d
from dorsi.exchange.opensim import COORDINATES, Markers, read_trc
from dorsi.keypoints import dorsi_name
from dorsi.types import SIDES, Array
from dorsi.validation.truth import TrueCurve

MOT, TRC, C3D = ".mocap.mot", ".mocap.trc", ".mocap.c3d"
NEEDED: Final = ("knee", "ankle", "toe")
#: An axis is up where hips (or knees) stand over ankles by this much more than along any other.
UPRIGHT: Final = 1.5


def read_mot(path: Path) -> dict[str, TrueCurve]:
    """Return the ankle and knee angles of an OpenSim motion: dorsiflexion +, knee flexion +.

    Models differ in the sign of the knee's coordinate; a knee bends one way only, so the side of zero on which most of
    it lies is flexion.

    Raises
    ------
    DataError
        If it is no motion file, or has neither `ankle_angle` nor `knee_angle` of a side.
    """
    try:
        head, _, body = path.read_text(encoding="utf-8", errors="replace").partition("endheader")
        names, *rows = (line.split() for line in body.strip().splitlines() if line.strip())
        table = dict(zip(names, np.array(rows, dtype=np.float64).T, strict=True))
        time_s = table["time"]
    except DAMAGE as error:
        raise DataError(f"{path.name}: not a MOT file ({error}); give a motion that OpenSim wrote") from error
    if not np.all(np.diff(time_s) > 0):
        raise DataError(f"{path.name}: the time does not rise from row to row")
    unit = 1.0 if re.search(r"inDegrees\s*=\s*yes", head, re.IGNORECASE) else 180.0 / np.pi
    found = {}
    for name, coordinate in COORDINATES.items():
        pair = np.full((len(time_s), 2), np.nan)
        for i, side in enumerate(SIDES):
            pair[:, i] = unit * table.get(f"{coordinate}_{side[0]}", np.full(len(time_s), np.nan))
        if np.isfinite(pair).any():
            found[name] = TrueCurve(time_s=time_s, value_deg=_bent(pair) if name == "knee_flexion_deg" else pair)
    if not found:
        raise DataError(f"{path.name}: no ankle_angle_l, ankle_angle_r, knee_angle_l or knee_angle_r in it")
    return found


def _bent(knee_deg: Array) -> Array:
    return knee_deg if np.nanmedian(knee_deg) >= 0 else -knee_deg


def read_markers(path: Path) -> dict[str, TrueCurve]:
    """Return shank lean, and knee flexion where there are hips, from joint centres or markers of a TRC or C3D file.

    Points are called as dorsi knows them (`RKnee`, `left_ankle`, `R_BigToe`). Up is the axis along which hips, or else
    knees, stand over the ankles; forward is where the toes point, along the floor, median over the file.

    Raises
    ------
    DataError
        If the file can't be read, a point is missing, or no axis is up.
    """
    found = read_trc(path) if path.suffix == ".trc" else read_c3d(path)
    points = _named(path, found)
    up, sign = _up(path, points)
    if not all(np.isfinite(points[f"{side}_{name}"]).all(axis=1).any() for side in SIDES for name in NEEDED):
        raise DataError(f"{path.name}: a knee, ankle or toe is never there; give a file that shows both legs")
    leans, bends = [], []
    for side in SIDES:
        knee, ankle, toe = (points[f"{side}_{name}"] for name in NEEDED)
        leans.append(lean_deg(knee, ankle, toe, up=up, sign=sign))
        hip = points.get(f"{side}_hip")
        bends.append(np.full(len(knee), np.nan) if hip is None else bend_deg(hip, knee, ankle))
    curves = {"shank_inclination_deg": np.stack(leans, axis=1), "knee_flexion_deg": np.stack(bends, axis=1)}
    return {n: TrueCurve(time_s=found.time_s, value_deg=v) for n, v in curves.items() if np.isfinite(v).any()}


def lean_deg(knee: Array, ankle: Array, toe: Array, *, up: int, sign: float = 1.0) -> Array:
    """Return the lean of a shank in the upright plane in which the foot points, (T,) degrees, knee ahead +.

    Parameters
    ----------
    knee, ankle, toe
        (T, 3) in any unit.
    up
        The axis that is up.
    sign
        -1 where it points down.
    """
    ahead = np.nanmedian(toe - ankle, axis=0)
    ahead[up] = 0.0
    shank = knee - ankle
    return np.asarray(np.degrees(np.arctan2(shank @ (ahead / np.linalg.norm(ahead)), sign * shank[:, up])))


def bend_deg(hip: Array, knee: Array, ankle: Array) -> Array:
    """Return the angle between thigh and shank, (T,) degrees; 0 is a straight leg."""
    thigh, shank = knee - hip, ankle - knee
    cosine = np.sum(thigh * shank, axis=1) / (np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1))
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _named(path: Path, found: Markers) -> dict[str, Array]:
    points = {}
    for i, name in enumerate(found.names):
        known = dorsi_name(name.rpartition(":")[2])
        if known is not None and known not in points:
            points[known] = found.xyz[:, i]
    for side in SIDES:
        for point in NEEDED:
            if f"{side}_{point}" not in points:
                raise DataError(f"{path.name}: no {side} {point}; a reference needs knee, ankle and toe of both legs")
    return points


def _up(path: Path, points: Mapping[str, Array]) -> tuple[int, float]:
    """Return the axis that is up, and 1 or -1 by which way it points."""
    top = "hip" if all(f"{side}_hip" in points for side in SIDES) else "knee"
    over = np.nanmedian([points[f"{side}_{top}"] - points[f"{side}_ankle"] for side in SIDES], axis=(0, 1))
    order = np.argsort(np.abs(over))
    axis, next_axis = int(order[-1]), int(order[-2])
    if not np.abs(over[axis]) > UPRIGHT * np.abs(over[next_axis]):
        raise DataError(f"{path.name}: it isn't clear which axis is up; give a file of someone who mostly stands")
    return axis, float(np.sign(over[axis]))


READERS: Final[dict[str, Callable[[Path], dict[str, TrueCurve]]]] = {
    MOT: read_mot,
    TRC: read_markers,
    C3D: read_markers,
}
