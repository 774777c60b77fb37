"""What is true of a figure in 3D, measured on the bones and the skin that are drawn."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from training.render.figures.place import Placed, Placer
from training.render.figures.stance import Kneeling, Planted, Reaching, Stance
from training.render.figures.timeline import Figure, stance_at
from training.render.geometry import Array
from training.render.legs import Leg
from training.render.person import HAIR, Person, skin

BETWEEN = 4  #: poses that are measured on the way from one key to the next


@dataclass(frozen=True)
class Findings:
    """Metres: how far contacts wander, how far legs and hands miss what they reach for, and the lowest skin."""

    drift_m: float
    gap_m: float
    miss_m: float
    lowest_m: float


def poses(figure: Figure) -> list[list[Stance]]:
    """Return the poses from each key to the next, both included; the last leads to the first."""
    count = len(figure.keys)
    shares = np.linspace(0, 1, BETWEEN + 1)
    return [[stance_at(figure, (i + 1) % count, float(s)) for s in shares] for i in range(count)]


def contact(stance: Stance, placed: Placed, leg: Leg, side: str) -> Array | None:
    """Return the point of a leg that stands on something: ball, heel or knee."""
    pose = stance.legs[side]
    if isinstance(pose, Kneeling):
        return placed.bone(f"calf_{side}")
    if not isinstance(pose, Planted):
        return None
    on_heel = pose.about == "heel" or (not pose.about and pose.pitch > 0)
    return placed.carry(f"foot_{side}", leg.heel_sole if on_heel else leg.ball_sole)


def _stays(first: Stance, second: Stance, side: str) -> bool:
    """Return whether a leg stands on one place between two keys, on one point of it."""
    a, b = first.legs[side], second.legs[side]
    if isinstance(a, Kneeling) and isinstance(b, Kneeling):
        return (a.x, a.aside, a.z) == (b.x, b.aside, b.z)
    if not (isinstance(a, Planted) and isinstance(b, Planted)) or a.slides or a.edge != b.edge:
        return False
    same_end = a.about == b.about and (bool(a.about) or a.pitch * b.pitch > 0 or a.pitch <= 0 >= b.pitch)
    return (a.x, a.aside, a.z, a.out) == (b.x, b.aside, b.z, b.out) and same_end


def _drift(ways: list[list[tuple[Stance, Placed]]], legs: dict[str, Leg]) -> float:
    drift = 0.0
    for way in ways:
        for side, leg in legs.items():
            if _stays(way[0][0], way[-1][0], side):
                points = [p for s, placed in way if (p := contact(s, placed, leg, side)) is not None]
                drift = max(drift, *(float(np.linalg.norm(b - a)) for a, b in pairwise([points[0], *points])))
                drift = max(drift, *(float(np.linalg.norm(p - points[0])) for p in points))
    return drift


def _gap(placed: Placed, legs: dict[str, Leg]) -> float:
    """Return how far a shank ends from the foot that it belongs to."""
    ends = [placed.carry(f"calf_{s}", leg.ankle) - placed.bone(f"foot_{s}") for s, leg in legs.items()]
    return max(float(np.linalg.norm(e)) for e in ends)


def _miss(stance: Stance, placed: Placed) -> float:
    """Return how far a wrist is from the point in the world that it reaches for."""
    missed = [0.0]
    for side, sign in (("l", 1.0), ("r", -1.0)):
        pose = stance.arms[side]
        if isinstance(pose, Reaching) and pose.of == "world":
            target = np.array([pose.x, sign * pose.aside, pose.z])
            missed.append(float(np.linalg.norm(placed.bone(f"hand_{side}") - target)))
    return max(missed)


def measure(person: Person, placer: Placer, figure: Figure) -> Findings:
    """Return the findings of a figure over its loop."""
    ways = [[(s, placer.place(s)) for s in way] for way in poses(figure)]
    every = [pair for way in ways for pair in way[:-1]]
    firm = person.material != HAIR  # a ponytail gives way to the floor
    lowest = min(float(skin(person, p.rotations, p.positions)[0][firm, 2].min()) for _, p in every[:: BETWEEN // 2])
    return Findings(
        drift_m=_drift(ways, person.legs),
        gap_m=max(_gap(p, person.legs) for _, p in every),
        miss_m=max(_miss(s, p) for s, p in every),
        lowest_m=lowest,
    )
