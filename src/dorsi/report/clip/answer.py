"""What the first screen says: which ankle, how far it bends, what that means, how the legs differ, what to do next."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dorsi import measures
from dorsi.measures.bands import BANDS, band_table, bends_words
from dorsi.protocols import PROTOCOLS, name_of
from dorsi.report.clip.advice import NOT_MEASURED
from dorsi.report.clip.next_step import AnswerState, NextStep, Ways, legs_of, next_step
from dorsi.report.clip.page import ClipView, SideCard
from dorsi.report.clip.scale import SharedLine, shared_line
from dorsi.report.text import words
from dorsi.schema.plan import Plan
from dorsi.schema.session import Difference

ORDER: Final = {"both": 0, "left": 1, "right": 2}
ONLY_LUNGE: Final = "Only the lunge has a usual range to compare with."


@dataclass(frozen=True, kw_only=True)
class Also:
    """Another movement of the same report, in one line."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Rather:
    """The movement or the leg that a clip shows instead of the one it was measured as."""

    movement: str
    side: str  #: empty where the leg is not in question
    clip_name: str

    @property
    def what(self) -> str:
        """What to measure, after "measure"."""
        return f"the {self.side} leg" if self.side else f"as {name_of(self.movement).one}"

    @property
    def command(self) -> str:
        """What to type to measure the clip so."""
        leg = f" --side {self.side}" if self.side else ""
        return f"dorsi analyse {shlex.quote(self.clip_name)} --movement {self.movement}{leg}"


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """The first screen."""

    movement: str
    label: str
    cards: tuple[SideCard, ...]  #: the headline number of each side that has one
    line: SharedLine | None  #: both on the scale of bands
    meaning: str
    differences: tuple[Difference, ...]
    missing: tuple[SideCard, ...]  #: sides without a number, with the reason
    also: tuple[Also, ...]
    rather: Rather | None
    next: NextStep | None


def answer_of(
    clips: Sequence[ClipView], differences: Sequence[Difference], plan: Plan | None, ways: Ways
) -> AnswerView:
    """Return the first screen of a report.

    Parameters
    ----------
    clips
        What the page shows; the first movement in the order of lists that was measured is the answer.
    differences
        Left minus right of several clips; without any, those of the one clip.
    plan
        The person's programme, if there is one.
    ways
        Where the button leads.
    """
    movement = _movement(clips)
    same = [view for view in clips if view.movement == movement]
    cards = _best_of_each_side(same)
    sides = [card.side for card in cards]
    name = cards[0].measurement.name if cards else ""
    given = differences or [one for view in same[:1] for one in view.differences]
    rather = None if cards else next((one for view in same if (one := _rather(view))), None)
    return AnswerView(
        movement=movement,
        label=measures.label_of(name) if name else "",
        cards=cards,
        line=shared_line([(card.side, card.measurement, card.reading) for card in cards if card.reading]),
        meaning=meaning(cards),
        differences=tuple(one for one in given if one.name == name)[:1],
        missing=_missing(same, sides),
        also=tuple(_also(clips, movement)),
        rather=rather,
        next=next_step(
            AnswerState(
                movement=movement,
                measured=sides,
                wanted=() if "both" in sides else legs_of(movement),
                rather="" if rather is None else rather.movement,
                rather_side="" if rather is None else rather.side,
                asked_side=_asked_side(same),
                stranger=any(one.code == NOT_MEASURED for view in same for one in view.warnings),
            ),
            plan,
            ways,
        ),
    )


def _asked_side(views: Sequence[ClipView]) -> str:
    """Return the leg that clips were to be measured on; empty where that is not one leg."""
    sides = {card.side for view in views for card in view.headline}
    return next(iter(sides)) if len(sides) == 1 else ""


def _movement(clips: Sequence[ClipView]) -> str:
    """Return the movement that the answer is about: measured before not measured, then in the order of lists."""
    order = list(PROTOCOLS)

    def rank(view: ClipView) -> tuple[bool, int]:
        known = order.index(view.movement) if view.movement in order else len(order)
        return all(card.reason for card in view.headline), known

    return min(clips, key=rank).movement


