"""How well dorsi agrees with a reference, with intervals by person, and how each reference was laid over its clip."""

from collections.abc import Iterable, Sequence

import numpy as np

from dorsi.stats import Interval, clustered_agreement
from dorsi.stats.clustered import FEWEST_PEOPLE
from dorsi.validation.rows import MEAN, AccuracyRow
from dorsi.validation.score import ClipScore
from dorsi.validation.table import TextTable, number


def agreement_table(rows: Sequence[AccuracyRow]) -> TextTable:
    """Return bias, limits of agreement, SEM, MDC95 and ICC of single repetitions and steps, by movement and quantity.

    Two numbers in brackets are the 95 % interval, by person. With fewer than three people there is none.
    """
    single = [r for r in rows if r.counts and r.rep != MEAN]
    out = []
    for movement, quantity in dict.fromkeys(r.group for r in single):
        own = [r for r in single if r.group == (movement, quantity)]
        people = [r.person for r in own]
        head = (movement, quantity, str(len(own)), str(len(set(people))))
        if len(set(people)) < FEWEST_PEOPLE:
            out.append((*head, f"needs {FEWEST_PEOPLE} people", "", "", "", ""))
            continue
        pairs = np.array([(r.measured, r.true) for r in own], dtype=float)
        found = clustered_agreement(pairs[:, 0], pairs[:, 1], people)
        limits = f"{_cell(found.lower)} to {_cell(found.upper)}"
        out.append((*head, _cell(found.bias), limits, _cell(found.sem), _cell(found.mdc95), _cell(found.icc)))
    headings = ("movement", "quantity", "pairs", "people", "bias", "limits of agreement", "SEM", "MDC95", "ICC(2,1)")
    return TextTable(title="Agreement with the truth, intervals by person", headings=headings, rows=tuple(out))


def _cell(found: Interval) -> str:
    return f"{number(found.value, 2)} ({number(found.ci95_low, 2)} to {number(found.ci95_high, 2)})"


def lag_table(clips: Iterable[ClipScore]) -> TextTable:
    """Return how each reference with a clock of its own was laid over its clip."""
    rows = []
    for clip in clips:
        if not clip.truth.own_clock:
            continue
        lag = clip.lag
        if lag is None:
            rows.append((clip.truth.name, "", "", "", "", "no curve in common, or too little overlap"))
            continue
        doubt = "" if lag.other_s is None else f"{lag.other_s:+.2f} s fits nearly as well"
        said = doubt if lag.found else "not laid over the clip: it fits nowhere"
        figures = (number(lag.lag_s, 3, sign=True), number(lag.r, 3), number(lag.overlap_s, 1))
        rows.append((clip.truth.name, lag.quantity, *figures, said))
    headings = ("clip", "by", "lag in s", "r", "overlap in s", "")
    return TextTable(
        title="References laid over their clips: clip time minus reference time", headings=headings, rows=tuple(rows)
    )
