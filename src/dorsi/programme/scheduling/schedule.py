"""Distributes the exercises over weeks and days (R44-R50)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from dorsi.programme.choosing.choice import FIRST, GOAL, HISTORY, LOADS, with_a_load
from dorsi.programme.choosing.engine import race_day
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.choosing.targets import up_to
from dorsi.programme.exercises.dose_words import morning_notes
from dorsi.programme.scheduling.balance import balanced, exercises_of, missed_needs, named
from dorsi.programme.scheduling.days import DayRules, fill
from dorsi.programme.scheduling.diary import Diary
from dorsi.programme.scheduling.notes import run_notes, week_notes
from dorsi.programme.scheduling.patterns import hard_days, week_patterns
from dorsi.programme.scheduling.race import WEEK_DAYS, Race, less_than_usual
from dorsi.programme.scheduling.spreading import OpenDay, spread
from dorsi.schema.plan import Day, DayKind, SessionItem, Week
from dorsi.vocabulary import WEEKDAYS


@dataclass(kw_only=True)
class Schedule:
    """The weeks, each exercise's first week, and each exercise with the most sets it gets."""

    weeks: list[Week] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    fullest: dict[str, Prepared] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """The conditions of one day."""

    number: int  #: day of the plan, 1 is the first
    pattern: DayKind
    mobility_only: bool
    light_only: bool
    warmup_only: bool
    easy: bool
    racing: bool  #: a race makes it easier
    spiked: bool


