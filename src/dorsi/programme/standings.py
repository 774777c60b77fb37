"""Which exercises a log is followed on, on which sides, and where each one starts."""

from dorsi.errors import DataError
from dorsi.programme.catalogue import Exercise, catalogue
from dorsi.programme.entry_facts import Standing
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.vocabulary import Side

HISTORY_TAGS = frozenset({"achilles_any", "achilles_mid", "achilles_ins"})
#: Tags whose rules ask for smaller steps (R05, R08, R09, R11).
SMALL_STEP_TAGS = HISTORY_TAGS | {"pf_hx", "sprain_recent", "instability", "calf_strain"}


def legs_of(exercise: Exercise, side: Side) -> tuple[Side, ...]:
    """Return the sides an exercise is followed on: each leg on its own, or both where both work at once."""
    if exercise.sides == "together":
        return ("both",)
    return ("left", "right") if side == "both" else (side,)


def by_leg(entry: LogEntry) -> list[LogEntry]:
    """Return an entry once for each side it is followed on; raises DataError for an unknown exercise."""
    known = catalogue().exercises
    if entry.exercise_id not in known:
        raise DataError(f"log: {entry.date}: exercise '{entry.exercise_id}' is not in the catalogue")
    return [entry.model_copy(update={"side": side}) for side in legs_of(known[entry.exercise_id], entry.side)]


def standings(plan: Plan, log: Log) -> dict[tuple[str, Side], Standing]:
    """Return every exercise of the plan, and of the log beyond it, by exercise and side, at its first level."""
    known = catalogue()
    out: dict[tuple[str, Side], Standing] = {}
    for item in plan.items:
        exercise = known[item.exercise]
        limits = [cap.max_level for cap in item.caps if cap.max_level]
        gone = [min(e.levels) - 1 for e in plan.excluded if e.item == item.exercise and e.levels]
        for side in legs_of(exercise, item.side):
            out[item.exercise, side] = Standing(
                exercise=exercise,
                side=side,
                level=item.level,
                max_level=max(1, min([*limits, *gone, len(exercise.levels)])),
                clean_needed=item.clean_sessions,
                tendon_history=_tendon_history(plan, side),
            )
    for entry in (leg for one in log.entries for leg in by_leg(one)):
        exercise = known[entry.exercise_id]
        new = Standing(
            exercise=exercise,
            side=entry.side,
            level=entry.level,
            max_level=len(exercise.levels),
            clean_needed=2,
            tendon_history=_tendon_history(plan, entry.side),
        )
        out.setdefault((entry.exercise_id, entry.side), new)
    return out


def small_steps(plan: Plan, side: Side) -> bool:
    """Whether a history on this side halves the size of a step."""
    return any(SMALL_STEP_TAGS & set(tags) for leg, tags in plan.tags.items() if side in {leg, "both"})


def _tendon_history(plan: Plan, side: Side) -> bool:
    return any(HISTORY_TAGS & set(tags) for leg, tags in plan.tags.items() if side in {leg, "both"})
