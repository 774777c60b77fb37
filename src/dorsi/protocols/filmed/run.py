"""Running, on a treadmill or passing by: from the side for the ankles, from behind or in front for knees and pelvis."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import gait, robust
from dorsi.analysis import geometry as geo
from dorsi.analysis.uncertainty import Doubt, yaw_doubt_deg
from dorsi.analysis.view import CameraView
from dorsi.protocols import frontal, numbers, push_off, run_front, run_times
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.protocols.features import Features, find_features, over, under
from dorsi.protocols.instruments import ByNetwork, Instrument
from dorsi.protocols.protocol import Film, Name, Protocol, Report, Take
from dorsi.protocols.swings import Swing
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, BoolArray, Landmarks, Rep, Step
from dorsi.vocabulary import Scale, Side
from dorsi.wording.plurals import plural

OFF_BEAT: Final = "the contact does not fit this foot's rhythm, so the leg was not tracked well"
MIN_STEPS: Final = 7  #: a side, for more than low confidence (P-8, M21)
TIME_SD_S: Final = 0.016  #: of a contact or toe-off against truth, besides half a frame
EDGE_FRAMES: Final = 2  #: a turning point of the knee needs as many frames on both sides to be one

OVERSTRIDE_SD_FRAC: Final = 0.03  #: of leg length: 20 ms of a foot that swings at its hip's pace
#: Error of the peak stance dorsiflexion.
PEAK_ERROR: Final = ByNetwork(
    pose=Instrument(near_sd_deg=1.6, far_sd_deg=2.4),
    foot=Instrument(near_sd_deg=3.5, far_sd_deg=4.2),
)
#: Error of the shank at contact.
CONTACT_ERROR: Final = ByNetwork(
    pose=Instrument(near_sd_deg=3.0, far_sd_deg=3.0),
    foot=Instrument(near_sd_deg=1.6, far_sd_deg=2.4),
)


def cycles(e: Evidence) -> list[Cycle]:
    """Return the strides of a run: each foot swings up high behind a hanging thigh, in turn, the knee well bent."""
    return [Cycle(hump=swing.hump, side=swing.side, fit=_fit(e.f, swing)) for swing in e.swings]


def _fit(f: Features, swing: Swing) -> float:
    # A walker's ankle comes up by a third of a shank, the toes stay near the ground and the knee bends by 60 degrees.
    high = over(swing.rise, none=0.45, full=0.65) * over(swing.clearance, none=0.12, full=0.25)
    bends = 1.0 if f.turned else over(swing.bend_deg, none=60.0, full=75.0)
    behind = 1.0 if f.turned else over(swing.tilt_deg, none=40.0, full=55.0)
    lifted = (1.0, 0.8) if f.turned else (0.9, 0.6)
    hangs = under(swing.knee_share, none=lifted[0], full=lifted[1]) * over(swing.knee_share, none=-0.4, full=-0.25)
    # Seen from the front neither the bend nor the shank behind shows, and a foot that is nearer stands lower in the
    # picture without the other being lifted: there the pace must tell.
    pace = under(swing.stride_s, none=0.95, full=0.8)
    return high * bends * behind * hangs * (pace if f.turned else 1.0) * (1 - swing.pedals) * swing.in_turn


def stances(landmarks: Landmarks, view: CameraView) -> list[list[gait.Stance]]:
    """Return the stances of the left and of the right foot."""
    hip, knee, ankle = (landmarks.side(name) for name in ("hip", "knee", "ankle"))
    if view.kind in {"front", "rear"}:
        return run_front.stances(landmarks)
    flexion = geo.bend_deg(hip, knee, ankle, facing=view.facing)
    return [gait.find_stances(flexion[:, i], landmarks.time_s) for i in (0, 1)]


def flat(landmarks: Landmarks, view: CameraView) -> BoolArray:
    """Return the frames of each stance in which the foot lies flat on the ground, (T, 2)."""
    out = np.zeros((len(landmarks.time_s), 2), dtype=bool)
    for i, own in enumerate(stances(landmarks, view)):
        for stance in own:
            if stance.contact_s is not None and stance.toe_off_s is not None:
                part = (landmarks.time_s - stance.contact_s) / (stance.toe_off_s - stance.contact_s)
                out[:, i] |= (part >= push_off.FLAT_PART[0]) & (part <= push_off.FLAT_PART[1])
    return out


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the steps of both feet in order of time; a moment at the clip's very start or end gives no number."""
    found: list[Step] = []
    seen = frontal.look(take) if take.frontal else None
    standing = find_features(take.landmarks, take.view).standing  # a point that jitters on a standing foot is no step
    for i, own in enumerate(stances(take.landmarks, take.view)):
        lands = [s for s in own if s.contact_s is not None and not standing[take.at(s.contact_s)]]
        landed = [(s.contact_s, _inside(take, s.toe_off_s)) for s in lands if s.contact_s is not None]
        off = gait.off_beat(np.array([contact_s for contact_s, _ in landed]))
        for k, (contact_s, toe_off_s) in enumerate(landed):
            later = landed[k + 1][0] if k + 1 < len(landed) else None
            if later is not None and later - contact_s > gait.STRIDE_RANGE_S[1]:
                later = None  # a step in between was not seen
            step = _step(take, i, contact_s, toe_off_s, later)
            step = run_front.with_values(take, seen, i, step) if seen else step
            found.append(replace(step, void=(OFF_BEAT,)) if off[k] else step)
    return tuple(sorted(found, key=lambda step: step.contact_s))


