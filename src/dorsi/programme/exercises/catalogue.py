"""The exercise catalogue as data: loaded from catalogue.yaml and checked against itself and facts.yaml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Literal, get_args

from pydantic import Field, model_validator

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.programme.language.actions import Reached
from dorsi.programme.language.conditions import Condition
from dorsi.programme.language.record import Record
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.schema.intake import Equipment
from dorsi.schema.plan import Cap, Category, Dose, LoadClass

FILE = "catalogue.yaml"
STRENGTH_GAP_DAYS = 2  # S71: never on consecutive days

Together = Literal["each", "together"]


class DoseChange(Record):
    """Changes to the starting dose by a level or limit; null removes a part."""

    sets: int | None = Field(default=None, ge=1)
    reps: int | None = Field(default=None, ge=1)
    hold_s: float | None = Field(default=None, gt=0)
    tempo_s: tuple[float, float, float] | None = None
    rest_s: float | None = None
    load: str | None = None

    def applied_to(self, dose: Dose) -> Dose:
        """Return `dose` with the parts set here."""
        return dose.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})

    def is_in(self, dose: Dose) -> bool:
        """Whether a dose has all the parts set here; how many sets there are, a day may change."""
        return all(getattr(dose, name) == getattr(self, name) for name in self.model_fields_set - {"sets"})


class Level(Record):
    """One level of an exercise."""

    text: str
    dose: DoseChange = DoseChange()
    needs: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    sides: Together | None = None
    stands_on: Literal["own", "other"] = "own"  #: the leg that carries the weight, of a level on one leg


class Criterion(Record):
    """An exercise's own criterion for moving up or back, besides the standard one."""

    text: str | None = None
    also: Condition | None = None
    ask: str | None = None  #: the same as a question to be answered with yes or no, where the log's columns are empty
    must: bool = False  #: no step up before it is answered
    clean_sessions: int | None = None


class Contra(Record):
    """The effect of a tag on this exercise."""

    tag: str
    do: Literal["exclude", "cap", "lock"]
    text: str
    levels: tuple[int, ...] = ()
    max_level: int | None = Field(default=None, ge=1, le=4)
    dose: DoseChange | None = None
    cue: str | None = None  #: cue to use instead, if the usual one asks for more than the limit allows
    unlock: Reached | None = None
    when: Condition | None = None
    until: str | None = None  #: what ends it, where it is not what ends the tag


class Equip(Record):
    """An exercise's equipment."""

    needs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    without: str | None = None


class Exercise(Record):
    """One entry of the catalogue."""

    id: str = Field(pattern=r"^(wu|mo|st|nm|px)_[a-z_]+$")
    name: str
    category: Category
    answers: tuple[str, ...] = Field(min_length=1)
    equipment: Equip = Equip()
    load_class: LoadClass
    sides: Together = "each"
    dose: Dose
    rep_s: float | None = Field(default=None, gt=0)  #: seconds of a repetition if the dose has no tempo
    levels: dict[int, Level]
    advance: Criterion = Criterion()
    regress: Criterion = Criterion()
    contra: tuple[Contra, ...] = ()
    unlock: tuple[Reached, ...] = ()
    traits: tuple[str, ...] = ()
    then: tuple[str, ...] = ()  #: exercises that follow the last level, in order of use
    days: tuple[int, int]
    gap_days: int = 1
    task: str
    cue: str
    breath: str
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _levels_count_up(self) -> "Exercise":
        if sorted(self.levels) != list(range(1, len(self.levels) + 1)):
            raise ValueError(f"levels: count from 1 without a gap, got {sorted(self.levels)}")
        if not 1 <= self.days[0] <= self.days[1] <= 7:
            raise ValueError(f"days: fewest and most days a week, got {self.days}")
        return self

    @model_validator(mode="after")
    def _limits_once_for_each_tag(self) -> "Exercise":
        if twice := [rule.tag for rule in self.capping if [one.tag for one in self.capping].count(rule.tag) > 1]:
            raise ValueError(f"contra: '{twice[0]}' caps twice; a plan finds its limits by their tags")
        return self

    @model_validator(mode="after")
    def _asks_for_its_own_goal(self) -> "Exercise":
        if (self.advance.also is None) != (self.advance.ask is None):
            raise ValueError("advance: 'also' and 'ask' belong together; 'ask' is the same as a question for yes or no")
        if (self.advance.must and self.advance.ask is None) or self.regress.ask or self.regress.must:
            raise ValueError("'ask' belongs to advance, and 'must' to 'ask'")
        return self

    def together(self, level: int) -> bool:
        """Whether both legs do this level at once."""
        return (self.levels[level].sides or self.sides) == "together"

    def equipment_at(self, level: int) -> list[str]:
        """Return a level's equipment, the exercise's own first."""
        needs = dict.fromkeys([*self.equipment.needs, *self.levels[level].needs])
        return [need for need in needs if need != "none"]

    def dose_at(self, level: int) -> Dose:
        """Return the dose of a level."""
        return self.levels[level].dose.applied_to(self.dose)

    def limit_of(self, cap: Cap) -> Contra | None:
        """Return the entry that set a limit of a plan: found by its tag, in older plans by its text; None if none."""
        if cap.tag is None:
            return next((rule for rule in self.capping if rule.text == cap.text), None)
        return next((rule for rule in self.capping if rule.tag == cap.tag), None)

    @property
    def capping(self) -> list[Contra]:
        """The entries that limit this exercise without leaving it out, at most one for each tag."""
        return [rule for rule in self.contra if rule.do == "cap"]

    def dose_under(self, level: int, limits: Iterable[Cap], now: Dose | None = None) -> Dose:
        """Return the dose of a level under the limits of a plan.

        If a limit has lost its entry, such as one of an older plan whose text is another now, a limit whose dose is in
        the dose `now` still holds.
        """
        entries = {cap: self.limit_of(cap) for cap in limits}
        lost = now is not None and any(cap.tag != "" and entry is None for cap, entry in entries.items())
        held = {entry.tag for entry in entries.values() if entry}
        held |= {rule.tag for rule in self.capping if lost and now and rule.dose and rule.dose.is_in(now)}
        dose = self.dose_at(level)
        first = next((rule.dose for rule in self.capping if rule.dose and rule.tag in held), None)
        return dose if first is None else first.applied_to(dose)


