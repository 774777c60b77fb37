"""The one question of a session, the questions that decide a step up, and what is not noted yet."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.logbook.progress import read_log
from dorsi.programme.logbook.reader import Reader, waits_words
from dorsi.programme.logbook.standings import legs_of
from dorsi.schema.log import WHOLE_DOSE, Log, LogEntry
from dorsi.schema.plan import Category, Plan, SessionItem
from dorsi.vocabulary import Side

#: Answers to "How was it?" as ease of 0 to 10: the middles of three equal parts, rounded.
FELT: Final[Mapping[str, float]] = {"easy": 8.0, "right": 5.0, "hard": 2.0}
FELT_WORDS: Final[Mapping[str, str]] = {"easy": "Easy", "right": "Just right", "hard": "Hard"}  #: as offered
#: What the answer to an exercise's question does (R57); without one the level waits, and some exercises never move.
WHAT_ANSWERS_DO: Final = (
    "Yes moves the level up, no keeps it. Without an answer it waits for two more comfortable sessions; "
    "after a question about your first steps, it waits for the answer."
)


class LevelQuestion(NamedTuple):
    """A question about the last session of an exercise, whose answer decides whether its level goes up."""

    exercise: str
    date: dt.date
    text: str

    @property
    def name(self) -> str:
        """The exercise in words."""
        return catalogue()[self.exercise].name


def answer_of(felt: str, category: Category) -> dict[str, object]:
    """Return the fields of an entry that one answer stands for: done in full, without pain, and how easy it felt."""
    ease: dict[str, object] = {} if category == "warmup" else {"ease": FELT[felt]}
    return {"dose_done_pct": WHOLE_DOSE, "pain_during": 0.0, **ease}


def entries_done(log: Log, items: Sequence[SessionItem], day: dt.date, felt: str) -> list[LogEntry]:
    """Return entries of a session that was done as planned, for the legs that the log doesn't have on that day."""
    left = [
        item.model_copy(update={"side": leg})
        for item in items
        for leg in ([item.side] if not is_begun(item, log, day) else _legs_left(item, log, day))
    ]
    return [LogEntry.model_validate(_entry(item, day, felt) | as_planned(item)) for item in left]


def is_done(item: SessionItem, log: Log, day: dt.date) -> bool:
    """Return whether the log has an item on a day, on each of its legs."""
    return not _legs_left(item, log, day)


def is_begun(item: SessionItem, log: Log, day: dt.date) -> bool:
    """Return whether the log has an item on a day, on one of its legs or on both."""
    return len(_legs_left(item, log, day)) < len(legs_of(catalogue()[item.exercise], item.side))


def _legs_left(item: SessionItem, log: Log, day: dt.date) -> list[Side]:
    exercise = catalogue()[item.exercise]
    same = [one.side for one in log.entries if one.date == day and one.exercise_id == item.exercise]
    done = {leg for side in same for leg in legs_of(exercise, side)}
    return [leg for leg in legs_of(exercise, item.side) if leg not in done]


def as_planned(item: SessionItem) -> dict[str, object]:
    """Return the fields of an entry for a whole dose."""
    dose, work_s = item.dose, item.dose.tension_s
    if work_s is None and dose.reps is not None:
        rep_s = catalogue()[item.exercise].rep_s or catalogue().timing.rep_s
        work_s = dose.sets * dose.reps * dose.ways * rep_s
    tempo = None if dose.tempo_s is None else "-".join(f"{part:g}" for part in dose.tempo_s)
    planned = {"sets": dose.sets, "reps": dose.reps, "hold_s": dose.hold_s, "tempo": tempo, "rest_s": dose.rest_s}
    return {**planned, "work_s": work_s}


def _entry(item: SessionItem, day: dt.date, felt: str) -> dict[str, object]:
    where = {"date": day, "exercise_id": item.exercise, "side": item.side, "level": item.level}
    return where | answer_of(felt, item.category)


def asked_of(plan: Plan, log: Log, day: dt.date, items: Sequence[SessionItem]) -> dict[tuple[str, Side], str]:
    """Return the questions to ask at the end of a session, by exercise and side; those that would decide nothing don't.

    The session counts as done in full and comfortable, with a quiet next morning.
    """
    known = catalogue()
    if not any(known[item.exercise].advance.ask for item in items):
        return {}
    before = [entry for entry in log.entries if entry.date < day]
    done = [_comfortable(item, day) for item in items]
    read = read_log(plan, log.model_copy(update={"entries": [*before, *done]}))
    asked = {key for key, one in read.waits.items() if one.asks and one.date == day}
    return {
        (item.exercise, item.side): known[item.exercise].advance.ask or ""
        for item in items
        if any((item.exercise, leg) in asked for leg in legs_of(known[item.exercise], item.side))
    }


def _comfortable(item: SessionItem, day: dt.date) -> LogEntry:
    return LogEntry.model_validate(_entry(item, day, "right") | {"pain_next_morning": 0.0})


def open_questions(read: Reader) -> list[LevelQuestion]:
    """Return the questions that a log leaves open, each exercise once."""
    found = ((name, one) for (name, _), one in read.waits.items())
    return list(dict.fromkeys(LevelQuestion(name, one.date, one.asks) for name, one in found if one.asks))


def may_ask(entry: LogEntry) -> LevelQuestion | None:
    """Return an exercise's question where no plan can judge it, unless it is answered or the level is the last."""
    exercise = catalogue()[entry.exercise_id]
    ask = exercise.advance.ask
    if ask is None or entry.goal_met is not None or entry.level >= len(exercise.levels):
        return None
    return LevelQuestion(entry.exercise_id, entry.date, ask)


def not_noted(read: Reader, days: Iterable[dt.date]) -> list[str]:
    """Return what isn't noted of the sessions of some days, without which they do not count, in words."""
    wanted = set(days)
    found: dict[tuple[dt.date, str], set[tuple[str, Side]]] = {}
    for place, one in read.waits.items():
        for what in one.missing if one.date in wanted else ():
            found.setdefault((one.date, what), set()).add(place)
    return [waits_words(date, what, _others(read, date, which)) for (date, what), which in found.items()]


def _others(read: Reader, date: dt.date, places: set[tuple[str, Side]]) -> int:
    """Return how many of a day's exercises these are, or 0 where they are all that was done."""
    done = {(entry.exercise_id, entry.side) for entry in read.memory.entries if entry.date == date}
    if places >= done:
        return 0
    known = {exercise for exercise, _ in done - places}  # of these, one leg at most waits
    return len({exercise for exercise, _ in places} - known) or len(places)


def morning_asked(read: Reader, day: dt.date) -> dt.date | None:
    """Return the last session day whose next morning is over and has to be known for a step up, or None."""
    yesterday = day - dt.timedelta(days=1)
    dates = [
        entry.date
        for entry in read.memory.entries
        if entry.pain_next_morning is None
        and entry.date < yesterday
        and (one := read.waits.get((entry.exercise_id, entry.side)))
        and one.date == entry.date
        and one.missing
    ]
    return max(dates, default=None)


def with_answer(log: Log, exercise: str, date: dt.date, *, goal_met: bool) -> Log:
    """Return a log with the answer to an exercise's question of a day."""
    entries = [
        one.model_copy(update={"goal_met": goal_met}) if (one.exercise_id, one.date) == (exercise, date) else one
        for one in log.entries
    ]
    return log.model_copy(update={"entries": entries})
