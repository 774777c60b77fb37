"""squad.xlsx: a sheet to read, one row for each athlete, and behind it the sheet of numbers that programs read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import xlsxwriter

from dorsi.measures.bands import BANDS
from dorsi.protocols import name_of
from dorsi.report.squad.attention import ORDER, Kind, athletes_first
from dorsi.report.squad.table import SquadPage, SquadRow, SquadSide, amount_text, change_text, value_text, when_due

RAW: Final = "Raw data"
#: From the page's colours, lighter: the words in the cell say the same.
_BAND_COLOURS: Final[dict[str, str]] = dict(
    zip(BANDS, ("#f4c7bd", "#f8dcc4", "#fbf0c9", "#dcebd3", "#cfe3ee"), strict=True)
)
_KIND_COLOURS: Final[dict[Kind, str]] = dict(
    zip(ORDER, ("#f4c7bd", "#f8dcc4", "#fbf0c9", "#dfe3f4", "#dfe3f4", "#e8e6df", "#e8e6df"), strict=True)
)
_WIDTHS: Final = {"Athlete": 22, "Team": 12, "Needs you for": 46, "Programme": 30, "Film again": 40, "Last filmed": 12}

Cell = tuple[str, str | None, str | None]  #: text, address, colour


def write_book(page: SquadPage, columns: Sequence[str], rows: Sequence[Mapping[str, object]], path: Path) -> None:
    """Write both sheets; text is never read as a formula."""
    # In memory: its own temporary files would hold names, and stay if it is killed.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, options) as book:
        book.set_properties({"title": "Squad", "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - equal rows, equal bytes
        _write_readable(book, page)
        _write_raw(book, columns, rows)
    path.write_bytes(whole.getvalue())


def readable(page: SquadPage) -> tuple[list[str], list[dict[str, Cell]]]:
    """Return headings and rows of the sheet to read: who needs the coach first comes first."""
    first = {one.name: one for one in athletes_first(page)}
    movements = list(dict.fromkeys(row.movement for row in page.rows))
    per_movement = [f"{name_of(one).title}, {what}" for one in movements
                    for what in ("left", "right", "left minus right", "change")]  # fmt: skip
    names = sorted({row.athlete for row in page.rows} - set(first), key=str.casefold)
    rows = []
    for name in (*first, *names):
        own = [row for row in page.rows if row.athlete == name]
        team, programme = (own[0].team or "", own[0].programme_text) if own else ("", "")
        cells: dict[str, Cell] = {"Athlete": (name, None, None), "Team": (team, None, None)}
        if name in first:
            reasons = first[name].reasons
            cells["Needs you for"] = "\n".join(r.text for r in reasons), None, _KIND_COLOURS[reasons[0].kind]
        last = max((row.last_on.isoformat() for row in own if row.last_on), default="no day")
        cells["Last filmed"] = last, None, None
        for row in own:
            cells |= _of_movement(row)
        cells["Next clip due"] = when_due(own, page.today), None, None
        cells["Programme"] = programme, None, None
        again = "\n".join(reason for row in own for reason in (*filter(None, [row.who]), *row.refilm))
        cells["Film again"] = again, None, None
        rows.append(cells)
    return [
        "Athlete",
        "Team",
        "Needs you for",
        "Last filmed",
        *per_movement,
        "Next clip due",
        "Programme",
        "Film again",
    ], rows


def _of_movement(row: SquadRow) -> dict[str, Cell]:
    """Return the cells of one movement."""
    title = name_of(row.movement).title
    cells: dict[str, Cell] = {f"{title}, {side.side}": _of_side(side, row.unit) for side in row.sides}
    if row.difference is not None and row.difference_bound is not None:
        text = f"{amount_text(row.difference, row.unit)} ± {amount_text(row.difference_bound, row.unit)}"
        large = bool(row.difference_detectable)
        words = "more than the measuring error" if large else "no detectable difference"
        colour = _KIND_COLOURS["difference"] if large else None
        undated = "" if row.last_on else "\nthe days aren't known"
        cells[f"{title}, left minus right"] = f"{text}\n{words}{undated}", row.left.report or row.right.report, colour
    changes = [f"{side.side}: {change_text(side.change, row.unit)}" for side in row.sides if side.day is not None]
    cells[f"{title}, change"] = "\n".join(changes), None, None
    return cells


def _of_side(side: SquadSide, unit: str) -> Cell:
    told = [value_text(side, unit), side.band, side.reason if side.value is None else None]
    return "\n".join(filter(None, told)), side.report, None if side.band is None else _BAND_COLOURS[side.band]


def _write_readable(book: Any, page: SquadPage) -> None:  # noqa: ANN401 - xlsxwriter has no types
    headings, rows = readable(page)
    sheet = book.add_worksheet("Squad")
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}))
    formats: dict[tuple[bool, str | None], Any] = {}
    for number, cells in enumerate(rows, 1):
        for at, heading in enumerate(headings):
            text, address, colour = cells.get(heading, ("", None, None))
            key = (address is not None, colour)
            if key not in formats:
                looks = {"text_wrap": True, "valign": "top"}
                looks |= {"font_color": "#1f5f8b", "underline": 1} if address else {}
                formats[key] = book.add_format(looks | ({"bg_color": colour} if colour else {}))
            if address is None:
                sheet.write_string(number, at, text, formats[key])
            else:
                sheet.write_url(number, at, f"external:{unquote(address)}", formats[key], text)
    for at, heading in enumerate(headings):
        sheet.set_column(at, at, _WIDTHS.get(heading, 24))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headings) - 1)


def _write_raw(book: Any, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:  # noqa: ANN401
    """Write every number in a column of its own, its heading frozen and every column with a filter."""
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(RAW)
    sheet.write_row(0, 0, columns, bold)
    for number, row in enumerate(rows, 1):
        for at, name in enumerate(columns):
            value = row[name]
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            else:
                sheet.write(number, at, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_column(0, len(columns) - 1, 14)
