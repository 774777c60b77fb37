"""Read and write programme files: sessions, plans and logs."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dorsi.datafile import first_problem, parse_mapping
from dorsi.errors import DAMAGE, DataError, RuleError
from dorsi.locking import locked
from dorsi.names import fold
from dorsi.programme.rulebook.rule import Rule
from dorsi.programme.rulebook.rules import load_rules
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session

M = TypeVar("M", bound=BaseModel)


def _text(path: Path) -> str:
    if path.is_dir():
        raise DataError(f"{path}: is a folder; give the file itself")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it's not a text file"
        raise DataError(f"{path}: cannot be read ({reason}); check the name and the folder") from error


def _record(model: type[M], raw: object, name: str) -> M:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise DataError(f"{name}: {first_problem(error)}") from error


def _json(path: Path) -> object:
    try:
        content: object = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise DataError(f"{path}: not JSON ({error.msg}, line {error.lineno}); write it with --json") from error
    except DAMAGE as error:  # nested too deep, or a number of thousands of digits
        raise DataError(f"{path}: not JSON that a program wrote ({error}); write it with --json") from error
    return content


def read_sessions(paths: Sequence[Path]) -> list[Session]:
    """Return the sessions of the files; a file may hold one session or a list of them."""
    out = []
    for path in paths:
        content = _json(path)
        out += [_record(Session, one, path.name) for one in (content if isinstance(content, list) else [content])]
    return out


def check_one_person(intake: Intake | None, sessions: Sequence[Session]) -> None:
    """Refuse answers and measurements of two people; a file without a name may be anybody's.

    Raises
    ------
    DataError
        If they name two.
    """
    named = [one for one in (intake and intake.person, *(session.person for session in sessions)) if one]
    other = next((one for one in named if fold(one) != fold(named[0])), None)
    if other is not None:
        raise DataError(
            f"these files are of {named[0]} and of {other}; give one person's, or correct `person` in the answers"
        )


def read_plan(path: Path) -> Plan:
    """Return a plan from its JSON file."""
    return _record(Plan, _json(path), path.name)


def read_rules(path: Path | None) -> tuple[Rule, ...] | None:
    """Return the user's own rules, checked; None without a file."""
    if path is None:
        return None
    try:
        return load_rules(_text(path), path.name)
    except RuleError as error:
        raise DataError(str(error)) from error


def read_log(path: Path, *, missing_ok: bool = False) -> Log:
    """Return a training log, YAML or JSON; an empty one if the file may be missing and is missing."""
    if missing_ok and not path.exists():
        return Log()
    try:
        return _record(Log, parse_mapping(_text(path), path.name), path.name)
    except RuleError as error:
        raise DataError(str(error)) from error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one program at a time read and write a file again: two that add to a log at once both keep their entries.

    The file's folder is locked, since the file itself is replaced by each writer.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path.absolute().parent, wait=True))
        except OSError as error:
            raise DataError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
        yield


def entry_of(raw: dict[str, object], name: str) -> LogEntry:
    """Return one checked entry."""
    from dorsi.programme.exercises.catalogue import level_problem

    entry = _record(LogEntry, raw, name)
    if problem := level_problem(entry.exercise_id, entry.level):
        raise DataError(f"{name}: {problem}")
    return entry


def entries_of_csv(path: Path) -> list[LogEntry]:
    """Return the entries of a CSV file; its first line names the log's fields."""
    rows = list(csv.DictReader(_text(path).splitlines()))
    if not rows:
        raise DataError(
            f"{path}: no rows; the first line names the columns, such as date,exercise_id,level,pain_during"
        )
    for number, row in enumerate(rows, start=2):
        if None in row:
            raise DataError(f"{path.name} line {number}: has more values than the first line has columns")
    kept = [{key: value for key, value in row.items() if value} for row in rows]
    return [entry_of(dict(row), f"{path.name} line {number}") for number, row in enumerate(kept, start=2)]


def write_text(path: Path, text: str) -> None:
    """Write a text file completely or not at all, line ends unchanged."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise DataError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def write_plan(plan: Plan, *, calendar: Path | None, pdf: Path | None, folder: Path | None) -> None:
    """Write a plan in the forms that were asked for."""
    from dorsi.programme import as_calendar

    if calendar is not None:
        write_text(calendar, as_calendar(plan))
    if pdf is not None:
        from dorsi.report.paper.plan import plan_paper

        write_bytes(pdf, plan_paper(plan))
    if folder is not None:
        write_plan_folder(plan, folder)


def write_plan_folder(plan: Plan, folder: Path) -> None:
    """Write a plan into a folder, created if missing, as JSON, Markdown, HTML, PDF and, if it has dates, calendar."""
    from dorsi.programme import as_calendar, as_markdown
    from dorsi.report.paper.plan import plan_paper
    from dorsi.report.plan_page import render_plan

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be created ({error.strerror}); choose another place") from error
    texts = {"plan.json": plan.model_dump_json(indent=2), "plan.md": as_markdown(plan), "plan.html": render_plan(plan)}
    if plan.start_date is not None and plan.stop is None:
        texts["plan.ics"] = as_calendar(plan)
    for name, text in texts.items():
        write_text(folder / name, text)
    write_bytes(folder / "plan.pdf", plan_paper(plan))


def write_yaml(path: Path, record: BaseModel) -> None:
    """Write a record as YAML, without empty fields."""
    content = record.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    write_text(path, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def write_new_yaml(path: Path, content: dict[str, object]) -> None:
    """Write a new YAML file; never overwrite one."""
    if path.exists():
        raise DataError(f"{path}: already exists; choose another name or delete it")
    write_text(path, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
