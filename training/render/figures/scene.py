"""The calm room, the person, and the camera of the exercises' pictures."""

import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.render.camera import Window, aim, look_at
from training.render.clips.people import Look, build, wear
from training.render.drawing import Drawing, Scene, Studio, Surface
from training.render.figures.place import Placed, Placer
from training.render.figures.props import place_props
from training.render.figures.stance import Stance
from training.render.figures.timeline import Figure
from training.render.geometry import UP, Array, unit
from training.render.person import Outfit, Person, skin
from training.render.rooms import Light, Picture, Room

#: The same person in all pictures: bare feet and shorts, so that ankle and knee are seen.
MIA = Look(
    1, True, 1.68, 1, "ponytail01", 1, "male_casualsuit04", (0.20, 0.46, 0.52), (0.17, 0.20, 0.27), "bare",
    (0.5, 0.5, 0.5), 0.25, shorts=True,
)  # fmt: skip
SIZE_PX = 340
INSET_PX = 128  #: a close-up in a corner, where what moves is small
#: Drawn larger and made smaller, for soft edges.
OVER = 1.4
DISTANCE_M = 6.0
PLAIN = np.full((8, 8, 3), (252, 251, 248), np.uint8)
FLOOR = np.full((8, 8, 3), (238, 231, 220), np.uint8)
MARK_RGB = (240, 106, 30)
#: Of each name what it marks: bone, bone towards which, share of the way, metres behind (-x) at rest, radius.
MARKS: dict[str, tuple[str, str, float, float, float]] = {
    "ankle": ("foot", "ball", 0.06, 0.0, 0.060),
    "heel": ("foot", "ball", -0.30, 0.0, 0.050),
    "arch": ("foot", "ball", 0.55, 0.0, 0.050),
    "ball": ("ball", "foot", 0.0, 0.0, 0.045),
    "calf": ("calf", "foot", 0.32, 0.02, 0.075),
    "soleus": ("calf", "foot", 0.55, 0.02, 0.070),
    "shin": ("calf", "foot", 0.38, -0.015, 0.075),
    "knee": ("calf", "foot", 0.0, 0.0, 0.075),
    "thigh": ("thigh", "calf", 0.5, 0.0, 0.09),
    "hip": ("thigh", "calf", 0.05, 0.0, 0.10),
    "hipfront": ("thigh", "calf", 0.06, -0.06, 0.085),
    "glute": ("thigh", "calf", 0.10, 0.09, 0.10),
}
TRUNK_MARKS = {"belly": ("spine_01", -0.07, 0.11), "chest": ("spine_03", -0.06, 0.11), "waist": ("spine_01", 0.0, 0.11)}


@dataclass(frozen=True)
class Stage:
    """The person, dressed, and who places poses on its body."""

    person: Person
    outfit: Outfit
    placer: Placer


