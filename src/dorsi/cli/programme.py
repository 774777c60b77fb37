"""`dorsi plan`, `explain`, `rules`, `intake`, `today` and `progress`: the programme, day by day."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dorsi.cli.log import DayOption, LogFile, PersonOption, PlanFile, log_app

if TYPE_CHECKING:
    from dorsi.cli.programme_source import Source
    from dorsi.programme import Morning
    from dorsi.schema.plan import SessionItem

app = typer.Typer()
app.add_typer(log_app, name="log")

RulesOption = Annotated[
    Path | None, typer.Option("--rules", metavar="FILE.yaml", help="Use your own rules instead of dorsi's.")
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
    person: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Someone who is stored: from their clips and answers, and kept for them."),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Make a programme from answers and measurements, as Markdown or as JSON."""
    from dorsi.cli.programme_files import check_one_person, read_rules, read_sessions, write_plan
    from dorsi.detectable import detectable_changes
    from dorsi.intake.reading import read_intake
    from dorsi.programme import as_markdown
    from dorsi.programme import plan as make_plan
    from dorsi.programme.rulebook.rules import using_rules

    answers = None if intake is None else read_intake(intake)
    measured = read_sessions(sessions or [])
    check_one_person(answers, measured)
    with using_rules(read_rules(rules)):
        if person is None:
            made = make_plan(answers, measured, detectable=detectable_changes())
        else:
            from dorsi.cli.stored_programme import make_stored

            made = make_stored(person, answers, measured)
        write_plan(made, calendar=calendar, pdf=pdf, folder=out)
        typer.echo(made.model_dump_json(indent=2) if json_only else as_markdown(made))


@app.command(epilog="Example:  dorsi explain plan.json mo_wall_slide")
def explain(
    names: Annotated[
        list[str],
        typer.Argument(metavar="[PLAN.json] ITEM", help="The plan, and an exercise id, such as mo_wall_slide."),
    ],
    *,
    person: PersonOption = None,
) -> None:
    """Show why an exercise was chosen, step by step from the measured value, and what would change that."""
    from dorsi.cli.programme_source import source
    from dorsi.errors import OptionError
    from dorsi.programme import explain as chain

    *files, item = names
    if len(files) > 1:
        raise OptionError("explain: give one plan and one exercise")
    for line in chain(source(person, plan_file=Path(files[0]) if files else None, needs="PLAN.json").plan(), item):
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


@app.command(epilog="Example:  dorsi today plan.json log.yaml --pain 0 --stiffness 5")
def today(
    plan_file: PlanFile = None,
    log_file: LogFile = None,
    *,
    pain: Annotated[float | None, typer.Option(metavar="0-10", help="Pain this morning.")] = None,
    stiffness: Annotated[float | None, typer.Option(metavar="0-10", help="Stiffness this morning.")] = None,
    calf: Annotated[float | None, typer.Option(metavar="0-10", help="Calf soreness from running.")] = None,
    swelling: Annotated[bool, typer.Option("--swelling", metavar="", help="The ankle or foot is swollen.")] = False,
    day: DayOption = None,
    person: PersonOption = None,
    rules: RulesOption = None,
) -> None:
    """Show today's session, adapted to the log and to how you feel this morning, which is added to the log."""
    from dorsi.cli.programme_files import read_rules
    from dorsi.cli.programme_source import source
    from dorsi.detectable import detectable_changes
    from dorsi.programme import Morning
    from dorsi.programme import today as session_of
    from dorsi.programme.logbook.answering import is_done
    from dorsi.programme.logbook.today import next_session
    from dorsi.programme.rulebook.rules import using_rules
    from dorsi.wording.days import day_text
    from dorsi.wording.plurals import minutes

    date = (day or dt.datetime.now().astimezone()).date()
    morning = Morning(pain=pain, stiffness=stiffness, swelling=swelling or None, calf_soreness=calf)
    kept = source(person, plan_file=plan_file, log_file=log_file, needs="PLAN.json and LOG.yaml")
    made = kept.plan()
    if morning != Morning():
        _note(kept, date, morning)
    log = kept.log()
    with using_rules(read_rules(rules)):
        found = session_of(made, log, date, morning, detectable=detectable_changes())
    typer.echo(f"{date}: {minutes(found.minutes) if found.items else 'rest'}")
    for item in found.items:
        _print_item(item, done=is_done(item, log, date))
    for note in found.notes:
        typer.echo(f"  {note}")
    if not found.items and not found.notes and (upcoming := next_session(made, log, date)):
        typer.echo(f"  Next session: {day_text(upcoming)}")


def _note(kept: "Source", date: dt.date, morning: "Morning") -> None:
    """Add this morning to the log; the worse of two answers on one day counts, and that is said."""
    from dorsi.clip_request import not_ahead
    from dorsi.programme.facts.morning import remembered, with_logged_pain, with_morning

    not_ahead("--day", date)
    changed = kept.change_log(lambda log: with_morning(log, remembered(log, date, morning)))
    noted = remembered(changed, date, morning)
    counts = with_logged_pain(noted, changed).model_dump(include=set(morning.given))
    for name, worse in counts.items():
        if worse != morning.given[name]:
            when = "earlier today" if worse == getattr(noted, name) else "with yesterday's exercises"
            typer.echo(f"{name}: you noted {worse:g} {when}, and the worse answer counts; "
                       f"if that was a slip, correct {kept.log_name}", err=True)  # fmt: skip


def _print_item(item: "SessionItem", *, done: bool) -> None:
    from dorsi.wording.plurals import minutes

    before = "done: " if done else ""
    typer.echo(f"  {before}{item.name} ({item.side}): {item.dose_text}  {minutes(item.minutes)}")
    for text in item.details:
        typer.echo(f"      {text}")
    typer.echo(f"      {item.cue}{f' [{item.note}]' if item.note else ''}")


@app.command(epilog="Example:  dorsi progress plan.json log.yaml --html progress.html")
def progress(
    plan_file: PlanFile = None,
    log_file: LogFile = None,
    *,
    html: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Also write a page with charts.")] = None,
    day: DayOption = None,
    json_only: Annotated[
        bool, typer.Option("--json", metavar="", help="Print everything as JSON and nothing else.")
    ] = False,
    person: PersonOption = None,
    rules: RulesOption = None,
) -> None:
    """Show trends, moves between levels, how much you did, open questions and checks that are due."""
    from dorsi.cli.programme_files import read_rules, write_text
    from dorsi.cli.programme_source import source
    from dorsi.detectable import detectable_changes
    from dorsi.programme import course
    from dorsi.programme.logbook.course import course_lines
    from dorsi.programme.logbook.filmed import with_clips
    from dorsi.programme.rulebook.rules import using_rules

    date = (day or dt.datetime.now().astimezone()).date()
    kept = source(person, plan_file=plan_file, log_file=log_file, needs="PLAN.json and LOG.yaml", new_log=False)
    with using_rules(read_rules(rules)):
        plan, known = kept.plan(), detectable_changes()
        found = course(plan, kept.log(), date, detectable=known)
        found = with_clips(found, kept.filmed(), date, detectable=known, age_years=plan.age_years)
    if html is not None:
        from dorsi.report.progress_page import render_progress

        write_text(html, render_progress(found))
    typer.echo(found.model_dump_json(indent=2) if json_only else "\n".join(course_lines(found)))
