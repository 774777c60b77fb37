"""Fills one session: primary range work, the day's lead category, then whoever has waited longest (R40, R41, R49)."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dorsi.programme.choosing.choice import FIRST, LOADS, session_size
from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.language.parameters import Parameters
from dorsi.programme.scheduling.balance import primary
from dorsi.programme.scheduling.diary import Diary
from dorsi.schema.plan import DayKind, SessionItem


@dataclass(frozen=True, kw_only=True)
class DayRules:
    """What holds on the days that share one session: two days of one kind in a week do the same."""

    numbers: tuple[int, ...]  #: days of the plan, 1 is the first
    pattern: DayKind
    budget_min: float  #: for the main part
    training_days: int  #: of the week
    days_left: int  #: training days of the week that are not laid out yet, these included
    later: tuple[DayKind, ...] = ()  #: patterns of the training days that are laid out after these
    mobility_only: bool = False
    light_only: bool = False
    strength_days: int = 0  #: days of the week on which strength may be, these included
    owed: tuple[str, ...] = ()  #: exercises the week would otherwise miss; they come first
    apart: bool = False  #: whether days of one kind may differ, because their sessions cannot hold all that is owed


Chosen = tuple[Prepared, tuple[int, ...]]  #: an exercise with its days


@dataclass(kw_only=True)
class SessionBuilder:
    """One session while it fills up."""

    rule: DayRules
    diary: Diary
    params: Parameters
    items: int  #: exercises it holds at most
    chosen: list[Chosen] = field(default_factory=list)

    @property
    def exercises(self) -> list[Prepared]:
        """What has been taken."""
        return [one for one, _ in self.chosen]

    def take(self, one: Prepared, most: int | None = None) -> None:
        """Take an exercise for its days, on at most so many of them, if there is room."""
        if any(other.exercise.id == one.exercise.id for other in self.exercises):
            return
        free = tuple(day for day in self._emptiest_first() if self._has_room(one, day))
        if len(free) == len(self.rule.numbers) or (self.rule.apart and free):
            days = _days_for(one, replace(self.rule, numbers=free[:most]), self.diary, self.params, self.chosen)
            self.chosen += [(one, tuple(sorted(days)))] if days else []

    def _emptiest_first(self) -> list[int]:
        """Return the days; where they may differ, those with the fewest exercises first."""
        return sorted(self.rule.numbers, key=lambda day: (sum(day in days for _, days in self.chosen), day))

    def _has_room(self, one: Prepared, day: int) -> bool:
        """Whether a day has room for one more exercise with one set."""
        mine = [other for other, days in self.chosen if day in days]
        spent = sum(other.least.minutes for other in (*mine, one))
        return len(mine) < self.items and spent <= self.rule.budget_min


def fill(
    ready: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters, minutes: float
) -> dict[int, list[SessionItem]]:
    """Return the main part of a session for each of its days, and note it in the diary."""
    session = SessionBuilder(rule=rule, diary=diary, params=params, items=session_size(params, minutes).items)
    for one in (one for name in rule.owed for one in ready if one.exercise.id == name):
        if not diary.uses.get(one.exercise.id):
            session.take(one, 1 if rule.apart and one.exercise.category != "strength" else None)
    for one in _owed_load(ready, rule, diary, params):
        if not session.chosen:
            session.take(one)
    first = [one for one in ready if one.choice.need == FIRST and _needs_a_day(one, params)]
    for one in (*first, *primary(ready)):
        session.take(one)
    hop_days = _hop_days(ready, rule, diary, params)
    for one in _hops(ready, diary, params) if hop_days is None or hop_days > 0 else ():
        session.take(one, hop_days)  # A = impact if released, then strength
    for one in _led(ready, session):
        session.take(one)
    for one in _others(ready, session.exercises, rule, diary, params):
        session.take(one)
    chosen = session.chosen
    for one, days in chosen:
        diary.note(one, days)
    return _in_order(chosen, rule, diary, params)


def _hops(ready: Sequence[Prepared], diary: Diary, params: Parameters) -> list[Prepared]:
    return [one for one in ready if _is_impact(one, params) and not diary.uses.get(one.exercise.id)]


def _hop_days(ready: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters) -> int | None:
    """Return how many days hops may take: they leave heavy strength half of its days (R41); None for all of them."""
    heavy = [one for one in ready if one.exercise.load_class == "H" and not _is_impact(one, params)]
    if not heavy:
        return None
    used = sum(diary.uses.get(one.exercise.id, 0) for one in ready if _is_impact(one, params))
    return rule.strength_days // 2 - used


def _led(ready: Sequence[Prepared], session: SessionBuilder) -> list[Prepared]:
    """Return what leads the day, as many as its share of the session."""
    rule, params = session.rule, session.params
    share = (params.lead_shares or {}).get(rule.pattern, 1)
    short = session.items < (params.lead_from_items or 0)
    quota = max(1, math.floor(session.items * share)) if rule.pattern == "A" or not short else 0
    return _leaders(ready, session.exercises, rule, session.diary, params, short=short)[:quota]


def _leaders(
    ready: Sequence[Prepared],
    chosen: Sequence[Prepared],
    rule: DayRules,
    diary: Diary,
    params: Parameters,
    *,
    short: bool,
) -> list[Prepared]:
    """Return what leads a day: its category; in short sessions what carries load, in turn from week to week (R40)."""
    rest = [one for one in ready if one not in chosen]
    if not short:
        leaders = [one for one in rest if one.exercise.category == (params.leads or {})[rule.pattern]]
        return sorted(leaders, key=lambda one: (-_urgency(one, diary, rule), one.order))
    loads = [one for one in rest if one.exercise.category in LOADS]
    return sorted(loads, key=lambda one: _turn(one, diary))


def _turn(one: Prepared, diary: Diary) -> tuple[int, int, int]:
    """Return what stands first: what was done longest ago, then the heavier finding."""
    return max(diary.done.get(one.exercise.id, {0})), -one.choice.severity, one.order


def _owed_load(ready: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters) -> list[Prepared]:
    """Return the exercises of which one is owed now, with no later day for any: range work never stands alone (R41)."""
    loads = [one for one in ready if one.exercise.category in LOADS]
    waits = any("A" in rule.later if _needs_a_day(one, params) else rule.later for one in loads)
    if waits or any(diary.uses.get(one.exercise.id) for one in loads):
        return []
    return sorted(loads, key=lambda one: _turn(one, diary))


def _others(
    ready: Sequence[Prepared], chosen: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters
) -> list[Prepared]:
    """Return what may follow the day's lead: new categories of the week, main findings, what is behind its days."""
    covered = {one.exercise.category for one in ready if diary.uses.get(one.exercise.id) or one in chosen}
    first: dict[str, str] = {}  # one exercise of each category that the week has not had yet
    later = {(params.leads or {})[pattern] for pattern in rule.later}
    for one in ready:
        if one.exercise.category not in covered | later:
            first.setdefault(one.exercise.category, one.exercise.id)
    after = (params.after_lead or {})[rule.pattern]
    rest = [one for one in ready if one not in chosen and one.exercise.category in after]
    return sorted(
        (one for one in rest if not _kept_for_later(one, diary, rule, params.leads or {})),
        key=lambda one: (
            not _is_due(one, diary, params),
            one.exercise.id not in first.values(),
            not one.choice.main,
            -_urgency(one, diary, rule),
            after.index(one.exercise.category),
            one.order,
        ),
    )


