"""Facts in the runner's words: never a field name, never a bare yes or no."""

from dorsi import measures
from dorsi.programme.language.conditions import Fact, Value
from dorsi.programme.language.vocabulary import FactKind, vocabulary
from dorsi.schema.intake import months_of
from dorsi.schema.sides import Leg
from dorsi.vocabulary import Scale

MONTHS_FROM_WEEKS = 9  #: weeks from which a time is given in months


def fact_words(name: str, fact: Fact, side: Leg | None) -> str:
    """Return a known fact in words, with its leg: "left knee to wall 7.0 cm (tape)"."""
    if fact.metric is not None and fact.measured is not None:
        what, _, rest = fact.metric.partition(" ")  # a side difference is "<measurement> left minus right"
        amount = f"{measures.noun_of(what)}{f', {rest}:' if rest else ''} {amount_words(fact.measured, fact.unit)}"
        return _of_leg(None if rest else side, f"{amount}{_scale(fact.scale)}")
    kind = vocabulary()[name]
    assert fact.value is not None
    return _of_leg(side if kind.scope == "side" else None, value_words(kind, fact.value))


def value_words(kind: FactKind, value: Value) -> str:
    """Return the value of a fact in words."""
    if isinstance(value, bool):
        return kind.label if value else (kind.no or f"{kind.label}: no")
    if isinstance(value, frozenset):
        return ", ".join(kind.words.get(one, one.replace("_", " ")) for one in sorted(value)) or f"{kind.label}: none"
    if isinstance(value, str):
        return kind.words.get(value, f"{kind.label}: {value.replace('_', ' ')}")
    amount = amount_words(value, kind.unit)
    if kind.phrase and kind.unit == "weeks" and round(7 * value) == 0:  # "sole irritation now", not "0 days ago"
        return kind.phrase.replace("{value} ago", "now").format(value=amount)
    return kind.phrase.format(value=amount) if kind.phrase else f"{kind.label}: {amount}"


def amount_words(value: float, unit: str | None) -> str:
    """Return a number with its unit: "7.0 cm", "3 of 10", "about 8 months", "12 %"."""
    if unit == "weeks":
        return _length_words(value)
    if unit == "score":
        return f"{value:g} of 10"
    if unit in {"cm", "deg", "frac"}:
        return measures.unit_of(unit).text(value)
    if unit in {"count", "reps", "level", "years", None}:
        return f"{round(value, 1):g}"
    return measures.unit_for(unit, value).brief(value)


def _length_words(weeks: float) -> str:
    if weeks < 2:
        return f"{round(7 * weeks)} days"
    if weeks < MONTHS_FROM_WEEKS:
        return f"{round(weeks)} weeks"
    return f"about {round(months_of(weeks))} months"


def _scale(scale: Scale | None) -> str:
    return f" ({measures.scales()[scale].short})" if scale else ""


def _of_leg(side: Leg | None, words: str) -> str:
    if side is None:
        return words
    first = words.split(" ", 1)[0]
    # "left ankle bend 29.0°" reads well; a whole sentence about the leg starts with the leg and a colon.
    return f"{side}: {words}" if first in {"the", "no", "not", "turning", "a", "this"} else f"{side} {words}"
