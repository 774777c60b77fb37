"""The leg as a chain of points: rest geometry, feet on the floor, and bone positions of a pose."""

from dataclasses import dataclass, replace

import numpy as np

from training.render.body import Body, Rig
from training.render.geometry import FORWARD, UP, Array, cross, frame, rotation, unit

POINTS = ("knee", "ankle", "heel", "ball", "toe", "heel_sole", "ball_sole")
END_HEIGHT_M = 0.025  # heel and toe end are taken this far above the outsole
SIGN = {"l": 1.0, "r": -1.0}
OTHER = {"l": "r", "r": "l"}
LEG_NUMBER = {"l": 1, "r": 2}  # as drawn into the picture of what is seen where; 3 is the trunk


@dataclass(frozen=True)
class Leg:
    """Rest geometry of one dressed leg.

    `sole_axes` has forward, left and up of the outsole as columns: with a heel drop the outsole is tilted in the
    rest pose, and a flat foot stands with its heel raised.
    """

    hip: Array
    knee: Array
    ankle: Array
    ball: Array
    heel: Array
    toe: Array
    heel_sole: Array
    ball_sole: Array
    sole_axes: Array
    heading: Array

    @property
    def thigh_m(self) -> float:
        """Hip centre to knee centre."""
        return float(np.linalg.norm(self.knee - self.hip))

    @property
    def shank_m(self) -> float:
        """Knee centre to ankle centre."""
        return float(np.linalg.norm(self.ankle - self.knee))

    @property
    def ankle_height_m(self) -> float:
        """Ankle centre above the outsole."""
        return float((self.ankle - self.heel_sole) @ self.sole_axes[:, 2])


@dataclass(frozen=True)
class Foot:
    """Where a foot is: ankle position, rotations of rearfoot and toes, and the direction the knee points to."""

    ankle: Array
    rearfoot: Array
    toes: Array
    pole: Array


def measure_leg(body: Body, side: str, outside: Array, drop_m: float) -> Leg:
    """Return the rest geometry of a leg whose foot ends in the points `outside` (shoe or bare foot)."""
    hip, knee, ankle, ball = (body.joint(f"{bone}_{side}") for bone in ("thigh", "calf", "foot", "ball"))
    low = outside[outside[:, 2] < outside[:, 2].min() + 0.05]
    heading = _long_axis(low)
    rear, front = (low @ heading).min(), (low @ heading).max()
    slope = drop_m / max(ball @ heading - rear, 0.05)
    forward = unit(heading + slope * UP)
    axes = np.stack([forward, cross(UP, heading), cross(forward, cross(UP, heading))], axis=1)
    on_axes = low @ axes
    floor = on_axes[on_axes[:, 0] < ball @ forward + 0.02, 2].min()
    heel_left = on_axes[low @ heading < rear + 0.03, 1].mean()
    toe_left = on_axes[low @ heading > front - 0.03, 1].mean()
    heel = np.array([on_axes[:, 0].min(), heel_left, floor + END_HEIGHT_M])
    toe = np.array([on_axes[:, 0].max(), toe_left, floor + END_HEIGHT_M])
    heel_sole = np.array([heel[0] + 0.018, heel_left, floor])
    ball_sole = np.array([ball @ forward + 0.01, ball @ axes[:, 1], floor])
    heel, toe, heel_sole, ball_sole = (axes @ point for point in (heel, toe, heel_sole, ball_sole))
    return Leg(hip, knee, ankle, ball, heel, toe, heel_sole, ball_sole, axes, heading)


def _long_axis(low: Array) -> Array:
    """Return the horizontal direction from the middle of the heel end to the middle of the toe end."""
    heading = FORWARD
    for _ in range(3):
        along = low @ heading
        rear = low[along < along.min() + 0.03].mean(axis=0)
        front = low[along > along.max() - 0.03].mean(axis=0)
        heading = unit((front - rear) * [1.0, 1.0, 0.0])
    return heading


def stand(leg: Leg, side: str, *, x_m: float, y_m: float, toe_out_deg: float) -> Foot:
    """Return a flat foot on the floor with the ankle above (x, y)."""
    pole = rotation(UP, SIGN[side] * toe_out_deg) @ FORWARD
    turned = np.stack([pole, cross(UP, pole), UP], axis=1) @ leg.sole_axes.T
    return Foot(np.array([x_m, y_m, leg.ankle_height_m]), turned, turned, pole)


