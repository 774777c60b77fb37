"""The closed vocabulary of facts that conditions may ask for."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dorsi import measures
from dorsi.datafile import entry, load_mapping
from dorsi.errors import RuleError

FILE = "facts.yaml"

Scope = Literal["person", "side", "log", "course", "change"]


class FactKind(BaseModel):
    """What a fact is: its kind, its unit or choices, and what it belongs to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["number", "yes_no", "choice", "set", "text"]
    scope: Scope
    label: str  #: of a fact that is a measurement: the measurement's name, unless it is given
    unit: str | None = None
    choices: tuple[str, ...] = ()
    phrase: str | None = None
    no: str | None = None
    words: dict[str, str] = {}


@cache
def vocabulary() -> dict[str, FactKind]:
    """Return every fact by name; raises RuleError when facts.yaml does not fit."""
    raw = load_mapping(FILE)["facts"]
    if not isinstance(raw, dict):
        raise RuleError(f"{FILE}: facts: expected names with their kind")
    kinds = {
        name: entry(FactKind, _labelled(name, value), file=FILE, kind="fact", key=name) for name, value in raw.items()
    }
    for name, kind in kinds.items():
        if (kind.kind == "number") != (kind.unit is not None):
            raise RuleError(f"{FILE}: fact {name}: unit: a number has a unit, and nothing else has one")
        if (kind.kind in {"choice", "set"}) != bool(kind.choices):
            raise RuleError(f"{FILE}: fact {name}: choices: a choice or set lists its choices, and nothing else does")
        if unknown := set(kind.words) - set(kind.choices):
            raise RuleError(f"{FILE}: fact {name}: words: '{min(unknown)}' is not one of its choices")
    return kinds


def _labelled(name: str, facts: object) -> object:
    usual = {"label": measures.noun_of(name)} if measures.known(name) else {}
    return usual | facts if isinstance(facts, dict) else facts
