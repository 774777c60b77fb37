"""Names of people: how they are stored and compared."""

import unicodedata


def tidy(name: str) -> str:
    """Return the name as stored: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fold(name: str) -> str:
    """Return the name for comparison: "Zoë" becomes "zoë", however it was typed."""
    return unicodedata.normalize("NFC", tidy(name).casefold())
