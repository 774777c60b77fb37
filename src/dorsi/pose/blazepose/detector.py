"""Finds people in a whole picture: one region each, surest first."""

from functools import cache
from typing import Any, Final

import cv2
import numpy as np

from dorsi.pose.blazepose.region import Region
from dorsi.types import Array
from dorsi.video.picture import Picture

CROP_PX: Final = 224
SCORE_MIN: Final = 0.5
SAME_PERSON_MIN: Final = 0.3  #: boxes that share more than this are one person
_LAYERS: Final = ((28, 2), (14, 2), (7, 6))  #: cells on a side, and anchors in each cell
_BOX, _POINTS = slice(0, 4), slice(4, 12)
_SCORE_LIMIT: Final = 100.0


def find_people(picture: Picture, network: Any, *, mirrored: bool = False) -> list[Region]:  # noqa: ANN401 - no types
    """Return the regions of the people that the detector sees in a picture, surest first.

    Parameters
    ----------
    picture
        A frame.
    network
        An ONNX Runtime session of `networks.person_detector`.
    mirrored
        Look at the mirror image; the regions come back in the picture as it is.
    """
    width, height = picture.size_px
    whole = Region(centre_px=((width - 1) / 2, (height - 1) / 2), side_px=float(max(width, height)), turn_rad=0.0)
    crop = picture.cut(whole.to_crop(CROP_PX), CROP_PX, border=cv2.BORDER_CONSTANT)
    if mirrored:
        crop = crop[:, ::-1]
    pixels = (crop.astype(np.float32) / np.float32(127.5) - 1)[None]
    raw, logits = network.run(None, {network.get_inputs()[0].name: pixels})
    scores = 1 / (1 + np.exp(-np.clip(logits[0, :, 0].astype(np.float64), -_SCORE_LIMIT, _SCORE_LIMIT)))
    sure = scores >= SCORE_MIN
    found = _joined(_decoded(raw[0][sure].astype(np.float64), _anchors()[sure]), scores[sure])
    points = [CROP_PX * one[4:8].reshape(2, 2) - 0.5 for one in found]
    if mirrored:
        points = [[CROP_PX - 1, 0] + at * [-1, 1] for at in points]
    return [Region.around(*(whole.to_picture(at, CROP_PX) for at in both)) for both in points]


@cache
def _anchors() -> Array:
    """Return the middle of every anchor, (2254, 2) from 0 to 1."""
    layers = []
    for cells, per_cell in _LAYERS:
        middle = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(middle, middle), axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, per_cell, axis=0))
    return np.concatenate(layers)


def _decoded(raw: Array, anchors: Array) -> Array:
    """Return boxes as left, top, right, bottom and four points as x, y, (N, 12), all from 0 to 1."""
    middle, half = raw[:, 0:2] / CROP_PX + anchors, raw[:, 2:4] / CROP_PX / 2
    points = raw[:, _POINTS].reshape(-1, 4, 2) / CROP_PX + anchors[:, None]
    return np.concatenate([middle - half, middle + half, points.reshape(-1, 8)], axis=-1)


def _joined(found: Array, scores: Array) -> list[Array]:
    """Return one detection a person: the mean of those that overlap the surest, weighted by their scores."""
    left = np.argsort(-scores, kind="stable")
    people = []
    while len(left):
        same = _overlap(found[left[0]], found[left]) > SAME_PERSON_MIN
        same[0] = True
        group = left[same]
        people.append(np.average(found[group], axis=0, weights=scores[group]))
        left = left[~same]
    return people


def _overlap(one: Array, many: Array) -> Array:
    low, high = np.maximum(one[:2], many[:, :2]), np.minimum(one[2:4], many[:, 2:4])
    shared = np.prod(np.clip(high - low, 0, None), axis=-1)
    areas = np.prod(many[:, 2:4] - many[:, :2], axis=-1)
    return np.asarray(shared / (np.prod(one[2:4] - one[:2]) + areas - shared))
