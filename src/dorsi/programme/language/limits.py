"""Limits of a condition in words, so that a text of a rule never holds its numbers a second time."""

import re
from collections.abc import Iterator, Mapping

from dorsi.programme.language.conditions import COMPARISONS

LIMIT = re.compile(r"\{(\w+)_limit\}")


def with_limits(value: object, limits: Mapping[str, str]) -> object:
    """Return raw YAML whose texts have {fact_limit} filled in: the number that the case compares the fact with.

    A limit that the condition does not have stays in its braces, which the check of the texts then reports.
    """
    if isinstance(value, str):
        return LIMIT.sub(lambda found: limits.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: with_limits(inner, limits) for key, inner in value.items()}
    return [with_limits(inner, limits) for inner in value] if isinstance(value, list) else value


def limits_of(when: object) -> dict[str, str]:
    """Return the first limit of each fact in a condition as written in YAML, in words: 4, or 10 % for a share."""
    found: dict[str, str] = {}
    for name, limit, unit in _limits(when):
        found.setdefault(name, f"{100 * limit:g} %" if unit == "frac" else f"{limit:g}")
    return found


def _limits(when: object) -> Iterator[tuple[str, float, object]]:
    if isinstance(when, list):
        for part in when:
            yield from _limits(part)
    elif isinstance(when, dict):
        for key in COMPARISONS:
            if "fact" in when and isinstance(when.get(key), int | float):
                yield str(when["fact"]), when[key], when.get("unit")
        for key in ("all", "any", "not"):
            yield from _limits(when.get(key))
