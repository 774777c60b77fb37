"""Lays the exercises out over weeks and days (R44-R50)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from dorsi.programme.actions import Parameters
from dorsi.programme.days import DayRules, Diary, fill
from dorsi.programme.engine import race_day
from dorsi.programme.findings import Findings
from dorsi.programme.prepared import Prepared
from dorsi.programme.roster import up_to
from dorsi.schema.intake import Intake, Weekday
from dorsi.schema.plan import Day, DayPattern, SessionItem, Week

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(kw_only=True)
class Schedule:
    """The weeks, and in which week each exercise starts."""

    weeks: list[Week] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)


class Planner:
    """Builds the schedule of one runner."""

    def __init__(self, found: Findings, ready: Sequence[Prepared], warmup: Sequence[Prepared]) -> None:
        self.intake, self.params = found.intake, found.parameters
        self.ready, self.warmup = list(ready), list(warmup)
        self.minutes = min(self.intake.minutes_per_day, self.params.session_max_min or self.intake.minutes_per_day)
        self.diary = Diary(impact_traits=frozenset(self.params.impact_traits or ()))
        self.out = Schedule()
        self.first = WEEKDAYS.index(WEEKDAYS[self.intake.start_date.weekday()]) if self.intake.start_date else 0
        self.patterns = week_patterns(self.params, self.intake)
        self.training_days = sum(pattern != "rest" for pattern in self.patterns)
        self.known = {one.exercise for one in self.intake.levels}
        self.open: list[str] = []
        self.race = race_day(self.intake)

    def build(self, weeks: int) -> Schedule:
        """Return the schedule of so many weeks."""
        for number in range(1, weeks + 1):
            self.diary.new_week()
            racing = self._is_race_week(number)
            new = [] if racing else self._introduce(number)
            usable = [one for one in self.ready if one.exercise.id in (self._familiar() if racing else self.open)]
            days = [self._day(number, place, usable, racing=racing) for place in range(7)]
            days = balanced(days, self.params.proximal_share_max or 1)
            used = {item.exercise for day in days for item in day.items}
            for name in used:
                self.out.starts.setdefault(name, number)
            starts = [name for name in new if name in used]
            self.out.weeks.append(
                Week(number=number, days=days, new_items=starts, notes=self._notes(number, racing=racing))
            )
        return self.out

    def _is_race_week(self, number: int) -> bool:
        if self.params.race_sets_frac is None:
            return False
        by_date = self.race is not None and (self.race - 1) // 7 + 1 == number
        return by_date or (self.race is None and self.intake.phase == "race_week" and number == 1)

    def _familiar(self) -> set[str]:
        """Return what has been done before: at intake, or in the weeks of this plan so far."""
        return {*self.known, *self.diary.last_done}

    def _introduce(self, week: int) -> list[str]:
        """Open the exercises that start in a week: few at first, then at most so many new ones (R50, R64)."""
        first = up_to(self.params.first_week_items or (), self.intake.minutes_per_day)
        room = first if not self.open else self.params.new_items_per_week or 0
        waiting = [one for one in self.ready if one.exercise.id not in self.open and one.choice.from_week <= week]
        new = [one.exercise.id for one in waiting][:room]
        self.open += new
        return new

    def _day(self, week: int, place: int, usable: Sequence[Prepared], *, racing: bool) -> Day:
        number = (week - 1) * 7 + place + 1
        weekday = (self.first + place) % 7
        pattern = self.patterns[weekday]
        date = self.intake.start_date + dt.timedelta(days=number - 1) if self.intake.start_date else None
        if number == self.race:
            return Day(weekday=WEEKDAYS[weekday], date=date, pattern="rest", minutes=0, notes=["Race day."])
        if pattern == "rest":
            return Day(weekday=WEEKDAYS[weekday], date=date, pattern="rest", minutes=0)
        warm = [item for part in self.warmup for item in part.session_items(cut=False)]
        rule = self._rule_of(number, place, self.minutes - sum(item.minutes for item in warm))
        main: list[SessionItem] = []
        if number > (self.params.warmup_only_days or 0):
            # R46: nothing new on the day before a hard run.
            familiar = [one for one in usable if not rule.mobility_only or one.exercise.id in self._familiar()]
            ready = [self._this_week(one, number, racing=racing) for one in familiar]
            main = fill(ready, rule, self.diary, self.params, self.minutes)
        items = [*warm, *main]
        after = self.params.after_run_note
        notes = [after] if after and rule.mobility_only and pattern == "A" else []
        return Day(
            weekday=WEEKDAYS[weekday],
            date=date,
            pattern=pattern,
            minutes=sum(item.minutes for item in items),
            items=items,
            notes=notes,
            before_hard_run=rule.mobility_only,
        )

    def _rule_of(self, number: int, place: int, budget_min: float) -> DayRules:
        """Return what holds on a training day."""
        weekday = (self.first + place) % 7
        ahead = [self.patterns[(self.first + after) % 7] for after in range(place + 1, 7)]
        later = tuple(one for one in ahead if one != "rest")
        before_hard = bool(self.params.light_day_before_hard) and self._is_hard(number + 1, (weekday + 1) % 7)
        return DayRules(
            number=number,
            pattern=self.patterns[weekday],
            budget_min=budget_min,
            training_days=self.training_days,
            days_left=1 + len(later),
            later=later,
            mobility_only=before_hard,
            light_only=number <= (self.params.light_only_days or 0),
        )

    def _this_week(self, one: Prepared, number: int, *, racing: bool) -> Prepared:
        """Return the exercise with this week's sets: fewer in a race week, half of heavy work after a load spike."""
        if racing and self.params.race_sets_frac is not None:
            one = one.times(self.params.race_sets_frac)
        elif number <= (self.params.easy_days or 0) and self.params.easy_sets_frac is not None:
            one = one.times(self.params.easy_sets_frac)
        spiked = number <= (self.params.spike_days or 0)
        if spiked and one.exercise.load_class == "H" and self.params.spike_high_sets_frac is not None:
            one = one.times(self.params.spike_high_sets_frac)
        return one

    def _is_hard(self, number: int, weekday: int) -> bool:
        return number == self.race or WEEKDAYS[weekday] in hard_days(self.intake)

    def _notes(self, number: int, *, racing: bool) -> list[str]:
        params = self.params
        held = {
            params.race_note: racing,
            params.spike_note: number == 1 and bool(params.spike_days),
            params.swelling_note: number == 1 and bool(params.warmup_only_days),
        }
        return [note for note, holds in held.items() if note and holds]


