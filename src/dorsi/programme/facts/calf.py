"""Facts about how tired the calf gets from session to session."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from dorsi.programme.facts.tape import signed, slope_of
from dorsi.programme.language.conditions import NOT_THERE, Fact
from dorsi.schema.log import LogEntry
from dorsi.wording.days import day_text

NAMES: Final = ("calf_tired_days", "calf_tired_trend", "calf_tired_text")


def calf_facts(entries: Sequence[LogEntry]) -> dict[str, Fact]:
    """Return the trend of the calf's tiredness; of a day's entries the highest counts.

    A trend is one if the 95 % interval of its slope leaves out zero. Nothing applies with fewer than three days.
    """
    by_day: dict[dt.date, float] = {}
    for one in entries:
        if one.calf_fatigue is not None:
            by_day[one.date] = max(one.calf_fatigue, by_day.get(one.date, 0.0))
    days = sorted(by_day)
    values = [by_day[day] for day in days]
    slope, low, high = slope_of([(day - days[0]).days / 7 for day in days], values)
    if slope is None or low is None or high is None:
        return dict.fromkeys(NAMES, NOT_THERE)
    ends = f"{values[0]:g} of 10 on {day_text(days[0])}, {values[-1]:g} of 10 on {day_text(days[-1])}"
    rise = f"{signed(slope)} a week (95 % interval {signed(low)} to {signed(high)})"
    return {
        "calf_tired_days": Fact(value=len(days)),
        "calf_tired_trend": Fact(value="less" if high < 0 else "more" if low > 0 else "unclear"),
        "calf_tired_text": Fact(value=f"{ends}; {rise}"),
    }
