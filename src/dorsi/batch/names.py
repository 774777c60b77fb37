"""Who, when and what, read from the names of folders and clips: what can't be read with certainty is asked about."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from dorsi import measures
from dorsi.batch.days import Order, Written, find_days, settled
from dorsi.batch.vocabulary import folded, split, vocabulary
from dorsi.batch.words import Sort, Word, with_letters, words_in
from dorsi.clip_request import ClipOptions

IN_FOLDER: Final = "put the clip in a folder with the person's name"
IN_MANIFEST: Final = "say who in a manifest"
KEEP_ONE: Final = "keep one in the name, or say which in a manifest"
_KMH_PER_MPH: Final = 1.609344
_SPEED: Final = re.compile(
    r"(?<![^\W_])(?<![.,])(\d{1,2}(?:[.,]\d{1,2})?)[ _-]?(km[ _-]?(?:p?h|u)|kph|mph)(?![^\W_])", re.IGNORECASE
)
_TEAM: Final = re.compile(r"(?:[uj]|under|sub|ü|o)[ _-]?\d{1,2}(?:[ _-]?[a-z])?$", re.IGNORECASE)
_DCIM: Final = re.compile(r"\d{3}(?:apple|media|gopro|canon|_?pana\w*|dji\w*)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class NameFacts:
    """What the names of one clip say."""

    options: ClipOptions  #: what is certain
    days: tuple[Written, ...] = ()  #: as they are written; in `options` where they can be read in one way only
    team: str | None = None
    note: str | None = None
    question: str | None = None  #: what keeps the clip from being measured, with what to do

    def on(self, order: Order | None, filmed_on: Callable[[], Iterable[dt.date]] = lambda: ()) -> "NameFacts":
        """Return the reading with its day settled: by how other clips write theirs, or by the file's own date."""
        if not self.days:
            return self
        to_come = next((one for one in self.days if not one.meant), None)
        if to_come is not None:
            return replace(self, question=self.question or to_come.question)
        open_ = settled(self.days, order, filmed_on)
        if len(open_) == 1:
            return replace(self, options=ClipOptions(**self.options, recorded_on=next(iter(open_))))
        if not open_:
            said = " and ".join(sorted({day.isoformat() for one in self.days for day in one.days}))
            return replace(self, question=self.question or f"two days are named: {said}; {KEEP_ONE}")
        unsure = next(one for one in self.days if len(one.days) > 1)
        return replace(self, question=self.question or unsure.question)


@dataclass
class _Heard:
    """What has been heard so far, each kind with all the different things that were said."""

    days: list[Written] = field(default_factory=list)
    movements: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    speeds: set[float] = field(default_factory=set)
    shoes: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)


def read_names(path: PurePath, person: str | None = None, *, order: Order | None = None) -> ClipOptions | str:
    """Return what the folders and the name of a clip say, or the question that is left open.

    Parameters
    ----------
    path
        Of the clip, from the folder of the batch on: `anna/2026-11-20_lunge_left.mp4`.
    person
        Whose clip it is where no name says so.
    order
        How days such as 01-11-2026 are to be read, where that is known.
    """
    reading = read_clip_name(path, person).on(order)
    return reading.question or reading.options


def read_clip_name(path: PurePath, person: str | None = None, *, today: dt.date | None = None) -> NameFacts:
    """Return what the folders and the name of a clip say; days that can be read in two ways are left open.

    A folder whose every word is dorsi's own says when and what. Any other folder is a team's or a person's, and then
    its words are a name: none of them is taken for a side or a movement.

    Parameters
    ----------
    path, person
        As in `read_names`.
    today
        No day after it is meant.
    """
    heard = _Heard()
    people = [one for part in path.parts[:-1] if (one := _person_of_folder(part, heard, today))]
    days, rest = find_days(_told_speed(vocabulary().device_mark.sub("\t", path.stem), heard), today=today)
    heard.days += days
    words = with_letters(words_in(rest, in_file=True), people[-1] if people else None, rest)
    for word in words:
        _note(word, heard)
    names = [word.text for word in words if word.sort == "name"]
    whose, question = _whose(people, words, rest, person)
    unsure, about = _unsure(words, rest, known=bool(people)) or (None, None)
    question = question or _torn(heard) or unsure
    month = next((part for part in path.parts[:-1] if folded(part) in vocabulary().also_names), None)
    if month and not people and not names and not question and person is None:
        question = f"'{month}' could be a person's name; rename the folder, or say who in a manifest"
    if whose is None and question is None:
        question = f"no person in the name; {IN_FOLDER}, or {IN_MANIFEST}"
    told = _said_of(heard, whose)
    if about in {"movement", "side"}:
        told.pop(about, None)
    return NameFacts(
        options=told,
        days=tuple(heard.days),
        team=heard.teams[-1] if heard.teams else None,
        note=", ".join(heard.notes) or None,
        question=question,
    )


def _whose(
    people: Sequence[str], words: Sequence[Word], stem: str, person: str | None
) -> tuple[str | None, str | None]:
    """Return whose clip it is, as far as that is known, and what is to be asked about it."""
    names = [word.text for word in words if word.sort == "name"]
    if len(people) > 1:
        either = f"'{people[0]}' and '{people[-1]}' could both be the person's name"
        return people[-1], f"{either}; move {people[-1]}/ out of {people[0]}/, or {IN_MANIFEST}"
    if people:
        own = {folded(word) for word in split(people[0])}
        left = [name for name in names if not own.issuperset(map(folded, split(name)))]
        if not left:
            return people[0], None
        torn = f"the folder says '{people[0]}' and the clip '{left[0]}'"
        return people[0], f"{torn}; move it to {left[0]}/ if that is the person, or {IN_MANIFEST}"
    if not names:
        return person, None
    places = [at for at, word in enumerate(words) if word.sort == "name"]
    if places[-1] - places[0] >= len(places):
        return None, f"'{names[0]}' and '{names[-1]}' could both be the person's name; {IN_FOLDER}, or {IN_MANIFEST}"
    return _as_written(names, stem), None


