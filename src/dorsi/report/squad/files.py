"""The squad as a table for other programs: CSV, XLSX and, with the extra for research, Parquet."""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from dorsi.report.squad.book import write_book
from dorsi.report.squad.table import SquadPage, SquadRow
from dorsi.vocabulary import SIDES

_TEXT, _NUMBER, _DAY, _TRUTH = "string", "double", "date32[day]", "bool"  #: as Arrow names them
_SIDE_COLUMNS: Final = (
    ("value", _NUMBER), ("bound", _NUMBER), ("day", _DAY), ("reason", _TEXT), ("band", _TEXT),
    ("change", _NUMBER), ("detectable_change", _NUMBER),
    ("detectable_change_from", _TEXT), ("verdict", _TEXT), ("verdict_text", _TEXT), ("report", _TEXT),
    ("tape_cm_per_week", _NUMBER), ("tape_text", _TEXT),
)  # fmt: skip
TABLE_NAMES: Final = ("squad.csv", "squad.xlsx", "squad.parquet")
DIGITS: Final = 4  #: after the point, as in `dorsi export`
COLUMNS: Final = dict([
    ("athlete", _TEXT), ("team", _TEXT), ("movement", _TEXT), ("quantity", _TEXT), ("unit", _TEXT), ("scale", _TEXT),
    ("last_on", _DAY),
    *((f"{side}_{name}", kind) for side in SIDES for name, kind in _SIDE_COLUMNS),
    ("difference_left_minus_right", _NUMBER), ("difference_bound", _NUMBER), ("difference_detectable", _TRUTH),
    ("difference_reason", _TEXT), ("programme", _TEXT), ("refilm", _TEXT), ("who", _TEXT), ("retest_on", _DAY),
])  # fmt: skip


def write_tables(page: SquadPage, folder: Path) -> list[Path]:
    """Write the tables into an existing folder and return their paths; values in the unit of their row."""
    rows = table_rows(page)
    writers: tuple[Callable[[Sequence[dict[str, object]], Path], None], ...]
    writers = (_write_csv, partial(_write_xlsx, page), *([_write_parquet] if find_spec("pyarrow") else []))
    paths = [folder / name for name in TABLE_NAMES[: len(writers)]]
    for path, write in zip(paths, writers, strict=True):
        write(rows, path)
    return paths


def table_rows(page: SquadPage) -> list[dict[str, object]]:
    """Return the rows of the table, each with all of `COLUMNS`; what is unknown is None."""
    return [
        dict.fromkeys(COLUMNS) | {name: _rounded(value) for name, value in _cells(row).items()} for row in page.rows
    ]


def _rounded(value: object) -> object:
    """Return numbers with as many digits as the tables of single clips have."""
    return round(value, DIGITS) if isinstance(value, float) else value


def _cells(row: SquadRow) -> dict[str, object]:
    out: dict[str, object] = {"programme": row.programme_text} | {
        name: getattr(row, name)
        for name in (
            "athlete",
            "team",
            "movement",
            "quantity",
            "unit",
            "scale",
            "last_on",
            "who",
            "retest_on",
        )
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


def _write_csv(rows: Sequence[dict[str, object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()} for row in rows)


def _write_parquet(rows: Sequence[dict[str, object]], path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 - large, and of the extra for research
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), path)


def _write_xlsx(page: SquadPage, rows: Sequence[dict[str, object]], path: Path) -> None:
    write_book(page, list(COLUMNS), rows, path)
