"""The intake questions as data: their order, and which answers they allow."""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.intake.answers import Answer, Answers, One, Pair, said, ticks
from dorsi.intake.choices import choices_of
from dorsi.schema.sides import LEGS, Leg
from dorsi.wording.sentences import capital

FILE = "questions.yaml"
NEEDED = "this question needs an answer"

Kind = Literal["text", "date", "number", "whole", "score", "yes_no", "choice", "ticks"]
NUMBERS: Final[frozenset[Kind]] = frozenset({"number", "whole", "score"})
Raw = TypeVar("Raw")
Listed = TypeVar("Listed", bound=BaseModel)


class Question(BaseModel):
    """One question of the data file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    measurement: dict[Literal["name", "scale"], str] | None = None
    kind: Kind
    legs: bool = False
    must: bool = False
    ask: str
    hint: str = ""
    words: dict[str, str] = {}
    on_leg: dict[str, str] = {}  #: instead, the words of places that a leg has, with {leg}
    conditions: tuple[str, ...] = Field(default=(), alias="if")
    only: tuple[str, ...] = ()
    each: tuple["Question", ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_no_leg(cls, given: object) -> object:
        """Give the words of places that a leg has without a leg."""
        if isinstance(given, dict) and isinstance(given.get("on_leg"), dict):
            return given | {"words": {name: str(text).format(leg="") for name, text in given["on_leg"].items()}}
        return given

    def of_leg(self, name: str, leg: Leg) -> str:
        """Return the words of a place of one leg."""
        return self.on_leg[name].format(leg=f"{leg} ")

    @model_validator(mode="after")
    def _complete(self) -> "Question":
        if not (self.id or self.measurement):
            raise ValueError("give an id or a measurement")
        if (self.kind in {"choice", "ticks"}) != bool(self.words):
            raise ValueError("words: a choice or ticks list their words, and nothing else does")
        return self

    @property
    def place(self) -> str:
        """The dotted path of its answer."""
        if self.measurement is None:
            return self.id
        record = f"measurements.{self.measurement['name']} {self.measurement['scale']}"
        return f"{record}.{self.id}" if self.id else record

    @property
    def yes_no(self) -> dict[str, object]:
        """What the words of a yes or no mean."""
        if not self.legs:
            return {"yes": True, "no": False}
        return {
            "left": {"left": True, "right": False},
            "right": {"left": False, "right": True},
            "both": {"left": True, "right": True},
            "no": {"left": False, "right": False},
        }


class Section(BaseModel):
    """Questions that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    say: str = ""
    why: str = ""  #: what the answers change
    last_if_stopped: bool = False  #: no question after it changes anything where age or signs rule out a plan
    questions: tuple[Question, ...]


class FirstPage(BaseModel):
    """A page of what a programme needs, from one section or several."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    say: str = ""
    sections: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    """One question as asked, about one thing."""

    place: str
    section: Section
    question: Question
    text: str


@cache
def sections() -> tuple[Section, ...]:
    """Return all sections in order; raises RuleError if the data file is invalid."""
    found = _listed("sections", Section)
    for question in (one for section in found for one in section.questions if one.measurement is None):
        _check(question)
        for detail in question.each:
            _check(detail, within=question.id)
    return found


def _check(question: Question, within: str = "") -> None:
    """Raise a RuleError for a question whose field the intake doesn't have, or a choice that it doesn't take."""
    try:
        allowed = choices_of(question.id, within)
    except RuleError as error:
        raise RuleError(f"{FILE}: {error}") from None
    if question.words:
        with_only(question.words, allowed, file=FILE, within=f"{question.id}: words")


@cache
def first_pages() -> tuple[FirstPage, ...]:
    """Return the pages of what a programme needs; raises RuleError if the data file is invalid."""
    return _listed("first", FirstPage)


def _listed(part: str, model: type[Listed]) -> tuple[Listed, ...]:
    """Return the entries of one of the two lists of the data file."""
    listed = with_only(load_mapping(FILE, package="dorsi.intake"), ["first", "sections"], file=FILE).get(part)
    if not isinstance(listed, list):
        raise RuleError(f"{FILE}: {part}: expected a list")
    named = [(one, str(one.get("title")) if isinstance(one, dict) else "without title") for one in listed]
    return tuple(entry(model, one, file=FILE, kind=model.__name__.lower(), key=title) for one, title in named)


def steps(answers: Answers) -> Iterator[AskedQuestion]:
    """Yield the questions in order; the answers decide which ones follow, also those added on the way."""
    for section in sections():
        for question in section.questions:
            if question.conditions and not any(said(answers, place) for place in question.conditions):
                continue
            yield AskedQuestion(place=question.place, section=section, question=question, text=question.ask)
            for name in ticks(answers, question.place) if question.each else ():
                for detail in question.each:
                    place = f"{question.place}.{name}."
                    wanted = not detail.only or name in detail.only
                    if wanted and all(said(answers, place + one) for one in detail.conditions):
                        text = detail.ask.replace("{what}", question.words[name])
                        text = capital(text)
                        yield AskedQuestion(place=place + detail.id, section=section, question=detail, text=text)


def needed() -> int:
    """Return how many questions a programme can't do without, before an answer brings up more."""
    return sum(step.question.must for step in steps({}))


def gathered(
    given: Mapping[str, Raw], read: Callable[[Question, Raw], Answer]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return answers from elsewhere, and what is wrong with the others, both by place.

    Parameters
    ----------
    given
        By place; what no question asks for after the answers before it is left out.
    read
        Returns the answer to a question; raises ValueError with what is wrong.
    """
    answers: dict[str, Answer] = {}
    wrong: dict[str, str] = {}
    for step in steps(answers):
        if step.place in given:
            try:
                answers[step.place] = read(step.question, given[step.place])
            except ValueError as error:
                wrong[step.place] = str(error)
    return answers, wrong


def checked(question: Question, value: object) -> Answer:
    """Return a plain value as the answer to a question, a value for both legs as a pair.

    Raises
    ------
    ValueError
        If the question doesn't allow it, with what it allows.
    """
    answer: Answer
    if question.legs:
        ends = [value.get(leg) for leg in LEGS] if isinstance(value, Mapping) else [value, value]
        pair = Pair(*(_one(question, end) for end in ends))
        answer = None if pair == Pair() else pair
    else:
        answer = _one(question, value)
    if answer is None and question.must:
        raise ValueError(NEEDED)
    return answer


def _one(question: Question, value: object) -> One | None:
    if value is None:
        return None
    if question.kind in NUMBERS:
        return _number(question, value)
    if question.kind == "date":
        return _date(value)
    if question.kind == "text" and isinstance(value, str):
        return value.strip() or None
    return _chosen(question, value)


def _chosen(question: Question, value: object) -> One:
    if question.kind == "yes_no" and isinstance(value, bool):
        return value
    if question.kind == "choice" and isinstance(value, str) and value in question.words:
        return value
    if question.kind == "ticks" and isinstance(value, list) and set(map(str, value)) <= set(question.words):
        return tuple(dict.fromkeys(value))
    raise ValueError(f"'{value}' is none of the answers to choose from")


def _number(question: Question, value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -math.inf < value < math.inf:
        raise ValueError(f"'{value}' is not a number; type one such as 7.5")
    if question.kind == "score" and not 0 <= value <= 10:
        raise ValueError("type a number from 0 to 10")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if question.kind == "whole" and not isinstance(value, int):
        raise ValueError("type a whole number")
    return value


def _date(value: object) -> dt.date:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("type year-month-day, such as 2026-01-05") from None
