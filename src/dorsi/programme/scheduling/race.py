"""When a race makes a plan easier: its own week, and the days that lead to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dorsi.programme.exercises.dosing import scaled
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.programme.scheduling.day_doses import usual_item
from dorsi.schema.plan import Day, Dose, SessionItem, Week
from dorsi.schema.sides import LEGS

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


def less_than_usual(weeks: Sequence[Week], race: Race, frac: float) -> list[Week]:
    """Return the weeks with no more of an exercise on a day that a race eases than a share of its usual dose.

    The day alone may have more sets without the race than most days have.
    """
    places = [(week, place) for week in weeks for place in range(len(week.days))]
    eased = {(week.number, place) for week, place in places if race.eases_day(_number(week, place))}
    usual = [item for week, place in places if (week.number, place) not in eased for item in week.days[place].items]
    full = [item for item in usual if item.sets_frac >= 1]
    return [
        week.model_copy(
            update={
                "days": [
                    _less_than_usual(day, full, frac) if (week.number, place) in eased else day
                    for place, day in enumerate(week.days)
                ]
            }
        )
        for week in weeks
    ]


def _number(week: Week, place: int) -> int:
    return (week.number - 1) * WEEK_DAYS + place + 1


def _less_than_usual(day: Day, full: Sequence[SessionItem], frac: float) -> Day:
    items = [item if item.category == "warmup" else _at_most(item, _usual(item, full), frac) for item in day.items]
    return day.model_copy(update={"items": items, "minutes": sum(item.minutes for item in items)})


def _usual(item: SessionItem, full: Sequence[SessionItem]) -> list[SessionItem]:
    """Return an exercise as on most days: as it stands on this side, and on each leg of it where the legs differ."""
    mine = [one for one in full if one.exercise == item.exercise]
    sides = {"both", *(LEGS if item.side == "both" else (item.side,))}
    return [usual for side in sides if (usual := usual_item([one for one in mine if one.side == side]))]


def _at_most(item: SessionItem, usual: Iterable[SessionItem], frac: float) -> SessionItem:
    for one in usual:
        if _work(dose := scaled(one.dose, frac)) < _work(item.dose):
            less = {"note": item.note or one.note, "sets_frac": min(item.sets_frac, frac)}
            item = with_dose(item, dose).model_copy(update=less)
    return item


def _work(dose: Dose) -> float:
    return dose.sets * (dose.reps or 1) * (dose.hold_s or 1.0)
