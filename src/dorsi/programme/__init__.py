"""From findings to a plan: catalogue and rules as data, three-valued answers, a schedule, and a log that adapts it."""

from dorsi.programme.compose import plan
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.facts.morning import Morning
from dorsi.programme.logbook.course import course
from dorsi.programme.logbook.today import today
from dorsi.programme.rulebook.rules import rules
from dorsi.programme.words.explain import explain
from dorsi.programme.words.ics import as_calendar
from dorsi.programme.words.markdown import as_markdown
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
