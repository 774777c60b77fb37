"""A person: a random body, dressed, as one skinned mesh with the rest geometry of both legs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.render.assets import fit_garment
from training.render.body import Body, Phenotype, shape_body
from training.render.geometry import Array, Indices, Mesh, unit, vertex_normals
from training.render.legs import LEG_NUMBER, SIGN, Leg, measure_leg
from training.render.legwear import Legwear, dress
from training.render.paint import Paint, paint_cloth, paint_shoe, paint_skin
from training.render.shoe_styles import BARE, STYLES, ShoeStyle, vary
from training.render.shoes import Shoe, build_shoe

SKIN, CLOTH, SHOE, TOP, HAIR, EYE = range(6)
BARE_SHARE = 0.13
SOCK_M = 0.04  # over which the sock of a shoe mesh passes from foot to shank


@dataclass(frozen=True)
class Part:
    """One piece of a person before it is put together."""

    material: int
    mesh: Mesh
    weights: Array
    normals: Array


@dataclass(frozen=True)
class Person:
    """Skinned mesh (vertices, normals, four bones and weights each), material and leg of each vertex, and paints.

    leg: 1 left, 2 right, 3 pelvis and trunk.
    """

    name: str
    body: Body
    shoe: str
    shoe_is_garment: bool
    legwear: str
    legs: dict[str, Leg]
    vertices: Array
    normals: Array
    faces: Indices
    material: npt.NDArray[np.uint8]
    leg_of_vertex: npt.NDArray[np.uint8]
    bone_index: npt.NDArray[np.intp]
    bone_weight: Array


@dataclass(frozen=True)
class Outfit:
    """The paints of skin, cloth and shoe, and, for a whole figure, of top, hair and eyes."""

    paints: tuple[Paint, ...]


def draw_phenotype(rng: np.random.Generator) -> tuple[Phenotype, float]:
    """Return Anny's parameters and a height in metres for a random adult."""
    gender = float(rng.integers(0, 2))
    ancestry = rng.dirichlet([1, 1, 1])
    phenotype = {
        "gender": float(np.clip(gender + rng.normal(0, 0.12), 0, 1)),
        "age": rng.uniform(0.5, 0.9),
        "muscle": rng.uniform(0.3, 0.85),
        "weight": rng.uniform(0.25, 0.85),
        "height": rng.uniform(0.35, 0.65),
        "proportions": rng.uniform(0.35, 0.75),
        "african": ancestry[0],
        "asian": ancestry[1],
        "caucasian": ancestry[2],
    }
    height_m = float(np.clip(rng.normal(1.66 if gender > 0.5 else 1.78, 0.08), 1.45, 2.0))
    return phenotype, height_m


def _shoe_part(body: Body, shoes: dict[str, Shoe]) -> Part:
    vertices, faces, weights = [], [], []
    start = 0
    for side, shoe in shoes.items():
        vertices.append(shoe.mesh.vertices)
        faces.append(shoe.mesh.faces + start)
        weights.append(_with_the_foot(body, side, shoe.mesh.vertices))
        start += len(shoe.mesh.vertices)
    mesh = Mesh(np.vstack(vertices), np.vstack(faces).astype(np.int32))
    return Part(SHOE, mesh, np.vstack(weights), vertex_normals(mesh))


def _with_the_foot(body: Body, side: str, vertices: Array) -> Array:
    """Return skin weights (V, B) that move a shoe with rearfoot and toes, bent at the ball."""
    foot, toes = (body.rig.index(f"{bone}_{side}") for bone in ("foot", "ball"))
    ankle, ball = body.joint(f"foot_{side}"), body.joint(f"ball_{side}")
    weights = np.zeros((len(vertices), len(body.rig.bones)))
    weights[:, toes] = _toe_share((vertices - ball) @ unit((ball - ankle) * [1.0, 1.0, 0.0]))
    weights[:, foot] = 1 - weights[:, toes]
    return weights


def _toe_share(ahead_of_ball_m: Array) -> Array:
    """Return how much points of a shoe follow the toes, 0 to 1: it bends over 4 cm about the ball."""
    share = np.clip((ahead_of_ball_m + 0.02) / 0.04, 0.0, 1.0)
    return np.asarray(share**2 * (3 - 2 * share))


def _lofted_shoes(body: Body, style: ShoeStyle) -> dict[str, Shoe]:
    """Return both shoes, each around its own foot."""
    skin = np.unique(body.rig.faces)
    shoes = {}
    for side in SIGN:
        bones = [body.rig.index(f"{bone}_{side}") for bone in ("foot", "ball", "calf")]
        near = skin[body.rig.weights[skin][:, bones].sum(axis=1) > 0.6]
        ankle = body.joint(f"foot_{side}")
        near = near[body.vertices[near, 2] < ankle[2] + max(style.collar_m, 0.0) + 0.09]
        shoes[side] = build_shoe(body.vertices[near], ankle, body.joint(f"ball_{side}"), style)
    return shoes


