"""Asks the intake questions on the terminal, one at a time; each answer is checked at once and can be resumed later."""

from pathlib import Path

import typer

from dorsi.cli.intake_text import allowed, read
from dorsi.cli.programme_files import write_new_yaml, write_text
from dorsi.datafile import parse_mapping
from dorsi.errors import DataError, RuleError
from dorsi.intake.answers import Answer, read_json, ticks, to_json
from dorsi.intake.checks import SIGNS, asked_steps, problem, stop_text
from dorsi.intake.form import AskedQuestion, Section, checked, gathered
from dorsi.intake.record import content_of
from dorsi.wording.plurals import plural

BACK, LEAVE = "back", "leave"


class StoppedAnswering(Exception):  # noqa: N818 - not an error: the person goes away and comes back
    """The person stops; their answers are saved."""


def draft_of(file: Path) -> Path:
    """Return where a file's unfinished answers are saved."""
    return file.with_name(f"{file.name}.unfinished")


def interview(file: Path) -> bool:
    """Ask everything and write `file`; return whether it was finished. Unfinished answers are saved beside it.

    Raises
    ------
    DataError
        If `file` already exists, or the saved answers cannot be read.
    """
    if file.exists():
        raise DataError(f"{file}: already exists; choose another name or delete it")
    draft = draft_of(file)
    answers = _taken_up(draft)
    typer.echo(f"Type '{BACK}' for the previous question, '{LEAVE}' to stop and continue later.")
    if answers:
        typer.echo(f"Continuing after {plural(len(answers), 'answer')}.")
    try:
        _ask_all(answers)
    except (StoppedAnswering, EOFError, KeyboardInterrupt, typer.Abort):
        write_text(draft, to_json(answers) + "\n")
        typer.echo(f"\nSaved in {draft}. Run the same command to continue.")
        return False
    write_new_yaml(file, content_of(answers))
    draft.unlink(missing_ok=True)
    return True


def _taken_up(draft: Path) -> dict[str, Answer]:
    """Return the saved answers; one that doesn't fit its question is asked again."""
    if not draft.exists():
        return {}
    try:
        text = draft.read_text(encoding="utf-8")
        if text.startswith("{"):
            return gathered(read_json(text), checked)[0]
        typed = parse_mapping(text, draft.name)  # dorsi 0.1 saved what was typed, as YAML
    except (OSError, ValueError, RuleError) as error:
        raise DataError(f"{draft}: the saved answers cannot be read; delete the file to start over") from error
    return gathered({place: str(said) for place, said in typed.items()}, read)[0]


def _ask_all(answers: dict[str, Answer]) -> None:
    """Ask the open questions, and add each answer to `answers`; a sign that needs help ends them."""
    section: Section | None = None
    while True:
        step = _next(answers)
        if step is None and not ticks(answers, SIGNS):
            return
        if step is None:
            _stop_at_signs(answers)
            continue
        if step.section is not section:
            section = step.section
            typer.echo(f"\n{section.title}" + (f"\n{section.say}" if section.say else ""))
        if not _ask(step, answers):
            if answers:
                answers.popitem()
            section = None
        elif step.place == "age_years" and (warning := stop_text(answers)):
            typer.echo(f"\n  {warning}\n")


def _next(answers: dict[str, Answer]) -> AskedQuestion | None:
    return next((step for step in asked_steps(answers) if step.place not in answers), None)


def _stop_at_signs(answers: dict[str, Answer]) -> None:
    """Say what to do about a sign; forget it if it was picked by mistake, else end the questions here."""
    typer.echo(f"\n  {stop_text(answers)}\n")
    text = f"  (Enter to stop here, or '{BACK}' if you picked it by mistake)"
    if str(typer.prompt(text, default="", show_default=False)).strip().lower() != BACK:
        raise StoppedAnswering
    del answers[SIGNS]


def _ask(step: AskedQuestion, answers: dict[str, Answer]) -> bool:
    """Ask one question until its answer is valid; False to go back."""
    typer.echo(step.text)
    for number, words in enumerate(step.question.words.values(), start=1):
        typer.echo(f"  {number:>2}  {words}")
    while True:
        given = typer.prompt(f"  ({allowed(step.question)})", default="", show_default=False).strip()
        if given.lower() == LEAVE:
            raise StoppedAnswering
        if given.lower() == BACK:
            return False
        try:
            answer = read(step.question, given)
        except ValueError as error:
            typer.echo(f"  {error}")
            continue
        found = problem(answers, step.place, answer)
        if found is None:
            answers[step.place] = answer
            return True
        typer.echo(f"  {found}")
