"""Texts about parts of a clip that were not measured: standing around, push-ups, walking to the phone."""

from collections.abc import Sequence
from typing import Final

from dorsi.protocols.known import name_of
from dorsi.protocols.parts import Part
from dorsi.protocols.protocol import Take
from dorsi.protocols.recognise import SURE_MIN
from dorsi.schema.session import Warn
from dorsi.types import Rep, Step

ONE_WALK_S: Final = 1.0  #: between two cycles of one stretch: a step of it may not have been seen
REST_MIN_S: Final = 3.0  #: less before and after a movement goes without saying


def left_out(take: Take, events: tuple[Rep | Step, ...], shown: Sequence[Part], measured: Sequence[Part]) -> list[Warn]:
    """Return what the reader should know of the parts of a clip that hold no event of its movement.

    Parameters
    ----------
    measured
        Those of `shown` that get a session: the movement itself, and further ones.
    """
    if not events:
        return []
    time_s = take.signals.time_s
    first, last = min(e.first_s for e in events), max(e.last_s for e in events)
    rest = (first - float(time_s[0])) + (float(time_s[-1]) - last)
    found = []
    if rest > REST_MIN_S:
        text = f"Measured: {first:.1f} to {last:.1f} s of the clip."
        found.append(Warn(code="part_measured", text=text, tip=""))
    others = [other for other in shown if other.fit >= SURE_MIN and all(other is not one for one in measured)]
    for other in others:
        # What is seen between the first and the last event is another reading of the movement, or its set-up.
        spans = [(a, b) for a, b in joined(_spans(other)) if b <= first or a >= last]
        if spans:
            text = f"Not measured: {name_of(other.name).many}, from {in_words(spans)} s."
            found.append(Warn(code="part_left_out", text=text, tip=""))
    return found


def in_words(spans: Sequence[tuple[float, float]]) -> str:
    """Return stretches of time as a text gives them: "0.5 to 1.2 and from 8.2 to 8.8"."""
    each = [f"{a:.1f} to {b:.1f}" for a, b in spans]
    return " and from ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]


def joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the stretches with those that follow closely made one: the steps of one walk."""
    out: list[tuple[float, float]] = []
    for a, b in spans:
        if out and a - out[-1][1] <= ONE_WALK_S:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _spans(part: Part) -> list[tuple[float, float]]:
    out = []
    for piece, cycle in part.cycles:
        time_s = piece.evidence.f.time_s
        out.append((float(time_s[cycle.hump.start]), float(time_s[cycle.hump.end])))
    return sorted(out)
