"""A hand-held phone: where it looks, how it shakes, what its sensor makes of a dim room."""

from dataclasses import dataclass

import cv2
import numpy as np

from training.render.camera import FAR_M, NEAR_M
from training.render.clips.curves import wander
from training.render.geometry import UP, Array, cross, rotation, unit
from training.render.rooms import Picture

WIDTH_PX, HEIGHT_PX = 540, 960
#: Upright field of a telephone's main camera while filming: 26 mm on 36 mm film, less the margin of its stabiliser.
FIELD_DEG = 58.0


@dataclass(frozen=True)
class PhoneCamera:
    """A pinhole camera: eye, world-to-camera rotation (right, up, backward as rows), focal length in pixels."""

    eye: Array
    axes: Array
    focal_px: float

    def view_projection(self) -> Array:
        """Return the 4 x 4 matrix for the graphics library."""
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = self.axes, -self.axes @ self.eye
        lens = np.zeros((4, 4))
        lens[0, 0], lens[1, 1] = 2 * self.focal_px / WIDTH_PX, 2 * self.focal_px / HEIGHT_PX
        lens[2, 2] = -(FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        lens[2, 3] = -2 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        lens[3, 2] = -1.0
        return np.asarray(lens @ view)

    def project(self, points: Array) -> Array:
        """Return points in the picture, pixels from its upper left corner, y down, shape (..., 2)."""
        seen = (points - self.eye) @ self.axes.T
        plane = seen[..., :2] / -seen[..., 2:] * [1.0, -1.0] * self.focal_px
        return np.asarray(plane + np.array([WIDTH_PX / 2, HEIGHT_PX / 2]))


@dataclass(frozen=True)
class Stand:
    """How a phone is held: the side of the body it sees (or f), turn towards the front, roll clockwise, tilt down."""

    side: str
    yaw_deg: float
    roll_deg: float
    tilt_deg: float
    distance_m: float
    height_m: float
    shake: float

    def towards(self) -> Array:
        """Return the horizontal direction from the person to the camera."""
        turn = {"f": self.yaw_deg, "l": 90 - self.yaw_deg, "r": -90 + self.yaw_deg}[self.side]
        return np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn)), 0.0])


def hold(stand: Stand, time_s: Array, rng: np.random.Generator) -> list[PhoneCamera]:
    """Return the camera at every moment: slow sway of the arms and the tremor of the hands on a steady stand."""
    sway = np.stack([wander(rng, time_s, sd=0.009, slow_s=1.2) for _ in range(3)], axis=1)
    turn = np.stack([wander(rng, time_s, sd=sd, slow_s=1.0) for sd in (0.45, 0.35, 0.30)], axis=1)
    turn += np.stack([wander(rng, time_s, sd=0.07, slow_s=0.16) for _ in range(3)], axis=1)
    towards = stand.towards()
    eye = stand.distance_m * towards + UP * stand.height_m
    focal = HEIGHT_PX / 2 / np.tan(np.radians(FIELD_DEG / 2))
    cameras = []
    for shift, (pan, tilt, roll) in zip(sway * stand.shake, turn * stand.shake, strict=True):
        down = np.radians(stand.tilt_deg + tilt)
        ahead = rotation(UP, pan) @ -towards
        backward = unit(-(np.cos(down) * ahead - np.sin(down) * UP))
        right = unit(cross(UP, backward))
        # A camera rolled to the right shows a picture turned to the left; clockwise in the picture is +.
        rolled = rotation(backward, stand.roll_deg + roll)
        axes = np.stack([rolled @ right, rolled @ cross(backward, right), backward])
        cameras.append(PhoneCamera(eye + shift, axes, focal))
    return cameras


def angles(camera: PhoneCamera) -> tuple[float, float]:
    """Return roll (the scene looks turned clockwise +) and tilt (down +), degrees."""
    right, up, backward = camera.axes
    return float(np.degrees(np.arctan2(right @ UP, up @ UP))), float(np.degrees(np.arcsin(backward @ UP)))


def expose(pictures: list[Picture], noise: float, rng: np.random.Generator) -> Picture:
    """Return one frame of a sensor: what it saw while the shutter was open, with the grain that is left in the dark."""
    mean = np.mean([p.astype(np.float32) for p in pictures], axis=0)
    grain = rng.normal(0, 1, (HEIGHT_PX // 2, WIDTH_PX // 2, 1)).astype(np.float32)
    coarse = cv2.resize(grain, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)[:, :, None]
    fine = rng.normal(0, 1, (HEIGHT_PX, WIDTH_PX, 1)).astype(np.float32)
    return np.asarray(np.clip(mean + noise * (0.7 * coarse + 0.5 * fine), 0, 255), np.uint8)
