"""Who, when and what, told by the names of folders and files: every part must be understood, nothing is guessed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from dorsi.clip_request import ClipOptions
from dorsi.protocols import PROTOCOLS

SIDE_WORDS: Final = {"left": "left", "l": "left", "right": "right", "r": "right", "both": "auto"}
#: What cameras put into the names of their files; says nothing about the clip.
CAMERA_WORDS: Final = frozenset({"img", "vid", "video", "mov", "movie", "clip", "pxl", "dsc", "gopr", "take", "film"})
_DATE: Final = re.compile(r"(?<!\d)(20\d\d)([-._]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_TIME_AFTER_DATE: Final = re.compile(r"^[T_ -]*(?:[01]\d|2[0-3])[-.:]?[0-5]\d(?:[-.:]?[0-5]\d)?(?:\d{3})?(?![\d])")
_TAKE: Final = re.compile(r"(take|clip|t|no)?\d{1,4}$", re.IGNORECASE)
_BREAKS: Final = re.compile(r"[\s_.()\[\]+-]+")


def _said(words: Iterable[str]) -> str:
    return "_".join(words).casefold()


#: How people write a movement: its name, "running", "lunges", "heel raise".
MOVEMENT_WORDS: Final = {
    _said(_BREAKS.split(words)): one.name
    for one in PROTOCOLS.values()
    for words in (one.called.many, one.called.noun, one.name)
}
_LONGEST: Final = max(words.count("_") + 1 for words in MOVEMENT_WORDS)


@dataclass
class _Heard:
    """What has been heard so far, each kind with all the different things that were said."""

    dates: set[dt.date] = field(default_factory=set)
    movements: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)


def read_names(path: PurePath, person: str | None = None) -> ClipOptions | str:
    """Return what the folders and the name of a clip say, or the reason why they can't be used.

    Parameters
    ----------
    path
        Of the clip, from the folder of the batch on: `anna/2026-11-20_lunge_left.mp4`.
    person
        Whose clip it is where no name says so.
    """
    heard = _Heard()
    folders = [part for part in path.parts[:-1] if _unknown(part, heard)]
    strange = _unknown(path.stem, heard)
    if len(folders) > 1:
        return f"'{folders[0]}' and '{folders[1]}' could both be the person's name"
    if folders:
        own = _words(folders[0])
        left = [word for word in strange if word.casefold() not in {one.casefold() for one in own}]
        if left:
            return f"'{left[0]}' is not understood; the folder names {folders[0]}"
    if not folders and not strange and person is None:
        return "no person in the name"
    if not folders and strange and not _in_a_row(path.stem, strange):
        return f"'{strange[0]}' and '{strange[-1]}' could both be the person's name"
    for kind, said in (("days", heard.dates), ("movements", heard.movements), ("sides", heard.sides)):
        if len(said) > 1:
            return f"two {kind} are named: {' and '.join(sorted(map(str, said)))}"
    return _said_of(heard, folders[0] if folders else " ".join(strange) or person)


def _said_of(heard: _Heard, person: str | None) -> ClipOptions:
    """Return as options of a clip what was heard of it, and nothing else."""
    told = ClipOptions(person=person)
    for day in heard.dates:
        told["recorded_on"] = day
    for movement in heard.movements:
        told["movement"] = movement
    for side in heard.sides:
        told["side"] = side
    return told


def _unknown(part: str, heard: _Heard) -> list[str]:
    """Note what one folder or file name says, and return the words that are none of dorsi's."""
    words = _words(_without_dates(part, heard))
    out, at = [], 0
    while at < len(words):
        length = _movement_at(words, at, heard)
        if not length:
            length = 1
            word = words[at].casefold()
            if word in SIDE_WORDS:
                heard.sides.add(SIDE_WORDS[word])
            elif word not in CAMERA_WORDS and not _TAKE.match(word):
                out.append(words[at])
        at += length
    return out


def _without_dates(part: str, heard: _Heard) -> str:
    """Note the days and return the rest; a time of day right behind a date goes with it."""
    rest, at = "", 0
    for match in _DATE.finditer(part):
        try:
            heard.dates.add(dt.date(int(match[1]), int(match[3]), int(match[4])))
        except ValueError:  # the 31st of a short month is no day: its digits stay, and are not understood
            continue
        rest += part[at : match.start()] + " "
        at = match.end()
        clock = _TIME_AFTER_DATE.match(part[at:])
        at += clock.end() if clock else 0
    return rest + part[at:]


def _movement_at(words: list[str], at: int, heard: _Heard) -> int:
    """Note the movement that begins at a word, the longest name first; return how many words it has, or 0."""
    for length in range(_LONGEST, 0, -1):
        named = MOVEMENT_WORDS.get(_said(words[at : at + length]))
        if named is not None and len(words) - at >= length:
            heard.movements.add(named)
            return length
    return 0


def _words(part: str) -> list[str]:
    return [word for word in _BREAKS.split(part) if word]


def _in_a_row(stem: str, names: list[str]) -> bool:
    """Return whether the words of a name follow each other: "anna_berg_lunge", not "anna_lunge_berg"."""
    words = list(_indices(_words(stem), names))
    return bool(words) and words[-1] - words[0] == len(words) - 1


def _indices(words: list[str], wanted: list[str]) -> Iterator[int]:
    at = 0
    for name in wanted:
        at = words.index(name, at)
        yield at
        at += 1
