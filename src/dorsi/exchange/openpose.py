"""Folders of OpenPose JSON, one file for each frame, with 25 (BODY_25) or 26 (HALPE-26) points a person."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from dorsi.errors import DataError
from dorsi.keypoints import BY_COUNT
from dorsi.types import Array


def read_openpose(folder: Path) -> tuple[Array, Array, list[str]]:
    """Return positions (T, K, 2, people), scores (T, K, people) and names of all frames, in the order of their numbers.

    A point at (0, 0) with score 0 was not found: NaN. People are identified by their position in each file, since
    OpenPose has no identities.

    Raises
    ------
    DataError
        If the folder has no such files, or they use another body model.
    """
    files = sorted(folder.glob("*.json"), key=_number)
    if not files:
        raise DataError(f"{folder}: contains no JSON files; give the folder that OpenPose wrote with --write_json")
    frames = [_people(path) for path in files]
    counts = sorted({len(person) for frame in frames for person in frame})
    if len(counts) != 1 or counts[0] not in BY_COUNT:
        held = " and ".join(map(str, counts)) or "no"
        raise DataError(f"{folder}: the files have {held} points per person; dorsi reads 25 (BODY_25) or 26 (HALPE-26)")
    count = counts[0]
    most = max(len(frame) for frame in frames)
    points = np.full((len(frames), most, count, 3), np.nan)
    for row, frame in enumerate(frames):
        points[row, : len(frame)] = np.array(frame).reshape(len(frame), count, 3)
    points[(points == 0).all(axis=-1)] = np.nan
    moved = points.transpose(0, 2, 3, 1)
    return moved[:, :, :2], moved[:, :, 2], list(BY_COUNT[count])


def _number(path: Path) -> tuple[int, str]:
    """Return the frame's number, the last one in a name such as walk_000000000012_keypoints."""
    digits = re.findall(r"\d+", path.stem.removesuffix("_keypoints"))
    return (int(digits[-1]) if digits else 0), path.name


def _people(path: Path) -> list[list[list[float]]]:
    try:
        people: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["people"]
        flat = [person["pose_keypoints_2d"] for person in people]
        if any(not values and person.get("pose_keypoints_3d") for values, person in zip(flat, people, strict=True)):
            raise DataError(f"{path.name}: has 3D points; dorsi measures in the picture, so write pose_keypoints_2d")
        return [np.array(values, dtype=np.float64).reshape(-1, 3).tolist() for values in flat]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name}: not OpenPose JSON; give the folder that --write_json wrote") from error
