"""The frames of a clip, one at a time, upright and with their true times."""

import heapq
from collections.abc import Iterator
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from dorsi.errors import VideoError
from dorsi.types import Clip
from dorsi.video.source import Orientation, open_video, orientation

RgbImage = NDArray[np.uint8]

# A few damaged frames are a gap; with more than this share gone, events would be missed unseen.
_MOST_LOST_FRAC: Final = 0.10
_TURNS: Final = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class Frame(NamedTuple):
    """One picture as filmed, and when."""

    time_s: float  #: real time since the first shown frame, slow motion undone
    rgb: RgbImage  #: (height, width, 3) uint8, C-contiguous, turned upright, square pixels


def frames(clip: Clip) -> Iterator[Frame]:
    """Yield the clip's frames in order of time; only one is held at a time.

    Times come from the presentation timestamps, never from counting. A damaged frame, and a frame whose timestamp is
    missing or does not rise, is left out: its time is not known. `len` of what comes out against `clip.n_frames` tells
    how many were lost.

    Raises
    ------
    VideoError
        If more than a tenth of the frames are damaged.
    """
    n_shown = 0
    with open_video(clip.path) as (container, stream):
        tick_s = float(stream.time_base or 1) / clip.time_scale
        first_pts, turn = 0, Orientation()
        for picture in pictures(container, stream):
            pts = picture.pts or 0
            if n_shown == 0:
                # Once for all frames: reading a frame's side data makes a cycle, which would keep each frame's memory.
                first_pts, turn = pts, orientation(picture, stream)
            n_shown += 1
            yield Frame((pts - first_pts) * tick_s, upright(picture, turn))
    if n_shown < clip.n_frames * (1 - _MOST_LOST_FRAC):
        raise VideoError(
            f"{clip.path.name}: is damaged, only {n_shown} of its {clip.n_frames} frames can be decoded; "
            "copy it again from the phone or camera"
        )


def pictures(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield the undamaged decoded frames whose timestamps rise."""
    last_pts: int | None = None
    for picture in _decoded(container, stream):
        if picture.pts is None or picture.is_corrupt or (last_pts is not None and picture.pts <= last_pts):
            continue
        last_pts = picture.pts
        yield picture


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    # AVI keeps decoding times only. Frames leave the decoder in the order of showing, so the earliest time still
    # waiting is the next frame's. (FFmpeg guesses instead, and gives reordered frames times that jump back.)
    is_avi = container.format.name == "avi"
    waiting: list[int] = []
    for packet in container.demux(stream):
        if is_avi and packet.size and packet.dts is not None:
            heapq.heappush(waiting, packet.dts)
        try:
            decoded = packet.decode()
        except (av.error.InvalidDataError, av.error.ArgumentError):  # damaged, or less than its header promises
            continue  # container.decode() would stop here; packet by packet, the frames after the damage still come
        for picture in decoded:
            if is_avi:
                picture.pts = heapq.heappop(waiting) if waiting else None
            yield picture


def upright(picture: VideoFrame, turn: Orientation) -> RgbImage:
    """Return a decoded picture as it was filmed: turned, flipped and stretched as its file asks."""
    width = round(picture.width * turn.pixel_aspect)
    rgb = np.asarray(picture.to_ndarray(format="rgb24", width=width, height=picture.height), dtype=np.uint8)
    if turn.mirrored:
        rgb = np.asarray(cv2.flip(rgb, 1), dtype=np.uint8)
    if turn.rotation_deg:
        rgb = np.asarray(cv2.rotate(rgb, _TURNS[turn.rotation_deg]), dtype=np.uint8)
    # A copy in C order: for widths with row padding PyAV hands out a view, in which MediaPipe finds no person.
    return np.ascontiguousarray(rgb)
