"""What a runner says of their running."""

from datetime import date

from pydantic import Field, field_validator

from dorsi.schema.session import Finite, Strict
from dorsi.vocabulary import WEEKDAY_NAMES, Weekday

WEEKDAYS_IN_FULL: dict[str, Weekday] = {full.lower(): short for short, full in WEEKDAY_NAMES.items()}


class RunningLoad(Strict):
    """Recent and planned running."""

    longest_run_30d_km: Finite | None = Field(default=None, ge=0, description="longest run of the last 30 days")
    longest_run_7d_km: Finite | None = Field(default=None, ge=0, description="longest run of the last 7 days")
    planned_longest_km: Finite | None = Field(default=None, ge=0, description="longest run planned for next week")
    run_days: list[Weekday] = Field(default=[], description="days with a run")
    key_run_day: Weekday | None = Field(default=None, description="day of the longest run")
    hard_session_days: list[Weekday] = Field(default=[], description="days with a hard run")
    race_date: date | None = Field(default=None, description="day of a race")

    @property
    def longest_km(self) -> float | None:
        """The longest run noted, planned ones left out; None without one."""
        return max((km for km in (self.longest_run_30d_km, self.longest_run_7d_km) if km is not None), default=None)

    @field_validator("run_days", "hard_session_days", "key_run_day", mode="before")
    @classmethod
    def _names_in_full(cls, value: object) -> object:
        """Accept "Tuesday" for "tue", alone or in a list."""
        if isinstance(value, list):
            return [WEEKDAYS_IN_FULL.get(str(day).lower(), day) for day in value]
        return WEEKDAYS_IN_FULL.get(str(value).lower(), value)
