"""One look of the landmark network at one region: 33 body points, how sure they are, and where to look next."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dorsi.pose.blazepose.region import Region
from dorsi.pose.names import MIRRORED, NAMES
from dorsi.pose.poses import Pose
from dorsi.types import Array
from dorsi.video.ahead import side_by_side
from dorsi.video.picture import Picture, RgbImage

CROP_PX: Final = 256
PRESENT_MIN: Final = 0.5  #: below it, there is no person in the region
_HIPS, _EDGE = len(NAMES), len(NAMES) + 1  #: two further points of the network, which tell the next region
_REFINED_MIN: Final = 0.5  #: a heat map that is nowhere as warm as this says nothing
_REACH: Final = np.arange(-3, 4)  #: cells of the heat map around a point that refine it


class Look(NamedTuple):
    """What the network saw."""

    pose: Pose
    mirrored: Pose | None  #: by the mirror image, in the picture as it is; None where that was not looked at
    next_region: Region  #: where the person is by this look
    present: float  #: probability of a person in the region


class _Seen(NamedTuple):
    """What one run of the network gives, in pixels of the crop as it was cut."""

    xy_px: Array  #: (39, 2)
    score: Array  #: (33,)
    world_m: Array  #: (33, 3)
    present: float


def look(picture: Picture, region: Region, network: Any, *, mirror: bool = True) -> Look:  # noqa: ANN401 - untyped
    """Return what a landmark network sees in a region of a picture.

    Parameters
    ----------
    picture
        A frame.
    region
        Where in the frame.
    network
        An ONNX Runtime session of `networks.landmark_network`.
    mirror
        Look at the mirror image as well, side by side; the next region then lies between what both show.
    """
    crop = picture.cut(region.to_crop(CROP_PX), CROP_PX, smooth=True)
    crops = (crop, crop[:, ::-1]) if mirror else (crop,)
    seen = list(side_by_side(lambda one: _run(network, one), crops))
    if mirror:
        seen[1] = _flipped_back(seen[1])
    poses = [_pose(one, region) for one in seen]
    hips, edge = (region.to_picture(np.mean([one.xy_px[k] for one in seen], axis=0), CROP_PX) for k in (_HIPS, _EDGE))
    present = float(np.mean([one.present for one in seen]))
    return Look(poses[0], poses[1] if mirror else None, Region.around(hips, edge), present)


def _run(network: Any, crop: RgbImage) -> _Seen:  # noqa: ANN401 - untyped
    """Return what the network sees in one crop."""
    pixels = np.multiply(crop, np.float32(1 / 255), dtype=np.float32)[None]
    points, present, heat, world = network.run(None, {network.get_inputs()[0].name: pixels})
    points = points.reshape(-1, 5).astype(np.float64)
    body = slice(0, len(NAMES))
    return _Seen(
        xy_px=CROP_PX * _refined(points[:, :2] / CROP_PX, heat[0]),
        score=_sigmoid(points[body, 3]),
        world_m=world.reshape(-1, 3)[body].astype(np.float64),
        present=float(present[0, 0]),
    )


def _flipped_back(seen: _Seen) -> _Seen:
    """Return what the mirror image shows as it is in the crop, under the names of the other side."""
    xy, world = seen.xy_px.copy(), seen.world_m * [-1, 1, 1]
    xy[:, 0] = CROP_PX - 1 - xy[:, 0]
    xy[: len(NAMES)] = xy[MIRRORED]
    return seen._replace(xy_px=xy, score=seen.score[MIRRORED], world_m=world[MIRRORED])


def _pose(seen: _Seen, region: Region) -> Pose:
    world = seen.world_m.copy()
    world[:, :2] = region.turned(world[:, :2])
    return Pose(region.to_picture(seen.xy_px[: len(NAMES)], CROP_PX), seen.score, world)


def _refined(inside: Array, heat: NDArray[np.float32]) -> Array:
    """Return the points, (39, 2) from 0 to 1, moved to the centre of the warmth around each in its heat map."""
    rows, columns = heat.shape[:2]
    size = np.array([columns, rows])
    cells = np.floor(inside * size).astype(int)
    within = ((cells >= 0) & (cells < size)).all(axis=-1)
    at = cells[..., None] + _REACH  # (39, 2, 7): columns and rows of the cells around each point
    in_map = (at >= 0) & (at < size[:, None])
    x, y = np.clip(at, 0, size[:, None] - 1).transpose(1, 0, 2)
    warmth = _sigmoid(heat[y[:, :, None], x[:, None, :], np.arange(len(inside))[:, None, None]].astype(np.float64))
    warmth *= in_map[:, 1, :, None] & in_map[:, 0, None, :]
    total = warmth.sum(axis=(1, 2))
    centre = np.stack([(warmth.sum(axis=1) * x).sum(axis=1), (warmth.sum(axis=2) * y).sum(axis=1)], axis=-1)
    told = within & (warmth.max(axis=(1, 2)) >= _REFINED_MIN)
    return np.where(told[:, None], centre / np.where(total > 0, total, 1.0)[:, None] / size, inside)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))
