"""Movements that dorsi recognises but does not measure, so that it can name them correctly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import stretches
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.protocols.features import over, under
from dorsi.protocols.protocol import Name
from dorsi.protocols.sinks import OVER_HEELS, SEATED_BEHIND, Sink
from dorsi.protocols.swings import Swing

LYING_DEG: Final = 75.0  #: of the trunk from upright
LYING_MIN_S: Final = 0.5
RUN_UP_MAX_S: Final = 3.0  #: from standing into a squat and off the floor
FLIGHT_MAX_S: Final = 1.0  #: of both feet in the air: a jump of 60 cm takes 0.7 s


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """A movement that is recognised only to be named."""

    name: str
    called: Name
    cycles: Callable[[Evidence], list[Cycle]]


def sittings(e: Evidence) -> list[Cycle]:
    """Return the times that a person sits down on something: the feet no longer carry them."""
    return [Cycle(hump=sink.hump, fit=_sits(sink)) for sink in e.sinks]


def _sits(sink: Sink) -> float:
    seen = 0.0 if sink.f.turned else float(sink.at_low(sink.f.mass_behind))
    sits = max(sink.rests_low, over(seen, none=OVER_HEELS, full=SEATED_BEHIND))
    return sits * under(float(sink.at_low(sink.f.trunk_tilt_deg)), none=70.0, full=50.0)


def hinges(e: Evidence) -> list[Cycle]:
    """Return the bows and lifts from the floor: the trunk goes down over knees that hardly bend."""
    humps = reps.find_humps(e.f.trunk_tilt_deg, e.f.time_s, min_height=30.0, min_s=0.5, max_s=20.0)
    out = []
    for hump in humps:
        at = slice(max(0, hump.peak - 2), hump.peak + 3)
        knees = max(robust.median(e.f.knee_deg[at, i]) for i in (0, 1))
        bows = over(robust.median(e.f.trunk_tilt_deg[at]), none=45.0, full=60.0)
        legs = under(robust.median(e.f.shank_tilt_deg[at].max(axis=1)), none=45.0, full=30.0)
        out.append(Cycle(hump=hump, fit=bows * legs * under(knees, none=65.0, full=50.0)))
    return out


def jumps(e: Evidence) -> list[Cycle]:
    """Return the jumps: both feet leave the floor at once, with the body."""
    f = e.f
    humps = reps.find_humps(f.airborne, f.time_s, min_height=0.2, min_s=0.1, max_s=FLIGHT_MAX_S + 0.3)
    out = []
    for hump in humps:
        inside = slice(hump.start, hump.end + 1)
        body = robust.percentile(f.hip[inside, 1], 95) - max(f.hip[hump.start, 1], f.hip[hump.end, 1])
        together = under(robust.largest(np.abs(f.lift[inside, 0] - f.lift[inside, 1])), none=0.6, full=0.3)
        around = _with_run_up(e, hump)
        out.append(Cycle(hump=around, fit=over(float(body), none=0.05, full=0.2) * together))
    return out


def _with_run_up(e: Evidence, hump: reps.Hump) -> reps.Hump:
    """Return a jump with the squat that it starts from."""
    near = [
        sink.hump
        for sink in e.sinks
        if sink.hump.start <= hump.start <= sink.hump.end + (hump.end - hump.start) and sink.seconds <= RUN_UP_MAX_S
    ]
    start = min([hump.start, *(own.start for own in near)])
    return reps.Hump(start=start, peak=hump.peak, end=hump.end, height=hump.height)


def lyings(e: Evidence) -> list[Cycle]:
    """Return the times that the trunk lies: push-ups, planks, rest on the floor."""
    f = e.f
    along = np.abs(f.ankle[:, :, 0].mean(axis=1) - f.hip[:, 0])
    down = (f.trunk_tilt_deg > LYING_DEG) & (along > f.hip_height)
    out = []
    for start, stop in stretches(np.asarray(down)):
        if f.time_s[stop - 1] - f.time_s[start] >= LYING_MIN_S:
            out.append(Cycle(hump=reps.Hump(start=start, peak=(start + stop) // 2, end=stop - 1, height=0.0), fit=1.0))
    return out


def walks(e: Evidence) -> list[Cycle]:
    """Return the steps of a walk: the feet swing in turn, close above the ground, the knees less bent than in a run."""
    return [Cycle(hump=swing.hump, side=swing.side, fit=_walks(swing)) for swing in e.swings]


def _walks(swing: Swing) -> float:
    near = over(swing.nearer, none=0.06, full=0.1)  # who comes nearer has one foot far below the other in the picture
    low = max(near, under(swing.rise, none=0.65, full=0.45) * under(swing.clearance, none=0.35, full=0.2))
    bends = over(swing.bend_deg, none=25.0, full=40.0) if not swing.f.turned else 1.0
    carries = under(swing.carries_deg, none=45.0, full=30.0)
    along = max(over(swing.stepped, none=0.5, full=0.9), over(swing.nearer, none=0.06, full=0.15))
    quick = under(swing.seconds, none=1.8, full=1.2)
    goes = max(swing.in_turn, over(swing.walked, none=0.9, full=1.3))  # a short film may show one step only
    return low * bends * carries * along * quick * goes


def pedallings(e: Evidence) -> list[Cycle]:
    """Return the turns of a crank: the feet go round, each opposite the other, and neither ever stands."""
    return [Cycle(hump=swing.hump, side=swing.side, fit=_pedals(swing)) for swing in e.swings]


def _pedals(swing: Swing) -> float:
    return swing.pedals * under(swing.walked, none=0.8, full=0.4) * swing.in_turn


STRANGERS: Final = (
    Stranger(
        name="sit_to_stand",
        called=Name(title="Standing up from a chair", noun="standing up from a chair", counted=False),
        cycles=sittings,
    ),
    Stranger(name="walk", called=Name(title="Walking", noun="walking", counted=False), cycles=walks),
    Stranger(name="jump", called=Name(title="Jumping", noun="jumping", counted=False), cycles=jumps),
    Stranger(name="cycling", called=Name(title="Cycling", noun="cycling", counted=False), cycles=pedallings),
    Stranger(
        name="hinge",
        called=Name(title="Bending forward from the hips", noun="bending forward from the hips", counted=False),
        cycles=hinges,
    ),
    Stranger(
        name="lying",
        called=Name(title="Lying or push-ups", noun="lying down or push-ups", counted=False),
        cycles=lyings,
    ),
)
