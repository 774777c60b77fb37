"""The session player's data, and how its reports become log entries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pydantic import Field

from dorsi.errors import check_option
from dorsi.programme import catalogue
from dorsi.programme.exercises.dose_words import way_words
from dorsi.programme.exercises.how_to import card_of, moves_of
from dorsi.programme.exercises.item_dose import with_dose
from dorsi.programme.logbook.answering import FELT, FELT_WORDS, is_done
from dorsi.programme.logbook.day_changes import is_stopped, size_text
from dorsi.report.programme.cards import HowCard, how_cards
from dorsi.schema.log import WHOLE_DOSE, Log, LogEntry
from dorsi.schema.plan import Day, Dose, SessionItem
from dorsi.schema.session import Finite, Strict, Whole
from dorsi.vocabulary import Side
from dorsi.web.pain_kept import is_sore
from dorsi.web.sore_places import pain_areas, places_by_side
from dorsi.web.static_files import picture_url
from dorsi.web.stop_limits import stop_limits


class Figure(Strict):
    """One big figure of a dose."""

    value: str = Field(description="8 or 30 s")
    label: str = Field(description="what is counted")


class Pace(Strict):
    """The seconds that a dose does not set."""

    rep_s: Finite = Field(gt=0, description="one repetition without a tempo")
    rest_s: Finite = Field(ge=0, description="between two sets of the same leg")
    change_s: Finite = Field(ge=0, description="from one leg to the other")
    between_holds_s: Finite = Field(ge=0, description="from one hold to the next within a set")
    settle_s: Finite = Field(ge=0, description="into the position, once")


class Fault(Strict):
    """A common fault with its mend."""

    text: str
    picture: str = Field(description="URL of the picture of both ways; empty without one")
    alt: str


class Steps(Strict):
    """How an exercise is done."""

    words: str
    adapted: list[str] = Field(description="how a limit adapts it")
    needs: str
    start: str
    steps: list[str]
    feel: str
    faults: list[Fault]
    stop: str
    moving: str = Field(description="URL of the animation; empty without one")
    still: str
    alt: str


class PlayItem(Strict):
    """One screen of the player."""

    item: SessionItem
    legs: list[Side] = Field(description="alternate set by set")
    figures: list[Figure]
    pace: Pace
    words: dict[str, str] = Field(description="cues: go, hold and back of a tempo; during a round")
    ways: list[str] = Field(default=[], description="each direction in words; empty if there is one")
    how: Steps | None
    ask: str | None = Field(default=None, description="question whose answer decides the next level, if it does today")
    noted: bool = Field(default=False, description="whether the log has it done today, from another session or form")


class Ending(Strict):
    """One answer to "How was it?"."""

    id: str
    label: str
    ease: Finite


class Played(Strict):
    """What has been done of a session so far; each one replaces the last."""

    entries: list[LogEntry] = Field(max_length=500)
    left: SessionItem | None = Field(default=None, description="rest of a painful exercise")
    revision: Whole | None = Field(default=None, ge=0, description="grows with each change; older never replaces newer")
    edits: Whole | None = Field(default=None, ge=0, description="edits of its pain in the log that the sender knows of")


class Left(Strict):
    """Today's session as adapted by the rules."""

    date: dt.date = Field(description="today's date")
    day: list[PlayItem] = Field(description="today's session, adapted to the log")
    left: list[PlayItem] = Field(description="rest of the painful exercise")
    notes: list[str]
    waits: list[str] = Field(default=[], description="what isn't noted of today's session and keeps the levels")
    over: bool = Field(default=False, description="pain ended the session, wherever it was noted; notes say why")
    edits: Whole = Field(default=0, description="how often the pain of this session was edited in the log")
    entries: list[LogEntry] = Field(default=[], description="of this session as kept; pain logged elsewhere stays")


ENDINGS: Final = tuple(Ending(id=name, label=FELT_WORDS[name], ease=ease) for name, ease in FELT.items())


Asked = Mapping[tuple[str, Side], str]


def play_items(items: Sequence[SessionItem], asked: Asked, noted: Log | None = None) -> list[PlayItem]:
    """Return a screen for each exercise of a session, with the questions of its end by exercise and side.

    `noted` has the entries of the day from elsewhere: what they have done or sore is not offered again.
    """
    screens = [play_item(item, asked.get((item.exercise, item.side))) for item in items]
    if noted is None:
        return screens
    return [one.model_copy(update={"noted": _is_noted(one.item, noted)}) for one in screens]


