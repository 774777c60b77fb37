"""Writing H.264 that plays in any browser."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from dorsi.errors import VideoError
from dorsi.video.picture import RgbImage

_TIME_BASE: Final = Fraction(1, 90_000)
_X264_OPTIONS: Final = {
    "preset": "veryfast",
    "g": "30",  # a key frame at least every 30 frames, so that a click in a curve finds its frame at once
    "bf": "0",  # without reordered frames the first timestamp is 0 and no edit list is needed
    "threads": "2",  # x264's bytes depend on the number of threads: fixed, they are the same everywhere
}


def write_h264(path: Path, frames: Iterable[tuple[float, RgbImage]], *, size_px: tuple[int, int], crf: int = 23) -> int:
    """Write `frames` to an mp4 that any browser plays, and return how many were written.

    H.264, yuv420p, BT.709, index in front. Equal input gives equal bytes. The file appears whole or not at all.

    Parameters
    ----------
    path
        The mp4 to write.
    frames
        (time_s, rgb) pairs with rising times; rgb is (height, width, 3) uint8 and scaled to `size_px` where it differs.
    size_px
        (width, height); an odd number is rounded down, since yuv420p needs even ones.
    crf
        Quality, 0 (best) to 51.

    Returns
    -------
    int
        How many frames were written.

    Raises
    ------
    VideoError
        If there is no frame, or the file can't be written.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        size = (max(2, size_px[0] // 2 * 2), max(2, size_px[1] // 2 * 2))
        n_written = _encode(partial, frames, size_px=size, crf=crf)
        if n_written == 0:
            raise VideoError(f"{path.name}: not written, there are no frames to write")
        partial.replace(path)
    except av.FFmpegError as error:
        raise VideoError(f"{path.name}: can't be written ({error.strerror}); leave out the overlay video") from error
    finally:
        partial.unlink(missing_ok=True)
    return n_written


def _encode(path: Path, frames: Iterable[tuple[float, RgbImage]], *, size_px: tuple[int, int], crf: int) -> int:
    n_written = 0
    # bitexact: no library version in the file; faststart: the index in front, so that playing starts at once.
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=30, options={**_X264_OPTIONS, "crf": str(crf)})
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = _TIME_BASE
        _tag_bt709(stream)
        last_pts = -1
        for time_s, rgb in frames:
            picture = _picture(rgb, time_s, size_px)
            # Times nearer than a tick, as of a file that counts in microseconds, must still rise for the encoder.
            picture.pts = last_pts = max(picture.pts or 0, last_pts + 1)
            container.mux(stream.encode(picture))
            n_written += 1
        if n_written:
            container.mux(stream.encode(None))
    return n_written


def _tag_bt709(stream: VideoStream) -> None:
    # Browsers guess the colours of untagged video by its size; the tags make them what they were.
    stream.codec_context.colorspace = Colorspace.ITU709
    stream.codec_context.color_range = ColorRange.MPEG
    stream.codec_context.color_primaries = ColorPrimaries.BT709
    stream.codec_context.color_trc = ColorTrc.BT709


def _picture(rgb: RgbImage, time_s: float, size_px: tuple[int, int]) -> VideoFrame:
    picture = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24").reformat(
        width=size_px[0],
        height=size_px[1],
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )
    picture.pts = round(time_s / _TIME_BASE)
    picture.time_base = _TIME_BASE
    return picture
