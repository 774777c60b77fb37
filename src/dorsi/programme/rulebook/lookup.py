"""Finds the rule behind a move or verdict, so that the code contains no rule ids or texts."""

from dorsi.programme.language.moves import MoveName
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.plan import Verdict


def rule_that_moves(name: MoveName) -> str:
    """Return the id of the first rule with a move."""
    cases = ((rule.id, action.move) for rule in rules() for case in rule.cases for action in case.then)
    return next(rule for rule, move in cases if move and move.to == name)


def case_that_says(verdict: Verdict) -> tuple[str, str]:
    """Return the id and the text of the first rule with a verdict."""
    said = ((rule.id, case.text, action) for rule in rules() for case in rule.cases for action in case.then)
    return next((rule, text) for rule, text, action in said if action.verdict and action.verdict.to == verdict)
