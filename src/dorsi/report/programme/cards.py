"""The cards that show how an exercise is done, with its picture where there is one."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dorsi.programme.exercises.how_to import ExerciseCard, adapted_form, card_for, card_of, needs_words
from dorsi.programme.exercises.pictures import FaultPicture, LevelPicture, fault_pictures, picture_bytes, picture_of
from dorsi.schema.plan import PlanItem, SessionItem


@dataclass(frozen=True, kw_only=True)
class FaultShown:
    """A fault with its mend, and the picture of both ways where there is one."""

    fault: str
    mend: str
    picture: FaultPicture | None
    address: str  #: of the picture; empty where there is none


@dataclass(frozen=True, kw_only=True)
class HowCard:
    """One level of an exercise on the page."""

    who: str  #: which leg, where the legs are at different levels
    card: ExerciseCard
    needs: str
    adapted: tuple[str, ...]  #: how a limit of the plan changes it; comes before the steps
    picture: LevelPicture | None
    moving: str  #: address of the picture; empty where there is none
    still: str  #: the same for people who asked for less motion, and for paper
    faults: tuple[FaultShown, ...]


#: Gives the address of a picture's file.
Address = Callable[[str], str]


def inside(name: str) -> str:
    """Return a picture's file as an address that holds it, for a page that needs no other file."""
    return f"data:image/webp;base64,{base64.b64encode(picture_bytes(name)).decode()}"


def how_cards(items: Sequence[PlanItem] | Sequence[SessionItem], address: Address = inside) -> tuple[HowCard, ...]:
    """Return a card for each level of one exercise, given the items of its sides."""
    by_level: dict[int, list[PlanItem | SessionItem]] = {}
    for item in items:
        by_level.setdefault(item.level, []).append(item)
    cards = {level: card_for(same) for level, same in by_level.items()}
    return tuple(
        HowCard(
            who=" and ".join(item.side for item in same) if len(by_level) > 1 else "",
            card=card,
            needs=needs_words(card),
            adapted=_adapted(same),
            picture=(shown := picture_of(card.exercise, level)),
            moving=address(shown.moving) if shown else "",
            still=address(shown.still) if shown else "",
            faults=tuple(_faults(card, address)),
        )
        for level, same in by_level.items()
        if (card := cards[level]) is not None
    )


def details_of(item: SessionItem) -> list[str]:
    """Return what to know before doing an exercise; what to have ready is what its card says that it needs."""
    card = card_of(item.exercise, item.level)
    return item.details if card is None else item.details_with(card.needs)


def _faults(card: ExerciseCard, address: Address) -> Iterator[FaultShown]:
    """Yield the faults of an exercise with their pictures."""
    for number, one in enumerate(card.faults):
        picture = fault_pictures().get((card.exercise, number))
        shown = address(picture.still) if picture else ""
        yield FaultShown(fault=one.fault, mend=one.mend, picture=picture, address=shown)


def _adapted(items: Sequence[PlanItem | SessionItem]) -> tuple[str, ...]:
    """Return how limits change the form, each once; a limit of one leg alone names it."""
    forms: dict[str, list[str]] = {}
    for item in items:
        for cap in item.caps:
            if form := adapted_form(item.exercise, cap):
                forms.setdefault(form, []).append(cap.side or item.side)
    return tuple(
        form if "both" in legs or len(set(legs)) > 1 else f"{legs[0].capitalize()} leg: {form}"
        for form, legs in forms.items()
    )
