"""A phone's camera: a pinhole at a place, turned, tilted and rolled; and the depth that a pose network guesses."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.camera import focal_px
from dorsi.types import Array

NETWORK_YAW_SD_DEG: Final = 7.0  #: of the turn that the pose network guesses (docs/accuracy.md)
NETWORK_TURNS_DEG: Final = 10.0  #: people at 45 degrees are turned to the camera by about so much (analysis.view)

NETWORK_WANDER_DEG: Final = 3.0  #: of that turn within a clip


@dataclass(frozen=True, kw_only=True)
class PhoneCamera:
    """Where the phone stands, and what it films with."""

    facing: int  #: +1: the person faces right in the picture; -1: left
    yaw_deg: float  #: 0 side-on, + chest towards the camera, 90 front, -90 rear
    roll_deg: float  #: clockwise +
    distance_m: float
    height_m: float
    aim_m: float  #: height over the floor at which the camera looks where the person stands
    aside_m: float  #: how far the person stands to the right of the picture's middle
    size_px: tuple[int, int]
    rate_hz: float

    @property
    def focal_px(self) -> float:
        """Focal length."""
        return focal_px(self.size_px)

    @property
    def right(self) -> Array:
        """Return the picture's right in the world, (3,)."""
        yaw = np.radians(self.yaw_deg)
        right: Array = np.array([self.facing * np.cos(yaw), np.sin(yaw), 0.0])
        return right

    @property
    def place(self) -> Array:
        """Return where the camera stands, (3,)."""
        yaw = np.radians(self.yaw_deg)
        out: Array = np.array([np.sin(yaw), -self.facing * np.cos(yaw), 0.0]) * self.distance_m
        return np.asarray(out - self.right * self.aside_m + np.array([0.0, 0.0, self.height_m]))

    def axes(self) -> Array:
        """Return the camera's right, down and ahead as rows, (3, 3): tilted to its aim, then rolled."""
        flat = np.cross(np.array([0.0, 0.0, 1.0]), self.right)
        tilt = np.arctan2(self.height_m - self.aim_m, self.distance_m)
        ahead = np.cos(tilt) * flat - np.sin(tilt) * np.array([0.0, 0.0, 1.0])
        down = np.cross(ahead, self.right)
        roll = np.radians(self.roll_deg)
        return np.stack(
            [np.cos(roll) * self.right - np.sin(roll) * down, np.sin(roll) * self.right + np.cos(roll) * down, ahead]
        )

    def project(self, world: Array) -> tuple[Array, Array]:
        """Return pixels (..., 2) and depth (...) of points (..., 3)."""
        seen = (world - self.place) @ self.axes().T
        depth = np.maximum(seen[..., 2], 0.05)
        middle = np.array(self.size_px) / 2
        return middle + self.focal_px * seen[..., :2] / depth[..., None], seen[..., 2]


def guessed_world(world: Array, camera: PhoneCamera, rng: np.random.Generator) -> Array:
    """Return what a pose network guesses of the points about the hips, (T, K, 3) as right, down, depth.

    The body is turned about its length by an error that holds for the clip, with a bias towards the camera, and by a
    slow wander over the frames; depth is noisier than the rest.
    """
    middle = world.mean(axis=1, keepdims=True)
    seen = (world - middle) @ camera.axes().T
    yaw = np.radians(camera.yaw_deg)
    # Towards frontal: the turn grows in front, and behind too, where it is negative.
    bias = NETWORK_TURNS_DEG * rng.uniform(0.0, 2.0) * np.sin(2 * yaw)
    wander = slow_noise(rng, len(world), frames=20) * NETWORK_WANDER_DEG
    turn = np.radians(-camera.facing * (bias + rng.normal(0, NETWORK_YAW_SD_DEG) + wander))[:, None]
    across = np.cos(turn) * seen[..., 0] - np.sin(turn) * seen[..., 2]
    depth = np.sin(turn) * seen[..., 0] + np.cos(turn) * seen[..., 2]
    out = np.stack([across, seen[..., 1], depth], axis=-1)
    return np.asarray(out + rng.normal(0, 1, out.shape) * np.array([0.01, 0.01, 0.03]))


def slow_noise(rng: np.random.Generator, count: int, *, frames: float) -> Array:
    """Return noise of standard deviation 1 that takes about so many frames to change, (count,)."""
    knots = np.arange(0.0, count + 2 * frames, frames)
    return np.interp(np.arange(count), knots, rng.normal(0.0, 1.0, len(knots)))