def _is_due(one: Prepared, diary: Diary, params: Parameters) -> bool:
    """Whether range work for a main finding has had fewer days of the week than it should have at least."""
    behind = diary.uses.get(one.exercise.id, 0) < min(params.main_range_days or 0, one.days_max)
    return bool(one.choice.main) and one.exercise.category == "mobility" and behind


def _urgency(one: Prepared, diary: Diary, rule: DayRules) -> float:
    """Return the days an exercise still needs this week as a part of the training days that are left."""
    need = min(one.exercise.days[0], one.days_max, rule.training_days)
    return (need - diary.uses.get(one.exercise.id, 0)) / max(1, rule.days_left)


def _kept_for_later(one: Prepared, diary: Diary, rule: DayRules, leads: Mapping[DayKind, str]) -> bool:
    """Whether doing an exercise now would leave too few uses for the later days that its category leads."""
    left = one.days_max - diary.uses.get(one.exercise.id, 0) - len(rule.numbers)
    leading = sum(leads.get(pattern) == one.exercise.category for pattern in rule.later)
    return one.exercise.category != leads[rule.pattern] and left < leading


def _days_for(
    one: Prepared, rule: DayRules, diary: Diary, params: Parameters, chosen: Sequence[Chosen]
) -> tuple[int, ...]:
    """Return the days on which an exercise may be done (R45, R46, R53 and its own limits): all of them if it can."""
    exercise = one.exercise
    light = exercise.category == "mobility" and exercise.load_class != "H" if rule.mobility_only else True
    if not light or (rule.light_only and not _is_gentle(one, params)):
        return ()
    needs_a_day = _needs_a_day(one, params)
    if needs_a_day and rule.pattern != "A":
        return ()
    heavy = {day for other, days in chosen if other.exercise.load_class == "H" for day in days}
    heavy = heavy if exercise.load_class == "H" else set()  # never two within 48 hours, so one a day
    left = one.days_max - diary.uses.get(exercise.id, 0)
    out: list[int] = []
    for day in rule.numbers:
        gaps = [*_gaps(one, diary, params), (heavy, params.high_load_gap_days or 1)]
        if len(out) < left and all(_rested(day, {*days, *out}, gap) for days, gap in gaps):
            out += [day] if exercise.category != "strength" or _strength_day(day, out, diary, params) else []
    # Two sessions of one kind are the same; only what has no other day this week may come on fewer of them.
    elsewhere = diary.uses.get(exercise.id) or (
        not needs_a_day and any(rule.later.count(pattern) <= left for pattern in rule.later)
    )
    return tuple(out) if len(out) == len(rule.numbers) or not elsewhere else ()


