"""The limits that safety texts name are those by which the rules act."""

import pytest

from dorsi.datafile import load_mapping
from dorsi.programme.language.conditions import Condition
from dorsi.programme.rulebook.rules import rules
from dorsi.wording import wording

SOON = next(one.text for one in wording().stop_signs if one.level == "soon")
STOP_RULE = next(one.text for one in wording().safety if one.id == "stop_rule")
STANDARD = load_mapping("catalogue.yaml")["standard"]


def limit(rule_id: str, fact: str, key: str, case: str | None = None) -> float:
    """Return the limit with which a rule compares a fact: the first one, or that of a case."""
    cases = [one for rule in rules() if rule.id == rule_id for one in rule.cases if case in {None, one.case}]
    leaves: list[Condition] = [leaf for one in cases for leaf in one.when.leaves()]
    return next(getattr(leaf, key) for leaf in leaves if leaf.fact == fact and getattr(leaf, key) is not None)


@pytest.mark.parametrize(
    ("text", "words", "of"),
    [
        (STOP_RULE, "pain above {:g} of 10", ("R51", "log_pain_during", "above", "red")),
        (SOON, "Pain of {:g} or more in daily life", ("R03", "daily_pain", "at_least", "high")),
        (SOON, "symptoms over {:g} weeks", ("R07b", "achilles_unassessed_weeks", "above")),
        (SOON, "ankle after {:g} weeks of adapted", ("R10", "pinch_weeks", "at_least")),
        (SOON, "change after {:g} consistent weeks", ("R62", "weeks_trained", "at_least", "eight weeks")),
        (STANDARD["advance"], "pain {:g} or less", ("R57", "log_pain_during", "at_most")),
        (STANDARD["regress"], "less than {:g} % of the dose", ("R58", "log_dose_done_pct", "below")),
    ],
)
def test_a_limit_in_a_safety_text_is_the_rules_own(text, words, of):
    assert words.format(limit(*of)) in text