def _inside(take: Take, moment_s: float | None) -> float | None:
    """Return a contact or toe-off that lies inside the clip, or None for one that the clip's edge may have made."""
    time_s = take.landmarks.time_s
    edge_s = EDGE_FRAMES / take.landmarks.rate_hz
    if moment_s is None or not time_s[0] + edge_s < moment_s < time_s[-1] - edge_s:
        return None
    return moment_s


def _step(take: Take, i: int, contact_s: float, toe_off_s: float | None, next_contact_s: float | None) -> Step:
    time_s, signals = take.signals.time_s, take.signals
    values: dict[str, float] = {}
    if _inside(take, contact_s) is None:
        return Step(side=SIDES[i], contact_s=contact_s, next_contact_s=next_contact_s)
    if take.sagittal:
        values["shank_inclination_at_contact_deg"] = _at(time_s, signals.shank_inclination_deg[:, i], contact_s)
        values["overstride_frac"] = _at(time_s, foot_ahead(take)[:, i], contact_s)
    if toe_off_s is not None and not take.frontal:
        values["contact_s"] = toe_off_s - contact_s
        ankle = signals.ankle_dorsiflexion_deg[(time_s >= contact_s) & (time_s <= toe_off_s), i]
        if take.sagittal and np.isfinite(ankle).any() and np.isfinite(ankle).mean() > 0.8:
            values["peak_stance_dorsiflexion_deg"] = float(np.nanmax(ankle))
        if take.sagittal and take.reference.with_ball[i]:
            values |= push_off.values(take, i, contact_s, toe_off_s)
        if next_contact_s is not None:
            values["duty_factor_frac"] = values["contact_s"] / (next_contact_s - contact_s)
    return Step(
        side=SIDES[i],
        contact_s=contact_s,
        toe_off_s=toe_off_s,
        next_contact_s=next_contact_s,
        values={name: value for name, value in values.items() if np.isfinite(value)},
    )


def foot_ahead(take: Take) -> Array:
    """Return how far each ankle is ahead of the mid-hip, (T, 2), shares of leg length."""
    hip, ankle = take.landmarks.side("hip").mean(axis=1)[:, None], take.landmarks.side("ankle")
    leg = robust.percentile(np.linalg.norm(ankle - hip, axis=-1), 95)
    return np.asarray(take.reference.facing * (ankle - hip)[..., 0] / leg)


