"""Whole people for clips: bodies of their own, in the heldout clothes and shoes, with hair and a face."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from training.render.assets import fit_garment
from training.render.body import Body, shape_body
from training.render.geometry import Indices, Mesh, triangles, vertex_normals
from training.render.legwear import Legwear, baggy, shorts
from training.render.paint import Layer, Paint
from training.render.person import CLOTH, EYE, HAIR, TOP, Outfit, Part, Person, put_on
from training.render.shoe_styles import BARE, STYLES

Rgb = tuple[float, float, float]
PEOPLE_SEED = 20_260_728  #: no person of the crops is drawn from it
SKINS: tuple[Rgb, ...] = ((0.86, 0.68, 0.58), (0.74, 0.54, 0.42), (0.55, 0.38, 0.28), (0.34, 0.22, 0.16))
HAIR_RGB: tuple[Rgb, ...] = ((0.10, 0.07, 0.05), (0.32, 0.21, 0.12), (0.05, 0.04, 0.04), (0.45, 0.33, 0.20))


@dataclass(frozen=True)
class Look:
    """Who a clip shows: a body by number, and what it wears; hair and suit are folders of the assets."""

    number: int
    woman: bool
    height_m: float
    skin: int
    hair: str
    hair_rgb: int
    suit: str
    top_rgb: Rgb
    trousers_rgb: Rgb
    shoe: str
    shoe_rgb: Rgb
    loose: float
    shorts: bool = False  #: cut off above the knee


def _phenotype(look: Look) -> dict[str, float]:
    rng = np.random.default_rng([PEOPLE_SEED, look.number])
    ancestry = rng.dirichlet([1, 1, 1])
    return {
        "gender": float(np.clip(look.woman + rng.normal(0, 0.05), 0, 1)),
        "age": rng.uniform(0.55, 0.8),
        "muscle": rng.uniform(0.4, 0.75),
        "weight": rng.uniform(0.3, 0.7),
        "height": rng.uniform(0.4, 0.6),
        "proportions": rng.uniform(0.45, 0.7),
        "african": ancestry[0],
        "asian": ancestry[1],
        "caucasian": ancestry[2],
    }


def _pieces(garment: Legwear) -> list[Indices]:
    """Return the faces of each connected piece of a garment."""
    edges = np.vstack([garment.faces[:, [0, 1]], garment.faces[:, [1, 2]]])
    count = len(garment.vertices)
    graph = coo_matrix((np.ones(len(edges)), edges.T), (count, count))
    piece = connected_components(graph, directed=False)[1][garment.faces[:, 0]]
    return [garment.faces[piece == number] for number in np.unique(piece)]


def _suit_parts(body: Body, suit: Legwear) -> tuple[Part, ...]:
    """Return trousers and top; a piece that reaches the chest is a top."""
    chest_z = body.joint("spine_03")[2]
    normals = vertex_normals(Mesh(suit.vertices, suit.faces))
    parts = []
    for faces in _pieces(suit):
        material = TOP if suit.vertices[np.unique(faces), 2].max() > chest_z else CLOTH
        parts.append(Part(material, Mesh(suit.vertices, faces), suit.weights, normals))
    return tuple(parts)


def _eyes(body: Body) -> Part:
    polygons = [p for side in ("l", "r") for p in body.rig.groups[f"helper-{side}-eye"]]
    mesh = Mesh(body.vertices, triangles(polygons))
    weights = np.zeros((len(body.vertices), len(body.rig.bones)))
    weights[:, body.rig.index("head")] = 1
    return Part(EYE, mesh, weights, vertex_normals(mesh))


def _hair(body: Body, assets: Path, name: str) -> Part:
    garment = fit_garment(assets, name, body.vertices, body.rig.weights, folder="hair")
    mesh = Mesh(garment.vertices, garment.faces)
    weights = np.zeros_like(garment.weights)
    weights[:, body.rig.index("head")] = 1
    return Part(HAIR, mesh, weights, vertex_normals(mesh))


def build(look: Look, assets: Path | None) -> Person:
    """Return the person; without assets in painted clothes, with painted hair."""
    body = shape_body(_phenotype(look), height_m=look.height_m)
    style = next(s for s in (*STYLES["heldout"], BARE) if s.name == look.shoe)
    parts: tuple[Part, ...] = (_eyes(body),)
    legwear: Legwear | None = None
    if assets:
        garment = fit_garment(assets, look.suit, body.vertices, body.rig.weights)
        legwear = (shorts if look.shorts else baggy)(body, garment, look.loose)
        parts += (*_suit_parts(body, legwear), _hair(body, assets, look.hair))
    return put_on(f"phone-{look.number}", body, style, legwear, assets, above=parts)


def _face(body: Body, look: Look, *, painted: bool) -> tuple[Layer, ...]:
    """Return scalp, brows and mouth; on a painted figure hair all over the scalp."""
    eyes = body.vertices[np.unique(np.concatenate(body.rig.groups["helper-l-eye"]))].mean(axis=0)
    mouth = body.vertices[np.unique(np.concatenate(body.rig.groups["joint-mouth"]))].mean(axis=0)
    size = body.height_m / 1.75
    off = np.abs(body.vertices - mouth)
    lips_x = float(body.vertices[(off[:, 1] < 0.02 * size) & (off[:, 2] < 0.01 * size), 0].max())
    x, y, z = eyes[0], abs(eyes[1]), eyes[2]
    dark = HAIR_RGB[look.hair_rgb]
    alpha = 1.0 if painted else 0.75
    lips = tuple(c * f for c, f in zip(SKINS[look.skin], (0.85, 0.6, 0.6), strict=True))
    return (
        Layer(dark, between=(z + 0.055 * size, 9.0), alpha=alpha),
        Layer(dark, (0, 0, 1), (z - 0.03 * size, 9.0), across=(1, 0, 0), within=(-9.0, x - 0.085 * size), alpha=alpha),
        Layer(dark, between=(z + 0.016 * size, z + 0.024 * size), across=(0, 1, 0), within=(0.5 * y, 1.5 * y)),
        Layer(
            (lips[0], lips[1], lips[2]),
            between=(mouth[2] - 0.007 * size, mouth[2] + 0.007 * size),
            across=(1.0, -1.0, 0.0),
            within=(lips_x - 0.028 * size, 9.0),
        ),
    )


def wear(look: Look, person: Person) -> Outfit:
    """Return the colours of a person."""
    body = person.body
    painted = person.legwear == "none"
    leg = person.legs["l"]
    sole_z = float(min(leg.heel_sole[2], leg.ball_sole[2]))
    skin = Paint(SKINS[look.skin], (0.10, 60.0), 0.06, 0.0, 30.0, _face(body, look, painted=painted))
    if painted:
        waist, neck = body.joint("spine_01")[2], body.joint("neck_01")[2]
        clothes = (
            Layer(look.trousers_rgb, between=(-1.0, float(waist))),
            Layer(look.top_rgb, between=(float(waist), float(neck - 0.04)), across=(0.0, 1.0, 0.0), within=(-9.0, 0.3)),
        )
        skin = Paint(skin.rgb, skin.grain, skin.gloss, 0.0, 30.0, (*clothes, *skin.layers))
    white = (0.92, 0.92, 0.90)
    midsole = Layer(white, between=(-1.0, max(sole_z + 0.006, 0.014)))
    outsole = Layer((0.15, 0.15, 0.15), between=(-1.0, sole_z + 0.004))
    shoe = Paint(look.shoe_rgb, (0.15, 120.0), 0.08, 0.08, 60.0, (midsole, outsole))
    eye = body.vertices[np.unique(np.concatenate(body.rig.groups["helper-l-eye"]))]
    middle = eye.mean(axis=0)
    pupil = (float(abs(middle[1]) - 0.006), float(abs(middle[1]) + 0.006))
    iris = Layer(
        (0.10, 0.07, 0.05),
        (0.0, 1.0, 0.0),
        pupil,
        across=(0.0, 0.0, 1.0),
        within=(float(middle[2]) - 0.006, float(middle[2]) + 0.006),
    )
    return Outfit(
        (
            skin,
            Paint(look.trousers_rgb, (0.16, 90.0), 0.02, 0.42, 14.0),
            shoe,
            Paint(look.top_rgb, (0.12, 80.0), 0.02, 0.36, 16.0),
            Paint(HAIR_RGB[look.hair_rgb], (0.5, 220.0), 0.12, 0.6, 60.0),
            Paint((0.88, 0.86, 0.83), (0.0, 60.0), 0.25, 0.0, 30.0, (iris,)),
        )
    )
