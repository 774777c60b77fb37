"""Which weekday has which session: the usual pattern, moved away from the days before hard runs (R44, R46)."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from dorsi.programme.language.parameters import Parameters
from dorsi.schema.intake import Intake
from dorsi.schema.plan import DayKind
from dorsi.vocabulary import WEEKDAYS, Weekday


def hard_days(intake: Intake) -> set[Weekday]:
    """Return the weekdays with the longest run or a hard session."""
    key = [intake.load.key_run_day] if intake.load.key_run_day else []
    return {*key, *intake.load.hard_session_days}


def week_patterns(params: Parameters, intake: Intake) -> list[DayKind]:
    """Return each weekday's pattern, Monday first (R44, R46).

    The day before a hard run is no A day and, where the week has enough others, no training day at all: only range work
    is left on it. As few sessions as possible move for that.
    """
    patterns = params.patterns or {}
    days = min(intake.days_per_week, params.days_max or 7, max(patterns))
    pattern = list(patterns[days])
    hard = {WEEKDAYS.index(day) for day in hard_days(intake)}
    if not hard:
        return pattern

    def cost(week: Sequence[DayKind]) -> tuple[int, ...]:
        before = [week[(day - 1) % 7] for day in hard]
        moved = sum(one != usual for one, usual in zip(week, pattern, strict=True))
        on_hard = sum(week[day] != "rest" and week[day] != pattern[day] for day in hard)
        apart = min(_least_gap(week), _least_gap(pattern))
        return before.count("A"), len(before) - before.count("rest"), -apart, moved, on_hard

    return min(_rearranged(pattern, params.strength_gap_days or 1), key=cost)


def _rearranged(pattern: Sequence[DayKind], gap: int) -> Iterator[list[DayKind]]:
    """Yield the same sessions in the same turn on any days, with A days far enough apart."""
    kinds = [kind for kind in pattern if kind != "rest"]
    for places in combinations(range(7), len(kinds)):
        for turn in range(len(kinds)):
            week: list[DayKind] = ["rest"] * 7
            for place, kind in zip(places, [*kinds[turn:], *kinds[:turn]], strict=True):
                week[place] = kind
            if _least_gap(week) >= gap:
                yield week


def _least_gap(week: Sequence[DayKind]) -> int:
    """Return the fewest days from one A day to the next, over the end of the week; 7 with a single one."""
    strong = [place for place in range(7) if week[place] == "A"]
    return min(((later - one) % 7 for one in strong for later in strong if later != one), default=7)
