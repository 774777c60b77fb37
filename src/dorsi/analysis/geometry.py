"""Angles of segments in the picture plane.

Image x points right, y down; `facing` is +1 when the person faces right and -1 when left. Missing is NaN.
"""

import numpy as np

from dorsi.types import Array

FULL_TURN_DEG = 360.0


def wrap_deg(angle_deg: Array) -> Array:
    """Return the angle brought into [-180, 180)."""
    return np.asarray((angle_deg + FULL_TURN_DEG / 2) % FULL_TURN_DEG - FULL_TURN_DEG / 2)


def inclination_deg(lower_px: Array, upper_px: Array, *, facing: float) -> Array:
    """Return the lean of a segment from the image vertical, in degrees.

    0 is upright, positive when the upper end is forward (towards where the person faces): sigma of docs/measures.md.

    Parameters
    ----------
    lower_px, upper_px
        Segment ends, shape (..., 2), pixels.
    facing
        +1 facing right, -1 facing left.
    """
    d = upper_px - lower_px
    return np.asarray(np.degrees(np.arctan2(facing * d[..., 0], -d[..., 1])))


def pitch_deg(heel_px: Array, toe_px: Array, *, facing: float) -> Array:
    """Return the pitch of the foot from the image horizontal, in degrees; positive with the toes up."""
    d = toe_px - heel_px
    return np.asarray(np.degrees(np.arctan2(-d[..., 1], facing * d[..., 0])))


def bend_deg(first_px: Array, joint_px: Array, last_px: Array, *, facing: float) -> Array:
    """Return the signed bend at a joint between two segments, in degrees; 0 is straight.

    Positive when the last point lies behind the line that leads from the first through the joint: knee flexion, with
    hip, knee and ankle as the three points.
    """
    a, b = joint_px - first_px, last_px - joint_px
    cross = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    dot = (a * b).sum(axis=-1)
    return np.asarray(facing * np.degrees(np.arctan2(cross, dot)))


def rotate_deg(points_px: Array, angle_deg: float, *, about_px: tuple[float, float]) -> Array:
    """Return the points turned clockwise (as seen in the picture) by an angle about a centre."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    centre = np.asarray(about_px)
    return np.asarray((points_px - centre) @ np.array([[c, s], [-s, c]]) + centre)


def unforeshorten_deg(angle_deg: Array, *, yaw_deg: float) -> Array:
    """Return the true lean of a segment whose plane is turned by `yaw_deg` out of the picture.

    A turned plane shortens the horizontal part: tan(seen) = tan(true) cos(yaw). Keeps the quadrant.
    """
    seen = np.radians(angle_deg)
    return np.asarray(np.degrees(np.arctan2(np.sin(seen), np.cos(seen) * np.cos(np.radians(yaw_deg)))))


def length_px(a_px: Array, b_px: Array) -> Array:
    """Return the distance between two points, pixels."""
    return np.asarray(np.linalg.norm(a_px - b_px, axis=-1))
