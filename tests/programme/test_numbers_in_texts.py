"""A text of a rule names the numbers that its rule acts with by their names, so that an edited number is told."""

import copy
import re

import pytest

from dorsi.datafile import load_mapping
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.rulebook.rules import parse_rules

RAW = load_mapping("rules.yaml")["rules"]
TYPED = re.compile(r"(?<![\w{.])\d+(?:\.\d+)?(?![\w}])")
#: Numbers that only look like one of the rule's own: a rise that another rule compares, widths in healthy people, a way
#: to tell a careful time.
OTHERS = {"If first-step pain rises by 2", "no better in 2 weeks", "0 to 10", "of 10"}


def numbers(value):
    if isinstance(value, dict):
        return [one for key, inner in value.items() if key != "evidence" for one in numbers(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in numbers(inner)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def texts(value):
    if isinstance(value, dict):
        return [one for key, inner in value.items() if key not in {"case", "title"} for one in texts(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in texts(inner)]
    return [value] if isinstance(value, str) and " " in value else []


@pytest.mark.parametrize("rule", RAW, ids=[one["id"] for one in RAW])
def test_no_text_of_a_case_holds_a_number_of_its_own(rule):
    for case in rule.get("cases") or [rule]:
        own = set(numbers({key: case.get(key) for key in ("when", "then")}))
        own |= {100 * one for one in own if 0 < one < 1} | {100 - 100 * one for one in own if 0 < one < 1}
        for text in texts(case):
            rest = re.sub("|".join(map(re.escape, OTHERS)), "", text)
            assert not [one for one in TYPED.findall(rest) if float(one) in own], text


def said(rule_id, old, new, where):
    """Return every text of a rule, with one number of it edited."""
    rule = copy.deepcopy(next(one for one in RAW if one["id"] == rule_id))
    place = rule
    for part in where[:-1]:
        place = place[part]
    assert place[where[-1]] == old
    place[where[-1]] = new
    [made] = parse_rules({"rules": [rule]}, catalogue())
    return made.model_dump_json()


def test_edited_numbers_are_told():
    running = next(
        i for i, one in enumerate(next(r for r in RAW if r["id"] == "R03")["cases"]) if one["case"] == "running high"
    )
    assert "pain above 6 when running" in said("R03", 5, 6, ("cases", running, "when", "above"))
    assert "after at least 14 days and 8 sessions" in said("R67", 21, 14, ("when", "all", 0, "at_least"))
    settled = next(
        i for i, one in enumerate(next(r for r in RAW if r["id"] == "R08")["cases"]) if one["case"] == "settled"
    )
    told = said("R08", 7, 5, ("cases", settled, "when", "all", 2, "at_least"))
    assert told.count("or less for 5 days") == 3
