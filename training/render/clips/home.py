"""A dim, cluttered room around the person, and its light."""

from dataclasses import dataclass

import cv2
import numpy as np

from training.render.clips.furniture import STANDING, WIDTHS_M, dumbbells, pictures
from training.render.drawing import Surface
from training.render.geometry import UP, Array, Mesh, box, cross, rotation, unit
from training.render.rooms import ROOMS, TEXTURE_PX, Light, Picture, Prop, Room

BACK_M = (1.5, 2.3)  #: from the person to the wall
ASIDE_M = (1.7, 2.4)
FLOORS = ("boards", "carpet", "tiles", "rubber")


@dataclass(frozen=True)
class Home:
    """Room, its surfaces and things in the world, and the light."""

    room: Room
    surfaces: tuple[Surface, ...]
    props: tuple[Prop, ...]
    light: Light


def _soft(rng: np.random.Generator, rgb: Array, depth: float) -> Array:
    """Return a colour with soft changes of a few sizes."""
    texture = np.ones((TEXTURE_PX, TEXTURE_PX, 3)) * rgb
    for cells in (5, 20, 90):
        noise = rng.normal(0, depth, (cells, cells))
        texture *= 1 + cv2.resize(noise, (TEXTURE_PX, TEXTURE_PX), interpolation=cv2.INTER_CUBIC)[:, :, None]
    return texture


