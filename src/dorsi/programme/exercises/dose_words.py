"""A dose in plain words: "2 sets of 8 on each leg. Go down for 2 seconds, hold for 1, come up for 2."."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.exercises.how_to import Moves, moves_of
from dorsi.schema.plan import Dose, PlanItem, SessionItem
from dorsi.wording.plurals import plural
from dorsi.wording.sentences import capital

EACH: Final = {"leg": "legs", "foot": "feet", "side": "sides"}
ONE_WAY, OTHER_WAY = "one way", "the other way"
SAID_FROM_S: Final = 10.0  #: a shorter rest is a change of position


def dose_text(exercise: Exercise, level: int, dose: Dose, *, together: bool) -> str:
    """Return the dose of one level in words; `together` if it is not done once per leg."""
    moves = moves_of(exercise.id, level)
    words = dose_words(dose, moves, together=together)
    rest = "" if dose.rest_s is not None or dose.sets == 1 else _usual_rest(exercise, dose, moves, together=together)
    return f"{words} {rest}".rstrip()


def _usual_rest(exercise: Exercise, dose: Dose, moves: Moves, *, together: bool) -> str:
    """Return what to do between sets, as timing.py counts it: one leg rests while the other works."""
    part = "set" if dose.reps is not None else moves.round
    if not together:
        return f"Change {EACH[moves.each]} after each {part}."
    rest_s = catalogue().timing.rest_s[exercise.category]
    return f"Rest {_seconds(rest_s)} between {part}s." if rest_s >= SAID_FROM_S else ""


def item_amount(item: PlanItem | SessionItem) -> str:
    """Return how much of an item, for short texts; all its words where the catalogue no longer has its level."""
    exercise = catalogue().exercises.get(item.exercise)
    if exercise is None or item.level not in exercise.levels:
        return item.dose_text
    together = exercise.together(item.level) or item.side != "both"
    return amount_words(item.dose, moves_of(item.exercise, item.level), together=together)


def amount_words(dose: Dose, moves: Moves, *, together: bool) -> str:
    """Return how much a dose is, without its pace, rest and load: "2 sets of 8 on each leg"."""
    where = f" {moves.ways or 'each way'}" if dose.ways > 1 else ""
    where += "" if together else f" on each {moves.each}"
    where += f": {_in_turn(moves.spread)}" if dose.ways > 1 and moves.spread else ""
    return (_counted if dose.reps is not None else _timed)(dose, moves) + where


def dose_words(dose: Dose, moves: Moves, *, together: bool) -> str:
    """Return a dose as sentences: how much, how fast, how long to rest, with which load."""
    return " ".join(f"{part}." for part in (amount_words(dose, moves, together=together), *_how(dose, moves)))


def _how(dose: Dose, moves: Moves) -> Iterator[str]:
    """Yield what else there is to know of a dose: how fast, how long to rest, with which load."""
    if dose.reps is not None and dose.hold_s is not None and moves.noun != "hold":
        yield f"Hold each for {_seconds(dose.hold_s)}"
    if dose.tempo_s is not None:
        yield _pace(dose.tempo_s, moves)
    if dose.rest_s and dose.sets > 1:
        yield f"Rest {_seconds(dose.rest_s)} between {'sets' if dose.reps is not None else moves.round + 's'}"
    if dose.load:
        yield _load(dose.load)


def _load(load: str) -> str:
    """Return what to use or wear."""
    if load.endswith("band"):
        return f"Use a {load}"
    if load == "backpack":
        return "Wear the backpack"
    return "Load: " + re.sub(r"(\d)-(\d)", r"\1 to \2", load)


def _counted(dose: Dose, moves: Moves) -> str:
    """Return a number of repetitions, such as "2 sets of 8", "8 circles", "5 holds of 10 seconds"."""
    reps = dose.reps or 1
    if moves.noun is None:
        return f"{dose.sets} sets of {reps}" if dose.sets > 1 else f"{reps} times"
    count = f"{reps} {moves.plural}" if moves.plural and reps > 1 else plural(reps, moves.noun)
    length = f" of {_seconds(dose.hold_s)}" if moves.noun == "hold" and dose.hold_s is not None else ""
    return f"{dose.sets} sets of {count}{length}" if dose.sets > 1 else f"{count}{length}"


def _timed(dose: Dose, moves: Moves) -> str:
    """Return a number of seconds, such as "3 holds of 20 seconds"."""
    length = _seconds(dose.hold_s or 0)
    return length if dose.sets == 1 and dose.ways == 1 else f"{plural(dose.sets, moves.round)} of {length}"


def _pace(tempo_s: tuple[float, float, float], moves: Moves) -> str:
    """Return the parts of a tempo that take time, with the unit once."""
    parts = [(words, s) for words, s in zip((moves.go, moves.hold, moves.back), tempo_s, strict=True) if s > 0]
    told = [f"{words} for {_seconds(s) if place == 0 else f'{s:g}'}" for place, (words, s) in enumerate(parts)]
    text = ", ".join(told)
    return capital(text)


def _seconds(seconds: float) -> str:
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def morning_notes(items: Sequence[SessionItem]) -> list[str]:
    """Return exercises outside the session, and their time, as remarks of the day; equal sides are joined."""
    sides: dict[tuple[str, str, str], list[str]] = {}
    for item in items:
        details = f" ({'; '.join(item.details)})" if item.details else ""
        key = item.when or "", item.name, f"{item.dose_text}{details}"
        sides.setdefault(key, []).append(item.side)
    return [f"{capital(when)}: {name} ({' and '.join(legs)}). {dose}" for (when, name, dose), legs in sides.items()]


def way_words(moves: Moves, dose: Dose) -> list[str]:
    """Return each direction of a dose in words, in order; empty if it has one direction."""
    return list(moves.spread or (ONE_WAY, OTHER_WAY))[: dose.ways] if dose.ways > 1 else []


def _in_turn(spread: Sequence[str]) -> str:
    """Return directions as one after the other: "inward, then outward"."""
    *before, last = spread
    return f"{before[0]}, then {last}" if len(before) == 1 else f"{', '.join(before)} and {last}"
