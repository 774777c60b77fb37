"""A table of text, and a number in it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """Rows of text under headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def number(x: float | np.floating | None, digits: int, *, sign: bool = False) -> str:
    """Return a number as a cell of a table; what is missing is empty."""
    if x is None or not np.isfinite(x):
        return ""
    return f"{x:+.{digits}f}" if sign else f"{x:.{digits}f}"
