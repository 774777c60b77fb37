"""What a form of Today was made for: its day, its exercises and their levels, whatever has changed since."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from dorsi.errors import DataError
from dorsi.programme import catalogue
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Day, SessionItem
from dorsi.vocabulary import Side
from dorsi.web.log_forms import covered, is_noted, item_name
from dorsi.wording.days import weekday_text

OLDEST_DAYS: Final = 31  #: an older form was forgotten in a tab, and says nothing about a day that can be remembered

Form = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The exercises of a form."""

    day: Day  #: the exercises whose dose is known
    others: tuple[LogEntry, ...] = ()  #: the others of the catalogue, blank: they are no longer in the programme
    replaced: tuple[SessionItem, ...] = ()  #: what the form showed as noted, so that no tick takes it back
    unknown: tuple[str, ...] = ()  #: what can't be stored


def day_of(form: Form, today: dt.date) -> dt.date:
    """Return the day that a form was made for; today where it names none.

    Raises
    ------
    DataError
        If it is no day, in the future, or too long ago.
    """
    text = form.get("date", "")
    try:
        day = dt.date.fromisoformat(text) if text else today
    except ValueError as error:
        raise DataError(f"'{text[:20]}' is no day; open Today again, and note there what you did") from error
    if day > today:
        raise DataError(f"{weekday_text(day)} is still to come; open Today again, and note there what you did")
    if (today - day).days > OLDEST_DAYS:
        long_ago = f"this page is of {weekday_text(day)} {day.year}, more than {OLDEST_DAYS} days ago"
        raise DataError(f"{long_ago}; add what you did in your log")
    return day


def sent_of(form: Form, date: dt.date, day: Day, before: Day, log: Log) -> Sent:
    """Return the exercises of a form that was filled in, or is sent with one tap.

    Parameters
    ----------
    form
        Its fields; those made by hand have no levels, and stand for the day as it is now.
    date
        Its day.
    day, before
        The session of the day as it is now, and before anything was logged.
    log
        The log.
    """
    made_by_page = any(name.startswith("level:") for name in form)
    wanted = dict.fromkeys(name.partition(":")[2] for name in form if name.startswith(("done:", "level:")))
    known = {item_name(item): item for item in (*before.items, *day.items) if _is_shown(item, form)}
    items = [known[name] for name in wanted if name in known]
    if not made_by_page:
        items = [*day.items, *(item for item in items if item not in day.items)]
    levels = {one.exercise_id: one.level for one in sorted(log.entries, key=lambda one: one.date)}
    blank = {name: _blank(name, date, form, levels) for name in wanted if name not in known}
    had = [item for item in items if f"had:{item_name(item)}" in form or not made_by_page]
    return Sent(
        day=day.model_copy(update={"items": items}),
        others=tuple(one for one in blank.values() if one is not None),
        replaced=tuple(had),
        unknown=tuple(name for name, one in blank.items() if one is None and is_noted(form, name)),
    )


def _is_shown(item: SessionItem, form: Form) -> bool:
    """Return whether the form has an exercise at this level, so that the dose is the one that it showed."""
    return _level(form.get(f"level:{item_name(item)}"), item.exercise) in {None, item.level}


def _blank(name: str, date: dt.date, form: Form, levels: Mapping[str, int]) -> LogEntry | None:
    """Return an entry of an exercise that is no longer in the programme; None where dorsi doesn't know it."""
    exercise, _, side = name.rpartition(":")
    if exercise not in catalogue().exercises or side not in get_args(Side):
        return None
    level = _level(form.get(f"level:{name}"), exercise) or levels.get(exercise, 1)
    return LogEntry.model_validate({"date": date, "exercise_id": exercise, "side": side, "level": level})


def _level(text: str | None, exercise: str) -> int | None:
    known = catalogue()[exercise].levels
    return int(text) if text and text.isdecimal() and int(text) in known else None


def blanks_left(others: Iterable[LogEntry], log: Log) -> list[LogEntry]:
    """Return the entries whose exercise the log doesn't have on their day, on either of their legs."""
    noted = {(one.date, name) for one in log.entries for name in _sharing(one)}
    return [one for one in others if (one.date, f"{one.exercise_id}:{one.side}") not in noted]


def _sharing(entry: LogEntry) -> set[str]:
    """Return the items that have a leg in common with an entry."""
    return covered(entry.exercise_id, entry.side) | {f"{entry.exercise_id}:both"}