def _garment_shoes(body: Body, assets: Path, name: str) -> tuple[Part, dict[str, Array], frozenset[int]]:
    """Return a shoe mesh of the assets, the points of each side, and the body it hides.

    Only its sock keeps the assets' weights, over which it passes from foot to shank: they hang the rear of the sole
    on shank and toes, so that of 10 cm that a heel rises it takes part in 3 to 5.
    """
    garment = fit_garment(assets, name, body.vertices, body.rig.weights)
    mesh = Mesh(garment.vertices, garment.faces)
    weights, outside = garment.weights.copy(), {}
    for side, sign in SIGN.items():
        mine = mesh.vertices[:, 1] * sign > 0
        outside[side] = mesh.vertices[mine]
        above = np.clip((outside[side][:, 2] - body.joint(f"foot_{side}")[2]) / SOCK_M, 0, 1)[:, None]
        weights[mine] = above * weights[mine] + (1 - above) * _with_the_foot(body, side, outside[side])
    return Part(SHOE, mesh, weights, vertex_normals(mesh)), outside, garment.hidden


def _left_out(body: Body, vertices: Array, weights: Array) -> npt.NDArray[np.bool_]:
    """Return which vertices move with an arm or the head, or are above the waist: crops of the leg do not show them."""
    kept = ("pelvis", "spine", "thigh", "calf", "foot", "ball")
    bones = [i for i, bone in enumerate(body.rig.bones) if not bone.startswith(kept)]
    top = body.joint("thigh_l")[2] + 0.34 * body.height_m / 1.75
    return np.asarray((weights[:, bones].sum(axis=1) > 0.5) | (vertices[:, 2] > top))


def _skin_part(body: Body, hidden: npt.NDArray[np.bool_], *, whole: bool) -> Part:
    """Return the skin that clothes do not hide: of legs and trunk, or of the whole body."""
    faces = body.rig.faces[~hidden[body.rig.faces].all(axis=1)]
    if not whole:
        faces = faces[~_left_out(body, body.vertices, body.rig.weights)[faces].any(axis=1)]
    normals = vertex_normals(Mesh(body.vertices, body.rig.faces))
    return Part(SKIN, Mesh(body.vertices, faces), body.rig.weights, normals)


def _legwear_part(body: Body, legwear: Legwear) -> Part:
    faces = legwear.faces[~_left_out(body, legwear.vertices, legwear.weights)[legwear.faces].any(axis=1)]
    mesh = Mesh(legwear.vertices, legwear.faces)
    return Part(CLOTH, Mesh(legwear.vertices, faces), legwear.weights, vertex_normals(mesh))


def _hide_feet(body: Body, hidden: npt.NDArray[np.bool_], shoes: dict[str, Shoe]) -> None:
    """Mark the foot inside each shoe as hidden."""
    for side, shoe in shoes.items():
        bones = [body.rig.index(f"{bone}_{side}") for bone in ("foot", "ball", "calf")]
        mine = body.rig.weights[:, bones].sum(axis=1) > 0.5
        hidden |= mine & (body.vertices[:, 2] < shoe.collar_z_m - 0.012)


def _assemble(parts: list[Part]) -> tuple[Mesh, Array, Array, npt.NDArray[np.uint8]]:
    """Return the parts as one mesh of the vertices in use, with normals, weights and materials."""
    vertices, faces, normals, weights, material = [], [], [], [], []
    start = 0
    for part in parts:
        used = np.unique(part.mesh.faces)
        place = np.full(len(part.mesh.vertices), -1, np.int32)
        place[used] = np.arange(start, start + len(used))
        vertices.append(part.mesh.vertices[used])
        normals.append(part.normals[used])
        weights.append(part.weights[used])
        faces.append(place[part.mesh.faces])
        material.append(np.full(len(used), part.material, np.uint8))
        start += len(used)
    mesh = Mesh(np.vstack(vertices), np.vstack(faces))
    return mesh, np.vstack(normals), np.vstack(weights), np.concatenate(material)


def draw_style(split: str, rng: np.random.Generator, *, garments: bool) -> ShoeStyle:
    """Return a random shoe of the split, its sizes varied, or bare feet."""
    if rng.random() < BARE_SHARE:
        return BARE
    styles = [style for style in STYLES[split] if garments or not style.mesh]
    return vary(styles[rng.integers(len(styles))], rng)


