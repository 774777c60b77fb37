"""What has been read of a log so far, and the rules that apply to it with their moves."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.entry import Memory, Standing
from dorsi.programme.language.conditions import Fact, outcome
from dorsi.programme.language.moves import MoveAction
from dorsi.programme.language.vocabulary import Scope, vocabulary
from dorsi.programme.rulebook.rules import cases_of, log_numbers
from dorsi.schema.log import Move
from dorsi.schema.plan import Plan
from dorsi.vocabulary import Side
from dorsi.wording.days import day_text


class MoveTexts(TypedDict):
    """The texts of a `Move`."""

    text: str
    rule_text: str


@dataclass(frozen=True, kw_only=True)
class Fired:
    """A rule that applies, with its move."""

    rule: str
    text: str
    move: MoveAction
    pain: float | None = None  #: noted with it, 0 to 10
    words: Mapping[str, object] = field(default_factory=dict)  #: what else its text may name
    step: str = ""  #: what it changes of the exercise that it moves

    @property
    def said(self) -> str:
        """The rule's text, with the numbers of its move, the pain noted, and facts that are words."""
        return self.move.fill(self.text, pain=self.pain, more=self.words)

    @property
    def told(self) -> MoveTexts:
        """The texts of a record of the move: what the rule says, alone and with the step."""
        return {"rule_text": self.said, "text": f"{self.said}: {self.step}" if self.step else self.said}


@dataclass(frozen=True, kw_only=True)
class DoneToday:
    """An exercise as it was when it was done on the last day."""

    level: int
    dose_frac: float  #: share of the dose it had
    lowered: bool  #: at a lower level than the log's, as this morning asked for
    hit: Fired | None  #: what shortens the rest of it


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What an exercise's last session leaves open, so that it does not count or its level waits."""

    date: dt.date
    missing: tuple[str, ...] = ()  #: what is not noted, without which the session does not count
    asks: str | None = None  #: question whose answer decides the step up


@dataclass(kw_only=True)
class Reader:
    """The log read so far."""

    plan: Plan
    standings: dict[tuple[str, Side], Standing]
    detectable: DetectableChanges = PUBLISHED
    memory: Memory = field(default_factory=Memory.empty)
    lasting: list[tuple[Fired, dt.date]] = field(default_factory=list)  #: moves of the whole plan, to their last day
    now: list[Fired] = field(default_factory=list)  #: moves of the whole plan since the last session
    today: dict[tuple[str, Side], DoneToday] = field(default_factory=dict)  #: done on the last day
    skipped: set[tuple[str, Side]] = field(default_factory=set)  #: left out by the session of the last day, after pain
    waits: dict[tuple[str, Side], Waits] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    not_assessed: list[str] = field(default_factory=list)
    stopped: Fired | None = None
    ended: Fired | None = None  #: what ended the session of the last day
    last: dt.date | None = None


def fired(scope: Scope, facts: dict[str, Fact]) -> Iterator[Fired]:
    """Yield the rules of a scope that apply with a move, tier by tier."""
    noted = facts["log_pain_during"].value if "log_pain_during" in facts else None
    pain = noted if isinstance(noted, float) else None
    for rule, cases in cases_of(scope):
        for case in cases:
            if outcome(case.when, facts):
                for action in case.then:
                    if action.move:
                        words = words_for(facts) if "{" in case.text else {}
                        yield Fired(rule=rule.id, text=case.text, move=action.move, pain=pain, words=words)
                if rule.match == "first":
                    break


def words_for(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Return what a move's text may name besides the move's keys: facts in words, and the numbers of the log."""
    kinds = vocabulary()
    spoken = {name: facts[name].value or "" for name, kind in kinds.items() if kind.kind == "text" and name in facts}
    return log_numbers().model_dump() | spoken


def set_level(reader: Reader, one: Standing, level: int, hit: Fired, day: dt.date) -> None:
    """Set the level of an exercise, within what is allowed, and record the move."""
    before, after = one.level, max(1, min(level, one.max_level))
    one.level = after
    record(
        reader,
        Move(
            date=day,
            exercise=one.exercise.id,
            side=one.side,
            rule=hit.rule,
            to=hit.move.to,
            level_before=before,
            level_after=after,
            **hit.told,
        ),
    )


def record(reader: Reader, move: Move) -> None:
    """Record a move."""
    reader.moves.append(move)


def waits_words(day: dt.date, what: str, others: int = 0) -> str:
    """Return in words that something is not noted of a day, without which its session, or some of it, doesn't count."""
    if others:
        named = "exercise" if others == 1 else f"{others} exercises"
        they = "it doesn't" if others == 1 else "they don't"
        return f"{day_text(day)}, the other {named}: {what} yet, so {they} count towards the next level"
    return f"{day_text(day)}: {what} yet, so the session doesn't count towards the next level"


def note_open(reader: Reader, text: str) -> None:
    """Record what could not be assessed, once."""
    if text not in reader.not_assessed:
        reader.not_assessed.append(text)
