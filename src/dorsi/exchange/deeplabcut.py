"""DeepLabCut CSV: columns x, y and likelihood for each body part, under three or four header rows."""

import csv
from pathlib import Path

import numpy as np

from dorsi.errors import DataError
from dorsi.exchange.numbered import places, spread
from dorsi.types import Array

_HEADS = ("scorer", "individuals", "bodyparts", "coords")
_PLACES = {"x": 0, "y": 1, "likelihood": 2}


def read_deeplabcut(path: Path) -> tuple[Array, Array, list[str], list[str]]:
    """Return positions (T, K, 2, people), scores (T, K, people), names and people of all frames.

    The first column is the frame's number, whole or with a decimal point; a number that is left out is a frame in which
    no one was found.

    Raises
    ------
    DataError
        If the file is not such a CSV, or has 3D points.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        heads = {row[0].strip(): row[1:] for row in rows[: len(_HEADS)] if row and row[0].strip() in _HEADS}
        parts, coords = heads["bodyparts"], heads["coords"]
        individuals = heads.get("individuals", ["id_0"] * len(parts))
        filled = [row for row in rows[len(heads) :] if any(cell.strip() for cell in row)]
        table = np.array([[float(cell) if cell.strip() else np.nan for cell in row[1:]] for row in filled])
        if "z" in coords:
            raise DataError(f"{path.name}: has 3D points; dorsi measures in the picture, so give the 2D file")
        table = spread(table, places([float(row[0] or "nan") for row in filled]))
        return _unpacked(table, parts, coords, individuals)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DataError(f"{path.name}: not a DeepLabCut CSV; give the file written by analyze_videos") from error


def _unpacked(
    table: Array, parts: list[str], coords: list[str], individuals: list[str]
) -> tuple[Array, Array, list[str], list[str]]:
    names, people = list(dict.fromkeys(parts)), list(dict.fromkeys(individuals))
    points = np.full((len(table), len(names), 3, len(people)), np.nan)
    for column, (part, coord, person) in enumerate(zip(parts, coords, individuals, strict=True)):
        points[:, names.index(part), _PLACES[coord], people.index(person)] = table[:, column]
    return points[:, :, :2], points[:, :, 2], names, people
