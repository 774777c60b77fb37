"""Changes against the baseline with their detectable change, and the weekly tape trend (R70-R73)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import linregress, t

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges, Known
from dorsi.programme.bands import band_table, classify, limits_at
from dorsi.programme.conditions import Fact, evaluate
from dorsi.programme.rules import log_numbers, rules
from dorsi.programme.vocabulary import vocabulary
from dorsi.schema.log import Change, Log, Trend
from dorsi.schema.plan import Plan, Verdict
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Scale

RANGE_METRICS = frozenset({"wblt_cm", "peak_shank_inclination_deg"})


@dataclass(frozen=True, kw_only=True)
class Point:
    """One dated value of one side."""

    day: dt.date
    value: float
    speed_mps: float | None = None
    setting: str | None = None


def points(plan: Plan, log: Log, until: dt.date) -> dict[tuple[str, Leg, Scale], list[Point]]:
    """Return every series of the log by (measurement, side, scale), the plan's own bands as the first point."""
    out: dict[tuple[str, Leg, Scale], list[Point]] = defaultdict(list)
    first = log.started or plan.start_date
    for band in plan.bands:
        if first is not None and band.value is not None and band.metric is not None and band.scale is not None:
            out[band.metric, band.side, band.scale].append(Point(day=first, value=band.value))
    for one in log.measurements:
        for leg in LEGS:
            value = one.side(leg)
            if value is not None and one.measured_on is not None and one.measured_on <= until and not one.void:
                out[one.name, leg, one.scale].append(
                    Point(day=one.measured_on, value=value, speed_mps=one.speed_mps, setting=one.setting)
                )
    for entry in log.entries:
        legs: tuple[Leg, ...] = LEGS if entry.side == "both" else (entry.side,)
        for leg in legs:
            if entry.wblt_cm is not None and entry.date <= until:
                out["wblt_cm", leg, "tape"].append(Point(day=entry.date, value=entry.wblt_cm))
            if entry.cadence_spm is not None and entry.date <= until:
                # Two steps are a stride, so cadence and stride length give the speed that R73 asks for.
                speed = None if entry.stride_m is None else entry.cadence_spm / 120 * entry.stride_m
                run = Point(day=entry.date, value=entry.cadence_spm, speed_mps=speed, setting="own log")
                out["cadence_spm", leg, "self_test"].append(run)
    return {key: _by_day(series) for key, series in out.items()}


def _by_day(series: Sequence[Point]) -> list[Point]:
    latest = {point.day: point for point in sorted(series, key=lambda point: point.day)}
    return list(latest.values())


def changes(plan: Plan, log: Log, until: dt.date, *, detectable: DetectableChanges = PUBLISHED) -> list[Change]:
    """Return every measurement's last value against its first, with the verdict of R70 and the band of R71."""
    out = []
    for (metric, side, scale), series in sorted(points(plan, log, until).items()):
        known = detectable.of(metric, scale)
        change = None if known is None else change_of(side, series, known, age_years=plan.age_years)
        if change is not None:
            out.append(change)
    mixed = mixed_sides(out)
    return [_mixed(one) if one.side in mixed and one.metric in RANGE_METRICS else one for one in out]


def mixed_sides(found: Sequence[Change]) -> set[Leg]:
    """Return the sides on which tape and film say different things (X11)."""
    verdicts = {leg: {one.verdict for one in found if one.side == leg and one.metric in RANGE_METRICS} for leg in LEGS}
    return {leg for leg, said in verdicts.items() if len(said) > 1}


def _mixed(change: Change) -> Change:
    """Return a change of range that tape and film do not agree on: nothing is claimed, and the band stays."""
    if change.verdict == "no_detectable_change":
        return change
    sentence = change.sentence.split(": a likely real", maxsplit=1)[0]
    return change.model_copy(
        update={
            "verdict": "no_detectable_change",
            "band_now": change.band_before,
            "rule": "X11",
            "mixed": True,
            "sentence": f"{sentence}, but tape and film do not agree: mixed evidence, no detectable change yet.",
        }
    )


def change_of(side: Leg, series: Sequence[Point], known: Known, *, age_years: int) -> Change | None:
    """Return a series' last value against its first, held against its detectable change; None for one value."""
    if len(series) < 2:
        return None
    metric = known.metric
    before, after = series[0].value, series[-1].value
    moved = after - before
    found = verdicts(_facts_of(series, known, age_years))
    said = next((one for one in SAYING if one in found), None)
    if said is None:
        return None  # no rule can answer, and not assessed is never "no change"
    rule, sentence = found[said]
    band_before, band_now = _bands(metric, known.scale, series, age_years, moves="band_changes" in found)
    unit = measures.unit_of(known.unit)
    words = sentence.format(
        what=f"{side.capitalize()} {measures.noun_of(metric)} ({measures.scales()[known.scale].short})",
        before=unit.text(before),
        after=unit.text(after),
        change=unit.text(abs(moved)),
        mdc=unit.limit(known.mdc) + (f" ({known.source})" if known.origin == "own" else ""),
    )
    return Change(
        metric=metric,
        side=side,
        unit=known.unit,
        scale=known.scale,
        before=before,
        after=after,
        change=round(moved, 2),
        mdc=known.mdc,
        mdc_origin=known.origin,
        mdc_source=known.source,
        verdict=said,
        band_before=band_before,
        band_now=band_now,
        rule=rule,
        sentence=words,
    )


