"""Squat on one leg, filmed from the front: whether the knee stays over the foot and the pelvis level."""

from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis.reps import Hump
from dorsi.protocols import frontal, gates, numbers
from dorsi.protocols.evidence import Cycle, Evidence, claimed, find_evidence
from dorsi.protocols.features import Features, over, under
from dorsi.protocols.protocol import COUNTED, STANDING_LEG, Film, Name, Protocol, Report, Take
from dorsi.protocols.sinks import Sink
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Rep, Step

OTHER_UP_FRAC: Final = 0.15  #: of a shank: the other ankle is held this much higher
HELD_MIN: Final = 0.5  #: surer than this that a leg is held up, it does not stand
FROM_THE_FRONT: Final = "a squat on one leg is measured from the front; put the camera in front of the foot"


def cycles(e: Evidence) -> list[Cycle]:
    """Return the squats on one leg: the body sinks over one foot that stays, and the other foot hangs in the air."""
    return [
        Cycle(hump=sink.hump, side=i, fit=_fit(e.f, sink, i))
        for sink in e.sinks
        if (i := standing_leg(sink)) is not None
    ]


def standing_leg(sink: Sink) -> int | None:
    """Return the leg that stands, or None where the picture does not show that the other foot is up.

    A far foot is higher in the picture of a camera that looks down: only one that sinks with the hips hangs, or one
    that is higher above its own floor than a standing foot ever is. One that is held up behind or out in front is free
    even where it is lower in the picture. Seen from the front, the body is over the foot that stands.
    """
    if not np.isfinite(sink.follows).all():
        return None
    ankles = sink.at_low(sink.f.ankle[:, 0, 1] - sink.f.ankle[:, 1, 1])
    stands = int(ankles > 0)
    if max(sink.folded(stands), sink.stretched(stands)) > HELD_MIN:
        stands = 1 - stands
    return stands if max(sink.hangs(1 - stands), sink.alone(stands)) > 0 else None


def _fit(f: Features, sink: Sink, i: int) -> float:
    stands = under(float(sink.follows[i]), none=0.35, full=0.15) * under(float(sink.travel[i]), none=0.4, full=0.2)
    bent = float(sink.at_low(f.knee_deg)[i])
    bends = 1.0 if f.frontal else over(bent, none=8.0, full=20.0) if f.turned else over(bent, none=15.0, full=35.0)
    # A near foot is lower in the picture of a camera that looks down: against how the feet stood it shows.
    up = sink.at_low(f.ankle[:, 1 - i, 1] - f.ankle[:, i, 1])
    up = up if f.turned else np.fmax(up, sink.at_low(f.raised)[1 - i])
    higher = over(float(up), none=0.05, full=OTHER_UP_FRAC)
    # One that goes down as far as the hips do hangs, however low the picture shows it.
    higher = max(higher, over(float(sink.follows[1 - i]), none=0.45, full=0.7), sink.alone(i), sink.stretched(1 - i))
    # A foot that comes down farther than the hips does not hang from them: it steps.
    steps = over(float(sink.follows[1 - i]), none=1.3, full=1.8)
    deep = over(sink.drop, none=0.12, full=0.22) * (1 - steps)
    hangs = max(sink.hangs(1 - i), sink.alone(i))
    return deep * hangs * higher * stands * bends * sink.free_standing


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the squats in order of time, each scored on the leg that stands; its numbers show from the front only."""
    seen = frontal.look(take) if take.frontal else None
    found = [(cycle.side or 0, cycle.hump) for cycle in claimed(cycles(find_evidence(take.landmarks, take.view)))]
    return tuple(
        frontal.score(take, seen, i, hump) if seen else _counted(take, i, hump)
        for i, hump in found
        if SIDES[i] in take.wanted
    )


def _counted(take: Take, i: int, hump: Hump) -> Rep:
    """Return one squat of one leg with what every view shows of it: when it was."""
    start, peak, end = (float(take.signals.time_s[k]) for k in (hump.start, hump.peak, hump.end))
    void = gates.lost_reasons(take, i, hump.start, hump.end)
    return Rep(side=SIDES[i], start_s=start, peak_s=peak, end_s=end, void=void)


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return knee, ankle and pelvis of each leg that stood; from the side only how often it bent, and how fast."""
    out: list[Measurement] = []
    if not take.frontal:
        for _, side in take.sides:
            own = tuple(e for e in found if e.side == side)
            out += [numbers.not_measured("fppa_deg", side, FROM_THE_FRONT, scale="camera_2d")]
            out += numbers.still_said(side, own)
        return out
    seen = frontal.look(take)
    for i, side in take.sides:
        own = tuple(e for e in found if e.side == side)
        out += frontal.measure_side(take, seen, i, side, own, what="one-leg squat")
        if own:
            out.append(numbers.rep_count(side, own))
    return out


MOVEMENT: Final = Protocol(
    name="single_leg_squat",
    called=Name(title="Squat on one leg", noun="one-leg squat"),
    rank=4,
    film=Film(
        view="front",
        text=(
            "Put the phone level at knee height, 2 to 4 m straight in front of the standing foot, with your "
            "whole body in the picture."
        ),
        reps="5 on each leg",
        how=(
            "Start upright with your foot pointing at the camera. Bend the knee two thirds of the way to a right angle."
        ),
        drawn=lambda camera: synth.single_leg_squat(stance="right", camera=camera),
        drawn_s=1.8,
        from_front=True,
        leg=STANDING_LEG,
    ),
    report=Report(
        cards={"fppa_deg": ("knee_over_foot_frac", "pelvis_drop_deg", *COUNTED)},
        curves=("knee_flexion_deg",),
        front_curves=("fppa_deg",),
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="fppa_deg",
    cycles=cycles,
    find=events,
    work_out=measure,
    more_signals=frontal.signals,
    foot_network="always",
)
