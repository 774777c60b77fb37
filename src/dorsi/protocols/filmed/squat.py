"""Squat with both feet flat, filmed from the side for the ankles or from the front for the knees."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import frontal, numbers, slow, stance
from dorsi.protocols.evidence import Cycle, Evidence, claimed, find_evidence
from dorsi.protocols.features import Features, over, under
from dorsi.protocols.instruments import ByNetwork, Instrument
from dorsi.protocols.protocol import COUNTED, Film, Name, Protocol, Report, Take
from dorsi.protocols.sinks import Sink
from dorsi.schema.session import Measurement
from dorsi.types import Array, Rep, Step
from dorsi.vocabulary import SideName

DEPTH_SD_DEG: Final = 6.0  #: knee, hip and trunk angles of a pose network in a side view (M28)
#: Error of the peak shank inclination.
PEAK_ERROR: Final = ByNetwork(
    pose=Instrument(near_sd_deg=2.7, far_sd_deg=4.0),
    foot=Instrument(near_sd_deg=1.2, far_sd_deg=1.8),
)


def cycles(e: Evidence) -> list[Cycle]:
    """Return the squats: the body sinks over two feet side by side, both knees bend, and only the feet carry it."""
    return [Cycle(hump=sink.hump, fit=_fit(e.f, sink), low=sink.lowest, planted=sink.planted) for sink in e.sinks]


def _fit(f: Features, sink: Sink) -> float:
    # Feet that stand side by side are as high in a picture from the front; seen at an angle, the far one is higher.
    height = float(sink.at_low(np.abs(f.ankle[:, 0, 1] - f.ankle[:, 1, 1])))
    together = (
        under(height, none=0.35, full=0.18)
        if f.frontal
        else under(height, none=0.6, full=0.45)
        if f.turned
        else under(float(sink.at_low(f.split)), none=0.9, full=0.6) * (1 - stance.in_stride(sink))
    )
    kneels = over(float(sink.at_low(f.shank_tilt_deg).max()), none=62.0, full=80.0)
    still = max(under(float(sink.follows.max()), none=0.6, full=0.3), sink.parallel)
    stand = still * under(float(sink.travel.min()), none=0.5, full=0.25)
    # Heels that rise do so together; of one foot that comes up alone, the other carries.
    alone = over(float(np.ptp(sink.follows)), none=0.3, full=0.5) * over(
        float(sink.at_low(f.raised).max()), none=0.08, full=0.15
    )
    alone *= 1 - sink.parallel
    stand *= 1 - max(alone, sink.alone(0), sink.alone(1), sink.one_lies, sink.sideways)
    stand *= 1 - max(stance.leans_apart(sink), stance.uneven(sink), stance.stepped(sink))
    knees = over(float(sink.at_low(f.knee_deg).min()), none=15.0, full=40.0)
    deep = over(sink.drop, none=0.12, full=0.22)
    bends = sink.at_low(f.knee_deg)
    # Toes and knees point outwards: at an angle the camera looks along one leg, and across the other one.
    unlike = float(abs(bends[0] - bends[1]))
    alike = (
        1.0 if f.frontal else under(unlike, none=70.0, full=50.0) if f.turned else under(unlike, none=50.0, full=30.0)
    )
    jumps = over(sink.airborne, none=0.15, full=0.28)
    return (
        deep * alike * together * (1 - kneels) * stand * max(knees, float(f.turned)) * (1 - jumps) * sink.free_standing
    )


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the squats in order of time, scored on the leg nearer to the camera, or on the one asked for."""
    own = claimed(cycles(find_evidence(take.landmarks, take.view)))
    i, side = scored_leg(take)
    if take.frontal:
        seen = from_front(take)
        return tuple(_both_knees(take, seen, i, cycle.hump) for cycle in own)
    found = tuple(slow.score(take, i, side, cycle, heel_voids=False) for cycle in own)
    if not take.sagittal:
        return found
    return tuple(_with_depth(take, i, rep, cycle.hump) for rep, cycle in zip(found, own, strict=True))


def from_front(take: Take) -> frontal.FrontView:
    """Return the legs as a camera in front sees them, turned by where the standing feet point."""
    return frontal.look(take, on_both=take.reference.flat[:, 0] & take.reference.flat[:, 1])


def knees(take: Take) -> dict[str, Array]:
    """Return the knees' angle over time in a view from the front."""
    return frontal.signals(take, from_front(take)) if take.frontal else {}


def _both_knees(take: Take, seen: frontal.FrontView, scored: int, hump: reps.Hump) -> Rep:
    """Return one squat from the front: one repetition that carries the numbers of both legs."""
    legs = [frontal.score(take, seen, i, hump) for i in (0, 1)]
    values = {f"{leg.side}_{name}": value for leg in legs for name, value in leg.values.items()}
    refused = {f"{leg.side}_{name}": reason for leg in legs for name, reason in leg.refused.items()}
    return replace(legs[scored], values=values, refused=refused, void=tuple(dict.fromkeys(legs[0].void + legs[1].void)))