def build_person(name: str, split: str, rng: np.random.Generator, assets: Path | None) -> Person:
    """Return a random dressed person; without an assets folder in painted tights and lofted shoes only."""
    phenotype, height_m = draw_phenotype(rng)
    body = shape_body(phenotype, height_m=height_m)
    legwear = dress(body, assets, split, rng) if assets else None
    return put_on(name, body, draw_style(split, rng, garments=assets is not None), legwear, assets)


def put_on(
    name: str,
    body: Body,
    style: ShoeStyle,
    legwear: Legwear | None,
    assets: Path | None,
    *,
    above: tuple[Part, ...] | None = None,
) -> Person:
    """Return a body in the given shoes and trousers.

    It ends at the waist, unless `above` says what it wears there (an empty tuple: nothing); then it is whole, and
    the trousers are among these parts.
    """
    hidden = np.zeros(len(body.vertices), bool)
    parts = []
    skin = np.unique(body.rig.faces)
    outside = {s: body.vertices[skin[body.vertices[skin, 1] * sign > 0]] for s, sign in SIGN.items()}
    if style.mesh and assets:
        part, outside, inside = _garment_shoes(body, assets, style.mesh)
        hidden[list(inside)] = True
        parts.append(part)
    elif style is not BARE:
        shoes = _lofted_shoes(body, style)
        _hide_feet(body, hidden, shoes)
        parts.append(_shoe_part(body, shoes))
        outside = {side: shoe.outside for side, shoe in shoes.items()}
    if legwear:
        hidden[list(legwear.hidden)] = True
        if above is None:
            parts.append(_legwear_part(body, legwear))
    parts += above or ()
    parts.append(_skin_part(body, hidden, whole=above is not None))
    mesh, normals, weights, material = _assemble(parts)
    drop_m = style.drop_m if style is not BARE and not style.mesh else 0.0
    legs = {side: measure_leg(body, side, points, drop_m) for side, points in outside.items()}
    index = np.argsort(-weights, axis=1)[:, :4]
    share = np.take_along_axis(weights, index, axis=1)
    return Person(
        name=name,
        body=body,
        shoe=style.name,
        shoe_is_garment=bool(style.mesh),
        legwear=legwear.kind if legwear else "none",
        legs=legs,
        vertices=mesh.vertices,
        normals=normals,
        faces=mesh.faces,
        material=material,
        leg_of_vertex=_leg_of_vertex(body, weights),
        bone_index=index,
        bone_weight=share / np.maximum(share.sum(axis=1, keepdims=True), 1e-9),
    )


def _leg_of_vertex(body: Body, weights: Array) -> npt.NDArray[np.uint8]:
    """Return 1 for the left leg, 2 for the right, 3 for pelvis and trunk."""
    dominant = weights.argmax(axis=1)
    of_bone = np.full(len(body.rig.bones), 3, np.uint8)
    for side, number in LEG_NUMBER.items():
        for bone in ("thigh", "calf", "foot", "ball"):
            of_bone[body.rig.index(f"{bone}_{side}")] = number
    return np.asarray(of_bone[dominant], np.uint8)


def skin(person: Person, rotations: Array, positions: Array) -> tuple[Array, Array]:
    """Return vertices and normals of a posed person."""
    shift = positions - np.einsum("bij,bj->bi", rotations, person.body.heads)
    bones = np.concatenate([rotations, shift[:, :, None]], axis=2).reshape(-1, 12)
    moved = np.einsum("vk,vkm->vm", person.bone_weight, bones[person.bone_index]).reshape(-1, 3, 4)
    vertices = np.einsum("vij,vj->vi", moved[:, :, :3], person.vertices) + moved[:, :, 3]
    normals = np.einsum("vij,vj->vi", moved[:, :, :3], person.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return vertices, normals


def draw_outfit(person: Person, rng: np.random.Generator) -> Outfit:
    """Return random colours for a person."""
    leg = person.legs["l"]
    sole_z = float(min(leg.heel_sole[2], leg.ball_sole[2]))
    shod = person.shoe != BARE.name
    midsole_z = float(sole_z + rng.uniform(0.012, 0.04)) if not shod else max(sole_z + 0.006, 0.014)
    sock_at = 0.03 if person.shoe_is_garment else 1.0
    return Outfit(
        (
            paint_skin(rng, float(leg.ankle[2]), float(leg.knee[2]), shod=shod, dressed=person.legwear != "none"),
            paint_cloth(rng),
            paint_shoe(rng, (sole_z, midsole_z, float(leg.ankle[2]) + sock_at), leg.ball),
        )
    )
