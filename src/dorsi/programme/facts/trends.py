"""Changes from the baseline, compared with what the two numbers can detect."""

import datetime as dt
from collections.abc import Mapping, Sequence
from math import hypot, sqrt

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges, Known
from dorsi.programme.facts.bands import band_table, classify, limits_at
from dorsi.programme.facts.points import Key, Point, points
from dorsi.programme.language.actions import VerdictAction
from dorsi.programme.language.conditions import Fact, not_given, outcome
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rules import cases_of, log_numbers, same_speed_text
from dorsi.schema.log import Basis, Change, Log
from dorsi.schema.plan import Plan, Verdict
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Scale

RANGE_METRICS = frozenset({"wblt_cm", "peak_shank_inclination_deg"})


def changes(plan: Plan, log: Log, until: dt.date, *, detectable: DetectableChanges = PUBLISHED) -> list[Change]:
    """Return every measurement's change from first to last value, with the rules' verdict and band."""
    return changes_of(plan, points(plan, log, until), detectable=detectable)


def changes_of(
    plan: Plan, every: Mapping[Key, Sequence[Point]], *, detectable: DetectableChanges = PUBLISHED
) -> list[Change]:
    """Return the changes of all series of dated values."""
    found = _changes(plan, every, detectable, differing=set())
    differing = differing_sides(found)
    return _changes(plan, every, detectable, differing=differing) if differing else found


def _changes(
    plan: Plan,
    every: Mapping[Key, Sequence[Point]],
    detectable: DetectableChanges,
    *,
    differing: set[Leg],
) -> list[Change]:
    out = []
    for (metric, side, scale), series in sorted(every.items()):
        known = detectable.of(metric, scale)
        differs = side in differing and metric in RANGE_METRICS
        change = None
        if known is not None:
            change = change_of(side, series, known, age_years=plan.age_years, differs=differs)
        if change is not None:
            out.append(change)
    return out


def differing_sides(found: Sequence[Change]) -> set[Leg]:
    """Return the sides on which tape and film disagree, ignoring numbers with low confidence."""
    sure = [one for one in found if one.metric in RANGE_METRICS and not one.low_confidence]
    return {leg for leg in LEGS if len({one.verdict for one in sure if one.side == leg}) > 1}


def change_of(
    side: Leg, series: Sequence[Point], known: Known, *, age_years: int, differs: bool = False
) -> Change | None:
    """Return a series' change from first to last value, compared with what is detectable; None for one value.

    Parameters
    ----------
    side
        The leg.
    series
        Its values, oldest first.
    known
        The detectable change of the measurement.
    age_years
        Used for the limits between the bands.
    differs
        Whether tape and film of this side disagree.
    """
    if len(series) < 2:
        return None
    first, last = series[0], series[-1]
    needed, basis = least_change(first, last, known)
    found = verdicts(_facts_of(series, known, needed, age_years) | {"tape_film_differ": Fact(value=differs)})
    said = next((one for one in SAYING if one in found), None)
    if said is None:
        return None  # no rule can answer, and not assessed never means "no change"
    rule, action = found[said]
    band_before, band_now = _bands(known.metric, known.scale, series, age_years, moves="band_changes" in found)
    source = INTERVALS if basis == "intervals" else known.source
    words = _words(side, series, known, needed, f" ({source})" if basis == "own" else "")
    return Change(
        metric=known.metric,
        side=side,
        unit=known.unit,
        scale=known.scale,
        before=first.value,
        after=last.value,
        change=round(last.value - first.value, 2),
        mdc=needed,
        mdc_origin=basis,
        mdc_source=source,
        verdict=said,
        band_before=band_before,
        band_now=band_now,
        low_confidence=first.low_confidence or last.low_confidence,
        rule=rule,
        sentence=action.sentence.format(**words),
        advice=action.advice.format(**words) if action.advice else None,
    )


def _words(side: Leg, series: Sequence[Point], known: Known, needed: float, source: str) -> dict[str, str]:
    """Return the fields for the sentence of a change."""
    unit, (before, after) = measures.unit_of(known.unit), (series[0].value, series[-1].value)
    return {
        "side": side,
        "what": f"{side.capitalize()} {measures.noun_of(known.metric)} ({measures.scales()[known.scale].short})",
        "before": unit.text(before),
        "after": unit.text(after),
        "change": unit.text(abs(after - before)),
        "mdc": f"{unit.limit(needed)}{source}",
        "speed": same_speed_text(),
    }


