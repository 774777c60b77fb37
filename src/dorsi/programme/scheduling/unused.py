"""One sentence where the minutes that were asked for are not used: what else there could be, and why it isn't."""

import math
from collections.abc import Sequence

from dorsi import measures
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.prepared import Prepared
from dorsi.schema.plan import Day, Reason, Week


def unused_words(found: Findings, weeks: Sequence[Week], ready: Sequence[Prepared]) -> list[Reason]:
    """Return why the sessions take less than was asked for, or hold the warm-up only; nothing where they are used well.

    Race weeks, the days before a hard run and the days of swelling or of an easy start have their own notes.
    """
    params, asked = found.parameters, found.intake.minutes_per_day
    first = max(params.warmup_only_days or 0, params.light_only_days or 0, params.easy_days or 0)
    days = [day for week in weeks if not week.nothing_new for day in week.days]
    days = [day for day in days[first:] if day.pattern != "rest" and not day.before_hard_run]
    if not days:
        return []
    most = params.longest_session_min(asked)
    bare = [day for day in days if all(item.category == "warmup" for item in day.items)]
    if bare and params.warmup_only_say:
        more = min(
            (one.least.minutes for one in ready if one.when is None and one.exercise.category != "warmup"), default=0
        )
        missing = max(1, math.ceil(more - (most - max(_minutes(day) for day in bare))))
        return [
            found.why("warmup_only_say", params.warmup_only_say.format(more=_whole(missing), minutes=_whole(asked)))
        ]
    used = [_minutes(day) for day in days]
    uneven = any(item.note for day in days for item in day.items)
    name, words = (
        ("minutes_uneven_say", params.minutes_uneven_say) if uneven else ("minutes_left_say", params.minutes_left_say)
    )
    if sum(used) / len(used) >= (params.minutes_used_least or 0) * most or words is None:
        return []
    least, longest = math.ceil(min(used)), math.ceil(max(used))
    return [found.why(name, words.format(minutes=_whole(asked), least=least, most=_whole(longest)))]


def _minutes(day: Day) -> float:
    return day.minutes + sum(item.minutes for item in day.morning)


def _whole(minutes: float) -> str:
    return measures.unit_for("min", minutes).brief(math.ceil(minutes))
