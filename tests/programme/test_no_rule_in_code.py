"""No rule is named in the code: ids and texts of rules stand in rules.yaml and are read from there."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from casework import plan_of

import dorsi.programme
from dorsi.programme import as_markdown, course, explain
from dorsi.programme.rulebook.rules import rules, using_rules
from dorsi.schema.log import Log

RULE = re.compile(r"\b[RX]\d{1,2}[a-c]?\b")
FILES = sorted(Path(dorsi.programme.__file__).parent.rglob("*.py"))
DAY_1 = dt.date(2026, 1, 5)


def spoken(tree):
    """Yield every string of a module that is no docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_no_text_of_the_code_names_a_rule(file):
    texts = spoken(ast.parse(file.read_text(encoding="utf-8")))
    assert [text for text in texts if RULE.search(text)] == []


def renamed(rule_id, **texts):
    """Return the rules with one rule's texts changed."""
    out = []
    for rule in rules():
        cases = [case.model_copy(update={"text": texts.get("text", case.text)}) for case in rule.cases]
        out.append(rule.model_copy(update={"id": "R99", "cases": tuple(cases)}) if rule.id == rule_id else rule)
    return tuple(out)


def test_the_head_of_a_provisional_plan_is_the_text_of_its_rule():
    with using_rules(renamed("R14", text="first film a lunge")):
        plan = plan_of({"measure": {"wblt_cm": None, "lunge_deg": None}})
        assert "**Provisional: first film a lunge.**" in as_markdown(plan)


def test_what_changes_a_band_is_the_text_of_its_rule():
    plan = plan_of({"measure": {"wblt_cm": [6, 6]}})
    with using_rules(renamed("R71", text="a band is patient")):
        assert [line for line in explain(plan, "mo_wall_slide") if "a band is patient (R99)." in line]


def test_mixed_evidence_and_a_trend_are_said_in_the_words_of_their_rules():
    plan = plan_of({"measure": {"wblt_cm": [6.6, 6.6]}, "intake": {"start_date": DAY_1}})
    filmed = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre"}
    checks = [
        {"name": "wblt_cm", "scale": "tape", "left": 9.0, "measured_on": "2026-02-02"},
        filmed | {"left": 29.0, "measured_on": "2026-01-05"},
        filmed | {"left": 30.0, "measured_on": "2026-02-02"},
    ]
    log = Log.model_validate({"started": DAY_1, "measurements": checks})
    found = course(plan, log, dt.date(2026, 2, 2))
    said = {
        action.verdict.to: action.verdict
        for rule in rules() if rule.id in {"X11", "R72"} for case in rule.cases for action in case.then
    }  # fmt: skip
    assert said["no_detectable_change"].advice.format(side="left") in found.advice
    assert [one.sentence for one in found.trends if one.side == "left"] == [
        "Left knee to wall (tape): 2 points so far. A trend needs four."
    ]
