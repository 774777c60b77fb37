"""Who needs the coach first, and why: losses, marked restrictions, large differences, clips to film again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from dorsi import measures
from dorsi.measures.bands import band_words
from dorsi.protocols import name_of
from dorsi.report.squad.table import SquadPage, SquadRow, amount_text, due_text, value_text
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural

Kind = Literal["loss", "marked", "difference", "who", "day", "refilm", "overdue"]
#: What comes first: a loss is new and beyond the measuring error; a band and a difference may be old news.
ORDER: Final[tuple[Kind, ...]] = ("loss", "marked", "difference", "who", "day", "refilm", "overdue")


@dataclass(frozen=True, kw_only=True)
class AttentionReason:
    """One thing about an athlete that asks for something to be done."""

    kind: Kind
    text: str
    report: str | None  #: relative address of the report that shows it
    count: int = 1  #: of clips


@dataclass(frozen=True, kw_only=True)
class Athlete:
    """An athlete who needs attention."""

    name: str
    team: str | None
    reasons: tuple[AttentionReason, ...]  #: the most pressing one first


def athletes_first(page: SquadPage) -> tuple[Athlete, ...]:
    """Return the athletes who need attention: by their most pressing reason, then by how many they have."""
    rows: dict[str, list[SquadRow]] = {}
    for row in page.rows:
        rows.setdefault(row.athlete, []).append(row)
    beside: dict[str, list[AttentionReason]] = {}  #: what clips that are in no row ask for
    for athlete, count in Counter(one.athlete for one in page.undated if one.athlete is not None).items():
        beside.setdefault(athlete, []).append(_undated(count))
    for one in page.failures:
        if one.athlete is not None:
            text = f"{one.name}: {one.reason}"
            beside.setdefault(one.athlete, []).append(AttentionReason(kind="refilm", text=text, report=one.report))
    found = [
        _athlete(name, rows.get(name, ()), beside.get(name, ()), page.today) for name in dict.fromkeys([*rows, *beside])
    ]
    needing = [one for one in found if one.reasons]
    return tuple(
        sorted(needing, key=lambda one: (ORDER.index(one.reasons[0].kind), -len(one.reasons), one.name.casefold()))
    )


def _undated(count: int) -> AttentionReason:
    """Return in one line how many clips of an athlete have no day; the page lists them once, further down."""
    text = (
        "1 clip has no day, so it's in no trend" if count == 1 else f"{count} clips have no day, so they're in no trend"
    )
    return AttentionReason(kind="day", text=text, report="#undated", count=count)


def headline(page: SquadPage) -> str:
    """Return the squad in one line: "1 loss, 2 marked restrictions, 1 large difference, 3 to film again, 2 overdue"."""
    reasons = [reason for one in athletes_first(page) for reason in one.reasons]
    counts = {kind: sum(one.count for one in reasons if one.kind == kind) for kind in ORDER}
    losses = "losses" if counts["loss"] > 1 else "loss"
    said = (
        (counts["loss"], f"{counts['loss']} {losses}"),
        (counts["marked"], plural(counts["marked"], band_words("marked"))),
        (counts["difference"], plural(counts["difference"], "large difference")),
        (counts["who"], f"{plural(counts['who'], 'clip')} with several people"),
        (counts["day"], f"{plural(counts['day'], 'clip')} {'needs' if counts['day'] == 1 else 'need'} a day"),
        (counts["refilm"], f"{counts['refilm']} to film again"),
        (counts["overdue"], f"{counts['overdue']} overdue"),
    )
    told = ", ".join(text for count, text in said if count)
    return told or "Nothing needs you first"


def reasons_of(rows: Sequence[SquadRow], today: date) -> tuple[AttentionReason, ...]:
    """Return what an athlete's rows ask for, the most pressing first."""
    reasons = [reason for row in rows for reason in _reasons(row, today)]
    return tuple(sorted(reasons, key=lambda one: ORDER.index(one.kind)))


def _athlete(name: str, rows: Sequence[SquadRow], beside: Sequence[AttentionReason], today: date) -> Athlete:
    team = next((row.team for row in rows if row.team), None)
    reasons = sorted([*reasons_of(rows, today), *beside], key=lambda one: ORDER.index(one.kind))
    return Athlete(name=name, team=team, reasons=tuple(reasons))


def _reasons(row: SquadRow, today: date) -> Iterator[AttentionReason]:
    """Yield what a row asks for."""
    title = name_of(row.movement).title
    for side in row.sides:
        if side.change is not None and side.change.verdict == "likely_real_loss" and not side.change.low_confidence:
            size = amount_text(abs(side.change.change), row.unit)
            days = " to ".join(day_text(one.day) for one in side.trend[-2:])
            yield AttentionReason(kind="loss", text=f"{title}, {side.side}: lost {size}, {days}", report=side.report)
        if side.band == "marked":
            called = band_words("marked")
            text = f"{title}, {side.side}: {called}, {value_text(side, row.unit)}"
            yield AttentionReason(kind="marked", text=text, report=side.report)
    if row.difference is not None and row.difference_detectable:
        less = "right" if row.difference > 0 else "left"
        size = amount_text(abs(row.difference), row.unit)
        what = measures.label_of(row.quantity).lower()
        text = f"{title}: {size} less {what} on the {less}"
        yield AttentionReason(kind="difference", text=text, report=_first(side.report for side in row.sides))
    if row.who:
        yield AttentionReason(kind="who", text=f"{title}: {row.who}", report=row.who_report)
    if row.refilm:
        text = f"{title}, film again: {'; '.join(one.removesuffix('; film again') for one in row.refilm)}"
        yield AttentionReason(kind="refilm", text=text, report=_first(side.report for side in row.sides))
    if row.retest_on is not None and row.retest_on < today:
        text = f"{title}: {due_text([row], today)}"
        yield AttentionReason(kind="overdue", text=text, report=_first(side.report for side in row.sides))


def _first(reports: Iterable[str | None]) -> str | None:
    return next((one for one in reports if one is not None), None)
