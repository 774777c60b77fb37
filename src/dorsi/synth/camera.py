"""An ideal camera that looks at moving points, and the landmarks it sees."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.types import SIDES, Array, Landmarks

NAMES: Final = tuple(
    f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle", "heel", "toe") for side in SIDES
)


@dataclass(frozen=True, kw_only=True)
class Camera:
    """An ideal camera, far away unless its distance is given."""

    facing: int = 1  #: +1: the person walks to the right of the picture; -1: to the left
    yaw_deg: float = 0.0  #: 0 side-on, + chest turned towards the camera
    roll_deg: float = 0.0  #: tilt of the camera, clockwise +
    px_per_m: float = 800.0  #: at the person
    size_px: tuple[int, int] = (1080, 1920)
    distance_m: float | None = None  #: of a real camera, whose picture shows what is near larger; None is far away
    height_m: float = 0.9  #: of a real camera above the floor


SIDE_ON: Final = Camera()


def film(
    points_m: dict[str, Array], time_s: Array, camera: Camera, *, noise_px: float = 0.0, seed: int = 0
) -> Landmarks:
    """Return the landmarks that a camera sees of moving points, each (T, 3) in metres.

    Parameters
    ----------
    points_m
        By name, x forward, y up, z to the right, metres.
    time_s
        (T,) of the frames, seconds.
    camera
        Where it stands and how it is turned.
    noise_px, seed
        Standard deviation of each point's noise, and what it is drawn from.

    Returns
    -------
    Landmarks
        One person's points in pixels.
    """
    world = np.stack([points_m[name] for name in NAMES], axis=1)
    yaw = np.radians(camera.yaw_deg)
    # The near side is the left one when facing left; the chest turns towards the camera with + yaw.
    outward = -camera.facing  # +1 where the person's left points at the camera
    across = camera.facing * world[..., 0] * np.cos(yaw) + world[..., 1] * np.sin(yaw)
    depth = -(outward * world[..., 1] * np.cos(yaw) + world[..., 0] * np.sin(yaw))
    flat = np.stack([across, -world[..., 2]], axis=-1) * camera.px_per_m
    if camera.distance_m is not None:
        flat = (flat + np.array([0.0, camera.height_m * camera.px_per_m])) / (1 + depth / camera.distance_m)[..., None]
    # A camera turned clockwise sees the scene turned counter-clockwise; roll is how far the picture's uprights lean.
    c, s = np.cos(np.radians(camera.roll_deg)), np.sin(np.radians(camera.roll_deg))
    turned = flat @ np.array([[c, s], [-s, c]])
    width, height = camera.size_px
    centre = turned.mean(axis=(0, 1)) if camera.distance_m is None else np.zeros(2)
    xy = turned - centre + np.array([width / 2, height / 2])
    if noise_px:
        xy = xy + np.random.default_rng(seed).normal(0.0, noise_px, xy.shape)
    return Landmarks(
        time_s=time_s,
        xy_px=xy,
        score=np.ones(xy.shape[:2]),
        names=NAMES,
        size_px=camera.size_px,
        world_m=np.stack([across, -world[..., 2], depth], axis=-1),
    )
