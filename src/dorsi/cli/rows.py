"""Rows of text on a terminal."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_GAP = "  "


def print_rows(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]], *, apart: int, key: int | None = None
) -> None:
    """Print rows as a table; where it is too wide, one column stands on a line of its own, so that no name is broken.

    Parameters
    ----------
    console
        Where to print, as wide as its terminal.
    headings
        Of the columns.
    rows
        One text for each column.
    apart
        The column to print above the others of its row, if the table is too wide.
    key
        A column of one width that stays before that one.
    """
    every = [tuple(headings), *map(tuple, rows)]
    widths = [max(cell_len(row[at]) for row in every) for at in range(len(headings))]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= console.width:
        for row in every:
            _print(console, _line(row, widths))
        return
    kept = [at for at in range(len(headings)) if at not in {apart, key}]
    for row in every:
        first = [key] if key is not None else []
        _print(console, _GAP.join([*(row[at].ljust(widths[at]) for at in first), row[apart]]))
        _print(console, _GAP + _line([row[at] for at in kept], [widths[at] for at in kept]))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
    return _GAP.join(padded).rstrip()


def _print(console: Console, line: str) -> None:
    console.print(Text(line), soft_wrap=True)
