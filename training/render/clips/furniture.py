"""What stands about in a home: each thing on the floor at a place, in room axes (right, away from the camera, up)."""

from collections.abc import Callable

import numpy as np

from training.render.geometry import UP, Array, Indices, Mesh, box, cylinder
from training.render.rooms import Prop

Rgb = tuple[float, float, float]
WOODS: tuple[Rgb, ...] = ((0.55, 0.40, 0.26), (0.72, 0.58, 0.42), (0.34, 0.24, 0.17), (0.82, 0.80, 0.76))
CLOTHS: tuple[Rgb, ...] = ((0.36, 0.40, 0.46), (0.55, 0.50, 0.44), (0.24, 0.33, 0.30), (0.60, 0.36, 0.30))


def globe(centre: Array, radii_m: Array) -> Mesh:
    """Return an ellipsoid."""
    rows, columns = 9, 14
    up, around = np.meshgrid(np.linspace(-90, 90, rows), np.arange(columns) * 360 / columns, indexing="ij")
    up, around = np.radians(up.ravel()), np.radians(around.ravel())
    points = np.stack([np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)], axis=1)
    faces = []
    for i in range(rows - 1):
        for j in range(columns):
            a, b = i * columns + j, i * columns + (j + 1) % columns
            faces += [(a, b, b + columns), (a, b + columns, a + columns)]
    indices: Indices = np.array(faces, np.int32)
    return Mesh(centre + points * radii_m, indices)


def _block(x: float, y: float, z: float, size: tuple[float, float, float], rgb: Rgb) -> Prop:
    """Return a box that stands on height z with its middle at (x, y)."""
    return Prop(box(np.array([x, y, z + size[2] / 2]), np.array(size)), rgb)


def _some(rng: np.random.Generator, colours: tuple[Rgb, ...]) -> Rgb:
    r, g, b = np.clip(np.array(colours[rng.integers(len(colours))]) * rng.uniform(0.85, 1.15), 0.02, 1)
    return (float(r), float(g), float(b))


def _bright(rng: np.random.Generator) -> Rgb:
    r, g, b = rng.uniform(0.15, 0.85, 3)
    return (float(r), float(g), float(b))


