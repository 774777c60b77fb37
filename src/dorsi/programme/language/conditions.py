"""Conditions of the rules: yes, no, or not assessed with a reason (Kleene's three values). Nothing is run as code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dorsi.errors import RuleError
from dorsi.programme.language.vocabulary import FactKind
from dorsi.schema.plan_remarks import Lack
from dorsi.vocabulary import Scale

Value = float | str | bool | frozenset[str]
COMPARISONS = ("at_least", "at_most", "above", "below")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact: a value, or the reason why there is none.

    `missing` is the reason of a fact that was not asked or not measured; conditions on it are not assessed. A fact with
    neither value nor reason does not apply (no sprain, so no weeks since it); conditions on it answer no.
    """

    value: Value | None = None
    missing: str | None = None
    asks: str | None = None  #: what was not answered, in words, where that is the reason
    about: str | None = None  #: what `missing` begins with, where it names what is missing
    lacks: Lack | None = None  #: what `about` needs: an answer, or a number that was not measured
    of_either: str | None = None  #: `missing` without the leg, where that names it
    metric: str | None = None  #: the measurement behind it, if it has another name
    difference: bool = False  #: whether it is left minus right of that measurement
    measured: float | None = None  #: the value of that measurement
    unit: str | None = None  #: the unit of that measurement
    scale: Scale | None = None


NOT_THERE = Fact()


def not_given(what: str) -> Fact:
    """Return a fact that is missing because a question was not answered; `what` it asks, such as "where it hurts"."""
    return Fact(missing=f"{what} not given", asks=what, about=what, lacks="answer")


def not_measured(what: str) -> Fact:
    """Return a fact that is missing because nothing gives its number; `what` it is, such as "ankle bend"."""
    return Fact(missing=f"{what} not measured", about=what, lacks="number")


@dataclass(frozen=True, kw_only=True)
class UsedFact:
    """One fact used by a condition."""

    name: str
    fact: Fact


@dataclass(frozen=True, kw_only=True)
class ConditionAnswer:
    """Yes (True), no (False) or not assessed (None), with the facts that decided."""

    outcome: bool | None
    seen: tuple[UsedFact, ...] = field(default=())  #: facts that support the answer; for None, the missing ones


