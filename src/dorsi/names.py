"""Names of people and files: how they are stored, compared and shown."""

import unicodedata
from pathlib import Path

from dorsi.errors import OptionError


def tidy(name: str) -> str:
    """Return the name as stored: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fold(name: str) -> str:
    """Return the name for comparison: "Zoë" becomes "zoë", however it was typed."""
    return unicodedata.normalize("NFC", tidy(name).casefold())


def checked(name: str) -> str:
    """Return a person's name as stored.

    Raises
    ------
    OptionError
        If it is empty, or holds what no name does and no folder can.
    """
    found = tidy(name)
    if not any(map(str.isalnum, found)) or not found.isprintable() or {"/", "\\"} & set(found):
        raise OptionError(f"{found!r} can't be a person's name; give one of letters, without slashes")
    return found


def shown(path: Path) -> str:
    """Return a file's name with a mark for whatever can't be printed, such as a line break."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in path.name)


def problem_with_name(path: Path) -> str | None:
    """Return why dorsi can't work with a path, in words that follow it; None if it can.

    A name that is not UTF-8 fits in no result and no database; a control character can change what a terminal shows.
    """
    text = str(path.absolute())
    try:
        text.encode()
    except UnicodeEncodeError:
        return "its name or folder isn't UTF-8; rename it"
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        return "its name or folder holds a control character, such as a line break; rename it"
    return None
