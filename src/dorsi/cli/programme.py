"""`dorsi plan`, `explain`, `rules`, `intake`, `log add`, `today` and `progress`: the programme and its log."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
log_app = typer.Typer(help="The training log.", no_args_is_help=True)
app.add_typer(log_app, name="log")

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan written by `dorsi plan --json`.")]
LogFile = Annotated[Path, typer.Argument(metavar="LOG.yaml", help="The training log.")]
RulesOption = Annotated[
    Path | None, typer.Option("--rules", metavar="FILE.yaml", help="Use your own rules instead of dorsi's.")
]
DayOption = Annotated[
    dt.datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="The day; today by default.")
]


@app.command(
    epilog="Example:  dorsi plan --intake examples/intake.yaml dorsi-out/left/session.json --calendar plan.ics"
)
def plan(
    sessions: Annotated[
        list[Path] | None, typer.Argument(metavar="SESSION.json", help="Results of `dorsi analyse`.")
    ] = None,
    *,
    intake: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="The person's answers, YAML or JSON.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write plan.json, .md, .html and .pdf; with a start date also .ics."),
    ] = None,
    calendar: Annotated[Path | None, typer.Option(metavar="FILE.ics", help="Also write a calendar file.")] = None,
    pdf: Annotated[
        Path | None, typer.Option(metavar="FILE.pdf", help="Also write A4 pages to print, with tick boxes.")
    ] = None,
    json_only: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the plan as JSON and nothing else.")
    ] = False,
    rules: RulesOption = None,
) -> None:
    """Make a programme from answers and measurements, as Markdown or as JSON."""
    from dorsi.cli.intake_file import read_intake
    from dorsi.cli.programme_files import check_one_person, read_rules, read_sessions, write_plan
    from dorsi.detectable import detectable_changes
    from dorsi.programme import as_markdown
    from dorsi.programme import plan as make_plan
    from dorsi.programme.rulebook.rules import using_rules

    answers = None if intake is None else read_intake(intake)
    measured = read_sessions(sessions or [])
    check_one_person(answers, measured)
    with using_rules(read_rules(rules)):
        made = make_plan(answers, measured, detectable=detectable_changes())
        write_plan(made, calendar=calendar, pdf=pdf, folder=out)
        typer.echo(made.model_dump_json(indent=2) if json_only else as_markdown(made))


@app.command(epilog="Example:  dorsi explain plan.json mo_wall_slide")
def explain(
    plan_file: PlanFile,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="An exercise id, such as mo_wall_slide.")],
) -> None:
    """Show why an exercise was chosen, step by step from the measured value, and what would change that."""
    from dorsi.cli.programme_files import read_plan
    from dorsi.programme import explain as chain

    for line in chain(read_plan(plan_file), item):
        typer.echo(line)


@app.command(epilog="Example:  dorsi rules --check my-rules.yaml")
def rules(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="Only this rule.")] = None,
    *,
    check: Annotated[Path | None, typer.Option(metavar="FILE.yaml", help="Check a file of your own rules.")] = None,
) -> None:
    """List dorsi's rules with their evidence, or check your own."""
    from dorsi.cli.programme_files import read_rules
    from dorsi.errors import check_option
    from dorsi.programme import rules as all_rules
    from dorsi.wording.plurals import plural

    known = read_rules(check) or all_rules()
    if check is not None:
        typer.echo(f"{check.name}: {plural(len(known), 'rule')}, no errors")
    if rule is not None:
        check_option("RULE", rule, [one.id for one in known])
    for one in known if check is None or rule else ():
        if rule in {None, one.id}:
            typer.echo(f"{one.id:<5} {one.tier}  {one.title}  [{', '.join(one.evidence)}]")
            for case in one.cases if rule else ():
                typer.echo(f"      {case.case or 'when it holds'}: {case.text}")


@app.command(epilog="Example:  dorsi intake bea.yaml")
def intake(file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="The file for the answers.")]) -> None:
    """Answer the questions a programme needs, and write the answers to a file. You can stop and continue later."""
    from dorsi.cli.intake_questions import interview

    if interview(file):
        typer.echo(f"Written {file}\nNext: dorsi plan --intake {file} SESSION.json")


