"""Reads the log as a state machine: every move of an exercise names its rule (R51-R65)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.actions import MoveAction
from dorsi.programme.conditions import Fact, evaluate
from dorsi.programme.course_facts import course_facts, gap_facts, start_of
from dorsi.programme.entry_facts import Memory, Red, Standing, entry_facts
from dorsi.programme.rules import Case, Rule, rules
from dorsi.programme.standings import by_leg, small_steps, standings
from dorsi.programme.step_sizes import step_words
from dorsi.programme.vocabulary import Scope
from dorsi.schema.log import ItemState, Log, LogEntry, Move
from dorsi.schema.plan import Plan
from dorsi.vocabulary import Side

REGIONS = {
    "achilles_mid": "calf_load",
    "achilles_insertion": "calf_load",
    "calf": "calf_load",
    "heel_sole": "plantar",
    "ankle_front": "dorsiflexion",
    "ankle_back": "plantarflexion_end",
}
SPIKE_DAYS = 7
REPEAT_DAYS = 7  #: a move of the plan as a whole is told again after a week
RANK = ("stop", "skip", "back", "hold", "advance", "go_on")


@dataclass(frozen=True, kw_only=True)
class Fired:
    """One rule's answer yes, with its move."""

    rule: str
    text: str
    move: MoveAction


@dataclass(kw_only=True)
class Reader:
    """The log read so far."""

    plan: Plan
    standings: dict[tuple[str, Side], Standing]
    detectable: DetectableChanges = PUBLISHED
    memory: Memory = field(default_factory=Memory)
    moves: list[Move] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    not_assessed: list[str] = field(default_factory=list)
    stopped: str | None = None
    last: dt.date | None = None


def read_log(plan: Plan, log: Log, day: dt.date | None = None, *, detectable: DetectableChanges = PUBLISHED) -> Reader:
    """Return the states after the log, with every move and the rule behind it; raises DataError for unknown ids.

    With `day` the rules of the log as a whole are asked once more for that day, session or not.
    """
    reader = Reader(plan=plan, standings=standings(plan, log), detectable=detectable)
    started = start_of(plan, log)
    if started is not None and any("load_spike" in tags for tags in plan.tags.values()):
        reader.memory.frozen_until = started + dt.timedelta(days=SPIKE_DAYS - 1)  # R47: the spike wins over R57 (X13)
    entries = sorted((leg for entry in log.entries for leg in by_leg(entry)), key=lambda entry: entry.date)
    for date, group in groupby(entries, key=lambda entry: entry.date):
        _before_session(reader, date)
        advanced: set[str] = set()
        for entry in group:
            if _one_entry(reader, entry, advanced):
                advanced.add(entry.exercise_id)
        reader.last = date
        _after_session(reader, log, date)
    if day is not None and day != reader.last:
        _after_session(reader, log, day)
    return reader


def states(reader: Reader) -> list[ItemState]:
    """Return where every exercise stands."""
    return [
        ItemState(
            exercise=one.exercise.id,
            side=one.side,
            level=one.level,
            state="stopped" if reader.stopped else "skip_next" if one.skip else "held" if one.held else f"L{one.level}",
            clean_sessions=one.clean,
            clean_needed=one.clean_needed,
            held_sessions=one.held,
        )
        for one in reader.standings.values()
    ]


def fired(scope: Scope, facts: dict[str, Fact], known: Sequence[Rule]) -> Iterator[Fired]:
    """Yield the rules of a scope that answer yes with a move, tier by tier."""
    for rule in sorted(known, key=lambda rule: rule.tier):
        for case in _cases(rule, scope):
            if evaluate(case.when, facts).outcome:
                for action in case.then:
                    if action.move:
                        yield Fired(rule=rule.id, text=case.text, move=action.move)
                if rule.match == "first":
                    break


def _cases(rule: Rule, scope: Scope) -> list[Case]:
    return [case for place, case in rule.scoped() if place == scope]


def _before_session(reader: Reader, day: dt.date) -> None:
    """Apply a gap (R61) before the first session after it."""
    if reader.last is None:
        return
    for hit in fired("course", gap_facts((day - reader.last).days), rules()):
        for one in reader.standings.values():
            target = 1 if hit.move.to == "restart" else one.level - 1
            _set_level(reader, one, target, hit, day)


def _after_session(reader: Reader, log: Log, day: dt.date) -> None:
    """Apply deload, swelling, adherence and the other rules of the log as a whole."""
    facts = course_facts(reader.plan, log, reader.memory, day, detectable=reader.detectable)
    memory = reader.memory
    memory.low_adherence = memory.range_held = False
    if facts["primary_change"].value == "likely_real_loss":
        memory.range_held = True
        text = "a likely real loss of range; range exercises are held, please note pain and load"
        _once_a_week(reader, Move(date=day, rule="R70", to="hold_range", text=text))
    for hit in fired("course", facts, rules()):
        move = hit.move
        if move.to == "deload":
            if _resting(reader, day):
                continue
            memory.frozen_until = day + dt.timedelta(days=move.days or 7)
        memory.low_adherence |= move.to == "shrink"
        memory.range_held |= move.to == "hold_range"
        if move.to == "refer" and hit.text not in reader.advice:
            reader.advice.append(hit.text)
        _once_a_week(reader, Move(date=day, rule=hit.rule, to=move.to, text=hit.text))


