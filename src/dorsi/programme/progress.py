"""Reads the log as a state machine; every move of an exercise names its rule (R51-R65)."""

import datetime as dt
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.catalogue import catalogue
from dorsi.programme.conditions import Fact, evaluate
from dorsi.programme.course_facts import course_facts, gap_facts, session_dates, start_of
from dorsi.programme.entry_facts import Memory, Red, Standing, counts_in, entry_facts
from dorsi.programme.moves import MoveAction
from dorsi.programme.rules import cases_of
from dorsi.programme.standings import by_leg, standings, step_frac
from dorsi.programme.step_sizes import step_words
from dorsi.programme.vocabulary import Scope
from dorsi.schema.log import ItemState, Log, LogEntry, Move
from dorsi.schema.plan import Plan
from dorsi.vocabulary import Side

LASTING = frozenset(
    {"deload", "warmup_only", "spike"}
)  #: moves that last for a number of days, whatever the next session shows
FREEZING = frozenset({"deload", "spike"})  #: moves during which no level rises
RANK = ("stop", "skip", "back", "hold", "advance", "go_on")


@dataclass(frozen=True, kw_only=True)
class Fired:
    """A rule that applies, with its move."""

    rule: str
    text: str
    move: MoveAction

    @property
    def said(self) -> str:
        """The rule's text, with the numbers of its move."""
        return self.move.fill(self.text)


@dataclass(kw_only=True)
class Reader:
    """The log read so far."""

    plan: Plan
    standings: dict[tuple[str, Side], Standing]
    detectable: DetectableChanges = PUBLISHED
    memory: Memory = field(default_factory=Memory.empty)
    lasting: list[tuple[Fired, dt.date]] = field(default_factory=list)  #: moves of the whole plan, to their last day
    now: list[Fired] = field(default_factory=list)  #: moves of the whole plan since the last session
    today: dict[tuple[str, Side], tuple[int, Fired | None]] = field(default_factory=dict)  #: done on the last day
    moves: list[Move] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    not_assessed: list[str] = field(default_factory=list)
    stopped: Fired | None = None
    ended: Fired | None = None  #: what ended the session of the last day
    last: dt.date | None = None


def read_log(plan: Plan, log: Log, day: dt.date | None = None, *, detectable: DetectableChanges = PUBLISHED) -> Reader:
    """Return the states after the log, with every move and its rule; raises DataError for unknown ids.

    The rules of the whole log are evaluated on every day that something was noted, and on `day`, the day to come.
    """
    reader = Reader(plan=plan, standings=standings(plan, log), detectable=detectable)
    started = start_of(plan, log)
    if started is not None and plan.levels_held_days:  # a load spike overrides a step up (X13)
        reader.memory.frozen_until = started + dt.timedelta(days=plan.levels_held_days - 1)
    entries = sorted((leg for entry in log.entries for leg in by_leg(entry)), key=lambda entry: entry.date)
    done = {date: list(group) for date, group in groupby(entries, key=lambda entry: entry.date)}
    sessions = set(session_dates(plan, entries))
    noted = {*done, *(one.date for one in log.mornings), *([day] if day else [])}
    for date in sorted(noted):
        reader.today.clear()
        reader.ended = None
        gap = _after_gap(reader, date) if date in sessions or date == day else []
        if date in sessions:
            reader.last = date
        advanced: set[str] = set()
        for entry in done.get(date, ()):
            if _one_entry(reader, entry, advanced):
                advanced.add(entry.exercise_id)
        _after_session(reader, log, date)
        reader.now += gap
    return reader


def states(reader: Reader) -> list[ItemState]:
    """Return the state of every exercise."""
    return [
        ItemState(
            exercise=one.exercise.id,
            side=one.side,
            level=one.level,
            state="stopped" if reader.stopped else "skip_next" if one.skip else "held" if one.held else f"L{one.level}",
            clean_sessions=one.clean,
            clean_needed=one.clean_needed,
            held_sessions=one.held,
            dose_frac=one.dose_frac,
        )
        for one in reader.standings.values()
    ]