def noted_elsewhere(log: Log, date: dt.date, session_id: str | None = None) -> Log:
    """Return a day's entries of other sessions and forms that are done in full, or sore."""
    entries = [
        one
        for one in log.entries
        if one.date == date
        and (session_id is None or one.session_id != session_id)
        and (is_sore(one) or one.dose_done_pct is None or one.dose_done_pct >= WHOLE_DOSE)
    ]
    return Log(entries=entries)


def _is_noted(item: SessionItem, noted: Log) -> bool:
    return any(is_done(item, noted, one.date) for one in noted.entries[:1])


def play_item(item: SessionItem, ask: str | None = None) -> PlayItem:
    """Return the screen of one exercise."""
    exercise, moves = catalogue()[item.exercise], moves_of(item.exercise, item.level)
    takes_turns = item.side == "both" and not exercise.together(item.level)
    [how] = how_cards([item], picture_url) or (None,)
    return PlayItem(
        item=item,
        legs=["left", "right"] if takes_turns else [item.side],
        figures=figures(item.dose),
        pace=_pace(item),
        words={"go": moves.go, "hold": moves.hold, "back": moves.back, "during": moves.during},
        ways=way_words(moves, item.dose),
        how=None if how is None else _steps(how),
        ask=ask,
    )


def figures(dose: Dose) -> list[Figure]:
    """Return the numbers of a dose as big figures: sets, repetitions, seconds of a hold.

    Examples
    --------
    >>> [(one.value, one.label) for one in figures(Dose(sets=2, reps=8))]
    [('2', 'sets'), ('8', 'times')]
    """
    where = " each way" if dose.ways > 1 else ""
    times = f"{'time' if dose.reps == 1 else 'times'}{where}"
    found = [Figure(value=f"{dose.sets}", label="sets" if dose.reps else "times")] if dose.sets > 1 else []
    found += [Figure(value=f"{dose.reps}", label=times)] if dose.reps else []
    return found + (
        [Figure(value=f"{dose.hold_s:g} s", label="each" if found else where.strip())] if dose.hold_s else []
    )


def _pace(item: SessionItem) -> Pace:
    exercise, timing = catalogue()[item.exercise], catalogue().timing
    return Pace(
        rep_s=exercise.rep_s or timing.rep_s,
        rest_s=timing.rest_s[item.category] if item.dose.rest_s is None else item.dose.rest_s,
        change_s=timing.change_s,
        between_holds_s=timing.between_holds_s,
        settle_s=timing.settle_s[item.category],
    )


def _steps(how: HowCard) -> Steps:
    card = how.card
    return Steps(
        words=card.words,
        adapted=list(how.adapted),
        needs=how.needs,
        start=card.start,
        steps=list(card.steps),
        feel=card.feel,
        faults=[
            Fault(text=f"{one.fault} {one.mend}", picture=one.address, alt=one.picture.alt if one.picture else "")
            for one in how.faults
        ],
        stop=card.stop,
        moving=how.moving,
        still=how.still,
        alt=how.picture.alt if how.picture else "",
    )


def things_needed(items: Sequence[SessionItem]) -> list[str]:
    """Return what to have ready for a session, each thing once."""
    cards = (card_of(one.exercise, one.level) for one in items)
    needs = dict.fromkeys(need for card in cards if card is not None for need in card.needs)
    # Where a wall is needed anyway, "a wall or a firm chair" asks for nothing more.
    return [one for one in needs if not any(part in needs for part in one.split(" or ") if part != one)]


def checked_left(item: SessionItem) -> SessionItem:
    """Return the rest of an exercise, with the text and minutes of its dose.

    Raises
    ------
    OptionError
        If the exercise or level is not in the catalogue.
    """
    check_option("exercise", item.exercise, sorted(catalogue().exercises))
    check_option("level", str(item.level), [str(level) for level in catalogue()[item.exercise].levels])
    return with_dose(item, item.dose)


class PlayPage(NamedTuple):
    """The data of the player's page."""

    person: int
    date: dt.date
    day: Day
    asked: Asked
    log: Log

    def as_record(self) -> dict[str, object]:
        """Return it as JSON data."""
        noted = noted_elsewhere(self.log, self.date)
        return {
            "person": self.person,
            "date": self.date.isoformat(),
            "items": [one.model_dump(mode="json") for one in play_items(self.day.items, self.asked, noted)],
            "held": sorted({one.session_id for one in self.log.entries if one.session_id and one.date == self.date}),
            "notes": self.day.notes,
            "over": is_stopped(self.day),
            "stop": stop_limits().model_dump(mode="json"),
            "needs": things_needed(self.day.items),
            "size": size_text(self.day.items),
            "areas": list(pain_areas().items()),  # a page sorts the names of a mapping
            "places": places_by_side(),
            "endings": [one.model_dump() for one in ENDINGS],
        }
