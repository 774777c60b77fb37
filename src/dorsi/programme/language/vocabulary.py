"""The closed vocabulary of facts for conditions."""

from functools import cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from dorsi import measures
from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.schema.intake import Intake
from dorsi.schema.log import LogEntry, LogMorning

FILE = "facts.yaml"

YES_NO: Final = {"yes": True, "no": False}

Scope = Literal["person", "side", "log", "course", "change", "morning"]


class FactKind(BaseModel):
    """The definition of a fact: its kind, its unit or choices, and its scope."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["number", "yes_no", "choice", "set", "text"]
    scope: Scope
    label: str  #: of a measurement: the registry's, unless given
    unit: str | None = None
    choices: tuple[str, ...] = ()
    phrase: str | None = None
    no: str | None = None
    words: dict[str, str] = {}
    apart: frozenset[str] = frozenset()  #: values, also yes and no, in words that the leg stands before with a colon
    source: str | None = Field(default=None, alias="from")  #: its source, such as log.form
    absent: Literal["unknown", "no"] = "unknown"  #: its value if nothing was noted

    def source_path(self, place: str) -> tuple[str, ...]:
        """Return the fact's path within a record; empty if it comes from elsewhere."""
        first, _, rest = (self.source or "").partition(".")
        return tuple(rest.split(".")) if first == place else ()


#: Records that facts can be read from, with their scope.
RECORDS: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "intake": (Intake, ("person", "side")),
    "log": (LogEntry, ("log",)),
    "morning": (LogMorning, ("morning",)),
}


def _source_problem(kind: FactKind) -> str | None:
    """Return why a fact cannot be read from its source, or None."""
    place, _, rest = (kind.source or "").partition(".")
    measured = place == "measured" and {*measures.measures(), *measures.typed()} >= {rest}
    if kind.source is None or (measured and kind.scope == "side"):
        return None
    if place not in RECORDS:
        return f"from: '{kind.source}' is not an answer, a log column, a morning's answer or a measurement"
    record, scopes = RECORDS[place]
    if kind.scope not in scopes:
        return f"from: '{kind.source}' belongs to {' or '.join(scopes)}, not to {kind.scope}"
    for part in rest.split("."):
        if part not in record.model_fields:
            return f"from: '{kind.source}' does not exist"
        inner = record.model_fields[part].annotation
        record = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else BaseModel
    return None


@cache
def vocabulary() -> dict[str, FactKind]:
    """Return every fact by name; raises RuleError if facts.yaml is invalid."""
    raw = with_only(load_mapping(FILE), ["facts"], file=FILE).get("facts")
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
        if problem := _source_problem(kind):
            raise RuleError(f"{FILE}: fact {name}: {problem}")
        if unknown := set(kind.words) - set(kind.choices):
            raise RuleError(f"{FILE}: fact {name}: words: '{min(unknown)}' is not one of its choices")
        if strange := kind.apart - {*kind.choices, *(YES_NO if kind.kind == "yes_no" else ())}:
            raise RuleError(f"{FILE}: fact {name}: apart: '{min(strange)}' is not one of its values")
    return kinds


def _labelled(name: str, facts: object) -> object:
    """Return a fact with the label of the measurement that it is, unless it has its own."""
    if not isinstance(facts, dict):
        return facts
    own = next((one for one in (str(facts.get("from", "")).rpartition(".")[2], name) if measures.is_named(one)), None)
    return facts if own is None else {"label": measures.noun_of(own)} | facts
