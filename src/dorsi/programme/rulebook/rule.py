"""One rule: its place, its evidence, and its if-thens."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from dorsi.programme.language.actions import Action
from dorsi.programme.language.conditions import Condition
from dorsi.programme.language.limits import filled, own_words, shared_words, words_of_cases
from dorsi.programme.language.record import Record
from dorsi.programme.language.vocabulary import Scope

Tier = Literal["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
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

    @model_validator(mode="before")
    @classmethod
    def _says_its_numbers(cls, raw: Any) -> Any:  # noqa: ANN401 - raw YAML
        if not isinstance(raw, dict):
            return raw
        words = shared_words() | own_words(raw)
        return raw | {key: filled(raw[key], words) for key in ("then", "text", "until") if key in raw}


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
        if isinstance(raw, dict) and isinstance(raw.get("cases"), list):
            return raw | {"cases": filled(raw["cases"], words_of_cases(raw["cases"]))}
        return raw

    def scoped(self) -> Iterator[tuple[Scope, Case]]:
        """Yield every case with its scope."""
        for case in self.cases:
            yield case.scope or self.scope, case


def slot_choices(slot: str) -> tuple[str, ...]:
    """Return the exercises of a slot in order: "a or b" is (a, b)."""
    return tuple(name.strip() for name in slot.split(" or "))
