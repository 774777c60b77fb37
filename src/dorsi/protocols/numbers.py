"""Measurements made from repetitions and steps: value, spread, bound, status and reason."""

from typing import Final

import numpy as np

from dorsi.analysis.uncertainty import Doubt, ci95_half
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Confidence, Measurement, Scale, Side, Status
from dorsi.types import Array, Rep, Step

UNITS: Final = {"deg": "deg", "s": "s", "spm": "spm", "frac": "frac", "pct": "%", "cm": "cm", "m": "m", "count": "1"}
HIGH_MIN_REPS: Final = 3  #: docs/rules.md section 6.2
HIGH_MAX_SPREAD_DEG: Final = 3.0
MEDIUM_MAX_SPREAD_DEG: Final = 6.0


def unit_of(name: str) -> str:
    """Return the unit that a quantity's name ends in."""
    return UNITS[name.rsplit("_", 1)[-1]]


def not_measured(name: str, side: Side, reason: str, *, scale: Scale) -> Measurement:
    """Return the record of a number that could not be had, with its reason."""
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
    """Return the mean of repetition values with its 95 % interval.

    Parameters
    ----------
    values
        One per valid repetition or step, at least one, in the quantity's own unit.
    low_because
        Why the number deserves low confidence; None when nothing speaks against it.
    running
        Running angles are never better than medium (docs/rules.md finding 4).
    """
    value, half = float(np.mean(values)), ci95_half(doubt, values)
    spread = float(np.ptp(values)) if len(values) > 1 else None
    status: Status = "low_confidence" if low_because else "ok"
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
        status=status,
        reason=low_because,
        confidence="low" if low_because else _confidence(len(values), spread, running=running),
    )


def _confidence(n: int, spread: float | None, *, running: bool) -> Confidence:
    if not running and n >= HIGH_MIN_REPS and spread is not None and spread <= HIGH_MAX_SPREAD_DEG:
        return "high"
    return "medium" if spread is None or spread <= MEDIUM_MAX_SPREAD_DEG or running else "low"


def _rounded(x: float) -> float:
    """Round to what a reader can use; the bound is never finer than this."""
    return round(x, 4)


def rep_count(side: Side, events: tuple[Rep | Step, ...]) -> Measurement:
    """Return how many valid repetitions a side has."""
    count = sum(1 for e in events if e.valid and e.side == side)
    return Measurement(
        name="rep_count", side=side, value=count, unit="1", scale="camera_time", n=count, status="ok",
        ci95_low=count, ci95_high=count, confidence="high",
    )  # fmt: skip


def valid_values(events: tuple[Rep | Step, ...], side: str, name: str) -> Array:
    """Return a quantity of the valid events of one side, in order of time."""
    return np.array([e.values[name] for e in events if e.side == side and e.valid and name in e.values], dtype=float)


def view_reason(take: Take) -> str | None:
    """Return why no side-view number can be given, or None when it can."""
    yaw = abs(take.view.yaw_deg)
    if take.view.kind in {"front", "rear"}:
        return f"the camera looks from the {take.view.kind}; film from the side, square to the foot"
    if take.view.kind == "oblique":
        return f"the camera stands about {yaw:.0f} degrees off a true side view; film from the side, square to the foot"
    if take.view.kind == "unclear":
        return (
            "the view is unclear: the feet do not keep one direction; film one person from the side, whole body in view"
        )
    return None
