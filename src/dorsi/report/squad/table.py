"""The squad on one page: a table to act on, trends, and the way to each report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from dorsi import measures
from dorsi.schema.log import Change, Trend
from dorsi.vocabulary import SideName
from dorsi.wording import wording
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural

PAGE_NAME: Final = "squad.html"
SPARK_PX: Final = (132, 36)
_SPARK_MARGIN_PX: Final = 4


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """One value of a trend, with its 95 % interval where known."""

    day: date
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class SquadSide:
    """One leg of an athlete in one movement."""

    side: SideName
    value: float | None = None  #: of the last day on which this leg was filmed
    bound: float | None = None
    day: date | None = None
    reason: str | None = None  #: why there is no value, or little confidence in it
    band: str | None = None
    change: Change | None = None  #: against the time before
    trend: tuple[DatedValue, ...] = ()
    report: str | None = None  #: relative address
    tape: Trend | None = None  #: weekly tape values of this leg; stands in one row of an athlete

    @property
    def tape_text(self) -> str:
        """The weekly tape trend, short: a slope only where R72 allows one."""
        if self.tape is None:
            return ""
        slope, low, high = self.tape.slope_cm_per_week, self.tape.ci95_low, self.tape.ci95_high
        if slope is None or low is None or high is None:
            return f"{plural(len(self.tape.values), 'value')} so far"
        if not self.tape.claimed:
            return f"no trend claimed ({plural(len(self.tape.values), 'value')})"
        return f"{slope:+.2f} cm a week ({low:+.2f} to {high:+.2f})"


@dataclass(frozen=True, kw_only=True)
class SquadRow:
    """One athlete in one movement."""

    athlete: str
    movement: str
    quantity: str
    unit: str
    scale: str | None
    last_on: date | None
    left: SquadSide
    right: SquadSide
    difference: float | None = None  #: left minus right, of one day
    difference_bound: float | None = None
    difference_detectable: bool | None = None
    difference_reason: str | None = None  #: why there is none
    programme: str = "no programme"
    programme_stop: str = ""  #: why there is none, where a sign or an answer speaks against it
    refilm: tuple[str, ...] = ()
    team: str | None = None
    who: str | None = None  #: asks who of several people in the last clips is to be measured
    who_report: str | None = None  #: relative address of the report that shows them
    retest_on: date | None = None  #: when the programme asks for the next clip; past where that is overdue
    page: str | None = None  #: relative address of the athlete's own page

    @property
    def sides(self) -> tuple[SquadSide, SquadSide]:
        """Left and right."""
        return self.left, self.right

    @property
    def programme_text(self) -> str:
        """The programme, or why there is none."""
        return f"{self.programme}: {self.programme_stop}" if self.programme_stop else self.programme


@dataclass(frozen=True, kw_only=True)
class Unfiled:
    """A clip that is in no row, and why."""

    name: str
    reason: str
    report: str | None = None  #: relative address, where it was measured
    athlete: str | None = None  #: whose it is, where that is known


@dataclass(frozen=True, kw_only=True)
class SquadPage:
    """Everything that the page shows."""

    rows: tuple[SquadRow, ...]
    failures: tuple[Unfiled, ...]  #: clips that could not be measured
    undated: tuple[Unfiled, ...]  #: measured, but without a day: in no trend
    skipped: tuple[Unfiled, ...] = ()  #: left out of the batch: what their names leave open
    pseudonyms: bool
    today: date  #: by which a retest is due or not
    counted: tuple[str, ...] = ()  #: from which change on each measurement counts, and the source

    @property
    def athletes(self) -> int:
        """How many athletes there are in the table."""
        return len({row.athlete for row in self.rows})


def athlete_name(person_id: int, name: str, *, pseudonyms: bool) -> str:
    """Return what an athlete is called on the page."""
    return f"Athlete {person_id:03}" if pseudonyms else name


def due_text(rows: Iterable[SquadRow], today: date) -> str:
    """Return when an athlete's programme asks for the next clip, or an empty text."""
    due = _next_due(rows)
    return "" if due is None else f"retest {_due_words(due, today)}"


def when_due(rows: Iterable[SquadRow], today: date) -> str:
    """Return the same for a column that says already that it's about a retest."""
    due = _next_due(rows)
    return "" if due is None else _due_words(due, today)


def _next_due(rows: Iterable[SquadRow]) -> date | None:
    return min((row.retest_on for row in rows if row.retest_on), default=None)


def _due_words(due: date, today: date) -> str:
    return f"overdue since {day_text(due)}" if due < today else f"due on {day_text(due)}"


def is_squad_page(path: Path) -> bool:
    """Return whether a file is a squad's page that dorsi wrote."""
    try:
        head = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return '<meta name="generator" content="dorsi' in head and '<body class="squad">' in head


def amount_text(value: float, unit: str) -> str:
    """Return number and unit."""
    return measures.unit_of(unit).text(value)


def value_text(side: SquadSide, unit: str) -> str:
    """Return "38.1° ± 4.2°", or "not measured"."""
    if side.value is None:
        return "not measured"
    bound = "± not known" if side.bound is None else f"± {amount_text(side.bound, unit)}"
    return f"{amount_text(side.value, unit)} {bound}"


def change_text(change: Change | None, unit: str) -> str:
    """Return what changed since the time before, with the least that counts: short, for a cell."""
    if change is None:
        return "first time"
    called = wording().verdicts[change.verdict]
    if change.verdict == "not_comparable":
        return called
    if change.low_confidence:
        return "no change claimed: low confidence"
    least = measures.unit_of(unit).limit(change.mdc)
    size = amount_text(abs(change.change), unit)
    compared = f"{least} needed" if change.verdict == "no_detectable_change" else f"over {least}"
    return f"{called} ({size}, {compared})"


@dataclass(frozen=True, kw_only=True)
class SparkLine:
    """One leg's trend in the pixels of its little picture."""

    side: SideName
    points: str  #: for an SVG polyline
    dots: tuple[tuple[float, float], ...]
    text: str  #: the same in words


def sparkline(row: SquadRow) -> tuple[SparkLine, ...]:
    """Return both legs' trends on one time axis and one scale; nothing where there are not two days."""
    shown = [one for side in row.sides for one in side.trend]
    days = {one.day for one in shown}
    if len(days) < 2:
        return ()
    x_of = _laid_out([one.day.toordinal() for one in shown], SPARK_PX[0])
    y_of = _laid_out([one.value for one in shown], SPARK_PX[1])
    out = []
    for side in row.sides:
        dots = tuple(
            (round(x_of(one.day.toordinal()), 1), round(SPARK_PX[1] - y_of(one.value), 1)) for one in side.trend
        )
        if dots:
            told = ", ".join(f"{day_text(one.day)} {amount_text(one.value, row.unit)}" for one in side.trend)
            points = " ".join(f"{x:g},{y:g}" for x, y in dots)
            out.append(SparkLine(side=side.side, points=points, dots=dots, text=f"{side.side}: {told}"))
    return tuple(out)


def _laid_out(values: Sequence[float], length_px: float) -> Callable[[float], float]:
    """Return a function that lays values from margin to margin; equal values lie in the middle."""
    low, span = min(values), max(values) - min(values)
    room = length_px - 2 * _SPARK_MARGIN_PX
    return lambda value: _SPARK_MARGIN_PX + room * ((value - low) / span if span else 0.5)
