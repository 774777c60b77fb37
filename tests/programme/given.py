"""Reads the small intakes and logs of ../shared/cases/programme."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from dorsi.programme import plan
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Day, Plan, SessionItem

#: Every safety question answered with what asks for no care.
NOTHING_WRONG: dict[str, Any] = {
    "pain": [],
    "limp": False,
    "swelling": False,
    "medicines": [],
    "conditions": [],
    "instability": False,
    "front_pinch": False,
    "back_pinch": False,
    "balance_risk": False,
}
SHARED = Path(__file__).parents[2] / "../shared/cases/programme"


def given(name: str, **changes: Any) -> Intake:
    """Return an intake of the shared cases, with changes."""
    return Intake.model_validate(_read(name) | changes)


def given_log(name: str) -> Log:
    """Return a log of the shared cases."""
    return Log.model_validate(_read(name))


def plan_for(name: str, **changes: Any) -> Plan:
    """Return the plan of a shared intake, with changes."""
    return plan(given(name, **changes), [])


def days_of(made: Plan) -> list[Day]:
    """Return the days of a plan in order."""
    return [day for week in made.weeks for day in week.days]


def done_in(made: Plan) -> list[SessionItem]:
    """Return everything that is done in a plan."""
    return [item for day in days_of(made) for item in (*day.morning, *day.items)]


def _read(name: str) -> dict[str, Any]:
    path = SHARED / f"{name}.yaml"
    if not path.exists() and not os.environ.get("CI"):
        pytest.skip("the shared cases are not beside this repository")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content
