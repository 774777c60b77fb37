"""The rules as data: loaded from rules.yaml, checked against facts.yaml and the catalogue."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from dorsi.datafile import entry, load_mapping, parse_mapping
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import Catalogue, catalogue
from dorsi.programme.language.actions import Action, LogNumbers, Parameters
from dorsi.programme.language.conditions import Condition
from dorsi.programme.language.moves import KEYS
from dorsi.programme.language.record import Record
from dorsi.programme.language.vocabulary import FactKind, Scope, vocabulary
from dorsi.programme.rulebook.texts import braces_problem, evidence_problem
from dorsi.wording import wording

FILE = "rules.yaml"

Tier = Literal["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
#: Fields allowed in the sentences of changes and trends.
CHANGE_WORDS = {"side", "what", "before", "after", "change", "mdc"}
TREND_WORDS = {"side", "what", "count", "slope", "low", "high"}
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Case(Record):
    """One if-then of a rule."""

    case: str | None = None
    scope: Scope | None = None
    requires: tuple[str, ...] = ()
    when: Condition
    then: tuple[Action, ...] = Field(min_length=1)
    text: str
    until: str | None = None  #: what ends its exclusions and tags, where they do not say it themselves
    unknown: Literal["careful", "own"] = "careful"  #: safety rules: limits while unanswered, or has a case for that


class Rule(Record):
    """One rule: its place, its evidence, and one or more if-thens."""

    id: str
    tier: Tier
    title: str
    scope: Scope = "person"
    evidence: tuple[str, ...] = Field(min_length=1)
    requires: tuple[str, ...] = ()
    match: Literal["all", "first"] = "all"
    cases: tuple[Case, ...] = Field(min_length=1)

    @field_validator("id")
    @classmethod
    def _id_is_a_word(cls, name: str) -> str:
        if not ID.fullmatch(name):
            raise ValueError(f"'{name}' is not an id; write letters, digits, - and _, starting with a letter")
        return name

    @model_validator(mode="before")
    @classmethod
    def _one_case(cls, raw: Any) -> Any:  # noqa: ANN401 - raw YAML
        if isinstance(raw, dict) and "when" in raw and "cases" not in raw:
            single = {key: raw[key] for key in ("when", "then", "text", "until", "unknown") if key in raw}
            return {key: value for key, value in raw.items() if key not in single} | {"cases": [single]}
        return raw

    def scoped(self) -> Iterator[tuple[Scope, Case]]:
        """Yield every case with its scope."""
        for case in self.cases:
            yield case.scope or self.scope, case


def parse_rules(raw: dict[str, object], known: Catalogue, file: str = FILE) -> tuple[Rule, ...]:
    """Return the checked rules; a RuleError names the rule and the invalid field."""
    listed = raw.get("rules")
    if not isinstance(listed, list):
        raise RuleError(f"{file}: rules: expected a list")
    found = tuple(entry(Rule, item, file=file, kind="rule") for item in listed)
    ids = [rule.id for rule in found]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise RuleError(f"{file}: rule {min(twice)}: id: given twice")
    for rule in found:
        if file != FILE and (problem := evidence_problem(rule.evidence, _sources())):
            raise RuleError(f"{file}: rule {rule.id}: evidence: {problem}")
        for scope, case in rule.scoped():
            if problem := _case_problem(scope, rule, case, known):
                raise RuleError(f"{file}: rule {rule.id}{f' ({case.case})' if case.case else ''}: {problem}")
    return found


def load_rules(text: str, file: str) -> tuple[Rule, ...]:
    """Return the rules of a text, checked as a whole; a RuleError says in one sentence what is invalid.

    Parameters
    ----------
    text
        YAML in the form of rules.yaml.
    file
        The name that an error gives.
    """
    raw = parse_mapping(text, file)
    if unread := set(raw) - {"rules"}:
        raise RuleError(f"{file}: '{min(unread)}': unknown key; the file has only 'rules'")
    found = parse_rules(raw, catalogue(), file)
    given = Parameters()
    for rule in found:
        for case in rule.cases:
            for action in case.then if case.when.always else ():
                given = given.with_set(action.set) if action.set else given
    if missing := sorted(needed_parameters() - given.model_fields_set):
        raise RuleError(
            f"{file}: no rule always sets '{missing[0]}', which every plan needs; take it from dorsi's rules"
        )
    return found


@cache
def needed_parameters() -> set[str]:
    """Return the parameters that dorsi's own rules always set, and that every plan needs."""
    return {
        name
        for rule in _package_rules()
        for case in rule.cases
        for action in case.then
        if case.when.always and action.set
        for name in action.set.model_fields_set
    }


_OWN: ContextVar[tuple[Rule, ...] | None] = ContextVar("own rules", default=None)


def rules() -> tuple[Rule, ...]:
    """Return the current rules in file order: dorsi's own, or those of `using_rules`."""
    return _OWN.get() or _package_rules()


