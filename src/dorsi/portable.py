"""Names of files that every system can hold, so that results can be copied to another one."""

import re
import unicodedata
from typing import Final

#: Names that Windows keeps for devices, with any ending and in any case.
_DEVICES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in "123456789¹²³"))
)
_NOWHERE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def is_device(name: str) -> bool:
    """Return whether Windows takes the name for a device: "con" and "Aux.html" are ones, "Conny" is not."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def file_stem(name: str) -> str:
    """Return a name that every system can hold: composed letters, no marks of paths, no dot or space at the end.

    A name that can be kept is kept; one that Windows takes for a device gets a line at its end.
    """
    plain = _NOWHERE.sub("_", unicodedata.normalize("NFC", name)).rstrip(" .")
    if is_device(plain):
        first, dot, rest = plain.partition(".")
        plain = f"{first.rstrip(' ')}_{dot}{rest}"
    return plain or "_"
