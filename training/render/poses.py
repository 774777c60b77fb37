"""Random poses of a target leg, built from the foot upwards, and of the leg beside it."""

from dataclasses import dataclass, replace

import numpy as np

from training.render.geometry import FORWARD, UP, Array, cross, rotation, unit
from training.render.legs import OTHER, SIGN, Foot, Leg, Pose, pitch_foot, place_hip, stand

KINDS = {"flat": 0.27, "raise": 0.15, "step": 0.05, "push": 0.17, "strike": 0.10, "swing": 0.19, "rear": 0.07}
LEAST_DF_DEG, MOST_DF_DEG = -60.0, 48.0


@dataclass(frozen=True)
class LegAngles:
    """What a target leg does: shank lean (forward +), foot pitch (toes up +), knee flexion; degrees."""

    kind: str
    lean_deg: float
    pitch_deg: float
    knee_deg: float


def draw_angles(rng: np.random.Generator, kind: str | None = None) -> LegAngles:
    """Return random angles of one of the kinds.

    flat: squat, lunge, standing. raise, step: heel raise on the floor or at the edge of a step. push, strike, swing:
    running and walking. rear: rear leg of a lunge.
    """
    u = rng.uniform
    kind = kind or str(rng.choice(list(KINDS), p=list(KINDS.values())))
    pitch = 0.0
    if kind == "flat":
        lean = u(-12, 46)
        knee = np.clip(lean * u(1.0, 3.4) + u(0, 25), 0, 130)
        pitch = rng.normal(0, 1.5) if rng.random() < 0.8 else -abs(rng.normal(0, 12))
    elif kind in ("raise", "step"):
        pitch = u(-55, 0) if kind == "raise" else u(-50, 25)
        lean = u(-8, 18) + (u(0, 25) if rng.random() < 0.3 else 0)
        knee = abs(rng.normal(0, 14))
    elif kind == "push":
        pitch = -u(0, 72)
        lean = 20 - pitch * u(0.15, 0.65) + rng.normal(0, 9)
        knee = np.clip(u(5, 30) - pitch * u(0, 0.7), 0, 100)
    elif kind == "strike":
        pitch, lean, knee = u(-8, 32), u(-25, 12), abs(rng.normal(12, 12))
    elif kind == "swing":
        lean = u(-30, 115)
        pitch = np.clip(rng.normal(-8, 18), -55, 28) - lean
        knee = np.clip(lean + rng.normal(8, 22), 5, 140)
    else:
        pitch, lean, knee = -u(20, 75), u(25, 85), u(5, 100)
    pitch = float(np.clip(lean + pitch, LEAST_DF_DEG, MOST_DF_DEG) - lean)
    return LegAngles(kind, float(lean), pitch, float(knee))


def _target_foot(leg: Leg, side: str, angles: LegAngles, rng: np.random.Generator) -> Foot:
    base = stand(leg, side, x_m=0.0, y_m=0.0, toe_out_deg=rng.normal(7, 8))
    across = cross(UP, base.pole)
    if angles.kind == "swing":
        turned = rotation(across, -angles.pitch_deg) @ base.rearfoot
        turned = rotation(turned @ leg.sole_axes[:, 0], rng.normal(0, 7)) @ turned
        bend = max(0.0, rng.normal(0, 15))
        return replace(base, rearfoot=turned, toes=rotation(turned @ leg.sole_axes[:, 1], -bend) @ turned)
    about = "ball" if angles.pitch_deg <= 0 or angles.kind == "step" else "heel"
    foot = pitch_foot(leg, base, angles.pitch_deg, about=about)
    if angles.pitch_deg < 0 and rng.random() < 0.25:  # toes only partly flat
        foot = replace(foot, toes=rotation(across, -angles.pitch_deg * rng.uniform()) @ base.rearfoot)
    if rng.random() < 0.5:  # a little inversion or eversion
        turn = rotation(base.pole, rng.normal(0, 3))
        foot = replace(foot, rearfoot=turn @ foot.rearfoot, toes=turn @ foot.toes)
    return foot


def _other_mode(kind: str, rng: np.random.Generator) -> str:
    modes, odds = {
        "flat": (("beside", "split", "swing"), (0.6, 0.3, 0.1)),
        "raise": (("same", "swing", "beside"), (0.45, 0.45, 0.1)),
        "step": (("same", "swing"), (0.6, 0.4)),
        "rear": (("split", "beside"), (0.8, 0.2)),
    }.get(kind, (("swing", "split"), (0.75, 0.25)))
    return str(rng.choice(modes, p=odds))


