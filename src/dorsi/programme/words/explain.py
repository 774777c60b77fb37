"""The chain from a measured value to an exercise, and what would change it."""

from collections.abc import Iterator

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChange
from dorsi.errors import OptionError
from dorsi.programme.facts.bands import BANDS, limits_at
from dorsi.programme.rulebook.lookup import case_that_says
from dorsi.programme.rulebook.rule import Rule
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.plan import Plan, PlanItem, Reason
from dorsi.wording.plurals import minutes


def explain(plan: Plan, item: str) -> list[str]:
    """Return the lines that explain an exercise of the plan, or why it was left out.

    Raises OptionError if the exercise is neither in the plan nor left out.
    """
    if plan.stop is not None:
        return [f"There is no plan: {plan.stop.text} ({plan.stop.rule})"]
    found = [one for one in plan.items if one.exercise == item]
    out = [entry for entry in plan.excluded if entry.item == item]
    if not found and not out:
        known = sorted({one.exercise for one in plan.items} | {entry.item for entry in plan.excluded})
        raise OptionError(f"explain: '{item}' is not in this plan; choose from {', '.join(known)}")
    lines: list[str] = []
    for one in found:
        lines += _item_lines(one)
    for entry in out:
        levels = f" levels {', '.join(map(str, entry.levels))}" if entry.levels else ""
        until = f"; until {entry.until}" if entry.until else ""
        lines.append(
            f"{entry.name}: left out{levels} ({entry.side}), {entry.text}{until} [{entry.rule}: {_title(entry.rule)}]"
        )
    return [*lines, *_what_would_change(plan, found)]


def _item_lines(one: PlanItem) -> Iterator[str]:
    time = f"{minutes(one.minutes)}; from week {one.from_week}"
    yield f"{one.name} ({one.side}), level {one.level}: {one.level_text}; {time}"
    yield f"  dose: {one.dose_text}"
    for reason in one.because:
        yield f"  because {reason_words(reason)} [{reason.rule}: {_title(reason.rule)}]"
    for cap in one.caps:
        yield f"  limited: {cap.words} [{cap.rule}: {_title(cap.rule)}]"
    if one.next_level is not None:
        yield f"  next: level {one.next_level.level}, {one.next_level.text}, after {one.next_level.criterion}"
    yield f"  sources: {', '.join(one.sources)}; evidence of the rules: {', '.join(_evidence(one))}"


def reason_words(reason: Reason) -> str:
    """Return one link of the chain in words: first the finding, then its meaning."""
    if reason.fact:
        return f"{reason.fact}; {reason.text}"
    return f"{reason.side}: {reason.text}" if reason.side in {"left", "right"} else reason.text


def _title(rule_id: str) -> str:
    rule = _rule(rule_id)
    return rule.title if rule else "rule of the catalogue"


def _rule(rule_id: str) -> Rule | None:
    return next((rule for rule in rules() if rule.id == rule_id), None)


def _evidence(one: PlanItem) -> list[str]:
    ids = dict.fromkeys(reason.rule for reason in one.because)
    found = [rule for rule_id in ids if (rule := _rule(rule_id)) is not None]
    return list(dict.fromkeys(evidence for rule in found for evidence in rule.evidence))


def _detectable(plan: Plan, metric: str | None, scale: str) -> DetectableChange | None:
    """Return the detectable change the plan used; the published value if it has none."""
    told = next((one for one in plan.detectable_changes if (one.metric, one.scale) == (metric, scale)), None)
    known = None if metric is None else PUBLISHED.of(metric, scale)
    return told or (None if known is None else known.record)


def _what_would_change(plan: Plan, found: list[PlanItem]) -> Iterator[str]:
    """Yield the band limits next to the values behind the exercise."""
    rule, text = case_that_says("band_changes")
    metrics = {(reason.metric, reason.side) for one in found for reason in one.because}
    for band in plan.bands:
        if band.band is None or band.scale is None or band.value is None or (band.metric, band.side) not in metrics:
            continue
        limits = limits_at(band.scale, plan.age_years)
        place = BANDS.index(band.band)
        unit = measures.unit_of(band.unit or "")
        known = _detectable(plan, band.metric, band.scale)
        if place < len(limits) and known is not None:
            yield (
                f"What would change it: {band.side} at {unit.rough(limits[place])} or more is {BANDS[place + 1]}; "
                f"the detectable change is {unit.limit(known.mdc)} ({known.source}); {text} ({rule})."
            )
        if place > 0:
            yield f"What would change it: {band.side} below {unit.rough(limits[place - 1])} is {BANDS[place - 1]}."
    for one in found:
        if one.caps:
            yield f"A limit ends only when its reason ends: {', '.join(dict.fromkeys(cap.rule for cap in one.caps))}."
            break
