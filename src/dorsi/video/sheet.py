"""A blank sheet of office paper on the floor, and how many centimetres a pixel is where the foot stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.types import Array
from dorsi.video.floor import Floor, corners_of, doubt, floor_of
from dorsi.video.marker import Ruler
from dorsi.video.paper import find_patches
from dorsi.video.picture import RgbImage

PAPERS: Final = {"a4": (29.7, 21.0), "letter": (27.94, 21.59)}  #: long and short side, centimetres
NAMES: Final = {"a4": "A4", "letter": "letter"}
AROUND_SHANKS: Final = (1.6, 0.6, 1.1)  #: of the foot, aside, above and below: where a sheet is looked for
TURN_MAX_DEG: Final = 40.0  #: of the long side from the picture's plane
HORIZON_MAX_DEG: Final = 15.0
CAMERA_HEIGHT_CM: Final = (10.0, 230.0)
FOCAL_FRAC: Final = (0.45, 2.6)  #: of the picture's long side: from a phone's widest lens to its longest
FOCAL_SDS: Final = 2.0
SHANK_CM: Final = (26.0, 56.0)  #: knee to ankle of people from 110 to 220 cm
REACH_CM: Final = 100.0  #: from foot to sheet
POINT_CM: Final = 4.0  #: the pose network's heel and toe are this high above the floor
POINT_SD_CM: Final = 1.5
SHARE_MAX: Final = 0.06  #: a sheet that gives the size of a pixel worse than this gives none
FOUND_MIN_FRAC: Final = 0.4  #: of the pictures
AGREE_SHARE: Final = 0.05  #: pictures whose sizes differ by more do not show one sheet that lies still

UNSEEN: Final = "No {name} sheet was seen flat on the floor beside the foot: lengths have no scale from it."
UNSTEADY: Final = "The sheet was not seen alike in enough pictures: lengths have no scale from it."
SMALL: Final = "The sheet is too small in the picture to give lengths a scale."
TIP: Final = (
    "Lay the sheet flat beside the foot, its long side along the foot, whole in the picture, on a darker floor."
)


@dataclass(frozen=True, kw_only=True)
class Foot:
    """Where one foot stands in one picture."""

    point_px: Array  #: (2,) middle of heel and toe
    shank_px: float


@dataclass(frozen=True, kw_only=True)
class NoSheet:
    """Why a sheet gives no scale."""

    text: str
    tip: str = TIP


def find_sheet(pictures: Iterable[tuple[RgbImage, Foot]], paper: str) -> Ruler | NoSheet:
    """Return the size of a pixel at the foot, by the sheet that lies beside it, or why there is none.

    Parameters
    ----------
    pictures
        Some frames in which the foot stands, each with its place.
    paper
        "a4" or "letter".
    """
    looks = [_look(rgb, foot, paper) for rgb, foot in pictures]
    found = [look for look in looks if isinstance(look, Ruler)]
    if not found:
        return NoSheet(text=SMALL if "small" in looks else UNSEEN.format(name=NAMES[paper]))
    sizes = np.array([ruler.cm_per_px for ruler in found])
    middle = float(np.median(sizes))
    alike = np.abs(sizes - middle) <= AGREE_SHARE * middle
    if alike.sum() < FOUND_MIN_FRAC * len(looks) or alike.mean() < 1 - FOUND_MIN_FRAC:
        return NoSheet(text=UNSTEADY)
    share = float(np.median([ruler.sd_share for ruler in found]))
    return Ruler(cm_per_px=middle, sd_share=float(np.hypot(share, np.std(sizes[alike]) / middle)))


def _look(rgb: RgbImage, foot: Foot, paper: str) -> Ruler | str:
    """Return the size of a pixel at the foot in one picture, or "unseen" or "small"."""
    height, width = rgb.shape[:2]
    aside, above, below = (share * foot.shank_px for share in AROUND_SHANKS)
    left, right = (int(np.clip(foot.point_px[0] + dx, 0, width)) for dx in (-aside, aside))
    top, bottom = (int(np.clip(foot.point_px[1] + dy, 0, height)) for dy in (-above, below))
    if right - left < 2 or bottom - top < 2:
        return "unseen"
    patches = find_patches(cv2.cvtColor(rgb[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.uint8))
    rulers = []
    for patch in patches:
        lines = patch.lines + np.array([left, top, 0, 0])
        ruler = _ruler(lines, patch.line_sd, foot, paper, (width, height))
        rulers += [ruler] if ruler else []
    if not rulers:
        return "unseen"
    sizes = np.array([ruler.cm_per_px for ruler in rulers])
    if np.ptp(sizes) > AGREE_SHARE * sizes.mean():
        return "unseen"  # two patches that could both be the sheet
    best = min(rulers, key=lambda ruler: ruler.sd_share)
    return best if best.sd_share < SHARE_MAX else "small"


def _ruler(lines: Array, line_sd: Array, foot: Foot, paper: str, size_px: tuple[int, int]) -> Ruler | None:
    """Return the size of a pixel at the foot, or None where the patch is no such sheet on the floor."""
    turned = [(np.roll(lines, -k, axis=0), np.roll(line_sd, -k, axis=0)) for k in (0, 1)]
    floors = [floor_of(corners_of(own), PAPERS[paper], size_px) for own, _ in turned]
    (lines, line_sd), floor = min(zip(turned, floors, strict=True), key=lambda pair: pair[1].turn_deg())

    def floor_by(moved: Array) -> Floor:
        return floor_of(corners_of(moved), PAPERS[paper], size_px)

    corners = corners_of(lines)
    if not _lies_on_floor(floor, corners, foot):
        return None
    long_px = max(size_px)
    focal = floor.inverse_square_focal * long_px**2
    focal_sd = doubt(lambda moved: floor_by(moved).inverse_square_focal * long_px**2, lines, line_sd)
    if not FOCAL_FRAC[1] ** -2 - FOCAL_SDS * focal_sd < focal < FOCAL_FRAC[0] ** -2 + FOCAL_SDS * focal_sd:
        return None
    scale = cm_per_px_at(floor, foot)
    if not SHANK_CM[0] < scale * foot.shank_px < SHANK_CM[1]:
        return None
    share = doubt(lambda moved: cm_per_px_at(floor_by(moved), foot), lines, line_sd) / scale
    point_share = POINT_SD_CM / floor.camera_height_cm(foot.point_px)
    return Ruler(cm_per_px=scale, sd_share=float(np.hypot(share, point_share)))


def _lies_on_floor(floor: Floor, corners: Array, foot: Foot) -> bool:
    """Return whether the plane is one that a phone sees as the floor, with the foot near the sheet."""
    if abs(floor.horizon_deg) > HORIZON_MAX_DEG or floor.turn_deg() > TURN_MAX_DEG:
        return False
    if min(floor.below_horizon_px(point) for point in [*corners, foot.point_px]) <= 0:
        return False
    low, high = CAMERA_HEIGHT_CM
    if not low < floor.camera_height_cm(corners.mean(axis=0)) < high:
        return False
    apart = floor.place_cm(foot.point_px) - floor.place_cm(corners.mean(axis=0))
    return bool(np.linalg.norm(apart) < REACH_CM)


def cm_per_px_at(floor: Floor, foot: Foot) -> float:
    """Return the size of a pixel at the depth at which the foot stands."""
    # The network's points lie above the sole: seen along the floor, they would be farther away.
    down = POINT_CM / floor.cm_per_px(foot.point_px) * floor.horizon[:2]
    return floor.cm_per_px(foot.point_px + down)
