"""Edits of single entries on the log's page, the only ones that lower or erase what is logged."""

import datetime as dt
from collections.abc import Mapping

from pydantic import ValidationError

from dorsi.datafile import first_problem
from dorsi.errors import DataError, DorsiError
from dorsi.schema.log import Log, LogEntry


class LogChangedError(DorsiError):
    """The log no longer holds what an open page showed."""


def number_in(form: Mapping[str, str], name: str) -> float | None:
    """Return a number of a form; a slider at its left end is not set.

    Raises
    ------
    DataError
        If it is no number.
    """
    text = form.get(name, "").strip().replace(",", ".")
    if text in {"", "-1"}:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise DataError(f"'{text[:20]}' is not a number; write one such as 7.5") from error


def shown_of(entry: LogEntry) -> str:
    """Return what an edit goes by: the exercise, its leg, and all that can be edited, as the page shows it."""
    signs = [name for name in ("sharp_or_limping", "swelling") if getattr(entry, name)]
    numbers = ["" if one is None else f"{one:g}" for one in (entry.pain_during, entry.form)]
    return "|".join([entry.exercise_id, entry.side, *numbers, *signs, *(entry.notes or "").split()])


def with_edit(log: Log, date: dt.date, number: int, form: Mapping[str, str]) -> Log:
    """Return a log in which one entry of a day is as a form has it; swelling is that of the whole day.

    Raises
    ------
    LogChangedError
        If the entry is not the one that the form showed, or was changed since.
    DataError
        If a value is not allowed.
    """
    places = [place for place, one in enumerate(log.entries) if one.date == date]
    entry = log.entries[places[number]] if 0 <= number < len(places) else None
    if entry is None or shown_of(entry) != form.get("shown"):
        raise LogChangedError("the log has changed since this page was opened")
    changed = _edited(entry, form)
    swollen = changed.swelling != entry.swelling
    entries = list(log.entries)
    for place in places if swollen else ():
        entries[place] = entries[place].model_copy(update={"swelling": changed.swelling})
    entries[places[number]] = changed
    touched = {one.session_id for one, now in zip(log.entries, entries, strict=True) if one != now}
    touched.add(entry.session_id)
    played = [
        one.model_copy(update={"edits": one.edits + 1}) if one.session_id in touched else one for one in log.played
    ]
    return log.model_copy(update={"entries": entries, "played": played})


def _edited(entry: LogEntry, form: Mapping[str, str]) -> LogEntry:
    pain = number_in(form, "pain")
    if pain is not None and entry.pain_during is not None and pain == int(entry.pain_during):
        pain = entry.pain_during  # the slider has whole numbers
    now: dict[str, object] = {
        "pain_during": pain,
        "pain_site": entry.pain_site if pain else None,
        "sharp_or_limping": "sharp" in form,
        "swelling": "swelling" in form,
        "form": number_in(form, "form"),
        "notes": form.get("notes", "").strip() or None,
    }
    try:
        return LogEntry.model_validate(entry.model_dump() | now)
    except ValidationError as error:
        raise DataError(f"log: {first_problem(error)}") from error
