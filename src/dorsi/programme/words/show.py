"""One exercise for the terminal: instructions, dose, and limits."""

from collections.abc import Iterator
from difflib import get_close_matches

from dorsi.errors import OptionError
from dorsi.programme.exercises.catalogue import Contra, Exercise, catalogue
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.how_to import ExerciseCard, card_of, how_to, needs_words, shared_words
from dorsi.wording import wording
from dorsi.wording.sentences import capital

CATEGORY_TITLES = {
    "warmup": "Warm-up",
    "mobility": "Mobility",
    "strength": "Strength",
    "neuromotor": "Balance and control",
    "proximal": "Hip and trunk",
}
NEAREST = 3


def exercise_list() -> Iterator[str]:
    """Yield the id and name of every exercise, by category."""
    for category, title in CATEGORY_TITLES.items():
        yield title
        yield from (f"  {one.id:<20} {one.name}" for one in catalogue().exercises.values() if one.category == category)


def find_exercise(asked: str) -> Exercise:
    """Return the exercise with an id or a name, or with a part of its name that no other has, in any case.

    The OptionError suggests the nearest.
    """
    known = catalogue().exercises
    ids = {one.id: one.id for one in known.values()} | {one.name.lower(): one.id for one in known.values()}
    wanted = " ".join(asked.lower().split())
    if wanted in ids:
        return known[ids[wanted]]
    short = {one.name.lower().partition(" (")[0]: one.id for one in known.values()}
    part_of = [one.id for one in known.values() if len(wanted) > 2 and wanted in one.name.lower()]
    if wanted in short or len(part_of) == 1:
        return known[short.get(wanted) or part_of[0]]
    near = list(dict.fromkeys([*part_of, *(ids[one] for one in get_close_matches(wanted, ids, n=NEAREST, cutoff=0.5))]))
    hint = " or ".join(f"'{name}' ({known[name].name})" for name in near[:NEAREST])
    meant = f"did you mean {hint}? " if hint else ""
    raise OptionError(f"EXERCISE: '{asked}' is not known; {meant}`dorsi show` lists all exercises")


def shown(asked: str, level: int = 1) -> Iterator[tuple[str, str]]:
    """Yield a title and a text for each part of an exercise; an empty title continues the part before."""
    one = find_exercise(asked)
    card = card_of(one.id, level)
    if card is None:
        raise OptionError(f"--level: {one.id} has levels 1 to {len(one.levels)}, got {level}")
    yield "", f"{one.name} ({one.id}), level {level} of {len(one.levels)}"
    yield "This level", card.words
    yield from _how(one, card)
    for place, rule in enumerate(one.contra):
        yield ("Limits" if place == 0 else ""), _limit(one, rule)
    yield "Always", next(line.first for line in wording().safety if line.id == "stop_rule")


def _how(one: Exercise, card: ExerciseCard) -> Iterator[tuple[str, str]]:
    yield "What for", card.why
    yield "You need", needs_words(card)
    yield "How much", dose_text(one, card.level, one.dose_at(card.level), together=one.together(card.level))
    yield "Start", card.start
    for number, step in enumerate(card.steps, start=1):
        yield ("Steps" if number == 1 else ""), f"{number}. {step}"
    yield "Breathing", f"{capital(one.breath)}."
    yield "How it feels", card.feel
    for place, fault in enumerate(card.faults):
        yield ("Faults" if place == 0 else ""), f"{fault.fault} {fault.mend}"
    yield "Stop", card.stop
    yield "Easier", card.easier
    yield "Harder", card.harder


def _limit(one: Exercise, rule: Contra) -> str:
    """Return the changes for a person's history or state."""
    who = shared_words().tags[rule.tag]
    levels = f" at level {' and '.join(map(str, rule.levels))}" if rule.levels else ""
    if rule.do == "exclude":
        return f"Leave it out{levels} with {who}: {rule.text}."
    adapt = how_to()[one.id].adapt.get(rule.tag)
    told = " ".join([*([f"{capital(rule.text)}."] if adapt is None or rule.dose else []), *([adapt] if adapt else [])])
    most = f" Highest level: {rule.max_level}." if rule.max_level else ""
    return f"With {who}: {told}{most}"
