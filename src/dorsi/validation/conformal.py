"""How large an instrument's error must be taken to be, so that bounds hold for people it was not chosen on.

Split conformal calibration: for each person, the standard deviation is worked out with which the bound would just have
held the truth, the other parts of the bound as they are; that of 95 in 100 people is taken. A person counts once, by
the worst number.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dorsi.measures.intervals import Z95
from dorsi.schema.session import Session
from dorsi.types import SIDES
from dorsi.validation.rows import MEAN
from dorsi.validation.score import ClipScore
from dorsi.validation.table import TextTable

COVERAGE: Final = 0.95
INSTRUMENT: Final = "instrument"


@dataclass(frozen=True, kw_only=True)
class CalibrationCase:
    """One number of one leg, or of both, beside its truth."""

    movement: str
    quantity: str
    leg: str  #: near, far or both
    person: str
    error: float  #: measured minus true, in the number's unit
    bound: float  #: half its 95 % interval
    instrument: float  #: the part of it that is the instrument's, as a standard deviation

    @property
    def needed(self) -> float:
        """The instrument's standard deviation with which the interval would just hold the truth."""
        others = (self.bound / Z95) ** 2 - self.instrument**2
        return math.sqrt(max((self.error / Z95) ** 2 - others, 0.0))


def cases(scores: Iterable[ClipScore]) -> list[CalibrationCase]:
    """Return the numbers with an instrument's error in their bound; one for each clip, leg and quantity."""
    return [case for score in scores for case in _cases(score)]


def _cases(score: ClipScore) -> list[CalibrationCase]:
    session, found = score.analysis.session, []
    for row in score.rows:
        m = session.measurement(row.quantity, row.side) if row.rep == MEAN else None
        if m is None or row.error is None or row.bound is None or not m.budget.get(INSTRUMENT):
            continue
        found.append(
            CalibrationCase(
                movement=row.movement,
                quantity=row.quantity,
                leg=_leg(session, row.side),
                person=row.person,
                error=row.error,
                bound=row.bound,
                instrument=m.budget[INSTRUMENT],
            )
        )
    return found


def _leg(session: Session, side: str) -> str:
    near = session.quality.near_side
    return "both" if side not in SIDES or near is None else "near" if side == near else "far"


def conformal_sd(own: Sequence[CalibrationCase]) -> float:
    """Return the instrument's standard deviation that holds for 95 % of people; infinite for none.

    With fewer than 19 people it is the greatest that anyone needed, which promises less.
    """
    worst: dict[str, float] = {}
    for case in own:
        worst[case.person] = max(worst.get(case.person, 0.0), case.needed)
    ranked = sorted(worst.values())
    rank = min(math.ceil((len(ranked) + 1) * COVERAGE), len(ranked))
    return ranked[rank - 1] if ranked else math.inf


def conformal_table(found: Sequence[CalibrationCase]) -> TextTable:
    """Return what the bounds of each quantity held on people drawn by number, and what instrument's error they need."""
    groups: dict[tuple[str, str, str], list[CalibrationCase]] = {}
    for case in found:
        groups.setdefault((case.movement, case.quantity, case.leg), []).append(case)
    rows = []
    for (movement, quantity, leg), own in sorted(groups.items()):
        inside = sum(abs(case.error) <= case.bound for case in own)
        half = sorted(case.bound for case in own)[len(own) // 2]
        counts = (str(len({case.person for case in own})), f"{inside} of {len(own)}")
        sds = (half, max(case.instrument for case in own), conformal_sd(own))
        rows.append((movement, quantity, leg, *counts, *(f"{x:.2f}" for x in sds)))
    headings = ("movement", "number", "leg", "people", "inside", "median bound", "instrument's sd", "needed sd")
    return TextTable(title="People drawn by number", headings=headings, rows=tuple(rows))