def hard_days(intake: Intake) -> set[Weekday]:
    """Return the weekdays with the longest run or a hard session."""
    key = [intake.load.key_run_day] if intake.load.key_run_day else []
    return {*key, *intake.load.hard_session_days}


def week_patterns(params: Parameters, intake: Intake) -> list[DayPattern]:
    """Return each weekday's pattern, Monday first, shifted so that A is not the day before a hard run (R44, R46)."""
    patterns = params.patterns or {}
    days = min(intake.days_per_week, params.days_max or 7, max(patterns))
    pattern = list(patterns[days])
    hard = {WEEKDAYS.index(day) for day in hard_days(intake)}
    shifts = [[pattern[(place - shift) % 7] for place in range(7)] for shift in range(7)]
    return min(shifts, key=lambda week: sum(week[place] == "A" and (place + 1) % 7 in hard for place in range(7)))


def balanced(days: list[Day], share_max: float) -> list[Day]:
    """Return the days without hip and trunk repeats beyond their share of the week (R41)."""
    out = list(days)
    while True:
        main = [item for day in out for item in day.items if item.category != "warmup"]
        proximal = [item for item in main if item.category == "proximal"]
        if len(proximal) <= 1 or len(proximal) <= share_max * len(main):
            return out
        place = max(range(len(out)), key=lambda i: sum(item.category == "proximal" for item in out[i].items) * 100 + i)
        items = list(out[place].items)
        items.remove(next(item for item in reversed(items) if item.category == "proximal"))
        out[place] = out[place].model_copy(update={"items": items, "minutes": sum(item.minutes for item in items)})
