"""Legs and arms of a pose in the world: feet from where they stand or from angles, arms from where they reach."""

from dataclasses import dataclass, replace

import numpy as np

from training.render.clips.skeleton import LEFT, part_way
from training.render.figures.stance import Free, Hanging, Kneeling, Planted, Reaching, Toward
from training.render.figures.stance import Leg as LegPose
from training.render.geometry import FORWARD, UP, Array, cross, frame, rotation, unit
from training.render.legs import SIGN, Foot, Leg, find_knee, pitch_foot, stand

#: From the middle of the sole to the edge that a foot rolls over.
EDGE_M = 0.032
#: A leg is no longer than this share of thigh and shank while its heel looks for its height.
REACH_FRAC = 0.985
#: A heel leaves the floor before the ankle bends further than most people can.
MOST_DF_DEG = 22.0
#: With the hip so little above the ankle the person lies, and the knee of a foot that stands points up.
LYING_M = 0.30
#: How high a foot rises on its way to another place.
STEP_UP_M = 0.07
#: How much it rises besides when it leaves the floor for good, so that its toes do not scrape.
LEAVE_UP_M = 0.025
WAYS = {"up": UP, "down": -UP, "forward": FORWARD, "back": -FORWARD}


def planted_foot(leg: Leg, side: str, pose: Planted) -> Foot:
    """Return a foot on its surface."""
    foot = stand(leg, side, x_m=pose.x, y_m=SIGN[side] * pose.aside, toe_out_deg=pose.out)
    foot = replace(foot, ankle=foot.ankle + pose.z * UP)
    across = cross(UP, foot.pole)
    if pose.pitch:
        foot = pitch_foot(leg, foot, pose.pitch, about=pose.about or ("heel" if pose.pitch > 0 else "ball"))
    if pose.edge:
        outer = SIGN[side] * np.sign(pose.edge)
        pivot = foot.ankle + foot.rearfoot @ (leg.ball_sole - leg.ankle) + across * EDGE_M * outer
        turn = rotation(foot.pole, -SIGN[side] * pose.edge)
        foot = replace(
            foot, ankle=pivot + turn @ (foot.ankle - pivot), rearfoot=turn @ foot.rearfoot, toes=turn @ foot.toes
        )
    if pose.toes:
        foot = replace(foot, toes=rotation(across, -pose.toes) @ foot.toes)
    if pose.knee_in:
        foot = replace(foot, pole=rotation(UP, -SIGN[side] * pose.knee_in) @ foot.pole)
    return foot


def free_foot(leg: Leg, side: str, pose: Free, hip: Array, pelvis: Array) -> Foot:
    """Return the foot of a leg that hangs on the hip by its joint angles."""
    thigh = pelvis @ rotation(FORWARD, SIGN[side] * pose.out) @ rotation(LEFT, -pose.thigh)
    thigh = thigh @ rotation(UP, SIGN[side] * pose.turn)
    shank = thigh @ rotation(LEFT, pose.knee)
    knee = hip - leg.thigh_m * thigh[:, 2]
    ankle = knee - leg.shank_m * shank[:, 2]
    return _hung_foot(leg, side, shank, ankle, pose, thigh[:, 0])


def _hung_foot(leg: Leg, side: str, shank: Array, ankle: Array, pose: Free | Kneeling, pole: Array) -> Foot:
    tilt = pose.tilt if isinstance(pose, Free) else 0.0
    axes = shank @ rotation(LEFT, -pose.ankle) @ rotation(FORWARD, -SIGN[side] * tilt)
    rearfoot = axes @ leg.sole_axes.T
    return Foot(ankle, rearfoot, rotation(axes[:, 1], -pose.toes) @ rearfoot, pole)


def knee_on(side: str, pose: Kneeling) -> Array:
    """Return the knee centre of a kneeling leg."""
    return np.array([pose.x, SIGN[side] * pose.aside, pose.z])


def kneeling_foot(leg: Leg, side: str, pose: Kneeling, hip: Array) -> Foot:
    """Return the foot of a leg whose knee is on something."""
    knee = knee_on(side, pose)
    shank = rotation(UP, -SIGN[side] * pose.out) @ rotation(LEFT, 90 + pose.rise)
    ankle = knee - leg.shank_m * shank[:, 2]
    return _hung_foot(leg, side, shank, ankle, pose, unit(2 * knee - hip - ankle))


