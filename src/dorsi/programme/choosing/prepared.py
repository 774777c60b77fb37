"""An exercise ready for the schedule: level and dose for each leg, limits, extra sets, minutes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.choice import Choice
from dorsi.programme.choosing.findings import Ask, Findings
from dorsi.programme.exercises.catalogue import Exercise
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.dosing import alike, scaled, with_sets
from dorsi.programme.exercises.timing import minutes_of
from dorsi.programme.language.actions import ExtraSetAction
from dorsi.schema.plan import Dose, Reason, SessionItem
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Side

#: Why an exercise has fewer sets than usual.
FITS_TIME: Final = "fewer sets, so the session fits your time"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One exercise of the plan, without what changes from day to day."""

    choice: Choice
    exercise: Exercise
    levels: dict[Leg, int]
    doses: dict[Leg, Dose]
    order: int  #: place in the order of use
    bars: Bars
    extra_because: dict[Leg, tuple[Reason, ...]] = field(default_factory=dict)  #: why a leg has an extra set
    sets_frac: float = 1.0  #: share of the usual work in this week
    least_sets: int = 1  #: sets below which it is not cut to fit the minutes
    to_ease: float = 1.0  #: share that is taken of what fits into the minutes
    cut: bool = False  #: whether sets are dropped to fit the minutes
    when: str | None = None  #: when it is done, if not in a session

    @cached_property
    def together(self) -> bool:
        """Whether both legs work at once."""
        return all(self.exercise.together(level) for level in self.levels.values())

    @property
    def days_max(self) -> int:
        """Most days a week."""
        return min(self.exercise.days[1], self.choice.days_max)

    @cached_property
    def sets(self) -> int:
        """Sets of the leg with more sets."""
        return max(dose.sets for dose in self.doses.values())

    @cached_property
    def minutes(self) -> float:
        """Minutes for its sides."""
        return sum(minutes for _, _, _, minutes in self.groups)

    @cached_property
    def least(self) -> "Prepared":
        """The exercise cut to one set (R40), or to the sets that a history asks for."""
        return self.cut_to(self.least_sets)

    def kept_within(self, most_min: float) -> "Prepared":
        """Return the exercise so that it keeps all the sets that fit into a session's minutes (R05, R40)."""
        return replace(self, least_sets=min(self.sets, self.within(most_min).sets))

    def times(self, frac: float) -> "Prepared":
        """Return the exercise with a share of its sets."""
        doses = {leg: scaled(dose, frac) for leg, dose in self.doses.items()}
        return replace(self, doses=doses, sets_frac=self.sets_frac * frac)

    def easier(self, frac: float) -> "Prepared":
        """Return the exercise of which only a share is done, once its usual work fits into the minutes."""
        return replace(self, to_ease=self.to_ease * frac)

    @property
    def eased(self) -> "Prepared":
        """The exercise with the share of an easier week."""
        return replace(self.times(self.to_ease), to_ease=1.0) if self.to_ease < 1 else self

    def cut_to(self, sets: int) -> "Prepared":
        """Return the exercise with at most the given sets; each leg loses the same number and keeps at least one."""
        gone = self.sets - sets
        if gone <= 0:
            return self
        doses = {leg: with_sets(dose, dose.sets - gone) for leg, dose in self.doses.items()}
        return replace(self, doses=doses, cut=True)

    def with_more_sets(self, sets: int) -> "Prepared":
        """Return the exercise with more sets for each leg; unchanged under a limit or in an easier week."""
        limited = any(self.bars[self.exercise.id, leg].caps for leg in self.doses)
        if limited or self.sets_frac * self.to_ease < 1:
            return self
        return replace(self, doses={leg: with_sets(dose, dose.sets + sets) for leg, dose in self.doses.items()})

    def within(self, most_min: float) -> "Prepared":
        """Return the exercise with as many sets as fit into the minutes, at least one."""
        fits = (
            cut
            for sets in range(self.sets, self.least_sets, -1)
            if (cut := self.cut_to(sets)).minutes <= most_min + 1e-9
        )
        return next(fits, self.least)

    @cached_property
    def groups(self) -> tuple[tuple[Side, int, Dose, float], ...]:
        """The exercise as (side, level, dose, minutes): once for both legs if equal, else leg by leg."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[tuple[Side, int, Dose, float]]:
        legs = list(self.doses)
        same = len(set(self.levels.values())) == 1 and alike(self.doses.values())
        if self.together or (same and len(legs) > 1):
            minutes = minutes_of(self.exercise, self.doses, together=self.together)
            yield "both", self.levels[legs[0]], self.doses[legs[0]], minutes
            return
        for leg in legs:
            dose = self.doses[leg]
            yield leg, self.levels[leg], dose, minutes_of(self.exercise, {leg: dose}, together=False)

    def session_items(self) -> list[SessionItem]:
        """Return the items of one day."""
        out = []
        for side, level, dose, minutes in self.groups:
            legs: tuple[Leg, ...] = LEGS if side == "both" else (side,)
            out.append(
                SessionItem(
                    exercise=self.exercise.id,
                    name=self.exercise.name,
                    category=self.exercise.category,
                    side=side,
                    level=level,
                    dose=dose,
                    dose_text=dose_text(self.exercise, level, dose, together=self.together or side != "both"),
                    minutes=minutes,
                    load_class=self.exercise.load_class,
                    cue=self.bars.cue_of(self.exercise.id, legs),
                    level_text=self.exercise.levels[level].text,
                    equipment=self.exercise.equipment_at(level),
                    caps=self.bars.caps_of(self.exercise.id, legs),
                    max_level=self.bars.highest(self.exercise.id, legs),
                    leads_to=self.bars.leads_to(self.exercise.id, legs),
                    sets_frac=self.sets_frac,
                    note=FITS_TIME if self.cut else None,
                    when=self.when,
                )
            )
        return out


def prepare(choice: Choice, exercise: Exercise, bars: Bars, found: Findings, order: int) -> Prepared:
    """Return an exercise with the level and dose of each leg (R05, R31)."""
    levels = {leg: bars.level(choice.exercise, leg) for leg in choice.sides}
    if exercise.sides == "together":  # the log follows both legs as one, so they go by the one that may do less
        lowest = min(levels.values())
        levels = dict.fromkeys(levels, lowest)
    doses = {leg: _dose(exercise, level, bars, found, leg) for leg, level in levels.items()}
    extra = {leg: tuple(r for ask in _extra(exercise, level, bars, found, leg) for r in ask.because)
             for leg, level in levels.items()}  # fmt: skip
    return Prepared(
        choice=choice, exercise=exercise, levels=levels, doses=doses, order=order, bars=bars, extra_because=extra
    )


def _dose(exercise: Exercise, level: int, bars: Bars, found: Findings, leg: Leg) -> Dose:
    dose = exercise.dose_at(level)
    capped = bars[exercise.id, leg].dose
    if capped is not None:
        dose = capped.applied_to(dose)
    extra = sum(ask.action.sets for ask in _extra(exercise, level, bars, found, leg))
    return with_sets(dose, dose.sets + extra) if extra else dose


def _extra(exercise: Exercise, level: int, bars: Bars, found: Findings, leg: Leg) -> list[Ask[ExtraSetAction]]:
    """Return what asks for one more set on this leg: nothing where a limit sets the amount itself."""
    capped = bars[exercise.id, leg].dose
    if exercise.together(level) or (capped is not None and {"sets", "reps", "hold_s"} & capped.model_fields_set):
        return []
    asked = [ask for ask in found.extra_sets if ask.concerns(leg) and ask.action.category == exercise.category]
    return [ask for ask in asked if not ask.action.traits or set(ask.action.traits) & set(exercise.traits)]
