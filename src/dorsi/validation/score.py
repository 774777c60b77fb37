"""One analysed clip against its truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.measures.intervals import Z95
from dorsi.types import SIDES, Analysis, Rep
from dorsi.validation import by_event, running
from dorsi.validation.rows import MEAN, AccuracyRow, CurveScore, outcome_of, with_measurement
from dorsi.validation.syncing import Lag
from dorsi.validation.truth import TrueRep, Truth, mean_seen
from dorsi.vocabulary import SideName, Status

PEAK: Final = "peak_shank_inclination_deg"
PLANTAR: Final = "peak_plantarflexion_deg"
CURVES: Final = ("shank_inclination_deg", "ankle_dorsiflexion_deg", "knee_flexion_deg")
AT_PEAK: Final = {  #: measured at a repetition's lowest point -> true curve
    "peak_knee_flexion_deg": "knee_flexion_deg",
    "knee_flexion_at_peak_deg": "knee_flexion_deg",
    "fppa_deg": "fppa_deg",
}
STILL_DEG: Final = 1.0  #: a true curve that spreads less than this has nothing to correlate with


@dataclass(frozen=True, kw_only=True)
class ClipScore:
    """What one clip gave."""

    truth: Truth
    analysis: Analysis
    rows: tuple[AccuracyRow, ...]
    curves: tuple[CurveScore, ...]
    lag: Lag | None = None  #: of a truth with a clock of its own, once it is laid over the clip


def score(analysis: Analysis, truth: Truth) -> ClipScore:
    """Return a clip's numbers and curves beside the truth."""
    blank = blank_row(truth)
    rows = [*_view_rows(analysis, truth, blank), *_rep_rows(analysis, truth, blank)]
    if truth.own_clock:
        rows += by_event.rows(analysis, truth, blank)
    if truth.movement == "run":
        rows += running.rows(analysis, truth, blank)
    return ClipScore(truth=truth, analysis=analysis, rows=tuple(rows), curves=tuple(_curves(analysis, truth)))


def blank_row(truth: Truth) -> AccuracyRow:
    """Return a row with what all rows of a clip share."""
    return AccuracyRow(
        clip=truth.name,
        person=truth.person,
        movement=truth.movement or "unknown",
        yaw_deg=truth.camera.yaw_deg if truth.camera else None,
        side="both",
        quantity="",
        rep="",
        true=None,
        measured=None,
        bound=None,
        status="not_measured",
    )


