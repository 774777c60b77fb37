"""What can be wrong with the texts of a rule: words in braces that nothing fills in, sources that do not exist."""

import re
from collections.abc import Iterable
from string import Formatter

SOURCE_NUMBER = re.compile(r"[MSX]\d+")  #: of docs/rules.md


def braces_problem(text: str, known: set[str]) -> str | None:
    """Return what is wrong with the braces of a text, or None; each pair contains one word to fill in."""
    try:
        words = [word for _, word, _, _ in Formatter().parse(text) if word is not None]
    except ValueError:
        return f"'{text[:40]}': a brace stands alone; write {{{{ for a brace in the text"
    unknown = next((word for word in words if word not in known), None)
    return None if unknown is None else f"'{{{unknown}}}' is not a fact or number that can be filled in here"


def evidence_problem(given: Iterable[str], known: set[str]) -> str | None:
    """Return what is wrong with the number of a source, or None; a source in a person's own words is free."""
    unknown = next((one for one in given if SOURCE_NUMBER.fullmatch(one) and one not in known), None)
    if unknown is None:
        return None
    return f"'{unknown}' is not one of dorsi's sources (docs/rules.md); write your own source in words"
