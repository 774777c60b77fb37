"""An exercise made ready for the schedule: level and dose for each leg, limits, extra sets, minutes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dorsi.programme.bars import Bars
from dorsi.programme.catalogue import Exercise
from dorsi.programme.dose_words import dose_text
from dorsi.programme.dosing import minutes_of, one_set_minutes, scaled, with_sets
from dorsi.programme.findings import Findings
from dorsi.programme.roster import Choice
from dorsi.schema.plan import Dose, SessionItem
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Side


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One exercise of the plan with everything that does not change from day to day."""

    choice: Choice
    exercise: Exercise
    levels: dict[Leg, int]
    doses: dict[Leg, Dose]
    order: int  #: place in the order of use
    bars: Bars
    sets_frac: float = 1.0  #: part of the sets that the week asks for

    @property
    def together(self) -> bool:
        """Whether both legs work at once."""
        return all(self.exercise.together(level) for level in self.levels.values())

    @property
    def days_max(self) -> int:
        """Most days a week."""
        return min(self.exercise.days[1], self.choice.days_max)

    @property
    def minutes(self) -> float:
        """Minutes of the full dose."""
        return minutes_of(self.exercise, self.doses, together=self.together)

    def times(self, frac: float) -> "Prepared":
        """Return the exercise with a part of its sets."""
        doses = {leg: scaled(dose, frac) for leg, dose in self.doses.items()}
        return replace(self, doses=doses, sets_frac=self.sets_frac * frac)

    @property
    def cut_minutes(self) -> float:
        """Minutes when it is cut to one set (R40)."""
        return one_set_minutes(self.minutes) if max(dose.sets for dose in self.doses.values()) > 1 else self.minutes

    def groups(self) -> Iterator[tuple[Side, int, Dose, float]]:
        """Yield (side, level, dose, minutes): once for both legs when they do the same, else leg by leg."""
        legs = list(self.doses)
        same = len({(self.levels[leg], self.doses[leg].model_dump_json()) for leg in legs}) == 1
        if self.together or (same and len(legs) > 1):
            yield "both", self.levels[legs[0]], self.doses[legs[0]], self.minutes
            return
        for leg in legs:
            yield (
                leg,
                self.levels[leg],
                self.doses[leg],
                minutes_of(self.exercise, {leg: self.doses[leg]}, together=False),
            )

    def session_items(self, *, cut: bool, note: str | None = None) -> list[SessionItem]:
        """Return what is done on one day, in full or cut to one set."""
        out = []
        for side, level, dose, minutes in self.groups():
            legs: tuple[Leg, ...] = LEGS if side == "both" else (side,)
            short = cut and dose.sets > 1
            shown = with_sets(dose, 1) if short else dose
            words = "cut to one set to fit the minutes" if short else None
            out.append(
                SessionItem(
                    exercise=self.exercise.id,
                    name=self.exercise.name,
                    category=self.exercise.category,
                    side=side,
                    level=level,
                    dose=shown,
                    dose_text=dose_text(self.exercise, level, shown, together=self.together or side != "both"),
                    minutes=one_set_minutes(minutes) if short else minutes,
                    load_class=self.exercise.load_class,
                    cue=self.bars.cue_of(self.exercise.id, legs),
                    level_text=self.exercise.levels[level].text,
                    equipment=self.exercise.equipment_at(level),
                    caps=self.bars.caps_of(self.exercise.id, legs),
                    sets_frac=self.sets_frac,
                    note="; ".join(text for text in (words, note) if text) or None,
                )
            )
        return out


def prepare(choice: Choice, exercise: Exercise, bars: Bars, found: Findings, order: int) -> Prepared:
    """Return an exercise with the level and the dose of each leg (R05, R31)."""
    levels = {leg: bars.level(choice.exercise, leg) for leg in choice.sides}
    if all(exercise.together(level) for level in levels.values()):
        lowest = min(levels.values())
        levels = dict.fromkeys(levels, lowest)
    doses = {leg: _dose(exercise, level, bars, found, leg) for leg, level in levels.items()}
    return Prepared(choice=choice, exercise=exercise, levels=levels, doses=doses, order=order, bars=bars)


def _dose(exercise: Exercise, level: int, bars: Bars, found: Findings, leg: Leg) -> Dose:
    dose = exercise.dose_at(level)
    capped = bars[exercise.id, leg].dose
    if capped is not None:
        return capped.applied_to(dose)
    if exercise.together(level):
        return dose
    asked = [ask.action for ask in found.extra_sets if ask.concerns(leg) and ask.action.category == exercise.category]
    extra = sum(one.sets for one in asked if not one.traits or set(one.traits) & set(exercise.traits))
    return with_sets(dose, dose.sets + extra) if extra else dose