def fired(scope: Scope, facts: dict[str, Fact]) -> Iterator[Fired]:
    """Yield the rules of a scope that apply with a move, tier by tier."""
    for rule, cases in cases_of(scope):
        for case in cases:
            if evaluate(case.when, facts).outcome:
                for action in case.then:
                    if action.move:
                        yield Fired(rule=rule.id, text=case.text, move=action.move)
                if rule.match == "first":
                    break


def _after_gap(reader: Reader, day: dt.date) -> list[Fired]:
    """Apply a gap before a day (R61), and return the rules for it."""
    if reader.last is None:
        return []
    hits = list(fired("course", gap_facts((day - reader.last).days)))
    for hit in hits:
        for one in reader.standings.values():
            target = 1 if hit.move.to == "restart" else one.level - 1
            _set_level(reader, one, target, hit, day)
    return hits


def _after_session(reader: Reader, log: Log, day: dt.date) -> None:
    """Apply deload, swelling, adherence and the other rules of the whole log."""
    facts = course_facts(reader.plan, log, reader.memory, day, detectable=reader.detectable)
    reader.now = list(fired("course", facts))
    reader.memory.all_held = any(hit.move.to == "shrink" for hit in reader.now)
    held = [hit.move.traits for hit in reader.now if hit.move.to == "hold_range"]
    reader.memory.held_traits = frozenset(trait for traits in held for trait in traits)
    for hit in reader.now:
        if hit.move.to in LASTING:
            if _lasts(reader, hit.move.to, day):
                continue
            reader.lasting.append((hit, day + dt.timedelta(days=hit.move.days)))
        if hit.move.to in FREEZING:
            reader.memory.frozen_until = max(reader.lasting[-1][1], reader.memory.frozen_until or day)
        if hit.move.to == "refer" and hit.said not in reader.advice:
            reader.advice.append(hit.said)
        _once_a_week(reader, Move(date=day, rule=hit.rule, to=hit.move.to, text=hit.said))


def _lasts(reader: Reader, kind: str, day: dt.date) -> bool:
    return any(hit.move.to == kind and day <= until for hit, until in reader.lasting)


def holding(reader: Reader, day: dt.date) -> list[Fired]:
    """Return the moves of the whole plan that apply on a day, each once."""
    found = [hit for hit, until in reader.lasting if day <= until]
    return [*found, *(hit for hit in reader.now if hit.move.to not in LASTING)]


def _once_a_week(reader: Reader, move: Move) -> None:
    """Record a move of the whole plan unless it was reported in the last days."""
    told = [
        old
        for old in reader.moves
        if (old.exercise, old.rule, old.to) == (None, move.rule, move.to)
        and (move.date - old.date).days < reader.memory.numbers.repeat_days
    ]
    if not told:
        _record(reader, move)


def _one_entry(reader: Reader, entry: LogEntry, advanced: AbstractSet[str]) -> bool:
    """Read one entry; return whether it moved the exercise one level up."""
    one = reader.standings[entry.exercise_id, entry.side]
    one.level, one.skip = min(entry.level, one.max_level), False
    before = entry_facts(entry, one, reader.memory)
    for hit in fired("log", before):
        if hit.move.to == "red":
            reader.memory.reds.append(Red(date=entry.date, exercise=entry.exercise_id))
            _set_level(reader, one, one.level, hit, entry.date)
    facts = entry_facts(entry, one, reader.memory)
    hits = sorted(fired("log", facts), key=lambda hit: RANK.index(hit.move.to) if hit.move.to in RANK else -1)
    if facts["log_morning_rise"].missing and not facts["log_sharp_or_limping"].value:
        _open(
            reader,
            f"{entry.date} {one.exercise.id}: no pain noted for the next morning, so it does not count as comfortable",
        )
    one.in_a_row = counts_in(facts)
    one.dose_frac = 1.0 if one.clean else one.dose_frac
    reader.today[entry.exercise_id, entry.side] = one.level, next((h for h in hits if h.move.today_frac), None)
    went_back = stepped = False
    for hit in hits:
        kind = hit.move.to
        if kind == "advance":
            stepped = _advance(reader, one, hit, entry, advanced, blocked=hits[0].move.to not in {"advance", "go_on"})
        elif kind == "refer":
            reader.advice += [] if hit.said in reader.advice else [hit.said]
            _record(
                reader,
                Move(date=entry.date, exercise=one.exercise.id, side=one.side, rule=hit.rule, to=kind, text=hit.said),
            )
        elif kind == "no_session":
            reader.ended = hit
        elif kind != "red":
            went_back = _hold_or_back(reader, one, hit, entry, went_back=went_back)
    reader.memory.entries.append(entry)
    if one.held and not any(hit.move.hold_sessions for hit in hits):
        one.held -= 1
    return stepped


