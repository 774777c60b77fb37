"""Things of the exercises: those that stand still, and those that move with the body."""

from itertools import pairwise
from typing import Any

import numpy as np

from dorsi.errors import DataError
from training.render.clips.furniture import globe
from training.render.figures.place import Placed
from training.render.geometry import UP, Array, Mesh, box, cylinder, joined, rotation
from training.render.rooms import Prop

Rgb = tuple[float, float, float]
WALL: Rgb = (0.72, 0.76, 0.78)
WOOD: Rgb = (0.74, 0.57, 0.40)
SEAT: Rgb = (0.30, 0.42, 0.50)
MAT: Rgb = (0.44, 0.62, 0.66)
SOFT: Rgb = (0.36, 0.50, 0.66)
TOWEL: Rgb = (0.93, 0.90, 0.82)
BAND: Rgb = (0.16, 0.60, 0.40)
BALL: Rgb = (0.86, 0.42, 0.26)
PACK: Rgb = (0.28, 0.32, 0.42)
POCKET: Rgb = (0.36, 0.41, 0.52)
BAND_M = 0.011


def _block(x: float, y: float, z: float, size: tuple[float, float, float], rgb: Rgb) -> Prop:
    return Prop(box(np.array([x, y, z + size[2] / 2]), np.array(size)), rgb)


def wall(x: float, y: float = 0.0, wide: float = 1.6, facing: float = -1.0) -> list[Prop]:
    """Return a wall with its face at x, in front of the person (facing -1) or behind (1)."""
    return [_block(x - facing * 0.06, y, 0.0, (0.12, wide, 2.15), WALL)]


def step(x: float, y: float = 0.0, high: float = 0.12, long: float = 0.34, wide: float = 0.6) -> list[Prop]:
    """Return a step with its rear edge at x."""
    return [_block(x + long / 2, y, 0.0, (long, wide, high), WOOD)]


def post(x: float, y: float, high: float = 0.5) -> list[Prop]:
    """Return a table's leg, to fix a band to."""
    return [_block(x, y, 0.0, (0.06, 0.06, high), WOOD)]


def wedge(x: float, y: float, slope: float, long: float = 0.30, wide: float = 0.2) -> list[Prop]:
    """Return a wedge with its low edge at x, rising forward by `slope` degrees."""
    high = long * np.tan(np.radians(slope))
    corners = [(x, 0.0), (x + long, 0.0), (x + long, high)]
    points = np.array([[a, y + s * wide / 2, z] for s in (-1, 1) for a, z in corners])
    faces = [(0, 1, 2), (3, 5, 4), (0, 3, 4), (0, 4, 1), (1, 4, 5), (1, 5, 2), (0, 2, 5), (0, 5, 3)]
    flat = np.array(faces, np.int32)
    return [Prop(Mesh(points[flat].reshape(-1, 3), np.arange(24, dtype=np.int32).reshape(-1, 3)), WOOD)]


def chair(x: float, y: float = 0.0, turn: float = 0.0, high: float = 0.45) -> list[Prop]:
    """Return a chair with the middle of its seat over (x, y), its back behind (-x), turned by `turn` to the left."""
    parts = [_block(a * 0.19, b * 0.19, 0.0, (0.035, 0.035, high - 0.04), WOOD) for a in (-1, 1) for b in (-1, 1)]
    parts += [_block(-0.20, b * 0.19, high, (0.03, 0.035, 0.53), WOOD) for b in (-1, 1)]
    parts += [_block(-0.20, 0.0, z, (0.02, 0.40, 0.09), WOOD) for z in (high + 0.20, high + 0.44)]
    parts.append(_block(0.0, 0.0, high - 0.04, (0.43, 0.43, 0.04), SEAT))
    turned = rotation(UP, turn)
    return [Prop(Mesh(p.mesh.vertices @ turned.T + np.array([x, y, 0.0]), p.mesh.faces), p.rgb) for p in parts]


def mat(x: float = 0.0, y: float = 0.0, long: float = 1.85, wide: float = 0.62) -> list[Prop]:
    """Return an exercise mat."""
    return [_block(x, y, -0.004, (long, wide, 0.008), MAT)]


def cushion(x: float, y: float, high: float = 0.06, long: float = 0.40, wide: float = 0.34) -> list[Prop]:
    """Return a flat cushion."""
    edge = Prop(globe(np.array([x, y, high / 2]), np.array([long / 2 + 0.03, wide / 2 + 0.03, high / 2])), SOFT)
    return [edge, _block(x, y, high * 0.1, (long * 0.8, wide * 0.8, high * 0.84), SOFT)]


def wobble(x: float = 0.0, y: float = 0.0, high: float = 0.07, tilt: tuple[float, ...] = (0.0, 0.0)) -> list[Prop]:
    """Return a wobble board whose top is at `high` in the middle, tilted forward and to the left (degrees)."""
    turn = rotation(np.array([1.0, 0.0, 0.0]), -tilt[1]) @ rotation(np.array([0.0, 1.0, 0.0]), tilt[0])
    middle = np.array([x, y, 0.0])
    top = globe(np.zeros(3), np.array([0.21, 0.21, 0.011]))
    plate = Mesh(top.vertices @ turn.T + middle + (high - 0.011) * UP, top.faces)
    return [Prop(plate, WOOD), Prop(globe(middle + high * 0.5 * UP, np.array([0.08, 0.08, high * 0.5])), PACK)]


