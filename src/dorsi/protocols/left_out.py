"""What of a clip was not measured, said: standing about, a push-up after the squats, the walk to the phone."""

from typing import Final

from dorsi.analysis.filtering import stretches
from dorsi.protocols.gates import trunk_down
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Warn
from dorsi.types import Rep, Step

REST_MIN_S: Final = 3.0  #: less before and after a movement goes without saying
LYING_MIN_S: Final = 0.5


def left_out(take: Take, events: tuple[Rep | Step, ...]) -> list[Warn]:
    """Return what the reader should know of the parts of a clip that hold no event of its movement."""
    if not events:
        return []
    time_s = take.signals.time_s
    first = min(e.start_s if isinstance(e, Rep) else e.contact_s for e in events)
    last = max(_end_s(e) for e in events)
    rest = (first - float(time_s[0])) + (float(time_s[-1]) - last)
    found = []
    if rest > REST_MIN_S:
        text = f"Measured from {first:.1f} to {last:.1f} s; the other {rest:.0f} s show nothing of the movement."
        tip = "Nothing needs to be done; a shorter clip is analysed sooner."
        found.append(Warn(code="part_measured", text=text, tip=tip))
    for start, stop in stretches(trunk_down(take)):
        if time_s[stop - 1] - time_s[start] >= LYING_MIN_S:
            text = f"From {time_s[start]:.1f} to {time_s[stop - 1]:.1f} s the trunk lies down; that part is left out."
            found.append(Warn(code="part_left_out", text=text, tip="Film one movement a clip."))
    return found


def _end_s(event: Rep | Step) -> float:
    if isinstance(event, Rep):
        return event.end_s
    return event.toe_off_s if event.toe_off_s is not None else event.contact_s
