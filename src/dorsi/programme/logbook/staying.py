"""Why an exercise stays at its level for the whole plan, each reason once."""

from collections.abc import Mapping

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import tell_us, things_words
from dorsi.programme.logbook.standings import legs_of
from dorsi.schema.plan import Plan, PlanItem
from dorsi.schema.plan_remarks import Stay
from dorsi.vocabulary import Side
from dorsi.wording.plurals import plural


def stays_of(plan: Plan, sessions: Mapping[tuple[str, Side], int]) -> list[Stay]:
    """Return why exercises of the main part do not move; `sessions` counts those of each that never does."""
    out = []
    for item in plan.items:
        counts = [sessions[item.exercise, leg] for leg in _legs(item) if (item.exercise, leg) in sessions]
        if counts and item.category != "warmup":
            rule, text = _why(plan, item, max(counts))
            out.append(
                Stay(exercise=item.exercise, name=item.name, side=item.side, level=item.level, rule=rule, text=text)
            )
    return out


def _legs(item: PlanItem) -> tuple[Side, ...]:
    return legs_of(catalogue()[item.exercise], item.side)


def _why(plan: Plan, item: PlanItem, sessions: int) -> tuple[str | None, str]:
    """Return what keeps an exercise at its level, with the rule behind it if there is one."""
    exercise = catalogue()[item.exercise]
    step = exercise.levels.get(item.level + 1)
    if step is None:
        return None, "its last level"
    for cap in item.caps:
        if cap.max_level is not None and cap.max_level <= item.level:
            return cap.rule, f"limit: {cap.words}"
    for entry in plan.excluded:
        if entry.item == item.exercise and item.level + 1 in entry.levels:
            until = f", until {entry.until}" if entry.until else ""
            return entry.rule, f"{entry.text}{until}"
    if item.max_level is not None and item.max_level <= item.level and step.needs:
        return None, f"the next level needs {things_words(step.needs)}{tell_us(told=plan.equipment_told)}"
    if sessions <= item.clean_sessions:
        return None, f"{plural(sessions, 'session')} in this plan; a step needs {item.clean_sessions} before it"
    return None, "other exercises move up first, a few in each session"
