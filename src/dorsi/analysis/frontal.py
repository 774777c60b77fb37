"""Legs seen from the front or from behind: the geometry of the frontal-plane projection angle.

Three things bend that angle in a picture though no knee moves inward. Perspective: in a squat the knees are nearer to
the camera than the feet and the hips farther away. Turn: a knee that is forward by half a shank moves sideways in the
picture by what the person is turned from the camera. And the pose network sets the hips too near to each other. Depth
comes from the foreshortening of thigh and shank, whose lengths the standing person shows; the turn from where both feet
point; the hips' places from the legs being straight while the person stands.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.types import Array, BoolArray, Landmarks

SHANK_M: Final = 0.42  #: knee to ankle of an adult; only the ratio to the camera's distance matters
DISTANCE_M: Final = 3.0  #: of the camera, as the guides ask for: 2 to 4 m
DISTANCE_SD_M: Final = 0.7
TURN_SD_DEG: Final = 1.5  #: of where two feet point: 6 px of the heel's and toe's places on a foot of 200 px
FACING_SD_DEG: Final = 4.0  #: of a person who was asked to face the camera, where only one foot is on the floor
TOE_AHEAD_FRAC: Final = 0.47  #: of a shank: toe in front of the ankle (M12: three quarters of the foot)
STANDING_SD_DEG: Final = (
    2.3  #: hip, knee and ankle of standing adults lie this near to one line (bow legs, knock knees)
)
HIP_SD_FRAC: Final = 0.03  #: of a shank: sideways error of a hip whose standing place was not seen
FOOT_FRAC: Final = 0.62  #: of a shank: heel to toe (M12: foot 0.152, shank 0.246 of stature)
STRAIGHT_MIN_FRAC: Final = 1.85  #: of a shank from hip to ankle: the knee is bent by less than about 25 degrees
STRAIGHT_NEAR_TOP_FRAC: Final = 0.05  #: and within this of the leg's own greatest length
STRAIGHT_MIN_FRAMES: Final = 5
# The thigh is then within 15 degrees of level, and what its points are off by with a whole thigh in view, 2.5 degrees
# (M24), has grown to 10: past the ordinary band (M57).
THIGH_DOWN_MIN_FRAC: Final = 0.25  #: of a thigh: a knee less than this below its hip has no angle (M24, M57)
DEPTH_PASSES: Final = 12  #: depth and perspective depend on each other; they settle within this


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What the person's own standing posture tells about the legs, in pixels; sides are (left, right)."""

    seen: BoolArray  #: (2,) whether that leg stood straight at any time
    shank_px: Array  #: (2,)
    thigh_px: Array  #: (2,)
    hip_shift_px: Array  #: (2,) outward, brings the hip onto the straight leg's line; 0 where not seen
    pelvis_deg: float  #: right hip below the left one, as the network sees the standing person
    outward: Array  #: (2,) +1 where the side lies to the right of the picture
    front: bool  #: whether the camera sees the chest


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What is not in the picture and has to be assumed, each with its own doubt."""

    distance_shanks: float = DISTANCE_M / SHANK_M
    turn_deg: float = 0.0  #: of the person, + towards the right of the picture
    standing_deg: float = 0.0  #: knee inward of the straight leg's line when standing
    hip_out_frac: float = 0.0  #: of a shank, an error of the hip's place


@dataclass(frozen=True, kw_only=True)
class Legs:
    """Joints in the ankles' frontal plane, (T, 2, 2), pixels from the picture's centre."""

    hip: Array
    knee: Array
    ankle: Array
    toe: Array


def straight_frames(landmarks: Landmarks, shank_px: float) -> BoolArray:
    """Return in which frames each leg stands straight, (T, 2)."""
    height = (landmarks.side("ankle") - landmarks.side("hip"))[..., 1] / shank_px
    top = np.array([robust.percentile(height[:, i], 95) for i in (0, 1)])
    return np.asarray((height > STRAIGHT_MIN_FRAC) & (height > (1 - STRAIGHT_NEAR_TOP_FRAC) * top))


def find_stand(landmarks: Landmarks, shank_px: float, *, front: bool) -> Stand:
    """Return the lengths of the segments and the hips' own error, from the frames in which the legs are straight."""
    hip, knee, ankle = (landmarks.side(name) for name in ("hip", "knee", "ankle"))
    straight = straight_frames(landmarks, shank_px)
    right_of = np.sign(robust.median((hip - hip[:, ::-1])[:, 0, 0]))
    outward = np.array([right_of, -right_of])
    seen = straight.sum(axis=0) >= STRAIGHT_MIN_FRAMES
    shank, thigh, shift = (np.zeros(2) for _ in range(3))
    on_line = knee + (knee - ankle) * ((hip - knee)[..., 1:] / (knee - ankle)[..., 1:])
    for i in (0, 1):
        rows = straight[:, i] if seen[i] else np.ones(len(hip), dtype=bool)
        share = 50 if seen[i] else 90
        shank[i] = robust.percentile(np.linalg.norm(knee - ankle, axis=-1)[rows, i], share)
        thigh[i] = robust.percentile(np.linalg.norm(hip - knee, axis=-1)[rows, i], share)
        if seen[i]:
            shift[i] = robust.median((on_line - hip)[rows, i, 0]) * outward[i]
    level = (hip[:, 1] - hip[:, 0])[straight.all(axis=1) if straight.all(axis=1).any() else slice(None)]
    return Stand(
        seen=seen,
        shank_px=shank,
        thigh_px=thigh,
        hip_shift_px=shift,
        pelvis_deg=robust.median(np.degrees(np.arctan2(level[:, 1], np.abs(level[:, 0])))),
        outward=outward,
        front=front,
    )


