"""Facts about one logged exercise, given the entries before it."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median_low

from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.facts.columns import columns
from dorsi.programme.facts.history import told
from dorsi.programme.language.conditions import NOT_THERE, Condition, Fact, evaluate, outcome
from dorsi.programme.language.parameters import LogNumbers
from dorsi.programme.rulebook.rules import cases_of, log_numbers
from dorsi.schema.intake import PainArea
from dorsi.schema.log import LogEntry, LogMorning
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Side

KILOGRAMS = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:kg)?\s*", re.IGNORECASE)
COUNTED = ("clean", "poor_form", "low_dose")


@dataclass(kw_only=True)
class Standing:
    """The state of one exercise on one side while the log is read."""

    exercise: Exercise
    side: Side
    level: int
    max_level: int
    clean_needed: int
    tendon_history: bool
    tags: frozenset[str] = frozenset()  #: history and state of the leg, or of both
    held: int = 0
    skip: bool = False
    in_a_row: dict[str, int] = field(default_factory=dict)  #: sessions in a row, by the counted condition
    dose_frac: float = 1.0  #: share of the dose after pain, if there is no lower level
    eased_from: int = 0  #: level before pain or poor form lowered it, until a comfortable session; 0: nothing did

    @property
    def clean(self) -> int:
        """Comfortable sessions in a row."""
        return self.in_a_row.get("clean", 0)


@dataclass(kw_only=True)
class Red:
    """One red event."""

    date: dt.date
    exercise: str
    side: Side


@dataclass(kw_only=True)
class Memory:
    """The log so far, over all exercises."""

    numbers: LogNumbers
    entries: list[LogEntry] = field(default_factory=list)
    session: Sequence[LogEntry] = ()  #: all entries of the day that is read, also those that come later in it
    reds: list[Red] = field(default_factory=list)
    later: dict[dt.date, float] = field(default_factory=dict)  #: pain at the first check after a day's next morning
    restful: list[LogMorning] = field(default_factory=list)  #: mornings after a day without an entry, oldest first
    frozen_until: dt.date | None = None
    held_traits: frozenset[str] = frozenset()  #: exercises with one of these traits don't move up
    all_held: bool = False

    @classmethod
    def empty(cls) -> "Memory":
        """Return an empty memory with the current rules' numbers."""
        return cls(numbers=log_numbers())

    def usual(self, name: str, before: dt.date) -> float:
        """Return the usual value of the last two weeks (lower median), 0 without notes.

        A next morning's pain is noted with the exercises of the day before, and after a day of rest as a morning.
        """
        first = before - dt.timedelta(days=self.numbers.window_days)
        # Entries stand in the order of their days, so a long log isn't read from its start for each of them.
        lately = takewhile(lambda entry: entry.date >= first, reversed(self.entries))
        noted = [getattr(e, name) for e in lately if e.date < before and getattr(e, name) is not None]
        if name == "pain_next_morning":
            noted += [one.pain for one in self.restful if first <= one.date < before and one.pain is not None]
        return float(median_low(noted)) if noted else 0.0

    def usual_pain(self, morning: dt.date) -> float | None:
        """Return the usual pain of the mornings before one, None without notes; yesterday's exercises have its own."""
        first = morning - dt.timedelta(days=self.numbers.window_days)
        earlier = [e for e in self.entries if first <= e.date < morning - dt.timedelta(days=1)]
        noted = [e.pain_next_morning for e in earlier if e.pain_next_morning is not None]
        noted += [one.pain for one in self.restful if first <= one.date < morning and one.pain is not None]
        return float(median_low(noted)) if noted else None


def entry_facts(entry: LogEntry, one: Standing, memory: Memory) -> dict[str, Fact]:
    """Return the facts of one entry; empty fields are missing, never zero."""
    usual = memory.usual("pain_next_morning", entry.date)
    rise = _rise(entry.pain_next_morning, usual)
    first_step = _rise(entry.first_step_pain, memory.usual("first_step_pain", entry.date))
    facts = columns("log", entry, scope="log") | {
        "log_tendon_ladder": Fact(value=one.tendon_history and "tendon_ladder" in one.exercise.traits),
        "log_morning_rise": told(rise, "pain the next morning"),
        "log_later_rise": _there(_rise(memory.later.get(entry.date), usual)),
        "log_tags": Fact(value=one.tags),
        "log_first_step_rise": told(first_step, "first-step pain"),
        "log_stiff_mornings": Fact(value=_stiff_mornings(entry, memory)),
        "log_category": Fact(value=one.exercise.category),
        "log_stiffer_after": _there(None if entry.stiff_pre is None else _rise(entry.stiff_post, entry.stiff_pre)),
        "log_rest_frac": _there(_rest_frac(entry, one.exercise)),
        "log_load_rise": _there(_load_rise(entry, memory)),
        **_red_facts(entry, memory),
        **_session_facts(entry, one, memory),
    }
    facts |= in_a_row(one, facts)
    held = one.held > 0 or (memory.frozen_until is not None and entry.date <= memory.frozen_until)
    held |= memory.all_held or bool(memory.held_traits & set(one.exercise.traits))
    facts["log_frozen"] = Fact(value=held or one.level >= one.max_level)
    own = _own(one.exercise.advance.also, facts, default=True)
    facts["log_advance_met"] = own if entry.goal_met is None else _worse(own, told=entry.goal_met)
    facts["log_advance_must"] = Fact(value=one.exercise.advance.must)
    facts["log_regress_met"] = _own(one.exercise.regress.also, facts, default=False)
    return facts


