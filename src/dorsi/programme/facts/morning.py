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
from dorsi.schema.log import Log, LogEntry, LogMorning
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
    noted = next((one for one in reversed(log.mornings) if one.date == day), LogMorning(date=day))
    return noted.with_worse(morning.given)


def with_morning(log: Log, morning: LogMorning) -> Log:
    """Return a log with this morning, which is also the next morning of yesterday's exercises."""
    before = next((one for one in log.mornings if one.date == morning.date), LogMorning(date=morning.date))
    now = before.with_worse(morning.given)
    yesterday = morning.date - dt.timedelta(days=1)
    entries = [
        one.model_copy(update={"pain_next_morning": now.pain})
        if one.date == yesterday and now.pain is not None
        else one
        for one in log.entries
    ]
    mornings = sorted([*(one for one in log.mornings if one.date != now.date), now], key=lambda one: one.date)
    return log.model_copy(update={"entries": entries, "mornings": mornings})


def without_morning(log: Log, date: dt.date) -> Log:
    """Return a log without a day's morning, nor its pain as the next morning of the exercises of the day before."""
    known = any(one.date == date and one.pain is not None for one in log.mornings)
    before = date - dt.timedelta(days=1)
    entries = [
        one.model_copy(update={"pain_next_morning": None}) if known and one.date == before else one
        for one in log.entries
    ]
    return log.model_copy(update={"entries": entries, "mornings": [one for one in log.mornings if one.date != date]})


def with_next_mornings(entries: Iterable[LogEntry], mornings: Sequence[LogMorning]) -> list[LogEntry]:
    """Return entries with the pain of their next morning where only the morning has it, such as of a late entry."""
    pain = {one.date - dt.timedelta(days=1): one.pain for one in mornings if one.pain is not None}
    return [
        entry.model_copy(update={"pain_next_morning": pain[entry.date]})
        if entry.pain_next_morning is None and entry.date in pain
        else entry
        for entry in entries
    ]


def later_checks(mornings: Sequence[LogMorning], sessions: Sequence[dt.date]) -> dict[dt.date, float]:
    """Return for each session day the pain at the first check after its next morning, before the session after it."""
    found: dict[dt.date, float] = {}
    days = sorted(sessions)
    for place, day in enumerate(days):
        last = days[place + 1] if place + 1 < len(days) else dt.date.max
        checks = [(one.date, one.pain) for one in mornings if one.pain is not None and day < one.date <= last]
        if checks and (first := min(checks))[0] > day + dt.timedelta(days=1):
            found[day] = first[1]
    return found


def morning_facts(now: LogMorning, day: Day, memory: Memory, usual: float | None, *, known: bool) -> dict[str, Fact]:
    """Return the facts of a morning.

    With `known`, yesterday's exercises already have this morning's pain, so the log's own rules have acted on it and
    the rise above the usual pain is not used again. Without an earlier morning there is no usual pain, and no rise.
    """
    before = memory.usual_noted("pain_next_morning", now.date) if usual is None else usual
    rise = None if now.pain is None or before is None else now.pain - before
    return columns("morning", now, scope="morning") | {
        "morning_pain_rise": Fact(value=0.0) if known else told(rise, "pain this morning, or the usual one,"),
        "day_pattern": Fact(value=day.kind),
    }
