"""Doses: of a level, with limits and extra sets, cut or scaled, and their minutes."""

import math
from collections.abc import Mapping

from dorsi.programme.catalogue import Exercise
from dorsi.schema.plan import Dose
from dorsi.schema.sides import Leg

QUARTER_MIN = 0.25


def with_sets(dose: Dose, sets: int) -> Dose:
    """Return the dose with another number of sets."""
    return dose.model_copy(update={"sets": max(1, sets)})


def scaled(dose: Dose, frac: float) -> Dose:
    """Return the dose with `frac` of its sets, never more; a single set loses repetitions or time instead."""
    if dose.sets > 1:
        return with_sets(dose, math.floor(dose.sets * frac))
    change: dict[str, float | int] = {}
    if dose.reps is not None:
        change["reps"] = max(1, math.floor(dose.reps * frac))
    elif dose.hold_s is not None:
        change["hold_s"] = max(5.0, math.floor(dose.hold_s * frac))
    return dose.model_copy(update=change)


def minutes_of(exercise: Exercise, doses: Mapping[Leg, Dose], *, together: bool) -> float:
    """Return the minutes for the sides given, in steps of a quarter; the catalogue's minutes are for both at start."""
    share = 1.0 if together else 0.5
    legs = list(doses.values())[:1] if together else list(doses.values())
    total = sum(exercise.minutes * share * _work_ratio(exercise.dose, dose) for dose in legs)
    return max(QUARTER_MIN, math.ceil(total / QUARTER_MIN - 1e-9) * QUARTER_MIN)


def one_set_minutes(full_min: float) -> float:
    """Return the minutes of an exercise that is cut to one set: half (R40), in steps of a quarter."""
    return max(QUARTER_MIN, math.ceil(full_min / 2 / QUARTER_MIN - 1e-9) * QUARTER_MIN)


def _work_ratio(start: Dose, dose: Dose) -> float:
    ratio = dose.sets / start.sets
    for name in ("reps", "hold_s"):
        before, now = getattr(start, name), getattr(dose, name)
        if before is not None and now is not None:
            ratio *= now / before
    if start.tempo_s and dose.tempo_s and start.reps is not None and dose.reps is not None:
        ratio *= sum(dose.tempo_s) / sum(start.tempo_s)
    return ratio
