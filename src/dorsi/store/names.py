"""Names of people: how they are kept, and when two are the same."""

import unicodedata


def tidy(name: str) -> str:
    """Return the name as it is kept: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fold(name: str) -> str:
    """Return the name as it is compared: "Zoë" typed anywhere is "zoë", and case does not count."""
    return unicodedata.normalize("NFC", tidy(name).casefold())
