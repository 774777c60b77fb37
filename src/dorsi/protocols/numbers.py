"""Measurements made from repetitions and steps: value, spread, bound, status and reason."""

from typing import Final

import numpy as np

from dorsi import measures
from dorsi.analysis.uncertainty import Doubt, ci95_half
from dorsi.protocols import settling
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import Array, Rep, Step
from dorsi.vocabulary import Confidence, Scale, Side, SideName, Status

REP_TIME_SD_S: Final = 0.05  #: of a repetition: two frames at 30 a second for its start and end
NO_BOUND: Final = "its measuring error can't be worked out; film again as the guide shows"
MEDIUM_MAX_SPREAD_DEG: Final = 6.0  #: between repetitions, for more than low confidence


def unit_of(name: str) -> str:
    """Return the unit that a quantity's name ends in, or holds, such as "heel_off_pct_stance"."""
    return measures.unit_of_name(name).stored


def not_measured(name: str, side: Side, reason: str, *, scale: Scale) -> Measurement:
    """Return the record of a number that was not measured, with its reason."""
    return Measurement(
        name=name, side=side, value=None, unit=unit_of(name), scale=scale, n=0, status="not_measured", reason=reason
    )


def measured(
    name: str,
    side: Side,
    values: Array,
    doubt: Doubt,
    *,
    scale: Scale,
    low_because: str | None = None,
    running: bool = False,
) -> Measurement:
    """Return the mean of repetition values with its 95 % interval, or why it says nothing.

    A mean that no person can show, and one whose interval is too wide for its use, are not measured (`dorsi.measures`).

    Parameters
    ----------
    values
        One per valid repetition or step, at least one, in the quantity's own unit.
    low_because
        Why the number deserves low confidence; None when nothing speaks against it.
    running
        Whether it comes from running, whose angles are of low confidence with any general pose network.
    """
    value, budget = float(np.mean(values)), doubt.budget(values)
    half = ci95_half(budget)
    if not np.isfinite(half):
        return not_measured(name, side, NO_BOUND, scale=scale)
    own = measures.measure_of(name)
    wide, too_wide = own.wide(value, half, better=measures.better(doubt.greatest)) or (None, None)
    reason = own.implausible(value) or (too_wide if wide == "not_measured" else None)
    if reason is not None:
        return not_measured(name, side, reason, scale=scale)
    low = low_because or too_wide
    status: Status = "low_confidence" if low else "ok"
    return Measurement(
        name=name,
        side=side,
        value=_rounded(value),
        unit=unit_of(name),
        scale=scale,
        n=len(values),
        sd=_rounded(float(np.std(values, ddof=1))) if len(values) > 1 else None,
        ci95_low=_rounded(value - half),
        ci95_high=_rounded(value + half),
        budget={part: _rounded(sd) for part, sd in budget.items()},
        status=status,
        reason=low,
        confidence=_confidence(low, values, running_angle=running and name.endswith("_deg")),
    )


def _confidence(low_because: str | None, values: Array, *, running_angle: bool) -> Confidence:
    """Return a number's confidence; video alone never reaches high, which needs agreement with a tape."""
    unlike = values.size > 1 and float(np.ptp(values)) > MEDIUM_MAX_SPREAD_DEG
    return "low" if low_because or unlike or running_angle else "medium"


def _rounded(x: float) -> float:
    """Round to what a reader can use; the bound is never finer than this."""
    return round(x, 4)


def counted(name: str, side: Side, count: int) -> Measurement:
    """Return a count of something that was seen."""
    return Measurement(
        name=name, side=side, value=count, unit="1", scale="camera_time", n=count, status="ok",
        ci95_low=count, ci95_high=count, confidence="high",
    )  # fmt: skip


def rep_count(side: Side, events: tuple[Rep | Step, ...]) -> Measurement:
    """Return how many valid repetitions a side has."""
    return counted("rep_count", side, sum(1 for e in events if e.valid and e.side == side))


def valid_values(events: tuple[Rep | Step, ...], side: str, name: str) -> Array:
    """Return a quantity of the valid events of one side, in order of time."""
    return np.array([e.values[name] for e in events if e.side == side and e.valid and name in e.values], dtype=float)


def view_reason(take: Take) -> str | None:
    """Return why no side-view number can be given, or None when it can."""
    return settling.side_view_reason(take.view)


def still_said(side: SideName, own: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return the numbers a view without angles still gives for a leg: how often it moved, and how fast.

    Parameters
    ----------
    own
        The side's events.
    """
    return [rep_count(side, own), rep_time(side, own)] if any(isinstance(e, Rep) and e.valid for e in own) else []


def rep_time(side: SideName, own: tuple[Rep | Step, ...]) -> Measurement:
    """Return how long the valid repetitions of a side take, at least one."""
    times = np.array([e.end_s - e.start_s for e in own if isinstance(e, Rep) and e.valid])
    return measured("rep_time_s", side, times, Doubt(instrument=REP_TIME_SD_S), scale="camera_time")
