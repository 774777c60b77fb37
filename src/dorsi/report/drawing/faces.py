"""Where heads are in every frame, with room to spare, and pictures in which no one can be recognised by the face.

Trunk and legs of the person measured stay sharp; all else is covered, heads first. Doubt is settled towards covering
more: the longer the tracker has lost a head, the wider its region; lost for long, a band across the picture; with a
person without any head point, or of whom no landmarks are known, the whole picture.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.report.drawing.canvas import Image
from dorsi.types import Analysis, Array, BoolArray, Landmarks
from dorsi.vocabulary import SIDES

Box = tuple[int, int, int, int]  #: left, top, right, bottom, in whole pixels inside the picture

FACE: Final = (
    "nose",
    *(f"{side}_{part}" for side in SIDES for part in ("eye", "eye_outer", "ear", "mouth")),
)
#: Head height from shoulder to hip, and from the face points' own extent: each rather too large.
HEAD_PER_TORSO: Final = 0.5  #: 0.130 of stature against 0.288 (Drillis and Contini, 1966) is 0.45
HEAD_PER_FACE_EXTENT: Final = 1.6  #: nose to ear, or ear to ear, is 0.65 to 0.8 of a head
MARGIN_HEADS: Final = 0.65  #: around the face points: crown, chin, hair
NECK_HEADS: Final = 0.85  #: from the shoulders to the middle of the head, where only the trunk is seen
TRUNK_MARGIN_HEADS: Final = 1.0  #: around that middle: the neck bends
NEAR_S: Final = 0.1  #: a wrong head for a frame or two does not uncover the true one
SPREAD_HEADS_PER_S: Final = 6.0  #: how fast a head that is not seen may move away from where it should be
LONG_S: Final = 0.5  #: farther than this from any sighting, the head may be anywhere in its band
BAND_MARGIN_HEADS: Final = 1.0
CELLS_PER_HEAD: Final = 3.0
#: What stays sharp: trunk and legs, this wide.
LIMBS: Final = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{start}", f"{side}_{end}")
        for side in SIDES
        for start, end in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"))
    ),
)
BODY_HEADS: Final = 1.1
CELLS_PER_PICTURE: Final = 8.0  #: along the long side, where nothing is known of the heads


@dataclass(frozen=True, kw_only=True)
class Head:
    """One person's head wherever it was seen: N sightings."""

    time_s: Array  #: (N,)
    box_px: Array  #: (N, 4) left, top, right, bottom, margin included
    height_px: Array  #: (N,) rather too large


def head_of(person: Landmarks) -> Head | None:
    """Return where a person's head was seen, or None if never, or if its size isn't known."""
    face = np.stack([person.point(name) for name in FACE], axis=1)
    shoulders, hips = (person.side(name).mean(axis=1) for name in ("shoulder", "hip"))
    low, high = _bounds(face)
    torso_px = np.linalg.norm(shoulders - hips, axis=-1)
    height_px = np.fmax(HEAD_PER_TORSO * torso_px, HEAD_PER_FACE_EXTENT * (high - low).max(axis=-1))
    known = np.isfinite(height_px) & (height_px > 0)
    if not known.any():
        return None
    height_px = np.fmax(height_px, np.median(height_px[known]))
    margin = MARGIN_HEADS * height_px[:, None]
    by_face = np.concatenate([low - margin, high + margin], axis=1)
    box_px = np.where(np.isfinite(by_face), by_face, _above(shoulders, hips, height_px))
    seen = np.isfinite(box_px).all(axis=1)
    if not seen.any():
        return None
    return Head(time_s=person.time_s[seen], box_px=box_px[seen], height_px=height_px[seen])


def _bounds(points: Array) -> tuple[Array, Array]:
    """Return the lowest and highest x and y of the points seen in each frame, (T, 2) each; NaN where none is."""
    low = np.fmin.reduce(points, axis=1)
    high = np.fmax.reduce(points, axis=1)
    return low, high


def _above(shoulders: Array, hips: Array, height_px: Array) -> Array:
    """Return boxes where the head must be by the trunk alone, (T, 4)."""
    trunk = shoulders - hips
    length = np.linalg.norm(trunk, axis=-1, keepdims=True)
    up = np.divide(trunk, length, out=np.full_like(trunk, np.nan), where=length > 0)
    middle = shoulders + NECK_HEADS * height_px[:, None] * up
    margin = TRUNK_MARGIN_HEADS * height_px[:, None]
    return np.concatenate([middle - margin, middle + margin], axis=1)


