"""Fills one session: primary range work, the day's lead category, then whoever has waited longest (R40, R41, R49)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dorsi.programme.actions import Parameters
from dorsi.programme.prepared import Prepared
from dorsi.programme.roster import session_size
from dorsi.schema.plan import DayPattern, SessionItem


@dataclass(kw_only=True)
class Diary:
    """What has been done so far: days since the first day of the plan, and uses in the current week."""

    last_done: dict[str, int] = field(default_factory=dict)  #: exercise -> day
    last_strength: int = -99
    last_high: int = -99
    last_impact: int = -99
    uses: dict[str, int] = field(default_factory=dict)  #: of this week
    strength_days: int = 0  #: of this week
    impact_traits: frozenset[str] = frozenset()

    def new_week(self) -> None:
        """Forget the counts of the week, keep the days."""
        self.uses, self.strength_days = {}, 0

    def note(self, one: Prepared, day: int) -> None:
        """Write down that an exercise is done on a day."""
        self.last_done[one.exercise.id] = day
        self.uses[one.exercise.id] = self.uses.get(one.exercise.id, 0) + 1
        if one.exercise.load_class == "H":
            self.last_high = day
        if self.impact_traits & set(one.exercise.traits):
            self.last_impact = day
        if one.exercise.category == "strength" and self.last_strength != day:
            self.last_strength = day
            self.strength_days += 1


@dataclass(frozen=True, kw_only=True)
class DayRules:
    """What holds on one day."""

    number: int  #: day of the plan, 1 is the first
    pattern: DayPattern
    budget_min: float  #: for the main part
    training_days: int  #: of the week
    days_left: int  #: training days of the week from this one on
    later: tuple[DayPattern, ...] = ()  #: patterns of the training days after this one in the week
    mobility_only: bool = False
    light_only: bool = False


def fill(
    ready: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters, minutes: float
) -> list[SessionItem]:
    """Return the main part of one session and note it in the diary."""
    size = session_size(params, minutes)
    chosen: list[Prepared] = []

    def take(one: Prepared) -> None:
        spent = sum(other.cut_minutes for other in chosen)
        if (
            len(chosen) < size.items
            and spent + one.cut_minutes <= rule.budget_min
            and _may(one, rule, diary, params, chosen)
        ):
            chosen.append(one)

    for one in primary(ready):
        take(one)
    for one in ready:
        if _is_impact(one, params) and not diary.uses.get(one.exercise.id):
            take(one)  # A = impact if released, then strength; the next A day is left to other heavy work
    lead = (params.leads or {})[rule.pattern]
    share = (params.lead_shares or {}).get(rule.pattern, 1)
    wide = rule.pattern == "A" or size.items >= (params.lead_from_items or 0)
    quota = max(1, math.floor(size.items * share)) if wide else 0
    leaders = [one for one in ready if one not in chosen and one.exercise.category == lead]
    for one in sorted(leaders, key=lambda one: (-_urgency(one, diary, rule), one.order))[:quota]:
        take(one)
    for one in _others(ready, chosen, rule, diary, params):
        take(one)
    for one in chosen:
        diary.note(one, rule.number)
    return _in_order(chosen, rule.budget_min, params)


def _others(
    ready: Sequence[Prepared], chosen: Sequence[Prepared], rule: DayRules, diary: Diary, params: Parameters
) -> list[Prepared]:
    """Return what may follow the day's lead: what is most behind its days first, then new categories of the week."""
    covered = {one.exercise.category for one in ready if diary.uses.get(one.exercise.id) or one in chosen}
    after = (params.after_lead or {})[rule.pattern]
    rest = [one for one in ready if one not in chosen and one.exercise.category in after]
    return sorted(
        (one for one in rest if not _kept_for_later(one, diary, rule, params.leads or {})),
        key=lambda one: (
            -_urgency(one, diary, rule),
            one.exercise.category in covered,
            after.index(one.exercise.category),
            one.order,
        ),
    )


