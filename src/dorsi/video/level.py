"""The camera's tilt, from the upright edges of the scene behind the person: walls, door frames, posts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.types import Array
from dorsi.video.decode import RgbImage

LONG_SIDE_PX: Final = 960  #: pictures are looked at in this size
EDGE_MIN_FRAC: Final = 0.06  #: of the long side: shorter edges are texture
UPRIGHT_MAX_DEG: Final = 20.0
AGREE_DEG: Final = 0.8  #: edges this near the common tilt agree with it
AGREE_MIN_FRAC: Final = 0.6  #: of the upright edges' length; with less, the scene has no one upright
APART_MIN: Final = 0.2  #: spread of their places: the edges of one leaning post are no plumb line
LENGTH_MIN_FRAC: Final = 1.0  #: of the picture's height, per picture: less is not enough to go by
FAN_MAX_DEG: Final = 4.0  #: per half picture height: a camera that looks 8 degrees up or down
FLOOR_FRAC: Final = 0.7  #: of the picture's height: below, edges are floor boards and treadmill rails as often as walls
SD_FLOOR_DEG: Final = 0.4  #: lens distortion and posts that are not plumb


Box = tuple[float, float, float, float]  #: left, top, right, bottom; pixels


@dataclass(frozen=True, kw_only=True)
class Tilt:
    """Camera tilt, clockwise +."""

    roll_deg: float
    sd_deg: float


def find_tilt(pictures: Iterable[tuple[RgbImage, Sequence[Box]]]) -> Tilt | None:
    """Return the camera's tilt, or None where the scene does not show it.

    Parameters
    ----------
    pictures
        Some frames of the clip, each with the boxes (left, top, right, bottom; pixels) that hold people: limbs are no
        plumb line.
    """
    found = [upright_edges(rgb, boxes) for rgb, boxes in pictures]
    if not found or not sum(len(edges) for edges in found):
        return None
    edges = np.concatenate(found)
    if edges[:, 2].sum() < LENGTH_MIN_FRAC * len(found):
        return None
    return fit_tilt(edges)


def upright_edges(rgb: RgbImage, boxes: Sequence[Box]) -> Array:
    """Return nearly upright straight edges outside the boxes: (place across, lean in degrees, length), shape (N, 3).

    Place is 0 in the picture's middle and 1 half a picture height to the right; length is in picture heights.
    """
    height, width = rgb.shape[:2]
    shrink = LONG_SIDE_PX / max(height, width)
    grey = cv2.cvtColor(cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    lines = cv2.createLineSegmentDetector().detect(grey)[0]
    # OpenCV gives None where there are no lines, whatever its stubs say.
    ends = np.array(lines, dtype=float).reshape(-1, 4) / shrink if np.size(lines) > 1 else np.zeros((0, 4))
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    lean = np.degrees(np.arctan2(-across, down))
    lean = (lean + 90) % 180 - 90
    length = np.hypot(across, down)
    middle = ends.reshape(-1, 2, 2).mean(axis=1)
    keep = (length > EDGE_MIN_FRAC * max(height, width)) & (np.abs(lean) < UPRIGHT_MAX_DEG)
    keep &= middle[:, 1] < FLOOR_FRAC * height
    for left, top, right, bottom in boxes:
        keep &= ~((middle[:, 0] > left) & (middle[:, 0] < right) & (middle[:, 1] > top) & (middle[:, 1] < bottom))
    place = (middle[:, 0] - width / 2) / (height / 2)
    return np.asarray(np.stack([place, lean, length / height], axis=1)[keep])


def fit_tilt(edges: Array) -> Tilt | None:
    """Return the tilt on which most of the edges' length agrees, or None.

    A camera that looks up or down makes uprights fan out: their lean grows evenly from the middle to the sides, so a
    line is fitted through lean over place and read in the middle.
    """
    place, lean, length = edges.T
    best: tuple[float, float] | None = None
    best_weight = 0.0
    # Every pair would be many: a line through the middle value of each edge with a few fans is enough to start from.
    for fan in np.linspace(-FAN_MAX_DEG, FAN_MAX_DEG, 17):
        offset = lean - fan * place
        for start in np.unique(np.round(offset, 1)):
            weight = float(length[np.abs(offset - start) < AGREE_DEG].sum())
            if weight > best_weight + 1e-9:
                best, best_weight = (float(start), float(fan)), weight
    if best is None or best_weight < AGREE_MIN_FRAC * length.sum():
        return None
    inside = np.abs(lean - best[1] * place - best[0]) < AGREE_DEG
    centre = float(np.average(place[inside], weights=length[inside]))
    if np.sqrt(np.average((place[inside] - centre) ** 2, weights=length[inside])) < APART_MIN:
        return None
    # A pull of the fan towards 0 keeps the fit sound when most uprights stand on one side.
    weight = np.sqrt(length[inside])
    design = np.vstack([np.stack([weight, weight * place[inside]], axis=1), [0, 0.3]])
    roll, fan = np.linalg.lstsq(design, np.append(lean[inside] * weight, 0.0), rcond=None)[0]
    spread = float(np.std(lean[inside] - roll - fan * place[inside]))
    return Tilt(roll_deg=float(roll), sd_deg=float(np.sqrt(SD_FLOOR_DEG**2 + spread**2 + centre**2)))