def shelf(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a shelf full of books and boxes."""
    wide, high, wood = rng.uniform(0.7, 1.0), rng.uniform(1.5, 2.0), _some(rng, WOODS)
    props = [_block(x + s * wide / 2, y - 0.15, 0, (0.03, 0.30, high), wood) for s in (-1, 1)]
    props.append(_block(x, y - 0.01, 0, (wide, 0.02, high), wood))
    for level in np.linspace(0.05, high - 0.03, 5):
        props.append(_block(x, y - 0.15, level, (wide, 0.30, 0.03), wood))
        at = -wide / 2 + 0.04
        while level < high - 0.2 and at < wide / 2 - 0.08:
            thick, tall = rng.uniform(0.02, 0.06), rng.uniform(0.16, 0.27)
            if rng.random() < 0.8:
                props.append(_block(x + at + thick / 2, y - 0.14, level + 0.03, (thick, 0.2, tall), _bright(rng)))
            at += thick + 0.004
    return props


def sofa(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a sofa with cushions."""
    cloth, wide = _some(rng, CLOTHS), rng.uniform(1.3, 1.7)
    props = [_block(x, y - 0.42, 0.08, (wide, 0.80, 0.34), cloth), _block(x, y - 0.12, 0.08, (wide, 0.22, 0.78), cloth)]
    props += [_block(x + s * wide / 2, y - 0.42, 0.05, (0.16, 0.84, 0.56), cloth) for s in (-1, 1)]
    for _ in range(3):
        at = x + rng.uniform(-0.4, 0.4) * wide
        props.append(Prop(globe(np.array([at, y - 0.38, 0.55]), np.array([0.2, 0.1, 0.18])), _bright(rng)))
    return props


def chest(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a chest of drawers with things on it."""
    wood, wide, high = _some(rng, WOODS), rng.uniform(0.8, 1.2), rng.uniform(0.7, 0.95)
    props = [_block(x, y - 0.22, 0, (wide, 0.44, high), wood)]
    for level in np.linspace(0.06, high - 0.26, 3):
        props.append(_block(x, y - 0.45, level, (wide - 0.08, 0.02, 0.19), _lighter(wood)))
        props.append(Prop(globe(np.array([x, y - 0.47, level + 0.1]), np.full(3, 0.018)), (0.2, 0.2, 0.2)))
    for _ in range(4):
        at, tall = x + rng.uniform(-0.42, 0.42) * wide, rng.uniform(0.08, 0.35)
        foot = np.array([at, y - 0.2, high])
        props.append(Prop(cylinder(foot, foot + UP * tall, rng.uniform(0.03, 0.07)), _bright(rng)))
    return props


def _lighter(rgb: Rgb) -> Rgb:
    return (min(1.0, rgb[0] * 1.15), min(1.0, rgb[1] * 1.15), min(1.0, rgb[2] * 1.15))


def door(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a door in its frame."""
    white = (0.86, 0.85, 0.82)
    leaf = _some(rng, WOODS)
    props = [_block(x, y - 0.02, 0, (0.86, 0.04, 2.02), leaf)]
    props += [_block(x + s * 0.47, y - 0.03, 0, (0.09, 0.06, 2.1), white) for s in (-1, 1)]
    props += [_block(x, y - 0.03, 2.02, (1.0, 0.06, 0.09), white)]
    props += [_block(x, y - 0.045, z, (0.55, 0.015, 0.75), _lighter(leaf)) for z in (0.2, 1.1)]
    handle = np.array([x + 0.36, y - 0.08, 1.03])
    return [*props, Prop(cylinder(handle, handle - np.array([0.12, 0, 0]), 0.012), (0.6, 0.6, 0.6))]


def window(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a window with evening light and curtains, a radiator below."""
    white, curtain = (0.88, 0.88, 0.86), _bright(rng)
    glass = 0.9 + 0.6 * float(rng.random())
    props = [_block(x, y - 0.01, 0.95, (1.0, 0.02, 1.15), (glass * 0.85, glass * 0.95, glass))]
    props += [_block(x + k * 0.5, y - 0.03, 0.93, (0.06, 0.05, 1.2), white) for k in (-1, 0, 1)]
    props += [_block(x, y - 0.03, z, (1.06, 0.05, 0.06), white) for z in (0.9, 2.1)]
    for s in (-1, 1):
        for k in range(5):
            foot = np.array([x + s * (0.5 + 0.06 * k), y - 0.10 - 0.02 * (k % 2), 0.3])
            props.append(Prop(cylinder(foot, foot + UP * 1.95, 0.04), curtain))
    return props + [_block(x + k * 0.09, y - 0.09, 0.12, (0.07, 0.1, 0.6), white) for k in range(-5, 6)]


def plant(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a plant in a pot."""
    foot = np.array([x, y - 0.25, 0.0])
    props = [Prop(cylinder(foot, foot + UP * 0.32, 0.15), _some(rng, WOODS))]
    props.append(_block(x, y - 0.25, 0.28, (0.2, 0.2, 0.03), (0.15, 0.1, 0.07)))
    for _ in range(16):
        tip = foot + np.array([rng.normal(0, 0.22), rng.normal(0, 0.22), rng.uniform(0.6, 1.3)])
        green = float(rng.uniform(0.25, 0.45))
        props.append(Prop(cylinder(foot + UP * 0.3, tip, 0.008, 5), (0.15, green * 0.8, 0.1)))
        props.append(Prop(globe(tip, np.array([0.11, 0.09, 0.035])), (green * 0.4, green, green * 0.3)))
    return props


def lamp(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a floor lamp that is on."""
    foot = np.array([x, y - 0.3, 0.0])
    props = [Prop(cylinder(foot, foot + UP * 1.5, 0.015), (0.1, 0.1, 0.1))]
    glow = 1.5 + 0.5 * float(rng.random())
    return [*props, Prop(cylinder(foot + UP * 1.4, foot + UP * 1.7, 0.19), (glow, glow * 0.85, glow * 0.6))]


def chair(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a chair, sometimes with clothes over its back."""
    wood = _some(rng, WOODS)
    props = [_block(x + a * 0.19, y - 0.3 + b * 0.19, 0, (0.04, 0.04, 0.45), wood) for a in (-1, 1) for b in (-1, 1)]
    props.append(_block(x, y - 0.3, 0.45, (0.44, 0.44, 0.04), wood))
    props += [_block(x + a * 0.19, y - 0.11, 0.47, (0.04, 0.03, 0.5), wood) for a in (-1, 1)]
    props += [_block(x, y - 0.11, z, (0.4, 0.02, 0.08), wood) for z in (0.65, 0.87)]
    if rng.random() < 0.6:
        props.append(_block(x, y - 0.13, 0.55, (0.42, 0.08, 0.43), _bright(rng)))
    return props


def laundry(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a clothes horse with washing."""
    props = []
    for k in range(5):
        start = np.array([x - 0.4, y - 0.2 - 0.09 * k, 0.95])
        props.append(Prop(cylinder(start, start + np.array([0.8, 0, 0]), 0.006, 6), (0.85, 0.85, 0.85)))
        at, wide = x + rng.uniform(-0.2, 0.2), rng.uniform(0.2, 0.42)
        long = rng.uniform(0.25, 0.65)
        props.append(_block(at, y - 0.2 - 0.09 * k, 0.95 - long, (wide, 0.02, long), _bright(rng)))
    for s in (-1, 1):
        top = np.array([x + s * 0.4, y - 0.38, 0.95])
        feet = [np.array([top[0], top[1] + lean * 0.25, 0.0]) for lean in (-1, 1)]
        props += [Prop(cylinder(foot, top, 0.01, 6), (0.85, 0.85, 0.85)) for foot in feet]
    return props


def boxes(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return a pile of boxes and a ball."""
    props, z = [], 0.0
    for _ in range(3):
        wide, high = rng.uniform(0.3, 0.5), rng.uniform(0.2, 0.35)
        brown = float(rng.uniform(0.45, 0.65))
        place = (x + rng.normal(0, 0.03), y - 0.3, z)
        props.append(_block(*place, (wide, 0.35, high), (brown, brown * 0.78, brown * 0.55)))
        z += high
    ball = np.array([x + 0.45, y - 0.35, 0.13])
    return [*props, Prop(globe(ball, np.full(3, 0.13)), _bright(rng))]


def dumbbells(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return two dumbbells, a bottle and a towel on the floor."""
    props = []
    for k in (0, 1):
        middle = np.array([x + 0.05 * k, y - 0.2 - 0.2 * k, 0.06])
        reach = np.array([0.1, 0.03, 0.0])
        props.append(Prop(cylinder(middle - reach, middle + reach, 0.014, 8), (0.5, 0.5, 0.5)))
        ends = [globe(middle + s * reach, np.array([0.05, 0.06, 0.06])) for s in (-1, 1)]
        props += [Prop(end, (0.08, 0.08, 0.09)) for end in ends]
    foot = np.array([x - 0.25, y - 0.25, 0.0])
    props.append(Prop(cylinder(foot, foot + UP * 0.22, 0.035), _bright(rng)))
    return [*props, _block(x + 0.35, y - 0.25, 0, (0.35, 0.25, 0.03), _bright(rng))]


def pictures(x: float, y: float, rng: np.random.Generator) -> list[Prop]:
    """Return pictures on the wall."""
    props = []
    for k in range(int(rng.integers(1, 4))):
        wide, high = rng.uniform(0.2, 0.5), rng.uniform(0.25, 0.55)
        at, z = x + 0.5 * k - 0.4, rng.uniform(1.25, 1.5)
        props.append(_block(at, y - 0.01, z, (wide, 0.02, high), _some(rng, WOODS)))
        inner = (wide - 0.05, 0.02, high - 0.05)
        props.append(_block(at, y - 0.015, z + 0.025, inner, _bright(rng)))
        props.append(_block(at, y - 0.02, z + high * 0.3, (wide * 0.4, 0.02, high * 0.3), _bright(rng)))
    return props


STANDING: tuple[Callable[[float, float, np.random.Generator], list[Prop]], ...] = (
    shelf, chest, door, window, plant, lamp, chair, laundry, boxes, sofa,
)  # fmt: skip
WIDTHS_M = (1.0, 1.2, 1.1, 1.5, 0.6, 0.5, 0.6, 0.95, 0.9, 1.8)
