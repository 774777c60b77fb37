"""The time of an exercise, from sets, repetitions or holds, tempo, rest, sides and changes of position."""

import math
from collections.abc import Mapping

from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.exercises.dosing import alike
from dorsi.schema.plan import Dose
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Side

QUARTER_S = 15.0  #: minutes are stated in quarters, always rounded up


def set_seconds(exercise: Exercise, dose: Dose) -> float:
    """Return the seconds of work in one set of one leg, over all directions and repetitions."""
    timing = catalogue().timing
    if dose.hold_s is not None:
        bouts = (dose.reps or 1) * dose.ways
        return bouts * dose.hold_s + (bouts - 1) * timing.between_holds_s
    rep_s = sum(dose.tempo_s) if dose.tempo_s is not None else exercise.rep_s or timing.rep_s
    return (dose.reps or 1) * dose.ways * rep_s


def seconds_of(exercise: Exercise, doses: Mapping[Leg, Dose], *, together: bool) -> float:
    """Return the seconds of an exercise for the given legs.

    Two legs with the same dose take turns, so one rests while the other works, and only the remaining rest counts. A
    leg with its own dose, or both at once, rests after each set but the last.
    """
    timing = catalogue().timing
    if together:
        return _alone(exercise, next(iter(doses.values())))
    if len(doses) == 1 or not alike(doses.values()):
        return sum(_alone(exercise, dose) for dose in doses.values())
    dose = next(iter(doses.values()))
    work, bouts = set_seconds(exercise, dose), dose.sets * len(doses)
    pause = max(timing.change_s, _rest(exercise, dose) - work)
    return timing.settle_s[exercise.category] + bouts * work + (bouts - 1) * pause


def minutes_of(exercise: Exercise, doses: Mapping[Leg, Dose], *, together: bool) -> float:
    """Return the minutes of an exercise in quarters, rounded up, so that it never takes longer than stated."""
    if together or alike(doses.values()):
        return _quarters(seconds_of(exercise, doses, together=together))
    return sum(_quarters(_alone(exercise, dose)) for dose in doses.values())


def minutes_on(exercise: Exercise, level: int, dose: Dose, side: Side) -> float:
    """Return the minutes of a dose on the given side or sides, at a level."""
    legs: tuple[Leg, ...] = LEGS if side == "both" else (side,)
    return minutes_of(exercise, dict.fromkeys(legs, dose), together=exercise.together(level))


def _alone(exercise: Exercise, dose: Dose) -> float:
    settle = catalogue().timing.settle_s[exercise.category]
    return settle + dose.sets * set_seconds(exercise, dose) + (dose.sets - 1) * _rest(exercise, dose)


def _rest(exercise: Exercise, dose: Dose) -> float:
    return catalogue().timing.rest_s[exercise.category] if dose.rest_s is None else dose.rest_s


def _quarters(seconds: float) -> float:
    return math.ceil(seconds / QUARTER_S - 1e-9) * QUARTER_S / 60
