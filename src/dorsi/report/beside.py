"""Two results of one person side by side: before and after, left and right, two pairs of shoes."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dorsi import measures
from dorsi.analysis.compare import assess, bound_of_difference
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import OptionError
from dorsi.programme.facts.points import point_of
from dorsi.programme.facts.trends import change_of
from dorsi.protocols import name_of
from dorsi.report.clip.page import SUBTITLE_GAP, filmed
from dorsi.report.folder_page import INSIDE, Addresses, Filed, report_page
from dorsi.report.render import Page, content_policy, environment, static_text
from dorsi.report.text import amounts
from dorsi.report.text.words import difference_text, sentence
from dorsi.schema.plan import UNTOLD_AGE_YEARS
from dorsi.schema.session import Measurement, Session
from dorsi.schema.sides import LEGS
from dorsi.version import __version__
from dorsi.wording.days import day_text


@dataclass(frozen=True, kw_only=True)
class BesideRow:
    """One quantity in both results."""

    label: str
    first: str
    second: str
    difference: str  #: second minus first, with its bound
    says: str  #: whether the two can be told apart


@dataclass(frozen=True, kw_only=True)
class BesideView:
    """Everything the page shows."""

    page: Page  #: of the two clips
    names: tuple[str, str]  #: what tells the one from the other
    zero_s: tuple[float, float]  #: the moment of each clip at which they are in step: its first peak or contact
    subtitles: tuple[str, str]  #: how each was filmed, without what its name says already
    heading: str  #: over the sentences
    sentences: tuple[str, ...]  #: what a rule says of the change, or how the legs differ
    rows: tuple[BesideRow, ...]


def beside(
    first: Filed,
    second: Filed,
    *,
    detectable: DetectableChanges = PUBLISHED,
    addresses: Callable[[int], Addresses] = lambda _index: INSIDE,
) -> BesideView:
    """Return two results of one person side by side.

    Parameters
    ----------
    first, second
        What was measured, and where its pictures lie; the second minus the first is the difference.
    detectable
        From which change on a number counts as changed.
    addresses
        Gives where the page finds the pictures of either clip; inside itself by default.

    Raises
    ------
    OptionError
        If they are of two movements or of two people.
    DataError
        If the pictures of a clip are gone.
    """
    one, two = first.clip.session, second.clip.session
    if one.movement != two.movement:
        both = " and ".join(name_of(name).one for name in (one.movement, two.movement))
        raise OptionError(f"side by side: the same movement twice can be compared, not {both}")
    if None not in {one.person, two.person} and one.person != two.person:
        raise OptionError(f"side by side: one person's results can be compared, not {one.person}'s and {two.person}'s")
    if one.id == two.id:
        raise OptionError("side by side: this is the same result twice; give two")
    page = report_page([first, second], plan=None, with_plan=False, detectable=detectable, addresses=addresses)
    names = _names(page, one, two)
    changes = tuple(_sentences(one, two, detectable))
    return BesideView(
        page=page,
        names=names,
        subtitles=(_beside_name(one, names[0]), _beside_name(two, names[1])),
        heading="What changed" if changes else "Left and right",
        zero_s=(_zero_s(one), _zero_s(two)),
        sentences=changes or tuple(_of_sides(one, two)),
        rows=tuple(_rows(one, two, detectable)),
    )


def render_beside(found: BesideView) -> str:
    """Return the page as HTML that needs nothing else."""
    style, script = static_text("report.css"), static_text("beside.js")
    return (
        environment()
        .get_template("beside.html")
        .render(
            found=found,
            page=found.page,
            style=style,
            script=script,
            policy=content_policy(style, script),
            version=__version__,
            several=True,
        )
    )


def pairs(one: Session, two: Session) -> Iterator[tuple[Measurement, Measurement]]:
    """Yield the numbers that can be held against each other: the same leg's, or the one leg that each clip shows."""
    for name in dict.fromkeys(m.name for m in one.measurements):
        firsts, seconds = ({m.side: m for m in _given(session, name)} for session in (one, two))
        common = [side for side in firsts if side in seconds]
        apart = [(firsts[a], seconds[b]) for a in firsts for b in seconds if len(firsts) == len(seconds) == 1]
        for before, after in [(firsts[side], seconds[side]) for side in common] or apart:
            if before.scale == after.scale:
                yield before, after


