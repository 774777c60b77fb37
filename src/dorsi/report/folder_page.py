"""The report page, laid out from result folders: as one file that holds its pictures, or with addresses of them."""

import base64
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.clip_series import Filmed
from dorsi.programme.rulebook.rules import adult_from_years
from dorsi.report.clip.next_step import ON_THE_PAGE, Ways
from dorsi.report.clip.page import ClipView, Norms, ShownClip, SideCard, clip_view
from dorsi.report.drawing.overlay import angle_shown, fitted_size
from dorsi.report.drawing.stills import person_still, seen_still, still_of
from dorsi.report.pictures import Pictures, read_pictures
from dorsi.report.programme.cards import Address, inside
from dorsi.report.programme.plan_view import plan_view
from dorsi.report.render import Page, common_title
from dorsi.schema.plan import Plan
from dorsi.schema.session import Difference, Session
from dorsi.types import Signals
from dorsi.wording.days import day_text


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is stored of a clip's analysis and shown of it."""

    session: Session
    signals: Signals


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A clip's analysis, fresh or stored, and the folder that holds its pictures."""

    clip: ShownClip
    folder: Path
    known: Sequence[Filmed] | None = None  #: all clips of the person with their day; None where they are not known


class Addresses(Protocol):
    """Where a page finds the pictures of one clip."""

    def still(self, pictures: Pictures, number: int) -> str:
        """Return the address of a key frame."""

    def video(self, pictures: Pictures) -> str:
        """Return the address of the overlay video; empty where there is none."""

    def seen(self, pictures: Pictures) -> str:
        """Return the address of the picture of what was seen of a clip without a number."""

    def person(self, pictures: Pictures, number: int) -> str:
        """Return the address of the picture of one of several people."""


class Inside:
    """Pictures inside the page itself, which then needs no other file."""

    def still(self, pictures: Pictures, number: int) -> str:
        """Return the key frame as a data URI."""
        return _data_uri("image/jpeg", pictures.jpeg(number))

    def video(self, pictures: Pictures) -> str:
        """Return the video as a data URI."""
        return "" if pictures.video is None else _data_uri("video/mp4", pictures.video.read_bytes())

    def seen(self, pictures: Pictures) -> str:
        """Return the picture of what was seen as a data URI."""
        return _data_uri("image/jpeg", pictures.seen_jpeg())

    def person(self, pictures: Pictures, number: int) -> str:
        """Return the picture of one of several people as a data URI."""
        return _data_uri("image/jpeg", pictures.person_jpeg(number))


INSIDE: Final = Inside()


def report_page(
    clips: Sequence[Filed],
    *,
    plan: Plan | None,
    differences: Sequence[Difference] = (),
    with_plan: bool = True,
    detectable: DetectableChanges = PUBLISHED,
    addresses: Callable[[int], Addresses] = lambda _index: INSIDE,
    exercise_address: Address = inside,
    ways: Ways = ON_THE_PAGE,
) -> Page:
    """Return the report of one clip, or of several of one person.

    Parameters
    ----------
    clips
        What was measured, and where its pictures lie.
    plan
        The person's programme; its bands stand beside the numbers.
    differences
        Left minus right, for several clips.
    with_plan
        Whether the programme itself is on the page, too; never where no clip has a number.
    detectable
        From which change on a number counts as changed.
    addresses
        Gives where the page finds the pictures of a clip, by its place among `clips`; inside itself by default.
    exercise_address
        Gives where it finds the picture of an exercise.
    ways
        Where the button for the next step leads.

    Raises
    ------
    DataError
        If the pictures of a clip are gone.
    """
    norms = norms_of(plan, detectable)
    found = [read_pictures(one.folder) for one in clips]
    views = tuple(
        _view(
            one.clip,
            pictures,
            addresses(i),
            anchor="clip" if len(clips) == 1 else f"clip{i + 1}",
            norms=replace(norms, clips=one.known),
        )
        for i, (one, pictures) in enumerate(zip(clips, found, strict=True))
    )
    measured = any(not card.reason for view in views for card in view.headline)
    return Page(
        title=common_title(views),
        person=clips[0].clip.session.person,
        clips=views,
        cards=joint_cards(views) if len(views) > 1 else views[0].cards,
        differences=tuple(differences),
        plan=plan_view(plan, exercise_address) if plan is not None and with_plan and measured else None,
        faces_covered=all(pictures.faces_covered for pictures in found),
        ways=ways,
        known_plan=plan,
        when=_when([one.clip.session for one in clips]),
    )


def _when(sessions: Sequence[Session]) -> str:
    """Return the days on which clips were filmed, each once, the earliest first."""
    days = sorted({dt.date.fromisoformat(one.recorded_at[:10]) for one in sessions if one.recorded_at})
    return ", ".join(map(day_text, days))


def _view(clip: ShownClip, pictures: Pictures, addresses: Addresses, *, anchor: str, norms: Norms) -> ClipView:
    """Return the view of a clip with its pictures; no key frame of a leg whose angle is refused."""
    session, video_uri = clip.session, addresses.video(pictures)
    return clip_view(
        clip,
        anchor=anchor,
        stills=[
            still_of(one, session, addresses.still(pictures, number))
            for number, one in enumerate(pictures.stills)
            if angle_shown(session, one.side)
        ],
        seen=seen_still(pictures.seen, addresses.seen(pictures)) if pictures.seen else None,
        people=[
            person_still(one, number, addresses.person(pictures, number - 1))
            for number, one in enumerate(pictures.people, 1)
        ],
        video_uri=video_uri,
        video_size_px=fitted_size(session.clip.size_px) if video_uri else (0, 0),
        norms=norms,
    )


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def norms_of(plan: Plan | None, detectable: DetectableChanges = PUBLISHED) -> Norms:
    """Return what goes with a programme: its own limits of bands, or none where it was refused for age."""
    if plan is None:
        return Norms(detectable=detectable)
    return Norms(
        detectable=detectable,
        banded=plan.stop is None or (plan.stop.level != "adults_only" and plan.age_years >= adult_from_years()),
        limits={(band.side, band.scale): band.limits for band in plan.bands if band.scale and band.limits},
    )


def joint_cards(views: Sequence[ClipView]) -> tuple[SideCard, ...]:
    """Return the headline cards of all clips, left before right; "not measured" only where no clip measured it."""
    every = [(view.movement, card) for view in views for card in view.cards]
    measured = {(movement, card.label, card.side) for movement, card in every if not card.reason}
    kept: dict[tuple[str, str, str, str], SideCard] = {}
    for movement, card in every:
        key = (movement, card.label, card.side)
        if not card.reason:
            kept[*key, card.clip_name] = card
        elif key not in measured:
            kept.setdefault((*key, ""), card)
    order = {"both": 0, "left": 1, "right": 2}
    return tuple(sorted(kept.values(), key=lambda card: (bool(card.reason), card.label, order[card.side])))