def _at(time_s: Array, x: Array, when_s: float) -> float:
    good = np.isfinite(x)
    if not good.any() or np.min(np.abs(time_s[good] - when_s)) > 0.1:
        return float("nan")
    return float(np.interp(when_s, time_s[good], x[good]))


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return cadence and flight, and per side contact time, duty factor and what the view allows."""
    out = [run_times.cadence(found, MIN_STEPS, also=OFF_BEAT)]
    if take.frontal:
        out.append(run_front.step_width(found))
        return out + [
            m for _, side in take.sides for m in run_front.measure_side(take, side, found, _few_reason(found, side))
        ]
    rate = take.landmarks.rate_hz
    time_doubt = Doubt(instrument=float(np.hypot(TIME_SD_S, 0.29 / rate) * np.sqrt(2)))
    out.append(run_times.flight(found, time_doubt, MIN_STEPS))
    for i, side in take.sides:
        few = _few_reason(found, side)
        for name, doubt in (
            ("contact_s", time_doubt),
            ("duty_factor_frac", Doubt(instrument=time_doubt.instrument * 1.4)),
        ):
            out.append(_mean(found, name, side, doubt, scale="camera_time", low=few))
        out += _angles(take, i, side, found, few)
    return run_times.agreeing(out)


def _angles(take: Take, i: int, side: Side, found: tuple[Rep | Step, ...], few: str | None) -> list[Measurement]:
    reason = numbers.view_reason(take)
    names = ("peak_stance_dorsiflexion_deg", "shank_inclination_at_contact_deg")
    if reason:
        return [numbers.not_measured(name, side, reason, scale="camera_joint_centre") for name in names]
    near = i == take.view.near_side
    low = few or (None if near else "this is the leg away from the camera; film it from its own side")
    peak = numbers.valid_values(found, side, names[0])
    doubt = Doubt(
        instrument=PEAK_ERROR.of(take, i).of(take, i),
        roll=take.roll_sd_deg,  # of the shank; the foot's own goes out with its zero, read while it is flat
        noise=push_off.excess_noise_deg(
            take, i, found, part=push_off.PEAK_PART, typical_deg=push_off.TYPICAL_STANCE_NOISE_DEG
        ),
        sole_zero=float(take.reference.sole_zero_sd_deg[i]) / np.sqrt(max(len(peak), 1)),
        yaw=_yaw_doubt_deg(take, peak),
    )
    contact = numbers.valid_values(found, side, names[1])
    shank = Doubt(
        instrument=CONTACT_ERROR.of(take, i).of(take, i), roll=take.roll_sd_deg, yaw=_yaw_doubt_deg(take, contact)
    )
    return [
        _mean(found, names[0], side, doubt, scale="camera_2d", low=low),
        _mean(found, names[1], side, shank, scale="camera_joint_centre", low=low),
        _mean(found, "overstride_frac", side, Doubt(instrument=OVERSTRIDE_SD_FRAC), scale="camera_2d", low=low),
        *push_off.measure(take, i, side, found, low=low),
    ]


def _yaw_doubt_deg(take: Take, values: Array) -> float:
    """Return what the turn of the camera adds to the doubt of an angle; 0 where there is none."""
    if not len(values):
        return 0.0
    return yaw_doubt_deg(float(values.mean()), yaw_deg=take.reference.yaw_deg, yaw_sd_deg=take.view.yaw_sd_deg)


def _mean(
    found: tuple[Rep | Step, ...], name: str, side: Side, doubt: Doubt, *, scale: Scale, low: str | None
) -> Measurement:
    values = numbers.valid_values(found, side, name)
    if not len(values):
        return numbers.not_measured(name, side, f"no whole step of the {side} foot was found", scale=scale)
    return numbers.measured(name, side, values, doubt, scale=scale, low_because=low, running=True)


def _few_reason(found: tuple[Rep | Step, ...], side: str) -> str | None:
    count = sum(1 for e in found if e.side == side and e.valid)
    return f"only {plural(count, 'step')}, {MIN_STEPS} needed" if count < MIN_STEPS else None


MOVEMENT: Final = Protocol(
    name="run",
    called=Name(title="Run", noun="running", counted=False),
    rank=3,
    film=Film(
        view="side",
        text=(
            "Put the phone level at hip height, 3 to 5 m away, square to the running direction, with your whole "
            "body in the picture. Film at 60 frames per second or more, or at 120 or more to see how the foot "
            "lands. Film once from each side."
        ),
        reps="10 s at a steady pace, at least 7 steps with each foot",
        drawn=lambda camera: synth.run(camera=camera).landmarks,
        drawn_s=0.3,
        height="hip height",
        distance="3 to 5 m",
        rate_hz=60.0,
        rate_min_hz=50.0,  # cameras that promise 60 may give a little less
        clothing="shorts and the shoes you run in; ankles uncovered",
    ),
    report=Report(
        cards={
            "cadence_spm": ("flight_s",),
            "peak_stance_dorsiflexion_deg": ("peak_pushoff_plantarflexion_deg", "contact_s"),
        },
        answers=("peak_stance_dorsiflexion_deg", "cadence_spm"),
        curves=("ankle_dorsiflexion_deg", "shank_inclination_deg", "knee_flexion_deg"),
        arc="ankle_dorsiflexion_deg",
        arc_in_events=True,
        event_noun="step",
        note=(
            "A running ankle moves fast and is small in the picture, so take this as a hint. A knee-to-wall "
            "lunge is a better test of range."
        ),
        hints=True,
        sure=frozenset({"cadence_spm"}),
    ),
    cutoff_hz=10.0,
    longest_gap_s=0.1,
    headline="peak_stance_dorsiflexion_deg",
    cycles=cycles,
    flat=flat,
    falls_freely=True,
    at_speed=True,
    find=events,
    work_out=measure,
    foot_network="always",
)
