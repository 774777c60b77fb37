"""The camera's tilt, from the straight edges of the scene behind the person.

Uprights (walls, door frames, posts) lean by the tilt. Level edges (rows of bricks, shelves, skirting boards) do so
too, where the camera stands square to the wall, as it should for a side view. Perspective fans both out: the lean grows
evenly with the place across the picture for uprights, with the height for level edges, so a line is fitted and read in
the middle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.types import Array
from dorsi.video.decode import RgbImage

LONG_SIDE_PX: Final = 960  #: pictures are looked at in this size
EDGE_MIN_FRAC: Final = 0.06  #: of the long side: shorter edges are texture
LEAN_MAX_DEG: Final = 20.0  #: edges that lean more are neither upright nor level
AGREE_DEG: Final = 0.8  #: edges this near the common tilt agree with it
AGREE_MIN_FRAC: Final = 0.6  #: of the edges' length; with less, the scene has no one direction
APART_MIN: Final = 0.2  #: spread of their places: the two edges of one leaning post are no plumb line
LENGTH_MIN_FRAC: Final = 1.0  #: of the picture's height, per picture: less is not enough to go by
FAN_MAX_DEG: Final = 4.0  #: per half picture height: a camera that looks 8 degrees up or down, or aside
FLOOR_FRAC: Final = 0.7  #: of the picture's height: below, edges run along the floor in any direction
UPRIGHT_SD_DEG: Final = 0.4  #: lens distortion and posts that are not plumb
LEVEL_SD_DEG: Final = 0.8  #: and a camera that is not quite square to the wall
CONFLICT_SD: Final = 3.0  #: uprights and level edges that differ by more tell nothing

Box = tuple[float, float, float, float]  #: left, top, right, bottom; pixels


@dataclass(frozen=True, kw_only=True)
class Tilt:
    """Camera tilt, clockwise +."""

    roll_deg: float
    sd_deg: float


@dataclass(frozen=True, kw_only=True)
class Edges:
    """Straight edges of a scene, (N, 3) each: place, lean (clockwise +, degrees), length in picture heights.

    Place runs across the picture for uprights and down it for level edges: 0 in the middle, 1 half a picture height
    off.
    """

    upright: Array
    level: Array


def find_tilt(pictures: Iterable[tuple[RgbImage, Sequence[Box]]]) -> Tilt | None:
    """Return the camera's tilt, or None where the scene does not show it.

    Parameters
    ----------
    pictures
        Some frames of the clip, each with the boxes that hold people: limbs are no plumb line.
    """
    found = [find_edges(rgb, boxes) for rgb, boxes in pictures]
    if not found:
        return None
    need = LENGTH_MIN_FRAC * len(found)
    uprights = fit_tilt(np.concatenate([e.upright for e in found]), length_min=need, sd_floor_deg=UPRIGHT_SD_DEG)
    levels = fit_tilt(np.concatenate([e.level for e in found]), length_min=need, sd_floor_deg=LEVEL_SD_DEG)
    if uprights is None or levels is None:
        return uprights or levels
    apart = abs(uprights.roll_deg - levels.roll_deg)
    if apart > CONFLICT_SD * np.hypot(uprights.sd_deg, levels.sd_deg):
        return None
    weight = uprights.sd_deg**-2, levels.sd_deg**-2
    roll = (uprights.roll_deg * weight[0] + levels.roll_deg * weight[1]) / sum(weight)
    return Tilt(roll_deg=roll, sd_deg=max(sum(weight) ** -0.5, UPRIGHT_SD_DEG))


def find_edges(rgb: RgbImage, boxes: Sequence[Box]) -> Edges:
    """Return the straight edges of one picture outside the boxes."""
    height, width = rgb.shape[:2]
    shrink = LONG_SIDE_PX / max(height, width)
    grey = cv2.cvtColor(cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    lines = cv2.createLineSegmentDetector().detect(grey)[0]
    # OpenCV gives None where there are no lines, whatever its stubs say.
    ends = np.array(lines, dtype=float).reshape(-1, 4) / shrink if np.size(lines) > 1 else np.zeros((0, 4))
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    length = np.hypot(across, down)
    middle = ends.reshape(-1, 2, 2).mean(axis=1)
    clear = (length > EDGE_MIN_FRAC * max(height, width)) & (middle[:, 1] < FLOOR_FRAC * height)
    for left, top, right, bottom in boxes:
        clear &= ~((middle[:, 0] > left) & (middle[:, 0] < right) & (middle[:, 1] > top) & (middle[:, 1] < bottom))
    place = (middle - [width / 2, height / 2]) / (height / 2)

    def near(lean_deg: Array, where: Array) -> Array:
        lean = (lean_deg + 90) % 180 - 90
        rows = clear & (np.abs(lean) < LEAN_MAX_DEG)
        return np.asarray(np.stack([where, lean, length / height], axis=1)[rows])

    return Edges(
        upright=near(np.degrees(np.arctan2(-across, down)), place[:, 0]),
        level=near(np.degrees(np.arctan2(down, across)), place[:, 1]),
    )


def fit_tilt(edges: Array, *, length_min: float, sd_floor_deg: float) -> Tilt | None:
    """Return the tilt on which most of the edges' length agrees, or None.

    Parameters
    ----------
    edges
        Place, lean and length, shape (N, 3).
    length_min
        Edges that are shorter in all are not enough to go by.
    sd_floor_deg
        What even many edges leave in doubt.
    """
    place, lean, length = edges.T
    if length.sum() < length_min:
        return None
    best: tuple[float, float] | None = None
    best_weight = 0.0
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
    # A pull of the fan towards 0 keeps the fit sound when most edges lie on one side.
    weights = np.sqrt(length[inside])
    design = np.vstack([np.stack([weights, weights * place[inside]], axis=1), [0, 0.3]])
    roll, fan = np.linalg.lstsq(design, np.append(lean[inside] * weights, 0.0), rcond=None)[0]
    spread = float(np.std(lean[inside] - roll - fan * place[inside]))
    return Tilt(roll_deg=float(roll), sd_deg=float(np.sqrt(sd_floor_deg**2 + spread**2 + centre**2)))