def primary(ready: Sequence[Prepared]) -> list[Prepared]:
    """Return the one range exercise that every session holds: of the heaviest finding, the one that needs most days."""
    mobility = [one for one in ready if one.exercise.category == "mobility"]
    ranked = sorted(
        mobility, key=lambda one: (-one.choice.severity, -min(one.exercise.days[0], one.days_max), one.order)
    )
    return ranked[:1]


def _urgency(one: Prepared, diary: Diary, rule: DayRules) -> float:
    """Return the days an exercise still needs this week as a part of the training days that are left."""
    need = min(one.exercise.days[0], one.days_max, rule.training_days)
    return (need - diary.uses.get(one.exercise.id, 0)) / max(1, rule.days_left)


def _kept_for_later(one: Prepared, diary: Diary, rule: DayRules, leads: Mapping[DayPattern, str]) -> bool:
    """Whether the uses an exercise has left this week belong to later days that its category leads."""
    used = diary.uses.get(one.exercise.id, 0)
    leading = sum(leads.get(pattern) == one.exercise.category for pattern in rule.later)
    return used > 0 and one.exercise.category != leads[rule.pattern] and one.days_max - used <= leading


def _may(one: Prepared, rule: DayRules, diary: Diary, params: Parameters, chosen: Sequence[Prepared]) -> bool:
    """Whether an exercise may be done on this day (R45, R46, R53 and its own weekly limits)."""
    exercise, day = one.exercise, rule.number
    light = exercise.category == "mobility" and exercise.load_class != "H" if rule.mobility_only else True
    light = light and (_is_gentle(one, params) or not rule.light_only)
    used_up = diary.uses.get(exercise.id, 0) >= one.days_max
    rested = day - diary.last_done.get(exercise.id, -99) >= exercise.gap_days
    if not light or used_up or not rested:
        return False
    if exercise.category == "strength" and not _strength_day(rule, diary, params):
        return False
    if exercise.load_class == "H" and not _high_load_day(rule, diary, params, chosen):
        return False
    impact_rested = day - diary.last_impact >= (params.high_load_gap_days or 1)
    return not _is_impact(one, params) or (rule.pattern == "A" and impact_rested)


def _is_impact(one: Prepared, params: Parameters) -> bool:
    return bool(set(params.impact_traits or ()) & set(one.exercise.traits))


def _is_gentle(one: Prepared, params: Parameters) -> bool:
    """Whether an exercise is of low load and asks for no end range: all that fresh swelling allows (R53)."""
    traits = {
        *one.exercise.traits,
        *(trait for level in one.levels.values() for trait in one.exercise.levels[level].traits),
    }
    return one.exercise.load_class == "L" and not set(params.end_range_traits or ()) & traits


def _high_load_day(rule: DayRules, diary: Diary, params: Parameters, chosen: Sequence[Prepared]) -> bool:
    """Whether one exercise of high load may be done: never two within 48 hours, so one a day."""
    high_today = any(other.exercise.load_class == "H" for other in chosen)
    return not high_today and rule.number - diary.last_high >= (params.high_load_gap_days or 1)


def _strength_day(rule: DayRules, diary: Diary, params: Parameters) -> bool:
    if rule.pattern != "A":
        return False
    if diary.last_strength == rule.number:
        return True
    rested = rule.number - diary.last_strength >= (params.strength_gap_days or 1)
    return rested and diary.strength_days < (params.strength_days_max or 7)


def _in_order(chosen: Sequence[Prepared], budget_min: float, params: Parameters) -> list[SessionItem]:
    """Return the exercises in the order of R49; the heaviest findings get their full sets first."""
    spent = sum(one.cut_minutes for one in chosen)
    full: set[str] = set()
    for one in sorted(chosen, key=lambda one: (-one.choice.severity, one.order)):
        if spent - one.cut_minutes + one.minutes <= budget_min:
            spent += one.minutes - one.cut_minutes
            full.add(one.exercise.id)
    order = params.order or ()
    ranked = sorted(chosen, key=lambda one: (order.index(one.exercise.category), one.order))
    return [item for one in ranked for item in one.session_items(cut=one.exercise.id not in full)]
