"""Opening a clip with FFmpeg's libraries, and saying in plain words why that failed."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
import cv2
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from dorsi.errors import VideoError
from dorsi.names import problem_with_name, shown

KINDS: Final = "mp4, mov, avi, mkv or webm"
# Only local files in these containers: a playlist named .mp4 could otherwise make FFmpeg open a network address.
_OPEN_OPTIONS: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,avi,matroska,webm,mpegts",
}
#: What a video track may be instead of a film: covers, thumbnails and layers that add to another track.
_NO_FILM: Final = (
    Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image | Disposition.dependent
)
#: A track with fewer frames than this share of the longest one's is a preview, whatever its header says.
_FILM_FRAC: Final = 0.5
#: Pixels of real cameras and discs are 0.9 to 2 times as wide as high; a header that says otherwise is wrong.
_PIXEL_ASPECTS: Final = (Fraction(1, 3), Fraction(3))
_LONGEST_SHOWN: Final = 80  #: letters of a name that is too long
_CONTAINER_MARKS: Final = {4: (b"ftyp", b"moov", b"mdat", b"wide", b"free"), 0: (b"RIFF", b"\x1a\x45\xdf\xa3")}


@dataclass(frozen=True)
class Orientation:
    """How stored frames turn into the picture that a player shows."""

    rotation_deg: int = 0  #: clockwise turn: 0, 90, 180 or 270
    mirrored: bool = False  #: flipped left to right before the turn
    pixel_aspect: Fraction = Fraction(1)  #: width / height of a stored pixel

    def shown_size_px(self, stored_px: tuple[int, int]) -> tuple[int, int]:
        """Return (width, height) of the picture with square pixels, after the turn."""
        width, height = round(stored_px[0] * self.pixel_aspect), stored_px[1]
        return (height, width) if self.rotation_deg in {90, 270} else (width, height)


def orientation(frame: VideoFrame, stream: VideoStream) -> Orientation:
    """Return how `frame` has to be turned, flipped and stretched to be seen as filmed."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if not _PIXEL_ASPECTS[0] <= aspect <= _PIXEL_ASPECTS[1]:
        aspect = Fraction(1)
    side_data = cast("Mapping[str, Buffer]", frame.side_data)
    try:
        matrix = np.frombuffer(memoryview(side_data["DISPLAYMATRIX"]), np.int32).reshape(3, 3)
    except KeyError:
        return Orientation(pixel_aspect=aspect)
    (a, b), (c, d) = matrix[0, :2].astype(float), matrix[1, :2].astype(float)
    mirrored = a * d - b * c < 0
    turn = np.degrees(np.arctan2(-b, -a) if mirrored else np.arctan2(b, a))
    return Orientation(int(round(turn / 90) * 90) % 360, bool(mirrored), aspect)


@contextmanager
def open_video(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open `path` and yield its container and the stream of its film, ready to decode on all cores.

    This is the border of the libraries: what they raise while a clip is open becomes one line that names the file.

    Raises
    ------
    VideoError
        For anything that is not a readable file with a film in it, and for whatever FFmpeg or OpenCV raise meanwhile.
    """
    _refuse_non_files(path)
    try:
        container = av.open(str(path), mode="r", options=_OPEN_OPTIONS, metadata_errors="replace")
    except av.FFmpegError as error:
        raise VideoError(_why_not_opened(path, error)) from error
    try:
        with container:
            stream = _film(path, container)
            stream.thread_type = "AUTO"
            yield container, stream
    except (av.FFmpegError, cv2.error, MemoryError) as error:
        raise VideoError(_why_not_decoded(path, error)) from error


def _film(path: Path, container: InputContainer) -> VideoStream:
    """Return the stream that holds the film: no cover, of several the default one, the longest, the largest."""
    if not container.streams.video:
        raise VideoError(_why_no_video(path, container))
    films = [stream for stream in container.streams.video if not stream.disposition & _NO_FILM]
    if not films:
        raise VideoError(f"{path.name}: holds a picture but no film; give the video itself")
    known = [stream for stream in films if _is_known(stream)]
    if not known:
        raise VideoError(f"{path.name}: its video format is not known; save it as H.264 (mp4) and try again")
    if len(known) == 1:
        return known[0]
    counts = _packet_counts(path)

    def rank(stream: VideoStream) -> tuple[bool, bool, int, int]:
        count = counts.get(stream.index, 0)
        is_long = count >= _FILM_FRAC * max(counts.get(one.index, 0) for one in known)
        return is_long, bool(stream.disposition & Disposition.default), count, stream.width * stream.height

    return max(known, key=rank)


def _is_known(stream: VideoStream) -> bool:
    return stream.codec_context is not None  # PyAV's types leave out that an unknown codec has none


def _packet_counts(path: Path) -> dict[int, int]:
    """Return how many packets each video stream of a file holds, by its index; headers do not always tell."""
    counts: dict[int, int] = {}
    with av.open(str(path), mode="r", options=_OPEN_OPTIONS, metadata_errors="replace") as container:
        for packet in container.demux(*container.streams.video):
            if packet.size:
                counts[packet.stream_index] = counts.get(packet.stream_index, 0) + 1
    return counts


def _refuse_non_files(path: Path) -> None:
    odd = problem_with_name(path)
    if odd is not None:
        raise VideoError(f"{shown(path)}: {odd}")
    try:
        _refuse_others(path)
    except OSError as error:  # a name that is too long for any folder, links that lead in a circle
        raise VideoError(f"{path.name[:_LONGEST_SHOWN]}: can't be opened ({error.strerror}); check its name") from error


def _refuse_others(path: Path) -> None:
    if path.is_dir():
        raise VideoError(f"{path.name or path}: is a folder; give the video file itself ({KINDS})")
    if not path.exists():
        raise VideoError(f"{path.name}: no such file in {path.parent.absolute()}; check name and folder")
    if not path.is_file():
        raise VideoError(f"{path.name}: is not a regular file; give a video file ({KINDS})")
    if path.stat().st_size == 0:
        raise VideoError(f"{path.name}: the file is empty (0 bytes); copy it again from the phone or camera")


def _why_not_opened(path: Path, error: av.FFmpegError) -> str:
    if isinstance(error, PermissionError):
        return f"{path.name}: may not be read; check the file's permissions"
    with path.open("rb") as file:
        head = file.read(16)
    if any(head[at:].startswith(marks) for at, marks in _CONTAINER_MARKS.items()):
        return f"{path.name}: the file is cut short or damaged, its index is missing; copy it again from the phone"
    return f"{path.name}: is not a video file that dorsi can read; give {KINDS}"


def _why_not_decoded(path: Path, error: Exception) -> str:
    if isinstance(error, MemoryError):
        return f"{path.name}: takes more memory than there is; film in 1080p, or cut the clip shorter"
    if isinstance(error, OSError) and error.errno in {errno.EIO, errno.ENXIO, errno.ESTALE}:
        return f"{path.name}: can't be read from its disk; copy it again from the phone or camera"
    return f"{path.name}: the file is damaged and can't be decoded; copy it again, or save it as H.264 (mp4)"


def _why_no_video(path: Path, container: InputContainer) -> str:
    if container.streams.audio:
        return f"{path.name}: holds no video, only sound; give a clip with a picture"
    return f"{path.name}: holds no video, it may be cut short; copy it again from the phone or camera"
