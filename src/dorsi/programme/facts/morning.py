"""The morning check: values given now and in the log, and the facts for the day's rules."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

from dorsi.datafile import first_problem
from dorsi.errors import OptionError
from dorsi.programme.facts.columns import columns
from dorsi.programme.facts.entry import Memory
from dorsi.programme.facts.history import told
from dorsi.programme.language.conditions import Fact
from dorsi.schema.log import Log, LogEntry, LogMorning, one_a_day
from dorsi.schema.plan import Day


@dataclass(frozen=True, kw_only=True)
class Morning:
    """How it feels this morning, 0 to 10; None if not asked. Raises OptionError for a value that cannot be."""

    pain: float | None = None
    usual_pain: float | None = None  #: None: as in the log
    stiffness: float | None = None
    swelling: bool | None = None
    calf_soreness: float | None = None  #: from running

    def __post_init__(self) -> None:
        try:
            LogMorning(date=dt.date.min, **self.given)
            LogMorning(date=dt.date.min, pain=self.usual_pain)
        except ValidationError as error:
            raise OptionError(f"this morning: {first_problem(error)}") from error

    @property
    def given(self) -> dict[str, Any]:
        """What was noted, as in the log."""
        return {name: value for name, value in asdict(self).items() if value is not None and name != "usual_pain"}


def remembered(log: Log, day: dt.date, morning: Morning) -> LogMorning:
    """Return this morning as given now and noted before; the worse answer of a day counts, however often it is given.

    So a page that is opened again loses nothing, and pain that is noted once is not talked away.
    """
    return _noted(log, day).or_worse(LogMorning(date=day, **morning.given))


def _noted(log: Log, day: dt.date) -> LogMorning:
    """Return what was noted of a morning, the worst of several answers."""
    return next(iter(one_a_day(one for one in log.mornings if one.date == day)), LogMorning(date=day))


def with_logged_pain(now: LogMorning, log: Log) -> LogMorning:
    """Return a morning with the pain that yesterday's exercises have for it, where that is worse."""
    logged = [one.pain_next_morning for one in log.entries if one.date == now.date - dt.timedelta(days=1)]
    pains = [pain for pain in (now.pain, *logged) if pain is not None]
    return now.model_copy(update={"pain": max(pains, default=None)})


def with_morning(log: Log, morning: LogMorning) -> Log:
    """Return a log with this morning, and its pain as yesterday's exercises' next morning; the worse answer counts."""
    now = _noted(log, morning.date).or_worse(morning)
    yesterday = morning.date - dt.timedelta(days=1)
    entries = [
        one.model_copy(update={"pain_next_morning": max(now.pain, one.pain_next_morning or 0.0)})
        if one.date == yesterday and now.pain is not None
        else one
        for one in log.entries
    ]
    mornings = sorted([*(one for one in log.mornings if one.date != now.date), now], key=lambda one: one.date)
    return log.model_copy(update={"entries": entries, "mornings": mornings})


def without_morning(log: Log, date: dt.date) -> Log:
    """Return a log without a day's morning, nor its pain as the next morning of the exercises of the day before.

    An exercise with more pain of its own that morning keeps it.
    """
    pain, before = _noted(log, date).pain, date - dt.timedelta(days=1)
    entries = [
        one.model_copy(update={"pain_next_morning": None})
        if one.date == before and pain is not None and (one.pain_next_morning or 0.0) <= pain
        else one
        for one in log.entries
    ]
    return log.model_copy(update={"entries": entries, "mornings": [one for one in log.mornings if one.date != date]})


def with_next_mornings(entries: Iterable[LogEntry], mornings: Sequence[LogMorning]) -> list[LogEntry]:
    """Return entries with the pain of their next morning, the worse where they have their own."""
    pain = {one.date - dt.timedelta(days=1): one.pain for one in one_a_day(mornings) if one.pain is not None}
    return [
        entry.model_copy(update={"pain_next_morning": max(pain[entry.date], entry.pain_next_morning or 0.0)})
        if entry.date in pain
        else entry
        for entry in entries
    ]


def later_checks(mornings: Sequence[LogMorning], sessions: Sequence[dt.date]) -> dict[dt.date, float]:
    """Return for each session day the pain at the first check after its next morning, before the session after it."""
    found: dict[dt.date, float] = {}
    days = sorted(sessions)
    for place, day in enumerate(days):
        last = days[place + 1] if place + 1 < len(days) else dt.date.max
        checks = [
            (one.date, one.pain) for one in one_a_day(mornings) if one.pain is not None and day < one.date <= last
        ]
        if checks and (first := min(checks))[0] > day + dt.timedelta(days=1):
            found[day] = first[1]
    return found


def morning_facts(now: LogMorning, day: Day, memory: Memory, usual: float | None, *, logged: bool) -> dict[str, Fact]:
    """Return the facts of a morning; `logged`: whether the log has exercises of yesterday, which its own rules move.

    Without an earlier morning there is no usual pain, and no rise.
    """
    before = memory.usual_pain(now.date) if usual is None else usual
    rise = None if now.pain is None or before is None else now.pain - before
    return columns("morning", now, scope="morning") | {
        "morning_pain_rise": told(rise, "pain this morning, or the usual one,"),
        "morning_logged": Fact(value=logged),
        "day_pattern": Fact(value=day.kind),
    }
