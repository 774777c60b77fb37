"""The intake questions as data: their order, allowed answers, and the answers as an intake."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dorsi.datafile import entry, first_problem, load_mapping
from dorsi.schema.intake import Intake

FILE = "questions.yaml"
PASSED = "-"  #: stored for a skipped question
YES, NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
KEY_OF = {"pain": "site", "history": "kind"}  #: records made from ticks

Kind = Literal["text", "date", "number", "whole", "score", "yes_no", "choice", "ticks"]
HINTS: dict[Kind, str] = {
    "text": "",
    "date": "",
    "number": "a number",
    "whole": "a whole number",
    "score": "0 to 10",
    "yes_no": "yes or no",
    "choice": "one number",
    "ticks": "numbers with commas, 0 for none",
}


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
    conditions: tuple[str, ...] = Field(default=(), alias="if")
    only: tuple[str, ...] = ()
    each: tuple["Question", ...] = ()

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


class Section(BaseModel):
    """Questions that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    say: str = ""
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question as asked, about one thing."""

    place: str
    section: Section
    question: Question
    text: str

    @property
    def allowed(self) -> str:
        """The allowed answers."""
        one = self.question
        kinds = [one.hint or HINTS[one.kind]]
        if one.legs:
            example = "left, right, both or no" if one.kind == "yes_no" else "one for both legs, or left / right"
            kinds = [example] if one.kind == "yes_no" else [*kinds, example]
        return "; ".join([*(kind for kind in kinds if kind), *([] if one.must else ["Enter: skip"])])


@cache
def sections() -> tuple[Section, ...]:
    """Return all sections in order; raises RuleError if the data file is invalid."""
    listed = load_mapping(FILE, package="dorsi.intake")["sections"]
    assert isinstance(listed, list)
    return tuple(entry(Section, one, file=FILE, kind="section", key=str(one.get("title"))) for one in listed)


def steps(typed: Mapping[str, str]) -> Iterator[Step]:
    """Yield the questions in order; the answers in `typed` decide which ones follow."""
    for section in sections():
        for question in section.questions:
            if question.conditions and not any(said(typed, place) for place in question.conditions):
                continue
            yield Step(place=question.place, section=section, question=question, text=question.ask)
            for name in picked(question, typed.get(question.place, PASSED)) if question.each else ():
                for detail in question.each:
                    place = f"{question.place}.{name}."
                    wanted = not detail.only or name in detail.only
                    if wanted and all(said(typed, place + one) for one in detail.conditions):
                        text = detail.ask.replace("{what}", question.words[name])
                        text = text[0].upper() + text[1:]
                        yield Step(place=place + detail.id, section=section, question=detail, text=text)


def needed() -> int:
    """Return how many questions a programme can't do without, before an answer brings up more."""
    return sum(step.question.must for step in steps({}))


def said(typed: Mapping[str, str], place: str) -> bool:
    """Whether a question was answered with more than no, none or 0; "history.achilles" is one tick."""
    questions = {one.place: one for section in sections() for one in section.questions}
    if place in questions:
        value = read(questions[place], typed.get(place, PASSED))
        return bool(value) and (not isinstance(value, dict) or any(value.values()))
    group, _, name = place.rpartition(".")
    if group in questions and questions[group].kind == "ticks":
        return name in picked(questions[group], typed.get(group, PASSED))
    return typed.get(place, PASSED).lower() in YES


def picked(question: Question, text: str) -> list[str]:
    """Return the ticked choices."""
    value = read(question, text)
    return [str(one) for one in value] if isinstance(value, list) else []


