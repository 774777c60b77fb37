"""Drawing on a video frame: lines with a halo, arcs and small labels, in clip pixels."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]

WHITE: Final[Colour] = (255, 255, 255)
INK: Final[Colour] = (22, 27, 31)
#: Okabe and Ito's blue and vermilion: told apart with every common colour vision; sides are labelled besides.
SIDE_COLOURS: Final[dict[str, Colour]] = {"left": (0, 114, 178), "right": (213, 94, 0)}
SUBPIXEL_BITS: Final = 4
WEIGHT: Final = 600
ARC_STEP_DEG: Final = 2.0


@dataclass(frozen=True)
class CanvasView:
    """Which part of a clip's frame a canvas shows, and how large."""

    left_px: float
    top_px: float
    scale: tuple[float, float]  #: canvas pixels per clip pixel, x and y: even sizes make them differ a little
    size_px: tuple[int, int]

    def place(self, xy_px: Array) -> Array:
        """Return clip pixels as canvas pixels."""
        return np.asarray((xy_px - np.array([self.left_px, self.top_px])) * np.array(self.scale))


class Canvas:
    """One picture being drawn on, with sizes that follow its height."""

    def __init__(self, rgb: Image, view: CanvasView, *, whole: bool = False) -> None:
        """Start with a frame, or with a picture that is the `whole` view already."""
        self.view = view
        width, height = view.size_px
        self.image: Image = rgb.copy() if whole else _shown(rgb, view)
        self.unit_px = max(min(width, height) / 400, 0.6)  #: one "thin line"
        self._font = cv2.FontFace("sans")

    def _fixed(self, xy: Array) -> NDArray[np.int32]:
        limited = np.clip(xy, -1e5, 1e5)
        return np.round(limited * (1 << SUBPIXEL_BITS)).astype(np.int32)

    def _strokes(self, ends: Array, colour: Colour, width_px: float) -> None:
        """Draw straight lines, one after the other; `ends` is (N, 2, 2) in canvas pixels."""
        if len(ends):
            thickness = max(1, round(width_px))
            cv2.polylines(self.image, [*self._fixed(ends)], False, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)

    def line(self, points_px: Array, colour: Colour, *, width: float = 3.0, halo: bool = True) -> None:
        """Draw a line through clip points; points that are NaN break it."""
        xy = self.view.place(points_px)
        pairs = np.stack([xy[:-1], xy[1:]], axis=1)
        pairs = pairs[np.isfinite(pairs).all(axis=(1, 2))]
        if halo:  # all of it first: that of a piece would hide the one before it
            self._strokes(pairs, WHITE, (width + 2.5) * self.unit_px)
        self._strokes(pairs, colour, width * self.unit_px)

    def faint_line(self, points_px: Array, colour: Colour, *, width: float = 2.0, strength: float = 0.45) -> None:
        """Draw a half-transparent line."""
        before = self.image.copy()
        self.line(points_px, colour, width=width, halo=False)
        self.image = np.asarray(cv2.addWeighted(self.image, strength, before, 1 - strength, 0), dtype=np.uint8)

    def dashes(self, start_px: Array, end_px: Array, colour: Colour, *, width: float = 2.0) -> None:
        """Draw a dashed line between two clip points."""
        start, end = self.view.place(start_px), self.view.place(end_px)
        if not (np.isfinite(start).all() and np.isfinite(end).all()):
            return
        length = float(np.linalg.norm(end - start))
        self._strokes(np.stack([start, end])[None], INK, (width + 1.2) * self.unit_px)
        dash = 7 * self.unit_px
        begin = np.arange(0, length, 2 * dash)
        share = np.minimum(np.stack([begin, begin + dash], axis=1), length)
        self._strokes(start + (end - start) * share[..., None] / length, colour, width * self.unit_px)

    def dot(self, point_px: Array, colour: Colour, *, radius: float = 4.0) -> None:
        """Draw a joint: a white disc with a coloured ring."""
        xy = self.view.place(point_px)
        if not np.isfinite(xy).all():
            return
        centre = (int(self._fixed(xy)[0]), int(self._fixed(xy)[1]))
        for r, tint in ((radius + 1.4, colour), (radius - 0.9, WHITE)):
            fixed_radius = round(r * self.unit_px * (1 << SUBPIXEL_BITS))
            cv2.circle(self.image, centre, fixed_radius, tint, -1, cv2.LINE_AA, SUBPIXEL_BITS)

    def arc(self, centre_px: Array, radius_px: float, degrees: tuple[float, float], colour: Colour) -> None:
        """Draw an arc around a clip point; angles from the picture's up direction, clockwise."""
        first, last = degrees
        count = max(2, int(abs(last - first) / ARC_STEP_DEG) + 1)
        angle = np.radians(np.linspace(first, last, count))
        points = centre_px + radius_px * np.stack([np.sin(angle), -np.cos(angle)], axis=1)
        self.line(points, colour, width=3.4)

    def label(self, text: str, at_px: Array, *, towards: int, colour: Colour = INK, size: float = 15.0) -> None:
        """Write on a small plate beside a clip point, left (-1) or right (+1) of it, kept inside the picture."""
        xy = self.view.place(at_px)
        if np.isfinite(xy).all():
            half = self._text_width(text, round(size * self.unit_px)) / 2 + size * self.unit_px
            self._plate(text, (float(xy[0]) + towards * half, float(xy[1])), colour, size)

    def _text_width(self, text: str, font_px: int) -> int:
        return int(cv2.getTextSize((0, 0), text, (0, 0), self._font, font_px, WEIGHT)[2])

    def caption(self, text: str, *, corner: str, colour: Colour = INK, size: float = 14.0) -> None:
        """Write on a plate in the "top" or "bottom" left corner."""
        width, height = self.view.size_px
        self._plate(text, (0.0, 0.0 if corner == "top" else float(height)), colour, min(size, size * width / 300))

    def _plate(self, text: str, centre: tuple[float, float], colour: Colour, size: float) -> None:
        font_px = round(size * self.unit_px)
        width, height = self.view.size_px
        pad, edge = round(font_px * 0.45), round(6 * self.unit_px)
        text_w, plate_h = self._text_width(text, font_px), round(font_px * 1.55)
        plate_w = text_w + 2 * pad
        x = round(min(max(centre[0] - plate_w / 2, edge), max(width - plate_w - edge, edge)))
        y = round(min(max(centre[1] - plate_h / 2, edge), max(height - plate_h - edge, edge)))
        region = self.image[y : y + plate_h, x : x + plate_w]
        plate = np.empty_like(region)
        plate[:] = colour
        region[:] = cv2.addWeighted(region, 0.12, plate, 0.88, 0)
        cv2.putText(self.image, text, (x + pad, y + round(plate_h * 0.71)), WHITE, self._font, font_px, WEIGHT)


def _shown(rgb: Image, view: CanvasView) -> Image:
    """Return the part of a frame that the view shows, in its size."""
    width, height = view.size_px
    x0, y0 = round(view.left_px), round(view.top_px)
    x1 = min(rgb.shape[1], round(view.left_px + width / view.scale[0]))
    y1 = min(rgb.shape[0], round(view.top_px + height / view.scale[1]))
    resized = cv2.resize(rgb[y0:y1, x0:x1], (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(resized, dtype=np.uint8)
