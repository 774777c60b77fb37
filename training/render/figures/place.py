"""A key pose on a body: rotation and position of every bone."""

from dataclasses import dataclass, replace

import numpy as np

from dorsi.errors import DataError
from training.render.body import Body
from training.render.clips.skeleton import SPINE, part_way, turned
from training.render.clips.steps import from_angles
from training.render.figures.limbs import ArmAt, Shoulder, knee_on, place_arm, place_foot, planted_foot
from training.render.figures.stance import Arm, Kneeling, Pelvis, Planted, Reaching, Stance, Toward
from training.render.geometry import UP, Array, cross, frame, rotation, unit
from training.render.legs import SIGN, Foot, Leg, carry_point, find_knee

LEG_BONES = ("thigh", "calf", "foot", "ball")
FINGERS = ("index", "middle", "ring", "pinky")


@dataclass(frozen=True)
class Placed:
    """Rotation (B, 3, 3) and position (B, 3) of every bone, and the feet."""

    body: Body
    rotations: Array
    positions: Array
    feet: dict[str, Foot]

    def bone(self, name: str) -> Array:
        """Return where the head of a bone is."""
        return np.array(self.positions[self.body.rig.index(name)])

    def carry(self, name: str, at_rest: Array) -> Array:
        """Return where a rest point that moves with a bone is."""
        i = self.body.rig.index(name)
        return np.asarray(self.positions[i] + self.rotations[i] @ (at_rest - self.body.heads[i]))


class Placer:
    """Places poses on one body."""

    def __init__(self, body: Body, legs: dict[str, Leg]) -> None:
        self.body, self.legs = body, legs
        self._middle = (legs["l"].hip + legs["r"].hip) / 2
        self._hands = {s: self._hand_at_rest(s) for s in SIGN}

    def _hand_at_rest(self, side: str) -> Array:
        """Return the axes (fingers, palm, and across) of a hand in the rest pose."""
        hand, index, middle, pinky = (
            self.body.joint(f"{bone}_{side}") for bone in ("hand", "index_01", "middle_01", "pinky_01")
        )
        fingers = unit(middle - hand)
        return frame(fingers, SIGN[side] * cross(fingers, index - pinky))

    def place(self, stance: Stance) -> Placed:
        """Return every bone of a pose."""
        turn = turned(yaw_deg=stance.pelvis.yaw, roll_deg=stance.pelvis.roll, lean_deg=stance.pelvis.lean)
        pelvis = self._pelvis(stance, turn)
        rotations = np.repeat(turn[None], len(self.body.rig.bones), axis=0)
        positions = pelvis + (self.body.heads - self._middle) @ turn.T
        feet = {}
        for side, leg in self.legs.items():
            hip = pelvis + turn @ (leg.hip - self._middle)
            feet[side] = foot = place_foot(leg, side, stance.legs[side], hip, turn)
            for bone, (turn_of, at) in _leg_bones(leg, hip, foot).items():
                i = self.body.rig.index(f"{bone}_{side}")
                rotations[i], positions[i] = turn_of, at
        placed = Placed(self.body, rotations, positions, feet)
        self._upper_body(stance, placed)
        return placed

    def _pelvis(self, stance: Stance, turn: Array) -> Array:
        """Return the middle of the hips."""
        pelvis = stance.pelvis
        given = np.array([pelvis.x, pelvis.y or 0.0, pelvis.z])
        if not pelvis.over:
            return given
        leg, pose = self.legs[pelvis.over], stance.legs[pelvis.over]
        offset = turn @ (leg.hip - self._middle)
        if isinstance(pose, Kneeling):
            away = (given + offset - knee_on(pelvis.over, pose))[:2]
            height = np.sqrt(max(leg.thigh_m**2 - float(away @ away), 0.0))
            return np.array([*given[:2], pose.z + height - offset[2]])
        if not isinstance(pose, Planted):
            raise DataError("a pelvis can be over a planted or a kneeling leg only, all the time")
        return self._over_foot(pelvis, planted_foot(leg, pelvis.over, pose), leg, offset)

    @staticmethod
    def _over_foot(pelvis: Pelvis, foot: Foot, leg: Leg, offset: Array) -> Array:
        hip = from_angles(leg, foot, lean_deg=pelvis.shank, knee_deg=pelvis.knee)
        if pelvis.y is not None:
            long = float(np.linalg.norm(hip - foot.ankle))
            hip[1] = pelvis.y + offset[1]
            flat = (hip - foot.ankle)[:2]
            hip[2] = foot.ankle[2] + np.sqrt(max(long**2 - float(flat @ flat), 0.0))
        return np.asarray(hip - offset)

    def _upper_body(self, stance: Stance, placed: Placed) -> None:
        """Turn spine, head and arms, in place; bones come parents first."""
        rig, heads = self.body.rig, self.body.heads
        pelvis = placed.rotations[0].copy()
        trunk = pelvis @ _turn(stance.trunk)
        head = trunk @ _turn(stance.head)
        spine = {bone: part_way(pelvis, trunk, share) for bone, share in SPINE.items()}
        spine |= {"neck_01": part_way(trunk, head, 0.5), "head": head}
        arms: dict[str, ArmAt] = {}
        for i, bone in enumerate(rig.bones[1:], 1):
            stem, _, side = bone.rpartition("_")
            if stem in LEG_BONES:
                continue
            parent = rig.parents[i]
            above = placed.rotations[parent]
            placed.positions[i] = placed.positions[parent] + above @ (heads[i] - heads[parent])
            placed.rotations[i] = spine.get(bone, above)
            if stem == "upperarm":
                arms[side] = self._arm(stance, placed, side, (trunk, pelvis))
            if side in arms:
                self._turn_arm_bone(placed, (stem, side), above, arms[side])

    def _turn_arm_bone(self, placed: Placed, bone: tuple[str, str], above: Array, arm: ArmAt) -> None:
        """Turn a bone of an arm against the one above it, in place."""
        (stem, side), index = bone, self.body.rig.index
        i = index("_".join(bone))
        if stem == "upperarm":
            placed.rotations[i] = _onto(above @ self._rest(f"lowerarm_{side}", f"upperarm_{side}"), arm.upper) @ above
        elif stem == "lowerarm":
            placed.rotations[i] = _onto(above @ self._rest(f"hand_{side}", f"lowerarm_{side}"), arm.fore) @ above
        elif stem == "hand" and arm.hand is not None:
            placed.rotations[i] = arm.hand
            fore = index(f"lowerarm_{side}")
            placed.rotations[fore] = _twisted(placed.rotations[fore], arm.hand, arm.fore)
        elif stem.split("_")[0] in FINGERS:
            across = above @ (SIGN[side] * self._hands[side][:, 2])
            placed.rotations[i] = rotation(across, -arm.curl_deg) @ above

    def _rest(self, child: str, bone: str) -> Array:
        return self.body.joint(child) - self.body.joint(bone)

    def _arm(self, stance: Stance, placed: Placed, side: str, turns: tuple[Array, Array]) -> ArmAt:
        upper, fore = (
            float(np.linalg.norm(self._rest(f"{b}_{side}", f"{a}_{side}")))
            for a, b in (("upperarm", "lowerarm"), ("lowerarm", "hand"))
        )
        pose = stance.arms[side]

        def settled(pose: Arm) -> ArmAt:
            if isinstance(pose, Toward):
                first, second = pose.first, pose.second
                return place_arm_between(settled(first), settled(second), pose.share)
            origin, axes = np.zeros(3), np.eye(3)
            if isinstance(pose, Reaching) and pose.of != "world":
                origin, axes = placed.bone({"trunk": "spine_03"}.get(pose.of, pose.of)), np.eye(3)
                if pose.of in ("trunk", "pelvis"):
                    axes = turns[pose.of == "pelvis"]
                if pose.of == "pelvis":
                    origin = self._hips(placed)
            at = placed.bone(f"upperarm_{side}")
            shoulder = Shoulder(side, at, upper, fore, turns[0], origin, axes, self._hands[side])
            return place_arm(pose, shoulder)

        return settled(pose)

    @staticmethod
    def _hips(placed: Placed) -> Array:
        return (placed.bone("thigh_l") + placed.bone("thigh_r")) / 2


