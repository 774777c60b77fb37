"""Counted things, in words."""


def plural(count: int, noun: str) -> str:
    """Return "1 step" or "3 steps".

    Examples
    --------
    >>> plural(1, "step"), plural(0, "repetition")
    ('1 step', '0 repetitions')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
