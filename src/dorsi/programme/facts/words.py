"""Facts in the runner's words: never a field name, never a bare yes or no."""

from dorsi import measures
from dorsi.programme.language.conditions import Fact, Value
from dorsi.programme.language.vocabulary import YES_NO, FactKind, vocabulary
from dorsi.schema.intake import months_of
from dorsi.schema.sides import Leg
from dorsi.vocabulary import Scale

LEFT_MINUS_RIGHT = "left minus right"
MONTHS_FROM_WEEKS = 9  #: weeks from which a time is given in months


def fact_words(name: str, fact: Fact, side: Leg | None) -> str:
    """Return a known fact in words, with its leg: "left knee to wall 7.0 cm (tape)"."""
    if fact.metric is not None and fact.measured is not None:
        what = measures.noun_of(fact.metric)
        amount = f"{amount_words(fact.measured, fact.unit)}{_scale(fact.scale)}"
        if fact.difference:
            return f"{what}, {LEFT_MINUS_RIGHT}: {amount}"
        return f"{what} {amount}" if side is None else f"{side} {what} {amount}"
    kind = vocabulary()[name]
    assert fact.value is not None
    words = value_words(kind, fact.value)
    if side is None or kind.scope != "side":
        return words
    return f"{side}: {words}" if kind.apart & _names(fact.value) else f"{side} {words}"


def metric_name(name: str, fact: Fact) -> str:
    """Return what a fact is about, for records: its measurement, also as the difference of the sides, or itself."""
    if fact.metric is None:
        return name
    return f"{fact.metric} {LEFT_MINUS_RIGHT}" if fact.difference else fact.metric


def value_words(kind: FactKind, value: Value) -> str:
    """Return the value of a fact in words."""
    if isinstance(value, bool):
        return kind.label if value else (kind.no or f"{kind.label}: no")
    if isinstance(value, frozenset):
        return ", ".join(kind.words.get(one, one.replace("_", " ")) for one in sorted(value)) or f"{kind.label}: none"
    if isinstance(value, str):
        return kind.words.get(value, f"{kind.label}: {value.replace('_', ' ')}")
    amount = amount_words(value, kind.unit)
    ago = "now" if round(7 * value) == 0 else f"{amount} ago"  # "sole irritation now", not "0 days ago"
    return kind.phrase.format(value=amount, ago=ago) if kind.phrase else f"{kind.label}: {amount}"


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


def _names(value: Value) -> frozenset[str]:
    """Return what facts.yaml calls a value of a yes or no, a choice or a set; nothing of a number."""
    if isinstance(value, bool):
        return frozenset(name for name, is_it in YES_NO.items() if is_it == value)
    return value if isinstance(value, frozenset) else frozenset({value} if isinstance(value, str) else ())