def turn_deg(landmarks: Landmarks, stand: Stand, standing: BoolArray) -> float:
    """Return how far the feet point to the right of the picture, mean of both, degrees; NaN if a foot never stands.

    Toe-out turns the feet apart and leaves the mean, so what is left is the turn of the person.
    """
    along = (landmarks.side("toe") - landmarks.side("heel"))[..., 0] / (FOOT_FRAC * stand.shank_px)
    mean = np.mean([robust.median(along[standing[:, i], i]) for i in (0, 1)])
    return float(np.degrees(np.arcsin(np.clip(mean, -1, 1))))


def turn_out_deg(landmarks: Landmarks, stand: Stand, frames: slice) -> Array:
    """Return how far each foot points outward, (2,), degrees, + toes out, from the heel's and toe's places across."""
    across = (landmarks.side("toe") - landmarks.side("heel"))[frames, :, 0] * stand.outward
    sine = np.array([robust.median(across[:, i]) for i in (0, 1)]) / (FOOT_FRAC * stand.shank_px)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1, 1))))


def legs(landmarks: Landmarks, stand: Stand, set_up: SetUp) -> Legs:
    """Return the joints with perspective, turn and the hips' own error taken out.

    A picture point at depth c nearer than the ankles is too large by 1 / (1 - c / distance). Depth follows from
    Pythagoras in each segment; the knee is ahead of the ankle and the hip behind the knee.
    """
    centre = np.array(landmarks.size_px) / 2
    hip, knee, ankle, toe = (landmarks.side(name) - centre for name in ("hip", "knee", "ankle", "toe"))
    out = stand.hip_shift_px + set_up.hip_out_frac * stand.shank_px
    out = out - np.tan(np.radians(set_up.standing_deg)) * stand.thigh_px * stand.seen
    hip = hip + np.stack([out * stand.outward, np.zeros(2)], axis=-1)
    distance = set_up.distance_shanks * stand.shank_px
    nearer = 1.0 if stand.front else -1.0
    knee_ahead = hip_ahead = np.zeros(hip.shape[:-1])
    for _ in range(DEPTH_PASSES):
        flat_knee = knee * (1 - nearer * knee_ahead / distance)[..., None]
        flat_hip = hip * (1 - nearer * hip_ahead / distance)[..., None]
        knee_ahead = _depth(stand.shank_px, flat_knee - ankle)
        hip_ahead = knee_ahead - _depth(stand.thigh_px, flat_knee - flat_hip)
    toe_ahead = TOE_AHEAD_FRAC * stand.shank_px
    flat_toe = toe * (1 - nearer * toe_ahead / distance)[:, None]

    def unturned(flat: Array, ahead: Array) -> Array:
        return np.stack([flat[..., 0] - ahead * np.tan(np.radians(set_up.turn_deg)), flat[..., 1]], axis=-1)

    return Legs(
        hip=unturned(flat_hip, hip_ahead),
        knee=unturned(flat_knee, knee_ahead),
        ankle=ankle,
        toe=unturned(flat_toe, toe_ahead),
    )