def _once_a_week(reader: Reader, move: Move) -> None:
    """Record a move of the plan as a whole unless it was told within the last days."""
    told = [
        old
        for old in reader.moves
        if (old.exercise, old.rule, old.to) == (None, move.rule, move.to) and (move.date - old.date).days < REPEAT_DAYS
    ]
    if not told:
        _record(reader, move)


def _resting(reader: Reader, day: dt.date) -> bool:
    return reader.memory.frozen_until is not None and day <= reader.memory.frozen_until


def _one_entry(reader: Reader, entry: LogEntry, advanced: AbstractSet[str]) -> bool:
    """Read one entry; return whether it moved the exercise one level forward."""
    one = reader.standings[entry.exercise_id, entry.side]
    one.level, one.skip = min(entry.level, one.max_level), False
    before = entry_facts(entry, one, reader.memory)
    for hit in fired("log", before, rules()):
        if hit.move.to == "red":
            reader.memory.reds.append(Red(date=entry.date, exercise=entry.exercise_id))
            _set_level(reader, one, one.level, hit, entry.date)
    facts = entry_facts(entry, one, reader.memory)
    hits = sorted(fired("log", facts, rules()), key=lambda hit: RANK.index(hit.move.to) if hit.move.to in RANK else -1)
    if facts["log_morning_rise"].missing and not facts["log_sharp_or_limping"].value:
        _open(
            reader,
            f"{entry.date} {one.exercise.id}: pain next morning not noted, so it does not count as comfortable",
        )
    _count(one, facts)
    went_back = stepped = False
    for hit in hits:
        kind = hit.move.to
        if kind == "advance":
            stepped = _advance(reader, one, hit, entry, advanced, blocked=hits[0].move.to not in {"advance", "go_on"})
        elif kind == "refer":
            reader.advice += [] if hit.text in reader.advice else [hit.text]
            _record(
                reader,
                Move(date=entry.date, exercise=one.exercise.id, side=one.side, rule=hit.rule, to=kind, text=hit.text),
            )
        elif kind != "red":
            went_back = _hold_or_back(reader, one, hit, entry, went_back=went_back)
    reader.memory.entries.append(entry)
    if one.held and not any(hit.move.hold_sessions for hit in hits):
        one.held -= 1
    return stepped


def _count(one: Standing, facts: dict[str, Fact]) -> None:
    for name, fact in (
        ("clean", "log_clean_sessions"),
        ("poor_form", "log_poor_form_sessions"),
        ("low_dose", "log_low_dose_sessions"),
    ):
        setattr(one, name, facts[fact].value)


def _advance(
    reader: Reader, one: Standing, hit: Fired, entry: LogEntry, advanced: AbstractSet[str], *, blocked: bool
) -> bool:
    full = len(advanced - {one.exercise.id}) >= (hit.move.most_per_session or 99)
    if blocked or reader.stopped or full:
        return False
    if one.level >= one.max_level:
        return False
    step = step_words(one.exercise, one.level + 1, hit.move, history=small_steps(reader.plan, one.side))
    _set_level(reader, one, one.level + 1, replace(hit, text=f"{hit.text}: {step}"), entry.date)
    one.clean = 0
    return True


def _hold_or_back(reader: Reader, one: Standing, hit: Fired, entry: LogEntry, *, went_back: bool) -> bool:
    """Apply stop, skip, back, hold or go on; an entry moves its exercise back by one level at most."""
    move = hit.move
    if move.to == "stop":
        reader.stopped = reader.stopped or hit.text
    for other in _concerned(reader, one, move, entry):
        other.held = max(other.held, move.hold_sessions)
        if move.to in {"back", "skip"}:
            own = other is one
            other.skip |= move.to == "skip" and own
            _set_level(reader, other, other.level - (0 if own and went_back else 1), hit, entry.date)
            other.clean = 0
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
                    text=hit.text,
                    cue=cue,
                ),
            )
    return went_back or move.to in {"back", "skip"}


def _concerned(reader: Reader, one: Standing, move: MoveAction, entry: LogEntry) -> list[Standing]:
    """Return the exercises a move is for: this one, or all that load the same region (R55, R56)."""
    trait = "calf_load" if move.calf_only else REGIONS.get(entry.pain_site or "") if move.region else None
    if move.region and trait is None and "calf_load" in one.exercise.traits:
        trait = "calf_load"
    others = [s for s in reader.standings.values() if trait in s.exercise.traits and s.side in {one.side, "both"}]
    return [one, *(other for other in others if other is not one)] if not move.calf_only else others


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
            text=hit.text,
        ),
    )


def _record(reader: Reader, move: Move) -> None:
    reader.moves.append(move)


def _open(reader: Reader, text: str) -> None:
    if text not in reader.not_assessed:
        reader.not_assessed.append(text)
