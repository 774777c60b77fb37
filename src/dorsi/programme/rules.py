"""The rules as data: loaded from rules.yaml, checked against facts.yaml and the catalogue."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import Field, model_validator

from dorsi.datafile import entry, load_mapping
from dorsi.errors import RuleError
from dorsi.programme.actions import Action, Record
from dorsi.programme.catalogue import Catalogue, catalogue
from dorsi.programme.conditions import Condition
from dorsi.programme.vocabulary import FactKind, Scope, vocabulary
from dorsi.wording import wording

FILE = "rules.yaml"

Tier = Literal["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Case(Record):
    """One if-then of a rule."""

    case: str | None = None
    scope: Scope | None = None
    requires: tuple[str, ...] = ()
    when: Condition
    then: tuple[Action, ...] = Field(min_length=1)
    text: str


class Rule(Record):
    """One rule: its place, its evidence, and one or more if-thens."""

    id: str = Field(pattern=r"^R\d\d[a-c]?$")
    tier: Tier
    title: str
    scope: Scope = "person"
    evidence: tuple[str, ...] = Field(min_length=1)
    requires: tuple[str, ...] = ()
    match: Literal["all", "first"] = "all"
    cases: tuple[Case, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_case(cls, raw: Any) -> Any:  # noqa: ANN401 - raw YAML
        if isinstance(raw, dict) and "when" in raw and "cases" not in raw:
            single = {key: raw[key] for key in ("when", "then", "text") if key in raw}
            return {key: value for key, value in raw.items() if key not in single} | {"cases": [single]}
        return raw

    def scoped(self) -> Iterator[tuple[Scope, Case]]:
        """Yield every case with the scope it is asked in."""
        for case in self.cases:
            yield case.scope or self.scope, case


def parse_rules(raw: dict[str, object], known: Catalogue) -> tuple[Rule, ...]:
    """Return the checked rules; the RuleError names the rule and the field that does not fit."""
    listed = raw.get("rules")
    if not isinstance(listed, list):
        raise RuleError(f"{FILE}: rules: expected a list")
    found = tuple(entry(Rule, item, file=FILE, kind="rule") for item in listed)
    ids = [rule.id for rule in found]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise RuleError(f"{FILE}: rule {min(twice)}: id: given twice")
    for rule in found:
        for scope, case in rule.scoped():
            if problem := _case_problem(scope, rule, case, known):
                raise RuleError(f"{FILE}: rule {rule.id}{f' ({case.case})' if case.case else ''}: {problem}")
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of the file."""
    return parse_rules(load_mapping(FILE), catalogue())


def _case_problem(scope: Scope, rule: Rule, case: Case, known: Catalogue) -> str | None:
    kinds = vocabulary()
    for leaf in case.when.leaves():
        problem = leaf.problem(kinds) or _out_of_scope(leaf.fact or "", scope, kinds)
        if problem:
            return f"when: {problem}"
    for name in (*rule.requires, *case.requires):
        if name not in kinds:
            return f"requires: fact '{name}' is not in facts.yaml"
    for action in case.then:
        if problem := _action_problem(action, known, kinds):
            return f"then.{action.name}: {problem}"
    return None


def _out_of_scope(name: str, scope: Scope, kinds: dict[str, FactKind]) -> str | None:
    allowed = {scope, "person"} if scope == "side" else {scope}
    if kinds[name].scope in allowed:
        return None
    return f"{name} belongs to {kinds[name].scope}, but the rule asks per {scope}"


def _action_problem(action: Action, known: Catalogue, kinds: dict[str, FactKind]) -> str | None:
    for text in _texts(action):
        for word in PLACEHOLDER.findall(text):
            if word != "side" and word not in kinds:
                return f"'{{{word}}}' is not a fact"
    for name in _exercises(action):
        if name not in known.exercises:
            return f"exercise '{name}' is not in the catalogue"
    for trait in [trait for selector in (action.exclude, action.cap) if selector for trait in selector.traits]:
        if trait not in known.traits:
            return f"no exercise has the trait '{trait}'"
    return _word_problem(action, kinds)


def _word_problem(action: Action, kinds: dict[str, FactKind]) -> str | None:
    """Return which tag, finding or stop text is not known, or None."""
    if action.tag is not None and action.tag not in kinds["tags"].choices:
        return f"tag '{action.tag}' is not in facts.yaml"
    named = [action.constraint.code] if action.constraint else [*(action.raised.codes if action.raised else ())]
    for code in [*named, *([action.add.finding] if action.add else [])]:
        if code not in kinds["constraints"].choices:
            return f"finding '{code}' is not in facts.yaml"
    if action.stop is not None and action.stop.wording not in wording().stops:
        return f"'{action.stop.wording}' is not a text of wording.yaml"
    return None


def _texts(action: Action) -> list[str]:
    return [text for text in (action.say, action.cap.text if action.cap else None) if text]


def _exercises(action: Action) -> list[str]:
    names: list[str] = []
    for selector in (action.exclude, action.cap):
        names += [*selector.items, *selector.but] if selector else []
    for part in (action.add, action.must, action.provisional):
        names += [name for slot in (part.slots if part else ()) for name in slot_choices(slot)]
    names += action.prefer or ()
    if action.set is not None:
        settings = action.set
        names += [*(settings.warmup or ()), *(settings.warmup_more or ())]
        names += [name for name in (settings.warmup_stiff, settings.warmup_stiff_else) if name]
        names += [name for slot in settings.fill or () for name in slot_choices(slot)]
        names += [name for slots in (settings.coverage or {}).values() for s in slots for name in slot_choices(s)]
    return names


def slot_choices(slot: str) -> tuple[str, ...]:
    """Return the exercises of a slot in order: "a or b" is (a, b)."""
    return tuple(name.strip() for name in slot.split(" or "))
