"""What a clip is, before its frames are looked at: a quick pass over the packets, no full decode."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from dorsi.errors import OptionError, VideoError
from dorsi.types import Clip
from dorsi.video.decode import MOST_LOST_FRAC, shown_stamps
from dorsi.video.sizes import look_at_sizes
from dorsi.video.source import open_video

# Codecs that give exactly one shown frame per packet; for others (packed MPEG-4, hidden VP8 frames),
# and in AVI, which has no presentation timestamps, the frames are decoded to count them.
_FRAME_PER_PACKET: Final = frozenset({"h264", "hevc", "vp9", "av1", "mjpeg", "prores"})
#: A capture rate is that of slow motion only if no ordinary mode has it (24, 25, 30, 50 and 60 frames a second): in
#: the dark a phone films fewer frames than it writes down, 15 for 30 or 30 for 60, and plays them in real time.
_HIGH_SPEED_FROM_HZ: Final = 90.0
#: No phone films faster.
_MOST_HZ: Final = 2000.0
#: And only if the file plays at least about this many times slower.
_SLOW_MOTION_FROM: Final = 1.8
_CAPTURE_RATE_KEYS: Final = ("com.android.capture.fps",)
_RECORDED_KEYS: Final = ("com.apple.quicktime.creationdate", "creation_time", "date")
#: QuickTime counts from 1904 and unset clocks read 1970: such dates mean "not known".
_FIRST_PLAUSIBLE_YEAR: Final = 1990
#: Nothing is filmed in the future, but for clocks that are a time zone off.
_CLOCK_OFF: Final = dt.timedelta(days=1)
_FEWEST_FRAMES: Final = 2
_NOT_SLOWER: Final = 0.95  # 29 typed for a clip of 29.97 is no mistake
# The header's duration and the last frame may differ by rounding or a trailing sound: more than both means "cut short".
_MISSING_S: Final = 0.5
_MISSING_FRAC: Final = 0.05

_Packet: TypeAlias = "av.Packet[VideoStream]"


def probe(path: Path | str, *, capture_fps: float | None = None) -> Clip:
    """Return what the clip at `path` is: exact frame count, size, real duration and rate.

    Frames that an MP4 edit list hides are not counted. Slow motion is undone: `capture_fps`, or else the capture rate
    in Android's metadata where it is one of slow motion, gives `time_scale`. iPhones keep slow motion in real time, so
    that nothing needs undoing there. A time in UTC is given as that of this machine's zone: the day is the local one.

    Parameters
    ----------
    path
        A local mp4, mov, avi, mkv or webm file.
    capture_fps
        True frames per second of a clip that was conformed to a lower playback rate.

    Returns
    -------
    Clip
        Times in seconds, sizes in pixels as they are shown upright, the content's SHA-256.

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
    sizes = look_at_sizes(path)
    rate_hz = playback_hz * time_scale
    return Clip(
        path=path,
        sha256=content_sha256(path),
        n_frames=len(stamps),
        size_px=sizes.size_px,
        duration_s=len(stamps) / rate_hz,
        mean_rate_hz=rate_hz,
        time_scale=time_scale,
        codec=codec,
        rotation_deg=sizes.rotation_deg,
        interlaced=sizes.interlaced,
        reshaped_s=tuple(when / time_scale for when in sizes.reshaped_s),
        recorded_at=filmed_at,
    )


def recorded_at(path: Path) -> str | None:
    """Return when a clip was filmed.

    Parameters
    ----------
    path
        A video file.

    Returns
    -------
    str or None
        ISO 8601 in this machine's time zone; None if it can't be opened, or says nothing believable.
    """
    try:
        with open_video(path) as (container, _stream):
            return _recorded_at(container)
    except VideoError:
        return None


def _stamps(path: Path, container: InputContainer, stream: VideoStream) -> list[int]:
    """Return the rising presentation timestamps of the frames to be shown, in units of the stream's time base."""
    packets = [packet for packet in container.demux(stream) if packet.size]
    _refuse_cut_short(path, container, stream, packets)
    if stream.codec.canonical_name in _FRAME_PER_PACKET and container.format.name != "avi":
        stamps = {packet.pts for packet in packets if packet.pts is not None and not packet.is_discard}
    else:
        with open_video(path) as (again, same_stream):
            stamps = shown_stamps(again, same_stream)
    if len(stamps) < _FEWEST_FRAMES:
        n = "no frame" if not stamps else "one frame only"
        raise VideoError(f"{path.name}: holds {n}; film a clip of at least 3 seconds")
    return sorted(stamps)


def _refuse_cut_short(path: Path, container: InputContainer, stream: VideoStream, packets: list[_Packet]) -> None:
    """Refuse a file whose index promises more than the file holds: its numbers would come from half a movement.

    Samples without content are promised nothing, and frames that were dropped while filming leave none: what counts is
    how far the film goes. As many frames may be missing as `frames` lets be damaged.
    """
    promised, there = _promised(path, container, stream, packets)
    if there < promised * (1 - MOST_LOST_FRAC):
        held = f"{there or 'none'} of its {promised} frames can be read"
        raise VideoError(f"{path.name}: the file is cut short: {held}; copy it again from the phone or camera")
    promised_s, there_s = _promised_s(stream), _end_s(stream, packets)
    if promised_s is not None and there_s < promised_s - max(_MISSING_S, _MISSING_FRAC * promised_s):
        raise VideoError(
            f"{path.name}: the file is cut short: {there_s:.1f} of its {promised_s:.1f} seconds can be read; "
            "copy it again from the phone or camera"
        )


def _promised(
    path: Path, container: InputContainer, stream: VideoStream, packets: Sequence[_Packet]
) -> tuple[int, int]:
    """Return how many frames the file's index promises, and how many of them lie inside the file."""
    if container.format.name.startswith("mov"):
        filled = [entry for entry in stream.index_entries if entry.size > 0]
        end = path.stat().st_size
        return len(filled), sum(entry.pos + entry.size <= end for entry in filled)
    if container.format.name == "avi":  # counts frames in its times, so that one which was dropped is a step of two
        return stream.frames, max((packet.dts + 1 for packet in packets if packet.dts is not None), default=0)
    return stream.frames, len(packets)


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
            capture_hz = float(container.metadata.get(key, ""))
        except ValueError:
            continue
        if _HIGH_SPEED_FROM_HZ <= capture_hz <= _MOST_HZ and capture_hz >= _SLOW_MOTION_FROM * playback_hz:
            return capture_hz / playback_hz
    return 1.0


def _recorded_at(container: InputContainer) -> str | None:
    """Return when the clip was filmed, ISO 8601 in local time, if the container says so believably."""
    for key in _RECORDED_KEYS:
        try:
            filmed = dt.datetime.fromisoformat(container.metadata.get(key, "").strip())
            here = filmed.astimezone()
        except (ValueError, OverflowError, OSError):  # no date, or one that no clock of this system shows
            continue
        if here.year >= _FIRST_PLAUSIBLE_YEAR and here <= dt.datetime.now(dt.UTC) + _CLOCK_OFF:
            # A time with an offset of its own is that of the place; UTC is how files write any place's time.
            return (here if filmed.utcoffset() == dt.timedelta() else filmed).isoformat()
    return None


def content_sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
