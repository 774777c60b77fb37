"""dorsi's own landmarks_tidy.csv and analysis.json, read back as they were filmed."""

import csv
import json
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.types import Array

TIDY_HEAD: Final = ("time_s", "name", "x_px", "y_px", "score")


def is_tidy(path: Path) -> bool:
    """Return whether a CSV is dorsi's table of landmarks, by its first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(next(csv.reader(file), ()))[: len(TIDY_HEAD)] == TIDY_HEAD
    except DAMAGE:
        return False


def read_tidy(path: Path) -> tuple[Array, Array, Array, list[str]]:
    """Return times (T,), positions (T, K, 2), scores (T, K) and names of a landmarks_tidy.csv.

    Raises
    ------
    DataError
        If rows are missing or cut short.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        names = list(dict.fromkeys(row["name"] for row in rows))
        values = [[float(row[column] or "nan") for column in ("time_s", "x_px", "y_px", "score")] for row in rows]
        table = np.array(values).reshape(-1, len(names), 4)
    except DAMAGE as error:
        raise DataError(f"{path.name}: rows are missing or damaged; export it again") from error
    return table[:, 0, 0], table[..., 1:3], table[..., 3], names


def read_analysis(path: Path) -> tuple[Array, Array, Array, list[str], tuple[int, int]] | None:
    """Return times, positions, scores, names and picture size of an analysis.json; None for any other JSON.

    Raises
    ------
    DataError
        If it is one, but damaged.
    """
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except DAMAGE:
        return None
    if not isinstance(whole, dict) or not {"session", "signals", "landmarks"} <= whole.keys():
        return None
    try:
        held = whole["landmarks"]
        width, height = whole["session"]["clip"]["size_px"]
        return (
            np.array(whole["signals"]["time_s"], dtype=np.float64),
            np.array(held["xy_px"], dtype=np.float64),
            np.array(held["score"], dtype=np.float64),
            [str(name) for name in held["names"]],
            (int(width), int(height)),
        )
    except DAMAGE as error:
        raise DataError(f"{path.name}: is damaged ({error}); export it again") from error
