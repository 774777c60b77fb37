"""The frames of a clip, one at a time, upright and with their true times."""

import heapq
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from dorsi.errors import VideoError
from dorsi.types import BoolArray, Clip
from dorsi.video.picture import Picture, RgbImage, planes_of, turned_upright
from dorsi.video.source import Orientation, open_video, orientation

#: A few damaged frames are a gap; with more than this share gone, events would be missed unseen.
MOST_LOST_FRAC: Final = 0.10
#: Pictures whose width / height differ by less are the same picture at another resolution: rounding to even sizes.
_SAME_SHAPE_FRAC: Final = 0.02
_LYING: Final = (90, 270)  #: turns after which width and height have changed places


class Frame(NamedTuple):
    """One picture as filmed, and when."""

    time_s: float  #: real time since the first shown frame, slow motion undone
    rgb: RgbImage  #: (height, width, 3) uint8, C-contiguous, turned upright, square pixels, of the clip's size


class RawFrame(NamedTuple):
    """One frame as filmed, and when; it is turned into colours only where someone asks for them."""

    time_s: float  #: as in `Frame`
    picture: Picture


def frames(
    clip: Clip,
    *,
    wanted: Callable[[float], bool] | None = None,
    small_px: Callable[[float], tuple[int, int] | None] | None = None,
) -> Iterator[Frame]:
    """Yield the clip's frames in order of time; only one is held at a time.

    Times come from the presentation timestamps, never from counting. A damaged frame, and a frame whose timestamp is
    missing or does not rise, is left out: its time is not known. `len` of what comes out against `clip.n_frames` tells
    how many were lost. Every frame has the clip's size, also where the file changes its own (`fitted`).

    Parameters
    ----------
    clip
        A probed clip.
    wanted
        Asked with each frame's time in seconds; a frame that is not wanted is decoded, since others depend on it, but
        not turned into a picture, which takes longer.
    small_px
        Given a frame's time, the size in which it is enough to have it, for drawing; None for the clip's own size.

    Yields
    ------
    Frame
        Upright rgb, with its real time in seconds.

    Raises
    ------
    VideoError
        If more than a tenth of the frames are damaged.
    """
    for time_s, picture, turn in _timed(clip):
        if wanted is None or wanted(time_s):
            enough = None if small_px is None else small_px(time_s)
            yield Frame(time_s, upright(picture, turn, enough or clip.size_px, quick=enough is not None))


def shown(
    clip: Clip, *, wanted: Callable[[float], bool] | None = None, rows: BoolArray | None = None
) -> Iterator[RawFrame]:
    """Yield the clip's frames as `frames` does, for whoever needs parts of them only.

    Parameters
    ----------
    clip, wanted
        As of `frames`.
    rows
        Which of the frames are wanted, in their order; instead of `wanted`.
    """
    for row, (time_s, frame, turn) in enumerate(_timed(clip)):
        if (wanted is None or wanted(time_s)) and (rows is None or rows[row]):
            make = partial(upright, frame, turn, clip.size_px)
            yield RawFrame(time_s, Picture(make, clip.size_px, planes_of(frame, turn, clip.size_px)))


def _timed(clip: Clip) -> Iterator[tuple[float, VideoFrame, Orientation]]:
    """Yield the decoded frames, each with its time in seconds and how it has to be turned."""
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
            yield (pts - first_pts) * tick_s, picture, turn
    if n_shown < clip.n_frames * (1 - MOST_LOST_FRAC):
        raise VideoError(
            f"{clip.path.name}: the file is damaged, only {n_shown} of its {clip.n_frames} frames can be decoded; "
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


def shown_stamps(container: InputContainer, stream: VideoStream) -> set[int]:
    """Return the timestamps of all frames that are to be shown, damaged ones included, by decoding every one.

    For codecs whose packets are not frames one for one: hidden frames, and packets that hold two.
    """
    lost: list[int] = []
    seen = {picture.pts for picture in _decoded(container, stream, lost) if picture.pts is not None}
    return seen | set(lost)


def _decoded(container: InputContainer, stream: VideoStream, lost: list[int] | None = None) -> Iterator[VideoFrame]:
    """Yield all decoded frames; the timestamps of packets that give none because of damage go to `lost`."""
    # AVI keeps decoding times only. Frames leave the decoder in the order of showing, so the earliest time still
    # waiting is the next frame's. (FFmpeg guesses instead, and gives reordered frames times that jump back.)
    is_avi = container.format.name == "avi"
    waiting: list[int] = []
    for packet in container.demux(stream):
        if is_avi and packet.size and packet.dts is not None:
            heapq.heappush(waiting, packet.dts)
        try:
            decoded = packet.decode()
        except MemoryError:
            raise
        # Damaged, less than its header promises, or of a kind that FFmpeg does not know. container.decode() would stop
        # here; packet by packet, the frames after the damage still come.
        except av.FFmpegError:
            stamp = packet.dts if is_avi else packet.pts
            if lost is not None and packet.size and stamp is not None:
                lost.append(stamp)
            continue
        for picture in decoded:
            if is_avi:
                picture.pts = heapq.heappop(waiting) if waiting else None
            yield picture


def upright(picture: VideoFrame, turn: Orientation, size_px: tuple[int, int], *, quick: bool = False) -> RgbImage:
    """Return a decoded picture as it was filmed: turned, flipped and stretched as its file asks, of the given size.

    If `quick`, it is made smaller while its colours are computed: four times as fast as afterwards, and its pixels
    differ a little from those.
    """
    stored = (max(1, round(picture.width * turn.pixel_aspect)), picture.height)
    lying = turn.rotation_deg in _LYING
    if quick and same_shape(stored[::-1] if lying else stored, size_px):
        stored = size_px[::-1] if lying else size_px
    rgb = np.asarray(
        picture.to_ndarray(format="rgb24", width=stored[0], height=stored[1], interpolation="AREA" if quick else None),
        dtype=np.uint8,
    )
    rgb = turned_upright(rgb, turn)
    # A copy in C order: for widths with row padding PyAV hands out a view, in which MediaPipe finds no one.
    return np.ascontiguousarray(fitted(rgb, size_px))


def fitted(rgb: RgbImage, size_px: tuple[int, int]) -> RgbImage:
    """Return a picture in the given size: scaled where its shape is the same, else whole on black, never squeezed."""
    height, width = rgb.shape[:2]
    if (width, height) == size_px:
        return rgb
    if same_shape((width, height), size_px):
        inner = size_px
    else:
        scale = min(size_px[0] / width, size_px[1] / height)
        inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrinks = inner[0] < width
    scaled = cv2.resize(rgb, inner, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    left, top = (size_px[0] - inner[0]) // 2, (size_px[1] - inner[1]) // 2
    out = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    out[top : top + inner[1], left : left + inner[0]] = scaled
    return out


def same_shape(one_px: tuple[int, int], other_px: tuple[int, int]) -> bool:
    """Return whether two sizes, (width, height), are those of one picture at two resolutions."""
    return abs(one_px[0] * other_px[1] / (one_px[1] * other_px[0]) - 1) < _SAME_SHAPE_FRAC
