"""Heel raises, one leg or both, filmed from the side.

The pose network hardly follows a heel that leaves the floor (docs/accuracy.md), but it sees the body rise: with a
straight knee the hips rise by what the ankle rises. The foot turns about its ball, so that the height of the heel and
the turn of the foot follow from the rise and a foot's proportions. Where the foot network gave heel and ball, the turn
is read from them, and only the height follows from a foot's proportions.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import frontal, reps, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.measures.bands import wall_geometry
from dorsi.protocols import numbers
from dorsi.protocols.evidence import claimed, find_evidence
from dorsi.protocols.instruments import STATURE_SD_SHARE, ByNetwork
from dorsi.protocols.protocol import Film, Name, Protocol, Report, Take
from dorsi.protocols.raises import cycles, shake
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Step
from dorsi.vocabulary import SideName
from dorsi.wording.plurals import plural

ONE_LEG_FRAC: Final = 0.15  #: of a shank: the other ankle is held this much higher
MIN_REPS: Final = 3  #: to speak of a fading height
BALL_FROM_ANKLE: Final = 0.47  #: of a foot, along the floor (M12: ankle to toe 0.75, ball to toe 0.28)
BALL_FROM_HEEL: Final = 0.72
ANKLE_OVER_BALL: Final = 0.18
AGREE_DEG: Final = 12.0  #: between the turn that is seen and the one worked out: twice what feet and bodies differ by
FAR_LEG: Final = "this is the leg away from the camera; film it from its own side"
NOT_FOLLOWED: Final = "worked out from how far the body rises, because the heel point rises less than that"
NOT_SEEN: Final = "worked out from how far the body rises, because the pose network does not follow the heel"
HEIGHT_SD_SHARE: Final = 0.12  #: of the height: feet and shanks differ from the proportions it is worked out with
TURN_SD_DEG: Final = ByNetwork(pose=5.0, foot=3.4)  #: of the greatest plantarflexion


def body_height(take: Take) -> Array:
    """Return how high the hips are above the floor, shank lengths, (T,)."""
    hip, toe = take.landmarks.side("hip")[..., 1].mean(axis=1), take.landmarks.side("toe")[..., 1]
    floor = robust.percentile(toe.max(axis=1), 50)
    height = floor - hip - shake(-hip, -toe, take.signals.time_s, take.view)
    return np.asarray(height / take.reference.shank_px)


def body_rise(take: Take) -> dict[str, Array]:
    """Return how far the body has risen from standing, for the curves."""
    height = body_height(take)
    return {"body_rise_frac": height - robust.percentile(height, 10)}


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the raises in order of time, each scored on the leg that stands, or on the near one of two."""
    ankle, shank = take.landmarks.side("ankle")[..., 1], take.reference.shank_px
    body = body_height(take)
    found: list[tuple[int, reps.Hump]] = []
    for cycle in claimed(cycles(find_evidence(take.landmarks, take.view))):
        hump = reps.without_bumps(cycle.hump, body)
        apart = robust.median((ankle[:, 0] - ankle[:, 1])[hump.start : hump.end + 1]) / shank
        one_leg = 0 if apart > ONE_LEG_FRAC else 1 if apart < -ONE_LEG_FRAC else None
        i = one_leg if one_leg is not None else take.view.near_side
        if SIDES[i] in take.wanted:
            found.append((i, hump))
    by_foot = [
        foot_follows(take, i, body, [(h.start, h.peak, h.end) for side, h in found if side == i]) for i in (0, 1)
    ]
    return tuple(_score(take, i, body, hump, by_foot=by_foot[i]) for i, hump in found)


def _score(take: Take, i: int, body: Array, hump: reps.Hump, *, by_foot: bool) -> Rep:
    time_s = take.signals.time_s
    top = body >= body[hump.peak] - 0.1 * hump.height
    before = robust.median(body[max(0, hump.start - 3) : hump.start + 1])
    rise = robust.median(body[hump.start : hump.end + 1][top[hump.start : hump.end + 1]]) - before
    turn, pointed = foot_turn_deg(rise / frontal.FOOT_FRAC), None
    if by_foot:
        turn, pointed, _ = _seen_turn_deg(take, i, body, (hump.start, hump.peak, hump.end))
    values = {
        "heel_height_foot_frac": BALL_FROM_HEEL * float(np.sin(np.radians(turn))),
        "rep_time_s": float(time_s[hump.end] - time_s[hump.start]),
    }
    rep = Rep(
        side=SIDES[i],
        start_s=float(time_s[hump.start]),
        peak_s=float(time_s[hump.peak]),
        end_s=float(time_s[hump.end]),
        values={name: value for name, value in values.items() if np.isfinite(value)},
    )
    if pointed is not None:
        return rep if np.isnan(pointed) else replace(rep, values=rep.values | {"peak_plantarflexion_deg": pointed})
    standing = robust.median(take.signals.shank_inclination_deg[max(0, hump.start - 3) : hump.start + 1, i])
    if not take.sagittal or not np.isfinite(standing):
        return rep
    return replace(rep, values=rep.values | {"peak_plantarflexion_deg": turn - standing})


def foot_follows(take: Take, i: int, body: Array, raises: list[tuple[int, int, int]]) -> bool:
    """Return whether the foot network's heel goes up as far as the body does, in most raises of a leg.

    Parameters
    ----------
    body
        Hips above the floor, shank lengths, (T,).
    raises
        Start, peak and end of each, frames.
    """
    if not take.reference.with_ball[i] or not raises:
        return False
    apart = [abs(turn - worked_out) for turn, _, worked_out in (_seen_turn_deg(take, i, body, own) for own in raises)]
    return bool(np.median(apart) <= AGREE_DEG)


