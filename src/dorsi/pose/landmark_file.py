"""Landmarks in files: dorsi's own landmarks.npz, written and read, and keypoint JSON of BlazePose, read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis.level import Cue
from dorsi.camera import PITCH_SD_DEG
from dorsi.errors import DAMAGE, DataError
from dorsi.keypoint_json import in_picture, read_frames
from dorsi.pose.names import NAMES
from dorsi.types import FARTHEST_PX, Array, Landmarks

FORMAT: Final = "dorsi-landmarks-1"
_OPTIONAL: Final = ("sigma_px", "world_m")
_CUE_NAMES: Final = "level_cue_name"
_CUES: Final = "level_cue_roll_sd_wrong"  #: (cues, 3): tilt, its SD, share of clips in which such a cue is wrong
_PITCHES: Final = "level_cue_pitch_sd"  #: (cues, 2): how far the camera looks up, NaN where not told, and its SD

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


def save_landmarks(path: Path, landmarks: Landmarks, level_cues: Sequence[Cue] | None = None) -> None:
    """Write `landmarks` as a compressed npz; equal landmarks give equal bytes.

    Parameters
    ----------
    level_cues
        What told the camera's tilt, kept for a replay; None if it was not looked for.
    """
    arrays = to_arrays(landmarks)
    if level_cues is not None:
        arrays[_CUE_NAMES] = np.array([cue.name for cue in level_cues], dtype=np.str_)
        arrays[_CUES] = np.reshape([(cue.roll_deg, cue.sd_deg, cue.wrong_frac) for cue in level_cues], (-1, 3))
        pitches = [(np.nan if cue.pitch_deg is None else cue.pitch_deg, cue.pitch_sd_deg) for cue in level_cues]
        arrays[_PITCHES] = np.reshape(pitches, (-1, 2))
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


def load_level_cues(path: Path) -> tuple[Cue, ...] | None:
    """Return what told the camera's tilt when the landmarks of an npz were measured; None if the file doesn't say.

    Raises
    ------
    DataError
        If the file is missing, or is not such an npz.
    """
    return _read(path, _cues)


def _cues(arrays: dict[str, NDArray[Any]]) -> tuple[Cue, ...] | None:
    if _CUES not in arrays:
        return None
    unknown = np.full((len(arrays[_CUES]), 2), [np.nan, PITCH_SD_DEG])
    pitches = arrays.get(_PITCHES, unknown)  # which 0.1 did not keep
    return tuple(
        Cue(
            name=str(name),
            roll_deg=float(roll),
            sd_deg=float(sd),
            wrong_frac=float(wrong),
            pitch_deg=float(pitch) if np.isfinite(pitch) else None,
            pitch_sd_deg=float(pitch_sd),
        )
        for name, (roll, sd, wrong), (pitch, pitch_sd) in zip(arrays[_CUE_NAMES], arrays[_CUES], pitches, strict=True)
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
    except DAMAGE as error:
        raise DataError(wrong) from error


def load_keypoint_json(path: Path, *, time_s: Array, size_px: tuple[int, int]) -> Landmarks:
    """Return the landmarks of a keypoint JSON in pixels or shares of the picture, as `dorsi.keypoint_json` reads it.

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
    xy = read_frames(path, NAMES)
    if not len(xy):
        raise DataError(f"{path.name}: not a list of keypoints per frame; it is empty")
    xy = in_picture(path, xy, size_px)
    if len(xy) != len(time_s):
        raise DataError(f"{path.name}: holds {len(xy)} frames, the clip {len(time_s)}; give the file of this clip")
    score = np.full(xy.shape[:2], np.nan)
    return Landmarks(time_s=time_s, xy_px=xy, score=score, names=NAMES, size_px=size_px)
