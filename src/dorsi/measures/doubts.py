"""What the bound of a number is made of, in words."""

from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.vocabulary import DoubtPart

FILE: Final = "doubts.yaml"


class DoubtWords(BaseModel):
    """How one part of a bound is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    better: str | None = None  #: how to film again where this part is the greatest; ends "film again"


@cache
def doubts() -> dict[str, DoubtWords]:
    """Return every part of a bound by its name.

    Examples
    --------
    >>> doubts()["roll"].words
    "the camera's tilt"
    """
    raw = with_only(load_mapping(FILE, "dorsi.measures"), get_args(DoubtPart), file=FILE)
    return {name: entry(DoubtWords, facts, file=FILE, kind="doubt", key=name) for name, facts in raw.items()}


def doubt_words(name: str) -> str:
    """Return a part of a bound in words; one of another version's records without its underscores."""
    known = doubts().get(name)
    return known.words if known else name.replace("_", " ")


def better(name: str) -> str:
    """Return how to film again where one part of a bound is the greatest, to stand after "film again"."""
    return doubts()[name].better or ""
