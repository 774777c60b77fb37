"""Hops on one leg, filmed from the side: how long each flight lasts, and how the ankle is bent on landing."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import numbers
from dorsi.protocols.evidence import Cycle, Evidence, claimed, find_evidence
from dorsi.protocols.features import over
from dorsi.protocols.protocol import NEAR_LEG, Film, Name, Protocol, Report, Take
from dorsi.schema.session import Measurement
from dorsi.synth.stick_figure import ANKLE_HEIGHT_M, SHANK_M, THIGH_M, place_across, reach, still, trunk
from dorsi.types import SIDES, Array, Landmarks, Rep, Step

FLIGHT: Final = "hop_flight_s"
LANDING: Final = "landing_dorsiflexion_deg"
GRAVITY_M_S2: Final = 9.81
LIFT_MIN_FRAC: Final = 0.1  #: of a shank: a foot that comes up less has not left the floor for long
MIN_S, MAX_S = 0.1, 1.0
GROUND_S: Final = 0.4  #: before and after a flight: push-off and landing belong to the hop
DOWN_FRAC: Final = 0.02  #: of a shank: nearer to its floor than this a foot stands
TIME_SD_S: Final = 0.02  #: of a flight: half a frame at its start and end, 30 a second
LANDING_SD_DEG: Final = 3.5  #: of the ankle's angle in the frame of contact


def hops(*, stance: str = "left", flight_s: float = 0.4, count: int = 5, camera: synth.Camera) -> Landmarks:
    """Return a stick figure that hops on one leg once a second; the other foot is held behind."""
    time_s = np.arange(0.0, count + 1.0, 1 / 60)
    into = time_s % 1.0
    flies = (time_s >= 1.0) & (into < flight_s)
    up_m = np.where(flies, GRAVITY_M_S2 * into * (flight_s - into) / 2, 0.0)
    bend_m = np.where(flies | (time_s < 0.5), 0.0, 0.06 * np.sin(np.pi * (into - flight_s) / (1 - flight_s)) ** 2)
    points: dict[str, Array] = {}
    for side in SIDES:
        hip = still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M + 0.98 * (SHANK_M + THIGH_M))
        hip[:, 2] += up_m - bend_m
        ankle = still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M)
        ankle[:, 2] += up_m
        reach(points, side, ankle if side == stance else hip + np.array([-0.3, 0.0, -0.6]), hip)
    trunk(points, lean_deg=np.zeros(len(time_s)))
    return synth.film(points, time_s, camera)


def cycles(e: Evidence) -> list[Cycle]:
    """Return the hops: one foot leaves the floor with the body, while the other is up all the time."""
    found, last = [], len(e.f.time_s) - 1
    ground = round(GROUND_S * last / float(e.f.time_s[-1] - e.f.time_s[0]))
    for i in (0, 1):
        lift = e.f.lift[:, i]
        higher = e.f.ankle[:, 1 - i, 1] - e.f.ankle[:, i, 1]
        for hump in reps.find_humps(lift, e.f.time_s, min_height=LIFT_MIN_FRAC, min_s=MIN_S, max_s=MAX_S):
            inside = slice(hump.start, hump.end + 1)
            held = over(robust.percentile(higher[inside], 5), none=0.2, full=0.4)
            body = over(float(np.ptp(e.f.hip[inside, 1])) / hump.height, none=0.4, full=0.7)
            whole = replace(hump, start=max(hump.start - ground, 0), end=min(hump.end + ground, last))
            found.append(Cycle(hump=whole, side=i, fit=held * body))
    return found


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the hops in order of time, each on the leg that hops."""
    evidence = find_evidence(take.landmarks, take.view)
    found = [(c.side or 0, c.hump) for c in claimed(cycles(evidence)) if SIDES[c.side or 0] in take.wanted]
    return tuple(_score(take, evidence.f.lift[:, i], i, hump) for i, hump in found)


def _score(take: Take, lift: Array, i: int, hump: reps.Hump) -> Rep:
    time_s = take.signals.time_s
    up = np.flatnonzero(lift[: hump.peak] <= DOWN_FRAC)[-1]
    down = hump.peak + np.flatnonzero(lift[hump.peak :] <= DOWN_FRAC)[0]
    return Rep(
        side=SIDES[i],
        start_s=float(time_s[up]),
        peak_s=float(time_s[hump.peak]),
        end_s=float(time_s[down]),
        values={
            FLIGHT: float(time_s[down] - time_s[up]),
            LANDING: float(take.signals.ankle_dorsiflexion_deg[down, i]),
        },
    )


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return flight time and landing angle of each leg that hopped."""
    out: list[Measurement] = []
    for _, side in take.sides:
        flight, landing = (numbers.valid_values(found, side, name) for name in (FLIGHT, LANDING))
        if not len(flight):
            continue
        out.append(numbers.measured(FLIGHT, side, flight, Doubt(instrument=TIME_SD_S), scale="camera_time"))
        reason = numbers.view_reason(take)
        out.append(
            numbers.not_measured(LANDING, side, reason, scale="camera_2d")
            if reason
            else numbers.measured(LANDING, side, landing, Doubt(instrument=LANDING_SD_DEG), scale="camera_2d")
        )
        out.append(numbers.rep_count(side, found))
    return out


MOVEMENT: Final = Protocol(
    name="hop",
    called=Name(title="Hop on one leg", noun="hop"),
    rank=8,
    film=Film(
        view="side",
        text="Put the phone at knee height, 3 to 4 m away, level; the whole body in the picture, also at the top. "
        "Stand on the leg next to the phone and hop on the spot.",
        reps="5 hops on each leg",
        drawn=lambda camera: hops(stance="right", camera=camera),
        drawn_s=1.2,
        leg=NEAR_LEG,
    ),
    report=Report(
        cards={FLIGHT: ("rep_count",), LANDING: ()},
        curves=("ankle_dorsiflexion_deg", "knee_flexion_deg"),
        arc="ankle_dorsiflexion_deg",
        event_noun="hop",
    ),
    cutoff_hz=10.0,
    longest_gap_s=0.1,
    headline=FLIGHT,
    cycles=cycles,
    find=events,
    work_out=measure,
    falls_freely=True,
)
