"""Errors that are shown to people.

* DorsiError        every error dorsi raises on purpose; the command line prints its one line and exits with 2
  + VideoError      a clip cannot be read, or is not a video
  + ModelError      a pose model is missing or not the one it should be
  + DataError       a session, landmark, intake or log file does not hold what it should
    + NotStoredError  a person, session or plan that is asked for is not in the store
  + RuleError       the exercise catalogue or the rules contradict themselves
  + OptionError     an option has a value that is not allowed
"""

from collections.abc import Iterable


class DorsiError(Exception):
    """Base of all errors with a message for the user: what is wrong, where, and what to do."""


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