@dataclass(frozen=True, eq=False)
class _Same:
    """A rule set that equals only itself, so that caches need not compare rules."""

    found: tuple[Rule, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.found is self.found

    def __hash__(self) -> int:
        return id(self.found)


@lru_cache(maxsize=8)
def _by_scope(known: _Same) -> dict[Scope, tuple[tuple[Rule, tuple[Case, ...]], ...]]:
    ranked = sorted(known.found, key=lambda rule: rule.tier)
    pairs = {
        scope: [(rule, tuple(case for place, case in rule.scoped() if place == scope)) for rule in ranked]
        for scope in get_args(Scope)
    }
    return {scope: tuple((rule, cases) for rule, cases in rows if cases) for scope, rows in pairs.items()}


def cases_of(scope: Scope) -> tuple[tuple[Rule, tuple[Case, ...]], ...]:
    """Return the rules of a scope with their cases, tier by tier."""
    return _by_scope(_Same(rules()))[scope]


@contextmanager
def using_rules(found: tuple[Rule, ...] | None) -> Iterator[None]:
    """Use other rules within a block; None keeps dorsi's own."""
    token = _OWN.set(found)
    try:
        yield
    finally:
        _OWN.reset(token)


def usual_parameters() -> Parameters:
    """Return the numbers that rules set for every runner."""
    return _usual(_Same(rules()))


@lru_cache(maxsize=8)
def _usual(known: _Same) -> Parameters:
    found = Parameters()
    for case in (case for rule in known.found for case in rule.cases if case.when.always):
        for action in case.then:
            found = found.with_set(action.set) if action.set else found
    return found


def log_numbers() -> LogNumbers:
    """Return how far back the log is read."""
    found = usual_parameters().log
    if found is None:
        raise RuleError(f"{FILE}: no rule sets 'log', the numbers for reading the log")
    return found


@cache
def _package_rules() -> tuple[Rule, ...]:
    return parse_rules(load_mapping(FILE), catalogue())


def _sources() -> set[str]:
    rules_own = {one for rule in _package_rules() for one in rule.evidence}
    return rules_own | {one for exercise in catalogue().exercises.values() for one in exercise.sources}


def _case_problem(scope: Scope, rule: Rule, case: Case, known: Catalogue) -> str | None:
    kinds = vocabulary()
    for leaf in case.when.leaves():
        problem = leaf.problem(kinds) or _out_of_scope(leaf.fact or "", scope, kinds)
        if problem:
            return f"when: {problem}"
    for name in (*rule.requires, *case.requires):
        if name not in kinds:
            return f"requires: fact '{name}' is not in facts.yaml"
    if problem := _text_problem(case, kinds):
        return f"text: {problem}"
    for action in case.then:
        if problem := _action_problem(action, known, kinds):
            return f"then.{action.name}: {problem}"
    return None


def _text_problem(case: Case, kinds: dict[str, FactKind]) -> str | None:
    """Return a word in braces without a value, or None: facts in a plan's reasons, keys in a move's text."""
    moves = [action.move for action in case.then if action.move]
    own = {"fewer_sets", *(name for move in moves for name in KEYS[move.to])} if moves else {"side", *kinds}
    return braces_problem(case.text, own)


def _out_of_scope(name: str, scope: Scope, kinds: dict[str, FactKind]) -> str | None:
    allowed = {scope, "person"} if scope == "side" else {scope}
    if kinds[name].scope in allowed:
        return None
    return f"{name} belongs to {kinds[name].scope}, but the rule asks per {scope}"


def _action_problem(action: Action, known: Catalogue, kinds: dict[str, FactKind]) -> str | None:
    own = {
        "side",
        *kinds,
        *(("own_range_frac", "range_cap_text") if action.cap else ()),
        *(("open",) if action.say else ()),
    }
    for text in _texts(action):
        if problem := braces_problem(text, own):
            return problem
    if action.verdict:
        words = TREND_WORDS if action.verdict.to in {"trend", "no_trend"} else CHANGE_WORDS
        if problem := braces_problem(action.verdict.sentence, words) or braces_problem(action.verdict.advice, words):
            return problem
    if action.set and (problem := braces_problem(action.set.warmup_text or "", {"rpe"})):
        return problem
    for name in _exercises(action):
        if name not in known.exercises:
            return f"exercise '{name}' is not in the catalogue"
    chosen = [part for part in (action.exclude, action.cap, action.move, action.limit, action.extra_set) if part]
    for trait in [trait for part in chosen for trait in part.traits]:
        if trait not in known.traits:
            return f"no exercise has the trait '{trait}'"
    return _word_problem(action, kinds)


def _word_problem(action: Action, kinds: dict[str, FactKind]) -> str | None:
    """Return an unknown tag, finding or stop text, or None."""
    if action.tag is not None and action.tag not in kinds["tags"].choices:
        return f"tag '{action.tag}' is not in facts.yaml"
    named = [action.constraint.code] if action.constraint else [*(action.raised.codes if action.raised else ())]
    concerned = [part.finding for part in (action.add, action.say_if_kept) if part]
    for code in [*named, *concerned]:
        if code not in kinds["constraints"].choices:
            return f"finding '{code}' is not in facts.yaml"
    spoken = action.stop.wording if action.stop else action.move.wording if action.move else None
    if spoken is not None and spoken not in wording().stops:
        return f"'{spoken}' is not a text of wording.yaml"
    return None


def _texts(action: Action) -> list[str]:
    kept = action.say_if_kept.text if action.say_if_kept else None
    return [text for text in (action.say, kept, action.cap.text if action.cap else None) if text]


def _exercises(action: Action) -> list[str]:
    names: list[str] = []
    for selector in (action.exclude, action.cap):
        names += [*selector.items, *selector.but] if selector else []
    for part in (action.add, action.must, action.provisional):
        names += [name for slot in (part.slots if part else ()) for name in slot_choices(slot)]
    names += action.prefer or ()
    names += action.morning.items if action.morning else ()
    names += [action.move.item] if action.move and action.move.item else []
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
