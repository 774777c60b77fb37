"""Answers that don't fit together, and reasons against a programme while questions are still being asked."""

from typing import Final

from pydantic import ValidationError

from dorsi.datafile import FieldProblem, problems
from dorsi.intake.answers import Answer, Answers, ticks
from dorsi.intake.form import AskedQuestion, sections, steps
from dorsi.intake.record import Content, content_of
from dorsi.programme.facts.history import EMERGENCIES
from dorsi.programme.rulebook.rules import adult_from_years
from dorsi.schema.intake import Intake
from dorsi.schema.sides import LEGS
from dorsi.wording import wording

SIGNS: Final = "red_flags"  #: a sign ticked here ends the questions: first help, then a plan
SPEAK_AGAINST: Final = frozenset({"age_years", SIGNS})  #: answers after which there may be no programme
#: Where the safety questions have no answer yet, nothing speaks against a programme.
NOTHING_SAID: Final = {"age_years": 30, "red_flags": [], "history": []}
COMPLETED_BY: Final = {"pain": "side", "history": "months_ago"}  #: without it, a record still has open questions


def asked_steps(answers: Answers) -> list[AskedQuestion]:
    """Return the questions still to ask after these answers: with a sign ticked none after it."""
    found = list(steps(answers))
    if stop_text(answers):
        kept = _until_stopped()
        found = [step for step in found if step.section.title in kept]
    if not ticks(answers, SIGNS):
        return found
    return found[: next(place for place, step in enumerate(found, start=1) if step.place == SIGNS)]


def _until_stopped() -> set[str]:
    """Return the titles of the sections that are asked even where there can be no plan."""
    last = next(place for place, section in enumerate(sections(), start=1) if section.last_if_stopped)
    return {section.title for section in sections()[:last]}


def stop_text(answers: Answers) -> str | None:
    """Return why age or signs rule out a plan, or None."""
    age = answers.get("age_years")
    if flags := ticks(answers, SIGNS):
        return wording().stops["prompt" if EMERGENCIES.isdisjoint(flags) else "emergency"]
    return wording().stops["adults_only"] if isinstance(age, int) and age < adult_from_years() else None


def signs_of(answers: Answers) -> list[str]:
    """Return the ticked signs that need an examination, in words."""
    words = next(step.question.words for step in steps(answers) if step.place == SIGNS)
    return [words[one] for one in ticks(answers, SIGNS)]


def problem(answers: Answers, place: str, answer: Answer) -> str | None:
    """Return why an answer can't stand beside the others, or None.

    The words stand beside the question, so they name its leg where it has two, and never the field of the intake file.
    """
    before = _problems_with(answers)
    new = [one for one in _problems_with({**answers, place: answer}) if one not in before]
    if not new:
        return None
    found = new[0]
    if not found.completes:
        return found.text if found.field in place.replace(" ", ".").split(".") else found.in_full
    leg = f"{found.place[-1]} leg: " if found.place[-1] in LEGS else ""
    return f"{leg}this answer {found.text}"


def _problems_with(answers: Answers) -> list[FieldProblem]:
    """Return the problems that the intake's own check finds in the answers so far."""
    try:
        Intake.model_validate(NOTHING_SAID | _completed(content_of(answers)))
    except ValidationError as error:
        return problems(error)
    return []


def so_far(content: Content) -> Intake:
    """Return unfinished answers as an intake: if they don't fit together, only age and signs, or only the signs."""
    whole = _completed(content)
    for fields in (set(whole), SPEAK_AGAINST):
        try:
            return Intake.model_validate(NOTHING_SAID | {name: whole[name] for name in fields if name in whole})
        except ValidationError:
            continue  # one wrong field must not hide a sign
    return Intake.model_validate(NOTHING_SAID | {SIGNS: whole.get(SIGNS, [])})


def _completed(content: Content) -> Content:
    """Return answers without records that still have open questions."""
    return content | {
        group: [record for record in content[group] if field in record]
        for group, field in COMPLETED_BY.items()
        if group in content
    }
