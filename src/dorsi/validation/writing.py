"""The files of a validation: accuracy.csv, curves.csv, accuracy.md and its pictures, in one folder."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from dorsi.errors import OptionError
from dorsi.results import staged
from dorsi.validation import plots
from dorsi.validation.rows import COLUMNS, CURVE_COLUMNS, AccuracyRow, CurveScore, cells
from dorsi.validation.study import Validation
from dorsi.validation.table import TextTable
from dorsi.validation.tables import tables
from dorsi.version import __version__

PEAKS_SVG, BLAND_ALTMAN_SVG = "peaks.svg", "bland-altman.svg"
MARKER_FILE: Final = "accuracy.csv"


def check_folder(folder: Path) -> None:
    """Refuse a place that is no folder, or a folder that holds something but no earlier validation."""
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"--out: {folder} is a file; give a folder")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER_FILE).exists():
        raise OptionError(f"--out: {folder} holds files that dorsi did not write; give another folder")


def write(validation: Validation, folder: Path, *, more: Sequence[TextTable] = ()) -> None:
    """Write a validation into `folder`, which appears whole or not at all.

    accuracy.csv has a line for each number beside the truth, curves.csv one for each curve; accuracy.md shows both as
    tables, with pictures.

    Parameters
    ----------
    more
        Tables that come first in accuracy.md.

    Raises
    ------
    OptionError
        If the folder holds something else.
    DataError
        If it cannot be written.
    """
    check_folder(folder)
    with staged(folder) as new:
        _write_csv(new / MARKER_FILE, COLUMNS, validation.rows)
        _write_csv(new / "curves.csv", CURVE_COLUMNS, validation.curves)
        # Where only real clips were judged, there are no numbers beside exact truth to draw.
        pictures = draw(validation, new) if validation.clips else []
        shown = [*more, *(tables(validation) if validation.clips else [])]
        (new / "accuracy.md").write_text(_page(shown, pictures), encoding="utf-8")


def draw(validation: Validation, folder: Path, *, curves_of: Iterable[str] | None = None) -> list[str]:
    """Draw the pictures of a validation into a folder and return their file names.

    Parameters
    ----------
    curves_of
        Names of the clips whose curves are drawn; all if None.
    """
    plots.draw_peaks(validation.rows, folder / PEAKS_SVG)
    plots.draw_bland_altman(validation.rows, folder / BLAND_ALTMAN_SVG)
    names = [PEAKS_SVG, BLAND_ALTMAN_SVG]
    for clip in validation.clips:
        if clip.curves and (curves_of is None or clip.truth.name in set(curves_of)):
            names.append(f"curves-{clip.truth.name}.svg")
            plots.draw_curves(clip, folder / names[-1])
    return names


def markdown(table: TextTable) -> str:
    """Return a table in Markdown, without its title."""
    lines = [table.headings, tuple("---" for _ in table.headings), *table.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _page(shown: Sequence[TextTable], pictures: Sequence[str]) -> str:
    parts = [f"# How right dorsi {__version__} is on these clips\n"]
    parts += [f"## {table.title}\n\n{markdown(table)}\n" for table in shown]
    parts += ["## Pictures\n"] if pictures else []
    parts += [f"![{name.removesuffix('.svg')}]({name})\n" for name in pictures]
    return "\n".join(parts)


def _write_csv(path: Path, columns: Sequence[str], records: Iterable[AccuracyRow | CurveScore]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(cells(record, columns) for record in records)
