"""What the errors of many numbers come to."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dorsi.validation.rows import AccuracyRow


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Errors of some rows."""

    count: int  #: numbers that dorsi stands by
    not_measured: int
    void: int
    mean_abs: float
    worst: float
    bias: float
    inside_frac: float  #: of those with a bound
    half_width: float  #: median bound

    @property
    def share(self) -> str:
        """How many numbers there are of how many, to stand before what they say."""
        lost = [f"{n} {what}" for n, what in ((self.not_measured, "not measured"), (self.void, "void")) if n]
        total = self.count + self.not_measured + self.void
        return f"{self.count} of {total} ({', '.join(lost)}): " if lost else f"{self.count} of {total}: "


def tally(rows: Iterable[AccuracyRow]) -> Tally:
    """Return the errors of rows in the rows' own unit; NaN where nothing was measured."""
    rows = list(rows)
    good = [row for row in rows if row.counts]
    errors = np.array([row.error for row in good], dtype=float)
    bounded = [row for row in good if row.bound is not None]
    none = float("nan")
    return Tally(
        count=len(good),
        not_measured=sum(row.status == "not_measured" for row in rows),
        void=sum(row.status == "void" for row in rows),
        mean_abs=float(np.abs(errors).mean()) if good else none,
        worst=float(np.abs(errors).max()) if good else none,
        bias=float(errors.mean()) if good else none,
        inside_frac=float(np.mean([row.inside for row in bounded])) if bounded else none,
        half_width=float(np.median([row.bound for row in bounded if row.bound is not None])) if bounded else none,
    )
