"""One decoded frame, of which a part can be had without turning all of it into colours."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

from dorsi.types import Array
from dorsi.video.source import Orientation

RgbImage = NDArray[np.uint8]

_PLANAR: Final = {"yuv420p": False, "yuvj420p": True}  #: formats whose planes are read here, and which use all values
_TURNS: Final = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_FULL_RANGE: Final = 2  # FFmpeg's AVCOL_RANGE_JPEG
_BT_601, _BT_709 = (0.299, 0.114), (0.2126, 0.0722)  # weights of red and blue in the brightness


class Picture:
    """A frame as filmed: upright, of square pixels.

    Parameters
    ----------
    rgb
        Makes the whole picture, (height, width, 3); asked once, when it is first needed.
    size_px
        Width and height.
    planes
        Brightness and colour as they were decoded, where parts can be cut from them.
    """

    def __init__(self, rgb: Callable[[], RgbImage], size_px: tuple[int, int], planes: "Planes | None" = None) -> None:
        self._make, self.size_px, self._planes = rgb, size_px, planes

    @classmethod
    def of(cls, rgb: RgbImage) -> "Picture":
        """Return the picture of a whole RGB image."""
        return cls(lambda: rgb, (rgb.shape[1], rgb.shape[0]))

    @cached_property
    def rgb(self) -> RgbImage:
        """The whole picture, (height, width, 3) uint8."""
        return self._make()

    def cut(self, matrix: Array, crop_px: int, *, border: int = cv2.BORDER_REPLICATE, smooth: bool = False) -> RgbImage:
        """Return the part of the picture that `matrix` shows, shape (crop_px, crop_px, 3).

        Parameters
        ----------
        matrix
            Similarity transform from the picture to the crop, (2, 3); a pixel's index is its centre.
        border
            What lies beyond the picture's edges, as OpenCV names it; black for BORDER_CONSTANT.
        smooth
            Where the crop is smaller than what it shows, average whole blocks of pixels first: fine patterns would
            otherwise turn into others.
        """
        if self._planes is None or "rgb" in self.__dict__:
            return _warped(self.rgb, matrix, crop_px, border=border, smooth=smooth)
        return self._planes.cut(matrix, crop_px, border=border, smooth=smooth)

    def grey(self, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """Return the whole picture in grey, made smaller to (width, height)."""
        if self._planes is None or "rgb" in self.__dict__:
            return np.asarray(cv2.cvtColor(_made_smaller(self.rgb, size_px), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        return self._planes.grey(size_px)


@dataclass(frozen=True, kw_only=True)
class Planes:
    """Brightness at full size and two colour planes at half of it, and how they lie in the picture."""

    planes: tuple[NDArray[np.uint8], ...]
    turn: Orientation
    to_picture: Array  #: (2, 3), from the brightness as stored to the picture
    full_range: bool
    red_blue: tuple[float, float]  #: weights of red and blue in the brightness

    def cut(self, matrix: Array, crop_px: int, *, border: int, smooth: bool) -> RgbImage:
        """Return a crop as `Picture.cut` does."""
        stored = _after(matrix, self.to_picture)
        # A pixel of a half-size plane stands for two by two of the brightness: its middle lies at half an index.
        halved = _after(stored, np.array([[2.0, 0.0, 0.5], [0.0, 2.0, 0.5]]))
        black = (0 if self.full_range else 16, 128, 128)
        parts = [
            _warped(plane, stored if k == 0 else halved, crop_px, border=border, smooth=smooth, beyond=black[k])
            for k, plane in enumerate(self.planes)
        ]
        return np.asarray(cv2.transform(cv2.merge(parts), _to_rgb(self.full_range, self.red_blue)), dtype=np.uint8)

    def grey(self, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """Return the brightness as `Picture.grey` does."""
        return turned_upright(_made_smaller(self.planes[0], self.turn.shown_size_px(size_px)), self.turn)


def planes_of(frame: VideoFrame, turn: Orientation, size_px: tuple[int, int]) -> Planes | None:
    """Return the planes of a decoded frame, or None where it is of another kind or has to be stretched."""
    shown = turn.shown_size_px((frame.width, frame.height))
    if frame.format.name not in _PLANAR or turn.pixel_aspect != 1 or shown != size_px:
        return None
    sizes = ((frame.width, frame.height), *2 * [((frame.width + 1) // 2, (frame.height + 1) // 2)])
    return Planes(
        planes=tuple(
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:height, :width]
            for plane, (width, height) in zip(frame.planes, sizes, strict=True)
        ),
        turn=turn,
        to_picture=_turned(turn, frame.width, frame.height),
        full_range=_PLANAR[frame.format.name] or frame.color_range == _FULL_RANGE,
        red_blue=_BT_709 if frame.colorspace == Colorspace.ITU709 else _BT_601,
    )


def turned_upright(stored: NDArray[np.uint8], turn: Orientation) -> NDArray[np.uint8]:
    """Return a stored picture or plane flipped and turned as its file asks."""
    if turn.mirrored:
        stored = np.asarray(cv2.flip(stored, 1), dtype=np.uint8)
    if turn.rotation_deg:
        stored = np.asarray(cv2.rotate(stored, _TURNS[turn.rotation_deg]), dtype=np.uint8)
    return stored


def _turned(turn: Orientation, width: int, height: int) -> Array:
    """Return the transform from a stored frame to the picture: flipped left to right, then turned clockwise."""
    flip = np.array([[-1.0, 0.0, width - 1], [0.0, 1.0, 0.0]]) if turn.mirrored else np.eye(2, 3)
    turns = {
        0: np.eye(2, 3),
        90: np.array([[0.0, -1.0, height - 1], [1.0, 0.0, 0.0]]),
        180: np.array([[-1.0, 0.0, width - 1], [0.0, -1.0, height - 1]]),
        270: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width - 1]]),
    }
    return _after(turns[turn.rotation_deg], flip)


def _after(second: Array, first: Array) -> Array:
    """Return the transform that does `first`, then `second`; all (2, 3)."""
    return np.column_stack([second[:, :2] @ first[:, :2], second[:, :2] @ first[:, 2] + second[:, 2]])


@cache
def _to_rgb(full_range: bool, red_blue: tuple[float, float]) -> Array:
    """Return the transform from brightness and two colour differences, 0 to 255 each, to RGB, (3, 4)."""
    red, blue = red_blue
    green = 1 - red - blue
    light, colour, black = (1.0, 1.0, 0.0) if full_range else (255 / 219, 255 / 224, 16.0)
    u, v = 2 * (1 - blue) * colour, 2 * (1 - red) * colour
    linear = np.array([[light, 0.0, v], [light, -blue * u / green, -red * v / green], [light, u, 0.0]])
    return np.column_stack([linear, -linear @ np.array([black, 128.0, 128.0])])


def _made_smaller(image: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Return an image or plane at (width, height), each pixel the mean of those that it stands for.

    It is halved as often as that goes without a remainder: OpenCV does that about 20 times as fast as the same in one
    step, and a pixel differs by a few of 255 at most.
    """
    width, height = size_px
    while (
        image.shape[0] % 2 == image.shape[1] % 2 == 0 and image.shape[0] >= 4 * height and image.shape[1] >= 4 * width
    ):
        half = (image.shape[1] // 2, image.shape[0] // 2)
        image = np.asarray(cv2.resize(image, half, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.asarray(cv2.resize(image, size_px, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _warped(
    plane: NDArray[np.uint8], matrix: Array, crop_px: int, *, border: int, smooth: bool, beyond: int = 0
) -> NDArray[np.uint8]:
    """Return the part of a plane or RGB image that `matrix` shows."""
    times = round(1 / float(np.hypot(*matrix[0, :2])))
    if smooth and 1 < times <= min(plane.shape[:2]):
        plane, matrix = _shrunk(plane, matrix, crop_px=crop_px, times=times)
    return np.asarray(
        cv2.warpAffine(
            plane, matrix, (crop_px, crop_px), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=(beyond,) * 3
        ),
        dtype=np.uint8,
    )


def _shrunk(plane: NDArray[np.uint8], matrix: Array, *, crop_px: int, times: int) -> tuple[NDArray[np.uint8], Array]:
    """Return what a crop needs of a picture, `times` smaller by the mean of its pixels, and the matrix from there."""
    height, width = plane.shape[:2]
    linear = matrix[:, :2]
    ends = crop_px * np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    corners = (ends - matrix[:, 2]) @ np.linalg.inv(linear).T
    (left, right), (top, bottom) = (
        _whole_blocks(low, high, size, times)
        for low, high, size in zip(corners.min(axis=0), corners.max(axis=0), (width, height), strict=True)
    )
    size_px = ((right - left) // times, (bottom - top) // times)
    small = cv2.resize(plane[top:bottom, left:right], size_px, interpolation=cv2.INTER_AREA)
    origin = np.array([left, top]) + (times - 1) / 2  # a pixel's index is its centre
    return np.asarray(small, dtype=np.uint8), np.column_stack([linear * times, linear @ origin + matrix[:, 2]])


def _whole_blocks(low: float, high: float, size: int, times: int) -> tuple[int, int]:
    """Return the pixels from low to high with room around them, in whole blocks inside the picture.

    The blocks lie evenly about the middle, so that a mirrored picture gives the mirrored crop.
    """
    count = int(np.ceil((high - low) / times)) + 4
    start = round((low + high + 1 - count * times) / 2)
    first = max(0, -(start // times))  # blocks that begin before the picture does
    last = min(count, (size - start) // times)
    if last <= first:  # the crop lies beside the picture, or that is smaller than a block
        return (0, min(times, size)) if start < 0 else (max(0, size - times), size)
    return start + first * times, start + last * times