class Condition(BaseModel):
    """A tree of facts joined by all, any and not, as written in rules.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    always: bool = False
    all_of: tuple["Condition", ...] = Field(default=(), alias="all")
    any_of: tuple["Condition", ...] = Field(default=(), alias="any")
    not_this: "Condition | None" = Field(default=None, alias="not")
    fact: str | None = None
    equals: bool | str | None = Field(default=None, alias="is")
    includes: str | None = None
    any_given: bool | None = None
    unknown: bool | None = None  #: True if not asked or not measured, for a rule's careful branch
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None
    unit: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:  # noqa: ANN401 - raw YAML
        return {"always": True} if value == "always" else value

    @model_validator(mode="after")
    def _one_form(self) -> "Condition":
        forms = [self.always, bool(self.all_of), bool(self.any_of), self.not_this is not None, self.fact is not None]
        if sum(forms) != 1:
            raise ValueError("a condition is one of: always, all, any, not, or a fact with one comparison")
        if self.fact is not None and len(self._tests()) != 1:
            raise ValueError(f"{self.fact}: exactly one of {', '.join(self._names())} is needed")
        return self

    def _tests(self) -> list[str]:
        names = ("equals", "includes", "any_given", "unknown", *COMPARISONS)
        return [name for name in names if getattr(self, name) is not None]

    @staticmethod
    def _names() -> tuple[str, ...]:
        return ("is", "includes", "any_given", "unknown", *COMPARISONS)

    def leaves(self) -> Iterator["Condition"]:
        """Yield every condition of the tree that uses a fact."""
        if self.fact is not None:
            yield self
        for child in (*self.all_of, *self.any_of, *((self.not_this,) if self.not_this else ())):
            yield from child.leaves()

    def problem(self, kinds: Mapping[str, FactKind]) -> str | None:
        """Return why this leaf is invalid, or None."""
        kind = kinds.get(self.fact or "")
        if kind is None:
            return f"fact '{self.fact}' is not in facts.yaml"
        test = self._tests()[0]
        return self._number_problem(kind, test) if test in COMPARISONS else self._word_problem(kind, test)

    def _word_problem(self, kind: FactKind, test: str) -> str | None:
        word = self.includes or self.equals
        if test == "equals" and (kind.kind == "yes_no") != isinstance(self.equals, bool):
            return f"{self.fact} is a {kind.kind}; 'is: {self.equals}' does not fit"
        if test in {"includes", "any_given"} and kind.kind != "set":
            return f"{self.fact} is a {kind.kind}, not a set"
        if isinstance(word, str) and word not in kind.choices:
            return f"{self.fact} is never '{word}'; choose from {', '.join(kind.choices)}"
        return None

    def _number_problem(self, kind: FactKind, test: str) -> str | None:
        if kind.kind != "number":
            return f"{self.fact} is a {kind.kind} and cannot be compared with {test}"
        if self.unit is None:
            return f"{self.fact}: the key 'unit' is missing; write unit: {kind.unit}"
        if self.unit != kind.unit:
            return f"unit '{self.unit}' given, but {self.fact} is measured in '{kind.unit}'"
        return None


def outcome(condition: Condition, facts: Mapping[str, Fact]) -> bool | None:
    """Return `evaluate(condition, facts).outcome` without gathering what decided it, in a third of the time."""
    if condition.fact is not None:
        return _of_fact(condition, _known(condition.fact, facts))
    if condition.always:
        return True
    if condition.not_this is not None:
        inner = outcome(condition.not_this, facts)
        return None if inner is None else not inner
    decisive = bool(condition.any_of)
    found: bool | None = not decisive
    for child in condition.any_of or condition.all_of:
        one = outcome(child, facts)
        if one is decisive:
            return decisive
        if one is None:
            found = None
    return found


def partly(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    """Return whether a fact that is known speaks for a condition: something is there, not only unknown or absent."""
    if condition.fact is not None:
        absence = condition.unknown is not None or condition.equals is False or condition.at_most is not None
        return not absence and _of_fact(condition, _known(condition.fact, facts)) is True
    return any(partly(child, facts) for child in (*condition.all_of, *condition.any_of))


def evaluate(condition: Condition, facts: Mapping[str, Fact]) -> ConditionAnswer:
    """Return the answer of a condition on `facts`; raises RuleError for a fact without a source."""
    if condition.always:
        return ConditionAnswer(outcome=True)
    if condition.not_this is not None:
        inner = evaluate(condition.not_this, facts)
        return ConditionAnswer(outcome=None if inner.outcome is None else not inner.outcome, seen=inner.seen)
    if condition.all_of:
        return _join([evaluate(child, facts) for child in condition.all_of], decisive=False)
    if condition.any_of:
        return _join([evaluate(child, facts) for child in condition.any_of], decisive=True)
    return _leaf(condition, facts)


def _join(answers: list[ConditionAnswer], *, decisive: bool) -> ConditionAnswer:
    """Return all (decisive no) or any (decisive yes) of the answers."""
    for outcome in (decisive, None, not decisive):
        deciding = [answer for answer in answers if answer.outcome is outcome]
        if deciding:
            return ConditionAnswer(outcome=outcome, seen=tuple(seen for answer in deciding for seen in answer.seen))
    raise AssertionError("a condition joins at least one other")


def _leaf(condition: Condition, facts: Mapping[str, Fact]) -> ConditionAnswer:
    name = condition.fact or ""
    fact = _known(name, facts)
    holds = _of_fact(condition, fact)
    if holds and condition.includes is not None:  # of a set, only the word that made it true is a reason
        fact = replace(fact, value=frozenset({condition.includes}))
    return ConditionAnswer(outcome=holds, seen=(UsedFact(name=name, fact=fact),))


def _known(name: str, facts: Mapping[str, Fact]) -> Fact:
    fact = facts.get(name)
    if fact is None:
        raise RuleError(f"facts.yaml: fact {name}: no source; add one, such as 'from: log.form'")
    return fact


def _of_fact(condition: Condition, fact: Fact) -> bool | None:
    if condition.unknown is not None:
        return (fact.missing is not None) is condition.unknown
    if fact.missing is not None:
        return None
    return False if fact.value is None else _holds(condition, fact.value)


def _holds(condition: Condition, value: Value) -> bool:
    if condition.equals is not None:
        return value == condition.equals
    if isinstance(value, frozenset):
        return bool(value) is condition.any_given if condition.any_given is not None else condition.includes in value
    assert isinstance(value, int | float)
    if condition.at_least is not None:
        return value >= condition.at_least
    if condition.at_most is not None:
        return value <= condition.at_most
    if condition.above is not None:
        return value > condition.above
    return condition.below is not None and value < condition.below
