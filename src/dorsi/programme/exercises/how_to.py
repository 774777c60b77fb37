"""Instructions for each exercise in plain words: read from how_to/*.yaml and checked against the catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.language.record import Record
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.schema.intake import Equipment
from dorsi.schema.plan import Cap, Category, PlanItem, SessionItem
from dorsi.wording.plurals import listed
from dorsi.wording.sentences import capital

FOLDER: Final = "how_to"
WORDS: Final = f"{FOLDER}/words.yaml"
HARDEST: Final = "This is the hardest version."
HIGHEST: Final = "Stay at this level: it is the highest one that your plan allows."
LATER: Final = "Your log says when the next level opens."

Steps = Annotated[tuple[str, ...], Field(min_length=3, max_length=5)]


class Moves(Record):
    """The words for a dose."""

    go: str = "Move"
    hold: str = "hold"
    back: str = "come back"
    during: str = "hold"  #: what is done while the time of a round runs
    noun: str | None = None  #: one repetition
    plural: str | None = None  #: irregular plural
    round: str = "hold"  #: one hold or round, counted by its length
    each: Literal["leg", "foot", "side"] = "leg"
    ways: str | None = None
    spread: tuple[str, ...] = ()  #: each direction; none: one way, the other way

    def changed_by(self, other: "Moves | None") -> "Moves":
        """Return these words with those set in `other`."""
        return self if other is None else self.model_copy(update={n: getattr(other, n) for n in other.model_fields_set})


class CommonFault(Record):
    """A common fault and how to correct it."""

    fault: str
    mend: str


class LevelWords(Record):
    """A level's own instructions; the rest is as for the exercise."""

    words: str
    start: str | None = None
    steps: Steps | None = None
    feel: str | None = None
    ready: tuple[str, ...] | None = None
    moves: Moves | None = None


class HowTo(Record):
    """One exercise in plain words."""

    why: str
    start: str
    steps: Steps
    feel: str
    faults: Annotated[tuple[CommonFault, ...], Field(min_length=2, max_length=2)]
    stop: str
    easier: str  #: than the first level
    ready: tuple[str, ...] = ()
    moves: Moves = Moves()
    adapt: dict[str, str] = Field(default_factory=dict)
    sources: tuple[str, ...] = ()
    levels: dict[int, LevelWords]


class Source(Record):
    """A public page used to check the facts."""

    name: str
    address: str


class SharedWords(Record):
    """Words shared by all exercises."""

    things: dict[str, str]
    tags: dict[str, str]
    sources: dict[str, Source]


@dataclass(frozen=True, kw_only=True)
class ExerciseCard:
    """Everything needed to do one exercise at one level."""

    exercise: str
    name: str
    level: int
    words: str
    why: str
    start: str
    steps: tuple[str, ...]
    feel: str
    faults: tuple[CommonFault, ...]
    stop: str
    needs: tuple[str, ...]  #: equipment; empty if none
    helps: tuple[str, ...]  #: optional equipment
    easier: str
    harder: str


@cache
def shared_words() -> SharedWords:
    """Return the words of words.yaml; raises RuleError where equipment or a tag has none."""
    words = entry(SharedWords, load_mapping(WORDS), file=WORDS, kind="words", key="")
    for kind, known, wanted in (
        ("things", words.things, get_args(Equipment)),
        ("tags", words.tags, vocabulary()["tags"].choices),
    ):
        for name in wanted:
            if name not in known:
                raise RuleError(f"{WORDS}: {kind}: '{name}' is missing")
        with_only(known, wanted, file=WORDS, within=kind)
    return words


def parse_how_to(raw: dict[Category, dict[str, Any]], known: dict[str, Exercise]) -> dict[str, HowTo]:
    """Return the checked instructions of every exercise; a RuleError names the file, exercise and level."""
    found: dict[str, HowTo] = {}
    for category, entries in raw.items():
        for name, value in entries.items():
            found[name] = entry(HowTo, value, file=file_of(category), kind="exercise", key=name)
            if name not in known or known[name].category != category:
                raise RuleError(f"{file_of(category)}: exercise {name}: not in this category of catalogue.yaml")
    for one in known.values():
        if one.id not in found:
            raise RuleError(f"{file_of(one.category)}: exercise {one.id}: has no instructions yet; add them here")
        for problem in _problems(one, found[one.id]):
            raise RuleError(f"{file_of(one.category)}: exercise {one.id}: {problem}")
    return found


def _problems(one: Exercise, how: HowTo) -> Iterator[str]:
    for level in one.levels:
        if level not in how.levels:
            yield f"levels: level {level} has no words yet; add them here"
    for level in how.levels:
        if level not in one.levels:
            yield f"levels: level {level} is not in catalogue.yaml"
    for tag in how.adapt:
        if tag not in {rule.tag for rule in one.capping}:
            yield f"adapt: '{tag}' puts no limit on this exercise in catalogue.yaml"
    for name in how.sources:
        if name not in shared_words().sources:
            yield f"sources: '{name}' is not in {WORDS}"