def _standing_other(leg: Leg, side: str, angles: LegAngles, mode: str, rng: np.random.Generator) -> Foot:
    """Return the other foot on the floor, beside, in front or behind."""
    u, away = rng.uniform, SIGN[side]
    if mode in ("beside", "same"):
        foot = stand(leg, side, x_m=rng.normal(0, 0.05), y_m=away * u(0.10, 0.42), toe_out_deg=rng.normal(8, 8))
        if mode == "same":
            foot = pitch_foot(leg, foot, angles.pitch_deg + rng.normal(0, 2), about="ball")
        return foot
    ahead = 1 if angles.kind in ("rear", "push") or (angles.kind != "flat" and rng.random() < 0.5) else -1
    x = u(0.3, 0.85) * ahead
    foot = stand(leg, side, x_m=x, y_m=away * u(0.02, 0.25), toe_out_deg=rng.normal(6, 6))
    return pitch_foot(leg, foot, -u(0, 65), about="ball") if x < 0 else foot


def _swinging_other(leg: Leg, side: str, hip: Array, angles: LegAngles, rng: np.random.Generator) -> Foot:
    """Return the other foot in the air below its hip."""
    u = rng.uniform
    thigh = u(-25, 60) if angles.kind != "swing" else rng.normal(5, 22)
    bend = u(10, 115) if angles.kind != "swing" else u(3, 45)
    shank = thigh - bend
    knee = hip + leg.thigh_m * _downward(thigh, rng.normal(0, 0.05))
    ankle = knee + leg.shank_m * _downward(shank, rng.normal(0, 0.05))
    pitch = shank + np.clip(rng.normal(-8, 14), -50, 25)
    base = stand(leg, side, x_m=0.0, y_m=0.0, toe_out_deg=rng.normal(6, 6))
    turned = rotation(cross(UP, base.pole), -pitch) @ base.rearfoot
    middle = np.radians((thigh + shank) / 2)
    return Foot(ankle, turned, turned, np.array([np.cos(middle), 0.0, np.sin(middle)]))


def _downward(angle_deg: float, sideways: float) -> Array:
    angle = np.radians(angle_deg)
    return np.array([np.sin(angle), sideways, -np.cos(angle)])


def draw_pose(legs: dict[str, Leg], side: str, angles: LegAngles, rng: np.random.Generator) -> Pose:
    """Return a pose in which the leg of `side` has the given angles; its foot stands about the origin."""
    leg, other_side = legs[side], OTHER[side]
    foot = _target_foot(leg, side, angles, rng)
    forward, left, up = (foot.rearfoot @ leg.sole_axes).T
    tilt, lean = np.radians(rng.normal(0, 6)), np.radians(angles.lean_deg + angles.pitch_deg)
    shank = np.cos(tilt) * (up * np.cos(lean) + forward * np.sin(lean)) + left * np.sin(tilt)
    pole = rotation(shank, rng.normal(0, 6)) @ unit(forward - (forward @ shank) * shank)
    bend = np.radians(angles.knee_deg)
    knee = foot.ankle + leg.shank_m * shank
    hip = knee + leg.thigh_m * (np.cos(bend) * shank - np.sin(bend) * pole)
    turned = rotation(UP, rng.normal(0, 6)) @ rotation(FORWARD, rng.normal(0, 4))
    turned = turned @ rotation(cross(UP, FORWARD), rng.uniform(-5, 35))
    foot = replace(foot, pole=pole)
    middle = (legs["l"].hip + legs["r"].hip) / 2
    pose = Pose(hip - turned @ (leg.hip - middle), turned, {side: foot, other_side: foot})
    other, other_hip = legs[other_side], place_hip(legs, other_side, pose)
    mode = _other_mode(angles.kind, rng)
    beside = _swinging_other(other, other_side, other_hip, angles, rng)
    if mode != "swing":
        standing = _standing_other(other, other_side, angles, mode, rng)
        reach = float(np.linalg.norm(other_hip - standing.ankle)) / (other.thigh_m + other.shank_m)
        beside = standing if 0.35 < reach < 0.995 else beside
    return replace(pose, feet={side: foot, other_side: beside})


def sagittal_angles(leg: Leg, foot: Foot, knee: Array) -> dict[str, float]:
    """Return shank inclination (forward +), rearfoot pitch (toes up +) and toe bend (up +) in the foot's plane."""
    forward, left, up = (foot.rearfoot @ leg.sole_axes).T
    heading = unit(cross(left, UP))
    shank = knee - foot.ankle
    toes = foot.toes @ leg.sole_axes[:, 0]
    return {
        "shank_inclination_deg": float(np.degrees(np.arctan2(shank @ heading, shank[2]))),
        "rearfoot_pitch_deg": float(np.degrees(np.arctan2(forward[2], forward @ heading))),
        "toe_bend_deg": float(np.degrees(np.arctan2(toes @ up, toes @ forward))),
    }
