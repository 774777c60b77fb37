"""Trousers and shorts: garments cut, widened and lengthened on the body."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.render.assets import Garment, fit_garment
from training.render.body import Body
from training.render.geometry import Array, Indices
from training.render.legs import SIGN

SUITS = {
    "train": ("male_casualsuit01", "male_casualsuit02", "male_casualsuit03", "female_casualsuit01", "male_worksuit01"),
    "heldout": ("male_casualsuit04", "male_casualsuit05"),
}


@dataclass(frozen=True)
class Legwear:
    """Trousers on a body: vertices, skin weights, triangles, and the body vertices below them."""

    kind: str
    vertices: Array
    weights: Array
    faces: Indices
    hidden: frozenset[int]


def _leg_line(body: Body, side: str, z: Array) -> Array:
    """Return the points of the bone line hip, knee, ankle, floor at heights z."""
    joints = np.array([body.joint(f"{bone}_{side}") for bone in ("foot", "calf", "thigh")])
    return np.stack([np.interp(z, joints[:, 2], joints[:, k]) for k in range(2)] + [z], axis=1)


def _push_out(body: Body, vertices: Array, factor_at: Array, least_m: Array) -> None:
    """Widen the trouser legs about the bone line, in place, but not the inner thighs."""
    hip_z = body.joint("thigh_l")[2]
    for side, sign in SIGN.items():
        mine = (vertices[:, 2] < hip_z - 0.05) & (vertices[:, 1] * sign > 0)
        line = _leg_line(body, side, vertices[mine, 2])
        aside = vertices[mine] - line
        aside[:, 2] = 0.0
        inner = np.where(line[:, 2] > body.joint("calf_l")[2], np.clip((aside[:, 1] * sign + 0.02) / 0.06, 0, 1), 1.0)
        size = np.maximum(np.linalg.norm(aside, axis=1), 1e-6)
        wanted = np.maximum(size * (1 + factor_at[mine] * inner), least_m[mine])
        vertices[mine] = line + aside * (wanted / size)[:, None]


def _cut(body: Body, garment: Garment, cut_z: float, looseness: float) -> tuple[Array, Indices, frozenset[int]]:
    """Return a garment cut off at a height, with the legs below the hips widened."""
    vertices = garment.vertices.copy()
    faces = garment.faces[(vertices[garment.faces][:, :, 2] > cut_z).any(axis=1)]
    kept = np.unique(faces)
    below = kept[vertices[kept, 2] < cut_z]
    vertices[below, 2] = cut_z
    hip_z = body.joint("thigh_l")[2]
    along = np.clip((hip_z - vertices[:, 2]) / max(hip_z - cut_z, 0.05), 0, 1)
    _push_out(body, vertices, looseness * along, np.zeros(len(vertices)))
    covered = np.flatnonzero(body.vertices[:, 2] > cut_z + 0.03)
    return vertices, faces, garment.hidden & frozenset(covered.tolist())


def _let_down(body: Body, garment: Garment, hem_z: float, width: float, hem_radius_m: float) -> Array:
    """Return the vertices of long trousers whose hems come down to a height and out to a radius."""
    vertices = garment.vertices.copy()
    knee_z = body.joint("calf_l")[2]
    below = vertices[:, 2] < knee_z
    lowest = vertices[:, 2].min()
    share = np.clip((knee_z - vertices[:, 2]) / (knee_z - lowest), 0, 1)
    factor = width * np.clip(share + 0.3, 0, 1)
    _push_out(body, vertices, factor, np.where(below, hem_radius_m * share**2, 0.0))
    vertices[below, 2] = knee_z - share[below] * (knee_z - hem_z)
    return vertices


def dress(body: Body, assets: Path, split: str, rng: np.random.Generator) -> Legwear | None:
    """Return trousers of random kind and size, or None for bare legs (or legs that are only painted)."""
    kind = str(rng.choice(["shorts", "mid", "long", "hem", "none"], p=[0.36, 0.12, 0.20, 0.20, 0.12]))
    if kind == "none":
        return None
    suit = str(rng.choice(SUITS[split]))
    garment = fit_garment(assets, suit, body.vertices, body.rig.weights)
    knee_z, hip_z = body.joint("calf_l")[2], body.joint("thigh_l")[2]
    if kind in ("shorts", "mid"):
        reach = rng.uniform(0.02, 0.75) if kind == "shorts" else rng.uniform(-0.75, 0.02)
        vertices, faces, hidden = _cut(body, garment, knee_z + reach * (hip_z - knee_z), rng.uniform(0, 0.3))
        return Legwear(kind, vertices, garment.weights, faces, hidden)
    if kind == "long":
        hem_z = body.joint("foot_l")[2] + rng.uniform(-0.01, 0.10)
        vertices = _let_down(body, garment, hem_z, rng.uniform(-0.05, 0.15), 0.0)
    else:
        hem_z = rng.uniform(0.005, 0.055)
        vertices = _let_down(body, garment, hem_z, rng.uniform(0.0, 0.3), rng.uniform(0.06, 0.105))
    covered = np.flatnonzero(body.vertices[:, 2] > hem_z + 0.06)
    return Legwear(kind, vertices, garment.weights, garment.faces, garment.hidden & frozenset(covered.tolist()))


def baggy(body: Body, garment: Garment, loose: float) -> Legwear:
    """Return a suit with long wide trousers whose hems fall onto the shoes; `loose` from 0 (as cut) to 1."""
    hem_z = 0.035
    vertices = _let_down(body, garment, hem_z, 0.05 + 0.30 * loose, 0.065 + 0.035 * loose)
    covered = np.flatnonzero(body.vertices[:, 2] > hem_z + 0.06)
    return Legwear("baggy", vertices, garment.weights, garment.faces, garment.hidden & frozenset(covered.tolist()))


def shorts(body: Body, garment: Garment, loose: float) -> Legwear:
    """Return a suit whose trousers end a little above the knee; `loose` from 0 (as cut) to 1."""
    knee_z, hip_z = body.joint("calf_l")[2], body.joint("thigh_l")[2]
    cut_z = knee_z + 0.30 * (hip_z - knee_z)
    vertices, faces, hidden = _cut(body, garment, cut_z, 0.3 * loose)
    return Legwear("shorts", vertices, garment.weights, faces, hidden)