def _depth(length_px: Array, seen_px: Array) -> Array:
    """Return how far a segment of known length reaches along the line of sight."""
    return np.asarray(np.sqrt(np.maximum(length_px**2 - (seen_px**2).sum(axis=-1), 0.0)))


def fppa_deg(joints: Legs, stand: Stand) -> Array:
    """Return the frontal-plane projection angle of each leg, (T, 2), degrees; 0 straight, + knee inward.

    NaN where the thigh points at the camera: then the angle is that of whatever little of it is seen.
    """
    thigh, shank = joints.knee - joints.hip, joints.ankle - joints.knee
    cross = thigh[..., 0] * shank[..., 1] - thigh[..., 1] * shank[..., 0]
    bend = np.degrees(np.arctan2(cross, (thigh * shank).sum(axis=-1)))
    seen = thigh_down_frac(joints, stand) >= THIGH_DOWN_MIN_FRAC
    return np.asarray(np.where(seen, -stand.outward * bend, np.nan))


def thigh_down_frac(joints: Legs, stand: Stand) -> Array:
    """Return how far each knee is below its hip in the picture, (T, 2), thigh lengths; 0 where the thigh is level."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((joints.knee - joints.hip)[..., 1] / stand.thigh_px)


def knee_over_foot_frac(joints: Legs, stand: Stand) -> Array:
    """Return how far each knee stands inward of its toe, (T, 2), shank lengths; + inward."""
    return np.asarray(-stand.outward * (joints.knee - joints.toe)[..., 0] / stand.shank_px)


def pelvis_drop_deg(landmarks: Landmarks, stand: Stand) -> Array:
    """Return how far the other side's hip is below this side's, (T, 2), degrees, against the person's standing."""
    hip = landmarks.side("hip")
    across = np.abs((hip[:, 0] - hip[:, 1])[:, 0])
    left = np.degrees(np.arctan2((hip[:, 1] - hip[:, 0])[:, 1], across))
    return np.asarray(np.stack([left, -left], axis=1) - stand.pelvis_deg * np.array([1.0, -1.0]))


def ankle_inward_frac(landmarks: Landmarks, stand: Stand) -> Array:
    """Return how far each ankle is inward of the middle of its heel and toe, (T, 2), shank lengths; + inward."""
    foot = (landmarks.side("heel") + landmarks.side("toe")) / 2
    return np.asarray(-stand.outward * (landmarks.side("ankle") - foot)[..., 0] / stand.shank_px)


def fppa_doubt_deg(landmarks: Landmarks, stand: Stand, set_up: SetUp, *, side: int, turn_sd_deg: float) -> float:
    """Return the standard deviation of a leg's angle from what the picture does not show, degrees.

    Each assumption is moved by its own standard deviation, over the frames given, and the angle's move is taken.
    """
    distance_sd = DISTANCE_SD_M / SHANK_M
    moves = [
        (
            replace(set_up, distance_shanks=set_up.distance_shanks - distance_sd),
            replace(set_up, distance_shanks=set_up.distance_shanks + distance_sd),
        ),
        tuple(replace(set_up, turn_deg=set_up.turn_deg + d) for d in (-turn_sd_deg, turn_sd_deg)),
        tuple(replace(set_up, standing_deg=d) for d in (-STANDING_SD_DEG, STANDING_SD_DEG))
        if stand.seen[side]
        else tuple(replace(set_up, hip_out_frac=d) for d in (-HIP_SD_FRAC, HIP_SD_FRAC)),
    ]
    parts = []
    for less, more in moves:
        low, high = (robust.median(fppa_deg(legs(landmarks, stand, s), stand)[:, side]) for s in (less, more))
        parts.append((high - low) / 2)
    return float(np.linalg.norm(parts))
