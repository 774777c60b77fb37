"""Landmarks in files: dorsi's own landmarks.npz, written and read, and keypoint JSON of BlazePose, read."""

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis.level import Cue
from dorsi.errors import DataError
from dorsi.pose.names import NAMES
from dorsi.types import FARTHEST_PX, Array, Landmarks

FORMAT: Final = "dorsi-landmarks-1"
_OPTIONAL: Final = ("sigma_px", "world_m")
_CUE_NAMES: Final = "level_cue_name"
_CUES: Final = "level_cue_roll_sd_wrong"  #: (cues, 3): tilt, its SD, share of clips in which such a cue is wrong
_TRIPLE: Final = 3  # x, y, depth
# The same tools also write metres about the hips, which lie within 2; a person in pixels spans far more.
_METRES_BELOW: Final = 10.0
# MediaPipe's normalized points: somewhere in the picture, not about a middle of 0; few are guessed outside.
_SHARES_FROM: Final = 0.15
_SHARES_LEAST: Final = -0.5
# Names under which keypoint JSON lists points that dorsi calls otherwise.
_FOREIGN_NAMES: Final = {
    "mouth_left": "left_mouth",
    "mouth_right": "right_mouth",
    "left_pinky": "left_little_finger",
    "right_pinky": "right_little_finger",
    "left_index": "left_index_finger",
    "right_index": "right_index_finger",
    "left_foot_index": "left_toe",
    "right_foot_index": "right_toe",
}

T = TypeVar("T")


def to_arrays(landmarks: Landmarks) -> dict[str, NDArray[Any]]:
    """Return the arrays that hold all of `landmarks`, ready for an npz."""
    arrays: dict[str, NDArray[Any]] = {
        "time_s": landmarks.time_s,
        "xy_px": landmarks.xy_px,
        "score": landmarks.score,
        "names": np.array(landmarks.names, dtype=np.str_),
        "size_px": np.array(landmarks.size_px),
    }
    optional = {name: getattr(landmarks, name) for name in _OPTIONAL}
    return arrays | {name: values for name, values in optional.items() if values is not None}


def from_arrays(arrays: dict[str, NDArray[Any]]) -> Landmarks:
    """Return the landmarks that `to_arrays` took apart.

    Raises
    ------
    KeyError
        If an array is missing.
    DataError
        If shapes do not agree, or the points lie where no picture is.
    """
    width, height = (int(side) for side in arrays["size_px"])
    if not (1 <= width <= FARTHEST_PX and 1 <= height <= FARTHEST_PX):
        raise DataError(f"landmarks: no picture has {width} x {height} pixels")
    if np.nanmax(np.abs(arrays["xy_px"]), initial=0.0) > FARTHEST_PX:
        raise DataError("landmarks: points lie nowhere near a picture; export them again")
    return Landmarks(
        time_s=arrays["time_s"],
        xy_px=arrays["xy_px"],
        score=arrays["score"],
        names=tuple(str(name) for name in arrays["names"]),
        size_px=(width, height),
        sigma_px=arrays.get("sigma_px"),
        world_m=arrays.get("world_m"),
    )


def save_landmarks(path: Path, landmarks: Landmarks, level_cues: Sequence[Cue] = ()) -> None:
    """Write `landmarks` as a compressed npz; equal landmarks give equal bytes.

    Parameters
    ----------
    level_cues
        What told the camera's tilt, kept for a replay.
    """
    arrays = to_arrays(landmarks)
    if level_cues:
        arrays[_CUE_NAMES] = np.array([cue.name for cue in level_cues], dtype=np.str_)
        arrays[_CUES] = np.array([(cue.roll_deg, cue.sd_deg, cue.wrong_frac) for cue in level_cues])
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, format=np.array(FORMAT), **arrays)


def load_landmarks(path: Path) -> Landmarks:
    """Return the landmarks of an npz that `save_landmarks` wrote.

    Raises
    ------
    DataError
        If the file is missing, or is not such an npz.
    """
    return _read(path, from_arrays)


