"""The balance of a week: what is missing in it, and what is there too often."""

from collections.abc import Sequence

from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.language.parameters import Parameters
from dorsi.schema.plan import Day, Week


def categories_of_empty_days(weeks: Sequence[Week], params: Parameters) -> frozenset[str]:
    """Return the leading categories of days with nothing but the warm-up, unless a hard run or swelling is why."""
    first = max(params.warmup_only_days or 0, params.light_only_days or 0)
    days = [day for week in weeks for day in week.days][first:]
    empty = {
        day.kind
        for day in days
        if day.pattern != "rest" and not day.before_hard_run and all(i.category == "warmup" for i in day.items)
    }
    return frozenset((params.leads or {})[pattern] for pattern in empty)


def named(days: Sequence[Day]) -> list[Day]:
    """Return the days of a week with their sessions named by what they hold: A, and A2 for another strength session."""
    found: dict[str, list[object]] = {}
    out = []
    for day in days:
        own = [(item.exercise, item.side, item.level, item.dose_text) for item in day.items]
        alike = found.setdefault(day.kind, [])
        alike += [] if own in alike else [own]
        place = alike.index(own) + 1
        name = day.kind if place == 1 or day.kind == "rest" else f"{day.kind}{place}"
        out.append(day.model_copy(update={"pattern": name}))
    return out


def missed_needs(needs: Sequence[tuple[str, ...]], days: Sequence[Day]) -> list[bool]:
    """Return for each need whether a week does not meet it."""
    used = exercises_of(days)
    return [not used.intersection(need) for need in needs]


def exercises_of(days: Sequence[Day]) -> set[str]:
    """Return the exercises of some days."""
    return {item.exercise for day in days for item in (*day.morning, *day.items)}


def balanced(days: list[Day], share_max: float) -> list[Day]:
    """Return the days without hip and trunk repeats beyond their weekly share (R41), one kind of day at a time.

    A day on which they are all there is beside the warm-up comes last: another one has more left without them.
    """
    out = list(days)
    while True:
        main = [item for day in out for item in day.items if item.category != "warmup"]
        proximal = [item for item in main if item.category == "proximal"]
        if len(proximal) <= 1 or len(proximal) <= share_max * len(main):
            return out
        most = max(out, key=lambda day: (*_proximal(day), out.index(day)))
        name = next(item.exercise for item in reversed(most.items) if item.category == "proximal")
        alike = [day for day in out if (day.pattern, day.items) == (most.pattern, most.items)]
        only = sum(item.exercise == name for item in proximal) <= len(alike)
        # Remove the last hip or trunk exercise day by day, so that one stays in the week.
        for day in alike[-1:] if only and len({item.exercise for item in proximal}) == 1 else alike:
            items = [item for item in day.items if item.exercise != name]
            out[out.index(day)] = day.model_copy(
                update={"items": items, "minutes": sum(item.minutes for item in items)}
            )


def _proximal(day: Day) -> tuple[bool, int]:
    """Return whether a day has hip and trunk exercises beside others, and how many."""
    count = sum(item.category == "proximal" for item in day.items)
    return 0 < count < sum(item.category != "warmup" for item in day.items), count


def primary(ready: Sequence[Prepared]) -> list[Prepared]:
    """Return the one range exercise that every session holds: of the heaviest finding, the one that needs most days."""
    mobility = [one for one in ready if one.exercise.category == "mobility"]
    ranked = sorted(
        mobility, key=lambda one: (-one.choice.severity, -min(one.exercise.days[0], one.days_max), one.order)
    )
    return ranked[:1]
