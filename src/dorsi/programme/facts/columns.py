"""Facts read directly from an answer, a log column, the morning check or a measurement."""

from functools import cache

from dorsi.programme.facts.readings import Readings
from dorsi.programme.language.conditions import NOT_THERE, Fact, not_given, not_measured
from dorsi.programme.language.vocabulary import FactKind, vocabulary
from dorsi.schema.sides import Leg


def columns(place: str, record: object, *, scope: str, side: Leg | None = None) -> dict[str, Fact]:
    """Return the facts of facts.yaml that are read from a record, for one leg or for the person."""
    return {name: _fact(kind, _value(record, path, side)) for name, kind, path in _read_from(place, scope)}


@cache
def _read_from(place: str, scope: str) -> tuple[tuple[str, FactKind, tuple[str, ...]], ...]:
    found = ((name, kind, kind.source_path(place)) for name, kind in vocabulary().items() if kind.scope == scope)
    return tuple(one for one in found if one[2])


def measured(readings: Readings, side: Leg) -> dict[str, Fact]:
    """Return the facts of facts.yaml that are measurements of one leg."""
    out = {}
    for name, kind in vocabulary().items():
        for metric in kind.source_path("measured"):
            reading = readings.get(metric, side)
            why = readings.missing.get((metric, side))
            out[name] = Fact(missing=why) if why else not_measured(kind.label)
            if reading is not None:
                values = {"metric": metric, "measured": reading.value, "unit": reading.unit, "scale": reading.scale}
                out[name] = Fact(value=reading.value, **values)  # type: ignore[arg-type]
    return out


def _value(record: object, path: tuple[str, ...], side: Leg | None) -> object:
    for part in path:
        record = getattr(record, part)
    return record.side(side) if side is not None and hasattr(record, "side") else record


def _fact(kind: FactKind, value: object) -> Fact:
    if value is None:
        return NOT_THERE if kind.absent == "no" else not_given(kind.label)
    return Fact(value=frozenset(value) if isinstance(value, list) else value)  # type: ignore[arg-type]
