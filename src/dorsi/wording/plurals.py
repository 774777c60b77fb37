"""Counted and listed things, in words."""

import math
from collections.abc import Sequence


def plural(count: int, noun: str, many: str | None = None) -> str:
    """Return "1 step" or "3 steps"; `many` is the plural of a noun that needs more than an "s".

    Examples
    --------
    >>> plural(1, "step"), plural(0, "repetition"), plural(2, "entry", "entries")
    ('1 step', '0 repetitions', '2 entries')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {many or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return words as one phrase.

    Examples
    --------
    >>> listed(["Mon"]), listed(["Mon", "Thu"]), listed(["Mon", "Thu", "Sat"])
    ('Mon', 'Mon and Thu', 'Mon, Thu and Sat')
    """
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def days_a_week(least: int, most: int, *, to: str = " to ") -> str:
    """Return how many days a week, where some weeks may have more than others, or none.

    Examples
    --------
    >>> days_a_week(2, 2), days_a_week(1, 3), days_a_week(0, 3), days_a_week(0, 1)
    ('2 days a week', '1 to 3 days a week', 'up to 3 days a week', 'up to 1 day a week')
    """
    if least == 0 < most:
        return f"up to {plural(most, 'day')} a week"
    return f"{plural(most, 'day') if least == most else f'{least}{to}{most} days'} a week"


def either(words: Sequence[str]) -> str:
    """Return words as one phrase of which one holds.

    Examples
    --------
    >>> either(["low"]), either(["low", "high"]), either(["low", "middle", "high"])
    ('low', 'low or high', 'low, middle or high')
    """
    return " or ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def spans(numbers: Sequence[int]) -> str:
    """Return rising numbers as one phrase, with those in a row taken together.

    Examples
    --------
    >>> spans([2]), spans([1, 2, 3, 5]), spans([1, 2])
    ('2', '1 to 3 and 5', '1 and 2')
    """
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    parts = [[f"{row[0]} to {row[-1]}"] if len(row) > 2 else [str(one) for one in row] for row in rows]
    return listed([part for row in parts for part in row])


def minutes(length_min: float) -> str:
    """Return a length in whole minutes, rounded up so that nothing takes longer than stated.

    Examples
    --------
    >>> minutes(3.25), minutes(15), minutes(0.75)
    ('4 min', '15 min', '1 min')
    """
    return f"{math.ceil(length_min - 1e-9)} min"


def whole_minutes(length_s: float) -> str:
    """Return how long something took, in whole minutes everywhere.

    Examples
    --------
    >>> whole_minutes(12), whole_minutes(80), whole_minutes(104)
    ('under 1 min', '1 min', '2 min')
    """
    return "under 1 min" if length_s < 30 else f"{max(1, round(length_s / 60))} min"
