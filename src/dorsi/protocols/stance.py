"""Whether the feet of a sinking body stand in stride or side by side: what tells a lunge from a squat in every view."""

from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.protocols.features import over, under
from dorsi.protocols.sinks import WIDE_STANCE, Sink

TOES_OUT_DEG: Final = 22.0  #: between the shanks of a squat filmed at an angle, with toes that point outwards


def in_stride(sink: Sink) -> float:
    """Return whether one foot is ahead and its shank leans unlike the other one, 0 to 1; from the side."""
    if sink.f.turned:
        return 0.0
    leans = float(np.ptp(sink.at_low(sink.f.shank_tilt_deg)))
    return over(sink.apart, none=0.4, full=0.55) * over(leans, none=15.0, full=30.0)


def leans_apart(sink: Sink) -> float:
    """Return whether one shank is turned far more than the other one, 0 to 1; from an angle.

    In a squat both lean alike, though feet that point outwards make a difference: one leg bends along the picture, and
    the other one towards it.
    """
    if not sink.f.turned or sink.f.frontal:
        return 0.0
    return over(float(np.ptp(sink.at_low(sink.f.shank_tilt_deg))), none=TOES_OUT_DEG, full=35.0)


def uneven(sink: Sink) -> float:
    """Return whether one leg grows shorter in the picture than the other one, 0 to 1; from an angle or the front.

    In a squat both come down by the same; in a stride one reaches towards the camera or away from it. So does each leg
    of a wide stance seen from the front.
    """
    if not sink.f.turned:
        return 0.0
    shorter = sink.at_low(sink.f.leg) / [robust.percentile(one, 90) for one in sink.f.leg.T]
    apart = float(np.ptp(shorter))
    if sink.f.frontal:
        return over(apart, none=0.1, full=0.17) * under(sink.apart, none=WIDE_STANCE, full=0.8)
    return over(apart, none=0.15, full=0.25)


def stepped(sink: Sink) -> float:
    """Return whether one foot stands nearer to the camera than the other one, unlike before, 0 to 1; not from the side.

    What is nearer is lower in the picture. Feet of a squat stand as they stood; of one that comes onto its toes the
    ankle rises and the sole does not.
    """
    if not sink.f.turned:
        return 0.0
    moved = min(float(np.abs(sink.at_low(x)).max()) for x in (sink.f.raised, sink.f.ankle_raised))
    return over(moved, none=0.07, full=0.13)
