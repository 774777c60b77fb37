"""Rooms: textures of floors and walls, light, and the things that stand about."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.render.geometry import FORWARD, UP, Array, Mesh, box, cross, cylinder, unit
from training.render.paint import any_colour

Picture = npt.NDArray[np.uint8]
TEXTURE_PX = 384
ROOMS = {"train": range(1500), "heldout": range(100_000, 100_150)}


@dataclass(frozen=True)
class Room:
    """Floor and wall textures with their size in metres, or one photo behind everything, and how light it is."""

    name: str
    floor: Picture
    wall: Picture
    floor_m: float
    wall_m: float
    on_screen: bool
    brightness: float
    tint: Array


@dataclass(frozen=True)
class Light:
    """Direction to the sun (or lamp), its colour, the light from above and below, and the exposure."""

    direction: Array
    sun_rgb: Array
    sky_rgb: Array
    ground_rgb: Array
    exposure: float


@dataclass(frozen=True)
class Prop:
    """A thing in the room with one colour."""

    mesh: Mesh
    rgb: tuple[float, float, float]


def read_photos(folder: Path | None, split: str) -> list[Picture]:
    """Return the photos of a folder for a split: every fourth, by name, is kept out of training."""
    if folder is None:
        return []
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".png", ".jpg", ".jpeg"))
    kept = [p for i, p in enumerate(paths) if (i % 4 == 3) == (split == "heldout")]
    pictures = [cv2.imread(str(p), cv2.IMREAD_COLOR) for p in kept]
    return [np.asarray(p[:, :, ::-1], np.uint8) for p in pictures if p is not None]


def _cut_photo(photo: Picture, rng: np.random.Generator) -> Array:
    least = min(photo.shape[:2])
    size = int(rng.uniform(0.35, 1.0) * least)
    top, left = (int(rng.integers(0, extent - size + 1)) for extent in photo.shape[:2])
    cut = cv2.resize(
        photo[top : top + size, left : left + size], (TEXTURE_PX, TEXTURE_PX), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cut, np.float64)[:, :: rng.choice([-1, 1])] / 255.0


def _clouds(rng: np.random.Generator) -> Array:
    """Return a plain colour with soft changes of several sizes."""
    texture = np.ones((TEXTURE_PX, TEXTURE_PX, 3)) * any_colour(rng)
    for cells in (4, 12, 40, 128):
        if rng.random() < 0.6:
            noise = rng.normal(0, rng.uniform(0.01, 0.07), (cells, cells, 1 if rng.random() < 0.7 else 3))
            texture += cv2.resize(noise, (TEXTURE_PX, TEXTURE_PX), interpolation=cv2.INTER_CUBIC).reshape(
                TEXTURE_PX, TEXTURE_PX, -1
            )
    return texture


def _add_boards(texture: Array, rng: np.random.Generator) -> None:
    """Draw boards, tiles or bricks into a texture, in place."""
    rows, columns = np.mgrid[:TEXTURE_PX, :TEXTURE_PX]
    width = TEXTURE_PX // int(rng.integers(3, 40))
    board = columns // max(width, 6)
    texture *= (1 + rng.normal(0, 0.1, 64)[board % 64])[:, :, None]
    texture[(columns % max(width, 6)) < rng.integers(1, 4)] *= rng.uniform(0.4, 1.1)
    if rng.random() < 0.6:
        length = int(rng.integers(16, 200))
        texture[((rows + (board % 2) * length // 2) % length) < rng.integers(1, 4)] *= rng.uniform(0.4, 1.2)


def _add_flecks(texture: Array, rng: np.random.Generator) -> None:
    """Draw the flecks of rubber gym floor, in place."""
    flecks = rng.random((TEXTURE_PX // 2, TEXTURE_PX // 2)) < rng.uniform(0.01, 0.08)
    where = cv2.resize(flecks.astype(np.uint8), (TEXTURE_PX, TEXTURE_PX), interpolation=cv2.INTER_NEAREST) > 0
    texture[where] = any_colour(rng)


def _add_shapes(texture: Array, rng: np.random.Generator) -> None:
    """Draw posters, windows, lines on the floor, in place."""
    for _ in range(rng.integers(1, 9)):
        colour = any_colour(rng)
        x, y = (int(v) for v in rng.integers(0, TEXTURE_PX, 2))
        width, height = (int(v) for v in np.exp(rng.uniform(np.log(4), np.log(200), 2)))
        if rng.random() < 0.7:
            cv2.rectangle(texture, (x, y), (x + width, y + height), colour, -1 if rng.random() < 0.8 else 3)
        else:
            cv2.ellipse(texture, ((x, y), (width, height), float(rng.uniform(0, 180))), colour, -1)


def draw_texture(rng: np.random.Generator, photos: list[Picture]) -> Picture:
    """Return a random texture, RGB."""
    kind = rng.random()
    if photos and kind < 0.28:
        texture = _cut_photo(photos[rng.integers(len(photos))], rng)
        if rng.random() < 0.4:
            texture = texture * rng.uniform(0.4, 1.2) + rng.normal(0, 0.08, 3)
    else:
        texture = _clouds(rng)
        if kind < 0.58:
            _add_boards(texture, rng)
        elif kind < 0.72:
            _add_flecks(texture, rng)
        elif kind < 0.86:
            _add_shapes(texture, rng)
        elif kind < 0.93:
            texture += rng.normal(0, 0.08, texture.shape)
    return np.asarray(np.clip(texture, 0, 1) * 255, np.uint8)


def draw_room(split: str, rng: np.random.Generator, photos: list[Picture]) -> Room:
    """Return one of the rooms of a split; the same number always gives the same room."""
    number = int(rng.choice(ROOMS[split]))
    own = np.random.default_rng([number, 7])
    brightness = own.choice([own.uniform(0.25, 0.6), own.uniform(0.6, 1.4)], p=[0.25, 0.75])
    return Room(
        name=f"{split}-{number}",
        floor=draw_texture(own, photos),
        wall=draw_texture(own, photos),
        floor_m=float(np.exp(own.uniform(np.log(0.7), np.log(6)))),
        wall_m=float(np.exp(own.uniform(np.log(0.7), np.log(6)))),
        on_screen=bool(own.random() < 0.15),
        brightness=float(brightness),
        tint=np.clip(own.normal(1, 0.08, 3), 0.7, 1.3),
    )


def draw_light(room: Room, towards_camera: Array, rng: np.random.Generator) -> Light:
    """Return random light; seldom from straight behind the person."""
    azimuth, elevation = rng.uniform(0, 2 * np.pi), np.radians(rng.uniform(18, 85))
    flat = np.array([np.cos(azimuth), np.sin(azimuth), 0.0]) * np.cos(elevation)
    if flat @ towards_camera < -0.2 and rng.random() < 0.6:
        flat = -flat
    ambient = rng.uniform(0.18, 0.75) * np.clip(rng.normal(1, 0.07, 3), 0.7, 1.3)
    return Light(
        direction=flat + UP * np.sin(elevation),
        sun_rgb=rng.uniform(0.15, 1.25) * room.tint,
        sky_rgb=ambient * room.tint,
        ground_rgb=ambient * rng.uniform(0.4, 0.9) * np.clip(rng.normal(1, 0.07, 3), 0.7, 1.3),
        exposure=float(rng.uniform(0.7, 1.3) * room.brightness),
    )


def _metal(rng: np.random.Generator) -> tuple[float, float, float]:
    grey = float(rng.choice([rng.uniform(0.02, 0.2), rng.uniform(0.5, 0.95)]))
    return (grey, grey, grey)


def clutter(centre: Array, towards_camera: Array, rng: np.random.Generator) -> list[Prop]:
    """Return boxes and posts behind or beside the leg."""
    across = cross(towards_camera, UP)
    props = []
    for _ in range(rng.choice([0, 0, 1, 2, 4])):
        place = centre + across * rng.normal(0, 0.6) - towards_camera * rng.uniform(0.3, 1.5)
        if rng.random() < 0.5:
            foot = place * [1, 1, 0]
            props.append(
                Prop(
                    cylinder(foot, foot + np.array([rng.normal(0, 0.2), 0, 1.5]), rng.uniform(0.01, 0.05)),
                    any_colour(rng),
                )
            )
        else:
            size = rng.uniform(0.05, 0.6, 3)
            props.append(Prop(box(np.array([place[0], place[1], size[2] / 2]), size), any_colour(rng)))
    return props


def obstacles(centre: Array, towards_camera: Array, floor_z: float, rng: np.random.Generator) -> list[Prop]:
    """Return things between the camera and the leg: rail, posts, chair, bench, dumbbell, cable."""
    across = unit(cross(towards_camera, UP))
    place = centre + towards_camera * rng.uniform(0.25, 0.7) + across * rng.normal(0, 0.25)
    kind = rng.choice(["rail", "post", "chair", "bench", "dumbbell", "cable"], p=[0.25, 0.25, 0.15, 0.12, 0.13, 0.1])
    if kind == "rail":
        middle = place * [1, 1, 0] + UP * rng.uniform(0.02, 0.7)
        slope = UP * rng.normal(0, 0.08)
        return [Prop(cylinder(middle - across + slope, middle + across - slope, rng.uniform(0.008, 0.03)), _metal(rng))]
    foot = place * [1, 1, 0] + UP * floor_z
    if kind == "post":
        lean = np.array([rng.normal(0, 0.15), rng.normal(0, 0.1), 1.6])
        return [Prop(cylinder(foot, foot + lean, rng.uniform(0.01, 0.035)), _metal(rng))]
    if kind == "chair":
        metal, seat = _metal(rng), foot + UP * rng.uniform(0.4, 0.5)
        corners = [np.array([x, y, 0.0]) for x in (-0.2, 0.2) for y in (-0.2, 0.2)]
        legs = [Prop(cylinder(foot + c, seat + c * 0.95, 0.012), metal) for c in corners]
        return [*legs, Prop(box(seat, np.array([0.42, 0.42, 0.04])), any_colour(rng))]
    if kind == "bench":
        size = np.array([rng.uniform(0.2, 1.0), rng.uniform(0.1, 0.3), rng.uniform(0.05, 0.35)])
        return [Prop(box(foot + UP * size[2] / 2, size), any_colour(rng))]
    if kind == "dumbbell":
        reach, height, colour = across * rng.uniform(0.06, 0.15), UP * 0.06, _metal(rng)
        ends = [cylinder(foot + height + reach * k, foot + height + reach * (k + 0.5), 0.06) for k in (-1.0, 0.5)]
        return [Prop(mesh, colour) for mesh in (cylinder(foot + height - reach, foot + height + reach, 0.015), *ends)]
    top = place + UP * 1.5 + across * rng.normal(0, 0.6)
    return [Prop(cylinder(foot + across * rng.normal(0, 0.5), top, 0.006), any_colour(rng))]


def treadmill(centre: Array, rng: np.random.Generator) -> tuple[list[Prop], float]:
    """Return a treadmill whose belt is at z = 0 under the leg, and the height of the floor around it."""
    floor_z = -float(rng.uniform(0.10, 0.30))
    middle_y = centre[1] + rng.normal(0, 0.10)
    half, front = rng.uniform(0.21, 0.30), centre[0] + rng.uniform(0.35, 1.0)
    middle_x, long = front - 0.8, 1.7
    belt = box(np.array([middle_x, middle_y, -0.02]), np.array([long, 2 * half, 0.04]))
    props = [Prop(belt, (0.05 + rng.uniform(0, 0.12),) * 3)]
    rail, metal = any_colour(rng), _metal(rng)
    high, wide = rng.uniform(0.0, 0.05), rng.uniform(0.05, 0.14)
    for sign in (-1, 1):
        y = middle_y + sign * (half + wide / 2)
        deck = np.array([long, wide, high - floor_z])
        props.append(Prop(box(np.array([middle_x, y, (high + floor_z) / 2]), deck), rail))
        foot = np.array([front + rng.uniform(-0.2, 0.1), y, floor_z])
        post = cylinder(foot, foot + np.array([rng.uniform(-0.25, 0.15), 0.0, 1.4]), rng.uniform(0.015, 0.04))
        props.append(Prop(post, metal))
        if rng.random() < 0.5:
            grip = foot + UP * rng.uniform(0.7, 1.2)
            props.append(Prop(cylinder(grip, grip - FORWARD * rng.uniform(0.3, 0.9), 0.02), metal))
    hood = np.array([0.4, 2 * half + wide, rng.uniform(0.1, 0.3)])
    props.append(Prop(box(np.array([front + 0.25, middle_y, hood[2] / 2 + floor_z + 0.1]), hood), any_colour(rng)))
    return props, floor_z


def step(ball: Array, rng: np.random.Generator) -> tuple[list[Prop], float]:
    """Return a step with its edge just behind the ball of the foot, and the height of the floor below it."""
    floor_z = -float(rng.uniform(0.08, 0.25))
    deep = rng.uniform(0.2, 0.6)
    middle = np.array([ball[0] - rng.uniform(0.005, 0.03) + deep / 2, ball[1], floor_z / 2])
    return [Prop(box(middle, np.array([deep, rng.uniform(0.6, 1.4), -floor_z])), any_colour(rng))], floor_z