def read(question: Question, text: str) -> object:
    """Return the value of a typed answer, None if skipped; raises ValueError with the allowed answers."""
    text = text.strip()
    if text in {"", PASSED}:
        if question.must and text == "":
            raise ValueError("this question needs an answer")
        return None
    if not question.legs:
        return _one(question, text)
    if question.kind == "yes_no":
        word = text.lower()
        if word not in {"left", "right", "both"} | YES | NO:
            raise ValueError("type left, right, both or no")
        return {"left": word in {"left", "both"} | YES, "right": word in {"right", "both"} | YES}
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2:
        raise ValueError("type one value for both legs, or left / right such as 7 / 9")
    values = [None if part in {"", PASSED} else _one(question, part) for part in parts]
    return {"left": values[0], "right": values[-1]}


def _one(question: Question, text: str) -> object:
    if question.kind == "text":
        return text
    if question.kind == "date":
        return _date(text)
    if question.kind == "yes_no":
        if text.lower() not in YES | NO:
            raise ValueError("type yes or no")
        return text.lower() in YES
    if question.kind == "ticks":
        return [] if text in {"0", "none"} else [_choice(question, part.strip()) for part in text.split(",")]
    if question.kind == "choice":
        return _choice(question, text)
    return _number(question, text)


def _choice(question: Question, text: str) -> str:
    names = list(question.words)
    if text in names:
        return text
    if text.isdigit() and 1 <= int(text) <= len(names):
        return names[int(text) - 1]
    raise ValueError(f"type a number from 1 to {len(names)}" + (", such as 1,3" if question.kind == "ticks" else ""))


def _number(question: Question, text: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"'{text}' is not a number; type one such as 7.5") from None
    if question.kind == "score" and not 0 <= value <= 10:
        raise ValueError("type a number from 0 to 10")
    if value.is_integer():
        return int(value)
    if question.kind == "whole":
        raise ValueError("type a whole number")
    return value


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("type year-month-day, such as 2026-01-05") from None


def answers(typed: Mapping[str, str]) -> dict[str, object]:
    """Return the answers as the content of an intake file."""
    values = {step.place: read(step.question, typed.get(step.place, PASSED)) for step in steps(typed)}
    out: dict[str, object] = {}
    records: dict[str, dict[str, dict[str, object]]] = {name: {} for name in (*KEY_OF, "measurements")}
    for place, value in values.items():
        group, _, rest = place.partition(".")
        if group in records:
            _put_record(records[group], group, rest, value)
        elif value is not None:
            _put(out, place.split("."), value)
    for group, found in records.items():
        key = KEY_OF.get(group)
        listed = [({key: name} if key else {}) | fields for name, fields in found.items()]
        # "None of these" is an answer; a skipped question is not.
        if listed or (group in KEY_OF and values.get(group) == []):
            out[group] = listed
    return out


def _put(out: dict[str, object], path: list[str], value: object) -> None:
    for name in path[:-1]:
        inner = out.setdefault(name, {})
        assert isinstance(inner, dict)
        out = inner
    out[path[-1]] = value


def _put_record(found: dict[str, dict[str, object]], group: str, rest: str, value: object) -> None:
    name, _, field = rest.partition(".")
    if value is None or not name:
        return
    record = found.setdefault(name, {})
    if group == "measurements" and not field:
        assert isinstance(value, dict)
        quantity, scale = name.split(" ")
        record |= {"name": quantity, "scale": scale} | {leg: one for leg, one in value.items() if one is not None}
    else:
        record[field] = value


def problem_with(typed: Mapping[str, str]) -> str | None:
    """Return a problem found by the intake's own check of the answers so far, or None."""
    try:
        Intake.model_validate({"age_years": 30, "red_flags": [], "history": []} | _complete_so_far(typed))
    except ValidationError as error:
        return first_problem(error)
    return None


def _complete_so_far(typed: Mapping[str, str]) -> dict[str, object]:
    """Return the answers so far, without records that still have open questions."""
    found = answers(typed)
    needed = {"pain": "side", "history": "months_ago"}
    for group, field in needed.items():
        listed = found.get(group)
        if isinstance(listed, list):
            found[group] = [one for one in listed if field in one]
    return found