def load_level_cues(path: Path) -> tuple[Cue, ...]:
    """Return what told the camera's tilt when the landmarks of an npz were measured; nothing in older files.

    Raises
    ------
    DataError
        If the file is missing, or is not such an npz.
    """
    return _read(path, _cues)


def _cues(arrays: dict[str, NDArray[Any]]) -> tuple[Cue, ...]:
    if _CUES not in arrays:
        return ()
    return tuple(
        Cue(name=str(name), roll_deg=float(roll), sd_deg=float(sd), wrong_frac=float(wrong))
        for name, (roll, sd, wrong) in zip(arrays[_CUE_NAMES], arrays[_CUES], strict=True)
    )


def _read(path: Path, wanted: Callable[[dict[str, NDArray[Any]]], T]) -> T:
    """Return what is wanted of the arrays in a landmarks.npz."""
    wrong = f"{path.name}: is not a landmarks.npz of dorsi; give the file of an earlier result"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as npz:
            arrays = dict(npz)
        if str(arrays.pop("format")) != FORMAT:
            raise DataError(wrong)
        return wanted(arrays)
    except FileNotFoundError as error:
        raise DataError(f"{path.name}: no such file in {path.parent.resolve()}; check name and folder") from error
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(wrong) from error


def load_keypoint_json(path: Path, *, time_s: Array, size_px: tuple[int, int]) -> Landmarks:
    """Return the landmarks of a keypoint JSON: a list with one entry per frame, in pixels or shares of the picture.

    An entry is either 33 points [x, y, depth] in BlazePose's order, or an object {"left_ankle": {"x": ..., "y": ...}}.

    Parameters
    ----------
    path
        The JSON file.
    time_s
        Times of the clip's frames, shape (T,): the file has none.
    size_px
        Width and height of the clip.

    Raises
    ------
    DataError
        If the file holds anything else, or another number of frames.
    """
    wrong = f"{path.name}: not a list of keypoints per frame, in pixels"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"{path.name}: no such file in {path.parent.resolve()}; check name and folder") from error
    except (OSError, ValueError) as error:
        raise DataError(wrong) from error
    if not isinstance(entries, list) or not entries:
        raise DataError(wrong)
    if len(entries) != len(time_s):
        raise DataError(f"{path.name}: holds {len(entries)} frames, the clip {len(time_s)}; give the file of this clip")
    try:
        xy = _by_name(entries) if isinstance(entries[0], dict) else _by_order(entries)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(wrong) from error
    if not np.any(np.abs(xy) > _METRES_BELOW):
        xy = _in_picture(path, xy, size_px)
    score = np.full(xy.shape[:2], np.nan)
    return Landmarks(time_s=time_s, xy_px=xy, score=score, names=NAMES, size_px=size_px)


def _in_picture(path: Path, xy: Array, size_px: tuple[int, int]) -> Array:
    """Return points that are shares of the picture's width and height in pixels; refuse metres about the hips.

    Shares lie from 0 to 1, but for points that are guessed outside; metres lie around 0.
    """
    if not np.isfinite(xy).any() or np.nanmedian(xy) < _SHARES_FROM or np.nanmin(xy) < _SHARES_LEAST:
        raise DataError(f"{path.name}: holds metres, not pixels; give the file with points in the picture")
    if max(size_px) <= 1:
        raise DataError(
            f"{path.name}: holds points as shares of the picture, 0 to 1; say how large it is: size_px=(width, height)"
        )
    return xy * size_px


def _by_order(entries: list[Any]) -> Array:
    points = np.array(entries, dtype=np.float64)
    if points.ndim != _TRIPLE or points.shape[1:] != (len(NAMES), _TRIPLE):
        raise ValueError(points.shape)
    return points[..., :2]


def _by_name(entries: list[dict[str, dict[str, float]]]) -> Array:
    xy = np.full((len(entries), len(NAMES), 2), np.nan)
    for row, entry in enumerate(entries):
        for name, point in entry.items():
            known = _FOREIGN_NAMES.get(name, name)
            xy[row, NAMES.index(known)] = point["x"], point["y"]
    return xy
