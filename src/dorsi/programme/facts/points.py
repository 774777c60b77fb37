"""The dated values behind a change: the plan's own, then those of the log."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dorsi.programme.facts.stride import STRIDE
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.schema.plan_remarks import Baseline, SideBand
from dorsi.schema.session import Measurement, Session
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Scale

Key = tuple[str, Leg, Scale]  #: measurement, side and scale of a series


@dataclass(frozen=True, kw_only=True)
class Point:
    """One dated value of one side."""

    day: dt.date
    value: float
    bound: float | None = None  #: half of the 95 % interval, if the number has its own
    low_confidence: bool = False
    speed_mps: float | None = None
    setting: str | None = None


def point_of(day: dt.date, session: Session, measurement: Measurement) -> Point:
    """Return a filmed number with its day and the conditions that comparable runs share (R73)."""
    assert measurement.value is not None
    shoes, speed_kmh = session.shoes, session.speed_kmh
    return Point(
        day=day,
        value=measurement.value,
        bound=measurement.bound,
        low_confidence=measurement.status != "ok",
        speed_mps=None if speed_kmh is None else speed_kmh / 3.6,
        setting=None if shoes is None else f"{shoes.casefold()}, {session.clip.mean_rate_hz:.0f} frames a second",
    )


def points(plan: Plan, log: Log, until: dt.date) -> dict[Key, list[Point]]:
    """Return every series of the log by (measurement, side, scale), with what the plan was made from as first point.

    A range that sets a band is there from the start, any other number of the plan once the log has one to compare.
    """
    out: dict[Key, list[Point]] = defaultdict(list)
    for one in log.measurements:
        for leg in LEGS:
            value = one.side(leg)
            if value is not None and one.measured_on is not None and one.measured_on <= until and not one.void:
                out[one.name, leg, one.scale].append(
                    Point(
                        day=one.measured_on,
                        value=value,
                        bound=one.bound(leg),
                        speed_mps=one.speed_mps,
                        setting=one.setting,
                    )
                )
    for entry in (one for one in log.entries if one.date <= until):
        legs: tuple[Leg, ...] = LEGS if entry.side == "both" else (entry.side,)
        for leg in legs:
            if entry.wblt_cm is not None:
                out["wblt_cm", leg, "tape"].append(Point(day=entry.date, value=entry.wblt_cm))
            for name, point in _run_points(entry).items():
                out[name, leg, "self_test"].append(point)
    banded = {(band.metric, band.side, band.scale) for band in plan.bands}
    for key, point in _baseline(plan, log).items():
        if key in out or key in banded:
            out[key].insert(0, point)
    return {key: _by_day(series) for key, series in out.items()}


def _run_points(entry: LogEntry) -> dict[str, Point]:
    """Return cadence and stride length of an entry's run; the two of them give the speed that R73 asks for."""
    if entry.cadence_spm is None:
        return {}
    speed = None if entry.stride_m is None else entry.cadence_spm / 120 * entry.stride_m  # two steps are a stride
    cadence = Point(day=entry.date, value=entry.cadence_spm, speed_mps=speed, setting="own log")
    stride = {} if entry.stride_m is None else {STRIDE: replace(cadence, value=entry.stride_m)}
    return {"cadence_spm": cadence, **stride}


def _baseline(plan: Plan, log: Log) -> dict[Key, Point]:
    """Return the plan's own number of each series; older plans know only those of their bands."""
    first = log.started or plan.start_date
    found: dict[Key, Point] = {}
    known: list[SideBand | Baseline] = [*plan.bands, *plan.baseline]
    for one in known:
        day = one.measured_on or first
        if day is not None and one.value is not None and one.metric is not None and one.scale is not None:
            found[one.metric, one.side, one.scale] = Point(
                day=day, value=one.value, bound=one.bound, low_confidence=one.low_confidence
            )
    return found


def measured_days(log: Log) -> set[dt.date]:
    """Return the days of a log's checks."""
    return {one.measured_on for one in log.measurements if one.measured_on is not None}


def _by_day(series: Sequence[Point]) -> list[Point]:
    latest = {point.day: point for point in sorted(series, key=lambda point: point.day)}
    return list(latest.values())
