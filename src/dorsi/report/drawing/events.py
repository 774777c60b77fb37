"""Repetitions and steps of a session: their numbers on their own side, and when they are."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from dorsi.measures import made_from
from dorsi.protocols import report_of
from dorsi.report.text import words
from dorsi.schema.session import Event
from dorsi.types import Array


def numbered(events: Iterable[Event]) -> Iterator[tuple[int, Event]]:
    """Yield each event with its number on its own side, from 1."""
    counts: Counter[str] = Counter()
    for event in events:
        counts[event.side] += 1
        yield counts[event.side], event


def event_times(event: Event) -> tuple[float, float] | None:
    """Return when a repetition or a stance starts and ends, seconds, or None if it was not seen whole."""
    start = event.start_s if event.kind == "rep" else event.contact_s
    end = event.end_s if event.kind == "rep" else event.toe_off_s
    return None if start is None or end is None else (start, end)


def event_at(events: Iterable[Event], side: str, time_s: float) -> tuple[int, Event] | None:
    """Return number and event of the side at a moment, or None between events."""
    for number, event in numbered(events):
        times = event_times(event)
        if event.side == side and times is not None and times[0] <= time_s <= times[1]:
            return number, event
    return None


def peak_index(event: Event, time_s: Array, angle_deg: Array) -> int | None:
    """Return the frame of the largest angle within an event, where its number comes from; None if nothing was seen.

    Not the event's own `peak_s`: a squat is deepest when the knee bends most, a little after the shank leans most.
    """
    times = event_times(event)
    if times is None:
        return None
    inside = np.flatnonzero((time_s >= times[0]) & (time_s <= times[1]) & np.isfinite(angle_deg))
    return int(inside[np.argmax(angle_deg[inside])]) if inside.size else None


def peak_value(event: Event, movement: str, curve: str, sampled: float) -> float:
    """Return what is said of a curve's peak: the event's own number, which is fitted around it, or else the sample.

    Parameters
    ----------
    curve
        Name of the curve that the peak is on.
    sampled
        Its value in the frame of the peak.
    """
    shown = report_of(movement)
    names = [name for name in shown.cards if curve == shown.arc and curve in made_from(name)]
    return next((event.values[name] for name in names if name in event.values), sampled)


def void_text(event: Event) -> str:
    """Return why an event does not count; empty when it does."""
    return "; ".join(words.reason_text(reason) for reason in event.void_reasons)
