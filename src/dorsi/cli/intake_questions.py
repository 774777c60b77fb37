"""Asks the intake questions on the terminal, one at a time; each answer is checked at once and can be resumed later."""

from pathlib import Path

import typer
import yaml

from dorsi.cli.programme_files import write_new_yaml, write_text
from dorsi.errors import DataError
from dorsi.intake.checks import asked_sections, problem, stop_text
from dorsi.intake.form import PASSED, Section, Step, answers, steps
from dorsi.wording.plurals import plural

BACK, LEAVE = "back", "leave"


class Left(Exception):  # noqa: N818 - not an error: the person goes away and comes back
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
    typed = _taken_up(draft)
    typer.echo(f"Type '{BACK}' for the previous question, '{LEAVE}' to stop and continue later.")
    if typed:
        typer.echo(f"Continuing after {plural(len(typed), 'answer')}.")
    try:
        _ask_all(typed)
    except (Left, EOFError, KeyboardInterrupt, typer.Abort):
        write_text(draft, yaml.safe_dump(typed, sort_keys=False, allow_unicode=True))
        typer.echo(f"\nSaved in {draft}. Run the same command to continue.")
        return False
    write_new_yaml(file, answers(typed))
    draft.unlink(missing_ok=True)
    return True


def _taken_up(draft: Path) -> dict[str, str]:
    if not draft.exists():
        return {}
    try:
        kept = yaml.safe_load(draft.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{draft}: the saved answers cannot be read; delete the file to start over") from error
    if not isinstance(kept, dict) or not all(isinstance(one, str) for pair in kept.items() for one in pair):
        raise DataError(f"{draft}: these answers were not saved by dorsi; delete the file to start over")
    return kept


def _ask_all(typed: dict[str, str]) -> None:
    """Ask the open questions, and add each answer to `typed` as it was typed."""
    section: Section | None = None
    while (step := _next(typed)) is not None:
        if step.section is not section:
            section = step.section
            typer.echo(f"\n{section.title}" + (f"\n{section.say}" if section.say else ""))
        if not _ask(step, typed):
            if typed:
                typed.popitem()
            section = None
        elif step.place in {"red_flags", "age_years"} and (warning := stop_text(typed)):
            typer.echo(f"\n  {warning}\n")


def _next(typed: dict[str, str]) -> Step | None:
    asked = asked_sections(typed)
    return next((step for step in steps(typed) if step.place not in typed and step.section in asked), None)


def _ask(step: Step, typed: dict[str, str]) -> bool:
    """Ask one question until its answer is valid; False to go back."""
    typer.echo(step.text)
    for number, words in enumerate(step.question.words.values(), start=1):
        typer.echo(f"  {number:>2}  {words}")
    while True:
        given = typer.prompt(f"  ({step.allowed})", default="", show_default=False).strip()
        if given.lower() == LEAVE:
            raise Left
        if given.lower() == BACK:
            return False
        found = problem(step, typed, given)
        if found is None:
            typed[step.place] = given or PASSED
            return True
        typer.echo(f"  {found}")