def _floor(kind: str, rng: np.random.Generator) -> tuple[Picture, float]:
    """Return a floor's texture and how many metres it spans."""
    rows, columns = np.mgrid[:TEXTURE_PX, :TEXTURE_PX]
    if kind == "boards":
        base = np.array([0.50, 0.36, 0.24]) * rng.uniform(0.7, 1.35)
        texture, width = _soft(rng, base, 0.03), TEXTURE_PX // 12
        board = columns // width
        streaks = cv2.resize(rng.normal(0, 0.05, (12, TEXTURE_PX)), (TEXTURE_PX, TEXTURE_PX))
        shade = 1 + rng.normal(0, 0.09, 200)[(board * 7 + (rows + board * 57) // 190 * 3) % 200]
        texture *= (shade + streaks)[:, :, None]
        texture[(columns % width == 0) | ((rows + board * 57) % 190 == 0)] *= 0.6
        span = 1.6
    elif kind == "carpet":
        texture, span = _soft(rng, np.array([0.42, 0.40, 0.38]) * rng.uniform(0.7, 1.3, 3), 0.04), 2.0
        texture *= 1 + rng.normal(0, 0.06, (TEXTURE_PX, TEXTURE_PX, 1))
    elif kind == "tiles":
        texture, span = _soft(rng, np.array([0.62, 0.60, 0.56]) * rng.uniform(0.75, 1.1), 0.02), 1.2
        width = TEXTURE_PX // 3
        texture[(columns % width < 3) | (rows % width < 3)] *= 0.7
    else:
        texture, span = _soft(rng, np.array([0.20, 0.21, 0.23]), 0.03), 1.5
        flecks = rng.random((TEXTURE_PX, TEXTURE_PX)) < 0.02
        texture[flecks] = np.array([0.35, 0.42, 0.5])
    return np.asarray(np.clip(texture, 0, 1) * 255, np.uint8), span


def _panel(corner: Array, along: Array, up: Array, texture: Picture, span_m: float) -> Surface:
    """Return a rectangle from one corner, with its texture."""
    corners = np.array([corner, corner + along, corner + along + up, corner + up])
    u, v = unit(along) / span_m, unit(up) / span_m
    return Surface(corners, texture, np.array([*u, -u @ corner]), np.array([*v, -v @ corner]), casts=False)


def _mat(rng: np.random.Generator) -> Prop:
    red, green, blue = rng.uniform(0.1, 0.5, 3)
    place, size = np.array([rng.normal(0, 0.1), rng.normal(0, 0.1), -0.001]), np.array([1.8, 0.65, 0.005])
    return Prop(box(place, size), (float(red), float(green), float(blue)))


def _things(rng: np.random.Generator, back_m: float, aside_m: float) -> list[Prop]:
    """Return furniture along the wall behind, and small things about, in room axes."""
    props: list[Prop] = []
    order, at = rng.permutation(len(STANDING)), -aside_m + 0.1
    for k in order:
        if at + WIDTHS_M[k] > aside_m:
            continue
        props += STANDING[k](at + WIDTHS_M[k] / 2, back_m - 0.02, rng)
        at += WIDTHS_M[k] + float(rng.uniform(0.0, 0.12))
    props += pictures(float(rng.uniform(-0.6, 0.6)), back_m, rng)
    props += dumbbells(float(rng.choice([-1, 1]) * rng.uniform(0.7, 1.0)), float(rng.uniform(0.5, 0.9)), rng)
    side = float(rng.choice([-1, 1]))
    props += STANDING[int(rng.choice([4, 5, 6, 8]))](side * (aside_m - 0.35), float(rng.uniform(-0.3, 0.5)), rng)
    skirting = np.array([2 * aside_m, 0.02, 0.09])
    props.append(Prop(box(np.array([0, back_m - 0.01, 0.045]), skirting), (0.80, 0.79, 0.76)))
    return props


def _walls(kind: str, frame: Array, size: tuple[float, float], number: int) -> tuple[Surface, ...]:
    """Return floor, ceiling and three walls of a room."""
    rng = np.random.default_rng([number, 11])
    back, aside = size
    floor, span = _floor(kind, rng)
    paint = np.array([0.72, 0.70, 0.66]) * rng.uniform(0.75, 1.15) * (1 + rng.normal(0, 0.07, 3))
    wall = np.asarray(np.clip(_soft(rng, np.clip(paint, 0.2, 0.95), 0.006), 0, 1) * 255, np.uint8)
    right, away, up = frame.T
    near_left = -aside * right - 6.0 * away
    long, wide, high = (back + 6.0) * away, 2 * aside * right, 2.5 * up
    return (
        _panel(near_left, wide, long, floor, span),
        _panel(-aside * right + back * away, wide, high, wall, 3.0),
        _panel(near_left, long, high, wall, 3.0),
        _panel(near_left + wide, long, high, wall, 3.0),
        _panel(near_left + high, wide, long, wall, 3.0),
    )


def furnish(number: int, towards: Array, *, brightness: float, skew_deg: float, kind: str) -> Home:
    """Return the heldout room of a number around the origin; `brightness` 1 is a well lit room."""
    rng = np.random.default_rng([ROOMS["heldout"][number], 12])
    away = rotation(UP, skew_deg) @ -towards
    frame = np.stack([cross(away, UP), away, UP], axis=1)
    size = (float(rng.uniform(*BACK_M)), float(rng.uniform(*ASIDE_M)))
    local = _things(rng, *size)
    if kind != "rubber" and rng.random() < 0.5:
        local.append(_mat(rng))
    props = tuple(Prop(Mesh(p.mesh.vertices @ frame.T, p.mesh.faces), p.rgb) for p in local)
    surfaces = _walls(kind, frame, size, ROOMS["heldout"][number])
    tint = np.array([1.0, 0.90, 0.76]) if rng.random() < 0.6 else np.array([0.90, 0.96, 1.05])
    room = Room(
        name=f"heldout-{ROOMS['heldout'][number]}",
        floor=surfaces[0].texture,
        wall=surfaces[1].texture,
        floor_m=1.0,
        wall_m=1.0,
        on_screen=False,
        brightness=brightness,
        tint=tint,
    )
    lamp = -0.25 * away + float(rng.choice([-1, 1]) * rng.uniform(0.2, 0.7)) * frame[:, 0] + 1.1 * UP
    light = Light(
        direction=unit(lamp), sun_rgb=0.70 * tint, sky_rgb=0.62 * tint, ground_rgb=0.42 * tint, exposure=brightness
    )
    return Home(room, surfaces, props, light)
