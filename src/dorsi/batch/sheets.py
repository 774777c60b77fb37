"""Tables as spreadsheet programs write them: CSV with any separator and encoding, or XLSX, headings in any case."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import ParseError

from dorsi.batch.vocabulary import folded, split
from dorsi.errors import DAMAGE, DataError

XLSX: Final = ".xlsx"
_SEPARATORS: Final = (";", ",", "\t")
#: Excel's "Unicode text" is UTF-16 with a mark in front; its plain CSV is in the code page of Windows.
_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class SheetRow:
    """One row of a table: its number as the spreadsheet shows it, and the filled cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table: the columns that are known, and its rows; empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[str, ...]  #: one line each, with the file and, where it is one row's, its number


def read_sheet(
    path: Path,
    called: Mapping[str, Iterable[str]],
    needed: Sequence[str],
    *,
    instead: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Sheet:
    """Return a table by the columns' own names.

    Parameters
    ----------
    path
        Of a CSV or XLSX file, whose first row holds the headings.
    called
        Every column that there may be, with what else people call it.
    needed
        Columns that must be there.
    instead
        For a needed column, those of which one is enough in its place.

    Raises
    ------
    DataError
        If the file can't be read at all; all else that is wrong is in the result.
    """
    lines = list(_of_xlsx(path) if path.suffix.casefold() == XLSX else _of_csv(path))
    names = {_plain(text): column for column, texts in called.items() for text in (column, *texts)}
    number, headings = next(((n, cells) for n, cells in lines if any(cells)), (1, []))
    columns = [names.get(_plain(text), "") for text in headings]
    while headings and not headings[-1]:  # columns that were emptied, not deleted
        headings, columns = headings[:-1], columns[:-1]
    missing = [one for one in needed if not {one, *instead.get(one, ())} & set(columns)]
    problems = [*_wrong_headings(path, headings, columns, called, missing)]
    rows = []
    for at, cells in lines:
        if at <= number or not any(cells):
            continue
        if any(cells[len(headings) :]):
            problems.append(f"{path.name}, line {at}: has more cells than columns; quote the commas")
        filled = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
        rows.append(SheetRow(at, filled))
    return Sheet(tuple(column for column in columns if column), tuple(rows), tuple(problems))


def _wrong_headings(
    path: Path,
    headings: Sequence[str],
    columns: Sequence[str],
    called: Mapping[str, Iterable[str]],
    missing: Sequence[str],
) -> Iterator[str]:
    """Yield what is wrong with the first row."""
    allowed = ", ".join(called)
    for heading, column in zip(headings, columns, strict=True):
        if not column:
            yield f"{path.name}: column '{heading}' is not known; allowed are {allowed}"
    for column in missing:
        yield f"{path.name}: column '{column}' is missing; allowed are {allowed}"
    for column in sorted({one for one in columns if one not in {"", "contact"} and columns.count(one) > 1}):
        yield f"{path.name}: duplicate column '{column}'; delete one"


def _plain(heading: str) -> str:
    """Return a heading as it is compared: "Speed (km/h)" is "speed km h"."""
    return " ".join(split(folded(heading).replace("/", " ")))


def _of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of every row of a CSV file."""
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: the manifest cannot be read ({error.strerror}); check its name and folder") from error
    lines = text.splitlines(keepends=True)
    separator = _separator(lines)
    if lines and lines[0].strip().casefold().startswith("sep="):  # Excel's own note on the separator
        lines[0] = "\n"
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise DataError(f"{path.name}: is not CSV behind line {number} ({error}); save it again as CSV") from error


def _decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 with or without a mark, UTF-16 with one, or else the code page of Windows.

    Lines that end as on the first Macs, which only Excel for Mac still writes, tell its own code page.
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        old_mac = b"\r" in content and b"\n" not in content
        return content.decode("mac_roman" if old_mac else "cp1252", errors="replace")


def _separator(lines: Sequence[str]) -> str:
    """Return what stands between the headings most often, outside of quotes; a comma where nothing does."""
    first = next((line for line in lines if line.strip()), "")
    if first.strip().casefold().startswith("sep="):
        return first.strip()[4:5] or ","
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=lambda one: (outside.count(one), one == ","))


def _of_xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of every row of a workbook's first sheet, as text."""
    import openpyxl  # noqa: PLC0415 - only where a workbook is read
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise DataError(f"{path}: the manifest cannot be read ({error.strerror}); check its name and folder") from error
    except (*DAMAGE, InvalidFileException, ParseError) as error:
        raise DataError(f"{path.name}: is no workbook ({error}); save it again as XLSX or CSV") from error
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_text(cell) for cell in cells]
    except (*DAMAGE, ParseError) as error:
        raise DataError(f"{path.name}: is a damaged workbook ({error}); save it again as XLSX or CSV") from error
    finally:
        book.close()


def _text(cell: object) -> str:
    """Return a cell of a workbook as it would be typed: a day as 2026-11-20, a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
