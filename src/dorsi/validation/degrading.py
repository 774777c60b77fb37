"""Films made worse on purpose, as phones and rooms make them: tilted, squeezed, dark, blurred, cropped, shaken, hidden.

What is true of the people stays true: a tilt turns the picture, not the shank.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array
from dorsi.video.picture import RgbImage
from dorsi.vocabulary import SIDES

CRF: Final = 21  #: of the films that are written: nothing to see of the coding
SHAKE_S: Final = 0.25  #: how long a hand takes to drift from one side to the other
SENSOR_NOISE: Final = 5.0  #: grey levels, of a phone in a dark room
Spoil = Callable[[RgbImage, int], RgbImage]  #: a picture and its number -> the picture made worse


@dataclass(frozen=True, kw_only=True)
class FilmedScene:
    """What a degradation may know of the film."""

    size_px: tuple[int, int]
    count: int  #: frames
    rate_hz: float
    points_px: Mapping[str, Array]  #: true joints such as left_ankle, (T, 2)
    near_side: str
    other: tuple[RgbImage, ...]  #: pictures of another person
    rng: np.random.Generator


@dataclass(frozen=True, kw_only=True)
class Degradation:
    """One way to make a film worse."""

    kind: str  #: row of the table
    level: str
    spoil: Callable[[FilmedScene], Spoil]
    roll_deg: float = 0.0  #: that is added to the true camera's
    rate_hz: float | None = None  #: frames are dropped to this many a second
    crf: int = CRF

    @property
    def name(self) -> str:
        """Name of the film's file."""
        level = self.level.replace("+", "p").replace("-", "m").replace(".", "p")
        return f"{self.kind}_{level}".replace(" ", "-")


def _rows(x: Any) -> RgbImage:  # noqa: ANN401 - cv2 gives arrays of any type
    return np.ascontiguousarray(np.asarray(x, dtype=np.uint8))


def untouched(scene: FilmedScene) -> Spoil:
    """Return the film as it is."""
    del scene
    return lambda rgb, k: rgb  # noqa: ARG005


def rolled(roll_deg: float) -> Callable[[FilmedScene], Spoil]:
    """Tilt the camera so that the picture's uprights lean to the right by so many degrees."""

    def of(scene: FilmedScene) -> Spoil:
        width, height = scene.size_px
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), -roll_deg, 1.0)
        return lambda rgb, k: _warped(rgb, turn)  # noqa: ARG005

    return of


def _warped(rgb: RgbImage, matrix: NDArray[Any]) -> RgbImage:
    height, width = rgb.shape[:2]
    return _rows(cv2.warpAffine(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))


def resized(across: float, down: float) -> Callable[[FilmedScene], Spoil]:
    """Change width and height: a squeezed picture, or a small one."""

    def of(scene: FilmedScene) -> Spoil:
        size = tuple(max(2, round(side * by / 2) * 2) for side, by in zip(scene.size_px, (across, down), strict=True))
        return lambda rgb, k: _rows(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))  # noqa: ARG005

    return of


def darkened(gain: float) -> Callable[[FilmedScene], Spoil]:
    """Take light away and add a sensor's noise."""

    def of(scene: FilmedScene) -> Spoil:
        def spoil(rgb: RgbImage, k: int) -> RgbImage:
            del k
            noise = scene.rng.normal(0.0, SENSOR_NOISE, rgb.shape[:2]).astype(np.float32)
            return _rows(np.clip(rgb * np.float32(gain) + noise[..., None], 0, 255))

        return spoil

    return of


def blurred(sd_px: float) -> Callable[[FilmedScene], Spoil]:
    """Put the lens out of focus."""
    return lambda scene: lambda rgb, k: _rows(cv2.GaussianBlur(rgb, (0, 0), sd_px))  # noqa: ARG005


def smeared(length_px: int) -> Callable[[FilmedScene], Spoil]:
    """Smear the picture along, as a long exposure does."""
    kernel = np.full((1, length_px), 1 / length_px, dtype=np.float32)
    return lambda scene: lambda rgb, k: _rows(cv2.filter2D(rgb, -1, kernel))  # noqa: ARG005


def shaken(size_frac: float, turn_deg: float) -> Callable[[FilmedScene], Spoil]:
    """Hold the phone in a hand: it drifts by a share of the picture's width, and rolls."""

    def of(scene: FilmedScene) -> Spoil:
        knots = np.arange(0.0, scene.count / scene.rate_hz + 2 * SHAKE_S, SHAKE_S)
        time_s = np.arange(scene.count) / scene.rate_hz
        x, y, turn = (np.interp(time_s, knots, scene.rng.normal(0, 1, len(knots))) for _ in range(3))
        width, height = scene.size_px

        def spoil(rgb: RgbImage, k: int) -> RgbImage:
            matrix = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), float(turn[k] * turn_deg), 1.0))
            matrix[:, 2] = matrix[:, 2] + np.array([x[k], y[k]]) * size_frac * width
            return _warped(rgb, matrix)

        return spoil

    return of


