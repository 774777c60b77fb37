"""`dorsi log add`, `done` and `answer`: what was done, and the answers that move levels."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dorsi.cli.programme_source import Source
    from dorsi.schema.log import Log, LogEntry

log_app = typer.Typer(help="The training log.", no_args_is_help=True)

PlanFile = Annotated[Path | None, typer.Argument(metavar="PLAN.json", help="A plan written by `dorsi plan --json`.")]
LogFile = Annotated[Path | None, typer.Argument(metavar="LOG.yaml", help="The training log.")]
PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        help="Someone who is stored: their programme and log, not files. The only one, if left out.",
    ),
]
DayOption = Annotated[
    dt.datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="The day; today by default.")
]
FeltOption = Annotated[
    str | None, typer.Option("--felt", metavar="easy|right|hard", help="How it was; it also says that nothing hurt.")
]


@log_app.command(epilog="Example:  dorsi log add log.yaml --exercise mo_wall_slide --felt right")
def add(
    log_file: LogFile = None,
    *,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Add every row of a CSV file; its columns are the log's fields."),
    ] = None,
    exercise: Annotated[
        str | None, typer.Option(metavar="EXERCISE", help="The exercise you did: its id or name.")
    ] = None,
    felt: FeltOption = None,
    side: Annotated[str, typer.Option(metavar="left|right|both", help="The leg.")] = "both",
    level: Annotated[
        int | None, typer.Option(metavar="1-4", help="The level; left out, the one you last logged, or else 1.")
    ] = None,
    pain: Annotated[float | None, typer.Option(metavar="0-10", help="Pain during the exercise.")] = None,
    morning: Annotated[float | None, typer.Option(metavar="0-10", help="Pain the next morning.")] = None,
    form: Annotated[int | None, typer.Option(metavar="0-3", help="How good the form was.")] = None,
    dose: Annotated[
        float | None, typer.Option(metavar="PCT", help="How much of the dose you did, in per cent.")
    ] = None,
    day: DayOption = None,
    person: PersonOption = None,
) -> None:
    """Add an exercise to the log, or many from a CSV file."""
    from dorsi.cli.programme_files import entries_of_csv, entry_of
    from dorsi.cli.programme_source import source
    from dorsi.clip_request import not_ahead
    from dorsi.errors import OptionError
    from dorsi.programme.words.show import find_exercise
    from dorsi.wording.plurals import plural

    if (csv is None) == (exercise is None):
        raise OptionError("log add: give either --exercise or --csv")
    date = not_ahead("--day", (day or dt.datetime.now().astimezone()).date())
    kept = source(person, log_file=log_file, needs="LOG.yaml")
    exercise = None if exercise is None else find_exercise(exercise).id
    given = {"pain_during": pain, "pain_next_morning": morning, "form": form, "dose_done_pct": dose}
    noted: dict[str, object] = {"date": date, "exercise_id": exercise, "side": side} | _felt(exercise, felt)
    noted |= {name: value for name, value in given.items() if value is not None}
    rows = entries_of_csv(csv) if csv is not None else []

    def with_new(log: "Log") -> "Log":
        last = next((one.level for one in reversed(log.entries) if one.exercise_id == exercise), 1)
        new = rows or [entry_of({**noted, "level": last if level is None else level}, kept.log_name)]
        return log.model_copy(update={"entries": [*log.entries, *new]})

    log = kept.change_log(with_new)
    what = f"{exercise} at level {log.entries[-1].level}" if csv is None else plural(len(rows), "entry", "entries")
    typer.echo(f"{kept.log_name}: {what} added, {len(log.entries)} in all")
    _say_what_is_open(kept, log, log.entries[-1:] if csv is None else [])


@log_app.command(epilog="Example:  dorsi log done plan.json log.yaml --felt right")
def done(
    plan_file: PlanFile = None,
    log_file: LogFile = None,
    *,
    felt: FeltOption = None,
    day: DayOption = None,
    person: PersonOption = None,
) -> None:
    """Add today's session to the log as it was planned: one answer for all of it."""
    from dorsi.cli.programme_source import source
    from dorsi.clip_request import not_ahead
    from dorsi.detectable import detectable_changes
    from dorsi.errors import OptionError
    from dorsi.programme import Morning, today
    from dorsi.programme.logbook.answering import entries_done
    from dorsi.wording.days import day_text
    from dorsi.wording.plurals import plural

    if felt is None:
        raise OptionError("log done: give --felt easy, right or hard; after pain, use `dorsi log add` with --pain")
    _felt(None, felt)
    date = not_ahead("--day", (day or dt.datetime.now().astimezone()).date())
    kept = source(person, plan_file=plan_file, log_file=log_file, needs="PLAN.json and LOG.yaml")
    plan, new = kept.plan(), []

    def with_new(log: "Log") -> "Log":
        found = today(plan, log, date, Morning(), detectable=detectable_changes())
        new.extend(entries_done(log, [*found.morning, *found.items], date, felt))
        return log.model_copy(update={"entries": [*log.entries, *new]})

    log = kept.change_log(with_new)
    if not new:
        raise OptionError(f"log done: nothing is left to do on {day_text(date)}; `dorsi today` says why")
    typer.echo(f"{kept.log_name}: {plural(len(new), 'exercise')} added, {len(log.entries)} in all")
    _say_what_is_open(kept, log, new)


