"""Squat on one leg, filmed from the front: whether the knee stays over the foot and the pelvis level."""

from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps
from dorsi.analysis.robust import percentile
from dorsi.protocols import frontal, numbers
from dorsi.protocols.features import Features, over
from dorsi.protocols.protocol import Film, Protocol, Take
from dorsi.schema.session import Measurement
from dorsi.types import Array, BoolArray, Rep, Step

OTHER_UP_FRAC: Final = 0.15  #: of a shank: the other ankle is held this much higher
DROP_MIN_FRAC: Final = 0.18  #: of a shank: the hips sink at least this far, a knee bend of about 50 degrees
HANGS_MIN_SHARE: Final = (
    0.3  #: of the sinking: a foot in the air sinks with the hips, a hind foot on the floor does not
)
MIN_S, MAX_S = 0.6, 15.0


def likeness(f: Features) -> float:
    """Return how much a clip looks like squats on one leg: hips that sink and rise while one foot is held up."""
    best = 0.0
    for i in (0, 1):
        up = np.asarray(f.ankle_above[:, i] > OTHER_UP_FRAC)
        humps = sinks(f.hip_over[:, i], up, f.time_s)
        inside = np.concatenate([np.zeros(0, dtype=int), *(np.arange(h.start, h.end + 1) for h in humps)])
        if len(inside):
            still = over(-float(np.ptp(f.hip_place[inside])), none=-1.5, full=-0.8)
            stands = over(-percentile(f.foot_height[inside, i], 90), none=-0.25, full=-0.12)
            hangs = np.ptp(f.ankle_above[inside, i]) / humps[0].height
            free = over(float(hangs), none=0.1, full=HANGS_MIN_SHARE)
            best = max(best, over(humps[0].height, none=0.1, full=0.2) * still * stands * free)
    return best


def sinks(hip_over: Array, other_up: BoolArray, time_s: Array) -> list[reps.Hump]:
    """Return the squats over one ankle: the hips come down while the other foot is in the air."""
    x = np.where(other_up, -hip_over, np.nan)
    return reps.find_humps(x, time_s, min_height=DROP_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the squats in order of time, each scored on the leg that stands."""
    seen = frontal.look(take)
    ankle, shank = take.landmarks.side("ankle")[..., 1], take.reference.shank_px
    hip = take.landmarks.side("hip")[..., 1].mean(axis=1)
    found: list[Rep] = []
    for i, _ in take.sides:
        up = (ankle[:, i] - ankle[:, 1 - i]) / shank > OTHER_UP_FRAC
        humps = sinks((ankle[:, i] - hip) / shank, up, take.signals.time_s)
        found += [frontal.score(take, seen, i, hump) for hump in humps]
    return tuple(sorted(found, key=lambda rep: rep.peak_s))


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return knee, ankle and pelvis of each leg that stood."""
    if not take.frontal:
        reason = "a squat on one leg is measured from the front; put the camera in front of the foot"
        return [numbers.not_measured("fppa_deg", side, reason, scale="camera_2d") for _, side in take.sides]
    seen = frontal.look(take)
    out: list[Measurement] = []
    for i, side in take.sides:
        own = tuple(e for e in found if e.side == side)
        out += frontal.measure_side(take, seen, i, side, own, what="squat on one leg")
        if own:
            out.append(numbers.rep_count(side, own))
    return out


SINGLE_LEG_SQUAT: Final = Protocol(
    name="single_leg_squat",
    title="Squat on one leg",
    film=Film(
        view="front",
        text="Put the phone at knee height, 2 to 4 m away, level, straight in front of the standing foot; the whole "
        "body in the picture. Start upright, foot pointing at the camera, and bend the knee to about 60 degrees.",
        reps="5 on each leg",
        drawn=lambda camera: synth.single_leg_squat(stance="right", camera=camera),
        drawn_s=1.8,
        from_front=True,
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="fppa_deg",
    likeness=likeness,
    find=events,
    work_out=measure,
    more_signals=frontal.signals,
)