@cache
def stage(assets: Path | None) -> Stage:
    """Return the person of the pictures."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Anny and Warp warn about themselves while they load
        person = build(MIA, assets)
    return Stage(person, wear(MIA, person), Placer(person.body, person.legs))


@cache
def studio(size_px: int) -> Studio:
    """Return the studio for pictures of a size."""
    return Studio(round(size_px * OVER))


def camera(spec: dict[str, Any], size_px: int) -> Window:
    """Return the camera: `turn` 0 sees the right side, 90 the front, 180 the left side, -90 the back."""
    at = np.array([float(v) for v in spec.get("at", (0.0, 0.0, 0.86))])
    turn = np.radians(-90 + float(spec.get("turn", 20)))
    towards = np.array([np.cos(turn), np.sin(turn), 0.0])
    tilt = np.radians(float(spec.get("tilt", 6)))
    eye = at + DISTANCE_M * (np.cos(tilt) * towards + np.sin(tilt) * UP)
    wide = float(spec.get("wide", 2.0))
    return aim(eye, look_at(eye, at, 0.0), at, side_m=wide, size_px=round(size_px * OVER), distortion=0.0)


def _floor(towards: Array) -> tuple[Surface, ...]:
    """Return the floor and a wall far behind, plain, square to the camera."""
    away = -unit(towards * [1, 1, 0])
    right = np.array([away[1], -away[0], 0.0])
    flat = np.zeros(4)
    low = np.array([-8 * right - 9 * away, 8 * right - 9 * away, 8 * right + 2.4 * away, -8 * right + 2.4 * away])
    back = np.array([low[3], low[2], low[2] + 5 * UP, low[3] + 5 * UP])
    return (Surface(low - 0.001 * UP, FLOOR, flat, flat, casts=False), Surface(back, PLAIN, flat, flat, casts=False))


def _light(towards: Array) -> Light:
    side = np.array([-towards[1], towards[0], 0.0])
    direction = unit(towards * [1, 1, 0] * 0.5 + side * 0.45 + 1.6 * UP)
    return Light(direction, np.full(3, 0.55), np.full(3, 0.66), np.full(3, 0.48), 1.0)


ROOM = Room("calm", FLOOR, PLAIN, 1.0, 1.0, on_screen=False, brightness=1.0, tint=np.ones(3))


@dataclass(frozen=True)
class Shot:
    """Camera, room and light of one figure."""

    figure: Figure
    window: Window
    inset: Window | None
    surfaces: tuple[Surface, ...]
    light: Light


def shot(assets: Path | None, figure: Figure) -> Shot:
    """Return what stays the same over a figure; its close-up shows what is between the bones it names."""
    window = camera(figure.camera, SIZE_PX)
    inset = None
    if "inset" in figure.camera:
        spec = {"wide": 0.42, "turn": figure.camera.get("turn", 20), **figure.camera["inset"]}
        bones = spec.get("of", ("foot_r", "ball_r"))
        placed = [stage(assets).placer.place(key.stance) for key in figure.keys]
        spec["at"] = np.mean([p.bone(bone) for p in placed for bone in bones], axis=0) + 0.03 * UP
        inset = camera(spec, INSET_PX)
    return Shot(figure, window, inset, _floor(window.axes[2]), _light(window.axes[2]))


def mark_points(figure: Figure, placed: Placed) -> list[tuple[Array, float]]:
    """Return where the marks are, and their radius."""
    found = []
    for name in figure.marks:
        if name in TRUNK_MARKS:
            bone, behind, radius = TRUNK_MARKS[name]
            found.append((placed.carry(bone, placed.body.joint(bone) - np.array([behind, 0.0, 0.0])), radius))
            continue
        stem, side = name.rsplit("_", 1)
        bone, other, share, behind, radius = MARKS[stem]
        a, b = placed.body.joint(f"{bone}_{side}"), placed.body.joint(f"{other}_{side}")
        at = a + share * (b - a) - np.array([behind, 0.0, 0.0])
        found.append((placed.carry(f"{bone}_{side}", at), radius))
    return found


def scene_of(assets: Path | None, taken: Shot, stance: Stance) -> tuple[Scene, Placed]:
    """Return what a picture shows, and the pose behind it."""
    who = stage(assets)
    placed = who.placer.place(stance)
    vertices, normals = skin(who.person, placed.rotations, placed.positions)
    scene = Scene(
        window=taken.window,
        room=ROOM,
        surfaces=taken.surfaces,
        props=place_props(taken.figure.props, placed, stance.things),
        light=taken.light,
        centre=placed.positions[0] * [1, 1, 0] + 0.6 * UP,
        vertices=vertices,
        normals=normals,
        paints=who.outfit.paints,
        mottle=0.03,
    )
    return scene, placed


def picture(assets: Path | None, taken: Shot, stance: Stance) -> Picture:
    """Return one picture, with its marks."""
    scene, placed = scene_of(assets, taken, stance)
    seen = _photograph(scene, SIZE_PX)
    size = stance.things.get("mark", (1.0,))[0]
    out = _marked(seen, taken, [(at, size * radius) for at, radius in mark_points(taken.figure, placed)])
    if taken.inset:
        near = _photograph(replace(scene, window=taken.inset), INSET_PX)
        _put_inset(out, near, taken.figure.camera["inset"].get("corner", "tr"))
    return out


def _photograph(scene: Scene, size_px: int) -> Picture:
    chosen = studio(size_px)
    with chosen.context:  # of two contexts only one is current
        drawn = chosen.photograph(scene)
    return np.asarray(cv2.resize(drawn, (size_px, size_px), interpolation=cv2.INTER_AREA), np.uint8)


def _put_inset(out: Picture, near: Picture, corner: str) -> None:
    """Put the close-up into a corner, framed, in place."""
    top = 8 if corner[0] == "t" else SIZE_PX - INSET_PX - 8
    left = 8 if corner[1] == "l" else SIZE_PX - INSET_PX - 8
    out[top : top + INSET_PX, left : left + INSET_PX] = near
    cv2.rectangle(out, (left - 1, top - 1), (left + INSET_PX, top + INSET_PX), MARK_RGB, 2)


def drawing(assets: Path | None, taken: Shot, stance: Stance) -> Drawing:
    """Return a picture with what is seen where."""
    with studio(SIZE_PX).context:
        return studio(SIZE_PX).draw(scene_of(assets, taken, stance)[0])


def _marked(seen: Picture, taken: Shot, marks: list[tuple[Array, float]]) -> Picture:
    """Return a picture with a soft ring around each mark."""
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX] + 0.5
    out = seen.astype(np.float64)
    for at, radius_m in marks:
        x, y = taken.window.project(at) / OVER
        depth = float(taken.window.depth_m(at))
        radius = radius_m / depth / taken.window.side * SIZE_PX
        away = np.hypot(columns - x, rows - y)
        ring = np.clip(1.9 - np.abs(away - radius), 0, 1) * 0.85
        glow = 0.16 * np.clip(radius - away + 0.5, 0, 1)
        share = np.maximum(ring, glow)[:, :, None]
        out = out * (1 - share) + np.array(MARK_RGB) * share
    return np.asarray(np.clip(out + 0.5, 0, 255), np.uint8)


def invite(assets: Path | None) -> None:
    """Make the studio ready to draw the person."""
    for size_px in (SIZE_PX, INSET_PX):
        with studio(size_px).context:
            studio(size_px).invite(stage(assets).person)
