"""The day it is here, and days in the reader's words."""

import datetime as dt


def this_day() -> dt.date:
    """Return today, as the computer's own calendar has it."""
    return dt.datetime.now().astimezone().date()


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


def next_session_text(day: dt.date) -> str:
    """Return the words of a link to the next day with a session, within a week.

    Examples
    --------
    >>> next_session_text(dt.date(2026, 11, 2))
    "See Monday's session"
    """
    return f"See {day:%A}'s session"
