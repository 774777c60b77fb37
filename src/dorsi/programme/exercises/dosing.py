"""Doses with other sets or part of the work; dose_words.py puts them in words, timing.py computes their time."""

import math
from collections.abc import Iterable

from dorsi.schema.plan import Dose

SHORTEST_HOLD_S = 5.0


def with_sets(dose: Dose, sets: int) -> Dose:
    """Return the dose with another number of sets."""
    return dose.model_copy(update={"sets": max(1, sets)})


def alike(doses: Iterable[Dose]) -> bool:
    """Whether all doses are the same."""
    first, *rest = doses
    return all(one is first or one == first for one in rest)


def scaled(dose: Dose, frac: float) -> Dose:
    """Return the dose with `frac` of its work, or as little more as whole repetitions and seconds allow.

    Fewer sets first, then fewer repetitions or shorter holds in those that are left: 60 % of 2 sets of 8 are 2 sets of
    5, since one set would be half.
    """
    if frac >= 1:
        return dose
    sets = _up(dose.sets * frac)
    each = dose.sets * frac / sets  # share of each set that is left
    change: dict[str, float | int] = {"sets": sets}
    if dose.reps is not None:
        change["reps"] = _up(dose.reps * each)
    elif dose.hold_s is not None:
        change["hold_s"] = max(min(SHORTEST_HOLD_S, dose.hold_s), float(_up(dose.hold_s * each)))
    return dose.model_copy(update=change)


def _up(number: float) -> int:
    return max(1, math.ceil(number - 1e-9))
