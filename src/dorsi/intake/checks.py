"""Problems with an answer, and reasons against a programme while questions are still being asked."""

from collections.abc import Mapping

from dorsi.intake.form import PASSED, Section, Step, answers, problem_with, read, sections
from dorsi.programme.facts.history import EMERGENCIES
from dorsi.wording import wording

ADULT_FROM_YEARS = 18
LAST_WHEN_STOPPED = "Past injuries"  #: later questions don't matter without a plan


def asked_sections(typed: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections still to ask after these answers."""
    titles = [section.title for section in sections()]
    last = LAST_WHEN_STOPPED if stop_text(typed) else titles[-1]
    return sections()[: titles.index(last) + 1]


def stop_text(typed: Mapping[str, str]) -> str | None:
    """Return why age or signs rule out a plan, or None."""
    flags = answers(typed).get("red_flags")
    age = typed.get("age_years", "")
    if isinstance(flags, list) and flags:
        return wording().stops["emergency" if EMERGENCIES & set(flags) else "prompt"]
    return wording().stops["adults_only"] if age.isdigit() and int(age) < ADULT_FROM_YEARS else None


def problem(step: Step, typed: Mapping[str, str], given: str) -> str | None:
    """Return why an answer is invalid, or None."""
    try:
        read(step.question, given)
    except ValueError as error:
        return str(error)
    before = problem_with(typed)
    now = problem_with({**typed, step.place: given or PASSED})
    return None if now is None or now == before else now