def _as_written(names: Sequence[str], stem: str) -> str:
    """Return a name of several words with the points and hyphens that are its own: "R. Smith", "Anna-Maria"."""
    found = re.search(r"[\s_.,-]+".join(map(re.escape, names)), stem)
    if found is None:
        return " ".join(names)
    own = r"[\s_]+" if re.search(r"[\s_]", stem.strip()) else r"[\s_-]+"
    spaced = re.sub(own, " ", found[0])
    return re.sub(r"(?<=[^\W_]{2})\.+", " ", spaced)


def _torn(heard: _Heard) -> str | None:
    """Return what is said twice, and differently."""
    for kind, said in (
        ("movements", heard.movements),
        ("sides", heard.sides),
        ("speeds", {measures.unit_of("kmh").rough(one) for one in heard.speeds}),
        ("kinds of shoes", heard.shoes),
    ):
        if len(said) > 1:
            return f"two {kind} are named: {' and '.join(sorted(said))}; {KEEP_ONE}"
    return None


def _unsure(words: Sequence[Word], text: str, *, known: bool) -> tuple[str, Sort] | None:
    """Return what is to be asked about a word that could be part of a name or of a day, and what else it could be."""
    for before, word, after in zip((None, *words), words, (*words[1:], None), strict=False):
        if word.sort == "month" or (_is_month(word) and before and before.sort == "number"):
            day = f"{before.text} {word.text}" if before and before.sort == "number" else word.text
            if word.sort == "month" or re.search(rf"\d(?:st|nd|rd|th)?[ _.-]*{re.escape(word.text)}", text):
                return f"'{day}' is a day without a year, or no day; write days as 2026-11-20", word.sort
        if known or word.sort == "name" or not word.text[:1].isupper():
            continue
        if before and before.sort == "name" and folded(word.text) in vocabulary().also_names:
            return (
                f"'{word.text}' could be part of the person's name; {IN_FOLDER}",
                word.sort,
            )
        if word.sort == "side" and word.said and before and before.sort == "name" and _is_initial(word, after):
            asked = f"'{word.text}' could be an initial or a side; write left or right, or use a folder with the name"
            return asked, word.sort
    return None


def _is_month(word: Word) -> bool:
    return folded(word.text) in vocabulary().months


def _is_initial(word: Word, after: Word | None) -> bool:
    """Return whether a capital behind a name can be an initial: "Anna L lunge", not "Anna lunge L"."""
    return folded(word.text) in vocabulary().side_letters and (after is None or after.sort != "number")


def _said_of(heard: _Heard, person: str | None) -> ClipOptions:
    """Return as options of a clip what was heard of it without contradiction, and nothing else."""
    told = ClipOptions(person=person)
    if len(heard.movements) == 1:
        told["movement"] = next(iter(heard.movements))
    if len(heard.sides) == 1:
        told["side"] = next(iter(heard.sides))
    if len(heard.speeds) == 1:
        told["speed_kmh"] = next(iter(heard.speeds))
    if len(heard.shoes) == 1:
        told["shoes"] = next(iter(heard.shoes))
    return told


def _note(word: Word, heard: _Heard) -> None:
    """Keep what a word says."""
    if word.sort == "movement":
        heard.movements.add(word.said)
    elif word.sort == "side":
        heard.sides.add(word.said)
    elif word.sort == "shoes":
        heard.shoes.add(word.said)
    elif word.sort == "note" and word.said not in heard.notes:
        heard.notes.append(word.said)


def _person_of_folder(part: str, heard: _Heard, today: dt.date | None) -> str | None:
    """Note what one folder says, and return the name in it if it is a person's."""
    days, rest = find_days(part, today=today)
    heard.days += days
    if _DCIM.match(part):
        return None
    text = _tidy(rest)
    words = words_in(text, in_file=False)
    if _TEAM.match(text) or any(word.sort == "team" for word in words):
        heard.teams.append(text)
        return None
    known = [word for word in words if word.sort not in {"name", "letter"}]
    alone = len(words) == 1 and words[0].sort == "letter"
    movement = any(word.sort == "movement" and not _is_month(word) for word in words)
    if len(known) < len(words) and not alone and not (movement and all(word.sort != "name" for word in words)):
        return text
    for word in words:
        if word.sort == "letter":
            heard.sides.add(word.said)
        elif not _is_month(word):  # "March" is when, or what: left open
            _note(word, heard)
    return None


def _tidy(text: str) -> str:
    """Return a name without what is left over where a day was taken out."""
    return text if "\t" not in text else " ".join(text.split()).strip(" _-.,")


def _told_speed(stem: str, heard: _Heard) -> str:
    """Note the speeds that a name tells, and return it without them."""
    for match in _SPEED.finditer(stem):
        number = float(match[1].replace(",", "."))
        heard.speeds.add(round(number * _KMH_PER_MPH, 1) if match[2].casefold() == "mph" else number)
    return _SPEED.sub("\t", stem)
