"""A case's own numbers in words, so that its texts never hold them a second time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from dorsi.measures.bands import BANDS, band_words
from dorsi.programme.language.conditions import COMPARISONS
from dorsi.wording import wording

WORD = re.compile(r"\{(\w+)\}")
HALF: Final = 0.5
UPPER: Final = frozenset({"at_most", "below"})
#: Actions whose numbers its texts may name; a move fills its own in when it is carried out.
ACTING: Final = ("set", "limit", "exclude", "cap", "extra_set", "calendar")
FEW: Final = {2.0: "two", 3.0: "three", 4.0: "four", 5.0: "five"}  #: counts that a sentence spells out


def filled(value: object, words: Mapping[str, str]) -> object:
    """Return raw YAML whose texts have the words of `own_words` filled in.

    Any other word stays in its braces: a fact that is filled in later, or one that the check of the texts reports.
    """
    if isinstance(value, str):
        return WORD.sub(lambda found: words.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: filled(inner, words) for key, inner in value.items()}
    return [filled(inner, words) for inner in value] if isinstance(value, list) else value


@cache
def shared_words() -> dict[str, str]:
    """Return what bands and verdicts are called: {band_marked}, {verdict_likely_real_gain}."""
    bands = {f"band_{band}": band_words(band) for band in BANDS}
    return bands | {f"verdict_{verdict}": words for verdict, words in wording().verdicts.items()}


def own_words(case: Mapping[str, object]) -> dict[str, str]:
    """Return the numbers of a case as written in YAML, in words.

    {fact_limit} is the number that the case compares a fact with, the first of several, {fact_to} the upper one of two,
    {name} a number that it sets or acts with, and {name_less} what a share leaves out: 0.6 of the sets are 40 % less.
    """
    found: dict[str, str] = {}
    for name, key, limit, unit in _limits(case.get("when")):
        found.setdefault(f"{name}_limit", _limit(limit, unit))
        if key in UPPER:
            found.setdefault(f"{name}_to", _limit(limit, unit))
    actions = case.get("then")
    for action in actions if isinstance(actions, list) else []:
        for name, number in _numbers(action if isinstance(action, dict) else {}):
            if isinstance(number, int | float) and not isinstance(number, bool):
                found |= _share(name, number) if name.endswith("_frac") else {name: f"{number:g}"}
    return found


def words_of_cases(cases: Iterable[object]) -> dict[str, str]:
    """Return the numbers of all cases of a rule, each under its case's name: {settled__fact_limit}."""
    named = [one for one in cases if isinstance(one, dict) and isinstance(one.get("case"), str)]
    return {
        f"{re.sub(r'[^a-z]+', '_', one['case'])}__{name}": words
        for one in named
        for name, words in own_words(one).items()
    }


def _numbers(action: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the numbers that an action sets or acts with."""
    for kind in ACTING:
        given = action.get(kind)
        for name, number in given.items() if isinstance(given, dict) else ():
            yield name, number
            if name == "unless" and isinstance(number, dict):
                yield "unless_level", number.get("level")


def _limit(limit: float, unit: object) -> str:
    if unit == "frac":
        return _percent(limit)
    return FEW.get(limit, f"{limit:g}") if unit == "count" else f"{limit:g}"


def _share(name: str, number: float) -> dict[str, str]:
    return {name: "half" if number == HALF else _percent(number), f"{name}_less": _percent(1 - number)}


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _limits(when: object) -> Iterator[tuple[str, str, float, object]]:
    if isinstance(when, list):
        for part in when:
            yield from _limits(part)
    elif isinstance(when, dict):
        for key in COMPARISONS:
            if "fact" in when and isinstance(when.get(key), int | float):
                yield str(when["fact"]), key, when[key], when.get("unit")
        for key in ("all", "any", "not"):
            yield from _limits(when.get(key))
