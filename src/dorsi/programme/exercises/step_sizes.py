"""Steps between levels: what changes, and how much at most; half with a history (R57)."""

from collections.abc import Iterator

from dorsi.programme.exercises.catalogue import Exercise
from dorsi.programme.language.moves import MoveAction
from dorsi.schema.plan import Dose


def step_words(exercise: Exercise, level: int, sizes: MoveAction, *, frac: float) -> str:
    """Return how to reach `level` from the level before: "hold 20 to 30 s, 5 s more a session at most".

    `frac` is the share of the usual step allowed by a history. One variable changes at a time, by at most the sizes of
    R57 from session to session. A level that only changes how the exercise is done uses its own text, with the size
    of a range step if it is one.
    """
    before, after = exercise.dose_at(level - 1), exercise.dose_at(level)
    parts = list(_changes(before, after, sizes, frac))
    if not parts and "range_item" in exercise.traits:
        parts = [f"range {(sizes.range_cm or 0) * frac:g} cm or {(sizes.range_deg or 0) * frac:g} deg more at most"]
    words = ["; then ".join(parts)] if parts else []
    return "; ".join([exercise.levels[level].text, *words])


def _changes(before: Dose, after: Dose, sizes: MoveAction, frac: float) -> Iterator[str]:
    if before.hold_s and after.hold_s and after.hold_s > before.hold_s:
        size = (sizes.hold_s or 0) * frac
        yield f"hold {before.hold_s:g} to {after.hold_s:g} s, {size:g} s more a session at most"
    if before.tempo_s and after.tempo_s and after.tempo_s != before.tempo_s:
        yield f"tempo one part at a time, {(sizes.tempo_s or 0) * frac:g} s slower at most"
    volume = [_volume(dose) for dose in (before, after)]
    if volume[1] > volume[0]:
        amounts = [f"{dose.sets} x {dose.reps or 1}" for dose in (before, after)]
        yield f"{amounts[0]} to {amounts[1]}, {100 * (sizes.time_frac or 0) * frac:.0f} % more a session at most"
    if after.load and after.load != before.load:
        yield f"load up to {after.load}, {100 * (sizes.load_frac or 0) * frac:.0f} % more a step at most"


def _volume(dose: Dose) -> int:
    return dose.sets * (dose.reps or 1)
