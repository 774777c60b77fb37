"""One day's session while moves change it: its items, its time, and a remark on each change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dorsi.programme.choosing.prepared import FITS_TIME
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.dosing import scaled, with_sets
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Dose, Plan, SessionItem, caps_for
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Side
from dorsi.wording.sentences import sentence

#: What an exercise says that the plan cut to fit the time, on a day that pain made shorter.
AS_PLANNED: Final = "no more sets than planned; time that is free after pain stays free"
Kept = Callable[[SessionItem], bool]


@dataclass(frozen=True, kw_only=True)
class DaySession:
    """The day so far."""

    plan: Plan
    log: Log
    number: int  #: of the plan's days, from 0
    day: Day
    most_min: float  #: never longer than this
    items: tuple[SessionItem, ...]
    notes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    none_at_all: bool = field(default=False)
    begun: frozenset[str] = frozenset()  #: exercises of which the log has one today
    lowered: frozenset[tuple[str, Side]] = frozenset()  #: not made easier again by this morning

    def said(self, rule: str, text: str) -> "DaySession":
        """Return the session with a remark and its rule."""
        note = sentence(text)
        notes = self.notes if note in self.notes else (*self.notes, note)
        return replace(self, notes=notes, rules=tuple(dict.fromkeys([*self.rules, rule])))

    def kept(self, keep: Kept) -> "DaySession":
        """Return the session with the warm-up and the other kept items."""
        return replace(self, items=tuple(one for one in self.items if one.category == "warmup" or keep(one)))

    @property
    def minutes(self) -> float:
        """Minutes of all items."""
        return sum(item.minutes for item in self.items)

    def within(self, most_min: float) -> "DaySession":
        """Return the session cut to the minutes: first sets, from the last exercise on; then levels; then exercises.

        Both legs of an exercise give way together, so a mirrored session is cut to the mirrored one.
        """
        items = list(self.items)
        for places in _places(items):
            while _minutes(items) > most_min and (cut := [place for place in places if _may_lose_a_set(items[place])]):
                for place in cut:
                    items[place] = with_dose(items[place], with_sets(items[place].dose, items[place].dose.sets - 1))
        items = self._at_shorter_levels(items, most_min)
        while items and _minutes(items) > most_min and items[-1].category != "warmup":
            items = [item for item in items if item.exercise != items[-1].exercise]
        return replace(self, items=tuple(items), most_min=most_min)

    def with_time_left_free(self) -> "DaySession":
        """Return the session after pain: what was cut to fit the time, and would fit now, says why."""
        room = self.most_min - self.minutes
        items = [noted(item, AS_PLANNED) if item.note == FITS_TIME and _one_more(item) <= room else item
                 for item in self.items]  # fmt: skip
        return replace(self, items=tuple(items))

    def _at_shorter_levels(self, items: list[SessionItem], most_min: float) -> list[SessionItem]:
        """Return items that moved up at a lower level again where that saves the time that is missing.

        A level that takes longer never drops an exercise: at the plan's own levels all of them fit.
        """
        first = {name: min(one.level for one in self.plan.items if one.exercise == name) for name in self._planned}
        out = list(items)
        for places in _places(items):
            highest = max(items[place].level for place in places)
            for level in reversed(range(first.get(items[places[0]].exercise, highest), highest)):
                if _minutes(out) <= most_min:
                    return out
                lower = {place: _at_most(items[place], level) for place in places}
                if _minutes(lower.values()) < _minutes(out[place] for place in places):
                    for place, item in lower.items():
                        out[place] = item
        return out

    @property
    def _planned(self) -> set[str]:
        return {one.exercise for one in self.plan.items}

    def as_day(self) -> Day:
        """Return the day."""
        pattern = "rest" if self.none_at_all else self.day.pattern
        changes = {"items": list(self.items), "minutes": self.minutes, "notes": list(self.notes)}
        return self.day.model_copy(update=changes | {"pattern": pattern, "rules": list(self.rules)})


def less(item: SessionItem, frac: float) -> SessionItem:
    """Return an item with a share of its dose."""
    return item if frac >= 1 else at_level(item, item.level, frac)


def at_level(item: SessionItem, level: int, frac: float = 1.0) -> SessionItem:
    """Return an item at another level, with a share of its dose; only a step up may take longer than before.

    What a side has beyond the usual sets, it keeps at a higher level.
    """
    exercise = catalogue()[item.exercise]
    usual, own = (
        scaled_if(exercise.dose_under(one, item.caps, item.dose), item.sets_frac) for one in (item.level, level)
    )
    extra = max(0, item.dose.sets - usual.sets) if level > item.level else 0
    dose = item.dose if level == item.level else with_sets(own, own.sets + extra)
    dose = scaled_if(with_sets(dose, min(dose.sets, item.dose.sets)) if item.note else dose, frac)
    changed = item.model_copy(
        update={
            "level": level,
            "level_text": exercise.levels[level].text,
            "equipment": exercise.equipment_at(level),
        }
    )
    doses = [with_dose(changed, with_sets(dose, sets)) for sets in range(dose.sets, 0, -1)]
    return next((one for one in doses if level > item.level or one.minutes <= item.minutes), doses[-1])


def scaled_if(dose: Dose, frac: float) -> Dose:
    """Return a share of a dose, or the whole dose."""
    return dose if frac >= 1 else scaled(dose, frac)


def no_longer(now: Day, before: Day) -> Day:
    """Return a day that is partly done: no exercise takes longer than before, and none comes in."""
    items, morning = _no_longer(now.items, before.items), _no_longer(now.morning, before.morning)
    return now.model_copy(update={"items": items, "morning": morning, "minutes": _minutes(items)})


def _no_longer(now: Sequence[SessionItem], before: Sequence[SessionItem]) -> list[SessionItem]:
    out: list[SessionItem] = []
    for name in dict.fromkeys(item.exercise for item in now):
        mine, old = ([item for item in items if item.exercise == name] for items in (now, before))
        if len(mine) > len(old) == 1 and old[0].side == "both":  # the legs take turns no longer: other pauses
            old = leg_by_leg(old[0])
        out += mine if _minutes(mine) <= _minutes(old) else old
    return out


def leg_by_leg(item: SessionItem) -> list[SessionItem]:
    """Return an item of both legs once for each, in the same minutes together: it is the same work."""
    alone = [item.model_copy(update={"side": leg, "caps": caps_for(item.caps, leg)}) for leg in LEGS]
    return [with_dose(one, item.dose).model_copy(update={"minutes": item.minutes / len(LEGS)}) for one in alone]


def _one_more(item: SessionItem) -> float:
    """Return the minutes of one more set of an exercise."""
    return with_dose(item, with_sets(item.dose, item.dose.sets + 1)).minutes - item.minutes


def noted(item: SessionItem, text: str) -> SessionItem:
    """Return an item with a remark for today."""
    return item.model_copy(update={"note": text})


def _places(items: Sequence[SessionItem]) -> list[list[int]]:
    """Return where each exercise of a session stands, both legs together, the last one first."""
    found: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        found.setdefault(item.exercise, []).append(place)
    return list(reversed(found.values()))


def _minutes(items: Iterable[SessionItem]) -> float:
    return sum(item.minutes for item in items)


def _may_lose_a_set(item: SessionItem) -> bool:
    return item.category != "warmup" and item.dose.sets > 1


def _at_most(item: SessionItem, level: int) -> SessionItem:
    """Return an item at a level that is not above the one given, with the sets it has."""
    if item.level <= level:
        return item
    lower = at_level(item, level)
    lower = with_dose(lower, with_sets(lower.dose, item.dose.sets))
    return noted(lower, f"level {item.level} takes longer than the minutes there are")
