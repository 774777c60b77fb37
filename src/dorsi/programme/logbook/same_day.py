"""Entries of one exercise, leg and day that were noted apart: they are one session, and the worse answer counts."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from dorsi.schema.log import WHOLE_DOSE, LogEntry
from dorsi.vocabulary import Side

#: Answers of which the higher, or the lower, one is the worse.
HIGH_IS_WORSE: Final = frozenset(
    {"pain_during", "pain_next_morning", "first_step_pain", "morning_stiff_min", "stiff_post", "tightness", "fatigue",
     "calf_fatigue", "rpe", "form_breaks", "knee_inward", "touches", "sharp_or_limping", "swelling", "heel_lift"}
)  # fmt: skip
LOW_IS_WORSE: Final = frozenset({"form", "recovery_ok_pct", "ease", "confidence", "goal_met"})


def one_a_day(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Return entries by day, each exercise and leg once a day; each entry is of one tracked side."""
    kept: dict[tuple[dt.date, str, Side], list[LogEntry]] = {}
    for entry in sorted(entries, key=lambda one: one.date):
        kept.setdefault((entry.date, entry.exercise_id, entry.side), []).append(entry)
    return [_joined(same) for same in kept.values()]


def _joined(same: list[LogEntry]) -> LogEntry:
    last = same[-1]
    if len(same) == 1:
        return last
    found: dict[str, object] = {}
    for name in LogEntry.model_fields:
        values = [value for entry in same if (value := getattr(entry, name)) is not None]
        worst = max if name in HIGH_IS_WORSE else min if name in LOW_IS_WORSE else None
        found[name] = None if not values else values[-1] if worst is None else worst(values)
    parts = [entry.dose_done_pct for entry in same if entry.dose_done_pct is not None]
    if len(parts) == len(same) and len({entry.level for entry in same}) == 1:  # in the morning a half, and at night
        found["dose_done_pct"] = max(min(sum(parts), WHOLE_DOSE), *parts)
    return last.model_copy(update=found)