@log_app.command(
    epilog="Example:  dorsi log add log.yaml --exercise mo_wall_slide --level 1 --pain 0 --form 3 --dose 100"
)
def add(
    log_file: LogFile,
    *,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Add every row of a CSV file; its columns are the log's fields."),
    ] = None,
    exercise: Annotated[str | None, typer.Option(metavar="ID", help="The exercise you did.")] = None,
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
) -> None:
    """Add an exercise to the log, or many from a CSV file."""
    from dorsi.cli.programme_files import alone, entries_of_csv, entry_of, read_log, write_yaml
    from dorsi.clip_request import not_ahead
    from dorsi.errors import OptionError
    from dorsi.wording.plurals import plural

    if (csv is None) == (exercise is None):
        raise OptionError("log add: give either --exercise or --csv")
    date = not_ahead("--day", (day or dt.datetime.now().astimezone()).date())
    with alone(log_file):
        log = read_log(log_file, missing_ok=True)
        last = next((one.level for one in reversed(log.entries) if one.exercise_id == exercise), 1)
        noted: dict[str, object] = {
            "date": date,
            "exercise_id": exercise,
            "side": side,
            "level": last if level is None else level,
            "pain_during": pain,
            "pain_next_morning": morning,
            "form": form,
            "dose_done_pct": dose,
        }
        new = entries_of_csv(csv) if csv is not None else [entry_of(noted, log_file.name)]
        write_yaml(log_file, log.model_copy(update={"entries": [*log.entries, *new]}))
    what = f"{exercise} at level {new[0].level}" if csv is None else plural(len(new), "entry", "entries")
    typer.echo(f"{log_file}: {what} added, {len(log.entries) + len(new)} in all")


@app.command(epilog="Example:  dorsi today plan.json log.yaml --pain 0 --stiffness 5")
def today(
    plan_file: PlanFile,
    log_file: LogFile,
    *,
    pain: Annotated[float | None, typer.Option(metavar="0-10", help="Pain this morning.")] = None,
    stiffness: Annotated[float | None, typer.Option(metavar="0-10", help="Stiffness this morning.")] = None,
    calf: Annotated[float | None, typer.Option(metavar="0-10", help="Calf soreness from running.")] = None,
    swelling: Annotated[bool, typer.Option("--swelling", metavar="", help="The ankle or foot is swollen.")] = False,
    day: DayOption = None,
    rules: RulesOption = None,
) -> None:
    """Show today's session, adapted to the log and to how you feel this morning, which is added to the log."""
    from dorsi.cli.programme_files import alone, read_log, read_plan, read_rules, write_yaml
    from dorsi.detectable import detectable_changes
    from dorsi.programme import Morning
    from dorsi.programme import today as session_of
    from dorsi.programme.facts.morning import remembered, with_morning
    from dorsi.programme.rulebook.rules import using_rules
    from dorsi.wording.plurals import minutes

    date = (day or dt.datetime.now().astimezone()).date()
    morning = Morning(pain=pain, stiffness=stiffness, swelling=swelling or None, calf_soreness=calf)
    made = read_plan(plan_file)
    with alone(log_file):
        log = read_log(log_file, missing_ok=True)
        if morning != Morning():
            noted = remembered(log, date, morning)
            log = with_morning(log, noted)
            write_yaml(log_file, log)
            worse = {name: kept for name, kept in noted.model_dump(include=set(morning.given)).items()
                     if kept != morning.given[name]}  # fmt: skip
            for name, kept in worse.items():
                typer.echo(f"{name}: you noted {kept:g} earlier today, and the worse answer counts; "
                           f"if that was a slip, correct {log_file.name}", err=True)  # fmt: skip
    with using_rules(read_rules(rules)):
        found = session_of(made, log, date, morning, detectable=detectable_changes())
    typer.echo(f"{date}: {minutes(found.minutes) if found.items else 'rest'}")
    logged = {one.exercise_id for one in log.entries if one.date == date}
    for item in found.items:
        done = "done: " if item.exercise in logged else ""
        typer.echo(f"  {done}{item.name} ({item.side}) [{item.exercise}]: {item.dose_text}  {minutes(item.minutes)}")
        for text in item.details:
            typer.echo(f"      {text}")
        typer.echo(f"      {item.cue}{f' [{item.note}]' if item.note else ''}")
    for note in found.notes:
        typer.echo(f"  {note}")


@app.command(epilog="Example:  dorsi progress plan.json log.yaml --html progress.html")
def progress(
    plan_file: PlanFile,
    log_file: LogFile,
    *,
    html: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Also write a page with charts.")] = None,
    day: DayOption = None,
    json_only: Annotated[
        bool, typer.Option("--json", metavar="", help="Print everything as JSON and nothing else.")
    ] = False,
    rules: RulesOption = None,
) -> None:
    """Show trends, moves between levels with their rules, adherence and checks that are due."""
    from dorsi.cli.programme_files import read_log, read_plan, read_rules, write_text
    from dorsi.detectable import detectable_changes
    from dorsi.programme import course
    from dorsi.programme.logbook.course import course_lines
    from dorsi.programme.rulebook.rules import using_rules

    date = (day or dt.datetime.now().astimezone()).date()
    with using_rules(read_rules(rules)):
        found = course(read_plan(plan_file), read_log(log_file), date, detectable=detectable_changes())
    if html is not None:
        from dorsi.report.progress_page import render_progress

        write_text(html, render_progress(found))
    typer.echo(found.model_dump_json(indent=2) if json_only else "\n".join(course_lines(found)))
