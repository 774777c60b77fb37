"""Tables of the page: all numbers, and every repetition or step with the reason where it does not count."""

from collections.abc import Sequence
from dataclasses import dataclass

from dorsi import measures
from dorsi.protocols import report_of
from dorsi.report.drawing.events import event_times, numbered, void_text
from dorsi.report.text import amounts, words
from dorsi.schema.session import Event, Measurement, Session
from dorsi.wording.plurals import plural

FOLD_FROM: int = 13  #: longer tables start folded


@dataclass(frozen=True, kw_only=True)
class NumberRow:
    """One measurement in words."""

    label: str
    meaning: str
    side: str
    side_name: str
    text: str
    n: int
    spread: str
    scale: str
    status: str  #: "ok", "low_confidence" or "not_measured"
    reason: str


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One repetition or step."""

    number: int
    side: str
    side_name: str
    at_s: float
    when: str
    cells: tuple[str, ...]
    valid: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class EventTable:
    """All repetitions or steps of a clip."""

    noun: str  #: "repetition" or "step"
    columns: tuple[str, ...]
    rows: tuple[EventRow, ...]
    valid: int
    measured: bool  #: whether the clip has its number; else they were seen, and count for nothing

    @property
    def folded(self) -> bool:
        """Whether the table is long enough to start closed."""
        return len(self.rows) >= FOLD_FROM

    @property
    def summary(self) -> str:
        """Return how many there are and how many count; where the clip has no number, how many were seen."""
        total = plural(len(self.rows), self.noun)
        if not self.measured:
            return f"{total} seen, no number from {'it' if len(self.rows) == 1 else 'them'}"
        return f"{total}, all count" if self.valid == len(self.rows) else f"{total}, {self.valid} count"


def number_rows(measurements: Sequence[Measurement]) -> tuple[NumberRow, ...]:
    """Return the rows of the table of numbers, in the order given."""
    return tuple(
        NumberRow(
            label=measures.label_of(m.name),
            meaning=measures.meaning_of(m.name),
            side=m.side,
            side_name=measures.SIDE_NAMES[m.side],
            text=amounts.with_bound(m),
            n=m.n,
            spread="" if m.sd is None else amounts.unit_for(m).text(m.sd),
            scale=measures.scale_words(m.scale),
            status=m.status,
            reason=words.sentence(words.reason_text(m.reason)) if m.reason else "",
        )
        for m in measurements
    )


def _when(event: Event) -> tuple[float, str]:
    """Return the moment to jump to, and the stretch of time in words."""
    times = event_times(event)
    moments = [t for t in (event.peak_s, event.start_s, event.contact_s, event.end_s, event.toe_off_s) if t is not None]
    at_s = moments[0] if moments else 0.0
    return at_s, amounts.seconds(at_s) if times is None else f"{times[0]:.2f} to {amounts.seconds(times[1])}"


def _cell(session: Session, event: Event, name: str) -> str:
    value = event.values.get(name)
    if value is None or not session.shown(name, event.side, event):
        return "–"
    return measures.unit_of_name(name).text(value)


def event_table(session: Session, *, measured: bool = True) -> EventTable:
    """Return every repetition or step, numbered on its own side; `measured` is whether the clip has its number."""
    given = dict.fromkeys((name, event.side) for event in session.events for name in event.values)
    names = list(dict.fromkeys(name for name, side in given if session.shown(name, side)))
    rows = []
    for number, event in numbered(session.events):
        at_s, when = _when(event)
        rows.append(
            EventRow(
                number=number,
                side=event.side,
                side_name=measures.SIDE_NAMES[event.side],
                at_s=round(at_s, 3),
                when=when,
                cells=tuple(_cell(session, event, name) for name in names),
                valid=event.valid,
                reason=void_text(event),
            )
        )
    return EventTable(
        noun=report_of(session.movement).event_noun,
        columns=tuple(measures.label_of(name) for name in names),
        rows=tuple(rows),
        valid=sum(row.valid for row in rows),
        measured=measured,
    )
