"""DeepLabCut CSV: columns x, y and likelihood for each body part, under three or four header rows."""

import csv
import re
from pathlib import Path

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.numbered import places, spread
from dorsi.types import Array

_HEADS = ("scorer", "individuals", "bodyparts", "coords")
_SEPARATORS = (",", ";", "\t")
_NUMBER_WITH_COMMA = re.compile(r"^(-?\d*),(\d+)$")
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
        rows = _rows(path)
        heads = {row[0].casefold(): row for row in rows[: len(_HEADS)] if row and row[0].casefold() in _HEADS}
        # Labelled pictures are named in several columns, which the rows of names leave empty.
        before = next(at for at, cell in enumerate(heads["bodyparts"][1:], 1) if cell)
        parts, coords = heads["bodyparts"][before:], heads["coords"][before:]
        individuals = heads["individuals"][before:] if "individuals" in heads else ["id_0"] * len(parts)
        filled = [row for row in rows[len(heads) :] if any(row)]
        table = np.array([[float(cell) if cell else np.nan for cell in row[before:]] for row in filled])
        if "z" in coords:
            raise DataError(f"{path.name}: has 3D points; dorsi measures in the picture, so give the 2D file")
        table = spread(table, places([_number(row[before - 1]) for row in filled]))
        return _unpacked(table, parts, coords, individuals)
    except (*DAMAGE, StopIteration) as error:
        raise DataError(f"{path.name}: not a DeepLabCut CSV; give the file written by analyze_videos") from error


def _rows(path: Path) -> list[list[str]]:
    """Return the cells, without blanks around them; spreadsheets save other separators, and commas in numbers."""
    content = path.read_bytes()
    text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    lines = text.splitlines()
    separator = max(_SEPARATORS, key=lines[0].count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    return rows if separator == "," else [[_NUMBER_WITH_COMMA.sub(r"\1.\2", cell) for cell in row] for row in rows]


def _number(cell: str) -> float:
    """Return the frame's number: the cell, or the last number in the name of a picture; NaN where there is none."""
    try:
        return float(cell)
    except ValueError:
        digits = re.findall(r"\d+", cell)
        return float(digits[-1]) if digits else np.nan


def _unpacked(
    table: Array, parts: list[str], coords: list[str], individuals: list[str]
) -> tuple[Array, Array, list[str], list[str]]:
    names, people = list(dict.fromkeys(parts)), list(dict.fromkeys(individuals))
    points = np.full((len(table), len(names), 3, len(people)), np.nan)
    for column, (part, coord, person) in enumerate(zip(parts, coords, individuals, strict=True)):
        points[:, names.index(part), _PLACES[coord], people.index(person)] = table[:, column]
    return points[:, :, :2], points[:, :, 2], names, people
