"""Folders of OpenPose JSON, one file for each frame, with 25 (BODY_25) or 26 (HALPE-26) points a person."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.numbered import places
from dorsi.exchange.people import link
from dorsi.keypoints import BY_COUNT
from dorsi.types import Array


def read_openpose(folder: Path) -> tuple[Array, Array, list[str]]:
    """Return positions (T, K, 2, people), scores (T, K, people) and names of all frames, in the order of their numbers.

    A point at (0, 0) with score 0 was not found: NaN. OpenPose has no identities, and its order of people changes from
    frame to frame: they are followed by their place, and numbered by when they appear. A file with no one in it, in
    whatever way that is written, is a frame with no one, as is a number that is left out. Hidden files, such as the
    companions that macOS puts beside each file, are passed over.

    Raises
    ------
    DataError
        If the folder holds no such files, points of another body model, or people whose places don't tell them apart.
    """
    files = sorted(
        (path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.name[0] != "."), key=_number
    )
    if not files:
        raise DataError(f"{folder}: contains no JSON files; give the folder that OpenPose wrote with --write_json")
    frames = [_people(path) for path in files]
    counts = sorted({len(person) for frame in frames for person in frame})
    if len(counts) != 1 or counts[0] not in BY_COUNT:
        held = " and ".join(map(str, counts)) or "no"
        raise DataError(f"{folder}: the files have {held} points per person; dorsi reads 25 (BODY_25) or 26 (HALPE-26)")
    rows = places([_number(path)[0] for path in files])
    listed: list[list[Array]] = [[] for _ in range(int(rows[-1]) + 1)]
    for row, frame in zip(rows.tolist(), frames, strict=True):
        listed[row] = frame
    found = link(listed, name=folder.name)
    if not found:
        raise DataError(f"{folder}: no person is found in any frame; give a clip in which the person is seen")
    points = np.stack(found, axis=-1)
    return points[:, :, :2], points[:, :, 2], list(BY_COUNT[counts[0]])


def _number(path: Path) -> tuple[int, str]:
    """Return the frame's number, the last one in a name such as walk_000000000012_keypoints."""
    digits = re.findall(r"\d+", path.stem.removesuffix("_keypoints"))
    return (int(digits[-1]) if digits else 0), path.name


def _people(path: Path) -> list[Array]:
    """Return the people of one file, (K, 3) each, NaN where a point was not found; none for any kind of placeholder."""
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8-sig") or "null")
        people = held["people"] if held else []
        poses = [_points(person, path) for person in people or [] if person]
    except DAMAGE as error:
        raise DataError(f"{path.name}: not OpenPose JSON; give the folder that --write_json wrote") from error
    return [pose for pose in poses if len(pose)]


def _points(person: dict[str, Any], path: Path) -> Array:
    flat = person.get("pose_keypoints_2d") or []
    if not flat and person.get("pose_keypoints_3d"):
        raise DataError(f"{path.name}: has 3D points; dorsi measures in the picture, so write pose_keypoints_2d")
    points = np.array(flat, dtype=np.float64).reshape(-1, 3)  # null becomes NaN
    points[(points == 0).all(axis=-1)] = np.nan
    return points