def pitch_foot(leg: Leg, foot: Foot, pitch_deg: float, *, about: str, toes_flat: bool = True) -> Foot:
    """Return a flat foot turned about its ball or heel on the floor; toes up is positive."""
    pivot_at_rest = leg.ball_sole if about == "ball" else leg.heel_sole
    pivot = foot.ankle + foot.rearfoot @ (pivot_at_rest - leg.ankle)
    turn = rotation(cross(UP, foot.pole), -pitch_deg)
    turned = turn @ foot.rearfoot
    keeps_toes = toes_flat and about == "ball"
    ankle = pivot + turn @ (foot.ankle - pivot)
    return replace(foot, ankle=ankle, rearfoot=turned, toes=foot.toes if keeps_toes else turned)


def carry_point(leg: Leg, foot: Foot, at_rest: Array) -> Array:
    """Return where a rest point of the rearfoot is."""
    return np.asarray(foot.ankle + foot.rearfoot @ (at_rest - leg.ankle))


def place_points(leg: Leg, foot: Foot, knee: Array) -> Array:
    """Return the seven points of a leg in the world, shape (7, 3), in the order of POINTS."""
    ball = carry_point(leg, foot, leg.ball)
    toe = ball + foot.toes @ (leg.toe - leg.ball)
    rear = [carry_point(leg, foot, p) for p in (leg.heel, leg.heel_sole, leg.ball_sole)]
    return np.array([knee, foot.ankle, rear[0], ball, toe, rear[1], rear[2]])


def find_knee(leg: Leg, hip: Array, foot: Foot) -> Array:
    """Return the knee centre between hip and ankle, on the side of the pole."""
    reach = foot.ankle - hip
    length = min(float(np.linalg.norm(reach)), (leg.thigh_m + leg.shank_m) * 0.9998)
    along = unit(reach)
    ahead = (leg.thigh_m**2 - leg.shank_m**2 + length**2) / (2 * length)
    aside = np.sqrt(max(leg.thigh_m**2 - ahead**2, 0.0))
    return np.asarray(hip + ahead * along + aside * unit(foot.pole - (foot.pole @ along) * along))


@dataclass(frozen=True)
class Pose:
    """Pelvis (position of the middle of the hips, rotation) and both feet."""

    pelvis: Array
    pelvis_rotation: Array
    feet: dict[str, Foot]


def place_hip(legs: dict[str, Leg], side: str, pose: Pose) -> Array:
    """Return the hip centre of a side."""
    middle = (legs["l"].hip + legs["r"].hip) / 2
    return np.asarray(pose.pelvis + pose.pelvis_rotation @ (legs[side].hip - middle))


def place_bones(rig: Rig, heads: Array, legs: dict[str, Leg], pose: Pose) -> tuple[Array, Array, dict[str, Array]]:
    """Return rotation (B, 3, 3) and position (B, 3) of every bone, and the knee centres.

    The trunk moves with the pelvis as one piece; only legs are in the picture.
    """
    middle = (legs["l"].hip + legs["r"].hip) / 2
    rotations = np.repeat(pose.pelvis_rotation[None], len(rig.bones), axis=0)
    positions = pose.pelvis + (heads - middle) @ pose.pelvis_rotation.T
    knees = {}
    for side, leg in legs.items():
        foot = pose.feet[side]
        hip = place_hip(legs, side, pose)
        knees[side] = find_knee(leg, hip, foot)
        hinge = _hinge(hip, knees[side], foot)
        lateral = cross(UP, leg.heading)
        placed = {
            "thigh": (frame(knees[side] - hip, hinge) @ frame(leg.knee - leg.hip, lateral).T, hip),
            "calf": (frame(foot.ankle - knees[side], hinge) @ frame(leg.ankle - leg.knee, lateral).T, knees[side]),
            "foot": (foot.rearfoot, foot.ankle),
            "ball": (foot.toes, carry_point(leg, foot, leg.ball)),
        }
        for bone, (turned, position) in placed.items():
            index = rig.index(f"{bone}_{side}")
            rotations[index], positions[index] = turned, position
    return rotations, positions, knees


def _hinge(hip: Array, knee: Array, foot: Foot) -> Array:
    """Return the axis the knee bends about, pointing to the person's left."""
    along = unit(foot.ankle - hip)
    axis = cross(foot.pole - (foot.pole @ along) * along, along)
    if np.linalg.norm(axis) < 1e-6:
        axis = cross(UP, knee - hip)
    return unit(axis if axis @ cross(UP, foot.pole) > 0 else -axis)