def _seen_turn_deg(take: Take, i: int, body: Array, frames: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return how far heel and ball have turned, how far the foot then points, and the turn that the body's rise tells.

    From just before a raise to its top; NaN where the foot was lost.
    """
    start, peak, end = frames
    inside, before = slice(start, end + 1), slice(max(0, start - 3), start + 1)
    rise = body[peak] - robust.median(body[before])
    top = body[inside] >= body[peak] - 0.1 * rise
    pitch, ankle = take.signals.foot_pitch_deg[:, i], take.signals.ankle_dorsiflexion_deg[:, i]
    turn = robust.median(pitch[before]) - robust.median(pitch[inside][top])
    return turn, -robust.median(ankle[inside][top]), foot_turn_deg(rise / frontal.FOOT_FRAC)


def foot_turn_deg(rise_of_foot: float) -> float:
    """Return how far a foot has turned about its ball when the ankle has risen by a share of the foot's length."""
    turns = np.radians(np.linspace(0.0, 70.0, 701))
    rises_of = BALL_FROM_ANKLE * np.sin(turns) - ANKLE_OVER_BALL * (1 - np.cos(turns))
    highest = int(np.argmax(rises_of))
    return float(np.degrees(np.interp(rise_of_foot, rises_of[: highest + 1], turns[: highest + 1])))


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return count, height, tempo and fading of each leg that was raised."""
    out: list[Measurement] = []
    for i, side in take.sides:
        own = tuple(e for e in found if e.side == side)
        if any("heel_height_foot_frac" in e.values for e in own):
            out += _of_leg(take, i, side, own)
        elif own:
            out.append(numbers.not_measured("heel_height_foot_frac", side, "the foot was lost", scale="camera_2d"))
        elif not found or i == take.view.near_side:
            reason = f"no heel raise on the {side} leg was found in the clip"
            out.append(numbers.not_measured("heel_height_foot_frac", side, reason, scale="camera_2d"))
    return out


def _of_leg(take: Take, i: int, side: SideName, own: tuple[Rep | Step, ...]) -> list[Measurement]:
    frames = [(take.at(e.start_s), take.at(e.peak_s), take.at(e.end_s)) for e in own if isinstance(e, Rep)]
    by_foot = foot_follows(take, i, body_height(take), frames)
    height = numbers.valid_values(own, side, "heel_height_foot_frac")
    out = [
        numbers.rep_count(side, own),
        _with_share("heel_height_foot_frac", side, height, HEIGHT_SD_SHARE),
    ]
    if take.size.height_cm is not None:
        in_cm = height * wall_geometry().foot_of_height * take.size.height_cm
        out.append(_with_share("heel_height_cm", side, in_cm, float(np.hypot(HEIGHT_SD_SHARE, STATURE_SD_SHARE))))
    out.append(numbers.rep_time(side, own))
    if len(height) >= MIN_REPS:
        kept = np.array([height[-1] / height.max()])
        whole = numbers.measured("height_kept_frac", side, kept, Doubt(instrument=0.04), scale="camera_2d")
        out.append(whole.model_copy(update={"n": len(height)}))
    else:
        few = f"only {plural(len(height), 'heel raise')}, {MIN_REPS} needed"
        out.append(numbers.not_measured("height_kept_frac", side, few, scale="camera_2d"))
    turn = numbers.valid_values(own, side, "peak_plantarflexion_deg")
    reason = numbers.view_reason(take)
    if reason or not len(turn):
        out.append(
            numbers.not_measured("peak_plantarflexion_deg", side, reason or "the shank was lost", scale="camera_2d")
        )
    else:
        turn_sd_deg = TURN_SD_DEG.foot if by_foot else TURN_SD_DEG.pose
        # With a ball the camera's tilt is in the foot and in the shank alike, and cancels.
        doubt = Doubt(instrument=turn_sd_deg, roll=0.0 if by_foot else take.roll_sd_deg)
        low = low_reason(take, i, by_foot=by_foot)
        out.append(numbers.measured("peak_plantarflexion_deg", side, turn, doubt, scale="camera_2d", low_because=low))
    return out


def low_reason(take: Take, i: int, *, by_foot: bool) -> str | None:
    """Return why a leg's plantarflexion deserves low confidence, or None."""
    if not by_foot:
        return NOT_FOLLOWED if take.reference.with_ball[i] else NOT_SEEN
    return None if i == take.view.near_side else FAR_LEG


def _with_share(name: str, side: SideName, values: Array, share: float) -> Measurement:
    return numbers.measured(name, side, values, Doubt(instrument=share * float(values.mean())), scale="camera_2d")


MOVEMENT: Final = Protocol(
    name="heel_raise",
    called=Name(title="Heel raise", noun="heel raise"),
    rank=5,
    film=Film(
        view="side",
        text=(
            "Put the phone level at knee height, 2 to 4 m away, square to your foot, with your whole body in the "
            "picture."
        ),
        reps="as many as you can at full height, on each leg",
        how=(
            "Stand on one straight leg with your fingertips on a wall. Rise as high as you can and come down, one per "
            "second."
        ),
        drawn=lambda camera: synth.heel_raise(camera=camera),
        drawn_s=1.6,
    ),
    report=Report(
        cards={"rep_count": (), "heel_height_foot_frac": ("heel_height_cm", "height_kept_frac", "rep_time_s")},
        curves=("body_rise_frac", "knee_flexion_deg"),
    ),
    cutoff_hz=5.0,
    longest_gap_s=0.3,
    headline="heel_height_foot_frac",
    cycles=cycles,
    find=events,
    work_out=measure,
    more_signals=body_rise,
    foot_network="always",
)
