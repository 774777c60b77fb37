"""Lofted shoes that grow around the foot they are put on.

A shoe is a stack of closed rings, from the outsole up to the collar. Each ring is the outline of the foot at its
height, pushed outwards: so every foot gets a shoe that fits, and the labels can be measured on the shoe itself.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from training.render.geometry import UP, Array, Mesh, box, cross, cylinder, joined, unit
from training.render.shoe_styles import ShoeStyle

SPOKES = 40


@dataclass(frozen=True)
class Shoe:
    """A shoe on one foot: its mesh, its contact points, and where it ends."""

    mesh: Mesh
    outside: Array
    collar_z_m: float
    midsole_z_m: float


@dataclass(frozen=True)
class _Last:
    """The foot a shoe is built on: points in shoe axes (forward, left, up), and the joints on the forward axis."""

    points: Array
    axes: Array
    ankle: Array
    ball: float
    rear: float
    front: float
    sole: float


def _make_last(foot: Array, ankle: Array, ball: Array, style: ShoeStyle) -> _Last:
    """Return the foot pushed outwards to where the inside of the upper lies."""
    low = foot[foot[:, 2] < foot[:, 2].min() + 0.05]
    rear, front = low[np.argmin(low[:, 0])], low[np.argmax(low[:, 0])]
    heading = unit((ball - ankle) * [1.0, 1.0, 0.0] + unit((front - rear) * [1.0, 1.0, 0.0]) * 0.1)
    axes = np.stack([heading, cross(UP, heading), UP], axis=1)
    points, joints = foot @ axes, np.stack([ankle, ball]) @ axes
    length = np.ptp(points[points[:, 2] < 0.05, 0])
    along = np.clip((points[:, 0] - joints[1, 0]) / (0.28 * length), 0.0, 1.0)
    sole = float(points[:, 2].min())
    above = np.clip((points[:, 2] - sole) / 0.012, 0.0, 1.0)
    points[:, 2] += style.toe_box_m * np.sin(np.pi * np.clip(along, 0, 0.85)) ** 0.7 * above
    points[:, 0] += style.toe_room_m * along
    points[:, 1] = joints[1, 1] + (points[:, 1] - joints[1, 1]) * (1 - style.pointed_frac * 0.5 * along**2)
    low_points = points[points[:, 2] < sole + 0.05, 0]
    return _Last(points, axes, joints[0], float(joints[1, 0]), float(low_points.min()), float(low_points.max()), sole)


def _outline(points: Array, centre: Array, directions: Array) -> Array:
    """Return how far the convex outline of plane points reaches from `centre` in each direction."""
    hull = ConvexHull(points).equations
    slope = directions @ hull[:, :2].T
    depth = -(hull[:, 2] + hull[:, :2] @ centre)
    reach = np.where(slope > 1e-9, np.maximum(depth, 1e-4) / np.maximum(slope, 1e-9), np.inf)
    return np.asarray(reach.min(axis=1))


def _sole_rings(last: _Last, style: ShoeStyle, directions: Array) -> list[Array]:
    """Return the rings of the sole from the ground to the edge of the midsole, (SPOKES, 3) each, in shoe axes."""
    plan = last.points[last.points[:, 2] < last.sole + 0.06, :2]
    centre = np.array([0.5 * (last.rear + last.front), plan[:, 1].mean()])
    reach = _outline(plan, centre, directions) + style.wall_m
    rear_share = np.clip((last.ankle[0] - centre[0] - directions[:, 0] * reach) / 0.06, 0.0, 1.0)
    rings = []
    for level, inset in ((0.0, 0.005), (0.0, 0.0), (0.15, -0.003), (0.6, 0.0), (1.0, 0.0)):
        widened = reach - inset + style.side_flare_m * (1 - level) ** 1.3 + 0.002
        ring = centre + directions * widened[:, None]
        ring[:, 0] -= style.rear_flare_m * (1 - level) * rear_share
        along = np.clip((last.ball - ring[:, 0]) / (last.ball - last.rear), -1.0, 1.1)
        ground = last.sole - style.stack_m - style.drop_m * along
        toe = np.clip((ring[:, 0] - last.ball) / (last.front - last.ball), 0.0, 1.1)
        ground += style.rocker_m * toe**1.6 + style.drop_m * np.minimum(along, 0)
        heel = np.clip(1 - (ring[:, 0] - last.rear + style.rear_flare_m) / 0.035, 0.0, 1.3)
        ground += style.bevel_m * heel**1.5
        lift = 0.003 if (level, inset) == (0.0, 0.0) else 0.0
        top = last.sole + 0.012 + 0.006 * np.abs(along - 0.3)
        rings.append(np.column_stack([ring, ground + lift + (top - ground) * level]))
    return rings


def _collar_height(last: _Last, style: ShoeStyle, directions: Array) -> Array:
    """Return the height of the collar in each direction: a dip under the malleoli, a rise at heel and tongue."""
    ankle = last.ankle[2] + style.collar_m
    dip = 0.010 * (1 - np.abs(directions[:, 0])) if style.collar_m < 0.03 else 0.004
    rise = np.where(directions[:, 0] > 0, 0.018, 0.004) * np.abs(directions[:, 0]) ** 2
    return np.asarray(ankle - dip + rise)


def _upper_rings(last: _Last, style: ShoeStyle, directions: Array, start_z: Array) -> list[Array]:
    """Return the rings of the upper from the midsole to the collar."""
    collar = _collar_height(last, style, directions)
    levels = np.linspace(last.sole + 0.008, collar.max() + 0.002, 16)
    centres, reaches = [], []
    for level in levels:
        above = last.points[(last.points[:, 2] >= level - 0.003) & (last.points[:, 2] < level + 0.04)]
        share = np.clip((level - last.sole) / (last.ankle[2] - last.sole), 0.0, 1.0)
        middle = 0.5 * (above[:, 0].min() + above[:, 0].max())
        centres.append(
            [share * last.ankle[0] + (1 - share) * middle, share * last.ankle[1] + (1 - share) * above[:, 1].mean()]
        )
        reaches.append(_outline(above[:, :2], np.array(centres[-1]), directions))
    rings = []
    for k in range(13):
        share = k / 12
        z = start_z + (collar - start_z) * share
        place = np.interp(z, levels, np.arange(len(levels)))
        below = np.minimum(place.astype(int), len(levels) - 2)
        t = (place - below)[:, None]
        spokes = np.arange(SPOKES)
        centre = np.array(centres)[below] * (1 - t) + np.array(centres)[below + 1] * t
        table = np.array(reaches)
        reach = table[below, spokes] * (1 - t[:, 0]) + table[below + 1, spokes] * t[:, 0]
        rings.append(np.column_stack([centre + directions * (reach + style.wall_m)[:, None], z]))
    return rings


def _loft(rings: list[Array]) -> Mesh:
    """Return the surface through closed rings, with the first one filled."""
    vertices = np.vstack([*rings, rings[0].mean(axis=0, keepdims=True)])
    faces = []
    for k in range(len(rings) - 1):
        for i in range(SPOKES):
            j = (i + 1) % SPOKES
            a, b = k * SPOKES, (k + 1) * SPOKES
            faces += [(a + i, a + j, b + j), (a + i, b + j, b + i)]
    faces += [((i + 1) % SPOKES, i, len(vertices) - 1) for i in range(SPOKES)]
    return Mesh(vertices, np.array(faces, np.int32))


def _extras(last: _Last, style: ShoeStyle, rings: list[Array]) -> list[Mesh]:
    """Return pull tab and spikes."""
    meshes = []
    if style.tab_m:
        collar = rings[-1][np.argmin(rings[-1][:, 0])]
        meshes.append(
            box(collar + np.array([-0.002, 0.0, style.tab_m / 2 - 0.006]), np.array([0.005, 0.02, style.tab_m + 0.012]))
        )
    if style.spikes:
        ground = last.sole - style.stack_m
        for ahead, left in ((0.0, -0.025), (0.0, 0.025), (0.03, -0.02), (0.03, 0.02), (0.055, 0.0)):
            tip = np.array([last.ball + ahead, last.ankle[1] + left, ground - 0.008])
            meshes.append(cylinder(tip, tip + UP * 0.012, 0.003, sides=6))
    return meshes


def build_shoe(foot: Array, ankle: Array, ball: Array, style: ShoeStyle) -> Shoe:
    """Return a shoe around a bare foot (vertices of foot and lower shank in rest pose)."""
    last = _make_last(foot, ankle, ball, style)
    angles = np.arange(SPOKES) * 2 * np.pi / SPOKES
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    sole = _sole_rings(last, style, directions)
    upper = _upper_rings(last, style, directions, sole[-1][:, 2])
    shell = _loft([*sole, *upper])
    mesh = joined([shell, *_extras(last, style, upper)])
    low_collar = float(upper[-1][:, 2].min())
    turned = Mesh(mesh.vertices @ last.axes.T, mesh.faces)
    outside = turned.vertices[: len(shell.vertices)]
    return Shoe(turned, outside, low_collar, float(sole[-1][:, 2].mean()))
