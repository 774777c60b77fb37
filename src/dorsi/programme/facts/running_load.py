"""Jumps in running load: a day's run against the longest of the days before it."""

import datetime as dt
from collections.abc import Sequence

from dorsi.programme.language.conditions import NOT_THERE, Fact
from dorsi.schema.log import LogEntry
from dorsi.schema.plan import Plan


def run_rise(plan: Plan, entries: Sequence[LogEntry], day: dt.date, started: dt.date | None, *, days: int) -> Fact:
    """Return a day's run above the longest of so many days before it, as a share of that (M45).

    What the questions say of the time before the first day counts as long as a logged run would. Without a run on the
    day there is nothing to compare; without any before it, nothing to compare with, so the answer is open.
    """
    run = max((e.run_km_today for e in entries if e.date == day and e.run_km_today is not None), default=None)
    if run is None:
        return NOT_THERE
    earlier = [e for e in entries if 0 < (day - e.date).days <= days]
    before = [km for e in earlier for km in (e.run_km_today, e.longest_run_km) if km is not None]
    # A longest run that is noted with today's own may include it.
    before += [km for e in entries if e.date == day and (km := e.longest_run_km) is not None and km < run]
    if plan.longest_run_km is not None and (started is None or (day - started).days < days):
        before.append(plan.longest_run_km)
    longest = max(before, default=0)
    return (
        Fact(value=round(run / longest - 1, 6))
        if longest > 0
        else Fact(missing="an earlier run to compare with not noted")
    )


def has_run(entries: Sequence[LogEntry]) -> bool:
    """Return whether a run is noted among some entries."""
    return any(entry.run_km_today is not None for entry in entries)