def _best_of_each_side(views: Sequence[ClipView]) -> tuple[SideCard, ...]:
    """Return one card for each side that was measured: the surest, then the one of the narrowest bound."""
    best: dict[str, SideCard] = {}
    for card in (card for view in views for card in view.headline if not card.reason):
        if card.side not in best or _doubt(card) < _doubt(best[card.side]):
            best[card.side] = card
    return tuple(sorted(best.values(), key=lambda card: ORDER[card.side]))


def _doubt(card: SideCard) -> tuple[bool, float]:
    bound = card.measurement.bound
    return card.measurement.status != "ok", float("inf") if bound is None else bound


def _missing(views: Sequence[ClipView], measured: Sequence[str]) -> tuple[SideCard, ...]:
    """Return one card for each side without a number in any clip; one alone where all have the same reason."""
    if "both" in measured:
        return ()
    found = {card.side: card for view in reversed(views) for card in view.headline if card.side not in measured}
    by_reason = {card.reason: card for card in sorted(found.values(), key=lambda card: -ORDER[card.side])}
    return tuple(sorted(by_reason.values() if not measured else found.values(), key=lambda card: ORDER[card.side]))


def _also(clips: Sequence[ClipView], movement: str) -> Iterator[Also]:
    """Yield the headline numbers of the other movements."""
    for title in dict.fromkeys(view.title for view in clips if view.movement != movement):
        cards = _best_of_each_side([view for view in clips if view.title == title])
        if cards:
            numbers = ", ".join(f"{card.side} {card.number}{card.symbol} {card.bound}" for card in cards)
            yield Also(title=title, text=f"{measures.label_of(cards[0].measurement.name)}: {numbers}")


def _rather(view: ClipView) -> Rather | None:
    """Return what a clip shows instead, where it shows a leg or a movement that dorsi measures."""
    if view.rather_side:
        return Rather(movement=view.movement, side=view.rather_side, clip_name=view.clip_name)
    if view.rather not in PROTOCOLS:
        return None
    return Rather(movement=view.rather, side="", clip_name=view.clip_name)


def meaning(cards: Sequence[SideCard]) -> str:
    """Return what the numbers mean, in plain words; the side with the least range first."""
    banded = [card for card in cards if card.reading]
    if not banded:
        said = words.sentence(measures.meaning_of(cards[0].measurement.name)) if cards else ""
        return f"{said} {ONLY_LUNGE}" if cards and cards[0].symbol == "°" else said
    by_text: dict[str, list[SideCard]] = {}
    for card in sorted(banded, key=lambda card: card.measurement.value or 0.0):
        by_text.setdefault(_bends(card, "bends"), []).append(card)
    if len(banded) > 1 and len(by_text) == 1:
        return f"Both ankles {_bends(banded[0], 'bend')}."
    return " ".join(f"The {same[0].side} ankle {text}." for text, same in by_text.items())


def _bends(card: SideCard, verb: str) -> str:
    """Return what follows "The left ankle": how far it bends, and how far it may bend within the measuring error."""
    reading = card.reading
    assert reading is not None
    names = [band.name for band in reading.bands]
    own = BANDS[names.index(reading.band.name)]
    open_ = sorted((BANDS[names.index(name)] for name in (reading.band.name, *reading.close_to)), key=BANDS.index)
    bends = band_table().bends
    if len(open_) > 2:
        sure = BANDS.index(open_[-1]) < BANDS.index("adequate")  # less than usual in any case
        between = f"between {bends[open_[0]]} and {bends[open_[-1]]}"
        return f"{'' if sure else 'most likely '}{verb} {bends_words(own)}: {between}"
    other = next((band for band in open_ if band != own), None)
    return f"{verb} {bends_words(own)}{f', maybe {bends[other]}' if other else ''}"
