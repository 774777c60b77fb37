"""The questions as the web app asks them: what a programme needs on the first pages, then a page for each subject."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorsi.intake.answers import Answers
from dorsi.intake.checks import asked_steps, stop_text
from dorsi.intake.form import AskedQuestion, first_pages, sections

NAME_PLACE: Final = "person"  #: the app knows whose answers these are
QUESTION_S: Final = 8.0  #: to read and answer one question, in seconds; most are one tap


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """Questions on one page."""

    title: str
    say: str
    why: str
    needed: bool  #: whether a programme can't be made without it
    steps: Sequence[AskedQuestion]  #: that follow from the answers so far

    @property
    def minutes(self) -> int:
        """Whole minutes that it takes."""
        return minutes_for(len(self.steps))

    def open(self, answers: Answers) -> int:
        """Return how many of its questions have no answer."""
        return sum(answers.get(step.place) is None for step in self.steps)


def minutes_for(questions: int) -> int:
    """Return the whole minutes that a number of questions takes, at least one.

    Examples
    --------
    >>> minutes_for(14), minutes_for(1)
    (2, 1)
    """
    return max(1, math.ceil(questions * QUESTION_S / 60))


def parts(answers: Answers) -> list[QuestionPage]:
    """Return the pages to ask after these answers; with a reason against a programme, what matters for it only."""
    asked = [step for step in asked_steps(answers) if step.place != NAME_PLACE]
    found = []
    for first in first_pages():
        chosen = [step for step in asked if step.section.title in first.sections and _needed(step)]
        found.append(QuestionPage(title=first.title, say=first.say, why="", needed=True, steps=chosen))
    if stop_text(answers) is None:
        for one in sections():
            chosen = [step for step in asked if step.section is one and not _needed(step)]
            found.append(QuestionPage(title=one.title, say=one.say, why=one.why, needed=False, steps=chosen))
    return [one for one in found if one.steps]


def open_count(answers: Answers) -> int:
    """Return how many questions have no answer, those that a programme needs and the others."""
    return sum(part.open(answers) for part in parts(answers))


def needed_left(answers: Answers) -> int:
    """Return how many of the questions on a programme's pages have not been answered or skipped."""
    return sum(step.place not in answers for part in parts(answers) if part.needed for step in part.steps)


def _needed(step: AskedQuestion) -> bool:
    """Whether a programme needs the answer, or a needed answer has brought up the question."""
    if step.section.title not in {title for first in first_pages() for title in first.sections}:
        return False
    question = step.question
    return question.must or bool(question.conditions) or step.place != question.place
