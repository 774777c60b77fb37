"""Rotations, frames and small meshes.

World frame: X forward (the way the person faces), Y to the person's left, Z up, metres.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]
UP: Array = np.array([0.0, 0.0, 1.0])
FORWARD: Array = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Mesh:
    """Vertices (V, 3) in metres and triangles (F, 3)."""

    vertices: Array
    faces: Indices


def unit(vector: Array) -> Array:
    """Return the vector at length one."""
    return np.asarray(vector / np.sqrt(vector @ vector), dtype=np.float64)


def cross(first: Array, second: Array) -> Array:
    """Return the cross product of two vectors; numpy's own takes ten times as long for a single pair."""
    a, b, c = first.tolist()
    x, y, z = second.tolist()
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def rotation(axis: Array, angle_deg: float) -> Array:
    """Return the 3 x 3 rotation about an axis through the origin, right-handed."""
    x, y, z = unit(axis)
    turn = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(angle_deg)
    return np.asarray(np.eye(3) + np.sin(angle) * turn + (1 - np.cos(angle)) * (turn @ turn))


def frame(along: Array, lateral: Array) -> Array:
    """Return the axes (columns) along a segment, towards `lateral`, and their normal."""
    first = unit(along)
    second = unit(lateral - (lateral @ first) * first)
    return np.stack([first, second, cross(first, second)], axis=1)


def triangles(polygons: list[list[int]]) -> Indices:
    """Return the polygons split into fans of triangles, shape (F, 3)."""
    fans = [(p[0], p[i], p[i + 1]) for p in polygons for i in range(1, len(p) - 1)]
    return np.array(fans, np.int32)


def vertex_normals(mesh: Mesh) -> Array:
    """Return the area-weighted unit normal of every vertex, shape (V, 3)."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    of_face = np.cross(b - a, c - a)
    normals = np.zeros_like(mesh.vertices)
    for corner in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(mesh.faces[:, corner], of_face[:, axis], len(normals))
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12))


def joined(meshes: list[Mesh]) -> Mesh:
    """Return several meshes as one."""
    offsets = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
    faces = [m.faces + offset for m, offset in zip(meshes, offsets, strict=True)]
    return Mesh(np.vstack([m.vertices for m in meshes]), np.vstack(faces).astype(np.int32))


def box(centre: Array, size_m: Array) -> Mesh:
    """Return an axis-aligned box with its own vertices for each side, so that its edges stay sharp."""
    corners: list[Array] = []
    faces: list[tuple[int, int, int]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1.0, 1.0):
            start = len(corners)
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                corner = np.zeros(3)
                corner[[axis, u, v]] = sign, sign * a, b
                corners.append(centre + corner * size_m / 2)
            faces += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    return Mesh(np.array(corners), np.array(faces, np.int32))


def cylinder(start: Array, end: Array, radius_m: float, sides: int = 14) -> Mesh:
    """Return the wall of a straight tube."""
    axis = unit(end - start)
    across = unit(cross(axis, UP if abs(axis[2]) < 0.9 else FORWARD))
    angles = np.arange(sides) * 2 * np.pi / sides
    ring = radius_m * (np.outer(np.cos(angles), across) + np.outer(np.sin(angles), cross(axis, across)))
    here = np.arange(sides)
    following = (here + 1) % sides
    lower = np.stack([here, following, following + sides], axis=1)
    upper = np.stack([here, following + sides, here + sides], axis=1)
    return Mesh(np.vstack([start + ring, end + ring]), np.vstack([lower, upper]).astype(np.int32))
