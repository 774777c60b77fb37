"""Asks for an intake on the terminal: safety first, one plain question at a time."""

from typing import get_args

import typer
from pydantic import ValidationError

from dorsi.programme.datafile import first_problem
from dorsi.schema.intake import Equipment, Goal, Intake, PainArea, RedFlag


def ask() -> dict[str, object]:
    """Return the answers, checked; a wrong answer is asked again."""
    answers: dict[str, object] = {
        "age_years": _asked("Your age", int, "age_years"),
        "red_flags": _ticked("Do you have any of these signs", get_args(RedFlag)),
        "history": [],
    }
    for kind in (
        "achilles",
        "plantar_fascia",
        "sprain",
        "calf_strain",
        "stress_fracture",
        "fracture",
        "surgery",
        "injection",
    ):
        if typer.confirm(f"Have you ever had this: {kind.replace('_', ' ')}?", default=False):
            answers["history"] = [*_list(answers["history"]), _injury(kind)]
    answers["pain"] = _pains()
    answers["limp"] = typer.confirm("Do you walk with a limp?", default=False)
    answers["swelling"] = {
        leg: typer.confirm(f"Is the {leg} ankle or foot swollen?", default=False) for leg in ("left", "right")
    }
    answers["instability"] = {
        leg: typer.confirm(f"Does the {leg} ankle give way?", default=False) for leg in ("left", "right")
    }
    answers["medicines"] = (
        ["fluoroquinolone"]
        if typer.confirm("A fluoroquinolone antibiotic in the last 3 months?", default=False)
        else []
    )
    answers["stature_cm"] = _asked("Body height, cm", float, "stature_cm")
    for name, text in (("confidence", "Trust in moving the ankle, 0 to 10"), ("stiff_pre", "Stiffness now, 0 to 10")):
        answers[name] = _asked(text, float, name)
    answers["goals"] = _ticked("What is the range for", get_args(Goal)) or ["general"]
    answers["equipment"] = _ticked("What is at hand", get_args(Equipment)[1:]) or ["none"]
    answers["minutes_per_day"] = _asked("Minutes for one session", float, "minutes_per_day")
    answers["days_per_week"] = _asked("Days a week", int, "days_per_week")
    return answers


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _asked(text: str, kind: type, field: str) -> object:
    """Ask until the intake's own check of the field is content."""
    while True:
        value = typer.prompt(text, type=kind)
        try:
            Intake.model_validate({"age_years": 30, "red_flags": [], "history": []} | {field: value})
        except ValidationError as error:
            typer.echo(f"  {first_problem(error)}")
        else:
            return value


def _ticked(text: str, choices: tuple[str, ...]) -> list[str]:
    typer.echo(f"{text}?")
    for number, choice in enumerate(choices, start=1):
        typer.echo(f"  {number:>2}  {choice.replace('_', ' ')}")
    while True:
        given = typer.prompt("Numbers with commas, empty for none", default="", show_default=False)
        picked = [part.strip() for part in given.split(",") if part.strip()]
        if all(part.isdigit() and 1 <= int(part) <= len(choices) for part in picked):
            return [choices[int(part) - 1] for part in picked]
        typer.echo(f"  numbers from 1 to {len(choices)}, such as 1,3")


def _side() -> str:
    while True:
        side = typer.prompt("  Which leg: left, right or both")
        if side in {"left", "right", "both"}:
            return str(side)
        typer.echo("  left, right or both")


def _injury(kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "side": _side(),
        "months_ago": typer.prompt("  How many months ago", type=float),
        "still_felt": typer.confirm("  Can you still feel it?", default=False),
        "cleared": typer.confirm("  Has a clinician allowed exercise again?", default=False),
    }


def _pains() -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for site in _ticked("Where does it hurt now", get_args(PainArea)):
        typer.echo(f"{site.replace('_', ' ')}:")
        out.append(
            {
                "site": site,
                "side": _side(),
                "walking": typer.prompt("  Walking, 0 to 10", type=float),
                "running": typer.prompt("  Running, 0 to 10", type=float),
            }
        )
    return out