def scored_leg(take: Take) -> tuple[int, SideName]:
    """Return the leg that repetitions are scored on: the near one where it is wanted."""
    return next((leg for leg in take.sides if leg[0] == take.view.near_side), take.sides[0])


def _with_depth(take: Take, i: int, rep: Rep, hump: reps.Hump) -> Rep:
    inside = slice(hump.start, hump.end + 1)
    foot_px = np.abs(take.landmarks.side("toe") - take.landmarks.side("heel"))[:, i, 0]
    ahead = take.reference.facing * (take.landmarks.side("knee") - take.landmarks.side("toe"))[inside, i, 0]
    extra = {
        "peak_knee_flexion_deg": take.signals.knee_flexion_deg[inside, i],
        "hip_flexion_deg": take.signals.hip_flexion_deg[inside, i],
        "trunk_lean_deg": take.signals.trunk_lean_deg[inside],
        "knee_past_toe_frac": ahead / robust.median(foot_px),
    }
    return replace(
        rep, values=rep.values | {name: float(np.nanmax(x)) for name, x in extra.items() if np.isfinite(x).any()}
    )


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return the peak shank inclination of the near leg, and of the far one with its wider bound, and the depth."""
    out: list[Measurement] = []
    scored, side_scored = scored_leg(take)
    for i, side in take.sides:
        own = found if i == scored and not take.frontal else _one_leg(take, i, side)
        if take.frontal:
            out += frontal.measure_side(take, from_front(take), i, side, own, what="squat")
        out += slow.measure_side(take, i, side, own, instrument=PEAK_ERROR.of(take, i), refuse=_refuse)
    if not numbers.view_reason(take):
        out += _depth(take, scored, side_scored, found)
    return out


def _depth(take: Take, i: int, side: SideName, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return how deep the squats went by the bends of one leg, refused or as doubtful as that leg itself is."""
    hidden = slow.leg_reason(take, i, found)
    out: list[Measurement] = []
    for name in ("peak_knee_flexion_deg", "hip_flexion_deg", "trunk_lean_deg", "knee_past_toe_frac"):
        values = numbers.valid_values(found, side, name)
        if not len(values):
            continue
        of_leg = name != "trunk_lean_deg"
        if hidden and of_leg:
            out.append(numbers.not_measured(name, side, hidden, scale="camera_2d"))
            continue
        doubt = Doubt(instrument=0.1 if name.endswith("_frac") else DEPTH_SD_DEG)
        low = slow.low_reason(take, i if of_leg else take.view.near_side)
        out.append(numbers.measured(name, side, values, doubt, scale="camera_2d", low_because=low))
    return out


def _one_leg(take: Take, i: int, side: SideName) -> tuple[Rep | Step, ...]:
    """Return the same squats scored on one leg."""
    own = claimed(cycles(find_evidence(take.landmarks, take.view)))
    if take.frontal:
        seen = from_front(take)
        return tuple(frontal.score(take, seen, i, cycle.hump) for cycle in own)
    return tuple(slow.score(take, i, side, cycle, heel_voids=False) for cycle in own)


def _refuse(side: str, own: tuple[Rep | Step, ...], peaks: Array) -> str | None:
    del peaks
    return slow.no_valid_reason(own, what="squat", side=side)


MOVEMENT: Final = Protocol(
    name="squat",
    called=Name(title="Squat", noun="squat"),
    rank=2,
    film=Film(
        view="side",
        text=(
            "Put the phone level at knee height, 2 to 4 m away, square to your feet, with your whole body in the "
            "picture throughout. Film once from each side to compare left and right."
        ),
        reps="3 squats",
        drawn=lambda camera: synth.squat(camera=camera),
        drawn_s=2.0,
    ),
    report=Report(
        cards={
            "peak_shank_inclination_deg": ("peak_knee_flexion_deg", "trunk_lean_deg", *COUNTED),
            "fppa_deg": ("knee_over_foot_frac", "pelvis_drop_deg"),
        },
        curves=("shank_inclination_deg", "knee_flexion_deg", "trunk_lean_deg", "heel_height_frac"),
        front_curves=("fppa_deg",),
        arc="shank_inclination_deg",
        note=(
            "There is no band here: a squat shows the range you used, not all you have. Use the knee-to-wall "
            "lunge to test your range."
        ),
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="peak_shank_inclination_deg",
    cycles=cycles,
    find=events,
    work_out=measure,
    more_signals=knees,
    foot_network="always",
)
