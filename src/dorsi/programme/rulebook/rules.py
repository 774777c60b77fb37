"""The rules as data: loaded from rules.yaml, checked against facts.yaml and the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, get_args

from dorsi.datafile import entry, load_mapping, parse_mapping, with_only
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import Catalogue, catalogue
from dorsi.programme.language.parameters import LogNumbers, Parameters
from dorsi.programme.language.vocabulary import Scope
from dorsi.programme.rulebook.problems import case_problem
from dorsi.programme.rulebook.rule import Case, Rule
from dorsi.programme.rulebook.texts import evidence_problem
from dorsi.wording import FILE as TEXTS
from dorsi.wording import wording

FILE = "rules.yaml"
UNANSWERED: Final = "unanswered"  #: the stop before any rule: the safety questions have no answer yet


def parse_rules(raw: dict[str, object], known: Catalogue, file: str = FILE) -> tuple[Rule, ...]:
    """Return the checked rules; a RuleError names the rule and the invalid field."""
    listed = with_only(raw, ["rules"], file=file).get("rules")
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
            if problem := case_problem(scope, rule, case, known):
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
    found = parse_rules(parse_mapping(text, file), catalogue(), file)
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


def adult_from_years() -> float:
    """Return the age from which a plan is made: below it a rule stops for age (R02); 0 where no rule does."""
    ages = (
        leaf.below
        for rule in rules()
        for case in rule.cases
        if any(action.stop and action.stop.level == "adults_only" for action in case.then)
        for leaf in case.when.leaves()
        if leaf.fact == "age_years" and leaf.below is not None
    )
    return max(ages, default=0.0)


def same_speed_text() -> str:
    """Return how near the speeds of two runs are that are compared (R73), such as "5 %"."""
    return f"{100 * log_numbers().speed_frac:.3g} %"


@cache
def _package_rules() -> tuple[Rule, ...]:
    found = parse_rules(load_mapping(FILE), catalogue())
    spoken = {one for rule in found for case in rule.cases for action in case.then if (one := action.spoken)}
    with_only(wording().stops, {*spoken, UNANSWERED}, file=TEXTS, within="stops")
    return found


def _sources() -> set[str]:
    rules_own = {one for rule in _package_rules() for one in rule.evidence}
    return rules_own | {one for exercise in catalogue().exercises.values() for one in exercise.sources}
