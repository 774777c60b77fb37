"""The words of a name, in order, and what each is: a side, a movement, a file's number, part of a person's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dorsi.batch.vocabulary import Kind, folded, split, vocabulary

Sort = Literal["name", "letter", "number", "day"] | Kind
_HUMPS: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)")


@dataclass(frozen=True)
class Word:
    """One word, or one phrase of several, and what it is."""

    text: str
    sort: Sort
    said: str = ""


def words_in(text: str, *, in_file: bool) -> list[Word]:
    """Return the words and phrases of a name, in order, and what each is."""
    out: list[Word] = []
    for piece in re.split(r"(\t)", text):
        out += [Word("", "day")] if piece == "\t" else _sorted_out(split(piece), in_file=in_file)
    return out


def _sorted_out(words: list[str], *, in_file: bool) -> list[Word]:
    plain, out, at = [folded(word) for word in words], list[Word](), 0
    while at < len(words):
        length, one = 1, _single(words[at], plain[at], out, in_file=in_file)
        if found := vocabulary().at(plain, at):
            length, sort, said = found
            one = Word(" ".join(words[at : at + length]), sort, said)
        humps = _parts(words[at]) if one.sort == "name" and in_file else []
        parts = _sorted_out(humps, in_file=in_file) if len(humps) > 1 else []
        numbered = [part.sort for part in parts] == ["letter", "number"]  # lunge L2
        out += parts if numbered or any(part.sort in {"movement", "side"} for part in parts) else [one]
        at += length
    return out


def _parts(word: str) -> list[str]:
    """Return the parts of a word that was written in one: "AnnaLungeLeft", "left2", "lungeleft"."""
    humps = _HUMPS.sub(" ", word).split()
    if len(humps) > 1:
        return humps
    meant = {
        length: vocabulary().at([folded(word[:length]), folded(word[length:])], 0) for length in range(2, len(word))
    }
    sides = vocabulary().sides()
    for length, found in meant.items():
        if found and found[1] == "movement" and len(word) - length > 1 and folded(word[length:]) in sides:
            return [word[:length], word[length:]]
    return [word]


def _single(word: str, plain: str, before: Sequence[Word], *, in_file: bool) -> Word:
    """Return a word that is no phrase: a letter for a side, the number of a file or a take, or part of a name."""
    words = vocabulary()
    if plain in words.side_letters:
        return Word(word, "letter", words.side_letters[plain])
    if before and before[-1].sort == "name" and folded(before[-1].text) in words.numbered_people and plain.isdigit():
        return Word(word, "name")
    is_number = words.device_number.fullmatch(plain) if in_file else re.fullmatch(r"\d{1,4}|kw\d{1,2}|w\d{1,2}", plain)
    trimmed = in_file and before and folded(before[-1].text) == "trim" and re.fullmatch(r"[0-9a-f-]{4,36}", plain)
    return Word(word, "number") if is_number or trimmed else Word(word, "name")


def with_letters(words: list[Word], folder: str | None, text: str = "") -> list[Word]:
    """Return the words of a clip's name with every single letter made a side or part of a name.

    A letter is part of the name where it leads it (R. Smith), where a side is written out as well, or where the
    folder's name holds it; behind a name and alone it is a side (anna_l). Right behind a movement it is the side,
    whoever comes next (lunge_L_bea), unless a full stop makes it an initial (lunge R. Smith).

    Parameters
    ----------
    words
        Of the clip's name, in order.
    folder
        The person's name, where a folder gives it.
    text
        The clip's name as it is written.
    """
    own = {folded(word) for word in split(folder or "")}
    written = {word.said for word in words if word.sort == "side"}
    out = list(words)
    for at, word in enumerate(words):
        if word.sort != "letter":
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        touches = any(0 <= near < len(words) and words[near].sort == "name" for near in (at - 1, at + 1))
        of_movement = at > 0 and words[at - 1].sort == "movement" and not _is_initial(word.text, text)
        leads = after is not None and after.sort == "name" and word.text[:1].isupper() and not of_movement
        is_name = (folded(word.text) in own and touches) if folder else touches and (leads or bool(written))
        out[at] = Word(word.text, "name") if is_name else Word(word.text, "side", word.said)
    return out


def _is_initial(letter: str, text: str) -> bool:
    """Return whether a letter is an initial: with a full stop of its own (R. Smith), or no letter at all (Li Wei)."""
    return len(letter) > 1 or re.search(rf"(?<![^\W_])(?<!\.){re.escape(letter)}\.", text) is not None