def cropped(what: str) -> Callable[[FilmedScene], Spoil]:
    """Cut the picture: the feet off, the trunk off, or close around the person."""

    def of(scene: FilmedScene) -> Spoil:
        width, height = scene.size_px
        points = np.stack(list(scene.points_px.values()))
        low, high = np.nanmin(points, axis=(0, 1)), np.nanmax(points, axis=(0, 1))
        ankle = max(float(np.nanmedian(scene.points_px[f"{side}_ankle"][:, 1])) for side in SIDES)
        tall = high[1] - low[1]  # hip to toe
        top, bottom = {
            "feet": (0, ankle),
            "trunk": (low[1] - 0.1 * tall, height),
            "tight": (low[1] - 0.95 * tall, high[1] + 0.06 * tall),
        }[what]
        margin = 0.35 * tall if what == "tight" else width
        left, right = max(0, round(low[0] - margin)), min(width, round(high[0] + margin))
        rows = slice(max(0, round(top)), min(height, round(bottom)))
        return lambda rgb, k: np.ascontiguousarray(rgb[rows, left:right])  # noqa: ARG005

    return of


def joined(scale: float) -> Callable[[FilmedScene], Spoil]:
    """Put another person into the picture, beside the first or, smaller, behind."""

    def of(scene: FilmedScene) -> Spoil:
        height = scene.size_px[1]

        def spoil(rgb: RgbImage, k: int) -> RgbImage:
            other = scene.other[k % len(scene.other)]
            middle = other[:, other.shape[1] // 8 : -other.shape[1] // 8]
            size = (round(middle.shape[1] * scale), round(height * scale))
            small = _rows(cv2.resize(middle, size, interpolation=cv2.INTER_AREA))
            above = round((height - size[1]) * 0.75)
            strip = cv2.copyMakeBorder(small, above, height - size[1] - above, 0, 0, cv2.BORDER_REPLICATE)
            return np.ascontiguousarray(np.hstack([rgb, _rows(strip)]))

        return spoil

    return of


def hidden(what: str) -> Callable[[FilmedScene], Spoil]:
    """Put a box before the near foot, or a post before its shank."""

    def of(scene: FilmedScene) -> Spoil:
        width = scene.size_px[0]
        side = scene.near_side
        foot = np.concatenate([scene.points_px[f"{side}_{name}"] for name in ("heel", "toe", "ankle")])
        low, high = np.nanpercentile(foot, 5, axis=0), np.nanpercentile(foot, 95, axis=0)
        middle = float(np.nanmedian(scene.points_px[f"{side}_ankle"][:, 0]))
        box = {
            "foot": (low[0] - 0.03 * width, low[1], high[0] + 0.03 * width, high[1] + 0.03 * width),
            "post": (middle - 0.02 * width, 0.0, middle + 0.02 * width, float(scene.size_px[1])),
        }[what]
        left, top, right, bottom = (max(0, round(float(edge))) for edge in box)

        def spoil(rgb: RgbImage, k: int) -> RgbImage:
            del k
            out = rgb.copy()
            out[top:bottom, left:right] = (112, 96, 84)
            return out

        return spoil

    return of


def together(*steps: Callable[[FilmedScene], Spoil]) -> Callable[[FilmedScene], Spoil]:
    """Do several things to each picture; only the last may change its size."""

    def of(scene: FilmedScene) -> Spoil:
        each = [step(scene) for step in steps]

        def spoil(rgb: RgbImage, k: int) -> RgbImage:
            for one in each:
                rgb = one(rgb, k)
            return rgb

        return spoil

    return of


DEGRADATIONS: Final = (
    Degradation(kind="none", level="0", spoil=untouched),
    *(
        Degradation(kind="roll", level=f"{deg:+d} deg", spoil=rolled(deg), roll_deg=deg)
        for deg in (2, -2, 5, -5, 12, -12)
    ),
    *(Degradation(kind="squeeze", level=f"{share:.2f}", spoil=resized(share, 1.0)) for share in (0.9, 0.83, 0.75)),
    *(Degradation(kind="dark", level=f"{gain:.2f}", spoil=darkened(gain)) for gain in (0.5, 0.25, 0.12)),
    *(Degradation(kind="blur", level=f"{sd} px", spoil=blurred(sd)) for sd in (1.5, 3.0, 5.0)),
    Degradation(kind="blur", level="smear 14 px", spoil=smeared(14)),
    *(Degradation(kind="bitrate", level=f"crf {crf}", spoil=untouched, crf=crf) for crf in (36, 42, 48)),
    *(Degradation(kind="crop", level=what, spoil=cropped(what)) for what in ("feet", "trunk", "tight")),
    *(
        Degradation(kind="shake", level=f"{100 * size:.1f} pct", spoil=shaken(size, turn))
        for size, turn in ((0.005, 0.3), (0.015, 0.8), (0.03, 1.5))
    ),
    Degradation(kind="frame rate", level="15 fps", spoil=untouched, rate_hz=15.0),
    *(Degradation(kind="small", level=f"{by:.2f}", spoil=resized(by, by)) for by in (0.5, 0.3)),
    Degradation(kind="second person", level="beside", spoil=joined(0.8)),
    Degradation(kind="second person", level="behind", spoil=joined(0.5)),
    *(Degradation(kind="hidden", level=what, spoil=hidden(what)) for what in ("foot", "post")),
    Degradation(
        kind="phone", level="roll 3 shake dark", spoil=together(rolled(3), shaken(0.005, 0.3), darkened(0.4)),
        roll_deg=3.0, crf=34,
    ),
    Degradation(
        kind="phone", level="roll 6 blur 15 fps", spoil=together(rolled(-6), blurred(1.5), resized(0.6, 0.6)),
        roll_deg=-6.0, crf=36, rate_hz=15.0,
    ),
)  # fmt: skip
