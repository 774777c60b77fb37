"""Landmarks to angles: the geometry of docs/measures.md section 2."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.analysis import filtering, geometry, rearfoot, robust
from dorsi.analysis.view import CameraView, shank_px, sound_yaw_deg
from dorsi.types import SIDES, Array, BoolArray, Landmarks, Signals

STILL_SHANKS_PER_S: Final = 0.35  #: a foot that moves slower stands (about 15 cm/s)
FLOOR_FRAC: Final = 0.08  #: of a shank: heel and toe this near their floor level are down
FLAT_MIN_FRAMES: Final = 5
FLAT_MIN_S: Final = 0.15
NO_SOLE_ZERO_SD_DEG: Final = 10.0  #: when no flat foot was seen (docs/measures.md section 2)
SOLE_LINE_SD_DEG: Final = 3.0  #: when the sole itself is seen instead: the line under heel and ball


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What angles are measured against in one clip."""

    facing: float  #: +1 right, -1 left
    yaw_deg: float  #: turn out of the picture plane taken out
    shank_px: float
    sole_zero_deg: Array  #: (2,) pitch of heel to toe when the foot is flat
    sole_zero_sd_deg: Array  #: (2,)
    flat: BoolArray  #: (T, 2) frames in which the foot stands flat and still
    with_ball: BoolArray  #: (2,) legs whose points come from the foot network: their pitch is that of heel to ball


def flat_frames(landmarks: Landmarks, view: CameraView) -> BoolArray:
    """Return in which frames each foot stands flat: heel and toe still, and both at their floor level; (T, 2).

    Where the foot network gave them, it is the sole under heel and ball that is looked at: toes may move.

    The floor level of heel and toe is that of the clip's still frames, so a foot held in the air all along counts as
    flat: a movement that can lift a foot for the whole clip must judge that itself. The view plays no part.
    """
    del view
    shank, with_ball = shank_px(landmarks), rearfoot.legs_with_ball(landmarks)
    out = np.ones((len(landmarks.time_s), 2), dtype=bool)
    for sole, name in (("heel_sole", "heel"), ("ball_sole", "toe")):
        xy = rearfoot.by_leg(landmarks, with_ball, own=sole, other=name)
        if len(xy) < FLAT_MIN_FRAMES:
            return np.zeros_like(out)
        speed = np.linalg.norm(np.gradient(xy, landmarks.time_s, axis=0), axis=-1) / shank
        still = speed < STILL_SHANKS_PER_S
        floor = np.array([robust.percentile(np.where(still[:, i], xy[:, i, 1], np.nan), 90) for i in (0, 1)])
        out &= still & (floor - xy[..., 1] < FLOOR_FRAC * shank)
    return out


def sole_zero(pitch_deg: Array, flat: BoolArray, *, rate_hz: float) -> tuple[Array, Array]:
    """Return each foot's pitch while flat and its robust sd, (2,) each, degrees.

    The heel and toe points do not sit on the sole: what they read on a flat foot is 1-10 degrees and differs between
    the feet of one person. Where no flat foot was seen the zero is 0 with a wide sd.
    """
    zero, sd = np.zeros(2), np.full(2, NO_SOLE_ZERO_SD_DEG)
    need = max(FLAT_MIN_FRAMES, FLAT_MIN_S * rate_hz)
    for i in (0, 1):
        seen = pitch_deg[flat[:, i] & np.isfinite(pitch_deg[:, i]), i]
        if len(seen) >= need:
            zero[i], sd[i] = robust.median(seen), robust.mad_sd(seen)
    return zero, sd


