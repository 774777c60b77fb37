"""The squad as a table for other programs: CSV, Parquet and XLSX with the same columns."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import xlsxwriter
from pyarrow import csv, parquet

from dorsi.report.squad import SquadPage, SquadRow

_TEXT, _NUMBER, _DAY, _TRUTH = pa.string(), pa.float64(), pa.date32(), pa.bool_()
_SIDE_COLUMNS: Final = (
    ("value", _NUMBER), ("bound", _NUMBER), ("day", _DAY), ("reason", _TEXT), ("band", _TEXT),
    ("change", _NUMBER), ("detectable_change", _NUMBER),
    ("detectable_change_from", _TEXT), ("verdict", _TEXT), ("verdict_text", _TEXT), ("report", _TEXT),
    ("tape_cm_per_week", _NUMBER), ("tape_text", _TEXT),
)  # fmt: skip
SCHEMA: Final = pa.schema([
    ("athlete", _TEXT), ("movement", _TEXT), ("quantity", _TEXT), ("unit", _TEXT), ("scale", _TEXT), ("last_on", _DAY),
    *((f"{side}_{name}", kind) for side in ("left", "right") for name, kind in _SIDE_COLUMNS),
    ("difference_left_minus_right", _NUMBER), ("difference_bound", _NUMBER), ("difference_detectable", _TRUTH),
    ("difference_reason", _TEXT), ("programme", _TEXT), ("refilm", _TEXT),
])  # fmt: skip


def write_tables(page: SquadPage, folder: Path) -> list[Path]:
    """Write squad.csv, squad.parquet and squad.xlsx into an existing folder; values in the unit of their row."""
    table = pa.Table.from_pylist([_cells(row) for row in page.rows], schema=SCHEMA)
    paths = [folder / f"squad.{ending}" for ending in ("csv", "parquet", "xlsx")]
    csv.write_csv(table, paths[0])
    parquet.write_table(table, paths[1])
    _write_xlsx(table.to_pylist(), paths[2])
    return paths


def _cells(row: SquadRow) -> dict[str, object]:
    out: dict[str, object] = {
        name: getattr(row, name)
        for name in ("athlete", "movement", "quantity", "unit", "scale", "last_on", "programme")
    }
    for side in row.sides:
        own = {name: getattr(side, name) for name in ("value", "bound", "day", "reason", "band", "report")}
        if side.change is not None:
            own |= {
                "change": side.change.change,
                "detectable_change": side.change.mdc,
                "detectable_change_from": side.change.mdc_source,
                "verdict": side.change.verdict,
                "verdict_text": side.change.sentence,
            }
        if side.tape is not None:
            own |= {"tape_cm_per_week": side.tape.slope_cm_per_week, "tape_text": side.tape.sentence}
        out |= {f"{side.side}_{name}": value for name, value in own.items()}
    return out | {
        "difference_left_minus_right": row.difference,
        "difference_bound": row.difference_bound,
        "difference_detectable": row.difference_detectable,
        "difference_reason": row.difference_reason,
        "refilm": "; ".join(row.refilm) or None,
    }


def _write_xlsx(rows: Iterable[dict[str, object]], path: Path) -> None:
    """Write one sheet, its heading frozen and every column with a filter; text is never read as a formula."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Squad", "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - equal rows, equal bytes
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Squad")
        sheet.write_row(0, 0, SCHEMA.names, bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, name in enumerate(SCHEMA.names):
                value = row[name]
                if isinstance(value, date):
                    sheet.write_datetime(last, column, value, day)
                else:
                    sheet.write(last, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(SCHEMA.names) - 1)
        sheet.set_column(0, len(SCHEMA.names) - 1, 14)
