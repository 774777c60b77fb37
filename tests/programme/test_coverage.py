"""docs/rules.md and docs/coverage.md are written from the data and are up to date."""

import sys
from pathlib import Path

import pytest

from dorsi.errors import RuleError
from dorsi.programme import catalogue, rules
from dorsi.schema.intake import Intake
from dorsi.schema.log import Course, Log
from dorsi.schema.plan import Plan

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import write_programme_docs as docs  # noqa: E402 - scripts/ is not a package


def test_the_page_of_rules_is_up_to_date():
    assert docs.RULES_PAGE.read_text(encoding="utf-8") == docs.rules_page()


def test_the_page_of_exercises_is_up_to_date():
    assert docs.EXERCISES_PAGE.read_text(encoding="utf-8") == docs.exercises_page()


def test_the_page_of_coverage_is_up_to_date():
    assert docs.COVERAGE_PAGE.read_text(encoding="utf-8") == docs.coverage_page()


def test_the_example_plan_is_up_to_date_and_valid():
    text = docs.EXAMPLE_PLAN.read_text(encoding="utf-8")
    assert text == docs.example_plan()
    assert Plan.model_validate_json(text).items


@pytest.mark.parametrize("record", [Intake, Plan, Log, Course], ids=lambda record: record.__name__)
def test_every_field_of_a_record_is_documented(record):
    schema = record.model_json_schema()
    parts = {record.__name__: schema, **schema["$defs"]}
    bare = [f"{name}.{field}" for name, part in parts.items() for field, entry in part.get("properties", {}).items()
            if "description" not in entry and name not in {"Numbers", "Scores", "Ticks", "Feelings"}]  # fmt: skip
    assert bare == []


def test_every_recommendation_of_the_article_has_a_line():
    lines = docs.coverage_page().splitlines()
    ids = [line.split(" ", 2)[1] for line in lines if line.startswith("| S")]
    assert ids == [f"S{number:02d}" for number in range(1, 108)]


def test_a_line_that_names_nothing_real_is_refused():
    with pytest.raises(RuleError, match=r"S01: lives: 'field plan[.]nothing'"):
        docs._coverage_line("S01", {"what": "", "lives": ["field plan.nothing"]})


@pytest.mark.parametrize(
    ("status", "more"),
    [
        ("done", {}),
        ("done", {"tests": ["test_cases.py::test_worked_case"], "missing": "a film"}),
        ("partly", {}),
        ("nearly", {"missing": "a film"}),
    ],
)
def test_a_status_that_nothing_shows_is_refused(status, more):
    with pytest.raises(RuleError, match="S20: status: "):
        docs._coverage_line("S20", {"what": "", "status": status} | more)


def test_every_rule_and_exercise_is_on_the_page():
    page = docs.rules_page()
    assert all(f"### {rule.id} " in page for rule in rules())
    assert all(f"`{name}`" in page for name in catalogue().exercises)


def test_no_rule_asks_for_a_strike_class_or_a_cadence_number():
    facts = {leaf.fact for rule in rules() for case in rule.cases for leaf in case.when.leaves()}
    assert not facts & {"cadence_spm", "foot_strike_angle_deg"}
    said = [action.say or "" for rule in rules() for case in rule.cases for action in case.then]
    assert not [text for text in said if "spm" in text or "forefoot" in text or "180" in text]
