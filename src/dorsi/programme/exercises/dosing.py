"""Doses with fewer sets or part of the work; dose_words.py puts them in words, timing.py computes their time."""

import math
from collections.abc import Iterable

from dorsi.schema.plan import Dose


def with_sets(dose: Dose, sets: int) -> Dose:
    """Return the dose with another number of sets."""
    return dose.model_copy(update={"sets": max(1, sets)})


def alike(doses: Iterable[Dose]) -> bool:
    """Whether all doses are the same."""
    first, *rest = doses
    return all(one is first or one == first for one in rest)


def scaled(dose: Dose, frac: float) -> Dose:
    """Return the dose with at most `frac` of its sets; a single set loses repetitions or time instead."""
    if dose.sets > 1:
        return with_sets(dose, math.floor(dose.sets * frac))
    change: dict[str, float | int] = {}
    if dose.reps is not None:
        change["reps"] = max(1, math.floor(dose.reps * frac))
    elif dose.hold_s is not None:
        change["hold_s"] = max(5.0, math.floor(dose.hold_s * frac))
    return dose.model_copy(update=change)
