"""Files that nobody films: each pretends to be a clip."""

import io
import struct
import zipfile
from fractions import Fraction

import av
import numpy as np

WIDE_PX = 100_000


def zip_bomb(megabytes=200):
    """Return a small archive that unpacks to much, under the name of a clip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("clip.mp4", "w") as inner:
        for _ in range(megabytes):
            inner.write(bytes(1_000_000))
    return packed.getvalue()


def _avi(codec, pix_fmt, size_px=(320, 64), frames=5):
    packed = io.BytesIO()
    with av.open(packed, "w", format="avi") as container:
        stream = container.add_stream(codec, rate=Fraction(30))
        stream.width, stream.height, stream.pix_fmt = *size_px, pix_fmt
        for number in range(frames):
            picture = np.full((size_px[1], size_px[0], 3), number * 20, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pix_fmt)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return packed.getvalue()


def wide_header(width_px=WIDE_PX):
    """Return an AVI of raw pictures whose header says that each is 100,000 pixels wide."""
    return _avi("rawvideo", "yuv420p").replace(struct.pack("<ii", 320, 64), struct.pack("<ii", width_px, 64))


def long_pictures():
    """Return an AVI of pictures that decode, wider than any phone films."""
    return _avi("rawvideo", "yuv420p", (5_000, 64))


def huge_pictures(side_px=65_500):
    """Return an AVI of JPEG pictures that unpack to four thousand million pixels each."""
    clip = _avi("mjpeg", "yuvj420p")
    start = b"\xff\xc0\x00\x11\x08"
    assert start + struct.pack(">HH", 64, 320) in clip
    return clip.replace(start + struct.pack(">HH", 64, 320), start + struct.pack(">HH", side_px, side_px))


def padded(clip, size_bytes):
    """Return an MP4 with so much free space behind it, as some cameras leave."""
    free = size_bytes - len(clip)
    return clip + struct.pack(">I4s", free, b"free") + bytes(free - 8)
