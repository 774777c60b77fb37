"""Feet over time: where they stand and until when, and how they get from one place to the next."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from training.render.clips.curves import ease
from training.render.geometry import UP, Array, cross, rotation, unit
from training.render.legs import SIGN, Foot, Leg, carry_point, pitch_foot, stand

LOADING_S = 0.10  #: after the heel is down, the sole follows
PUSH_S = 0.34  #: before the toes leave, the heel rises
SWING_LIFT_M = 0.05
Pitch = Callable[[float], float]


@dataclass(frozen=True)
class Plant:
    """A foot on the floor: the ankle above (x, y), where it points, from when until when, and how it comes and goes.

    strike_deg: toes up by this when the heel comes down. push_deg: heel up by this when the toes leave.
    """

    x_m: float
    y_m: float
    heading_deg: float
    from_s: float
    until_s: float
    strike_deg: float = 14.0
    push_deg: float = 56.0


@dataclass(frozen=True)
class Track:
    """The places of one foot in order of time; `pitch` (toes up +) turns the planted foot about its ball."""

    side: str
    plants: tuple[Plant, ...]
    pitch: Pitch | None = None


def planted(leg: Leg, track: Track, plant: Plant, at_s: float) -> Foot:
    """Return a foot on the floor, rolling over heel and ball at both ends of its stance."""
    side = track.side
    flat = stand(leg, side, x_m=plant.x_m, y_m=plant.y_m, toe_out_deg=SIGN[side] * plant.heading_deg)
    early = 1 - (at_s - plant.from_s) / LOADING_S
    if early > 0:
        return pitch_foot(leg, flat, plant.strike_deg * early**2, about="heel")
    late = 1 - (plant.until_s - at_s) / PUSH_S
    pitch_deg = -plant.push_deg * max(late, 0.0) ** 1.4
    if track.pitch:
        pitch_deg = min(pitch_deg, track.pitch(at_s))
    return pitch_foot(leg, flat, pitch_deg, about="ball")


def _pitch_deg(leg: Leg, foot: Foot) -> float:
    return float(np.degrees(np.arcsin(np.clip((foot.rearfoot @ leg.sole_axes[:, 0])[2], -1, 1))))


def _hermite(ends: tuple[Array, Array], speeds: tuple[Array, Array], share: float, long_s: float) -> Array:
    u = share
    return np.asarray(
        (1 + 2 * u) * (1 - u) ** 2 * ends[0]
        + u**2 * (3 - 2 * u) * ends[1]
        + long_s * u * (1 - u) ** 2 * speeds[0]
        - long_s * u**2 * (1 - u) * speeds[1]
    )


def pitched(leg: Leg, side: str, *, heading_deg: float, pitch_deg: float, bend_deg: float, ankle: Array) -> Foot:
    """Return a foot in the air: toes up is positive; the toes are bent up against the rearfoot by `bend_deg`."""
    flat = stand(leg, side, x_m=0.0, y_m=0.0, toe_out_deg=SIGN[side] * heading_deg)
    across = cross(UP, flat.pole)
    return replace(
        flat,
        ankle=ankle,
        rearfoot=rotation(across, -pitch_deg) @ flat.rearfoot,
        toes=rotation(across, -pitch_deg - bend_deg) @ flat.toes,
    )


def _swinging(leg: Leg, track: Track, ends: tuple[Plant, Plant], at_s: float) -> Foot:
    """Return a foot on its way from one place to the next, with the speed it has at both ends."""
    before, after = ends
    long_s = after.from_s - before.until_s
    u = (at_s - before.until_s) / long_s
    tick = 0.004
    leaving = [planted(leg, track, before, before.until_s - k * tick) for k in (0, 1)]
    landing = [planted(leg, track, after, after.from_s + k * tick) for k in (0, 1)]
    states = [np.array([*f.ankle, _pitch_deg(leg, f)]) for f in (*leaving, *landing)]
    speeds = ((states[0] - states[1]) / tick * 0.6, (states[3] - states[2]) / tick * 0.6)
    state = _hermite((states[0], states[2]), speeds, u, long_s)
    far = float(np.hypot(after.x_m - before.x_m, after.y_m - before.y_m))
    state[2] += min(SWING_LIFT_M, 0.02 + 0.06 * far) * 16 * u**2 * (1 - u) ** 2
    heading = before.heading_deg + (after.heading_deg - before.heading_deg) * float(ease(u))
    bend = max(0.0, -_pitch_deg(leg, leaving[0])) * float(1 - ease(u / 0.35))
    foot = pitched(leg, track.side, heading_deg=heading, pitch_deg=state[3], bend_deg=bend, ankle=state[:3])
    return lifted(leg, foot)


def lifted(leg: Leg, foot: Foot) -> Foot:
    """Return a foot that is nowhere below the floor."""
    ball = carry_point(leg, foot, leg.ball)
    toe = ball + foot.toes @ (leg.toe - leg.ball)
    soles = [carry_point(leg, foot, p)[2] for p in (leg.heel_sole, leg.ball_sole)]
    below = min(*soles, toe[2] - 0.02, 0.0)
    return replace(foot, ankle=foot.ankle - below * UP)


def foot_at(leg: Leg, track: Track, at_s: float) -> Foot:
    """Return the foot at a time."""
    before = [p for p in track.plants if p.from_s <= at_s] or [track.plants[0]]
    last = before[-1]
    if at_s <= last.until_s:
        return planted(leg, track, last, at_s)
    after = [p for p in track.plants if p.from_s > at_s]
    return _swinging(leg, track, (last, after[0]), at_s) if after else planted(leg, track, last, last.until_s)


def until_lift(track: Track, at_s: float) -> float:
    """Return how long the foot still stands, seconds; 0 where it does not."""
    return max((p.until_s - at_s for p in track.plants if p.from_s <= at_s <= p.until_s), default=0.0)


def on_floor(track: Track, at_s: float) -> bool:
    """Return whether the foot stands."""
    return any(p.from_s <= at_s <= p.until_s for p in track.plants)


def from_angles(leg: Leg, foot: Foot, *, lean_deg: float, knee_deg: float) -> Array:
    """Return the hip centre over a foot whose shank leans forward and whose knee is bent, in the plane it points to."""
    ahead = unit(foot.pole * [1.0, 1.0, 0.0])
    lean, thigh = np.radians(lean_deg), np.radians(lean_deg - knee_deg)
    knee = foot.ankle + leg.shank_m * (np.sin(lean) * ahead + np.cos(lean) * UP)
    return np.asarray(knee + leg.thigh_m * (np.sin(thigh) * ahead + np.cos(thigh) * UP))
