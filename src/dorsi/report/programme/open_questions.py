"""What a programme could not take into account, each once: questions that were not answered, numbers not measured."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from dorsi import measures
from dorsi.datafile import load_mapping
from dorsi.programme.language.vocabulary import FactKind, vocabulary
from dorsi.report.text import words
from dorsi.schema.plan_remarks import NotAssessed

#: Facts that only the rules use, and units of such facts: no runner measures or answers them.
INSIDE: Final = frozenset({"dose_band"})
INSIDE_UNITS: Final = frozenset({"sem"})
FOLLOWS: Final = "And "  #: begins a question that is understood only after the one before it


def open_lines(entries: Iterable[NotAssessed]) -> tuple[str, ...]:
    """Return each open question and missing number once, with the leg where only one leg lacks it.

    Parameters
    ----------
    entries
        Of a plan.
    """
    legs: dict[str, set[str | None]] = {}
    for one in entries:
        known = vocabulary().get(one.metric)
        if one.metric in INSIDE or (known is not None and known.unit in INSIDE_UNITS):
            continue
        legs.setdefault(_text(one), set()).add(one.side)
    return tuple(f"{words.sentence(text)}{_of_leg(found)}" for text, found in legs.items())


def _text(one: NotAssessed) -> str:
    """Return one entry as a question that was not answered, or a number that is missing."""
    known = vocabulary().get(one.metric)
    if asked := _asked(known) or next(
        (found for kind in vocabulary().values() if kind.label == one.thing and (found := _asked(kind))), ""
    ):
        return f"Not answered: {asked}"
    if one.why is None:  # of an older plan
        return one.text
    thing = one.thing or one.why
    if (known is not None and known.source_path("measured")) or one.metric in measures.measures():
        return f"Not measured: {thing}"
    if one.lacks == "number":
        return f"Not measured: {thing}"
    if one.lacks == "answer":
        return f"Not answered or measured: {thing}" if one.what else f"Not answered: {thing}"
    return f"Not known: {one.what} ({one.why})" if one.what else one.why


def _of_leg(legs: set[str | None]) -> str:
    return f" ({next(iter(legs))} leg)" if len(legs) == 1 and not legs & {None, "both"} else ""


def _asked(kind: FactKind | None) -> str:
    """Return the question that gives a fact, as it is asked; "" where none does."""
    path = () if kind is None else kind.source_path("intake")
    ask = _questions().get(".".join(path), "")
    return "" if ask.startswith(FOLLOWS) else ask


@cache
def _questions() -> dict[str, str]:
    """Return every question as asked, by the path of its answer."""
    listed = load_mapping("questions.yaml", package="dorsi.intake")["sections"]
    assert isinstance(listed, list)
    return {one["id"]: one["ask"] for section in listed for one in section["questions"] if "measurement" not in one}