def book(x: float, y: float, high: float = 0.02) -> list[Prop]:
    """Return a book on the floor."""
    return [_block(x, y, 0.0, (0.15, 0.21, high), (0.60, 0.26, 0.24))]


def roll(at: Array, radius: float, *, across: bool, long: float, rgb: Rgb) -> list[Prop]:
    """Return a roll (towel, roller) lying across or along, with its ends closed."""
    way = np.array([0.0, long / 2, 0.0]) if across else np.array([long / 2, 0.0, 0.0])
    ends = [globe(at + s * way, np.where(way != 0, 0.008, radius)) for s in (-1, 1)]
    return [Prop(joined([cylinder(at - way, at + way, radius, 20), *ends]), rgb)]


def towel(x: float, y: float, radius: float = 0.035, long: float = 0.3, z: float = 0.0) -> list[Prop]:
    """Return a rolled towel that lies across."""
    return roll(np.array([x, y, z + radius]), radius, across=True, long=long, rgb=TOWEL)


def cloth(x: float, y: float, long: float = 0.5, wide: float = 0.34, high: float = 0.012) -> list[Prop]:
    """Return a towel spread on the floor."""
    return [_block(x, y, 0.0, (long, wide, high), TOWEL)]


STILL = {
    "wall": wall, "step": step, "post": post, "wedge": wedge, "chair": chair, "mat": mat, "cushion": cushion,
    "book": book, "towel": towel, "cloth": cloth,
}  # fmt: skip


def _end(placed: Placed, where: Any) -> Array:  # noqa: ANN401 - as the YAML has it
    """Return a point: [x, y, z], or {bone, dx, dy, dz} in the bone's own axes."""
    if isinstance(where, list):
        return np.array([float(v) for v in where])
    at = placed.body.joint(where["bone"]) + np.array([where.get(f"d{a}", 0.0) for a in "xyz"])
    return placed.carry(where["bone"], at)


def _band(placed: Placed, spec: dict[str, Any]) -> list[Prop]:
    """Return a band through points."""
    points = [_end(placed, p) for p in spec["through"]]
    tubes = [cylinder(a, b, BAND_M, 10) for a, b in pairwise(points)]
    joints = [globe(p, np.full(3, BAND_M)) for p in points]
    return [Prop(joined([*tubes, *joints]), BAND)]


def _backpack(placed: Placed) -> list[Prop]:
    """Return a backpack with its straps, moved with the chest."""
    body = placed.body
    chest = body.joint("spine_03")
    pack = box(chest + np.array([-0.150, 0.0, -0.02]), np.array([0.17, 0.28, 0.40]))
    pocket = box(chest + np.array([-0.255, 0.0, -0.10]), np.array([0.05, 0.21, 0.18]))
    line = np.array(
        [[-0.11, 0.09, 0.15], [-0.06, 0.10, 0.245], [0.02, 0.10, 0.25], [0.09, 0.10, 0.16], [0.10, 0.11, 0.02]]
    )
    straps = [
        cylinder(chest + a * [1, s, 1], chest + b * [1, s, 1], 0.014, 8) for s in (-1, 1) for a, b in pairwise(line)
    ]
    i = body.rig.index("spine_03")

    def moved(mesh: Mesh) -> Mesh:
        return Mesh(placed.positions[i] + (mesh.vertices - body.heads[i]) @ placed.rotations[i].T, mesh.faces)

    return [Prop(moved(joined([pack, *straps])), PACK), Prop(moved(pocket), POCKET)]


def _round(placed: Placed, spec: dict[str, Any], where: tuple[float, ...]) -> list[Prop]:
    """Return a ball (or a roller) where the pose has it, or at a bone."""
    at = np.array(where) if where else _end(placed, spec["at"])
    radius = float(spec.get("radius", 0.1))
    if spec.get("bag"):  # lies across both knees
        return [Prop(box(at * [1, 0, 1] + np.array([0.0, 0.0, 0.13]), np.array([0.20, 0.46, 0.15])), PACK)]
    if spec.get("roller"):
        return roll(at, radius, across=True, long=0.26, rgb=SOFT)
    return [Prop(globe(at, np.full(3, radius)), BALL)]


def place_props(specs: dict[str, Any], placed: Placed, things: dict[str, tuple[float, ...]]) -> tuple[Prop, ...]:
    """Return the things of a figure at a moment."""
    props: list[Prop] = []
    for name, spec in specs.items():
        kind = name.split("_")[0]
        if kind in STILL:
            props += STILL[kind](**spec)  # type: ignore[operator] # each takes what its entry names
        elif kind == "wobble":
            props += wobble(**spec, tilt=things.get(name, (0.0, 0.0)))
        elif kind == "band":
            props += _band(placed, spec)
        elif kind == "backpack":
            props += _backpack(placed)
        elif kind == "ball":
            props += _round(placed, spec, things.get(name, ()))
        else:
            raise DataError(f"no thing is named {name}")
    return tuple(props)