class Planner:
    """Builds the schedule of one runner."""

    def __init__(self, found: Findings, ready: Sequence[Prepared], warmup: Sequence[Prepared]) -> None:
        self.intake, self.params = found.intake, found.parameters
        self.ready, self.warmup = [one for one in ready if one.when is None], list(warmup)
        self.mornings = [one for one in ready if one.when is not None]  # on every day, outside the sessions
        self.minutes = self.params.longest_session_min(self.intake.minutes_per_day)
        aside = [item for part in (*self.warmup, *self.mornings) for item in part.session_items()]
        self.main_min = self.minutes - sum(item.minutes for item in aside)  # for the main part, at least
        self.ready = [one.kept_within(self.main_min) if one.choice.need == FIRST else one for one in self.ready]
        self.diary = Diary(impact_traits=frozenset(self.params.impact_traits or ()))
        self.out = Schedule()
        self.first = WEEKDAYS.index(WEEKDAYS[self.intake.start_date.weekday()]) if self.intake.start_date else 0
        self.patterns = week_patterns(self.params, self.intake)
        self.training_days = sum(pattern != "rest" for pattern in self.patterns)
        self.known = {one.exercise for one in self.intake.levels}
        self.open: list[str] = []
        self.race = Race(
            day=race_day(self.intake),
            this_week=self.intake.phase == "race_week",
            eases=self.params.race_note is not None,
        )
        # The last day on which nothing may be new: before a race with no exercise done yet.
        self.bare_until = (self.race.day or WEEK_DAYS) if found.person["race_first"].value else 0

    def build(self, weeks: int) -> Schedule:
        """Return the schedule for a number of weeks."""
        for number in range(1, weeks + 1):
            self.diary.new_week()
            easing = self.race.eases_week(number)
            racing = self.race.is_in(number) or (easing and number > 1)  # in a first week that leads to it all is new
            if not racing or self._starts_after_the_race(number):
                self._introduce(number)
            days = named(self._laid_out(number, racing=racing))
            for name in exercises_of(days):
                self.out.starts.setdefault(name, number)
            starts = [name for name in self.open if self.out.starts.get(name) == number]
            self.out.weeks.append(
                Week(
                    number=number,
                    days=days,
                    new_items=starts,
                    notes=week_notes(
                        self.params, number, racing=easing, race_instead=self._races_on_a_training_day(number)
                    ),
                    nothing_new=racing,
                )
            )
        if self.params.race_sets_frac is not None:
            self.out.weeks = less_than_usual(self.out.weeks, self.race, self.params.race_sets_frac)
        self.out.fullest = self.diary.fullest
        return self.out

    def _starts_after_the_race(self, number: int) -> bool:
        """Whether a week with a race that nothing may be done before has sessions after it."""
        days = [self._kind(number, place) for place in range(7)]
        return bool(self.bare_until) and any(one.pattern != "rest" and not one.warmup_only for one in days)

    def _races_on_a_training_day(self, number: int) -> bool:
        if self.race.day is None or self.race.week() != number:
            return False
        return self.patterns[(self.first + self.race.day - 1) % 7] != "rest"

    def _familiar(self) -> set[str]:
        """Return the exercises done before: at intake, or earlier in this plan."""
        return {*self.known, *self.diary.done}

    def _laid_out(self, number: int, *, racing: bool) -> list[Day]:
        """Return a week's days; of exercises that were introduced before and start only now, the rest waits (R64)."""
        before = self.diary.copy()
        days = self._balanced(number, set(self.open) if self.bare_until or not racing else self._familiar())
        most, used = self.params.new_items_per_week or 0, exercises_of(days)
        ready = [one for one in (*self.mornings, *self.ready) if one.exercise.id in used]
        new = [one for one in ready if one.exercise.id not in self.out.starts]
        begun = any(week.new_items for week in self.out.weeks)  # the first ones may start together, whenever that is
        if racing or not begun or len(new) <= most:
            return days
        self.diary = before
        loaded = any(one.exercise.category in LOADS for one in ready if one not in new)
        kept = new[:most] if loaded else with_a_load(new, most, lambda one: one.exercise.category)
        return self._balanced(number, {*self.out.starts, *(one.exercise.id for one in kept)})

    def _balanced(self, number: int, allowed: AbstractSet[str]) -> list[Day]:
        """Return a week that misses as little as possible of what it needs (R41): laid out again with that first."""
        start, best = self.diary.copy(), self._tried(number, allowed, ())
        end = self.diary
        owed: list[str] = []
        usable = [one for one in self.ready if one.exercise.id in allowed]
        needs = self._needs(usable)
        for place, need in enumerate(needs):
            missed = missed_needs(needs, best)
            if not missed[place]:
                continue
            for name, apart in [(name, apart) for apart in (False, True) for name in need]:
                self.diary = start.copy()
                tried = self._tried(number, allowed, (*owed, name), apart=apart)
                if missed_needs(needs, tried) < missed:  # what is needed most decides
                    best, end, owed = tried, self.diary, [*owed, name]
                    break
        self.diary = end
        return best

    def _tried(
        self, number: int, allowed: AbstractSet[str], owed: tuple[str, ...], *, apart: bool = False
    ) -> list[Day]:
        days = self._week(number, allowed, owed=owed, apart=apart)
        return balanced(days, self.params.proximal_share_max or 1)

    def _needs(self, usable: Sequence[Prepared]) -> list[tuple[str, ...]]:
        """Return what each week needs, most needed first: exercises of which one must be in it."""
        ranked = sorted(usable, key=lambda one: one.choice.need)
        must = [(one.exercise.id,) for one in ranked if one.choice.need <= HISTORY]
        wide = self.intake.minutes_per_day >= (self.params.coverage_from_min or 0)
        groups = [(name,) for name in self.params.coverage or {}] if wide else [LOADS, ("mobility",)]
        each = [tuple(one.exercise.id for one in ranked if one.exercise.category in group) for group in groups]
        goals = [(one.exercise.id,) for one in ranked if one.choice.need == GOAL]
        return [need for need in (*must, *each, *goals) if need]

    def _introduce(self, week: int) -> None:
        """Start a week's new exercises: few at first, then a limited number each week (R50, R64)."""
        first = up_to(self.params.first_week_items or (), self.intake.minutes_per_day)
        room = first if not self.open else self.params.new_items_per_week or 0
        waiting = [
            one
            for one in (*self.mornings, *self.ready)
            if one.exercise.id not in self.open
            and one.choice.from_week <= week
            and (one.when is not None or one.least.minutes <= self.main_min)
        ]
        waiting.sort(key=lambda one: one.choice.need)
        loaded = any(one.exercise.category in LOADS for one in self.ready if one.exercise.id in self.open)
        new = waiting[:room] if loaded else with_a_load(waiting, room, lambda one: one.exercise.category)
        self.open += [one.exercise.id for one in new]

    def _week(
        self, week: int, allowed: AbstractSet[str], *, owed: tuple[str, ...] = (), apart: bool = False
    ) -> list[Day]:
        """Return the days of a week; days of one kind with equal conditions share one session."""
        usable = [one for one in self.ready if one.exercise.id in allowed]
        days = [self._kind(week, place) for place in range(7)]
        training = [one for one in days if one.pattern != "rest"]
        groups: dict[Kind, list[int]] = {}
        for one in sorted(training, key=lambda one: one.mobility_only):
            groups.setdefault(replace(one, number=0), []).append(one.number)
        warm = [item for part in self.warmup for item in part.session_items()]
        early = [item for one in self.mornings if one.exercise.id in allowed for item in one.session_items()]
        mornings = {one.number: early if one.number > self.bare_until else [] for one in days}
        self.diary.done |= {item.exercise: {day for day, done in mornings.items() if done} for item in early}
        main: dict[int, list[SessionItem]] = {}
        for kind, numbers in groups.items():
            left = [one.pattern for one in training if one.number not in main and one.number not in numbers]
            rule = DayRules(
                numbers=tuple(numbers),
                pattern=kind.pattern,
                budget_min=self.minutes - sum(item.minutes for item in (*warm, *early)),
                training_days=self.training_days,
                days_left=len(numbers) + len(left),
                later=tuple(left),
                mobility_only=kind.mobility_only,
                light_only=kind.light_only,
                strength_days=sum(one.pattern == "A" and not one.mobility_only for one in training),
                owed=owed,
                apart=apart,
            )
            main |= self._main_part(rule, kind, usable)
        main = spread(main, self._open_days(training, main), usable, self.diary, self.params)
        return [self._day(one, [*warm, *main.get(one.number, [])], mornings[one.number]) for one in days]

    @staticmethod
    def _open_days(training: Sequence["Kind"], main: Mapping[int, Sequence[SessionItem]]) -> list[OpenDay]:
        """Return the days that hold only the warm-up, though no swelling asks for that."""
        open_ = [one for one in training if not main.get(one.number) and not (one.warmup_only or one.light_only)]
        return [
            OpenDay(
                number=one.number,
                pattern=one.pattern,
                mobility_only=one.mobility_only,
                like=[other.number for other in training if (other.easy, other.spiked) == (one.easy, one.spiked)],
            )
            for one in open_
        ]

    def _main_part(self, rule: DayRules, kind: "Kind", usable: Sequence[Prepared]) -> dict[int, list[SessionItem]]:
        if kind.warmup_only:
            return {number: [] for number in rule.numbers}
        # R46: nothing new on the day before a hard run.
        first = min(rule.numbers)
        before = {name for name, days in self.diary.done.items() if min(days) < first} | self.known
        familiar = [one for one in usable if not rule.mobility_only or one.exercise.id in before]
        ready = [self._this_week(one, kind) for one in familiar]
        return fill(ready, rule, self.diary, self.params, self.minutes)

    def _kind(self, week: int, place: int) -> "Kind":
        """Return the conditions of a day of a week."""
        number, weekday = (week - 1) * 7 + place + 1, (self.first + place) % 7
        params = self.params
        return Kind(
            number=number,
            pattern="rest" if number == self.race.day else self.patterns[weekday],
            mobility_only=bool(params.light_day_before_hard) and self._is_hard(number + 1, (weekday + 1) % 7),
            light_only=number <= (params.light_only_days or 0),
            warmup_only=number <= max(params.warmup_only_days or 0, self.bare_until),
            easy=number <= (params.easy_days or 0),
            racing=self.race.eases_day(number),
            spiked=number <= (params.spike_days or 0),
        )

    def _day(self, one: "Kind", items: list[SessionItem], early: list[SessionItem]) -> Day:
        weekday = WEEKDAYS[(self.first + one.number - 1) % 7]
        date = self.intake.start_date + dt.timedelta(days=one.number - 1) if self.intake.start_date else None
        if one.pattern == "rest":
            notes = [*morning_notes(early), *(["Race day."] if one.number == self.race.day else [])]
            return Day(weekday=weekday, date=date, pattern="rest", minutes=0, notes=notes, morning=early)
        runs, eve = weekday in self.intake.load.run_days, one.number + 1 == self.race.day
        notes = [
            *morning_notes(early),
            *run_notes(
                self.params, items, strength=one.pattern == "A", hard_next=one.mobility_only, race_next=eve, runs=runs
            ),
        ]
        return Day(
            weekday=weekday,
            date=date,
            pattern=one.pattern,
            minutes=sum(item.minutes for item in items),
            items=items,
            notes=notes,
            morning=early,
            before_hard_run=one.mobility_only,
        )

    def _this_week(self, one: Prepared, kind: "Kind") -> Prepared:
        """Return the exercise with this week's sets: fewer in a race week, half of heavy work after a load spike."""
        if kind.racing and self.params.race_sets_frac is not None:
            one = one.easier(self.params.race_sets_frac)  # a share of what the day would have without the race
        elif kind.easy and self.params.easy_sets_frac is not None:
            one = one.easier(self.params.easy_sets_frac)
        if kind.spiked and one.exercise.load_class == "H" and self.params.spike_high_sets_frac is not None:
            one = one.easier(self.params.spike_high_sets_frac)
        return one

    def _is_hard(self, number: int, weekday: int) -> bool:
        return number == self.race.day or WEEKDAYS[weekday] in hard_days(self.intake)
