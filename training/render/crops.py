"""One random crop of a lower leg, with its points, what of them can be seen, and the true angles."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from training.render.camera import Viewpoint, Window, aim, draw_yaw, place_camera
from training.render.drawing import Drawing, Picture, Scene, Studio, Surface
from training.render.geometry import UP, Array, unit
from training.render.legs import LEG_NUMBER, OTHER, Pose, place_bones, place_points
from training.render.person import Outfit, Person, skin
from training.render.poses import LegAngles, draw_angles, draw_pose, sagittal_angles
from training.render.rooms import Prop, Room, clutter, draw_light, obstacles, step, treadmill

SIDE_SHANKS = 2.8
FAR_SHARE, EMPTY_SHARE, DISTORTED_SHARE = 0.22, 0.05, 0.35
# How far a joint centre, or the end of the foot, may lie behind the surface that is seen before it.
DEPTH_TOLERANCE_M = np.array([0.12, 0.09, 0.06, 0.08, 0.05, 0.07, 0.07])
RUNNING = ("push", "strike", "swing")


@dataclass(frozen=True)
class Crop:
    """A crop: picture (RGB), points of the target leg and of the other leg (7, 2), pixels, visibility, and facts."""

    picture: Picture
    points_px: Array
    visible: npt.NDArray[np.uint8]
    other_points_px: Array
    other_visible: npt.NDArray[np.uint8]
    facts: dict[str, float | str]


@dataclass(frozen=True)
class _Posed:
    """A person in a pose: mesh, points of both legs in the world (7, 3), angles of the target leg."""

    side: str
    vertices: Array
    normals: Array
    points: dict[str, Array]
    angles: dict[str, float]
    pose: Pose
    asked: LegAngles


def pose_person(person: Person, side: str, asked: LegAngles, rng: np.random.Generator) -> _Posed:
    """Return a person in a random pose with the asked angles, lifted so that nothing is below the floor."""
    pose = draw_pose(person.legs, side, asked, rng)
    rotations, positions, knees = place_bones(person.body.rig, person.body.heads, person.legs, pose)
    vertices, normals = skin(person, rotations, positions)
    points = {s: place_points(leg, pose.feet[s], knees[s]) for s, leg in person.legs.items()}
    lowest = vertices[:, 2].min()
    if asked.kind == "swing":
        lowest -= max(0.0, rng.normal(0, 0.05))
    elif asked.kind == "step":
        lowest = points[side][6, 2]
    points = {s: p - UP * lowest for s, p in points.items()}
    angles = sagittal_angles(person.legs[side], pose.feet[side], knees[side])
    return _Posed(side, vertices - UP * lowest, normals, points, angles, pose, asked)


def draw_view(posed: _Posed, size_px: int, rng: np.random.Generator) -> tuple[Window, Viewpoint, Array]:
    """Return a random window about the target leg, where it is seen from, and the centre of the crop."""
    knee, ankle = posed.points[posed.side][:2]
    shank_m = float(np.linalg.norm(knee - ankle))
    forward = posed.points[posed.side][4] - posed.points[posed.side][2]
    centre = knee + 0.80 * (ankle - knee) + 0.12 * shank_m * unit(forward) + rng.normal(0, 0.05, 3) * shank_m
    distance_m = float(np.exp(rng.uniform(np.log(1.5), np.log(6.0))))
    if rng.random() < 0.25:
        height_m = rng.uniform(0.04, 0.5)
    else:
        height_m = max(0.12, centre[2] + distance_m * np.tan(np.radians(np.clip(rng.normal(11, 9), -8, 40))))
    seen_side = OTHER[posed.side] if rng.random() < FAR_SHARE else posed.side
    view = Viewpoint(seen_side, draw_yaw(rng), distance_m, float(height_m))
    eye, axes = place_camera(view, centre, rng)
    distortion = float(np.clip(rng.normal(0, 0.12), -0.3, 0.15)) if rng.random() < DISTORTED_SHARE else 0.0
    side_m = SIDE_SHANKS * shank_m * float(np.exp(rng.normal(0, 0.05)))
    return aim(eye, axes, centre, side_m=side_m, size_px=size_px, distortion=distortion), view, centre


def _is_usable(posed: _Posed, window: Window) -> bool:
    """Return whether the foot is in the crop, the shank is not seen end on, and a far leg is not wholly covered."""
    size = window.size_px
    ends = np.vstack([posed.points[posed.side], posed.points[OTHER[posed.side]][1:2]])
    if (window.depth_m(ends) < 0.4).any():
        return False
    px = window.project(ends)
    foot = px[1:5]
    inside = foot.min() > 0.024 * size and foot.max() < 0.976 * size
    return bool(inside and np.linalg.norm(px[0] - px[1]) > 0.12 * size and np.linalg.norm(px[7] - px[1]) > 0.08 * size)


def find_visible(points: Array, window: Window, drawing: Drawing, leg_number: int) -> npt.NDArray[np.uint8]:
    """Return for each point whether it is in the crop and the nearest thing on its ray is its own leg.

    The ends of the foot lie on its outline: the best of the pixels within 2 px counts.
    """
    px = window.project_flat(points)
    depth = window.depth_m(points)
    bent = window.bend(px)
    inside = ((bent >= 0) & (bent < window.size_px)).all(axis=1)
    visible = np.zeros(len(points), np.uint8)
    for i in np.flatnonzero(inside):
        column, row = np.clip(px[i], 0, window.size_px - 1).astype(int)
        near = np.s_[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3]
        own = drawing.number[near] == leg_number
        close = drawing.depth_m[near] > depth[i] - DEPTH_TOLERANCE_M[i]
        visible[i] = (own & close).sum() >= 3
    return visible


def _surfaces(room: Room, floor_z: float, centre: Array, eye: Array, rng: np.random.Generator) -> tuple[Surface, ...]:
    """Return the floor and one wall behind the person."""
    turn, shift = rng.uniform(0, 2 * np.pi), rng.uniform(0, 10, 4)
    east = np.array([np.cos(turn), np.sin(turn), 0.0, 0.0]) / room.floor_m
    north = np.array([-np.sin(turn), np.cos(turn), 0.0, 0.0]) / room.floor_m
    corners = np.array([[-30, -30, floor_z], [30, -30, floor_z], [30, 30, floor_z], [-30, 30, floor_z]])
    floor = Surface(corners, room.floor, _shifted(east, shift[0]), _shifted(north, shift[1]))
    aside = eye - centre
    axis = int(abs(aside[1]) > abs(aside[0]))
    away = -np.sign(aside[axis])
    wall = np.zeros((4, 3))
    wall[:, axis] = centre[axis] + away * np.exp(rng.uniform(np.log(0.4), np.log(4)))
    wall[:, 1 - axis] = [-30, 30, 30, -30]
    wall[:, 2] = [floor_z, floor_z, 9, 9]
    along = np.zeros(4)
    along[1 - axis] = away / room.wall_m
    upward = np.array([0, 0, 1 / room.wall_m, 0.0])
    return floor, Surface(wall, room.wall, _shifted(along, shift[2]), _shifted(upward, shift[3]))


def _shifted(texture_map: Array, shift: float) -> Array:
    return np.asarray(texture_map + shift * np.array([0.0, 0.0, 0.0, 1.0]))


def _furnish(posed: _Posed, centre: Array, towards: Array, rng: np.random.Generator) -> tuple[list[Prop], float]:
    """Return the things about the leg, and the height of the floor."""
    props, floor_z = clutter(centre, towards, rng), 0.0
    if posed.asked.kind == "step":
        stand, floor_z = step(posed.points[posed.side][6], rng)
        props += stand
    elif posed.asked.kind in RUNNING and rng.random() < 0.45:
        stand, floor_z = treadmill(centre, rng)
        props += stand
    if rng.random() < 0.16:
        props += obstacles(centre, towards, floor_z, rng)
    return props, floor_z


def _stage(
    window: Window, room: Room, centre: Array, furniture: tuple[list[Prop], float], rng: np.random.Generator
) -> Scene:
    """Return the scene without the person."""
    props, floor_z = furniture
    surfaces = _surfaces(room, floor_z, centre, window.eye, rng)
    light = draw_light(room, unit(window.eye - centre), rng)
    return Scene(window, room, surfaces, tuple(props), light, centre)


def _distort(picture: Picture, window: Window) -> Picture:
    if not window.distortion:
        return picture
    columns, rows = window.unbend_map().transpose(2, 0, 1)
    bent = cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(bent, np.uint8)


def _draw_posed(person: Person, size_px: int, rng: np.random.Generator) -> tuple[_Posed, Window, Viewpoint, Array]:
    """Return a person in a random pose and a window on a leg that can be used."""
    while True:
        side = str(rng.choice(["l", "r"]))
        posed = pose_person(person, side, draw_angles(rng), rng)
        window, view, centre = draw_view(posed, size_px, rng)
        if _is_usable(posed, window):
            return posed, window, view, centre


def draw_crop(studio: Studio, person: Person, outfit: Outfit, room: Room, rng: np.random.Generator) -> Crop:
    """Return a random crop of a person the studio has been made ready for."""
    posed, window, view, centre = _draw_posed(person, studio.size_px, rng)
    shows_person = True
    if rng.random() < EMPTY_SHARE:
        window, centre = _look_elsewhere(posed, window, rng)
        shows_person = rng.random() < 0.6
    furniture = _furnish(posed, centre, unit(window.eye - centre), rng)
    scene = _stage(window, room, centre, furniture, rng)
    if shows_person:
        scene = replace(scene, vertices=posed.vertices, normals=posed.normals, paints=outfit.paints)
    drawing = studio.draw(scene)
    side, other = posed.side, OTHER[posed.side]
    return Crop(
        picture=_distort(drawing.picture, window),
        points_px=window.project(posed.points[side]),
        visible=find_visible(posed.points[side], window, drawing, LEG_NUMBER[side]),
        other_points_px=window.project(posed.points[other]),
        other_visible=find_visible(posed.points[other], window, drawing, LEG_NUMBER[other]),
        facts={
            "side": side,
            "camera_side": view.camera_side,
            "yaw_deg": view.yaw_deg,
            "camera_pitch_deg": float(np.degrees(np.arcsin(unit(window.eye - centre)[2]))),
            "kind": posed.asked.kind,
            **posed.angles,
        },
    )


def _look_elsewhere(posed: _Posed, window: Window, rng: np.random.Generator) -> tuple[Window, Array]:
    """Return a window on hips, thighs or the room, and its centre."""
    top = posed.vertices[:, 2].max()
    middle = posed.pose.pelvis * [1, 1, 0] + UP * rng.uniform(top - 0.2, top + 0.15)
    if rng.random() < 0.4:
        middle = middle + rng.normal(0, 0.8, 3) * [1, 1, 0.3]
    eye = window.eye
    side_m = float(rng.uniform(0.3, 0.8))
    if -(window.axes @ (middle - eye))[2] < 0.5:
        middle = posed.points[posed.side][0] + UP * 0.6
    return aim(eye, window.axes, middle, side_m=side_m, size_px=window.size_px, distortion=0.0), middle
