"""Reads one entry of the log: what it shows moves its exercise, and those that load the same place (R51-R58)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.step_sizes import step_words
from dorsi.programme.facts.entry import Red, Standing, counts_in, entry_facts, not_noted, sore_traits
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.moves import MoveAction
from dorsi.programme.logbook.reader import (
    DoneToday,
    Fired,
    Reader,
    Waits,
    fired,
    note_open,
    record,
    set_level,
    waits_words,
)
from dorsi.programme.logbook.standings import step_frac
from dorsi.programme.rulebook.lookup import rule_that_moves
from dorsi.schema.log import LogEntry, Move

RANK = ("stop", "skip", "back", "hold", "advance", "go_on")

HOLDING = frozenset({"stop", "skip", "back", "hold"})  #: moves with which no level goes up


def read_entry(reader: Reader, entry: LogEntry, advanced: AbstractSet[str]) -> bool:
    """Read one entry; return whether it moved the exercise one level up."""
    one = reader.standings[entry.exercise_id, entry.side]
    reached, lowered = one.level, entry.level < one.level
    one.skip = False
    facts = _facts_at_its_level(reader, one, entry)
    found = list(fired("log", facts))
    reds = [hit for hit in found if hit.move.to == "red"]
    for hit in reds:
        reader.memory.reds.append(Red(date=entry.date, exercise=entry.exercise_id, side=entry.side))
        set_level(reader, one, one.level, hit, entry.date)
    if reds:  # a red event changes the facts
        facts = entry_facts(entry, one, reader.memory)
        found = list(fired("log", facts))
    hits = sorted(found, key=lambda hit: RANK.index(hit.move.to) if hit.move.to in RANK else -1)
    shorter = next((hit for hit in hits if hit.move.today_frac), None)
    done = DoneToday(level=one.level, dose_frac=one.dose_frac, lowered=lowered, hit=shorter)
    reader.today[entry.exercise_id, entry.side] = done
    one.in_a_row = counts_in(facts)
    if one.clean:
        one.dose_frac, one.eased_from = 1.0, 0
    if lowered and one.clean and one.exercise.category == "warmup":
        # A warm-up that was kept short, at a lower level, stays where it was and takes no step from there.
        one.level, hits = reached, [hit for hit in hits if hit.move.to != "advance"]
    if one.level < reached:
        _note_level_done(reader, one, entry, reached, f"you did level {one.level}, so it goes on from there")
    _note_what_waits(reader, one, entry, facts)
    stepped = _carry_out(reader, one, hits, entry, advanced)
    if entry.pain_during:
        one.level = min(one.level, reached)
    reader.memory.entries.append(entry)
    if one.held and not any(hit.move.hold_sessions for hit in hits):
        one.held -= 1
    return stepped


def _facts_at_its_level(reader: Reader, one: Standing, entry: LogEntry) -> dict[str, Fact]:
    """Set the level to the one of the entry, and return the entry's facts.

    Above the level reached it takes a session that counts as comfortable, and the rise is a move like any other; a
    level alone may be a slip of the pen, and one with pain raises nothing.
    """
    reached = one.level
    one.level = min(entry.level, one.max_level)
    facts = entry_facts(entry, one, reader.memory)
    if one.level <= reached:
        return facts
    if entry.pain_during:  # the level that hurt is the one that is left; no more than what was reached stays
        return facts
    if not counts_in(facts)["clean"] or any(hit.move.to in HOLDING for hit in fired("log", facts)):
        one.level = reached
        return entry_facts(entry, one, reader.memory)
    text = f"you did level {one.level} and it went well, so it goes on from there"
    _note_level_done(reader, one, entry, reached, text)
    return facts


def _note_level_done(reader: Reader, one: Standing, entry: LogEntry, before: int, text: str) -> None:
    """Record that a level moved because another one was done than the one reached."""
    move = Move(
        date=entry.date,
        exercise=one.exercise.id,
        side=one.side,
        rule=rule_that_moves("advance"),
        to="as_done",
        level_before=before,
        level_after=one.level,
        text=text,
        rule_text=text,
    )
    record(reader, move)


def _carry_out(
    reader: Reader, one: Standing, hits: Sequence[Fired], entry: LogEntry, advanced: AbstractSet[str]
) -> bool:
    """Make the moves of an entry in their order; return whether the exercise moved one level up."""
    went_back = stepped = False
    for hit in hits:
        kind = hit.move.to
        if kind == "advance":
            stepped = _advance(reader, one, hit, entry, advanced, blocked=hits[0].move.to not in {"advance", "go_on"})
        elif kind == "refer":
            reader.advice += [] if hit.said in reader.advice else [hit.said]
            record(
                reader,
                Move(date=entry.date, exercise=one.exercise.id, side=one.side, rule=hit.rule, to=kind, **hit.told),
            )
        elif kind == "no_session":
            reader.ended = reader.ended or hit  # the leg that hurt says why, not the other one
        elif kind != "red":
            went_back = _hold_or_back(reader, one, hit, entry, went_back=went_back)
    return stepped


def _note_what_waits(reader: Reader, one: Standing, entry: LogEntry, facts: dict[str, Fact]) -> None:
    """Record what is not noted of an entry without which it does not count, and the question that decides a step."""
    reader.waits.pop((entry.exercise_id, entry.side), None)
    if one.level >= one.max_level or reader.stopped:
        return
    missing = not_noted(facts)
    for what in missing:
        note_open(reader, waits_words(entry.date, what))
    answered = list(fired("log", facts | {"log_advance_met": Fact(value=True)}))
    steps = {hit.move.to for hit in answered} & {*RANK} - {"go_on"} == {"advance"}
    asks = one.exercise.advance.ask if facts["log_advance_met"].missing and steps else None
    if missing or asks:
        reader.waits[entry.exercise_id, entry.side] = Waits(date=entry.date, missing=missing, asks=asks)


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
    set_level(reader, one, one.level + 1, replace(hit, step=step), entry.date)
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
            other.eased_from = max(other.eased_from, other.level)
            if not (own and went_back) and other.level == 1 and move.least_frac:
                other.dose_frac = move.least_frac
            set_level(reader, other, other.level - (0 if own and went_back else 1), hit, entry.date)
            other.in_a_row["clean"] = 0
        else:
            cue = other.exercise.cue if move.show_cue else None
            record(
                reader,
                Move(
                    date=entry.date,
                    exercise=other.exercise.id,
                    side=other.side,
                    rule=hit.rule,
                    to=move.to,
                    level_before=other.level,
                    level_after=other.level,
                    **hit.told,
                    cue=cue,
                ),
            )
    return went_back or move.to in {"back", "skip"}


def _concerned(reader: Reader, one: Standing, move: MoveAction, entry: LogEntry) -> list[Standing]:
    """Return the exercises of a move: this one, all that load the sore region (R55), or all with a trait (R56)."""
    traits = set(move.traits)
    if move.regions is not None:
        traits |= sore_traits(move.regions, entry, one.exercise)
    others = [s for s in reader.standings.values() if traits & set(s.exercise.traits) and s.side in {one.side, "both"}]
    return others if move.traits else [one, *(other for other in others if other is not one)]
