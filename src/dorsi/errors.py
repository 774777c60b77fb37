"""Errors that are shown to people.

* DorsiError        every error dorsi raises on purpose; the command line prints its one line and exits with 2
  + VideoError      a clip cannot be read, or is not a video
  + ModelError      a pose model is missing or not the one it should be
  + DataError       a session, landmark, intake or log file does not hold what it should
    + NotStoredError  a person, session or plan that is asked for is not in the store
  + RuleError       the exercise catalogue or the rules contradict themselves
  + OptionError     an option has a value that is not allowed
"""

import csv
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final

#: What the libraries that read files raise for one that is damaged, or not what its name says.
DAMAGE: Final = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    csv.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_LONGEST_LINE: Final = 900
_DIRECTIONS: Final = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


class DorsiError(Exception):
    """Base of all errors with a message for the user: what is wrong, where, and what to do.

    Parts of it may come from a file: what can't be printed is marked, since it could change what a terminal shows.
    """

    def __init__(self, message: str) -> None:
        super().__init__("\n".join(map(_printable, message.split("\n"))))


def _printable(line: str) -> str:
    shown = "".join("\N{REPLACEMENT CHARACTER}" if _is_control(sign) else sign for sign in line)
    return shown if len(shown) <= _LONGEST_LINE else f"{shown[: _LONGEST_LINE - 1]}…"


def _is_control(sign: str) -> bool:
    """Return whether a sign does something to a terminal: control, half a pair, end of line, change of direction."""
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _DIRECTIONS


class VideoError(DorsiError):
    """A clip cannot be read as video."""


class ModelError(DorsiError):
    """A pose model is missing or its checksum is wrong."""


class DataError(DorsiError):
    """A data file (session, landmarks, intake, log) does not hold what it should."""


class NotStoredError(DataError):
    """A person, a session or a plan that is asked for is not stored."""


class RuleError(DorsiError):
    """The exercise catalogue or the rules contradict themselves."""


class OptionError(DorsiError):
    """An option has a value that is not allowed."""


def check_option(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return `value` if it is one of `allowed`, else raise an OptionError that lists them."""
    choices = list(allowed)
    if value not in choices:
        listed = ", ".join(f"'{choice}'" for choice in choices)
        raise OptionError(f"{name}: '{value}' is not known; choose from {listed}")
    return value


def check_kind(name: str, value: object, kinds: type | tuple[type, ...], *, wanted: str) -> None:
    """Refuse an argument of another kind with an OptionError that says what is wanted and what was given."""
    if not isinstance(value, kinds):
        raise OptionError(f"{name}: {wanted} needed, got {type(value).__name__}")
