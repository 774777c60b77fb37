"""Texts of rules with their facts in words."""

from collections.abc import Mapping

from dorsi import measures
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.facts.measured import (
    FAULT_WORDS,
)
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rule import PLACEHOLDER
from dorsi.schema.sides import Leg


def filled(text: str, found: Findings, side: Leg | None, own: Mapping[str, str] | None = None) -> str:
    """Return a text with its {facts} in words, and the action's own words."""
    facts = found.facts(side)
    known = {"side": side or "both", **(own or {})}
    return text.format(**known, **{n: in_words(n, facts[n]) for n in PLACEHOLDER.findall(text) if n not in known})


def in_words(name: str, fact: Fact) -> str:
    """Return a fact's value with its unit, for people."""
    if fact.value is None:
        return fact.missing or "not known"
    if isinstance(fact.value, frozenset):
        return ", ".join(sorted(FAULT_WORDS.get(word, word.replace("_", " ")) for word in fact.value))
    unit = vocabulary()[name].unit
    if isinstance(fact.value, float | int) and not isinstance(fact.value, bool):
        return measures.unit_for(unit or "", fact.value).brief(fact.value)
    return str(fact.value)
