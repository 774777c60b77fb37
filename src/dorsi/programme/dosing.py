"""Doses: with fewer sets or a part of the work, and their words; timing.py says how long they take."""

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
    """Return the dose with `frac` of its sets, never more; a single set loses repetitions or time instead."""
    if dose.sets > 1:
        return with_sets(dose, math.floor(dose.sets * frac))
    change: dict[str, float | int] = {}
    if dose.reps is not None:
        change["reps"] = max(1, math.floor(dose.reps * frac))
    elif dose.hold_s is not None:
        change["hold_s"] = max(5.0, math.floor(dose.hold_s * frac))
    return dose.model_copy(update=change)


def dose_text(dose: Dose, *, together: bool) -> str:
    """Return the dose in words, such as '2 x 8 per side, tempo 2-1-3 s'."""
    if dose.reps is not None and dose.hold_s is not None:
        amount = f"{dose.sets} x {dose.reps} x {dose.hold_s:g} s"
    elif dose.reps is not None:
        amount = f"{dose.sets} x {dose.reps}"
    else:
        amount = f"{dose.sets} x {dose.hold_s or 0:g} s"
    parts = [amount]
    parts += (
        [{2: "each way", 3: "in three directions"}.get(dose.ways, f"in {dose.ways} directions")]
        if dose.ways > 1
        else []
    )
    parts += [] if together else ["per side"]
    words = " ".join(parts)
    if dose.tempo_s is not None:
        words += f", tempo {'-'.join(f'{part:g}' for part in dose.tempo_s)} s"
    if dose.rest_s is not None:
        words += f", {dose.rest_s:g} s rest"
    return words + (f", {dose.load}" if dose.load else "")
