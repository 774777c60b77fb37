"""A session's form as log entries, and log entries as text."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pydantic import ValidationError

from dorsi import measures
from dorsi.datafile import first_problem
from dorsi.errors import DataError, check_option
from dorsi.programme import catalogue
from dorsi.programme.facts.morning import without_morning
from dorsi.programme.logbook.answering import FELT, FELT_WORDS, answer_of, as_planned
from dorsi.schema.log import WHOLE_DOSE, Log, LogEntry, LogMorning
from dorsi.schema.plan import Day, SessionItem
from dorsi.vocabulary import Side
from dorsi.web.log_edits import number_in, shown_of
from dorsi.web.pain_kept import with_pains
from dorsi.web.sore_places import pain_words
from dorsi.wording.plurals import plural

FORMS: Final = {0: "lost", 1: "poor", 2: "good", 3: "very good"}
DOSES: Final = {100: "all of it", 75: "three quarters", 50: "half", 25: "a quarter"}
YES_NO: Final = {"yes": True, "no": False}

#: A day's entries, by item.
Noted = Mapping[str, LogEntry]
NOTHING: Final[Noted] = {}


def item_name(item: SessionItem) -> str:
    """Return the name of a session's item in form fields."""
    return f"{item.exercise}:{item.side}"


def is_noted(form: Mapping[str, str], name: str) -> bool:
    """Return whether a form says that an exercise was done: by its tick, by sharp pain, or by pain above 0."""
    return f"done:{name}" in form or f"sharp:{name}" in form or (number_in(form, f"pain:{name}") or 0) > 0


def entries_of(
    form: Mapping[str, str], day: Day, date: dt.date, before: Noted = NOTHING, others: Iterable[LogEntry] = ()
) -> list[LogEntry]:
    """Return an entry for each exercise that was done; fields that are not set stay as in `before`, or empty.

    Parameters
    ----------
    form
        What was sent.
    day
        The session that the form showed.
    date
        Its day.
    before
        What the log has of that day.
    others
        Blank entries of exercises that the form showed and the programme no longer has.

    Raises
    ------
    DataError
        If a value is not allowed.
    """
    swelling = "swelling" in form
    check_option("felt", form.get("felt", ""), ["", *FELT])
    blanks = [(_blank(item, date), as_planned(item)) for item in day.items] + [(one, {}) for one in others]
    named = [(f"{one.exercise_id}:{one.side}", one, planned) for one, planned in blanks]
    entries = [
        _entry(form, one, before.get(name) or one, planned) for name, one, planned in named if is_noted(form, name)
    ]
    return [one.model_copy(update={"swelling": swelling}) for one in entries]


def _blank(item: SessionItem, date: dt.date) -> LogEntry:
    return LogEntry(date=date, exercise_id=item.exercise, side=item.side, level=item.level)


def _entry(form: Mapping[str, str], blank: LogEntry, before: LogEntry, planned: Mapping[str, object]) -> LogEntry:
    exercise = catalogue()[blank.exercise_id]
    name = f"{exercise.id}:{blank.side}"
    done_pct = (number_in(form, f"dose:{name}") or WHOLE_DOSE) if f"done:{name}" in form else before.dose_done_pct
    pain = number_in(form, f"pain:{name}")
    noted = before.model_dump()
    if felt := form.get("felt"):
        noted |= answer_of(felt, exercise.category)
        pain = 0.0 if pain is None else pain
    noted |= {
        "side": blank.side,
        "dose_done_pct": done_pct,
        "pain_during": pain,
        "goal_met": YES_NO.get(form.get(f"goal:{name}", ""), before.goal_met),
        "form": before.form if (score := number_in(form, f"form:{name}")) is None else score,
        "sharp_or_limping": f"sharp:{name}" in form,
        "notes": form.get(f"notes:{name}", "").strip() or before.notes,
    }
    if done_pct != before.dose_done_pct:  # only a complete dose says which sets and repetitions were done
        noted |= planned if done_pct == WHOLE_DOSE else dict.fromkeys(planned)
    try:
        return LogEntry.model_validate(noted)
    except ValidationError as error:
        raise DataError(f"{exercise.name}: {first_problem(error)}") from error


def saved_on(log: Log, date: dt.date) -> dict[str, LogEntry]:
    """Return a day's entries by item; for items on both legs the sorer leg's entry, if each leg has one."""
    noted = {f"{entry.exercise_id}:{entry.side}": entry for entry in log.entries if entry.date == date}
    legs = sorted((one for one in noted.values() if one.side != "both"), key=lambda one: one.pain_during or 0)
    return {f"{one.exercise_id}:both": one for one in legs} | noted


def is_finished(log: Log, date: dt.date) -> bool:
    """Return whether a played session of a day is over: its player asked how it was, and got an answer, also pain."""
    played = [one for one in log.entries if one.date == date and one.session_id is not None]
    return any(one.session_over or one.ease is not None for one in played)


def hurt_words(entries: Iterable[LogEntry]) -> str:
    """Return where a day's exercises hurt most, and what follows; empty if nothing did."""
    sore = [one for one in entries if one.pain_during or one.sharp_or_limping]
    if not sore:
        return ""
    worst = max(sore, key=lambda one: (one.sharp_or_limping, one.pain_during or 0))
    known = catalogue().exercises
    name = known[worst.exercise_id].name if worst.exercise_id in known else worst.exercise_id
    how = f"pain {worst.pain_during:g} of 10" if worst.pain_during else "sharp pain or limping"
    return f"{name} hurt ({how}). We plan the next session with that in mind."