@log_app.command(epilog="Example:  dorsi log answer log.yaml --exercise nm_sl_floor --goal yes")
def answer(
    log_file: LogFile = None,
    *,
    exercise: Annotated[
        str, typer.Option(metavar="EXERCISE", help="The exercise that was asked about: its id or name.")
    ],
    goal: Annotated[str, typer.Option(metavar="yes|no", help="The answer.")],
    day: Annotated[
        dt.datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="The day; the last one by default.")
    ] = None,
    person: PersonOption = None,
) -> None:
    """Answer an exercise's question, which decides whether its level goes up."""
    from dorsi.cli.programme_source import source
    from dorsi.errors import OptionError, check_option
    from dorsi.programme.logbook.answering import with_answer
    from dorsi.programme.words.show import find_exercise
    from dorsi.wording.days import day_text

    check_option("--goal", goal, ["yes", "no"])
    kept = source(person, log_file=log_file, needs="LOG.yaml")
    exercise = find_exercise(exercise).id
    dates = [one.date for one in kept.log().entries if one.exercise_id == exercise]
    date = day.date() if day else max(dates, default=None)
    if date is None or date not in dates:
        when = f" on {day_text(date)}" if date else ""
        raise OptionError(f"log answer: {exercise} is not in {kept.log_name}{when}; add it with `dorsi log add`")
    kept.change_log(lambda log: with_answer(log, exercise, date, goal_met=goal == "yes"))
    typer.echo(f"{kept.log_name}: {exercise} on {day_text(date)}: {goal}")


def _felt(exercise: str | None, felt: str | None) -> dict[str, object]:
    """Return the fields that the answer to how it was stands for; none without an answer."""
    from dorsi.errors import check_option
    from dorsi.programme import catalogue
    from dorsi.programme.logbook.answering import FELT, answer_of

    if felt is None:
        return {}
    check_option("--felt", felt, [*FELT])
    known = catalogue().exercises.get(exercise or "")
    return {} if known is None else answer_of(felt, known.category)


def _say_what_is_open(kept: "Source", log: "Log", new: "list[LogEntry]") -> None:
    """Print the questions that decide a step up, and what is missing for the session to count."""
    from dorsi.cli.stored_programme import InStore
    from dorsi.errors import NotStoredError
    from dorsi.programme.logbook.answering import WHAT_ANSWERS_DO, may_ask, not_noted, open_questions
    from dorsi.programme.logbook.progress import read_log

    names = {entry.exercise_id for entry in new}
    try:
        plan = kept.plan() if isinstance(kept, InStore) or kept.plan_file else None
    except NotStoredError:
        plan = None
    if plan is None:
        questions, waits = [one for entry in new if (one := may_ask(entry))], []
    else:
        read = read_log(plan, log)
        questions = [one for one in open_questions(read) if one.exercise in names]
        waits = not_noted(read, {entry.date for entry in new})
    for one in questions:
        typer.echo(f"  {one.name}: {one.text} `dorsi log answer --exercise {one.exercise} --goal yes` or `no`")
    if questions:
        typer.echo(f"  {WHAT_ANSWERS_DO}")
    for text in waits:
        typer.echo(f"  {text}")