def in_a_row(one: Standing, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the counts of sessions in a row, including this one; empty fields don't count."""
    met = {
        action.count
        for _, cases in cases_of("log")
        for case in cases
        for action in case.then
        if action.count and outcome(case.when, facts)
    }
    counts = {name: one.in_a_row.get(name, 0) + 1 if name in met else 0 for name in COUNTED}
    return {f"log_{name}_sessions": Fact(value=count) for name, count in counts.items()} | {
        "log_clean_needed": Fact(value=one.clean_needed - counts["clean"])
    }


def not_noted(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return what is not noted, without which an entry does not count as comfortable; empty if it counts or can't."""
    found = [
        evaluate(case.when, facts)
        for _, cases in cases_of("log")
        for case in cases
        if any(action.count == "clean" for action in case.then)
    ]
    open_ones = [seen.fact.missing or "" for answer in found if answer.outcome is None for seen in answer.seen]
    return tuple(dict.fromkeys(open_ones))


def counts_in(facts: Mapping[str, Fact]) -> dict[str, int]:
    """Return the sessions in a row, by the counted condition."""
    found = {name: facts[f"log_{name}_sessions"].value for name in COUNTED}
    return {name: value for name, value in found.items() if isinstance(value, int)}


def _rise(now: float | None, usual: float) -> float | None:
    return None if now is None else now - usual


def _there(value: float | None) -> Fact:
    return NOT_THERE if value is None else Fact(value=value)


def _rest_frac(entry: LogEntry, exercise: Exercise) -> float | None:
    """Return the rest between sets as a share of the dose's rest; None if the dose has none."""
    planned = exercise.dose_at(min(entry.level, len(exercise.levels))).rest_s
    return None if entry.rest_s is None or not planned else entry.rest_s / planned


def _load_rise(entry: LogEntry, memory: Memory) -> float | None:
    """Return the rise in load since the last time, as a share; None for a band, or if either is not noted."""
    now = _kilograms(entry)
    if now is None:
        return None
    same = (e for e in reversed(memory.entries) if (e.exercise_id, e.side) == (entry.exercise_id, entry.side))
    before = next((kg for e in same if (kg := _kilograms(e)) is not None), None)
    return now / before - 1 if before else None


def _kilograms(entry: LogEntry) -> float | None:
    found = KILOGRAMS.fullmatch(entry.load_kg_or_band or "")
    return None if found is None else float(found[1].replace(",", "."))


def _worse(own: Fact, *, told: bool) -> Fact:
    """Return what columns and answer say together of an exercise's own goal: a no of one of them counts."""
    return Fact(value=told and own.value is not False)


def _own(condition: Condition | None, facts: dict[str, Fact], *, default: bool) -> Fact:
    if condition is None:
        return Fact(value=default)
    answer = evaluate(condition, facts)
    missing = "; ".join(dict.fromkeys(seen.fact.missing or "" for seen in answer.seen))
    return Fact(missing=missing) if answer.outcome is None else Fact(value=answer.outcome)


def _stiff_mornings(entry: LogEntry, memory: Memory) -> int:
    usual = memory.usual("morning_stiff_min", entry.date)
    recent: Sequence[LogEntry] = [*memory.entries[-20:], entry]
    days = {
        e.date
        for e in recent
        if e.morning_stiff_min is not None
        and e.morning_stiff_min - usual >= memory.numbers.stiffer_min
        and (entry.date - e.date).days <= memory.numbers.event_days
    }
    return len(days) if entry.date in days else 0


def sore_traits(regions: Mapping[PainArea, str], entry: LogEntry, exercise: Exercise) -> set[str]:
    """Return the trait of the exercises that load the place where an entry hurt.

    Where the place is unknown or has no such exercises, they are those that load the same one as the entry's exercise.
    """
    sore = regions.get(entry.pain_site) if entry.pain_site else None
    return {sore} if sore else {regions.get("other", "")} & set(exercise.traits)


def _session_facts(entry: LogEntry, one: Standing, memory: Memory) -> dict[str, Fact]:
    """Return what the whole session of an entry says: what hurts in it holds the other exercises too."""
    session = [e for e in memory.session if e.date == entry.date] or [entry]
    known, traits = catalogue(), set(one.exercise.traits)
    sore = [
        e
        for e in session
        if {e.side, one.side} != set(LEGS) and traits & sore_traits(memory.numbers.regions, e, known[e.exercise_id])
    ]
    return {
        "log_session_pain": _there(max((e.pain_during for e in session if e.pain_during is not None), default=None)),
        "log_session_sharp": Fact(value=any(e.sharp_or_limping for e in session)),
        "log_session_ease": _there(min((e.ease for e in session if e.ease is not None), default=None)),
        "log_sore_pain": _there(max((e.pain_during for e in sore if e.pain_during is not None), default=None)),
    }


def _red_facts(entry: LogEntry, memory: Memory) -> dict[str, Fact]:
    recent = [red for red in memory.reds if (entry.date - red.date).days <= memory.numbers.event_days]
    own = (entry.date, entry.exercise_id, entry.side)  # pain of the other leg does not count
    today = any((red.date, red.exercise, red.side) == own for red in recent)
    return {
        # Pain noted for both legs at once is one event.
        "log_red_events_7d": Fact(value=len({(red.date, red.exercise) for red in recent}) if today else 0),
        "log_red_items_7d": Fact(value=len({red.exercise for red in recent}) if today else 0),
    }
