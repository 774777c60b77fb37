"""Stored results for the pages: one line in a list, or the whole report with its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dorsi import measures
from dorsi.detectable import detectable_changes
from dorsi.errors import OptionError
from dorsi.exchange.signals_file import load_signals
from dorsi.intake.form import checked, gathered
from dorsi.intake.parts import needed_left
from dorsi.people.clips import age_of
from dorsi.programme.facts.clip_series import Filmed
from dorsi.protocols import PROTOCOLS
from dorsi.report import ON_THE_PAGE, Ways
from dorsi.report.beside import BesideView, beside
from dorsi.report.clip.advice import title_of, warnings_of
from dorsi.report.clip.next_step import AnswerState, NextStep, legs_of, next_step
from dorsi.report.folder_page import Filed, Stored, norms_of, report_page
from dorsi.report.paper.clinic import clinician_page
from dorsi.report.pictures import SEEN_NAME, Pictures
from dorsi.report.render import Page, render
from dorsi.report.text import amounts, words
from dorsi.schema.plan import Plan
from dorsi.schema.session import Difference
from dorsi.store import PersonRecord, SessionRecord, Store
from dorsi.store.drafts import draft
from dorsi.types import SIDES
from dorsi.web.static_files import picture_url
from dorsi.wording.days import day_text


@dataclass(frozen=True, kw_only=True)
class HeadlineNumber:
    """One side's headline number."""

    side: str
    side_name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A clip in one line."""

    key: str
    person: str
    title: str
    day: str
    label: str
    numbers: tuple[HeadlineNumber, ...]
    reason: str  #: why nothing was measured


def headlines(record: SessionRecord) -> Headline:
    """Return a clip in one line."""
    session = record.session
    protocol = PROTOCOLS.get(session.movement)
    quantity = protocol.headline if protocol else ""
    found = [one for one in session.measurements if one.name == quantity]
    measured = [one for one in found if one.value is not None]
    reasons = [one.reason for one in found if one.reason] or [warn.text for warn in warnings_of(session)]
    return Headline(
        key=record.key,
        person=record.person,
        title=title_of(session),
        day=day_text(record.recorded_on) if record.recorded_on else "no date",
        label=measures.label_of(quantity) if quantity else "",
        numbers=tuple(
            HeadlineNumber(side=one.side, side_name=measures.SIDE_NAMES[one.side], text=amounts.with_bound(one))
            for one in measured
        ),
        reason="" if measured or not reasons else words.sentence(words.reason_text(reasons[0])),
    )


@dataclass(frozen=True, kw_only=True)
class Other:
    """A clip to compare another one with."""

    key: str
    text: str  #: what it is: "30 Oct 2026", "the other leg"


def to_compare(record: SessionRecord, records: Sequence[SessionRecord]) -> Other | None:
    """Return what a measured clip is best compared with: the same leg before it, or after, else the other leg.

    None where the person has no other clip of the movement with a number.
    """
    legs = {one.side for one in headlines(record).numbers}
    alike = [one for one in records if one.key != record.key and one.session.movement == record.session.movement]
    found = [(one, {number.side for number in headlines(one).numbers}) for one in sorted(alike, key=age_of)]
    same = [one for one, sides in found if sides & legs]
    apart = [one for one, sides in found if len(sides) == len(legs) == 1 and not sides & legs]
    before = [one for one in same if age_of(one) < age_of(record)]
    if nearest := (before[-1:] or same[:1]):
        day = nearest[0].recorded_on
        return Other(key=nearest[0].key, text="your other clip" if day is None else day_text(day))
    return Other(key=apart[-1].key, text="the other leg") if apart else None


def person_address(key: str, number: int) -> str:
    """Return the address of the picture of one of several people in a clip, the first being 0."""
    return f"/clips/{key}/people/{number}.jpg"


@dataclass(frozen=True)
class Served:
    """Pictures of a stored result at their addresses in the web app."""

    key: str

    def still(self, _pictures: Pictures, number: int) -> str:
        """Return the address of a key frame."""
        return f"/clips/{self.key}/stills/{number}.jpg"

    def video(self, pictures: Pictures) -> str:
        """Return the address of the overlay video; empty where there is none."""
        return "" if pictures.video is None else f"/clips/{self.key}/overlay.mp4"

    def person(self, _pictures: Pictures, number: int) -> str:
        """Return the address of the picture of one of several people."""
        return person_address(self.key, number)

    def seen(self, _pictures: Pictures) -> str:
        """Return the address of the picture of what was seen of a clip without a number."""
        return f"/clips/{self.key}/stills/{SEEN_NAME}"


def shown_report(
    records: Sequence[SessionRecord],
    *,
    plan: Plan | None,
    differences: Sequence[Difference] = (),
    with_plan: bool = True,
    ways: Ways = ON_THE_PAGE,
    known: Sequence[Filmed] | None = None,
) -> Page:
    """Return the stored report of one clip, or of several of one person, with picture URLs.

    `known` are all clips of the person with their day, for what changed since the one before.

    Raises
    ------
    DataError
        If files of a result are missing.
    """
    return report_page(
        [_filed(one, known) for one in records],
        plan=plan,
        differences=differences,
        with_plan=with_plan,
        detectable=detectable_changes(),
        addresses=lambda i: Served(records[i].key),
        exercise_address=picture_url,
        ways=ways,
    )


def shown_beside(records: Sequence[SessionRecord]) -> BesideView:
    """Return two stored results side by side, with picture URLs.

    Raises
    ------
    OptionError
        If they are not two of one movement.
    """
    if len(records) != 2:
        raise OptionError(f"tick two clips of one movement to see them side by side; {len(records)} are ticked")
    first, second = (_filed(one) for one in records)
    return beside(first, second, detectable=detectable_changes(), addresses=lambda i: Served(records[i].key))


def report_file(
    record: SessionRecord, plan: Plan | None, ways: Ways = ON_THE_PAGE, known: Sequence[Filmed] | None = None
) -> str:
    """Return the stored report of one clip as one HTML file including its pictures; `known` as in `shown_report`.

    Its button says what that of the page with these `ways` says, and leads to a place in the file.

    Raises
    ------
    DataError
        If files of the result are missing.
    """
    here = ON_THE_PAGE
    ways = replace(ways, film=here.film, questions=here.questions, session=here.session, again=here.again)
    if ways.training is not None:
        films = ways.training.leads_to == "film"
        told = replace(ways.training, href=here.film("", "") if films else here.session, sends=())
        # That nothing is left for today says little in a file, which is read on other days, too.
        told = replace(told, verb="See your exercises", why="") if told.done else told
        ways = replace(ways, training=told)
    return render(report_page([_filed(record, known)], plan=plan, detectable=detectable_changes(), ways=ways))


def clinic_file(records: Sequence[SessionRecord], plan: Plan | None) -> bytes:
    """Return one A4 page on clips of one person for a clinician, as a PDF.

    Raises
    ------
    DataError
        If files of a result are missing.
    """
    return clinician_page([_filed(one) for one in records], norms_of(plan, detectable_changes()))


def ways_of(store: Store, person: PersonRecord, records: Sequence[SessionRecord], *, key: str | None = None) -> Ways:
    """Return where the button of a person's report leads, and which legs have a number in any of these clips.

    Parameters
    ----------
    store
        What is stored.
    person
        Whose report it is.
    records
        Of the clips.
    key
        Of the clip that the report is about; None for a report about several.
    """
    found = ((one.session.movement, one.session.measurements) for one in records)
    begun = draft(store, person.id)
    answers = gathered(begun or {}, checked)[0]
    return Ways(
        film=lambda movement, side: film_address(person, movement, side),
        questions=f"/people/{person.id}/intake",
        session=f"/people/{person.id}/today",
        asked=needed_left(answers),
        begun=any(one is not None for one in answers.values()),
        measured=frozenset(
            (movement, one.side)
            for movement, listed in found
            if movement in PROTOCOLS
            for one in listed
            if one.name == PROTOCOLS[movement].headline and one.value is not None
        ),
        planned=bool(person.plans),
        again=None if key is None else lambda movement, side: _correct_address(key, movement, side),
    )


def _correct_address(key: str, movement: str, side: str) -> str:
    leg = f"&side={side}" if side else ""
    return f"/clips/{key}/correct?movement={movement}{leg}"


def film_address(person: PersonRecord, movement: str, side: str, view: str = "") -> str:
    """Return where a movement of a person is filmed, with leg and view chosen beforehand where they are named."""
    leg, front = f"&side={side}" if side in SIDES else "", "&view=front" if view == "front" else ""
    return f"/film/{movement if movement in PROTOCOLS else 'auto'}?person={person.id}{leg}{front}"


def next_of(records: Sequence[SessionRecord], plan: Plan | None, ways: Ways) -> NextStep | None:
    """Return the one thing a person does next; None without a clip, or where their programme says it.

    Parameters
    ----------
    records
        Their newest session of each movement and leg.
    plan
        Their programme, if there is one.
    ways
        Where a button leads, from the same sessions.
    """
    measured = {movement for movement, _ in ways.measured}
    filmed = [name for name in PROTOCOLS if name in measured] or [one.session.movement for one in records[:1]]
    if not filmed:
        return None
    sides = [side for side in SIDES if (filmed[0], side) in ways.measured]
    return next_step(AnswerState(movement=filmed[0], measured=sides, wanted=legs_of(filmed[0])), plan, ways)


def _filed(record: SessionRecord, known: Sequence[Filmed] | None = None) -> Filed:
    clip = Stored(session=record.session, signals=load_signals(record.folder / "signals.csv"))
    return Filed(clip=clip, folder=record.folder, known=known)
