"""Intake questions as fields of a form, and a form as answers: the only place that turns one into the other."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import ClassVar, Final

from starlette.datastructures import FormData

from dorsi.intake.answers import Answer, Answers, Pair, number
from dorsi.intake.checks import SPEAK_AGAINST, problem
from dorsi.intake.form import NEEDED, NUMBERS, AskedQuestion, Question, checked, gathered, sections
from dorsi.intake.parts import QuestionPage, parts
from dorsi.schema.sides import LEGS

FIELD: Final = "q:"  #: the current question; a leg's own field ends in ":left" or ":right"
NONE: Final = "0"  #: ticked for "none of these"
UNSET: Final = "-1"  #: a slider at its left end
LONGEST_ANSWER: Final = 300


class Texts(dict[str, list[str]]):
    """What stands in the fields of one question: by leg, or under "" where both legs have one field."""

    def one(self, leg: str = "") -> str:
        """Return the text of a field, "" if there is none."""
        return next(iter(self.get(leg, [])), "")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question on the page."""

    none: ClassVar = NONE
    unset: ClassVar = UNSET
    place: str
    question: Question
    text: str
    hint: str
    name: str  #: of the form's field
    id: str  #: of its element
    texts: Texts
    problem: str  #: "" where there is none
    leads: bool  #: whether the answer brings more questions


@dataclass(frozen=True, kw_only=True)
class Given:
    """The answers so far."""

    answers: Answers
    wrong: Mapping[str, str] = field(default_factory=dict)  #: what is wrong with other fields, by place
    typed: Mapping[str, Texts] = field(default_factory=dict)  #: the fields of this page, by place

    @classmethod
    def of(cls, form: FormData, kept: Mapping[str, object]) -> "Given":
        """Return a form's answers beside the kept ones of other pages, each checked on its own.

        Parameters
        ----------
        form
            As it was sent.
        kept
            Unchecked answers by place, as `answers.plain` gives them; what the form asks counts instead.
        """
        typed = _typed(form)
        answers, wrong = gathered({**kept, **typed}, read)
        return cls(answers=answers, wrong=wrong, typed=typed)

    @property
    def parts(self) -> list[QuestionPage]:
        """The pages to ask."""
        return parts(self.answers)

    def part(self, number: int) -> QuestionPage:
        """Return a page by its number, the last one if there are fewer."""
        return self.parts[min(number, len(self.parts) - 1)]

    def problems_in(self, number: int) -> dict[str, str]:
        """Return the problems of a page by place: with one answer, or between answers."""
        found = {step.place: self._problem(step) for step in self.part(number).steps}
        return {place: problem for place, problem in found.items() if problem}

    def _problem(self, step: AskedQuestion) -> str | None:
        if step.place not in self.answers:
            return self.wrong.get(step.place, NEEDED if step.question.must else None)
        others = {place: answer for place, answer in self.answers.items() if place != step.place}
        return problem(others, step.place, self.answers[step.place])

    def fields_of(self, number: int, problems: Mapping[str, str]) -> list[Field]:
        """Return the questions of a page as fields."""
        return [
            Field(
                place=step.place,
                question=step.question,
                text=step.text,
                hint="" if step.question.kind == "date" else step.question.hint,  # the field shows the form of a date
                name=FIELD + step.place,
                id=re.sub(r"[^a-z0-9]+", "-", step.place.lower()),
                texts=self._texts(step),
                problem=problems.get(step.place, ""),
                leads=_leads(step),
            )
            for step in self.part(number).steps
        ]

    def _texts(self, step: AskedQuestion) -> Texts:
        """Return what stands in a question's fields; a wrong answer stays as it was typed."""
        if step.place in self.wrong and step.place in self.typed:
            return self.typed[step.place]
        return shown(step.question, self.answers.get(step.place))


def _leads(step: AskedQuestion) -> bool:
    """Whether an answer brings more questions, or rules out a programme."""
    asked = (one for section in sections() for question in section.questions for one in (question, *question.each))
    awaited = {condition for one in asked for condition in one.conditions}
    return (
        bool(step.question.each)
        or not awaited.isdisjoint({step.place, step.question.id})
        or step.place in SPEAK_AGAINST
    )


def part_number(form: FormData) -> int:
    """Return the number of the submitted page."""
    text = str(form.get("part", "0"))
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def _typed(form: FormData) -> dict[str, Texts]:
    """Return what stands in this page's fields, by place."""
    out: dict[str, Texts] = {}
    for name, text in form.multi_items():
        if name.startswith(FIELD) and isinstance(text, str):
            place, _, leg = name.removeprefix(FIELD).partition(":")
            out.setdefault(place, Texts()).setdefault(leg, []).append(text.strip()[:LONGEST_ANSWER])
    return out


def read(question: Question, given: object) -> Answer:
    """Return the answer in a question's fields, or carried as a value; raises ValueError with what is wrong."""
    if not isinstance(given, Texts):
        return checked(question, given)
    if question.kind == "ticks":
        ticked = [one for one in given.get("", []) if one]
        return checked(question, [one for one in ticked if one != NONE] if ticked else None)
    if question.legs and question.kind != "yes_no":
        return checked(question, {leg: _one(question, given.one(leg)) for leg in LEGS})
    return checked(question, _one(question, given.one()))


def _one(question: Question, text: str) -> object:
    if not text or (question.kind == "score" and text == UNSET):
        return None
    if question.kind == "yes_no":
        return question.yes_no.get(text, text)
    return number(text) if question.kind in NUMBERS else text


def shown(question: Question, answer: Answer) -> Texts:
    """Return what stands in a question's fields for an answer: what `read` reads as this answer."""
    if answer is None:
        return Texts()
    if isinstance(answer, tuple):
        return Texts({"": list(answer) or [NONE]})
    if question.kind == "yes_no":
        said = Pair(bool(answer.left), bool(answer.right)) if isinstance(answer, Pair) else answer
        return Texts({"": [word for word, meant in question.yes_no.items() if checked(question, meant) == said]})
    if isinstance(answer, Pair):
        return Texts({leg: [str(one)] for leg, one in asdict(answer).items() if one is not None})
    return Texts({"": [str(answer)]})
