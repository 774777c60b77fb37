"""Peaks beside a reference that knows no repetitions: each of dorsi's, and the reference's highest value in it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from dorsi.types import SIDES, Analysis, Rep, Step
from dorsi.validation.rows import AccuracyRow, outcome_of
from dorsi.validation.truth import Truth

#: A repetition's or step's own number -> the curve whose highest value in the same time it is.
PEAKS: Final = {
    "peak_shank_inclination_deg": "shank_inclination_deg",
    "peak_knee_flexion_deg": "knee_flexion_deg",
    "peak_stance_dorsiflexion_deg": "ankle_dorsiflexion_deg",
}


def rows(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    """Yield the peaks of every repetition and step that counts and that the reference covers from start to end."""
    session = analysis.session
    counts = dict.fromkeys(((side, name) for side in SIDES for name in PEAKS), 0)
    for event in analysis.events:
        first_s, last_s = (event.contact_s, event.toe_off_s) if isinstance(event, Step) else _span(event)
        for name, curve in PEAKS.items():
            value, known = event.values.get(name), truth.curves.get(curve)
            if not event.valid or value is None or known is None or last_s is None:
                continue
            if not known.time_s[0] <= first_s < last_s <= known.time_s[-1]:
                continue
            true = known.peak_deg(event.side, first_s, last_s)
            status, bound, reason = outcome_of(session.measurement(name, event.side))
            counts[event.side, name] += 1
            if np.isfinite(true) and status != "not_measured":
                yield replace(
                    blank, movement=session.movement, side=event.side, quantity=name,
                    rep=str(counts[event.side, name]), true=true, measured=value, bound=bound, status=status,
                    reason=reason,
                )  # fmt: skip


def _span(event: Rep) -> tuple[float, float]:
    return event.start_s, event.end_s
