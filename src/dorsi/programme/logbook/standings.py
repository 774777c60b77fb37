"""The exercises tracked in a log, their sides and starting levels."""

from collections.abc import Sequence

from dorsi.errors import DataError
from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.exercises.timing import minutes_on
from dorsi.programme.facts.entry import Standing
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Side


def legs_of(exercise: Exercise, side: Side) -> tuple[Side, ...]:
    """Return the sides on which an exercise is tracked: each leg, or both if both work at once."""
    if exercise.sides == "together":
        return ("both",)
    return LEGS if side == "both" else (side,)


def by_leg(entry: LogEntry) -> list[LogEntry]:
    """Return an entry once for each tracked side; raises DataError for an unknown exercise."""
    known = catalogue().exercises
    if entry.exercise_id not in known:
        raise DataError(f"log: {entry.date}: exercise '{entry.exercise_id}' is not in the catalogue")
    return [entry.model_copy(update={"side": side}) for side in legs_of(known[entry.exercise_id], entry.side)]


def standings(plan: Plan, log: Log) -> dict[tuple[str, Side], Standing]:
    """Return every exercise of plan and log, by exercise and side, at its first level."""
    known = catalogue()
    out: dict[tuple[str, Side], Standing] = {}
    for item in plan.items:
        exercise = known[item.exercise]
        limits = [cap.max_level for cap in item.caps if cap.max_level] + ([item.max_level] if item.max_level else [])
        gone = [min(e.levels) - 1 for e in plan.excluded if e.item == item.exercise and e.levels]
        for side in legs_of(exercise, item.side):
            out[item.exercise, side] = Standing(
                exercise=exercise,
                side=side,
                level=item.level,
                max_level=max(1, min([*limits, *gone, _last_of(exercise, item.level)])),
                clean_needed=item.clean_sessions,
                tendon_history=_on_side(plan.tendon_history, side),
                tags=_tags(plan, side),
            )
    for entry in (leg for one in log.entries for leg in by_leg(one)):
        exercise = known[entry.exercise_id]
        new = Standing(
            exercise=exercise,
            side=entry.side,
            level=entry.level,
            max_level=len(exercise.levels),
            clean_needed=plan.clean_sessions,
            tendon_history=_on_side(plan.tendon_history, entry.side),
            tags=_tags(plan, entry.side),
        )
        out.setdefault((entry.exercise_id, entry.side), new)
    return out


def _last_of(exercise: Exercise, level: int) -> int:
    """Return the last level that a session can have: a warm-up takes no step that would make it longer."""
    if exercise.category != "warmup":
        return len(exercise.levels)
    least = minutes_on(exercise, level, exercise.dose_at(level), "both")
    later = range(level + 1, len(exercise.levels) + 1)
    longer = (one for one in later if minutes_on(exercise, one, exercise.dose_at(one), "both") > least)
    return next(longer, len(exercise.levels) + 1) - 1


def step_frac(plan: Plan, side: Side) -> float:
    """Return the allowed step size on this side as a share of the usual one; less with a history."""
    return min(frac for leg, frac in plan.step_frac.items() if side in {leg, "both"})


def _on_side(legs: Sequence[Leg], side: Side) -> bool:
    return any(side in {leg, "both"} for leg in legs)


def _tags(plan: Plan, side: Side) -> frozenset[str]:
    return frozenset(tag for leg in LEGS if side in {leg, "both"} for tag in plan.tags.get(leg, ()))