def _given(session: Session, name: str) -> list[Measurement]:
    counts = {m.name for m in session.measurements if measures.unit_of(m.unit).key == "count"}
    return [m for m in session.measurements if m.name == name and m.name not in counts and m.value is not None]


def _rows(one: Session, two: Session, detectable: DetectableChanges) -> Iterator[BesideRow]:
    for before, after in pairs(one, two):
        assert before.value is not None
        assert after.value is not None
        unit = amounts.unit_for(before)
        moved = after.value - before.value
        known = detectable.of_clip(one.movement, before.name, before.scale)
        known_both = before.bound is not None and after.bound is not None
        joint = bound_of_difference(before.name, (one, before), (two, after)) if known_both else None
        needed = max((x for x in (joint, known.mdc if known else None) if x is not None), default=None)
        bound = "" if joint is None else f" ± {unit.text(joint)}"
        yield BesideRow(
            label=_label(before, after),
            first=amounts.with_bound(before),
            second=amounts.with_bound(after),
            difference=f"{_signed(unit, moved)}{bound}",
            says=_verdict(before, after, moved, needed),
        )


def _signed(unit: measures.Unit, moved: float) -> str:
    """Return a difference with its sign, which one that rounds to nothing does not have."""
    size = unit.number(abs(moved))
    sign = "" if float(size) == 0 else "+" if moved > 0 else "−"
    return f"{sign}{unit.text(abs(moved))}"


def _label(before: Measurement, after: Measurement) -> str:
    label = measures.label_of(before.name)
    if before.side != after.side:
        return label
    return label if before.side == "both" else f"{label}, {before.side}"


def _verdict(before: Measurement, after: Measurement, moved: float, needed: float | None) -> str:
    if "low_confidence" in {before.status, after.status}:
        return "low confidence: nothing is claimed"
    if needed is None:
        return "no measuring error known"
    return "at least the measuring error" if abs(moved) >= needed else "within the measuring error"


def _sentences(one: Session, two: Session, detectable: DetectableChanges) -> Iterator[str]:
    """Yield what the rules say of each change of the same leg's number whose detectable change is known."""
    for before, after in pairs(one, two):
        known = detectable.of_clip(one.movement, before.name, before.scale)
        leg = next((leg for leg in LEGS if before.side == after.side == leg), None)
        if known is None or leg is None:
            continue
        series = [point_of(_day(one), one, before), point_of(_day(two), two, after)]
        change = change_of(leg, series, known, age_years=UNTOLD_AGE_YEARS)
        if change is not None:
            yield change.sentence


def _of_sides(one: Session, two: Session) -> Iterator[str]:
    """Yield how the legs differ, where each clip shows another one; with both days, where these are two."""
    legs = [{m.side for m in session.measurements if m.value is not None} for session in (one, two)]
    if legs[0] & legs[1] & set(LEGS):
        return
    for found in assess([one, two]).differences:
        yield f"{measures.label_of(found.name)}: {difference_text(found)} {sentence(found.warning or '')}".rstrip()
    if one.recorded_at and two.recorded_at and _day(one) != _day(two):
        yield f"The clips are of two days: {day_text(_day(one))} and {day_text(_day(two))}."


def _beside_name(session: Session, name: str) -> str:
    """Return how a clip was filmed without the day, where that is its name."""
    return SUBTITLE_GAP.join(part for part in filmed(session) if part != name)


def _day(session: Session) -> dt.date:
    return dt.date.fromisoformat(session.recorded_at[:10]) if session.recorded_at else dt.date.min


def _zero_s(session: Session) -> float:
    """Return the moment at which two clips are in step: the first peak of a repetition, or the first contact."""
    valid = [event for event in session.events if event.valid] or session.events
    moments = (event.peak_s if event.kind == "rep" else event.contact_s for event in valid)
    return next((moment for moment in moments if moment is not None), 0.0)


def _names(page: Page, one: Session, two: Session) -> tuple[str, str]:
    """Return what tells the two clips apart: day, leg, shoes, or else their files."""
    first, second = page.clips
    tries: Sequence[tuple[str | None, str | None]] = [
        (one.recorded_at and day_text(_day(one)), two.recorded_at and day_text(_day(two))),
        (first.tab, second.tab),
        (one.shoes, two.shoes),
        (first.clip_name, second.clip_name),
    ]
    return next(((a, b) for a, b in tries if a and b and a != b), ("first", "second"))
