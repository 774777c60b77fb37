"""Another method at the same weekly time when steady work shows no detectable change (R62), never more volume."""

import math

from dorsi.programme.catalogue import catalogue
from dorsi.programme.dosing import dose_text
from dorsi.schema.plan import Plan, SessionItem

CONTRACT_RELAX_LEVEL = 3  #: of the held calf stretches
TEMPO_STEP_S = 1.0


def with_other_method(items: list[SessionItem], plan: Plan) -> tuple[list[SessionItem], str | None]:
    """Return the session with one range exercise done in another way in the same minutes, and the note on it.

    A held calf stretch becomes contract-relax; without one, the first range exercise with a tempo becomes slower with
    fewer repetitions. Where a limit bars both, the session stays as it is and there is no note.
    """
    for place, item in enumerate(items):
        if "static_stretch" in catalogue()[item.exercise].traits and _allows(plan, item, CONTRACT_RELAX_LEVEL):
            return [*items[:place], _contract_relax(item), *items[place + 1 :]], (
                f"R62: {item.name} as contract-relax, in the same minutes; another method, not more stretching."
            )
    for place, item in enumerate(items):
        if "range_item" in catalogue()[item.exercise].traits and item.dose.tempo_s and item.dose.reps:
            return [*items[:place], _slower(item), *items[place + 1 :]], (
                f"R62: {item.name} slower with fewer repetitions, in the same minutes; another method, not more."
            )
    return items, None


def _allows(plan: Plan, item: SessionItem, level: int) -> bool:
    """Whether no limit of the plan bars the level on the item's side, and it is not there already."""
    same = [one for one in plan.items if one.exercise == item.exercise and {one.side, item.side} & {item.side, "both"}]
    capped = any(cap.max_level is not None and cap.max_level < level for one in same for cap in one.caps)
    gone = any(entry.item == item.exercise and (not entry.levels or level in entry.levels) for entry in plan.excluded)
    held_back = any("sensation" in cap.text for one in same for cap in one.caps)  # a dose that a history limits
    return item.level < level and not (capped or gone or held_back)


def _contract_relax(item: SessionItem) -> SessionItem:
    exercise = catalogue()[item.exercise]
    dose = exercise.dose_at(CONTRACT_RELAX_LEVEL).model_copy(update={"sets": item.dose.sets})
    words = f"{dose_text(dose, together=item.side != 'both')}, {exercise.levels[CONTRACT_RELAX_LEVEL].text}"
    return item.model_copy(
        update={"level": CONTRACT_RELAX_LEVEL, "dose": dose, "dose_text": words, "note": "R62: another method"}
    )


def _slower(item: SessionItem) -> SessionItem:
    out, hold, back = item.dose.tempo_s or (0, 0, 0)
    slow = (out + TEMPO_STEP_S, hold, back + TEMPO_STEP_S)
    reps = max(1, math.floor((item.dose.reps or 1) * (out + hold + back) / sum(slow)))
    dose = item.dose.model_copy(update={"tempo_s": slow, "reps": reps})
    together = "per side" not in item.dose_text
    return item.model_copy(
        update={"dose": dose, "dose_text": dose_text(dose, together=together), "note": "R62: another method"}
    )
