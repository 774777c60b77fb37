"""The plan as a calendar file (iCalendar, RFC 5545): sessions and checks as all-day events."""

import datetime as dt
import uuid
from collections.abc import Iterator

from dorsi.errors import DataError
from dorsi.programme.words.markdown import session_lines
from dorsi.schema.plan import Plan
from dorsi.wording.plurals import minutes

LINE_OCTETS = 75
NAMESPACE = uuid.UUID("6f1d7c1e-4a0b-5c3e-9d55-3b8a2f6f0c11")


def as_calendar(plan: Plan) -> str:
    """Return the calendar as text with CRLF line ends; raises DataError if the plan has no first day."""
    if plan.start_date is None:
        raise DataError(
            "calendar: the plan has no start_date; add 'start_date: 2026-01-05' (your first day) to the intake"
        )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dorsi//programme//EN", "CALSCALE:GREGORIAN"]
    for summary, description, day in _events(plan):
        lines += _event(plan, summary, description, day)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _events(plan: Plan) -> Iterator[tuple[str, str, dt.date]]:
    for week in plan.weeks:
        for day in week.days:
            if (day.items or day.morning) and day.date is not None:
                yield (
                    f"dorsi: session, {minutes(day.minutes)}" if day.items else "dorsi: before your first steps",
                    "\n".join([*session_lines(day), *day.notes]),
                    day.date,
                )
    for check in plan.retests:
        if check.date is not None:
            text = f"{check.what}\nonly {check.condition}" if check.condition else check.what
            yield f"dorsi: {check.title or check.what}", text, check.date


def _event(plan: Plan, summary: str, description: str, day: dt.date) -> list[str]:
    identity = uuid.uuid5(NAMESPACE, f"{plan.person}|{day}|{summary}|{description}")
    assert plan.start_date is not None
    return [
        "BEGIN:VEVENT",
        f"UID:{identity}@dorsi",
        # The stamp is the plan's first day, so that the same plan always gives the same file.
        f"DTSTAMP:{plan.start_date:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text with special characters of calendar files escaped."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """Yield a content line in pieces of at most 75 octets, without splitting a character (RFC 5545, 3.1)."""
    octets, start = line.encode(), 0
    while len(octets) - start > (room := LINE_OCTETS - (1 if start else 0)):
        end = start + room
        while octets[end] & 0b1100_0000 == 0b1000_0000:  # in the middle of a character
            end -= 1
        yield (" " if start else "") + octets[start:end].decode()
        start = end
    yield (" " if start else "") + octets[start:].decode()
