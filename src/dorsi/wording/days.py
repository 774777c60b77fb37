"""Days in the reader's words."""

import datetime as dt


def day_text(day: dt.date) -> str:
    """Return a day such as "2 Nov 2026".

    Examples
    --------
    >>> day_text(dt.date(2026, 11, 2))
    '2 Nov 2026'
    """
    return f"{day.day} {day:%b %Y}"


def weekday_text(day: dt.date) -> str:
    """Return a day with its weekday, such as "Monday, 2 November".

    Examples
    --------
    >>> weekday_text(dt.date(2026, 11, 2))
    'Monday, 2 November'
    """
    return f"{day:%A}, {day.day} {day:%B}"
