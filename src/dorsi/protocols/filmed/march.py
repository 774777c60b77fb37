"""March on the spot, filmed from the side: how far each ankle moves, how high each knee comes."""

from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import numbers, slow
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.protocols.features import over, under
from dorsi.protocols.instruments import ByNetwork
from dorsi.protocols.protocol import Film, Name, Protocol, Report, Take
from dorsi.protocols.swings import Swing
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Step
from dorsi.vocabulary import SideName

LIFT_MIN_FRAC: Final = 0.15  #: of a shank: the knee comes up at least this far
MIN_S, MAX_S = 0.25, 4.0
LIFT_SD_FRAC: Final = 0.04
#: Error of the near ankle's range, which reads the noise of a lifted foot as movement: rms over 7 people drawn by
#: number (2026-11). That of 6 far ones was too large in each, by 7 degrees on average, so that they get no number. The
#: pose network's heel takes part in it.
RANGE_SD_DEG: Final = ByNetwork(pose=8.0, foot=4.5)
FOOT_REASON: Final = "the pose network follows a lifted foot poorly"


def cycles(e: Evidence) -> list[Cycle]:
    """Return the steps of a march: each foot comes up in turn under its rising knee, on one spot."""
    return [Cycle(hump=swing.hump, side=swing.side, fit=_fit(swing)) for swing in e.swings]


def _fit(swing: Swing) -> float:
    f = swing.f
    lifts = over(swing.rise, none=0.2, full=0.35) * over(swing.clearance, none=0.1, full=0.2)
    under_knee = over(swing.knee_share, none=0.4, full=0.6)
    if f.turned:  # at the pace of a run only high knees are no run, slower than that even low ones are none
        run_pace = under(swing.stride_s, none=1.0, full=0.9)
        slow, quick = (over(swing.knee_share, none=none, full=none + 0.2) for none in (0.25, 0.75))
        under_knee = run_pace * quick + (1 - run_pace) * slow
    stays = under(swing.walked, none=0.8, full=0.4) * under(swing.nearer, none=0.12, full=0.06)
    hangs = under(swing.tilt_deg, none=75.0, full=60.0) * under(swing.reach, none=1.5, full=1.2)
    return lifts * under_knee * stays * hangs * (1 - swing.pedals) * swing.in_turn


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return every lift of a knee in order of time, scored on the leg that is lifted."""
    found: list[Rep] = []
    hip = take.landmarks.side("hip")[..., 1].mean(axis=1)
    for i, _ in take.sides:
        # Against the hips: they bob with every step.
        knee = (hip - take.landmarks.side("knee")[:, i, 1]) / take.reference.shank_px
        humps = reps.find_humps(knee, take.signals.time_s, min_height=LIFT_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)
        found += [_score(take, i, knee, hump) for hump in humps]
    return tuple(sorted(found, key=lambda rep: rep.peak_s))


def _score(take: Take, i: int, knee: Array, hump: reps.Hump) -> Rep:
    time_s, inside = take.signals.time_s, slice(hump.start, hump.end + 1)
    values = {"knee_lift_frac": float(knee[hump.peak] - min(knee[hump.start], knee[hump.end]))}
    ankle = take.signals.ankle_dorsiflexion_deg[inside, i]
    if take.sagittal and np.isfinite(ankle).all():
        values["ankle_range_deg"] = float(np.ptp(ankle))
        hip_deg = robust.largest(take.signals.hip_flexion_deg[inside, i])
        values |= {"hip_flexion_deg": hip_deg} if np.isfinite(hip_deg) else {}
    start_s, peak_s, end_s = (float(time_s[k]) for k in (hump.start, hump.peak, hump.end))
    return Rep(side=SIDES[i], start_s=start_s, peak_s=peak_s, end_s=end_s, values=values)


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return the rate of the steps, and each leg's lift and ankle range."""
    out = [_cadence(found)]
    for _, side in take.sides:
        own = tuple(e for e in found if e.side == side)
        out += _of_leg(take, side, own)
    return out


def _of_leg(take: Take, side: SideName, own: tuple[Rep | Step, ...]) -> list[Measurement]:
    if not own:
        return [numbers.not_measured("knee_lift_frac", side, f"the {side} knee was not lifted", scale="camera_2d")]
    lift = numbers.valid_values(own, side, "knee_lift_frac")
    out = [
        numbers.rep_count(side, own),
        numbers.measured("knee_lift_frac", side, lift, Doubt(instrument=LIFT_SD_FRAC), scale="camera_2d"),
    ]
    ankle = numbers.valid_values(own, side, "ankle_range_deg")
    i = SIDES.index(side)
    hidden = None if i == take.view.near_side else slow.BEHIND
    reason = numbers.view_reason(take) or hidden or (None if len(ankle) else "the foot was lost from view")
    if reason:
        return [*out, numbers.not_measured("ankle_range_deg", side, reason, scale="camera_2d")]
    doubt = Doubt(instrument=RANGE_SD_DEG.of(take, i))
    low = None if take.reference.with_ball[i] else FOOT_REASON
    return [*out, numbers.measured("ankle_range_deg", side, ankle, doubt, scale="camera_2d", low_because=low)]


def _cadence(found: tuple[Rep | Step, ...]) -> Measurement:
    """Return the steps per minute of both feet, from the times between the lifts of one knee."""
    peaks = [np.array([e.peak_s for e in found if isinstance(e, Rep) and e.side == side]) for side in SIDES]
    strides = np.concatenate([np.diff(p) for p in peaks])
    if not len(strides):
        return numbers.not_measured(
            "cadence_spm", "both", "no knee was lifted twice", scale="camera_time"
        )  # fmt: skip
    return numbers.measured("cadence_spm", "both", 120.0 / strides, Doubt(instrument=1.0), scale="camera_time")


MOVEMENT: Final = Protocol(
    name="march",
    called=Name(title="March on the spot", noun="marching on the spot", counted=False),
    rank=6,
    film=Film(
        view="side",
        text=(
            "Put the phone level at hip height, 3 to 4 m away, square to your feet, with your whole body in the "
            "picture."
        ),
        reps="10 steps with each foot",
        how=("March slowly on the spot, stand tall and lift each knee to hip height."),
        drawn=lambda camera: synth.march(lift_m=0.35, camera=camera),
        drawn_s=0.95,
        height="hip height",
        distance="3 to 4 m",
    ),
    report=Report(
        cards={"cadence_spm": (), "ankle_range_deg": ("knee_lift_frac",)},
        answers=("ankle_range_deg", "cadence_spm"),
        curves=("knee_flexion_deg", "ankle_dorsiflexion_deg"),
    ),
    cutoff_hz=6.0,
    longest_gap_s=0.2,
    longest_rep_s=2.5,  # at 45 steps a minute, a slow march, a knee is up for 1.3 s
    headline="ankle_range_deg",
    cycles=cycles,
    find=events,
    work_out=measure,
    foot_network="always",
)
