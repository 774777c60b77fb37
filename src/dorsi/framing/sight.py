"""Facts from pictures: people found by the pose network, brightness, and the camera's tilt."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from dorsi.analysis import robust
from dorsi.analysis.outline import capsules_px
from dorsi.framing.facts import Light, Sight
from dorsi.framing.preview import Preview
from dorsi.pose.averaging import average, paired
from dorsi.pose.blazepose.finder import BlazePoseFinder
from dorsi.pose.blazepose.look import Look
from dorsi.pose.boxes import box_of, distance, size_of
from dorsi.pose.linking import SAME_PERSON_SIZES
from dorsi.pose.names import NAMES
from dorsi.pose.poses import Pose, as_arrays
from dorsi.types import Array, Landmarks
from dorsi.video.level import find_tilt
from dorsi.video.picture import Picture, RgbImage

MODEL: Final = "full"  #: a picture takes 0.03 s; the lite network loses feet, the heavy one takes four times as long
MOST_PEOPLE: Final = 4
BYSTANDER_MIN_FRAC: Final = 0.4  #: share of the nearest person's size: smaller people are far behind, and ignored
PATCH_PX: Final = 9  #: patch around a body point, for its brightness
LIT_PERCENTILE: Final = 80  #: of the body points: skin and face show the light, dark trousers do not


def see(preview: Preview) -> Sight:
    """Return the facts of the pictures; the network sees each picture and its mirror image."""
    finder = BlazePoseFinder(MODEL, most_people=MOST_PEOPLE, mirror=True)
    looks = [finder.look(Picture.of(rgb)) for rgb in preview.pictures]
    found = [[one.pose for one in seen] for seen in looks]
    landmarks = _landmarks(preview, [_nearest(seen) for seen in looks])
    tilt = find_tilt(zip(preview.pictures, map(_outlines, found), strict=True))
    return Sight(
        landmarks=landmarks,
        people_count=round(robust.median(np.array([_count(poses) for poses in found], dtype=float))),
        light=_light(preview.pictures, landmarks),
        roll_deg=tilt.roll_deg if tilt else None,
        rate_hz=preview.rate_hz,
    )


def _nearest(looks: Sequence[Look]) -> Look | None:
    return max(looks, key=lambda one: float(size_of(box_of(one.pose.xy_px))), default=None)


def _count(poses: Sequence[Pose]) -> int:
    """Return the number of people, each once, without those far behind."""
    boxes = sorted((box_of(pose.xy_px) for pose in poses), key=lambda box: -float(size_of(box)))
    kept: list[Array] = []
    for box in boxes:
        large = not kept or size_of(box) >= BYSTANDER_MIN_FRAC * size_of(kept[0])
        if large and all(distance(box, other) > SAME_PERSON_SIZES for other in kept):
            kept.append(box)
    return len(kept)


def _outlines(poses: Sequence[Pose]) -> list[Array]:
    """Return the area of each person, since edges of clothes are not edges of the scene."""
    return [capsules_px(pose.xy_px, NAMES) for pose in poses]


def _landmarks(preview: Preview, looks: Sequence[Look | None]) -> Landmarks:
    """Return the person's points with their noise, estimated from the mirror image."""
    n = len(looks)
    seen = {row: one for row, one in enumerate(looks) if one is not None}
    plain = as_arrays({row: one.pose for row, one in seen.items()}, n)
    mirrored = as_arrays({row: one.mirrored for row, one in seen.items() if one.mirrored is not None}, n)
    rate_hz = float(1 / np.median(np.diff(preview.time_s))) if n > 1 else 1.0
    mean, sigma = average(*paired(plain, mirrored), rate_hz=rate_hz)
    return Landmarks(
        time_s=preview.time_s,
        xy_px=mean,
        score=plain.score,
        names=NAMES,
        size_px=preview.size_px,
        sigma_px=sigma,
        world_m=plain.world_m,
    )


def _light(pictures: Sequence[RgbImage], landmarks: Landmarks) -> Light:
    """Return the brightness of the person and the surroundings, median over the pictures."""
    lit, around = [], []
    for rgb, xy in zip(pictures, landmarks.xy_px, strict=True):
        grey = cv2.blur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (PATCH_PX, PATCH_PX))
        height, width = grey.shape
        inside = np.isfinite(xy).all(axis=-1) & (xy >= 0).all(axis=-1) & (xy < [width, height]).all(axis=-1)
        columns, rows = xy[inside].astype(int).T
        lit.append(robust.percentile(grey[rows, columns], LIT_PERCENTILE))
        left, top, right, bottom = np.nan_to_num(box_of(xy)).clip(0).astype(int)
        outside = np.ones_like(grey, dtype=bool)
        outside[top:bottom, left:right] = False
        around.append(robust.median(grey[outside]))
    return Light(person=robust.median(np.array(lit)), around=robust.median(np.array(around)))
