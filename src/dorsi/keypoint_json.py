"""Body points as programs around BlazePose save them in JSON: one entry for each frame, in many shapes.

A frame is a list of points in the network's order, or points by name; a point is a list [x, y, ...] or an object with
x and y. Frames may lie inside keys such as MediaPipe's `pose_landmarks` or TensorFlow's `keypoints`. A frame that is
empty or null, and a point that is null, holds no one.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dorsi.errors import DAMAGE, DataError

#: What such programs call points that dorsi calls otherwise.
CALLED: Final = {
    "mouth_left": "left_mouth",
    "mouth_right": "right_mouth",
    "left_pinky": "left_little_finger",
    "right_pinky": "right_little_finger",
    "left_index": "left_index_finger",
    "right_index": "right_index_finger",
    "left_foot_index": "left_toe",
    "right_foot_index": "right_toe",
}
_OF_FILE: Final = ("frames", "poses", "landmarks", "pose_landmarks", "keypoints", "data", "results")
_OF_FRAME: Final = ("pose_landmarks", "poseLandmarks", "landmarks", "keypoints", "landmark", "points", "pose")
_METRES_BELOW: Final = 10.0  #: in pixels a body spans more
_SHARES_FROM: Final = 0.15  #: median of shares of a picture; that of metres about the hips is 0
_SHARES_LEAST: Final = -0.5


def read_frames(path: Path, names: Sequence[str]) -> NDArray[np.float64]:
    """Return the points of all frames, shape (T, K, 2), as the file gives them; NaN where there is none.

    Parameters
    ----------
    path
        The JSON file.
    names
        Points in the order in which files without names list them.

    Raises
    ------
    DataError
        If the file holds anything else, or several people.
    """
    wrong = f"{path.name}: not a list of keypoints per frame"
    try:
        whole: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        if isinstance(whole, dict):
            whole = next(whole[key] for key in _OF_FILE if isinstance(whole.get(key), list))
        places = {_plain(name): names.index(name) for name in names}
        places |= {_plain(other): names.index(name) for other, name in CALLED.items()}
        frames = [_frame(one, places, len(names), path) for one in whole]
        return np.array(frames, dtype=np.float64).reshape(len(frames), len(names), 2)
    except StopIteration as error:
        raise DataError(f"{wrong}; give a list with one entry for each frame") from error
    except DAMAGE as error:
        raise DataError(f"{wrong} ({error}); give a list with one entry for each frame") from error


def in_picture(path: Path, xy: NDArray[np.float64], size_px: tuple[int, int] | None) -> NDArray[np.float64]:
    """Return points in pixels: shares of the picture's width and height are multiplied by them.

    Shares lie from 0 to 1, but for points that are guessed outside; metres about the hips lie around 0.

    Raises
    ------
    DataError
        If there are no points, or they are metres, or shares of a picture whose size is not given.
    """
    if not np.isfinite(xy).any():
        raise DataError(f"{path.name}: no frame holds a point; give a clip that shows the person")
    if np.nanmax(np.abs(xy)) > _METRES_BELOW:
        return xy
    if np.nanmedian(xy) < _SHARES_FROM or np.nanmin(xy) < _SHARES_LEAST:
        raise DataError(f"{path.name}: holds metres, not pixels; give the file with points in the picture")
    if size_px is None:
        raise DataError(
            f"{path.name}: holds points as shares of the picture, 0 to 1; say how large it is: size_px=(width, height)"
        )
    return xy * size_px


def _frame(held: Any, places: dict[str, int], count: int, path: Path) -> list[list[float]]:  # noqa: ANN401 - any JSON
    """Return the points of one frame, (K, 2)."""
    points = _inside(held, path)
    out = [[np.nan, np.nan] for _ in range(count)]
    if isinstance(points, dict):
        numbers = [name for name, point in points.items() if _plain(name) in places and isinstance(point, int | float)]
        if numbers:
            raise ValueError(f"point '{numbers[0]}' is a number")
        named = [(name, point) for name, point in points.items() if isinstance(point, dict | list)]
    elif points and all(isinstance(one, dict) and ("name" in one or "part" in one) for one in points):
        named = [(str(one.get("name", one.get("part"))), one) for one in points]
    elif len(points) not in {0, count}:
        raise ValueError(f"{len(points)} points in a frame, {count} expected")
    else:
        return [_point(one) for one in points] or out
    for name, point in named:
        if _plain(name) not in places:
            raise ValueError(f"point '{name}' is not known")
        out[places[_plain(name)]] = _point(point)
    return out


def _inside(held: Any, path: Path) -> Any:  # noqa: ANN401
    """Return the list or mapping of points of one person that a frame wraps."""
    while held:
        if isinstance(held, dict):
            inner = next((held[key] for key in _OF_FRAME if key in held), held)
            if inner is held:
                return held
            held = inner
        elif isinstance(held, list) and _is_of_people(held):
            if len(held) > 1:
                raise DataError(f"{path.name}: contains {len(held)} people in a frame; give a file with one")
            held = held[0]
        else:
            return held
    return []


def _is_of_people(held: list[Any]) -> bool:
    """Return whether a list holds people, not points: lists of points, or objects with such a list."""
    first = held[0]
    if isinstance(first, dict):
        return any(isinstance(first.get(key), list) for key in _OF_FRAME)
    return isinstance(first, list) and bool(first) and isinstance(first[0], dict | list)


def _point(held: Any) -> list[float]:  # noqa: ANN401
    if held is None:
        return [np.nan, np.nan]
    x, y = (held["x"], held["y"]) if isinstance(held, dict) else held[:2]
    return [np.nan if one is None else float(one) for one in (x, y)]


def _plain(name: str) -> str:
    """Return a point's name as it is compared: leftAnkle, LEFT_ANKLE and "left ankle" are one."""
    return re.sub(r"[\W_]", "", name).casefold()