def file_of(category: Category) -> str:
    """Return the file that holds the instructions of a category."""
    return f"{FOLDER}/{category}.yaml"


@cache
def how_to() -> dict[str, HowTo]:
    """Return the instructions of every exercise, by its id."""
    raw: dict[Category, dict[str, Any]] = {name: load_mapping(file_of(name)) for name in get_args(Category)}
    return parse_how_to(raw, catalogue().exercises)


def moves_of(exercise: str, level: int) -> Moves:
    """Return the words of the dose of one level."""
    how = how_to()[exercise]
    return how.moves.changed_by(how.levels[level].moves)


def card_of(exercise: str, level: int) -> ExerciseCard | None:
    """Return the instructions of one level; None if the catalogue no longer has it."""
    one = catalogue().exercises.get(exercise)
    if one is None or level not in one.levels:
        return None
    how = how_to()[exercise]
    own = how.levels[level]
    before, after = how.levels.get(level - 1), how.levels.get(level + 1)
    ready = how.ready if own.ready is None else own.ready
    needed = [need for need in one.equipment_at(level) if not _said_in(ready, need)]
    needs = tuple(dict.fromkeys([*(thing_words(need) for need in needed), *ready]))
    helps = (thing_words(thing) for thing in one.equipment.helps if thing not in one.equipment_at(level))
    return ExerciseCard(
        exercise=exercise,
        name=one.name,
        level=level,
        words=own.words,
        why=how.why,
        start=own.start or how.start,
        steps=own.steps or how.steps,
        feel=own.feel or how.feel,
        faults=how.faults,
        stop=how.stop,
        needs=needs,
        helps=tuple(thing for thing in helps if not any(thing in need for need in needs)),
        easier=_other_level(one, level - 1, level, before) if before else how.easier,
        harder=_other_level(one, level + 1, level, after) if after else _after_the_last(one.then),
    )


def card_for(items: Sequence[PlanItem | SessionItem]) -> ExerciseCard | None:
    """Return the instructions of items of a plan at one level, the first one's: no level above what the plan allows."""
    first = items[0]
    card = card_of(first.exercise, first.level)
    if card is None:
        return None
    told: dict[str, list[str]] = {}
    for item in items:
        told.setdefault(_harder(item, card), []).append(item.side)
    one_for_all = len(told) == 1
    lines = [text if one_for_all else f"{legs[0].capitalize()} leg: {text}" for text, legs in told.items()]
    return replace(card, harder=" ".join(lines))


def _harder(item: PlanItem | SessionItem, card: ExerciseCard) -> str:
    """Return what comes after an item's level for the legs that do it; what the plan bars is never offered."""
    if item.max_level is None:  # an older plan, which doesn't say what it allows
        return LATER
    if item.level < len(catalogue()[item.exercise].levels):
        return card.harder if item.level < item.max_level else HIGHEST
    return HARDEST if item.leads_to is None else _after_the_last(item.leads_to)


def _said_in(ready: tuple[str, ...], need: str) -> bool:
    """Whether what to have ready already names one of the things that a need leaves open."""
    return any(shared_words().things[part] in thing for part in need.split(" or ") for thing in ready)


def _other_level(one: Exercise, level: int, now: int, own: LevelWords) -> str:
    """Return another level in words, with its dose where that differs: it may be all that does."""
    from dorsi.programme.exercises.dose_words import amount_words, dose_text  # noqa: PLC0415 - it reads this module

    texts = [dose_text(one, which, one.dose_at(which), together=one.together(which)) for which in (level, now)]
    amount = amount_words(one.dose_at(level), moves_of(one.id, level), together=one.together(level))
    return f"Level {level}: {own.words}" + (f" {capital(amount)}." if texts[0] != texts[1] else "")


def _after_the_last(then: Iterable[str]) -> str:
    names = [catalogue()[name].name for name in then]
    return f"Next exercise: {', '.join(names)}." if names else HARDEST


def thing_words(need: str) -> str:
    """Return equipment in words; "band or strap" names both."""
    return " or ".join(shared_words().things[part] for part in need.split(" or "))


def things_words(needs: Iterable[str]) -> str:
    """Return several pieces of equipment in words."""
    return listed([thing_words(need) for need in needs])


def tell_us(*, told: bool) -> str:
    """Return what to do about equipment that isn't there, after a sentence: nothing where the question is answered."""
    return "" if told else "; tell us what you have"


def needs_words(card: ExerciseCard) -> str:
    """Return an exercise's equipment in one or two sentences."""
    needs = f"{'; '.join(card.needs)}." if card.needs else "nothing."
    helps = f" Helpful: {'; '.join(card.helps)}." if card.helps else ""
    return capital(needs) + helps


def adapted_form(exercise: str, limit: Cap) -> str | None:
    """Return the instructions under a limit of the plan; None without any."""
    one = catalogue().exercises.get(exercise)
    entry_of = one.limit_of(limit) if one else None
    return how_to()[exercise].adapt.get(entry_of.tag) if entry_of else None
