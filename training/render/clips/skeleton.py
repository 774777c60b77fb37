"""A whole body in a pose: legs from where the feet are, trunk, head and arms from where they point."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from training.render.body import Rig
from training.render.geometry import FORWARD, UP, Array, cross, rotation, unit
from training.render.legs import SIGN, Leg, Pose, place_bones

LEFT: Array = np.array([0.0, 1.0, 0.0])
#: How much of the way from pelvis to trunk each part of the spine turns.
SPINE = {"spine_01": 0.35, "spine_02": 0.7, "spine_03": 1.0}
LEG_BONES = ("thigh", "calf", "foot", "ball")
CHILD = {"upperarm": "lowerarm", "lowerarm": "hand"}

Arms = dict[str, tuple[Array, Array]]  #: of each side the directions of upper arm and forearm


@dataclass(frozen=True)
class BodyPose:
    """Pelvis and feet, where trunk and head are turned, and the arms; all in the world."""

    legs: Pose
    trunk: Array
    head: Array
    arms: Arms


def turned(*, yaw_deg: float = 0.0, roll_deg: float = 0.0, lean_deg: float = 0.0) -> Array:
    """Return a rotation: lean forward first, then to the right, then turn to the left."""
    return rotation(UP, yaw_deg) @ rotation(FORWARD, roll_deg) @ rotation(LEFT, lean_deg)


def direction(side: str, forward_deg: float, outward_deg: float) -> Array:
    """Return the direction of an arm that hangs down, swung forward, then out to its own side."""
    return rotation(UP, SIGN[side] * outward_deg) @ rotation(LEFT, -forward_deg) @ -UP


def blend_arms(first: Arms, second: Arms, share: float) -> Arms:
    """Return arms between two poses."""
    return {s: _between(first[s], second[s], share) for s in first}


def _between(first: tuple[Array, Array], second: tuple[Array, Array], share: float) -> tuple[Array, Array]:
    upper, fore = (unit((1 - share) * unit(a) + share * unit(b)) for a, b in zip(first, second, strict=True))
    return upper, fore


def part_way(first: Array, second: Array, share: float) -> Array:
    """Return the rotation a share of the way from one to another."""
    way = Rotation.from_matrix(first.T @ second).as_rotvec()
    return np.asarray(first @ Rotation.from_rotvec(share * way).as_matrix())


def _onto(first: Array, second: Array) -> Array:
    """Return the shortest rotation that brings one direction onto another."""
    a, b = unit(first), unit(second)
    axis = cross(a, b)
    x, y, z = axis
    turn = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + turn + turn @ turn / max(1 + float(a @ b), 1e-6))


def place_body(rig: Rig, heads: Array, legs: dict[str, Leg], pose: BodyPose) -> tuple[Array, Array, dict[str, Array]]:
    """Return rotation (B, 3, 3) and position (B, 3) of every bone, and the knee centres."""
    rotations, positions, knees = place_bones(rig, heads, legs, pose.legs)
    pelvis = pose.legs.pelvis_rotation
    for i, bone in enumerate(rig.bones[1:], 1):
        stem, _, side = bone.rpartition("_")
        if stem in LEG_BONES:
            continue
        parent = rig.parents[i]
        positions[i] = positions[parent] + rotations[parent] @ (heads[i] - heads[parent])
        rotations[i] = rotations[parent]
        if bone in SPINE:
            rotations[i] = part_way(pelvis, pose.trunk, SPINE[bone])
        elif bone == "neck_01":
            rotations[i] = part_way(pose.trunk, pose.head, 0.5)
        elif bone == "head":
            rotations[i] = pose.head
        elif stem in CHILD:
            at_rest = rotations[parent] @ (heads[rig.index(f"{CHILD[stem]}_{side}")] - heads[i])
            wanted = pose.arms[side][stem == "lowerarm"]
            rotations[i] = _onto(at_rest, wanted) @ rotations[parent]
    return rotations, positions, knees
