"""From a rendered crop to one as a phone's video would give it.

A rendered crop is upright, sharp and evenly lit. Here it is cut as the tracker would cut it (a little off, turned,
stretched), and then suffers what footage suffers: things in front of the leg, few pixels, motion and focus blur, odd
colours, dark rooms, sensor noise, compression.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.pose.foot_crop import crop_matrix, to_crop
from training.net import CROP_PX

SIDE_SHANKS: Final = 2.0  # side of the network's crop
SIDE_RENDERED_SHANKS: Final = 2.8  # side of a rendered crop
KNEE, ANKLE = 0, 1

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True)
class Sample:
    """A crop for the network and what is true of it."""

    picture: Picture  #: (S, S, 3) RGB
    points: Points  #: (K, 2) fractions of the crop's side
    visible: NDArray[np.bool_]  #: (K,)


@dataclass(frozen=True)
class Rendered:
    """A rendered crop as it comes from the shards."""

    picture: Picture
    points_px: Points
    visible: NDArray[np.bool_]
    has_leg: bool
    facing_right: bool
    frontal: bool  #: neither side of the leg is in front


def augment(crop: Rendered, others: list[Picture], rng: Rng, *, hard: bool = True) -> Sample:
    """Return the crop as the network may meet it.

    Parameters
    ----------
    others
        Pictures whose pieces serve as things in front of the leg.
    hard
        Whether it suffers all that footage suffers, or only the tracker's inaccuracy.
    """
    picture, points = cut(crop, rng, stretch=hard)
    inside = ((points > 0) & (points < CROP_PX)).all(1)
    visible = crop.visible & inside
    if hard:
        if rng.random() < 0.25:
            picture, hidden = cover(picture, points, others, rng)
            visible &= ~hidden
        picture = compress(noise(colour(blur(coarsen(picture, rng), rng), rng), rng), rng)
    return Sample(picture, points / CROP_PX, visible)


def cut(crop: Rendered, rng: Rng, *, stretch: bool) -> tuple[Picture, Points]:
    """Cut the crop about knee and ankle as a tracker knows them: shifted, each a little off, at a wrong scale."""
    shank = len(crop.picture) / SIDE_RENDERED_SHANKS
    # A track of one's own points is good to a few hundredths of a shank; the start from the pose network is not.
    spread = shank * (0.045 if rng.random() < 0.8 else 0.12)
    together = rng.normal(0, 0.04, 2) * shank
    knee, ankle = (crop.points_px[i] + together + rng.normal(0, spread, 2) for i in (KNEE, ANKLE))
    wrong_way = rng.random() < (0.5 if crop.frontal else 0.01)
    shank_px = shank * float(np.exp(np.clip(rng.normal(0, 0.1), -0.3, 0.3)))
    matrix = crop_matrix(
        knee, ankle, shank_px, crop.facing_right != wrong_way, crop_px=CROP_PX, side_shanks=SIDE_SHANKS
    )
    if stretch:  # lenses and cameras held askew
        shear = np.eye(2) + rng.normal(0, 0.025, (2, 2))
        middle = np.full(2, CROP_PX / 2)
        matrix = np.hstack([shear @ matrix[:, :2], (shear @ (matrix[:, 2] - middle) + middle)[:, None]])
    border = cv2.BORDER_REFLECT_101 if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR if rng.random() < 0.8 else cv2.INTER_CUBIC
    picture = cv2.warpAffine(crop.picture, matrix, (CROP_PX, CROP_PX), flags=flags, borderMode=border)
    return picture.astype(np.uint8, copy=False), to_crop(matrix, crop.points_px)


def cover(picture: Picture, points: Points, others: list[Picture], rng: Rng) -> tuple[Picture, NDArray[np.bool_]]:
    """Put one or two things in front; return the picture and which points they hide, (K,)."""
    mask = np.zeros((CROP_PX, CROP_PX), np.uint8)
    for _ in range(rng.integers(1, 3)):
        width, height = np.exp(rng.uniform(np.log(6), np.log(70), 2))
        if rng.random() < 0.3:  # a rail, a pole, the edge of a box
            height *= 3
        x, y = rng.uniform(0, CROP_PX, 2)
        box = ((float(x), float(y)), (float(width), float(height)), float(rng.uniform(0, 180)))
        if rng.random() < 0.5:
            cv2.fillPoly(mask, [cv2.boxPoints(box).astype(np.int32)], 255)
        else:
            cv2.ellipse(mask, box, 255, -1)
    thing = np.full_like(picture, rng.integers(0, 255, 3))
    if others and rng.random() < 0.6:
        thing = cv2.resize(others[rng.integers(len(others))], (CROP_PX, CROP_PX)).astype(np.uint8)
    column, row = np.clip(points.astype(int), 0, CROP_PX - 1).T
    return np.where(mask[..., None] > 0, thing, picture), mask[row, column] > 0


def coarsen(picture: Picture, rng: Rng) -> Picture:
    """Leave few pixels of the leg: shrink, perhaps compress, and enlarge again."""
    if rng.random() > 0.4:
        return picture
    share = float(rng.uniform(0.25, 0.9))
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.6:
        small = jpeg(small.astype(np.uint8), int(rng.uniform(15, 85)))
    enlarge = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
    return cv2.resize(small, (CROP_PX, CROP_PX), interpolation=enlarge).astype(np.uint8)


def blur(picture: Picture, rng: Rng) -> Picture:
    """Blur as by a leg or hand that moves while the shutter is open, or as by a lens out of focus."""
    kind = rng.random()
    if kind < 0.3:
        length = int(rng.integers(3, 16))
        kernel = np.zeros((length, length), np.float32)
        angle, half = rng.uniform(0, np.pi), (length - 1) / 2
        reach = np.array([np.cos(angle), np.sin(angle)]) * half
        start, end = (tuple(int(v) for v in np.round(half + sign * reach)) for sign in (-1, 1))
        cv2.line(kernel, start, end, 1.0)
        return cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.uint8)
    if kind < 0.48:
        return cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 2.0))).astype(np.uint8)
    return picture


def colour(picture: Picture, rng: Rng) -> NDArray[np.float32]:
    """Another exposure, white balance, contrast and saturation; now and then a dark gym or no colour at all."""
    x = picture.astype(np.float32)
    x = (x * rng.uniform(0.65, 1.35) + rng.uniform(-30, 30)) * rng.normal(1, 0.08, 3).astype(np.float32)
    mean = x.mean((0, 1), keepdims=True)
    x = (x - mean) * np.float32(rng.uniform(0.6, 1.4)) + mean
    grey = x.mean(2, keepdims=True)
    x = grey + (x - grey) * np.float32(rng.uniform(0.0 if rng.random() < 0.1 else 0.3, 1.4))
    if rng.random() < 0.3:
        x = 255 * np.clip(x / 255, 0, 1) ** np.float32(rng.uniform(0.5, 1.8))
    if rng.random() < 0.08:
        x *= np.float32(rng.uniform(0.3, 0.6))
    return np.asarray(x, dtype=np.float32)


def noise(x: NDArray[np.float32], rng: Rng) -> Picture:
    """Sensor noise, as grey or colour, in grains of one or two pixels."""
    if rng.random() < 0.5:
        size = CROP_PX // int(rng.integers(1, 3))
        strength = np.float32(rng.uniform(1, 12))
        grains = strength * rng.standard_normal((size, size, 3 if rng.random() < 0.5 else 1), dtype=np.float32)
        x = x + cv2.resize(grains, (CROP_PX, CROP_PX)).reshape(CROP_PX, CROP_PX, -1)
    return np.clip(x, 0, 255).astype(np.uint8)


def compress(picture: Picture, rng: Rng) -> Picture:
    """Leave blocks and lose colour, as a codec does."""
    return jpeg(picture, int(rng.uniform(10, 85))) if rng.random() < 0.6 else picture


def jpeg(picture: Picture, quality: int) -> Picture:
    """Return the picture after JPEG compression of `quality`, 0 to 100."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded.astype(np.uint8)