def place_arm_between(a: ArmAt, b: ArmAt, share: float) -> ArmAt:
    """Return an arm between two, by its directions; a hand that one of them turns is left to the forearm."""
    upper, fore = (unit((1 - share) * p + share * q) for p, q in ((a.upper, b.upper), (a.fore, b.fore)))
    hand = None if a.hand is None or b.hand is None else part_way(a.hand, b.hand, share)
    return replace(a, upper=upper, fore=fore, hand=hand, curl_deg=(1 - share) * a.curl_deg + share * b.curl_deg)


def _turn(turn: object) -> Array:
    lean, roll, yaw = (float(getattr(turn, name)) for name in ("lean", "roll", "yaw"))
    return turned(yaw_deg=yaw, roll_deg=roll, lean_deg=lean)


def _onto(first: Array, second: Array) -> Array:
    """Return the shortest rotation that brings one direction onto another."""
    a, b = unit(first), unit(second)
    axis = cross(a, b)
    size = float(np.linalg.norm(axis))
    if size < 1e-9:
        return np.eye(3)
    return rotation(axis, float(np.degrees(np.arctan2(size, a @ b))))


def _twisted(fore: Array, hand: Array, along: Array) -> Array:
    """Return the forearm turned about itself by half of what the hand is turned against it, as radius and ulna do."""
    between = hand @ fore.T
    axis = np.array([between[2, 1] - between[1, 2], between[0, 2] - between[2, 0], between[1, 0] - between[0, 1]])
    twist = 2 * np.arctan2(float(axis @ along), 1 + float(np.trace(between)))
    twist = (twist + np.pi) % (2 * np.pi) - np.pi
    return rotation(along, float(np.degrees(twist / 2))) @ fore


def _leg_bones(leg: Leg, hip: Array, foot: Foot) -> dict[str, tuple[Array, Array]]:
    """Return rotation and position of the bones of one leg; unlike a walker's, its knee may point anywhere."""
    knee = find_knee(leg, hip, foot)
    along = unit(foot.ankle - hip)
    hinge = unit(cross(foot.pole - (foot.pole @ along) * along, along))
    lateral = cross(UP, leg.heading)
    return {
        "thigh": (frame(knee - hip, hinge) @ frame(leg.knee - leg.hip, lateral).T, hip),
        "calf": (frame(foot.ankle - knee, hinge) @ frame(leg.ankle - leg.knee, lateral).T, knee),
        "foot": (foot.rearfoot, foot.ankle),
        "ball": (foot.toes, carry_point(leg, foot, leg.ball)),
    }