def _facts_of(series: Sequence[Point], known: Known, age_years: int) -> dict[str, Fact]:
    """Return what the rules may ask of a change."""
    moved = series[-1].value - series[0].value
    better = moved > 0 if known.better == "up" else moved < 0 if known.better == "down" else None
    facts = {name: Fact(missing="not asked") for name, kind in vocabulary().items() if kind.scope == "change"}
    return facts | {
        "change_over_mdc": Fact(value=round(abs(moved) / known.mdc, 6)),
        "change_better": Fact(missing="neither direction is better") if better is None else Fact(value=better),
        "running_metric": Fact(value=known.running),
        "same_conditions": _same_conditions(series[0], series[-1]),
        "new_band_retests": Fact(value=_new_band_retests(known.metric, known.scale, series, age_years)),
    }


def _same_conditions(before: Point, after: Point) -> Fact:
    """Return whether two running clips are alike: speed within 5 %, same shoes, surface and frame rate (R73)."""
    if None in {before.speed_mps, after.speed_mps} or None in {before.setting, after.setting}:
        return Fact(missing="speed and setting of both clips not given")
    assert before.speed_mps is not None
    assert after.speed_mps is not None
    close = abs(after.speed_mps - before.speed_mps) <= log_numbers().speed_frac * before.speed_mps
    return Fact(value=close and before.setting == after.setting)


#: Of several verdicts the first is said; a band that changes is said beside it.
SAYING: tuple[Verdict, ...] = (
    "not_comparable", "no_detectable_change", "likely_real_gain", "likely_real_loss", "changed",
)  # fmt: skip


def verdicts(facts: dict[str, Fact]) -> dict[Verdict, tuple[str, str]]:
    """Return what the rules of a change say, each verdict with its rule and sentence."""
    out: dict[Verdict, tuple[str, str]] = {}
    for rule in rules():
        for case in (case for scope, case in rule.scoped() if scope == "change"):
            if evaluate(case.when, facts).outcome:
                for action in case.then:
                    if action.verdict:
                        out.setdefault(action.verdict.to, (rule.id, action.verdict.sentence))
                if rule.match == "first":
                    break
    return out


def _bands(
    metric: str, scale: Scale, series: Sequence[Point], age_years: int, *, moves: bool
) -> tuple[str | None, str | None]:
    """Return the band before and the band that counts now."""
    limits = band_table().dorsiflexion.scales.get(scale)
    if limits is None or limits.metric != metric:
        return None, None
    before, after = (classify(point.value, limits_at(scale, age_years)) for point in (series[0], series[-1]))
    return before, after if moves else before


def _new_band_retests(metric: str, scale: Scale, series: Sequence[Point], age_years: int) -> int:
    """Return how many of the last retests in a row lie in the last one's band, if that is a new band."""
    limits = band_table().dorsiflexion.scales.get(scale)
    if limits is None or limits.metric != metric:
        return 0
    found = [classify(point.value, limits_at(scale, age_years)) for point in series]
    if found[-1] == found[0]:
        return 0
    count = 0
    for band in reversed(found):
        if band != found[-1]:
            break
        count += 1
    return count


def retest_bands(plan: Plan, log: Log, until: dt.date) -> list[set[str]]:
    """Return the bands of both sides at each retest (the baseline left out), oldest first, by the deciding scale."""
    series = points(plan, log, until)
    for scale in band_table().dorsiflexion.order:
        metric = band_table().dorsiflexion.scales[scale].metric
        pair = [series.get((metric, leg, scale), []) for leg in LEGS]
        if all(len(one) > 1 for one in pair):
            both = zip(pair[0][1:], pair[1][1:], strict=False)
            return [{classify(p.value, limits_at(scale, plan.age_years)) for p in points} for points in both]
    return []


def tape_trend(plan: Plan, log: Log, side: Leg, until: dt.date) -> Trend:
    """Return the weekly tape trend of one side with the slope and its 95 % interval (R72)."""
    series = points(plan, log, until).get(("wblt_cm", side, "tape"), [])
    weeks = [(point.day - series[0].day).days / 7 for point in series]
    values = [point.value for point in series]
    enough = len(set(weeks)) > 2
    slope = low = high = None
    if enough:
        fit = linregress(weeks, values)
        # A row of equal values has no spread to estimate an error from; its slope is zero without doubt.
        error = 0.0 if len(set(values)) == 1 else float(fit.stderr)
        half = float(t.ppf(0.975, len(values) - 2)) * error
        slope, low, high = float(fit.slope), float(fit.slope) - half, float(fit.slope) + half
    facts = {name: Fact(missing="not asked") for name, kind in vocabulary().items() if kind.scope == "change"}
    facts |= {
        "trend_points": Fact(value=len(values)),
        "trend_holds_zero": Fact(missing="too few points")
        if low is None or high is None
        else Fact(value=low <= 0 <= high),
    }
    claimed = "trend" in verdicts(facts)
    return Trend(
        side=side,
        weeks=[float(np.round(week, 2)) for week in weeks],
        values=values,
        slope_cm_per_week=slope,
        ci95_low=low,
        ci95_high=high,
        claimed=claimed,
        sentence=_trend_sentence(side, len(values), slope, low, high, claimed=claimed),
    )


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:+.2f}"  # adding zero takes the sign from a rounded -0.00


def _trend_sentence(
    side: Leg, count: int, slope: float | None, low: float | None, high: float | None, *, claimed: bool
) -> str:
    what = f"{side.capitalize()} {measures.noun_of('wblt_cm')} (tape)"
    if slope is None or low is None or high is None:
        return f"{what}: {count} points so far; a trend needs 4."
    interval = f"{_signed(slope)} cm a week (95 % interval {_signed(low)} to {_signed(high)})"
    if claimed:
        return f"{what}: {interval}."
    return f"{what}: {interval}; no trend is claimed while the interval includes zero or points are few."
