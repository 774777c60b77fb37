"""Intake questions as form fields, and the form as typed answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData

from dorsi.intake.checks import asked_sections, problem
from dorsi.intake.form import HINTS, PASSED, Question, Section, Step, read, sections, steps

FIELD: Final = "q:"  #: the current question; a leg's own field ends in ":left" or ":right"
CARRIED: Final = "t:"  #: answers from earlier pages
LEGS: Final = ("left", "right")
NAME_PLACE: Final = "person"  #: the app knows whose answers these are
SPEAK_AGAINST: Final = frozenset({"age_years", "red_flags"})  #: answers after which there may be no programme
NONE: Final = "0"  #: ticked for "none of these"
LONGEST_ANSWER: Final = 300


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question on the page."""

    place: str
    question: Question
    text: str
    hint: str
    name: str  #: of the form's field
    id: str  #: of its element
    value: str  #: as typed, "" if not answered
    per_leg: dict[str, str]  #: the same for each leg
    picked: tuple[str, ...]
    problem: str  #: "" where there is none
    leads: bool  #: whether the answer brings more questions


@dataclass(frozen=True, kw_only=True)
class Given:
    """The answers so far."""

    raw: Mapping[str, str]  #: as typed, by place
    valid: dict[str, str]  #: valid answers to the questions asked
    wrong: Mapping[str, str]  #: what is wrong with the rest

    @classmethod
    def of(cls, raw: Mapping[str, str]) -> "Given":
        """Return answers, each checked on its own."""
        valid: dict[str, str] = {}
        wrong: dict[str, str] = {}
        for step in steps(valid):  # which questions follow depends on what is in `valid` by then
            text = raw.get(step.place, "")
            try:
                read(step.question, text)
            except ValueError as error:
                wrong[step.place] = str(error)
            else:
                valid[step.place] = text
        return cls(raw=raw, valid=valid, wrong=wrong)

    @property
    def asked(self) -> list[Section]:
        """The sections to ask; the one about the name is skipped."""
        return [one for one in asked_sections(self.valid) if [q.place for q in one.questions] != [NAME_PLACE]]

    def steps_of(self, number: int) -> list[Step]:
        """Return the questions of a section that follow from the answers so far."""
        section = self.asked[min(number, len(self.asked) - 1)]
        return [step for step in steps(self.valid) if step.section is section]

    def problems_in(self, number: int) -> dict[str, str]:
        """Return the problems of a section by place: with one answer, or between answers."""
        out: dict[str, str] = {}
        for step in self.steps_of(number):
            others = {place: text for place, text in self.valid.items() if place != step.place}
            found = self.wrong.get(step.place) or problem(step, others, self.valid.get(step.place, ""))
            if found:
                out[step.place] = found
        return out

    def fields_of(self, number: int, problems: Mapping[str, str]) -> list[Field]:
        """Return the questions of a section as fields."""
        return [
            _field(step, self.raw.get(step.place, ""), problems.get(step.place, "")) for step in self.steps_of(number)
        ]


def _field(step: Step, text: str, problem_text: str) -> Field:
    shown = "" if text == PASSED else text
    return Field(
        place=step.place,
        question=step.question,
        text=step.text,
        hint=_hint(step.question),
        name=FIELD + step.place,
        id=re.sub(r"[^a-z0-9]+", "-", step.place.lower()),
        value=shown,
        per_leg=_per_leg(step.question, shown),
        picked=tuple(part.strip() for part in shown.split(",") if part.strip()),
        problem=problem_text,
        leads=_leads(step),
    )


def _leads(step: Step) -> bool:
    """Whether an answer brings more questions, or rules out a programme."""
    if step.question.each or step.place in SPEAK_AGAINST:
        return True
    parents = [parent for section in sections() for parent in section.questions if parent.each]
    details = {one for parent in parents for detail in parent.each for one in detail.conditions}
    awaited = {one for section in sections() for question in section.questions for one in question.conditions}
    return step.place in awaited or (step.question.id in details and step.place != step.question.id)


def section_number(form: FormData) -> int:
    """Return the number of the submitted section."""
    text = str(form.get("section", "0"))
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def carried(form: FormData) -> dict[str, str]:
    """Return the answers from earlier pages."""
    known = form.multi_items()
    return {
        name.removeprefix(CARRIED): value[:LONGEST_ANSWER]
        for name, value in known
        if name.startswith(CARRIED) and isinstance(value, str)
    }


def answered(form: FormData) -> dict[str, str]:
    """Return this page's answers, as typed."""
    given: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if name.startswith(FIELD) and isinstance(value, str):
            given.setdefault(name.removeprefix(FIELD), []).append(value.strip()[:LONGEST_ANSWER])
    out: dict[str, str] = {}
    for name, values in given.items():
        place, _, leg = name.rpartition(":")
        if leg in LEGS:
            pair = [given.get(f"{place}:{one}", [""])[0] for one in LEGS]
            out[place] = " / ".join(_unset(one) or PASSED for one in pair) if any(map(_unset, pair)) else ""
        else:
            ticked = [one for one in values if one]
            out[name] = ",".join(one for one in ticked if one != NONE) or (NONE if NONE in ticked else "")
            out[name] = out[name] if _is_tick_list(name) else _unset(values[0])
    return out


def _unset(value: str) -> str:
    """Return a value; a slider at its left end is not set."""
    return "" if value == "-1" else value


def _is_tick_list(place: str) -> bool:
    return any(one.place == place and one.kind == "ticks" for section in sections() for one in section.questions)


def _per_leg(question: Question, text: str) -> dict[str, str]:
    if not question.legs or question.kind == "yes_no":
        return {}
    parts = ["" if part.strip() == PASSED else part.strip() for part in text.split("/")]
    return {"left": parts[0], "right": parts[-1]}


def _hint(question: Question) -> str:
    """Return which values are allowed, if the field itself does not show it."""
    if question.kind in {"score", "yes_no", "choice", "ticks", "date", "whole"}:
        return "" if question.kind == "date" else question.hint
    return question.hint or HINTS[question.kind].removeprefix("a number")