def head_box(head: Head, time_s: float) -> Array:
    """Return the box that holds a head at one time, (4,) pixels: between sightings on its way, wider with the time."""
    away = np.abs(head.time_s - time_s)
    height = float(np.interp(time_s, head.time_s, head.height_px))
    on_its_way = np.array([np.interp(time_s, head.time_s, edge) for edge in head.box_px.T])
    boxes = np.concatenate([on_its_way[None], head.box_px[away <= NEAR_S]])
    spread = SPREAD_HEADS_PER_S * height * min(float(away.min()), LONG_S)
    low, high = boxes[:, :2].min(axis=0) - spread, boxes[:, 2:].max(axis=0) + spread
    return np.concatenate([low, high])


def head_regions(head: Head, time_s: float, size_px: tuple[int, int]) -> tuple[Box, ...]:
    """Return what to cover of one head at one time: its box, and the band it moved in where it is lost for long."""
    boxes = [head_box(head, time_s)]
    if np.abs(head.time_s - time_s).min() > LONG_S:
        margin = BAND_MARGIN_HEADS * float(head.height_px.max())
        top, bottom = head.box_px[:, 1].min() - margin, head.box_px[:, 3].max() + margin
        boxes.append(np.array([0.0, top, size_px[0], bottom]))
    return tuple(_inside(box, size_px) for box in boxes)


def _inside(box: Array, size_px: tuple[int, int]) -> Box:
    """Return the part of a box that is in the picture, in whole pixels outwards; of no extent if there is none."""
    width, height = size_px
    most = (width, height, width, height)
    whole = np.clip([*np.floor(box[:2]), *np.ceil(box[2:])], 0, most)
    left, top, right, bottom = (int(v) for v in whole)
    return left, top, right, bottom


def cell_of(heads: Iterable[Head]) -> float:
    """Return how large the cells must be, pixels: a third of the tallest head."""
    return max(float(head.height_px.max()) for head in heads) / CELLS_PER_HEAD


def covered(rgb: Image, cell_px: float) -> Image:
    """Return a picture of nothing but the mean colours of the cells of another, run together."""
    height, width = rgb.shape[:2]
    cells = (max(1, int(width / cell_px)), max(1, int(height / cell_px)))
    means = cv2.resize(rgb, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def body_mask(person: Landmarks, time_s: float, width_px: float) -> BoolArray:
    """Return which pixels are within half of `width_px` of a person's trunk and legs, (h, w); none while lost."""
    mask = np.zeros(person.size_px[::-1], np.uint8)
    points = {name: xy for name, xy in zip(person.names, _row(person, time_s), strict=True) if np.isfinite(xy).all()}
    for start, end in LIMBS:
        if start in points and end in points:
            first, last = ([round(float(v)) for v in points[name]] for name in (start, end))
            cv2.line(mask, first, last, 1, max(1, round(width_px)))
    return mask.astype(bool)


def _row(person: Landmarks, time_s: float) -> Array:
    """Return the landmarks of the frame nearest in time, (K, 2)."""
    row: Array = person.xy_px[int(np.argmin(np.abs(person.time_s - time_s)))]
    return row


def without_faces(analysis: Analysis, frames: Iterable[tuple[float, Image]]) -> Iterator[tuple[float, Image]]:
    """Yield the frames of a clip with no one's face in them: sharp are trunk and legs of the person measured only.

    All else is covered, since bystanders, mirrors and pictures on a wall may show people whom no tracker found; and
    heads are covered wherever they are, also in front of the body. Where landmarks of someone are missing (a result
    read from its files holds only the person measured), or someone never shows a head point, all is covered.
    """
    size_px = analysis.clip.size_px
    heads = [head_of(person) for person in (analysis.raw, *analysis.others)]
    known = [head for head in heads if head is not None]
    everybody = len(known) == len(heads) >= analysis.session.quality.people
    cell_px = cell_of(known) if everybody else max(size_px) / CELLS_PER_PICTURE
    for time_s, rgb in frames:
        out = covered(rgb, cell_px)
        if everybody:
            sharp = body_mask(analysis.raw, time_s, BODY_HEADS * float(np.median(known[0].height_px)))
            for head in known:
                for left, top, right, bottom in head_regions(head, time_s, size_px):
                    sharp[top:bottom, left:right] = False
            np.copyto(out, rgb, where=sharp[:, :, None])
        yield time_s, out
