"""People whose names are one but for accents, order and marks: perhaps one person under two names."""

from collections import defaultdict
from collections.abc import Iterable

from dorsi.batch.vocabulary import folded, split
from dorsi.store import PersonRecord


def alike(people: Iterable[PersonRecord]) -> list[tuple[str, ...]]:
    """Return the names of people that are heard alike: "Zoé" and "Zoe", "Berg, Anna" and "anna.berg"."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in people:
        if not one.is_empty:
            groups[tuple(sorted(split(folded(one.name))))].append(one.name)
    return [tuple(names) for names in groups.values() if len(names) > 1]
