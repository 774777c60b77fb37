"""The tables of a validation: the same rows for the terminal, for accuracy.md and for docs/accuracy.md."""

from collections.abc import Iterable, Sequence

import numpy as np

from dorsi.schema.session import Quality
from dorsi.validation import running
from dorsi.validation.agreement_tables import agreement_table, lag_table
from dorsi.validation.rows import MEAN, AccuracyRow, CurveScore
from dorsi.validation.score import PEAK
from dorsi.validation.study import Validation
from dorsi.validation.table import TextTable, number
from dorsi.validation.tally import tally
from dorsi.validation.targets import AccuracyTarget, targets
from dorsi.validation.truth import TrueCamera

REACHED = {True: "reached", False: "missed", None: "no clip"}


def tables(validation: Validation) -> list[TextTable]:
    """Return all tables of a validation, the most important first."""
    return [
        target_table(targets(validation)),
        clip_table(validation),
        peak_table(validation.rows),
        people_table(validation.rows),
        quantity_table(validation.rows),
        curve_table(validation.curves),
        *reference_tables(validation),
    ]


def reference_tables(validation: Validation) -> list[TextTable]:
    """Return the agreement by person, and how references with a clock of their own were laid over their clips."""
    return [table for table in (agreement_table(validation.rows), lag_table(validation.clips)) if table.rows]


def target_table(found: Sequence[AccuracyTarget]) -> TextTable:
    """Return what is asked and what is reached."""
    return TextTable(
        title="Targets",
        headings=("what", "asked", "measured", ""),
        rows=tuple((t.what, t.asked, "" if t.reached is None else t.got, REACHED[t.reached]) for t in found),
    )


def clip_table(validation: Validation) -> TextTable:
    """Return what each clip is and what dorsi took it for."""
    rows = []
    for clip in validation.clips:
        quality, truth = clip.analysis.session.quality, clip.truth
        rows.append(
            (
                truth.name,
                f"{truth.movement or 'not told'} / {clip.analysis.session.movement}",
                f"{_camera(truth.camera)} / {_view(quality)}",
                f"{sum(r.counts and r.rep != MEAN and r.quantity in {PEAK, running.PEAK} for r in clip.rows)}",
                f"{sum(r.status == 'not_measured' for r in clip.rows)}",
            )
        )
    headings = ("clip", "movement, true / found", "view and yaw in deg, true / found", "peaks", "not measured")
    return TextTable(title="Clips", headings=headings, rows=tuple(rows))


def _camera(camera: TrueCamera | None) -> str:
    return "not told" if camera is None else f"{camera.view}, {camera.yaw_deg:+.0f}"


def _view(quality: Quality) -> str:
    return quality.view if quality.yaw_deg is None else f"{quality.view}, {quality.yaw_deg:+.1f}"


def peak_table(rows: Sequence[AccuracyRow]) -> TextTable:
    """Return every single repetition, and what the far leg and refused clips say instead of a number."""
    own = [r for r in rows if r.quantity == PEAK and r.rep != MEAN]
    return TextTable(
        title="Peak shank inclination of each repetition, degrees",
        headings=("clip", "side", "rep", "true", "measured", "error", "bound", "inside", "status", "reason"),
        rows=tuple(
            (
                r.clip, r.side, r.rep, number(r.true, 1), number(r.measured, 1), number(r.error, 2, sign=True),
                number(r.bound, 1), {True: "yes", False: "no", None: ""}[r.inside], r.status.replace("_", " "),
                r.reason,
            )
            for r in own
        ),
    )  # fmt: skip


def quantity_table(rows: Sequence[AccuracyRow]) -> TextTable:
    """Return the errors of every quantity and movement: repetitions and steps one by one, and the clips' means."""
    kinds = dict.fromkeys((*r.group, r.rep == MEAN) for r in rows)
    out = []
    for movement, quantity, is_mean in kinds:
        own = [r for r in rows if r.group == (movement, quantity) and (r.rep == MEAN) == is_mean]
        t = tally(own)
        digits = 3 if quantity.endswith("_s") else 2
        figures = (t.bias, t.mean_abs, t.worst, t.half_width)
        out.append(
            (
                movement,
                quantity,
                "mean" if is_mean else "each",
                str(t.count),
                str(t.not_measured + t.void),
                *(number(x, digits, sign=i == 0) for i, x in enumerate(figures)),
                f"{100 * t.inside_frac:.0f} %" if np.isfinite(t.inside_frac) else "",
            )
        )
    headings = (
        "movement", "quantity", "of", "n", "no number", "bias", "mean abs.", "worst", "median bound", "inside",
    )  # fmt: skip
    return TextTable(title="Errors by quantity, in the quantity's own unit", headings=headings, rows=tuple(out))


def people_table(rows: Sequence[AccuracyRow]) -> TextTable:
    """Return each person's error beside that of all others: a bound made from others must hold for the person."""
    good = [r for r in rows if r.counts and r.quantity in {PEAK, running.PEAK} and r.rep != MEAN]
    kinds = dict.fromkeys((*r.group, r.status, r.person) for r in good)
    out = []
    for movement, quantity, status, person in kinds:
        same = [r for r in good if (*r.group, r.status) == (movement, quantity, status)]
        own = [r.error for r in same if r.person == person and r.error is not None]
        others = [r.error for r in same if r.person != person and r.error is not None]
        figures = (number(np.mean(own), 2, sign=True), number(_rms(own), 2), number(_rms(others), 2))
        out.append((movement, quantity, status.replace("_", " "), person, str(len(own)), *figures))
    headings = ("movement", "quantity", "status", "person", "n", "bias", "rms", "rms of the others")
    return TextTable(title="Peaks person by person, degrees", headings=headings, rows=tuple(out))


def _rms(errors: Sequence[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors)))) if errors else float("nan")


def curve_table(curves: Iterable[CurveScore]) -> TextTable:
    """Return each leg's curves; a leg without a number has a curve, but dorsi does not stand by it."""
    return TextTable(
        title="Curves, frame by frame, degrees",
        headings=("clip", "side", "quantity", "frames", "rms", "bias", "sd", "r", "number given"),
        rows=tuple(
            (
                c.clip, c.side, c.quantity, str(c.frames), number(c.rms_deg, 2), number(c.bias_deg, 2, sign=True),
                number(c.sd_deg, 2), number(c.r, 3), "no" if c.status == "not_measured" else "yes",
            )
            for c in curves
        ),
    )  # fmt: skip