#: Used if the two numbers' own intervals are wider than the method's detectable change.
INTERVALS = "95 % intervals of both numbers together"


def least_change(before: Point, after: Point, known: Known) -> tuple[float, Basis]:
    """Return the smallest detectable change: the method's, or that of these two numbers if larger.

    A number without its own interval gets the method's detectable change divided by the root of two.
    """
    usual = known.mdc / sqrt(2)
    joint = hypot(*(usual if one.bound is None else one.bound for one in (before, after)))
    wider = round(joint - known.mdc, 1) > 0  # intervals are stored to a tenth, so smaller differences don't count
    return (round(joint, 1), "intervals") if wider else (known.mdc, known.origin)


def _facts_of(series: Sequence[Point], known: Known, needed: float, age_years: int) -> dict[str, Fact]:
    """Return the facts of a change for the rules."""
    moved = series[-1].value - series[0].value
    better = moved > 0 if known.better == "up" else moved < 0 if known.better == "down" else None
    facts = {name: Fact(missing="not asked") for name, kind in vocabulary().items() if kind.scope == "change"}
    return facts | {
        "change_over_mdc": Fact(value=round(abs(moved) / needed, 6)),
        "change_better": Fact(missing="neither direction is better") if better is None else Fact(value=better),
        "change_low_confidence": Fact(value=series[0].low_confidence or series[-1].low_confidence),
        "running_metric": Fact(value=known.running),
        "same_conditions": _same_conditions(series[0], series[-1]),
        "new_band_retests": Fact(value=_new_band_retests(known.metric, known.scale, series, age_years)),
    }


def _same_conditions(before: Point, after: Point) -> Fact:
    """Return whether two running clips are comparable: similar speed, same shoes, surface and frame rate (R73)."""
    if None in {before.speed_mps, after.speed_mps} or None in {before.setting, after.setting}:
        return not_given("speed and setting of both clips")
    assert before.speed_mps is not None
    assert after.speed_mps is not None
    close = abs(after.speed_mps - before.speed_mps) <= log_numbers().speed_frac * before.speed_mps
    return Fact(value=close and before.setting == after.setting)


#: The first of several verdicts is reported, and a changed band beside it.
SAYING: tuple[Verdict, ...] = (
    "not_comparable", "no_detectable_change", "likely_real_gain", "likely_real_loss", "changed",
)  # fmt: skip


def verdicts(facts: dict[str, Fact]) -> dict[Verdict, tuple[str, VerdictAction]]:
    """Return the rules' verdicts on a change, each with its rule and text."""
    out: dict[Verdict, tuple[str, VerdictAction]] = {}
    for rule, cases in cases_of("change"):
        for case in cases:
            if outcome(case.when, facts):
                for action in case.then:
                    if action.verdict:
                        out.setdefault(action.verdict.to, (rule.id, action.verdict))
                if rule.match == "first":
                    break
    return out


def _bands(
    metric: str, scale: Scale, series: Sequence[Point], age_years: int, *, moves: bool
) -> tuple[str | None, str | None]:
    """Return the earlier and the current band."""
    limits = band_table().dorsiflexion.scales.get(scale)
    if limits is None or limits.metric != metric:
        return None, None
    before, after = (classify(point.value, limits_at(scale, age_years)) for point in (series[0], series[-1]))
    return before, after if moves else before


def _new_band_retests(metric: str, scale: Scale, series: Sequence[Point], age_years: int) -> int:
    """Return how many of the latest retests in a row are in the last one's band, if that band is new."""
    limits = band_table().dorsiflexion.scales.get(scale)
    if limits is None or limits.metric != metric:
        return 0
    sure = [point for point in series[1:] if not point.low_confidence]
    found = [classify(point.value, limits_at(scale, age_years)) for point in (series[0], *sure)]
    if found[-1] == found[0]:
        return 0
    count = 0
    for band in reversed(found):
        if band != found[-1]:
            break
        count += 1
    return count


def retest_bands(plan: Plan, log: Log, until: dt.date) -> list[set[str]]:
    """Return the bands of both sides at each retest (without the baseline), oldest first, on the leading scale."""
    series = points(plan, log, until)
    for scale in band_table().dorsiflexion.order:
        metric = band_table().dorsiflexion.scales[scale].metric
        pair = [series.get((metric, leg, scale), []) for leg in LEGS]
        if all(len(one) > 1 for one in pair):
            both = zip(pair[0][1:], pair[1][1:], strict=False)
            return [{classify(p.value, limits_at(scale, plan.age_years)) for p in points} for points in both]
    return []
