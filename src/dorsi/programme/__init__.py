"""From findings to a plan: catalogue and rules as data, three-valued answers, a schedule, and a log that adapts it."""

from dorsi.programme.catalogue import catalogue
from dorsi.programme.compose import plan
from dorsi.programme.course import course
from dorsi.programme.explain import explain
from dorsi.programme.ics import as_calendar
from dorsi.programme.markdown import as_markdown
from dorsi.programme.morning import Morning
from dorsi.programme.rules import rules
from dorsi.programme.today import today
from dorsi.wording import wording

__all__ = [
    "Morning",
    "as_calendar",
    "as_markdown",
    "catalogue",
    "course",
    "explain",
    "plan",
    "rules",
    "today",
    "wording",
]