def find_reference(landmarks: Landmarks, view: CameraView, *, flat: BoolArray) -> Reference:
    """Return what the clip's angles are measured against.

    Parameters
    ----------
    landmarks
        Cleaned and levelled.
    flat
        Frames with a flat foot, (T, 2).
    """
    with_ball, yaw = rearfoot.legs_with_ball(landmarks), sound_yaw_deg(view)
    pitch = rearfoot.foot_pitch_deg(landmarks, with_ball, facing=view.facing, yaw_deg=yaw)
    zero, sd = sole_zero(pitch, flat, rate_hz=landmarks.rate_hz)
    for i in np.flatnonzero(with_ball & (sd == NO_SOLE_ZERO_SD_DEG)):
        off_sole = (pitch - rearfoot.sole_pitch_deg(landmarks, facing=view.facing, yaw_deg=yaw))[:, i]
        zero[i], sd[i] = robust.median(off_sole), SOLE_LINE_SD_DEG
    return Reference(
        facing=view.facing,
        yaw_deg=yaw,
        shank_px=shank_px(landmarks),
        sole_zero_deg=zero,
        sole_zero_sd_deg=sd,
        flat=flat,
        with_ball=with_ball,
    )


def find_signals(landmarks: Landmarks, reference: Reference) -> Signals:
    """Return the angles over time, corrected for facing, yaw and sole zero; landmarks cleaned and levelled."""
    side, facing, yaw, with_ball = landmarks.side, reference.facing, reference.yaw_deg, reference.with_ball
    hip, knee, ankle = (side(name) for name in ("hip", "knee", "ankle"))
    heel = rearfoot.by_leg(landmarks, with_ball, own="heel_sole", other="heel")

    def lean(lower: Array, upper: Array) -> Array:
        return geometry.unforeshorten_deg(geometry.inclination_deg(lower, upper, facing=facing), yaw_deg=yaw)

    shank, thigh = lean(ankle, knee), lean(knee, hip)
    trunk = lean(hip.mean(axis=1), side("shoulder").mean(axis=1))
    pitch = rearfoot.foot_pitch_deg(landmarks, with_ball, facing=facing, yaw_deg=yaw) - reference.sole_zero_deg
    floor = np.array([robust.percentile(heel[reference.flat[:, i], i, 1], 50) for i in (0, 1)])
    return Signals(
        time_s=landmarks.time_s,
        shank_inclination_deg=shank,
        foot_pitch_deg=geometry.wrap_deg(pitch),
        ankle_dorsiflexion_deg=geometry.wrap_deg(shank + pitch),
        knee_flexion_deg=geometry.wrap_deg(shank - thigh),
        hip_flexion_deg=geometry.wrap_deg(trunk[:, None] - thigh),
        heel_height_frac=(floor - heel[..., 1]) / reference.shank_px,
        trunk_lean_deg=trunk,
        extra=_of_the_foot(landmarks, reference) if with_ball.any() else {},
    )


def _of_the_foot(landmarks: Landmarks, reference: Reference) -> dict[str, Array]:
    """Return what only legs with a ball have: how the toes bend, and how sure the ankle's angle is."""
    bend = rearfoot.toe_bend_deg(landmarks, reference.flat, facing=reference.facing, yaw_deg=reference.yaw_deg)
    found = {"toe_bend_deg": bend, "ankle_sigma_deg": rearfoot.ankle_sigma_deg(landmarks)}
    return {name: np.where(reference.with_ball, values, np.nan) for name, values in found.items()}


def low_passed(landmarks: Landmarks, *, cutoff_hz: float, longest_gap_s: float) -> Landmarks:
    """Return the landmarks cleaned for a movement: broken shanks and jumps dropped, short gaps bridged, low-pass."""
    shank = shank_px(landmarks)
    whole = drop_broken_shanks(landmarks, shank=shank)
    return filtering.clean(whole, cutoff_hz=cutoff_hz, longest_gap_s=longest_gap_s, scale_px=shank)


def drop_broken_shanks(landmarks: Landmarks, *, shank: float) -> Landmarks:
    """Return the landmarks without knee and ankle in the frames in which they cannot belong to one shank."""
    xy = landmarks.xy_px.copy()
    length = geometry.length_px(landmarks.side("knee"), landmarks.side("ankle"))
    broken = filtering.unsteady(length, landmarks.time_s, scale_px=shank)
    for i, side in enumerate(SIDES):
        for name in ("knee", "ankle"):
            if f"{side}_{name}" in landmarks.names:
                xy[broken[:, i], landmarks.names.index(f"{side}_{name}")] = np.nan
    return replace(landmarks, xy_px=xy)
