"""When a race makes a plan easier: its own week, and the days that lead to it."""

from dataclasses import dataclass
from typing import Final

WEEK_DAYS: Final = 7


@dataclass(frozen=True, kw_only=True)
class Race:
    """A race and what it eases; days and weeks of the plan count from 1."""

    day: int | None  #: of the race, where its date was given
    this_week: bool  #: the first week is said to be a race week, without a date
    eases: bool  #: whether a rule eases race weeks

    def week(self) -> int | None:
        """Return the week of the race."""
        return None if self.day is None else (self.day - 1) // WEEK_DAYS + 1

    def is_in(self, week: int) -> bool:
        """Whether a week is the race's own."""
        return self.eases and (week == self.week() or (self.day is None and self.this_week and week == 1))

    def eases_week(self, week: int) -> bool:
        """Whether a week is the race's own, or most of its days are among the six before the race."""
        days = range((week - 1) * WEEK_DAYS + 1, week * WEEK_DAYS + 1)
        return self.is_in(week) or (self.eases and sum(self._leads_to(day) for day in days) > WEEK_DAYS / 2)

    def eases_day(self, day: int) -> bool:
        """Whether a day is in the week of the race, or before the race in a week that leads to it."""
        week = (day - 1) // WEEK_DAYS + 1
        return self.is_in(week) or (self.eases_week(week) and self._leads_to(day))

    def _leads_to(self, day: int) -> bool:
        return self.day is not None and 0 < self.day - day < WEEK_DAYS
