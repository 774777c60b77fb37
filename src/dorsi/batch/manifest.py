"""Who, when and what, told by a table: one row for each clip."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from dorsi.batch.vocabulary import vocabulary
from dorsi.clip_request import KINDS, ClipOptions, ClipRequest, clip_request, from_text
from dorsi.errors import DataError, OptionError, check_option
from dorsi.settings import Settings

CLIP: Final = "clip"
LANDMARKS: Final = "landmarks"  #: a file to replay, short for the backend that does so
#: Every option of a clip by its column; the day's is called "date".
COLUMNS: Final = {("date" if name == "recorded_on" else name): name for name in KINDS}


def read_manifest(path: Path, folder: Path, settings: Settings | None = None) -> list[ClipRequest]:
    """Return the clips of a table; names of files count from `folder`.

    Parameters
    ----------
    path
        Of the table: one row for each clip, one column for each option that is told.
    folder
        In which the clips lie.
    settings
        What counts where a cell is empty or a column missing; a request lends a person, too.

    Raises
    ------
    DataError
        If the file can not be read, a column is missing or not known, a clip is named twice or not there, or a cell
        holds what is not allowed; the message names the line.
    """
    given = settings or Settings()
    needed = (CLIP,) if getattr(given, "person", None) else (CLIP, "person")
    clips: dict[Path, tuple[int, ClipRequest]] = {}
    for line, cells in _lines(path, needed):
        try:
            clip, told = _row(cells, folder, needed)
            request = clip_request(clip, given, **told)
        except (ValueError, OptionError) as error:
            raise DataError(f"{path.name}, line {line}: {error}") from error
        if clip in clips:
            raise DataError(
                f"{path.name}, line {line}: '{cells[CLIP]}' stands in line {clips[clip][0]} already; delete one"
            )
        clips[clip] = line, request
    return [request for _, request in clips.values()]


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the cells of each line; empty ones are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise DataError(f"{path}: the manifest can not be read ({reason}); check the name and the folder") from error
    reader = csv.DictReader(text.splitlines(), restkey="", restval="", strict=True)
    known = dict.fromkeys((CLIP, *needed, *COLUMNS, LANDMARKS))
    allowed = ", ".join(known)
    try:
        columns = list(reader.fieldnames or [])
        if unknown := [name for name in columns if name not in known]:
            raise DataError(f"{path.name}: column '{unknown[0]}' is not known; allowed are {allowed}")
        if missing := [name for name in needed if name not in columns]:
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


def _row(cells: dict[str, str], folder: Path, needed: tuple[str, ...]) -> tuple[Path, ClipOptions]:
    """Return the clip of a line, and the options that it tells."""
    for name in needed:
        if not cells[name]:
            raise ValueError(f"'{name}' is empty; fill it in, or delete the line")
    filled = {name: (column, cells[column]) for column, name in COLUMNS.items() if cells.get(column)}
    told = {name: from_text(name, text, called=column) for name, (column, text) in filled.items()}
    if "movement" in told:
        told["movement"] = cells["movement"].casefold()
    if "side" in told:
        sides = vocabulary().sides()
        told["side"] = sides[check_option("side", cells["side"].casefold(), sides)]
    if cells.get(LANDMARKS):
        told["backend"] = f"replay:{_file(folder, cells[LANDMARKS])}"
    return _file(folder, cells[CLIP]), cast("ClipOptions", told)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ValueError(f"'{name}' is not in {folder}; names count from that folder")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"'{name}' lies outside of {folder}; give a folder that holds all clips")
    return path
