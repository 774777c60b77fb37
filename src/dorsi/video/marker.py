"""A printed square marker in the picture, and how many centimetres a pixel is beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.types import Array
from dorsi.video.picture import RgbImage

DICTIONARY: Final = cv2.aruco.DICT_4X4_50
MARKER_ID: Final = 23
MARKER_CM: Final = 15.0
MODULES: Final = 6  #: black and white cells along a side, the border included
PAGE_MM: Final = (200.0, 270.0)  #: fits on A4 and on letter paper
CHECK_LINE_MM: Final = 100.0
SIDE_MIN_PX: Final = 24.0  #: a smaller marker is measured to worse than 4 %
DEPTH_SD_SHARE: Final = 0.03  #: it stands 10 cm nearer or farther than the foot, at 3 m
AGREE_SHARE: Final = 0.1  #: pictures whose scales differ by more do not show one marker that stands still


@dataclass(frozen=True, kw_only=True)
class Ruler:
    """The size of a pixel at the marker."""

    cm_per_px: float
    sd_share: float  #: of it, one standard deviation


def cells() -> Array:
    """Return the marker, (6, 6): 1 where it is black."""
    dictionary = cv2.aruco.getPredefinedDictionary(DICTIONARY)
    return np.asarray(cv2.aruco.generateImageMarker(dictionary, MARKER_ID, MODULES) == 0, dtype=float)


def page_svg() -> str:
    """Return the page to print: the marker, a line to check the printer's scale with, and what to do."""
    width, height = PAGE_MM
    cell = 10 * MARKER_CM / MODULES
    left, top = (width - 10 * MARKER_CM) / 2, 18.0
    # Neighbouring cells overlap a little, so that no printer leaves white lines between them.
    squares = "".join(
        f'<rect x="{left + x * cell:g}" y="{top + y * cell:g}" width="{cell + 0.05:g}" height="{cell + 0.05:g}"/>'
        for y, x in np.argwhere(cells() > 0)
    )
    line_y, line_x = top + 10 * MARKER_CM + 22, (width - CHECK_LINE_MM) / 2
    words = (
        f"This line is {CHECK_LINE_MM / 10:g} cm long. If not, print again at 100 %, without fitting to the page.",
        "Stick the page on a box and stand it upright on the floor, beside the foot that is measured,",
        "facing the camera, as far from the camera as the foot. White must stay around the black square.",
    )
    said = "".join(
        f'<text x="{width / 2:g}" y="{line_y + 10 + 6 * k:g}" text-anchor="middle">{text}</text>'
        for k, text in enumerate(words)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="sans-serif" font-size="4">'
        f"<title>dorsi marker, {MARKER_CM:g} cm</title>"
        f'<rect width="{width:g}" height="{height:g}" fill="white"/><g>{squares}</g>'
        f'<path d="M{line_x:g} {line_y:g}h{CHECK_LINE_MM:g}m0 -3v6m-{CHECK_LINE_MM:g} 0v-6" stroke="black" '
        f'stroke-width="0.4" fill="none"/>{said}</svg>\n'
    )


def find_ruler(pictures: Iterable[RgbImage]) -> Ruler | None:
    """Return the size of a pixel at the marker, or None where the pictures do not show it, or show it unlike."""
    dictionary = cv2.aruco.getPredefinedDictionary(DICTIONARY)
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = int(cv2.aruco.CORNER_REFINE_SUBPIX)
    detector = cv2.aruco.ArucoDetector(dictionary, parameters)
    found = [side for rgb in pictures for side in _sides_px(detector, rgb) if side >= SIDE_MIN_PX]
    if not found:
        return None
    sides = np.array(found)
    spread = float(np.ptp(sides)) / float(np.median(sides))
    if spread > AGREE_SHARE:
        return None
    share = float(np.hypot(DEPTH_SD_SHARE, np.std(sides) / np.median(sides)))
    return Ruler(cm_per_px=MARKER_CM / float(np.median(sides)), sd_share=share)


def _sides_px(detector: cv2.aruco.ArucoDetector, rgb: RgbImage) -> list[float]:
    """Return the length of the marker's side in a picture, none where it is not seen.

    A marker that is turned away is foreshortened one way only: the longer pair of opposite sides is the true one.
    """
    corners, ids, _ = detector.detectMarkers(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    if not corners:
        return []
    out = []
    for quad, number in zip(corners, np.ravel(ids), strict=True):
        if number == MARKER_ID:
            points = np.asarray(quad, dtype=float).reshape(4, 2)
            one, two, three, four = np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1)
            out.append(max((one + three) / 2, (two + four) / 2))
    return out
