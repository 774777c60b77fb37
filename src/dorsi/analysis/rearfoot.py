"""The foot as two parts that bend at the ball: only where the foot network gave the ball and the sole.

The pose network has heel and toe only: toes that bend in a heel raise or a push-off look like a foot that points less.
Heel to ball is one rigid part; what the toes do is an angle of its own.
"""

from typing import Final

import numpy as np

from dorsi.analysis import geometry
from dorsi.types import Array, BoolArray, Landmarks

SEEN_MIN_FRAC: Final = 0.5  #: of the frames with a heel: with fewer balls the foot stays the pose network's


def legs_with_ball(landmarks: Landmarks) -> BoolArray:
    """Return which legs have a ball in most frames, (2,): their points come from the foot network."""
    heel, ball = (np.isfinite(landmarks.side(name)[..., 0]).sum(axis=0) for name in ("heel", "ball"))
    return np.asarray((ball > 0) & (ball >= SEEN_MIN_FRAC * heel))


def by_leg(landmarks: Landmarks, with_ball: BoolArray, *, own: str, other: str) -> Array:
    """Return the point `own` of legs with a ball and `other` of those without, shape (T, 2 sides, 2), pixels."""
    return np.where(with_ball[None, :, None], landmarks.side(own), landmarks.side(other))


def foot_pitch_deg(landmarks: Landmarks, with_ball: BoolArray, *, facing: float, yaw_deg: float) -> Array:
    """Return the pitch of heel to ball, or of heel to toe where there is no ball, (T, 2); positive with the toes up.

    Heel to ball is corrected for the camera's turn: a foot that points far down would otherwise look steeper.
    """
    heel, front = landmarks.side("heel"), by_leg(landmarks, with_ball, own="ball", other="toe")
    seen = geometry.pitch_deg(heel, front, facing=facing)
    return np.where(with_ball, _upright(seen, yaw_deg), seen)


def sole_pitch_deg(landmarks: Landmarks, *, facing: float, yaw_deg: float) -> Array:
    """Return the pitch of the sole from under the heel to under the ball, (T, 2); NaN where it is not seen."""
    seen = geometry.pitch_deg(landmarks.side("heel_sole"), landmarks.side("ball_sole"), facing=facing)
    return _upright(seen, yaw_deg)


def toe_bend_deg(landmarks: Landmarks, flat: BoolArray, *, facing: float, yaw_deg: float) -> Array:
    """Return how far the toes are bent up against the rest of the foot, (T, 2); 0 as on the flat foot."""
    heel, ball, toe = (landmarks.side(name) for name in ("heel", "ball", "toe"))
    back, front = (_upright(geometry.pitch_deg(a, b, facing=facing), yaw_deg) for a, b in ((heel, ball), (ball, toe)))
    bend = geometry.wrap_deg(front - back)
    flat_bend = [np.nanmedian(bend[rows, i]) if (rows := flat[:, i] & np.isfinite(bend[:, i])).any() else np.nan
                 for i in (0, 1)]  # fmt: skip
    return geometry.wrap_deg(bend - np.array(flat_bend))


def ankle_sigma_deg(landmarks: Landmarks) -> Array:
    """Return the one-sigma error of the ankle's angle from that of knee, ankle, heel and ball, (T, 2); NaN if unknown.

    The points' errors are taken as independent.
    """
    total = np.zeros((len(landmarks.time_s), 2))
    for one, other in (("knee", "ankle"), ("heel", "ball")):
        length = geometry.length_px(landmarks.side(one), landmarks.side(other))
        total += (landmarks.sigma_of(one) ** 2 + landmarks.sigma_of(other) ** 2) / length**2
    return np.degrees(np.sqrt(total))


def _upright(pitch_deg: Array, yaw_deg: float) -> Array:
    """Return the true pitch of a segment whose plane is turned out of the picture: tan(true) = tan(seen) cos(yaw)."""
    return np.asarray(90.0 - geometry.unforeshorten_deg(90.0 - pitch_deg, yaw_deg=yaw_deg))