def entry_added(form: Mapping[str, str]) -> LogEntry:
    """Return the entry of the form for an exercise outside the session.

    Raises
    ------
    DataError
        If a value is not allowed.
    """
    felt, name = form.get("felt", ""), form.get("exercise_id", "")
    check_option("felt", felt, ["", *FELT])
    check_option("exercise_id", name, sorted(catalogue().exercises))
    given = {
        "pain_during": number_in(form, "pain"),
        "form": number_in(form, "form"),
        "dose_done_pct": number_in(form, "dose"),
    }
    noted: dict[str, object] = {key: form.get(key) for key in ("date", "exercise_id", "side", "level") if form.get(key)}
    noted |= answer_of(felt, catalogue()[name].category) if felt else {}
    try:
        return LogEntry.model_validate(noted | {key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        raise DataError(f"log: {first_problem(error)}") from error


def felt_on(noted: Noted) -> str | None:
    """Return the one answer to how a session was, if its exercises have the same."""
    found = {one.ease for one in noted.values() if one.ease is not None}
    return next((name for name, ease in FELT.items() if found == {ease}), None)


def with_session(log: Log, date: dt.date, offered: Iterable[SessionItem], done: Sequence[LogEntry]) -> Log:
    """Return a log in which a session's new entries replace the old ones; pain and swelling in the log stay.

    What was `offered` and isn't among the new entries is no longer in the log.
    """
    places = [(item.exercise, item.side) for item in offered] + [(one.exercise_id, one.side) for one in done]
    items = {name for place in places for name in covered(*place)}
    gone = [one for one in log.entries if one.date == date and f"{one.exercise_id}:{one.side}" in items]
    kept = [one for one in log.entries if one not in gone]
    entries = [*kept, *with_pains(done, gone)]
    return log.model_copy(update={"entries": sorted(entries, key=lambda one: one.date)})


def covered(exercise: str, side: Side) -> set[str]:
    """Return the items an entry covers; an entry for both legs also covers each leg."""
    sides = ("both", "left", "right") if side == "both" else (side,)
    return {f"{exercise}:{one}" for one in sides}


def without_day(log: Log, date: dt.date) -> Log:
    """Return a log without a day, its morning too, wherever that was noted."""
    kept = without_morning(log, date)
    gone = {one.session_id for one in kept.entries if one.date == date}
    played = [
        one.model_copy(update={"deleted": True}) if one.session_id in gone or one.date == date else one
        for one in kept.played
    ]
    entries = [one for one in kept.entries if one.date != date]
    return kept.model_copy(update={"entries": entries, "played": played})


class LogLine(NamedTuple):
    """One exercise of a day, or its morning, and what was noted of it."""

    name: str
    said: str
    entry: LogEntry | None = None  #: None for the morning
    number: int = 0  #: among the entries of the day, from 0
    shown: str = ""  #: what an edit of the entry goes by


class LogDay(NamedTuple):
    """A day of the log, in one line and in full."""

    date: dt.date
    said: str
    lines: list[LogLine]


def log_day(date: dt.date, entries: Sequence[LogEntry], morning: LogMorning | None = None) -> LogDay:
    """Return a day in words."""
    known = catalogue().exercises
    names = [known[one.exercise_id].name if one.exercise_id in known else one.exercise_id for one in entries]
    pains = [one.pain_during for one in entries if one.pain_during is not None]
    early = [] if morning is None else [LogLine("Morning", morning_words(morning))]
    lines = [
        LogLine(name, entry_words(one), one, number, shown_of(one))
        for number, (name, one) in enumerate(zip(names, entries, strict=True))
    ]
    parts = [plural(len(entries), "exercise")] if entries else ["morning only"]
    if pains:
        parts.append(f"pain up to {max(pains):g} of 10" if max(pains) else "no pain")
    if felt := felt_on({str(number): one for number, one in enumerate(entries)}):
        parts.append(f"felt {FELT_WORDS[felt].lower()}")
    return LogDay(date, ", ".join(parts), [*early, *lines])


def morning_words(morning: LogMorning) -> str:
    """Return how a morning felt, in words."""
    scores = {"pain": morning.pain, "stiffness": morning.stiffness, "calf soreness": morning.calf_soreness}
    parts = [
        f"{name} {score:g} of 10" if score else f"no {name}" for name, score in scores.items() if score is not None
    ]
    if morning.swelling is not None:
        parts.append("swelling" if morning.swelling else "no swelling")
    return ", ".join(parts) or "nothing noted"


def entry_words(entry: LogEntry) -> str:
    """Return an entry in words, without exercise and day."""
    parts = ["" if entry.side == "both" else measures.SIDE_NAMES[entry.side].lower(), f"level {entry.level}"]
    if entry.dose_done_pct is not None and entry.dose_done_pct != WHOLE_DOSE:
        parts.append(f"{entry.dose_done_pct:g} % of the dose")
    if pain := pain_words(entry):
        parts.append(pain)
    if entry.pain_next_morning is not None:
        parts.append(f"next morning {entry.pain_next_morning:g} of 10")
    if entry.form is not None:
        parts.append(f"form {FORMS[entry.form]}")
    if entry.goal_met is not None and (ask := catalogue()[entry.exercise_id].advance.ask):
        parts.append(f"{ask} {'Yes' if entry.goal_met else 'No'}")
    parts += ["sharp pain or limping"] if entry.sharp_or_limping else []
    parts += ["swelling"] if entry.swelling else []
    parts += [entry.notes] if entry.notes else []
    return ", ".join(part for part in parts if part)
