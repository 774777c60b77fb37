"""Video files as no camera writes them: codecs and containers that PyAV has, damaged, cut, and with lying headers.

Each file follows from a seed alone.
"""

import struct
from fractions import Fraction

import av
import numpy as np

from dorsi.framing.preview import read_preview
from dorsi.video import frames, probe, recorded_at, stills
from dorsi.video.scenes import clip_cuts_s

SUFFIX_OF = {
    "mp4": "mp4", "mov": "mov", "3gp": "3gp", "matroska": "mkv", "webm": "webm", "avi": "avi", "mpegts": "mts",
}  # fmt: skip
CODECS = ("libx264", "libx265", "mpeg4", "mjpeg", "libvpx", "libvpx-vp9", "libaom-av1", "prores", "rawvideo", "ffv1")
SIZE_PX = (96, 64)
COUNT = 24
TICKS = 1000  #: of each frame
TIME_BASE = Fraction(1, 30 * TICKS)
HOSTILE_STAMPS = {
    "no times": lambda i: 0 * i,
    "backwards": lambda i: (COUNT - i) * TICKS,
    "negative": lambda i: (i - COUNT) * TICKS,
    "huge": lambda i: 2**40 + i * TICKS,
    "leap": lambda i: i * TICKS + (2**33 if i > COUNT // 2 else 0),
    "crowded": lambda i: i,
    "sparse": lambda i: i * 30 * TICKS * 3600,
    "twice": lambda i: i // 2 * TICKS,
    "shuffled": lambda i: (i * 7 % COUNT) * TICKS,
}


def write(path, *, container, codec, size_px=SIZE_PX, count=COUNT, stamp=None):
    """Write a small clip, and return whether PyAV can."""
    try:
        with av.open(str(path), "w", format=container) as out:
            stream = out.add_stream(codec, rate=30, options={"x265-params": "log-level=none", "strict": "unofficial"})
            stream.width, stream.height = size_px
            names = [one.name for one in stream.codec.video_formats or ()]
            stream.pix_fmt = "yuv420p" if not names or "yuv420p" in names else names[0]
            stream.time_base = stream.codec_context.time_base = TIME_BASE
            for i in range(count):
                picture = np.full((size_px[1], size_px[0], 3), 40, np.uint8)
                picture[: 1 + i * size_px[1] // max(count, 1)] = 200
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=stream.pix_fmt)
                frame.pts, frame.time_base = i * TICKS, TIME_BASE
                _mux(out, stream.encode(frame), stamp)
            _mux(out, stream.encode(None), stamp)
    except (av.FFmpegError, ValueError, TypeError, OverflowError, IndexError, RuntimeError):
        path.unlink(missing_ok=True)
        return False
    return path.is_file() and path.stat().st_size > 0


def _mux(out, packets, stamp):
    for packet in packets:
        if stamp is not None:
            shown = stamp(round((packet.pts or 0) * packet.time_base * 30))
            packet.pts, packet.dts, packet.time_base = shown, shown, TIME_BASE
        out.mux(packet)


def look(path):
    """Do with a file what dorsi does before any network: all of it, and check what comes out."""
    recorded_at(path)
    clip = probe(path)
    assert 0 < clip.duration_s < float("inf"), clip
    assert 0 < clip.mean_rate_hz < float("inf"), clip
    assert min(clip.size_px) >= 1, clip
    last = -1.0
    for frame in frames(clip):
        assert frame.time_s > last, (frame.time_s, last)
        assert frame.rgb.shape == (clip.size_px[1], clip.size_px[0], 3)
        last = frame.time_s
    for still in stills(clip, most=5):
        assert still.rgb.shape == (clip.size_px[1], clip.size_px[0], 3)
    clip_cuts_s(clip)
    read_preview(path)


def mutant(data, rng):
    """Return a damaged copy of a file: one to three faults, each of a kind that the generator chooses."""
    out = bytearray(data)
    for _ in range(int(rng.integers(1, 4))):
        out = FAULTS[int(rng.integers(len(FAULTS)))](out, rng) or bytearray(b"\0")
    return bytes(out)


def _flip(data, rng):
    for at in rng.integers(0, len(data), int(rng.integers(1, 40))):
        data[at] ^= 1 << int(rng.integers(8))
    return data


def _flip_head(data, rng):
    for at in rng.integers(0, min(len(data), 400), int(rng.integers(1, 8))):
        data[at] = int(rng.integers(256))
    return data


def _cut(data, rng):
    return data[: int(rng.integers(1, len(data) + 1))]


def _remove(data, rng):
    start = int(rng.integers(len(data)))
    return data[:start] + data[start + int(rng.integers(1, 3000)) :]


def _double(data, rng):
    start = int(rng.integers(len(data)))
    part = data[start : start + int(rng.integers(1, 3000))]
    return data[:start] + part + data[start:]


def _zeros(data, rng):
    start = int(rng.integers(len(data)))
    end = min(len(data), start + int(rng.integers(1, 2000)))
    data[start:end] = bytes(end - start)
    return data


def _lie(data, rng):
    """Put an extreme number over four or eight bytes, in either order; headers are where most of them count."""
    size = (4, 8)[int(rng.integers(2))]
    at = int(rng.integers(max(1, min(len(data), 4000) - size)))
    value = (0, 1, 2**31 - 1, 2**31, 2**32 - 1)[int(rng.integers(5))]
    data[at : at + size] = struct.pack((">I", "<I")[int(rng.integers(2))], value) * (size // 4)
    return data


def _lie_in_a_box(data, rng):
    """Put an extreme number right behind the name of a box of an MP4 file."""
    names = (b"tkhd", b"mvhd", b"mdhd", b"stsz", b"stts", b"stsc", b"stco", b"ctts", b"elst", b"stsd", b"avcC", b"pasp",
             b"avih", b"strh", b"idx1", b"moov", b"mdat", b"trak")  # fmt: skip
    places = [at for name in names if (at := bytes(data).find(name)) >= 0]
    if not places:
        return _lie(data, rng)
    at = places[int(rng.integers(len(places)))] + int(rng.integers(-4, 60))
    value = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x10000)[int(rng.integers(6))]
    data[max(0, at) : max(0, at) + 4] = struct.pack(">I", value)
    return data


FAULTS = (_flip, _flip_head, _cut, _remove, _double, _zeros, _lie, _lie_in_a_box, _lie_in_a_box)
