"""Names of people: how they are stored and compared."""

import unicodedata

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