def lifted_foot(leg: Leg, side: str, pose: Planted, hip: Array) -> Foot:
    """Return a planted foot with its heel as high as the leg needs to reach it without bending back too far."""

    def fits(pitch_deg: float) -> bool:
        tried = planted_foot(leg, side, replace(pose, pitch=pitch_deg))
        shank = find_knee(leg, hip, tried) - tried.ankle
        lean = np.degrees(np.arctan2(shank @ unit(tried.pole * [1, 1, 0]), shank[2]))
        near = np.linalg.norm(hip - tried.ankle) < REACH_FRAC * (leg.thigh_m + leg.shank_m)
        return bool(near and lean + pitch_deg < MOST_DF_DEG)

    low, high = -80.0, pose.pitch
    if fits(high):
        return planted_foot(leg, side, pose)
    for _ in range(18):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return planted_foot(leg, side, replace(pose, pitch=low))


def place_foot(leg: Leg, side: str, pose: LegPose, hip: Array, pelvis: Array) -> Foot:
    """Return the foot of any leg, given its hip centre and how the pelvis is turned."""
    if isinstance(pose, Toward):
        return _foot_between(leg, side, pose, hip, pelvis)
    if isinstance(pose, Free):
        return free_foot(leg, side, pose, hip, pelvis)
    if isinstance(pose, Kneeling):
        return kneeling_foot(leg, side, pose, hip)
    foot = lifted_foot(leg, side, pose, hip) if pose.lifts else planted_foot(leg, side, pose)
    if hip[2] - foot.ankle[2] < LYING_M:
        foot = replace(foot, pole=unit(foot.pole + UP))
    return foot


def _foot_between(leg: Leg, side: str, pose: Toward, hip: Array, pelvis: Array) -> Foot:
    a, b = (place_foot(leg, side, p, hip, pelvis) for p in (pose.first, pose.second))
    s = pose.share
    step_m = 0.0
    if isinstance(pose.first, Planted) and isinstance(pose.second, Planted):
        step_m = min(STEP_UP_M, 0.5 * float(np.linalg.norm(b.ankle - a.ankle)))
    elif isinstance(pose.first, Planted) or isinstance(pose.second, Planted):
        step_m = LEAVE_UP_M
    return Foot(
        (1 - s) * a.ankle + s * b.ankle + 4 * s * (1 - s) * step_m * UP,
        part_way(a.rearfoot, b.rearfoot, s),
        part_way(a.toes, b.toes, s),
        unit((1 - s) * a.pole + s * b.pole),
    )


@dataclass(frozen=True)
class ArmAt:
    """Directions of upper arm and forearm, the hand's rotation (None: as the forearm), and how far fingers curl."""

    upper: Array
    fore: Array
    hand: Array | None
    curl_deg: float


@dataclass(frozen=True)
class Shoulder:
    """What an arm needs to know: where it starts, its lengths, and axes to reach in."""

    side: str
    at: Array
    upper_m: float
    fore_m: float
    trunk: Array
    origin: Array
    axes: Array
    hand_at_rest: Array


def _way(names: str, side: str) -> Array:
    """Return the direction of one or more words, such as `forward in`."""
    outward = LEFT * SIGN[side]
    ways = {**WAYS, "out": outward, "in": -outward}
    return unit(np.sum([ways[name] for name in names.split()], axis=0))


def place_arm(pose: Hanging | Reaching, shoulder: Shoulder) -> ArmAt:
    """Return an arm in the world."""
    return _hang(pose, shoulder) if isinstance(pose, Hanging) else _reach(pose, shoulder)


def _hang(pose: Hanging, shoulder: Shoulder) -> ArmAt:
    sign = SIGN[shoulder.side]
    out = shoulder.trunk @ rotation(FORWARD, sign * pose.out) @ rotation(LEFT, -pose.swing)
    inward = out @ rotation(LEFT, -pose.elbow) @ rotation(FORWARD, -sign * pose.inward)
    return ArmAt(-out[:, 2], -inward[:, 2], None, 12.0)


def _reach(pose: Reaching, shoulder: Shoulder) -> ArmAt:
    sign = SIGN[shoulder.side]
    target = shoulder.origin + shoulder.axes @ np.array([pose.x, sign * pose.aside, pose.z])
    pole = shoulder.axes @ np.array([pose.elbow_x, sign * pose.elbow_aside, pose.elbow_z])
    reach = target - shoulder.at
    longest = 0.9995 * (shoulder.upper_m + shoulder.fore_m)
    length = min(float(np.linalg.norm(reach)), longest)
    along = unit(reach)
    ahead = (shoulder.upper_m**2 - shoulder.fore_m**2 + length**2) / (2 * length)
    aside = np.sqrt(max(shoulder.upper_m**2 - ahead**2, 0.0))
    elbow = ahead * along + aside * unit(pole - (pole @ along) * along)
    hand = None
    if pose.fingers and pose.palm:
        wanted = frame(*(shoulder.axes @ _way(w, shoulder.side) for w in (pose.fingers, pose.palm)))
        hand = wanted @ shoulder.hand_at_rest.T
    return ArmAt(unit(elbow), unit(length * along - elbow), hand, pose.curl)
