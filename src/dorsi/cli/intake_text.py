"""Intake answers as they are typed in the terminal: the only place that reads them from text."""

from typing import Final

from dorsi.intake.answers import Answer, number
from dorsi.intake.form import NUMBERS, Kind, Question, checked

SKIP: Final = "-"  #: for one leg of two, or as Enter for the whole question
NONE: Final = frozenset({"0", "none"})  #: nothing ticked
SHORT: Final = {"y": "yes", "n": "no"}
HINTS: Final[dict[Kind, str]] = {
    "text": "",
    "date": "",
    "number": "a number",
    "whole": "a whole number",
    "score": "0 to 10",
    "yes_no": "yes or no",
    "choice": "one number",
    "ticks": "numbers with commas, 0 for none",
}


def allowed(question: Question) -> str:
    """Return what may be typed, in words."""
    kinds = [question.hint or HINTS[question.kind]]
    if question.legs and question.kind == "yes_no":
        kinds = ["left, right, both or no"]
    elif question.legs:
        kinds.append("one for both legs, or left / right")
    return "; ".join([*(kind for kind in kinds if kind), *([] if question.must else ["Enter: skip"])])


def read(question: Question, text: str) -> Answer:
    """Return the answer that was typed, None if skipped; raises ValueError with what may be typed."""
    text = text.strip()
    if question.kind == "yes_no" or not question.legs:
        return checked(question, _one(question, text))
    ends = [_one(question, end.strip()) for end in text.split("/")]
    if len(ends) > 2:
        raise ValueError("type one value for both legs, or left / right such as 7 / 9")
    return checked(question, {"left": ends[0], "right": ends[-1]})


def _one(question: Question, text: str) -> object:
    if text in {"", SKIP}:
        return None
    if question.kind == "yes_no":
        return _yes_no(question, text.lower())
    if question.kind == "ticks":
        return [] if text in NONE else [_choice(question, part.strip()) for part in text.split(",")]
    if question.kind == "choice":
        return _choice(question, text)
    return number(text) if question.kind in NUMBERS else text


def _yes_no(question: Question, word: str) -> object:
    meant = SHORT.get(word, word)
    if question.legs and meant == "yes":
        meant = "both"
    if meant not in question.yes_no:
        raise ValueError("type left, right, both or no" if question.legs else "type yes or no")
    return question.yes_no[meant]


def _choice(question: Question, text: str) -> str:
    names = list(question.words)
    if text in names:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(names):
        return names[int(text) - 1]
    raise ValueError(f"type a number from 1 to {len(names)}" + (", such as 1,3" if question.kind == "ticks" else ""))
