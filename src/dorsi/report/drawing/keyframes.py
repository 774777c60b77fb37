"""Stills that show where a number comes from: the peak of each valid repetition, the deepest moment of a stance."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dorsi.errors import VideoError
from dorsi.protocols import report_of
from dorsi.report.drawing.canvas import Canvas, CanvasView, Image
from dorsi.report.drawing.events import numbered, peak_index, peak_value
from dorsi.report.drawing.overlay import OverlayScene, draw, frame_index, leg_points, shown_angle_deg
from dorsi.types import Array

MOST_PER_SIDE: Final = 4
HEIGHT_PX: Final = 480
MARGIN_FRAC: Final = 0.22  #: room around the leg, of its larger extent
ASPECT: Final = 0.8  #: width to height of every still, so that a row of them lines up
JPEG_QUALITY: Final = 84


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A frame worth showing."""

    side: str
    number: int  #: of the repetition or step on its side, from 1
    kind: str
    index: int  #: row of landmarks and signals
    time_s: float
    value_deg: float


def key_moments(scene: OverlayScene) -> tuple[Moment, ...]:
    """Return the first few valid repetitions or steps of each side whose angle was measured, in time order."""
    analysis = scene.analysis
    time_s, taken, found = analysis.landmarks.time_s, Counter[str](), []
    arc = report_of(analysis.session.movement).arc
    for number, event in numbered(analysis.session.events):
        if event.side not in scene.angled or not event.valid or taken[event.side] >= MOST_PER_SIDE:
            continue
        angle = shown_angle_deg(scene, event.side)
        index = peak_index(event, time_s, angle)
        if index is None:
            continue
        taken[event.side] += 1
        found.append(
            Moment(
                side=event.side,
                number=number,
                kind=event.kind,
                index=index,
                time_s=float(time_s[index]),
                value_deg=peak_value(event, analysis.session.movement, arc, float(angle[index])),
            )
        )
    return tuple(sorted(found, key=lambda m: (m.side, m.time_s)))


def crop_view(points_px: Array, size_px: tuple[int, int]) -> CanvasView:
    """Return the part of the frame around a leg, of fixed aspect, inside the frame and scaled to the still's height."""
    seen = points_px[np.isfinite(points_px).all(axis=1)]
    low, high = seen.min(axis=0), seen.max(axis=0)
    spare = MARGIN_FRAC * float((high - low).max())
    width, height = (high - low) + 2 * spare
    height = max(float(height), float(width) / ASPECT)
    frame_w, frame_h = size_px
    height = min(height, frame_h, frame_w / ASPECT)
    width = height * ASPECT
    middle = (low + high) / 2
    left = float(np.clip(middle[0] - width / 2, 0, frame_w - width))
    top = float(np.clip(middle[1] - height / 2, 0, frame_h - height))
    scale = HEIGHT_PX / height
    return CanvasView(left, top, (scale, scale), (round(HEIGHT_PX * ASPECT), HEIGHT_PX))


def still(scene: OverlayScene, moment: Moment, rgb: Image) -> Image:
    """Return the moment as a cropped picture with the leg and its angle drawn."""
    points = leg_points(scene.analysis, moment.side, moment.index)
    canvas = Canvas(rgb, crop_view(points, scene.analysis.clip.size_px))
    draw(canvas, scene, moment.index, sides=(moment.side,), angled=(moment.side,), said_deg=moment.value_deg)
    return canvas.image


def jpeg(rgb: Image) -> bytes:
    """Return the picture as a JPEG."""
    ok, data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not ok:
        raise VideoError("a still could not be written as JPEG; run 'dorsi doctor' to check OpenCV")
    return data.tobytes()


def collect_stills(
    scene: OverlayScene, frames: Iterable[tuple[float, Image]], stills: dict[Moment, Image]
) -> Iterator[tuple[float, Image]]:
    """Pass the frames through and put a picture into `stills` for each key moment that goes by."""
    wanted = key_moments(scene)
    for time_s, rgb in frames:
        index = frame_index(scene, time_s)
        for moment in wanted:
            if moment.index == index and moment not in stills:
                stills[moment] = still(scene, moment, rgb)
        yield time_s, rgb
