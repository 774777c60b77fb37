"""Exercises that lead to one another: the easier one is never beside the harder one on the same leg."""

from collections.abc import Iterable, Mapping

from dorsi.programme.choosing.choice import Choice
from dorsi.programme.exercises.catalogue import Catalogue


def follow(known: Catalogue, name: str) -> set[str]:
    """Return every exercise that an exercise leads to, directly or over others."""
    out: set[str] = set()
    waiting = [name]
    while waiting:
        later = [one for one in known[waiting.pop()].then if one not in out]
        out.update(later)
        waiting += later
    return out


def easier_ones(known: Catalogue, choices: Mapping[str, Choice]) -> dict[str, str]:
    """Return each chosen exercise that leads to another chosen one for the same legs, with the harder one."""
    out = {}
    for name, one in choices.items():
        harder = [choices[later] for later in choices if later in follow(known, name)]
        fits = [two for two in harder if set(one.sides) <= set(two.sides) and two.from_week <= one.from_week]
        if fits:
            out[name] = fits[0].exercise
    return out


def without_easier_ones(known: Catalogue, names: Iterable[str], chosen: Iterable[str]) -> list[str]:
    """Return the names that do not lead to something chosen."""
    taken = set(chosen)
    return [name for name in names if not follow(known, name) & taken]
