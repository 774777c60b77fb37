"""Reading MakeHuman garments and fitting them to a body."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from dorsi.errors import DataError
from training.render.geometry import Array, Indices, triangles

_MAKEHUMAN_AXES = {"x": 1, "y": 2, "z": 0}  # MakeHuman: x to the left, y up, z forward


@dataclass
class _Binding:
    """How each garment vertex hangs on three body vertices (.mhclo)."""

    rows: list[tuple[float, ...]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    scale: dict[str, tuple[int, int, float]] = field(default_factory=dict)
    obj_file: str = ""


@dataclass(frozen=True)
class Garment:
    """A garment on a body: vertices (V, 3), skin weights (V, B), triangles, and the body vertices it hides."""

    vertices: Array
    weights: Array
    faces: Indices
    hidden: frozenset[int]


def read_obj(path: Path) -> tuple[Array, dict[str, list[list[int]]]]:
    """Return the vertices of a Wavefront file and its polygons by group."""
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = "body"
    for line in path.read_text(errors="replace").splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "v":
            vertices.append([float(x) for x in words[1:4]])
        elif words[0] == "g":
            group = words[1]
        elif words[0] == "f":
            groups.setdefault(group, []).append([int(w.split("/")[0]) - 1 for w in words[1:]])
    return np.array(vertices), groups


def _hidden_vertices(words: list[str]) -> set[int]:
    """Return the vertices of a line such as `12 14 - 17 20`."""
    hidden: set[int] = set()
    i = 0
    while i < len(words):
        if i + 2 < len(words) and words[i + 1] == "-":
            hidden.update(range(int(words[i]), int(words[i + 2]) + 1))
            i += 3
        else:
            hidden.add(int(words[i]))
            i += 1
    return hidden


def _vertex_row(words: list[str]) -> tuple[float, ...]:
    if len(words) == 1:
        return (float(words[0]),) * 3 + (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return tuple(float(w) for w in words[:9])


@cache
def _read_binding(path: Path) -> _Binding:
    binding = _Binding()
    section = ""
    for line in path.read_text(errors="replace").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            binding.scale[words[0][0]] = (int(words[1]), int(words[2]), float(words[3]))
        elif words[0] == "obj_file":
            binding.obj_file = words[1]
        elif words[0] in ("verts", "delete_verts"):
            section = words[0]
        elif section == "verts" and words[0].isdigit():
            binding.rows.append(_vertex_row(words))
        elif section == "delete_verts" and words[0].isdigit():
            binding.hidden |= _hidden_vertices(words)
    return binding


@cache
def _garment_faces(path: Path) -> Indices:
    _, groups = read_obj(path)
    return triangles([polygon for polygons in groups.values() for polygon in polygons])


def fit_garment(assets: Path, name: str, vertices: Array, weights: Array, *, folder: str = "clothes") -> Garment:
    """Return a garment of the assets folder fitted to a body (all base vertices, world axes, and skin weights)."""
    path = assets / folder / name / f"{name}.mhclo"
    if not path.is_file():
        raise DataError(f"{path}: garment not found; --assets must name the folder that holds '{folder}'")
    binding = _read_binding(path)
    size = dict.fromkeys("xyz", 0.1)
    for letter, (a, b, length) in binding.scale.items():
        axis = _MAKEHUMAN_AXES[letter]
        size[letter] = abs(vertices[a, axis] - vertices[b, axis]) / length
    rows = np.array(binding.rows)
    anchors, shares, offsets = rows[:, :3].astype(int), rows[:, 3:6], rows[:, 6:9]
    offset = np.stack([offsets[:, 2] * size["z"], offsets[:, 0] * size["x"], offsets[:, 1] * size["y"]], axis=1)
    fitted = (vertices[anchors] * shares[:, :, None]).sum(axis=1) + offset
    inherited = (weights[anchors] * np.abs(shares)[:, :, None]).sum(axis=1)
    inherited /= np.maximum(inherited.sum(axis=1, keepdims=True), 1e-9)
    return Garment(fitted, inherited, _garment_faces(path.parent / binding.obj_file), frozenset(binding.hidden))
