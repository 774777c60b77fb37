"""Another method in the same weekly time if steady work shows no detectable change (R62), never more volume."""

import math

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.programme.language.moves import MoveAction
from dorsi.schema.plan import Plan, SessionItem

ANOTHER = "another method"


def with_other_method(items: list[SessionItem], plan: Plan, move: MoveAction) -> tuple[list[SessionItem], str | None]:
    """Return the session with one range exercise done differently in the same minutes, and a note on it.

    An exercise with the first trait goes to the level the move names (contract-relax); without one, the first with
    the second trait and a tempo becomes slower with fewer repetitions. Where a limit bars both, or the first takes
    more minutes a week than the move allows, the session stays as it is and there is no note.
    """
    held, ranged = (*move.traits, "", "")[:2]
    level = move.level or 1
    for place, item in enumerate(items):
        if held in catalogue()[item.exercise].traits and _allows(plan, item, level, move):
            return [*items[:place], _at_level(item, level), *items[place + 1 :]], (
                f"{item.name} as contract-relax, in the same minutes"
            )
    for place, item in enumerate(items):
        if ranged in catalogue()[item.exercise].traits and item.dose.tempo_s and item.dose.reps and move.tempo_s:
            return [*items[:place], _slower(item, move.tempo_s), *items[place + 1 :]], (
                f"{item.name} slower with fewer repetitions, in the same minutes"
            )
    return items, None


def _allows(plan: Plan, item: SessionItem, level: int, move: MoveAction) -> bool:
    """Whether the plan allows the level on the item's side and the item is not at that level yet."""
    exercise = catalogue()[item.exercise]
    if item.level >= level or level not in exercise.levels:
        return False
    same = [one for one in plan.items if one.exercise == item.exercise and {one.side, item.side} & {item.side, "both"}]
    highest = min((one.max_level or len(exercise.levels) for one in same), default=len(exercise.levels))
    capped = any(cap.max_level is not None and cap.max_level < level for one in same for cap in one.caps)
    gone = any(entry.item == item.exercise and (not entry.levels or level in entry.levels) for entry in plan.excluded)
    a_week_s = (exercise.dose_at(level).tension_s or 0) / exercise.dose_at(level).sets * item.dose.sets
    days = min([one.days_per_week[1] for one in same] or [exercise.days[1]])
    fits = move.minutes_per_week is None or a_week_s * days <= 60 * move.minutes_per_week
    return highest >= level and fits and not (capped or gone)


def _at_level(item: SessionItem, level: int) -> SessionItem:
    exercise = catalogue()[item.exercise]
    dose = exercise.dose_at(level).model_copy(update={"sets": item.dose.sets})
    shown = {"level": level, "level_text": exercise.levels[level].text, "equipment": exercise.equipment_at(level)}
    return with_dose(item.model_copy(update=shown | {"note": ANOTHER}), dose)


def _slower(item: SessionItem, step_s: float) -> SessionItem:
    out, hold, back = item.dose.tempo_s or (0, 0, 0)
    slow = (out + step_s, hold, back + step_s)
    reps = max(1, math.floor((item.dose.reps or 1) * (out + hold + back) / sum(slow)))
    dose = item.dose.model_copy(update={"tempo_s": slow, "reps": reps})
    return with_dose(item.model_copy(update={"note": ANOTHER}), dose)
