"""The bones of synth's stick figure: segments, legs and trunk put together in metres, each joint (T, 3)."""

from typing import Final

import numpy as np

from dorsi.types import SIDES, Array

SHANK_M: Final = 0.42
THIGH_M: Final = 0.43
TRUNK_M: Final = 0.50
HIP_HALF_M: Final = 0.09
SHOULDER_HALF_M: Final = 0.18
ANKLE_HEIGHT_M: Final = 0.09
HEEL_BACK_M: Final = 0.06
TOE_AHEAD_M: Final = 0.19
BALL_AHEAD_M: Final = 0.12


def waves(count: int, *, period_s: float, pause_s: float, rate_hz: float) -> tuple[Array, Array]:
    """Return time and a wave from 0 to 1 and back, `count` times, with a pause before, between and after."""
    total_s = pause_s + count * (period_s + pause_s)
    time_s = np.arange(0.0, total_s, 1 / rate_hz)
    part = (time_s - pause_s) % (period_s + pause_s)
    moving = (time_s >= pause_s) & (part < period_s)
    return time_s, np.where(moving, (1 - np.cos(2 * np.pi * part / period_s)) / 2, 0.0)


def place_across(side: str) -> float:
    """Return how far to the person's left a side's leg stands, metres."""
    return HIP_HALF_M if side == "left" else -HIP_HALF_M


def still(time_s: Array, x: float, y: float, z: float) -> Array:
    """Return a point that stays where it is, (T, 3)."""
    return np.tile([x, y, z], (len(time_s), 1))


def segment(length_m: float, lean_deg: Array) -> Array:
    """Return the vector of a segment that leans forward from the vertical, (T, 3)."""
    lean = np.radians(lean_deg)
    return length_m * np.stack([np.sin(lean), np.zeros_like(lean), np.cos(lean)], axis=-1)


def leg(
    points: dict[str, Array],
    side: str,
    ankle: Array,
    *,
    shank_deg: Array,
    thigh_deg: Array,
    heel_up_m: Array | None = None,
) -> Array:
    """Add a leg built up from the ankle by its segments' leans, and return the hip."""
    knee = ankle + segment(SHANK_M, shank_deg)
    hip = knee + segment(THIGH_M, thigh_deg)
    points.update({f"{side}_ankle": ankle, f"{side}_knee": knee, f"{side}_hip": hip})
    foot(points, side, ankle, heel_up_m)
    return hip


def push_in(points: dict[str, Array], side: str, inward_deg: Array) -> None:
    """Move a knee inward until thigh and shank meet at an angle in the frontal plane; hip and ankle stay."""
    hip, knee, ankle = (points[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    above, below = hip[:, 2] - knee[:, 2], knee[:, 2] - ankle[:, 2]
    # tan(a + b) of the two segments' leans m / above and m / below, solved for m.
    tangent = np.tan(np.radians(inward_deg))
    with np.errstate(invalid="ignore", divide="ignore"):
        m = (np.sqrt((above + below) ** 2 + 4 * tangent**2 * above * below) - above - below) / (2 * tangent)
    shift = np.where(np.abs(tangent) > 1e-9, m, 0.0)
    points[f"{side}_knee"] = knee - np.sign(place_across(side)) * np.outer(shift, [0.0, 1.0, 0.0])


def reach(points: dict[str, Array], side: str, ankle: Array, hip: Array) -> None:
    """Add a leg that reaches from the hip to the ankle, its knee forward."""
    span = ankle - hip
    length = np.minimum(np.linalg.norm(span, axis=1), (THIGH_M + SHANK_M) * 0.999)
    along = (THIGH_M**2 - SHANK_M**2 + length**2) / (2 * length)
    out = np.sqrt(np.maximum(THIGH_M**2 - along**2, 0.0))
    unit = span / np.linalg.norm(span, axis=1)[:, None]
    forward = np.stack([-unit[:, 2], np.zeros(len(unit)), unit[:, 0]], axis=1)
    knee = hip + unit * along[:, None] + forward * out[:, None]
    points.update({f"{side}_ankle": ankle, f"{side}_knee": knee, f"{side}_hip": hip})
    foot(points, side, ankle, None)


def foot(points: dict[str, Array], side: str, ankle: Array, heel_up_m: Array | None) -> None:
    """Add heel and toe of a foot that points straight ahead."""
    lift = np.zeros(len(ankle)) if heel_up_m is None else heel_up_m
    points[f"{side}_heel"] = ankle + np.stack([np.full_like(lift, -HEEL_BACK_M), 0 * lift, lift - 0.06], axis=1)
    points[f"{side}_toe"] = ankle + np.stack([np.full_like(lift, TOE_AHEAD_M), 0 * lift, 0 * lift - 0.08], axis=1)


def trunk(points: dict[str, Array], *, lean_deg: Array) -> None:
    """Add shoulders over the hips."""
    middle = (points["left_hip"] + points["right_hip"]) / 2
    top = middle + segment(TRUNK_M, lean_deg)
    for side, sign in zip(SIDES, (1, -1), strict=True):
        points[f"{side}_shoulder"] = top + np.array([0.0, sign * SHOULDER_HALF_M, 0.0])
