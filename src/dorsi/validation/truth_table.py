"""Tables of true angles over time: NAME.truth.csv of the renderer, and time and values from motion capture."""

import csv
import re
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DataError
from dorsi.types import Array
from dorsi.validation.truth import TrueCurve

TIME_COLUMNS: Final = ("time_s", "t")
ANGLES: Final = {
    "ankle_df": "ankle_dorsiflexion_deg",
    "ankle_dorsiflexion": "ankle_dorsiflexion_deg",
    "knee_flexion": "knee_flexion_deg",
    "tibia_incl": "shank_inclination_deg",
    "shank_inclination": "shank_inclination_deg",
    "fppa": "fppa_deg",
}
SIDE_FIRST: Final = re.compile(r"(?P<side>left|right)_(?P<what>\w+?)_deg")
SIDE_LAST: Final = re.compile(r"(?P<what>\w+?)_(?P<side>l|r|left|right)_deg")
MIN_ROWS: Final = 2
VERTICAL: Final = 1  #: axis of joint centres that points up, as OpenSim has it

Table = dict[str, Array]


def read_table(path: Path) -> Table:
    """Return the columns of a CSV file of numbers that has a rising time in its `time_s` or `t`.

    Raises
    ------
    DataError
        If the file cannot be read, has no time, or holds what is no number; the message names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = [row for row in csv.reader(file) if row] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name}: the truth cannot be read ({error}); give a CSV file of numbers") from error
    if not set(TIME_COLUMNS) & set(head):
        raise DataError(f"{path.name}: no column 'time_s' or 't'; the first line must name the columns")
    if len(rows) < MIN_ROWS:
        raise DataError(f"{path.name}: {len(rows)} rows of numbers, at least {MIN_ROWS} needed")
    table = dict(zip(head, np.array([_numbers(path, i, row, head) for i, row in enumerate(rows, 2)]).T, strict=True))
    if not np.all(np.diff(time_of(table)) > 0):
        raise DataError(f"{path.name}: the time does not rise from row to row")
    return table


def _numbers(path: Path, line: int, row: list[str], head: list[str]) -> list[float]:
    if len(row) != len(head):
        raise DataError(f"{path.name}: line {line} has {len(row)} cells, the first line names {len(head)} columns")
    try:
        numbers = [float(cell) for cell in row]
    except ValueError as error:
        raise DataError(f"{path.name}: line {line}: {error}; every cell must be a number") from error
    if not np.isfinite(numbers).all():
        raise DataError(f"{path.name}: line {line} holds a cell that is not finite; every cell must be a number")
    return numbers


def time_of(table: Table) -> Array:
    """Return the time column, seconds."""
    return next(table[name] for name in TIME_COLUMNS if name in table)


def angle_curves(table: Table) -> dict[str, TrueCurve]:
    """Return the angles that dorsi knows, from columns such as `left_ankle_df_deg` or `knee_flexion_r_deg`."""
    time_s = time_of(table)
    found: dict[str, Array] = {}
    for column, values in table.items():
        match = SIDE_FIRST.fullmatch(column) or SIDE_LAST.fullmatch(column)
        if match and match["what"] in ANGLES:
            pair = found.setdefault(ANGLES[match["what"]], np.full((len(time_s), 2), np.nan))
            pair[:, 0 if match["side"].startswith("l") else 1] = values
    return {name: TrueCurve(time_s=time_s, value_deg=pair) for name, pair in found.items()}


def shank_curve(path: Path, table: Table) -> TrueCurve:
    """Return the shank's lean from joint centres in metres, Y up: ankle to knee in the foot's own upright plane.

    Forward is where the toes point, ankle to toe joint along the floor, median over the clip. 0 is upright.

    Raises
    ------
    DataError
        If a joint's column is missing.
    """
    leans = []
    for side in ("l", "r"):
        knee, ankle, toe = (_joint(path, table, name, side) for name in ("knee", "ankle", "mtp"))
        ahead = np.median(toe - ankle, axis=0)
        ahead[VERTICAL] = 0.0
        shank = knee - ankle
        leans.append(np.degrees(np.arctan2(shank @ (ahead / np.linalg.norm(ahead)), shank[:, VERTICAL])))
    return TrueCurve(time_s=time_of(table), value_deg=np.stack(leans, axis=1))


def _joint(path: Path, table: Table, name: str, side: str) -> Array:
    columns = [f"{name}_{side}_{axis}_m" for axis in "xyz"]
    missing = [column for column in columns if column not in table]
    if missing:
        raise DataError(f"{path.name}: no column '{missing[0]}'; joint centres need knee, ankle and mtp of both sides")
    return np.stack([table[column] for column in columns], axis=1)