def _gaps(one: Prepared, diary: Diary, params: Parameters) -> Iterator[tuple[set[int], int]]:
    """Yield the days that an exercise keeps a distance from, with the distance."""
    yield diary.done.get(one.exercise.id, set()), one.exercise.gap_days
    if one.exercise.load_class == "H":
        yield diary.high, params.high_load_gap_days or 1
    if _is_impact(one, params):
        yield diary.impact, params.high_load_gap_days or 1


def _rested(day: int, others: Iterable[int], gap: int) -> bool:
    return all(abs(day - other) >= gap for other in others)


def _needs_a_day(one: Prepared, params: Parameters) -> bool:
    """Whether an exercise is for A days only."""
    return one.exercise.category == "strength" or _is_impact(one, params)


def _is_impact(one: Prepared, params: Parameters) -> bool:
    return bool(set(params.impact_traits or ()) & set(one.exercise.traits))


def _is_gentle(one: Prepared, params: Parameters) -> bool:
    """Whether an exercise is of low load and asks for no end range: all that fresh swelling allows (R53)."""
    traits = {
        *one.exercise.traits,
        *(trait for level in one.levels.values() for trait in one.exercise.levels[level].traits),
    }
    return one.exercise.load_class == "L" and not set(params.end_range_traits or ()) & traits


def _strength_day(day: int, own: Sequence[int], diary: Diary, params: Parameters) -> bool:
    """Whether strength may be on a day: it is a strength day already, or rested enough and not one too many."""
    if day in diary.strength:
        return True
    used = {*diary.strength_days, *own}
    return _rested(day, {*diary.strength, *own}, params.strength_gap_days or 1) and len(used) < (
        params.strength_days_max or 7
    )


def _in_order(
    chosen: Sequence[Chosen], rule: DayRules, diary: Diary, params: Parameters
) -> dict[int, list[SessionItem]]:
    """Return the exercises in the order of R49; the heaviest findings get their full sets first."""
    spent = {day: sum(one.least.minutes for one, days in chosen if day in days) for day in rule.numbers}
    fitted: dict[str, Prepared] = {}

    def fit(one: Prepared, days: Sequence[int], now: float) -> Prepared:
        """Return the exercise with what fits on the fullest of its days, where it takes `now` minutes already."""
        out = one.within(rule.budget_min - max(spent[day] for day in days) + now)
        for day in days:
            spent[day] += out.minutes - now
        return out

    first = sorted(chosen, key=lambda entry: (-entry[0].choice.severity, entry[0].order))
    for one, days in first:
        fitted[one.exercise.id] = fit(one, days, one.least.minutes)
    # A session has more of one exercise only where no other one has less than it should.
    whole = not any(one.cut for one in fitted.values())
    for one, days in first if whole else ():
        more, now = one.with_more_sets(params.main_extra_sets or 0), fitted[one.exercise.id].minutes
        room = rule.budget_min - max(spent[day] for day in days) + now
        if one.choice.main and more.within(room).sets > one.sets:
            fitted[one.exercise.id] = replace(fit(more, days, now), cut=False)
    fitted = {name: one.eased for name, one in fitted.items()}
    for name, one in fitted.items():
        before = diary.fullest.get(name, one)
        # Legs that differ on any day have a card each, so that each keeps its own limits.
        diary.fullest[name] = max(before, one, key=lambda done: (len(done.groups), done.sets_frac, done.sets))
    order = params.order or ()
    ranked = sorted(chosen, key=lambda entry: (order.index(entry[0].exercise.category), entry[0].order))
    parts = [(days, fitted[one.exercise.id].session_items()) for one, days in ranked]
    return {day: [item for days, items in parts if day in days for item in items] for day in rule.numbers}
