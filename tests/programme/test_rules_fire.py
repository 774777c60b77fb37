"""Every rule has a case that fires it and one that does not (tests/cases/rules.yaml)."""

import datetime as dt

import pytest
from casework import merged, plan_of, read

from dorsi.programme import course, rules
from dorsi.schema.log import Log

DATA = read("rules.yaml")
STARTED = dt.date(2026, 1, 5)
PLAN_CASES = [(rule, kind) for rule in DATA["rules"] for kind in ("fires", "silent")]
LOG_CASES = [(rule, kind) for rule in DATA["log_rules"] for kind in ("fires", "silent")]


def test_every_rule_has_cases():
    assert {rule.id for rule in rules()} == set(DATA["rules"]) | set(DATA["log_rules"])


@pytest.mark.parametrize(("rule", "kind"), PLAN_CASES)
def test_rule_of_the_plan_fires_or_stays_silent(rule, kind):
    case = DATA["rules"][rule][kind]
    case = case | {"measure": DATA["measure"] | (case.get("measure") or {})}
    outcomes = {entry.outcome for entry in plan_of(case).trace if entry.rule == rule}
    assert ("yes" in outcomes) is (kind == "fires")


@pytest.mark.parametrize(("rule", "kind"), LOG_CASES)
def test_rule_of_the_log_fires_or_stays_silent(rule, kind):
    case = DATA["log_rules"][rule]
    base = {"measure": DATA["measure"], "intake": {"start_date": STARTED, "goals": ["speed"]}}
    plan = plan_of(merged(base, case.get("plan", {})))
    entries = case[kind]
    days = case.get(f"{kind}_days", list(range(0, 2 * len(entries), 2)))
    usual = {
        "exercise_id": case.get("exercise", "mo_wall_slide"),
        "side": "both",
        "level": 1,
        "pain_during": 0,
        "pain_next_morning": 0,
        "dose_done_pct": 100,
        "form": 3,
    }
    noted = [
        usual | entry | {"date": STARTED + dt.timedelta(days=day)} for entry, day in zip(entries, days, strict=True)
    ]
    log = Log.model_validate(
        {"started": STARTED, "entries": noted, "measurements": case.get(f"{kind}_measurements", [])}
    )
    last = max([entry.date for entry in log.entries], default=dt.date(2026, 2, 28))
    assert (rule in _seen(course(plan, log, last), case)) is (kind == "fires")


def _seen(found, case):
    if case.get("checks"):
        return set(found.rules_due)
    if case.get("changes"):
        moved = {"R71" for change in found.changes if change.band_now != change.band_before}
        return {change.rule for change in found.changes} | moved | {"R72" for trend in found.trends if trend.claimed}
    return {move.rule for move in found.moves}
