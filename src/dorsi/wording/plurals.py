"""Counted things, in words."""


def plural(count: int, noun: str, many: str | None = None) -> str:
    """Return "1 step" or "3 steps"; `many` is the plural of a noun that needs more than an "s".

    Examples
    --------
    >>> plural(1, "step"), plural(0, "repetition"), plural(2, "entry", "entries")
    ('1 step', '0 repetitions', '2 entries')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {many or noun + 's'}"
