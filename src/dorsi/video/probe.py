"""What a clip is, before its frames are looked at: a quick pass over the packets, no full decode."""

import datetime as dt
import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from dorsi.errors import OptionError, VideoError
from dorsi.types import Clip
from dorsi.video.decode import pictures
from dorsi.video.source import Orientation, open_video, orientation

# Codecs that give exactly one shown frame per packet; for others (packed MPEG-4, hidden VP8 frames),
# and in AVI, which has no presentation timestamps, the frames are decoded to count them.
_FRAME_PER_PACKET: Final = frozenset({"h264", "hevc", "vp9", "av1", "mjpeg", "prores"})
# A phone that films 24 frames a second in the dark still writes "capture 30": only a factor of about 2 is slow motion.
_SLOW_MOTION_FROM: Final = 1.8
_CAPTURE_RATE_KEYS: Final = ("com.android.capture.fps",)
_RECORDED_KEYS: Final = ("com.apple.quicktime.creationdate", "creation_time", "date")
# QuickTime counts from 1904 and unset clocks read 1970: such dates mean "not known".
_FIRST_PLAUSIBLE_YEAR: Final = 1990
_FEWEST_FRAMES: Final = 2
_NOT_SLOWER: Final = 0.95  # 29 typed for a clip of 29.97 is no mistake
# The header's duration and the last frame may differ by rounding or a trailing sound: more than both means "cut short".
_MISSING_S: Final = 0.5
_MISSING_FRAC: Final = 0.05

_Packet: TypeAlias = "av.Packet[VideoStream]"


def probe(path: Path, *, capture_fps: float | None = None) -> Clip:
    """Return what the clip at `path` is: exact frame count, size, real duration and rate.

    Frames that an MP4 edit list hides are not counted. Slow motion is undone: `capture_fps`, or else the capture rate
    in Android's metadata where it is about twice the playback rate or more, gives `time_scale`. iPhones keep slow
    motion in real time, so that nothing needs undoing there.

    Parameters
    ----------
    path
        A local mp4, mov, avi, mkv or webm file.
    capture_fps
        True frames per second of a clip that was conformed to a lower playback rate.

    Raises
    ------
    VideoError
        If the file is missing, not a video, cut short, or holds fewer than two frames.
    OptionError
        If `capture_fps` is below the rate at which the file plays.
    """
    path = Path(path)
    with open_video(path) as (container, stream):
        stamps = _stamps(path, container, stream)
        playback_hz = float((len(stamps) - 1) / ((stamps[-1] - stamps[0]) * (stream.time_base or Fraction(1))))
        time_scale = _time_scale(container, playback_hz, capture_fps)
        filmed_at = _recorded_at(container)
        codec = stream.codec.canonical_name
    frame, turn = _first_frame(path)
    rate_hz = playback_hz * time_scale
    return Clip(
        path=path,
        sha256=_sha256(path),
        n_frames=len(stamps),
        size_px=turn.shown_size_px((frame.width, frame.height)),
        duration_s=len(stamps) / rate_hz,
        mean_rate_hz=rate_hz,
        time_scale=time_scale,
        codec=codec,
        rotation_deg=turn.rotation_deg,
        recorded_at=filmed_at,
    )


def recorded_at(path: Path) -> str | None:
    """Return when a clip was filmed, ISO 8601, if it can be opened and says so believably."""
    try:
        with open_video(path) as (container, _stream):
            return _recorded_at(container)
    except VideoError:
        return None


def _stamps(path: Path, container: InputContainer, stream: VideoStream) -> list[int]:
    """Return the rising presentation timestamps of the frames that decode, in units of the stream's time base."""
    packets = [packet for packet in container.demux(stream) if packet.size]
    _refuse_cut_short(path, container, stream, packets)
    if stream.codec.canonical_name in _FRAME_PER_PACKET and container.format.name != "avi":
        stamps = {packet.pts for packet in packets if packet.pts is not None and not packet.is_discard}
    else:
        with open_video(path) as (again, same_stream):
            stamps = {picture.pts for picture in pictures(again, same_stream) if picture.pts is not None}
    if len(stamps) < _FEWEST_FRAMES:
        n = "no frame" if not stamps else "one frame only"
        raise VideoError(f"{path.name}: holds {n}; film a clip of at least 3 seconds")
    return sorted(stamps)


def _refuse_cut_short(path: Path, container: InputContainer, stream: VideoStream, packets: list[_Packet]) -> None:
    """Refuse a file whose index promises more than the file holds: its numbers would come from half a movement."""
    promised = stream.frames
    if container.format.name.startswith("mov"):
        promised = len(stream.index_entries)
    if promised > len(packets):
        there = f"{len(packets)} of its {promised} frames are there"
        raise VideoError(f"{path.name}: is cut short, {there}; copy it again from the phone or camera")
    promised_s, there_s = _promised_s(stream), _end_s(stream, packets)
    if promised_s is not None and there_s < promised_s - max(_MISSING_S, _MISSING_FRAC * promised_s):
        raise VideoError(
            f"{path.name}: is cut short, {there_s:.1f} of its {promised_s:.1f} seconds are there; "
            "copy it again from the phone or camera"
        )


def _promised_s(stream: VideoStream) -> float | None:
    """Return the duration that a Matroska or WebM header gives for the video, in seconds."""
    try:
        hours, minutes, seconds = stream.metadata["DURATION"].split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except (KeyError, ValueError):
        return None


def _end_s(stream: VideoStream, packets: list[_Packet]) -> float:
    ends = [packet.pts + (packet.duration or 0) for packet in packets if packet.pts is not None]
    return float(max(ends, default=0) * (stream.time_base or Fraction(1)))


def _first_frame(path: Path) -> tuple[VideoFrame, Orientation]:
    with open_video(path) as (container, stream):
        for picture in pictures(container, stream):
            return picture, orientation(picture, stream)
    raise VideoError(f"{path.name}: none of its frames can be decoded; copy it again from the phone or camera")


def _time_scale(container: InputContainer, playback_hz: float, capture_fps: float | None) -> float:
    """Return capture rate / playback rate; 1 unless the clip is slow motion."""
    if capture_fps is not None:
        if capture_fps < playback_hz * _NOT_SLOWER:
            raise OptionError(
                f"--capture-fps: {capture_fps:g} given, but the file plays {playback_hz:.4g} frames per second; "
                "give the rate at which the camera filmed, or leave the option out"
            )
        return capture_fps / playback_hz
    for key in _CAPTURE_RATE_KEYS:
        try:
            factor = float(container.metadata.get(key, "")) / playback_hz
        except ValueError:
            continue
        if factor >= _SLOW_MOTION_FROM:
            return factor
    return 1.0


def _recorded_at(container: InputContainer) -> str | None:
    """Return when the clip was filmed, ISO 8601, if the container says so believably."""
    for key in _RECORDED_KEYS:
        try:
            filmed = dt.datetime.fromisoformat(container.metadata.get(key, ""))
        except ValueError:
            continue
        if filmed.year >= _FIRST_PLAUSIBLE_YEAR:
            return filmed.isoformat()
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
