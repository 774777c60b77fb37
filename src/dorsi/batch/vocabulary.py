"""The words that names of folders and clips are read by: `names.yaml`, folded, and found longest first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from dorsi.datafile import entry, load_mapping
from dorsi.errors import RuleError
from dorsi.protocols import PROTOCOLS
from dorsi.vocabulary import FilmedMovement, SideName

FILE: Final = "names.yaml"
BREAKS: Final = re.compile(r"[\s_.,;()\[\]{}+#&~@=!%-]+")
Kind = Literal["side", "movement", "shoes", "note", "month", "team", "silent", "device"]
#: Columns of manifests and rosters that may be called otherwise.
Column = Literal[
    "clip",
    "person",
    "date",
    "movement",
    "side",
    "speed_kmh",
    "shoes",
    "pick",
    "height_cm",
    "team",
    "group",
    "note",
    "aliases",
    "birth_year",
    "first_name",
    "last_name",
    "birth_date",
    "contact",
    "injured",
]


class _Words(BaseModel):
    """The data file as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sides: dict[Literal["left", "right", "auto"], list[str]]
    side_letters: dict[SideName, list[str]]
    movements: dict[FilmedMovement, list[str]]
    shoes: dict[str, list[str]]
    notes: dict[str, list[str]]
    months: dict[Annotated[int, Field(ge=1, le=12)], list[str]]
    teams: list[str]
    silent: list[str]
    devices: list[str]
    device_numbers: list[str]
    device_marks: list[str]
    numbered_people: list[str]
    also_names: list[str]
    columns: dict[Column, list[str]]
    answers: dict[Literal["yes", "no"], list[str]]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Every word and phrase, folded, with what it means."""

    phrases: Mapping[tuple[str, ...], tuple[Kind, str]]
    months: Mapping[str, int]
    side_letters: Mapping[str, str]
    device_number: re.Pattern[str]
    device_mark: re.Pattern[str]
    numbered_people: frozenset[str]
    also_names: frozenset[str]
    columns: Mapping[Any, Sequence[str]]  #: by `Column`, what columns of tables may be called
    answers: Mapping[str, bool]

    @property
    def longest(self) -> int:
        """Words in the longest phrase."""
        return max(map(len, self.phrases))

    def at(self, words: Sequence[str], start: int) -> tuple[int, Kind, str] | None:
        """Return length, kind and meaning of the longest phrase that begins at a word, or None.

        Parameters
        ----------
        words
            Folded.
        start
            Index of the first word.
        """
        for length in range(min(self.longest, len(words) - start), 0, -1):
            if found := self.phrases.get(tuple(words[start : start + length])):
                return length, *found
        return None

    def meaning(self, kind: Kind, text: str) -> str | None:
        """Return what a whole text means as one kind of word, or None."""
        words = split(folded(text))
        letter = self.side_letters.get(folded(text.strip())) if kind == "side" else None
        found = self.at(words, 0) if words else None
        return found[2] if found and found[:2] == (len(words), kind) else letter

    def sides(self) -> dict[str, str]:
        """Return every single word and letter for a side with the side."""
        words = {words[0]: said for words, (kind, said) in self.phrases.items() if kind == "side" and len(words) == 1}
        return words | dict(self.side_letters)


def folded(text: str) -> str:
    """Return the text as words are compared: without case and accents; "Équipe" is "equipe"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def split(text: str) -> list[str]:
    """Return the words of a text."""
    return [word for word in BREAKS.split(text) if word]


@cache
def vocabulary() -> Vocabulary:
    """Return the words of the data file and the names of the movements.

    Raises
    ------
    RuleError
        If a word stands for two different things.
    """
    raw = entry(_Words, load_mapping(FILE, "dorsi.batch"), file=FILE, kind="file", key="words")
    phrases: dict[tuple[str, ...], tuple[Kind, str]] = {}
    for kind, said, text in (*_own_names(), *_pairs(raw)):
        words = tuple(split(folded(text)))
        if phrases.setdefault(words, (kind, said)) != (kind, said):
            raise RuleError(f"{FILE}: '{text}' is both {' '.join(phrases[words])} and {kind} {said}")
    return Vocabulary(
        phrases=phrases,
        months={folded(word): number for number, words in raw.months.items() for word in words},
        side_letters={letter: side for side, letters in raw.side_letters.items() for letter in letters},
        device_number=re.compile("|".join(raw.device_numbers)),
        device_mark=re.compile("|".join(raw.device_marks), re.IGNORECASE),
        numbered_people=frozenset(map(folded, raw.numbered_people)),
        also_names=frozenset(map(folded, raw.also_names)),
        columns=raw.columns,
        answers={folded(text): said == "yes" for said, texts in raw.answers.items() for text in texts},
    )


def _own_names() -> Iterator[tuple[Kind, str, str]]:
    for one in PROTOCOLS.values():
        for text in (one.called.many, one.called.noun, one.name):
            yield "movement", one.name, text


def _pairs(raw: _Words) -> Iterator[tuple[Kind, str, str]]:
    """Yield kind, meaning and text of every phrase; a month that is a movement, too, stays the movement."""
    groups: tuple[tuple[Kind, Mapping[Any, Iterable[str]]], ...] = (
        ("side", raw.sides),
        ("movement", raw.movements),
        ("shoes", raw.shoes),
        ("note", raw.notes),
    )
    for kind, meanings in groups:
        for said, texts in meanings.items():
            yield from ((kind, said, text) for text in texts)
    movements = {text for one in PROTOCOLS.values() for text in (one.called.many, one.called.noun, one.name)}
    for number, texts in raw.months.items():
        yield from (("month", str(number), text) for text in texts if text not in movements)
    plain: tuple[tuple[Kind, Iterable[str]], ...] = (
        ("team", raw.teams),
        ("silent", raw.silent),
        ("device", raw.devices),
    )
    for kind, words in plain:
        yield from ((kind, "", text) for text in words)
