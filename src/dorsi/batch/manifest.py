"""Who, when and what, told by a table: one row for each clip."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dorsi.batch.names import SIDE_WORDS, Told
from dorsi.errors import DataError, OptionError, check_option
from dorsi.settings import MOVEMENTS, check_speed_kmh

NEEDED: Final = ("clip", "person")
OPTIONAL: Final = ("date", "movement", "side", "capture_fps", "height_cm", "landmarks", "speed_kmh", "shoes")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    line: int
    clip: Path
    told: Told
    capture_fps: float | None = None
    height_cm: float | None = None
    landmarks: Path | None = None  #: replay these instead of running a pose network


def read_manifest(path: Path, folder: Path) -> list[Row]:
    """Return the rows of a table of clips; names of files count from `folder`.

    Raises
    ------
    DataError
        If the file can not be read, a column is missing or not known, a clip is named twice or not there, or a cell
        holds what is not allowed; the message names the line.
    """
    rows = []
    lines: dict[Path, int] = {}
    for line, cells in _lines(path):
        try:
            row = _row(line, cells, folder)
        except (ValueError, OptionError) as error:
            raise DataError(f"{path.name}, line {line}: {error}") from error
        if row.clip in lines:
            raise DataError(
                f"{path.name}, line {line}: '{cells['clip']}' stands in line {lines[row.clip]} already; delete one"
            )
        lines[row.clip] = line
        rows.append(row)
    return rows


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the cells of each line; empty ones are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise DataError(f"{path}: the manifest can not be read ({reason}); check the name and the folder") from error
    reader = csv.DictReader(text.splitlines(), restkey="", restval="", strict=True)
    allowed = ", ".join((*NEEDED, *OPTIONAL))
    try:
        columns = list(reader.fieldnames or [])
        if unknown := [name for name in columns if name not in {*NEEDED, *OPTIONAL}]:
            raise DataError(f"{path.name}: column '{unknown[0]}' is not known; allowed are {allowed}")
        if missing := [name for name in NEEDED if name not in columns]:
            raise DataError(f"{path.name}: column '{missing[0]}' is missing; allowed are {allowed}")
        if len(set(columns)) < len(columns):
            raise DataError(f"{path.name}: duplicate column; delete one")
        for cells in reader:
            if "" in cells:
                raise DataError(f"{path.name}, line {reader.line_num}: has more cells than columns; quote the commas")
            if any(value.strip() for value in cells.values()):
                yield reader.line_num, {name: value.strip() for name, value in cells.items()}
    except csv.Error as error:
        raise DataError(
            f"{path.name}: is not CSV behind line {reader.line_num} ({error}); save it again as CSV"
        ) from error


def _row(line: int, cells: dict[str, str], folder: Path) -> Row:
    for name in NEEDED:
        if not cells[name]:
            raise ValueError(f"'{name}' is empty; fill it in, or delete the line")
    side = cells.get("side", "").casefold()
    movement = cells.get("movement", "").casefold() or "auto"
    return Row(
        line=line,
        clip=_file(folder, cells["clip"]),
        told=Told(
            person=cells["person"],
            recorded_on=_date(cells.get("date", "")),
            movement=check_option("movement", movement, MOVEMENTS),
            side=SIDE_WORDS[check_option("side", side, SIDE_WORDS)] if side else "auto",
            speed_kmh=check_speed_kmh("speed_kmh", _number("speed_kmh", cells.get("speed_kmh", ""))),
            shoes=cells.get("shoes") or None,
        ),
        capture_fps=_number("capture_fps", cells.get("capture_fps", "")),
        height_cm=_number("height_cm", cells.get("height_cm", "")),
        landmarks=_file(folder, cells["landmarks"]) if cells.get("landmarks") else None,
    )


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ValueError(f"'{name}' is not in {folder}; names count from that folder")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"'{name}' lies outside of {folder}; give a folder that holds all clips")
    return path


def _date(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"date '{text}' is not a day; write it as 2026-11-20") from error


def _number(name: str, text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} '{text}' is not a number") from error
