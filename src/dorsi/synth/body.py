"""The skeleton of the phone clips: a body of drawn proportions, posed by its pelvis and its feet.

A pose is a row of `CHANNELS`. Hips, knees and ankles follow by inverse kinematics, so that planted feet stay planted
and every segment keeps its length.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.measures.bands import wall_geometry
from dorsi.types import SIDES, Array

PELVIS: Final = ("x", "y", "z", "lean", "turn")  #: metres; trunk's forward lean and heading, degrees
FOOT: Final = ("x", "y", "z", "pitch", "turn")  #: of the ball; z is its clearance, pitch + heel up, turn + to the left
CHANNELS: Final = PELVIS + tuple(f"{side}_{name}" for side in SIDES for name in FOOT)
FOOT_OF: Final = {"left": slice(5, 10), "right": slice(10, 15)}
X, Y, Z, LEAN, TURN = range(5)
PITCH: Final = 3  #: within a foot
SOLE_M: Final = 0.02  #: ball and heel points lie this far above the floor
HEEL_DOWN_M: Final = 0.015  #: a heel no higher than this is on the floor: a soft sole gives by about a centimetre
STRAIGHT_FRAC: Final = 0.998  #: of the leg's length: a straight leg is never quite straight
TOE_BENDS_M: Final = 0.05  #: a foot this far off the floor no longer bends at its toes


@dataclass(frozen=True, kw_only=True)
class Body:
    """Lengths of one person, metres."""

    shank: float = 0.42
    thigh: float = 0.43
    trunk: float = 0.50
    hip_half: float = 0.09
    shoulder_half: float = 0.18
    ankle_height: float = 0.07  #: above the ball
    heel_back: float = 0.06
    ball_ahead: float = 0.12
    toe_ahead: float = 0.19
    stance_half: float = 0.10  #: half the distance between the feet
    turn_out_deg: float = 8.0

    @property
    def leg(self) -> float:
        """Thigh and shank together."""
        return self.thigh + self.shank


def draw_body(rng: np.random.Generator) -> Body:
    """Return a person of random stature, whose proportions vary by about 4 %."""
    stature = rng.normal(1.72, 0.09)
    share = {  # of stature: Winter's table
        "shank": wall_geometry().shank_of_height, "thigh": 0.245, "trunk": 0.288, "hip_half": 0.052,
        "shoulder_half": 0.105, "ankle_height": 0.030, "heel_back": 0.033, "ball_ahead": 0.072, "toe_ahead": 0.105,
    }  # fmt: skip
    lengths = {name: float(stature * part * rng.normal(1.0, 0.04)) for name, part in share.items()}
    return Body(**lengths, stance_half=float(rng.uniform(0.07, 0.20)), turn_out_deg=float(rng.uniform(0.0, 18.0)))


def skeleton(poses: Array, body: Body) -> dict[str, Array]:
    """Return the points of a row of poses (T, 15), each (T, 3); the pelvis sinks to where both legs reach."""
    feet = {side: _foot(poses[:, FOOT_OF[side]], body) for side in SIDES}
    across = _ahead(poses[:, TURN] + 90.0)
    pelvis = poses[:, :3].copy()
    for side, sign in zip(SIDES, (1, -1), strict=True):
        hip = pelvis + sign * body.hip_half * across
        flat = np.linalg.norm((feet[side]["ankle"] - hip)[:, :2], axis=1)
        rise = np.sqrt(np.maximum((STRAIGHT_FRAC * body.leg) ** 2 - flat**2, 0.0))
        pelvis[:, 2] = np.minimum(pelvis[:, 2], feet[side]["ankle"][:, 2] + rise)
    lean = np.radians(poses[:, LEAN])[:, None]
    top = pelvis + body.trunk * (np.sin(lean) * _ahead(poses[:, TURN]) + np.cos(lean) * np.array([0.0, 0.0, 1.0]))
    points: dict[str, Array] = {}
    for side, sign in zip(SIDES, (1, -1), strict=True):
        hip = pelvis + sign * body.hip_half * across
        heading = (poses[:, TURN] + poses[:, FOOT_OF[side]][:, TURN]) / 2
        points |= {f"{side}_{name}": place for name, place in feet[side].items()}
        points[f"{side}_hip"] = hip
        points[f"{side}_knee"] = _knee(hip, feet[side]["ankle"], _ahead(heading), body)
        points[f"{side}_shoulder"] = top + sign * body.shoulder_half * across
    return points


def _ahead(heading_deg: Array) -> Array:
    """Return the horizontal unit vector of a heading, (T, 3)."""
    heading = np.radians(heading_deg)
    return np.stack([np.cos(heading), np.sin(heading), np.zeros_like(heading)], axis=1)


def _foot(foot: Array, body: Body) -> dict[str, Array]:
    """Return ankle, heel and toe of a foot that turns about its ball; its toes stay on the floor if they can."""
    pitch = np.radians(foot[:, PITCH])
    ahead, up = _ahead(foot[:, TURN]), np.array([0.0, 0.0, 1.0])
    back = body.ball_ahead + body.heel_back
    ball = foot[:, :3] + np.outer(SOLE_M + np.maximum(0.0, -back * np.sin(pitch)), up)
    bends = np.where(pitch > 0, np.clip(foot[:, Z] / TOE_BENDS_M, 0.0, 1.0), 1.0)

    def beside(along: float, above: float, turn: Array) -> Array:
        ahead_m = along * np.cos(turn) + above * np.sin(turn)
        return np.asarray(ball + ahead_m[:, None] * ahead + np.outer(-along * np.sin(turn) + above * np.cos(turn), up))

    return {
        "ankle": beside(-body.ball_ahead, body.ankle_height, pitch),
        "heel": beside(-back, 0.0, pitch),
        "toe": beside(body.toe_ahead - body.ball_ahead, 0.0, pitch * bends),
    }


def _knee(hip: Array, ankle: Array, ahead: Array, body: Body) -> Array:
    """Return the knee that bends ahead between hip and ankle."""
    span = ankle - hip
    length = np.clip(np.linalg.norm(span, axis=1), abs(body.thigh - body.shank) + 1e-3, body.leg * 0.9999)
    unit = span / np.linalg.norm(span, axis=1)[:, None]
    along = (body.thigh**2 - body.shank**2 + length**2) / (2 * length)
    out = np.sqrt(np.maximum(body.thigh**2 - along**2, 0.0))
    forward = ahead - (ahead * unit).sum(axis=1)[:, None] * unit
    forward /= np.linalg.norm(forward, axis=1)[:, None]
    return np.asarray(hip + unit * along[:, None] + forward * out[:, None])


def shank_lean_deg(points: dict[str, Array], side: str) -> Array:
    """Return how far a shank leans forward in the plane in which the foot points, (T,), degrees."""
    foot = (points[f"{side}_toe"] - points[f"{side}_heel"])[:, :2]
    foot = foot / np.linalg.norm(foot, axis=1)[:, None]
    shank = points[f"{side}_knee"] - points[f"{side}_ankle"]
    return np.asarray(np.degrees(np.arctan2((shank[:, :2] * foot).sum(axis=1), shank[:, 2])))


def heel_up_m(points: dict[str, Array], side: str) -> Array:
    """Return how high a heel is above the floor, (T,)."""
    return np.asarray(points[f"{side}_heel"][:, 2] - SOLE_M)