def _advance(
    reader: Reader, one: Standing, hit: Fired, entry: LogEntry, advanced: AbstractSet[str], *, blocked: bool
) -> bool:
    # A warm-up can move up without using up the session's steps.
    counted = {name for name in advanced if catalogue()[name].category != "warmup"} - {one.exercise.id}
    most = hit.move.most_per_session
    full = one.exercise.category != "warmup" and most is not None and len(counted) >= most
    if blocked or reader.stopped or full:
        return False
    if one.level >= one.max_level:
        return False
    step = step_words(one.exercise, one.level + 1, hit.move, frac=step_frac(reader.plan, one.side))
    _set_level(reader, one, one.level + 1, replace(hit, text=f"{hit.said}: {step}"), entry.date)
    one.in_a_row["clean"] = 0
    return True


def _hold_or_back(reader: Reader, one: Standing, hit: Fired, entry: LogEntry, *, went_back: bool) -> bool:
    """Apply stop, skip, back, hold or go_on; an entry moves its exercise back by at most one level."""
    move = hit.move
    if move.to == "stop":
        reader.stopped = reader.stopped or hit
    for other in _concerned(reader, one, move, entry):
        other.held = max(other.held, move.hold_sessions)
        if move.to in {"back", "skip"}:
            own = other is one
            other.skip |= move.to == "skip" and own
            if not (own and went_back) and other.level == 1 and move.least_frac:
                other.dose_frac = move.least_frac
            _set_level(reader, other, other.level - (0 if own and went_back else 1), hit, entry.date)
            other.in_a_row["clean"] = 0
        else:
            cue = other.exercise.cue if move.show_cue else None
            _record(
                reader,
                Move(
                    date=entry.date,
                    exercise=other.exercise.id,
                    side=other.side,
                    rule=hit.rule,
                    to=move.to,
                    level_before=other.level,
                    level_after=other.level,
                    text=hit.said,
                    cue=cue,
                ),
            )
    return went_back or move.to in {"back", "skip"}


def _concerned(reader: Reader, one: Standing, move: MoveAction, entry: LogEntry) -> list[Standing]:
    """Return the exercises of a move: this one, all that load the sore region (R55), or all with a trait (R56)."""
    traits = set(move.traits)
    if move.regions is not None:
        sore = move.regions.get(entry.pain_site or "")
        # If the site is unknown or has no region, use the exercises that load the same region as this one.
        traits |= {sore} if sore else {move.regions.get("other", "")} & set(one.exercise.traits)
    others = [s for s in reader.standings.values() if traits & set(s.exercise.traits) and s.side in {one.side, "both"}]
    return others if move.traits else [one, *(other for other in others if other is not one)]


def _set_level(reader: Reader, one: Standing, level: int, hit: Fired, day: dt.date) -> None:
    before, after = one.level, max(1, min(level, one.max_level))
    one.level = after
    _record(
        reader,
        Move(
            date=day,
            exercise=one.exercise.id,
            side=one.side,
            rule=hit.rule,
            to=hit.move.to,
            level_before=before,
            level_after=after,
            text=hit.said,
        ),
    )


def _record(reader: Reader, move: Move) -> None:
    reader.moves.append(move)


def _open(reader: Reader, text: str) -> None:
    if text not in reader.not_assessed:
        reader.not_assessed.append(text)