def _view_rows(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    quality = analysis.session.quality
    if truth.camera is None:
        return
    for quantity, true, measured, sd in (
        ("yaw_deg", truth.camera.yaw_deg, quality.yaw_deg, quality.yaw_sd_deg),
        ("roll_deg", truth.camera.roll_deg, quality.roll_deg, quality.roll_sd_deg),
    ):
        row = replace(blank, quantity=quantity, rep=MEAN, true=true)
        if measured is None:
            yield replace(row, reason="the picture does not show it")
        else:
            yield replace(row, measured=measured, bound=None if sd is None else Z95 * sd, status="ok")


def _rep_rows(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    """Yield each repetition of each scored leg, then each leg's mean."""
    session = analysis.session
    for side in SIDES:
        own = [rep for rep in truth.reps if side in rep.peak_deg]
        yield from (_rep_row(analysis, blank, rep, side) for rep in own)
        if own:
            true = float(np.mean([rep.peak_deg[side] for rep in own]))
            yield with_measurement(replace(blank, side=side, quantity=PEAK, true=true), session)
            yield from _knee_rows(analysis, truth, replace(blank, side=side), own)
        raised = [rep.plantar_deg[side] for rep in truth.reps if side in rep.plantar_deg]
        if raised:
            true = float(np.mean(raised))
            yield with_measurement(replace(blank, side=side, quantity=PLANTAR, true=true), session)
    if truth.movement is None:
        yield from _refused_rows(analysis, truth, blank)
    yield from _invented(analysis, truth, blank)


def _refused_rows(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    """Yield the legs without a number where the truth is a curve only: they count as not measured."""
    for i, side in enumerate(SIDES):
        shank = truth.curves.get("shank_inclination_deg")
        measurement = analysis.session.measurement(PEAK, side)
        if shank is not None and measurement is not None and measurement.value is None:
            true = float(np.nanmax(shank.value_deg[:, i]))
            yield with_measurement(replace(blank, side=side, quantity=PEAK, true=true), analysis.session)


def _knee_rows(analysis: Analysis, truth: Truth, blank: AccuracyRow, own: list[TrueRep]) -> Iterator[AccuracyRow]:
    """Yield the knee's bend from the side and its place from the front, where dorsi gives them."""
    side, session = blank.side, analysis.session
    i = 0 if side == "left" else 1
    at_s = np.array([rep.peak_s for rep in own])
    for name, curve in AT_PEAK.items():
        if curve in truth.curves and session.measurement(name, side):
            true = mean_seen(truth.curves[curve].at(at_s)[:, i])
            if true is not None:
                yield with_measurement(replace(blank, quantity=name, true=true), session)


def _rep_row(analysis: Analysis, blank: AccuracyRow, rep: TrueRep, side: SideName) -> AccuracyRow:
    """Return one repetition; its bound is that of the leg's measurement."""
    status, bound, reason = outcome_of(analysis.session.measurement(PEAK, side))
    row = replace(blank, side=side, quantity=PEAK, rep=str(rep.number), true=rep.peak_deg[side], reason=reason)
    if status == "not_measured":
        return row
    event = next((e for e in _reps(analysis) if e.side == side and rep.start_s <= e.peak_s <= rep.end_s), None)
    if event is None:
        near = analysis.session.quality.near_side == side
        return replace(row, reason="not found" if near else "single repetitions of the far leg are not listed")
    value = event.values.get(PEAK)
    if not event.valid or value is None:
        return replace(row, measured=value, status="void", reason="; ".join(event.void) or "no peak was seen")
    return replace(row, measured=value, bound=bound, status=status)


def _invented(analysis: Analysis, truth: Truth, blank: AccuracyRow) -> Iterator[AccuracyRow]:
    """Yield the valid repetitions that the truth does not know."""
    for event in _reps(analysis):
        known = any(event.side in rep.peak_deg and rep.start_s <= event.peak_s <= rep.end_s for rep in truth.reps)
        if truth.movement is not None and event.valid and PEAK in event.values and not known:
            at = f"at {event.peak_s:.2f} s"
            value = event.values[PEAK]
            yield replace(
                blank, side=event.side, quantity=PEAK, measured=value, status="not_in_truth", reason=at
            )  # fmt: skip


def _reps(analysis: Analysis) -> list[Rep]:
    return [e for e in analysis.events if isinstance(e, Rep)]


def _curves(analysis: Analysis, truth: Truth) -> Iterator[CurveScore]:
    blank = blank_row(truth)
    time_s = analysis.signals.time_s
    for quantity in CURVES:
        if quantity not in truth.curves:
            continue
        true, read = truth.curves[quantity].at(time_s), getattr(analysis.signals, quantity)
        for i, side in enumerate(SIDES):
            both = np.isfinite(true[:, i]) & np.isfinite(read[:, i])
            if both.sum() < 2:
                continue
            off = read[both, i] - true[both, i]
            moves = min(np.std(true[both, i]), np.std(read[both, i])) > STILL_DEG
            yield CurveScore(
                clip=truth.name,
                person=truth.person,
                movement=blank.movement,
                yaw_deg=blank.yaw_deg,
                side=side,
                quantity=quantity,
                frames=int(both.sum()),
                rms_deg=float(np.sqrt(np.mean(off**2))),
                bias_deg=float(np.mean(off)),
                sd_deg=float(np.std(off)),
                r=float(np.corrcoef(true[both, i], read[both, i])[0, 1]) if moves else None,
                status=_headline_status(analysis, side),
                time_s=time_s[both],
                true_deg=true[both, i],
                measured_deg=read[both, i],
            )


def _headline_status(analysis: Analysis, side: SideName) -> Status:
    names = (PEAK, running.PEAK, PLANTAR)
    found = [m for m in analysis.session.measurements if m.side == side and m.name in names]
    return found[0].status if found else "not_measured"
