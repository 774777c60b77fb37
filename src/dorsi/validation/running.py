"""Steps of a run against the truth: when each foot lands and leaves, and how far the ankle bends in between."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from dorsi.types import SIDES, Analysis, Step
from dorsi.validation.rows import AccuracyRow, outcome_of, with_measurement
from dorsi.validation.truth import TrueStance, Truth, mean_seen

PEAK: Final = "peak_stance_dorsiflexion_deg"
PUSHOFF: Final = "peak_pushoff_plantarflexion_deg"
CONTACT_AT, TOE_OFF_AT = "contact_at_s", "toe_off_at_s"
NEAR_S: Final = 0.15  #: a found event this near to a true one is that one; half a stride is 0.35 s
PUSHOFF_S: Final = 0.1  #: the ankle points furthest within this time after toe-off


def rows(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    """Yield the steps of both feet one by one, then what the clip's numbers say of all of them."""
    if truth.cadence_spm is not None:
        yield with_measurement(replace(blank, quantity="cadence_spm", true=truth.cadence_spm), analysis.session)
    for side in SIDES:
        own = [s for s in truth.stances if s.side == side]
        found = [e for e in analysis.events if isinstance(e, Step) and e.side == side]
        number = 0
        for stance in own:
            number += stance.contact_s is not None
            yield from _step(analysis, truth, replace(blank, side=side, rep=str(number)), stance, found)
        yield from _invented(replace(blank, side=side), own, found)
        yield from _means(analysis, truth, replace(blank, side=side), own)


def _step(
    analysis: Analysis, truth: Truth, blank: AccuracyRow, stance: TrueStance, found: list[Step]
) -> Iterator[AccuracyRow]:
    """Yield one step's contact, toe-off and, where the clip shows all of it, its peak dorsiflexion."""
    contacts = [(e, e.contact_s) for e in found]
    leaves = [(e, e.toe_off_s) for e in found if e.toe_off_s is not None]
    step = _nearest(contacts, stance.contact_s)
    if stance.contact_s is None:
        return  # dorsi lists steps by their contact: one whose contact was not filmed is none
    yield _event(blank, CONTACT_AT, stance.contact_s, step.contact_s if step else None)
    if stance.toe_off_s is None:
        return
    left = _nearest(leaves, stance.toe_off_s)
    yield _event(blank, TOE_OFF_AT, stance.toe_off_s, left.toe_off_s if left else None)
    true = truth.curves["ankle_dorsiflexion_deg"].peak_deg(stance.side, stance.contact_s, stance.toe_off_s)
    status, bound, reason = outcome_of(analysis.session.measurement(PEAK, stance.side))
    value = step.values.get(PEAK) if step and step.valid and status != "not_measured" else None
    row = replace(blank, quantity=PEAK, true=true, reason=reason or ("" if step else "not found"))
    yield row if value is None else replace(row, measured=value, bound=bound, status=status)


def _nearest(events: list[tuple[Step, float]], time_s: float | None) -> Step | None:
    if time_s is None:
        return None
    near = [(abs(at - time_s), step) for step, at in events if abs(at - time_s) <= NEAR_S]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _event(blank: AccuracyRow, quantity: str, true: float, measured: float | None) -> AccuracyRow:
    row = replace(blank, quantity=quantity, true=true, reason="not found" if measured is None else "")
    return row if measured is None else replace(row, measured=measured, status="ok")


def _invented(blank: AccuracyRow, own: list[TrueStance], found: list[Step]) -> Iterator[AccuracyRow]:
    """Yield the contacts that the truth does not know."""
    true = [s.contact_s for s in own if s.contact_s is not None]
    for step in found:
        if all(abs(step.contact_s - at) > NEAR_S for at in true):
            yield replace(blank, quantity=CONTACT_AT, measured=step.contact_s, status="not_in_truth")


def _means(analysis: Analysis, truth: Truth, blank: AccuracyRow, own: list[TrueStance]) -> Iterator[AccuracyRow]:
    whole = [(s.contact_s, s.toe_off_s) for s in own if s.contact_s is not None and s.toe_off_s is not None]
    if not whole:
        return
    ankle, shank = truth.curves["ankle_dorsiflexion_deg"], truth.curves["shank_inclination_deg"]
    i = SIDES.index(own[0].side)
    pointed = replace(ankle, value_deg=-ankle.value_deg)
    true = {
        "contact_s": [b - a for a, b in whole],
        PEAK: [ankle.peak_deg(own[0].side, a, b) for a, b in whole],
        "shank_inclination_at_contact_deg": shank.at(np.array([a for a, _ in whole]))[:, i],
        PUSHOFF: [pointed.peak_deg(own[0].side, b - PUSHOFF_S, b + PUSHOFF_S) for _, b in whole],
    }
    for quantity, values in true.items():
        mean = mean_seen(np.asarray(values))
        if mean is not None:
            yield with_measurement(replace(blank, quantity=quantity, true=mean), analysis.session)