class Timing(Record):
    """Default times for parts that a dose does not set; all in seconds."""

    rep_s: float = Field(gt=0)  #: a repetition without a tempo
    change_s: float = Field(ge=0)  #: from one leg to the other
    between_holds_s: float = Field(ge=0)  #: from one hold to the next within a set
    settle_s: dict[Category, float]  #: into the position, once
    rest_s: dict[Category, float]  #: between sets of the same leg, if the dose has no rest

    @model_validator(mode="after")
    def _names_every_category(self) -> "Timing":
        for name, table in (("settle_s", self.settle_s), ("rest_s", self.rest_s)):
            if missing := set(get_args(Category)) - set(table):
                raise ValueError(f"{name}: '{min(missing)}' is missing")
        return self


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All exercises, the standard criteria in words, and default times."""

    exercises: dict[str, Exercise]
    timing: Timing
    standard_advance: str
    standard_regress: str

    @property
    def traits(self) -> set[str]:
        """Every trait of an exercise or level."""
        found = {trait for one in self.exercises.values() for trait in one.traits}
        return found | {t for one in self.exercises.values() for level in one.levels.values() for t in level.traits}

    def __getitem__(self, name: str) -> Exercise:
        return self.exercises[name]


class _Standard(Record):
    advance: str
    regress: str


def parse_catalogue(raw: dict[str, object]) -> Catalogue:
    """Return the checked catalogue; a RuleError names the exercise and the invalid field."""
    listed = with_only(raw, ["exercises", "standard", "timing"], file=FILE).get("exercises")
    if not isinstance(listed, list):
        raise RuleError(f"{FILE}: exercises: expected a list")
    found: dict[str, Exercise] = {}
    for item in listed:
        one = entry(Exercise, item, file=FILE, kind="exercise")
        if one.id in found:
            raise RuleError(f"{FILE}: exercise {one.id}: id: given twice")
        found[one.id] = one
    for one in found.values():
        for problem in _problems(one, found):
            raise RuleError(f"{FILE}: exercise {one.id}: {problem}")
    standard = entry(_Standard, raw.get("standard"), file=FILE, kind="standard", key="")
    timing = entry(Timing, raw.get("timing"), file=FILE, kind="timing", key="")
    return Catalogue(
        exercises=found, timing=timing, standard_advance=standard.advance, standard_regress=standard.regress
    )


@cache
def catalogue() -> Catalogue:
    """Return the catalogue."""
    return parse_catalogue(load_mapping(FILE))


def level_problem(exercise: str, level: int) -> str | None:
    """Return why someone cannot have done a level of an exercise, in words, or None."""
    known = catalogue().exercises
    if exercise not in known:
        near = get_close_matches(exercise, known, n=1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        return f"exercise '{exercise}' is not known{meant} (`dorsi show` lists all exercises)"
    last = len(known[exercise].levels)
    return None if 1 <= level <= last else f"{exercise} has levels 1 to {last}, not {level}"


def _problems(one: Exercise, found: dict[str, Exercise]) -> Iterator[str]:
    """Yield every name of an exercise that no other file defines."""
    kinds = vocabulary()
    for code in one.answers:
        if code not in kinds["constraints"].choices:
            yield f"answers: '{code}' is not a finding in facts.yaml"
    for rule in one.contra:
        if rule.tag not in kinds["tags"].choices:
            yield f"contra: tag '{rule.tag}' is not in facts.yaml"
    for condition in [one.advance.also, one.regress.also, *(rule.when for rule in one.contra)]:
        for leaf in condition.leaves() if condition else ():
            if problem := leaf.problem(kinds):
                yield problem
    if one.category == "strength" and one.gap_days < STRENGTH_GAP_DAYS:
        yield f"gap_days: strength needs {STRENGTH_GAP_DAYS} or more, got {one.gap_days}"
    yield from _unknown_things(one, found)


def _unknown_things(one: Exercise, found: dict[str, Exercise]) -> Iterator[str]:
    """Yield unknown equipment and exercises."""
    equipment = [*one.equipment.needs, *one.equipment.helps, *(n for lv in one.levels.values() for n in lv.needs)]
    for name in [part for need in equipment for part in need.split(" or ")]:
        if name not in get_args(Equipment):
            yield f"equipment: '{name}' is not known; choose from {', '.join(get_args(Equipment))}"
    reached = [*one.unlock, *(rule.unlock for rule in one.contra if rule.unlock)]
    others = [name for step in reached for name in (step.exercise, step.alternative) if name]
    for name in [*others, *one.then, *([one.equipment.without] if one.equipment.without else [])]:
        if name not in found:
            yield f"'{name}' is not in the catalogue"
