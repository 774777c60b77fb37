"""Clips of every kind, made on the spot with PyAV."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SIZE_PX = (96, 64)
TIME_BASE = Fraction(1, 90_000)


def picture(i: int, size_px: tuple[int, int] = SIZE_PX) -> np.ndarray:
    """Return a picture that tells its orientation (top-left quarter red) and its number (grey level elsewhere)."""
    width, height = size_px
    rgb = np.full((height, width, 3), 20 + 2 * i % 200, np.uint8)
    rgb[: height // 2, : width // 2] = (250, 10, 10)
    return rgb


def write_clip(
    path: Path,
    *,
    times_s: Sequence[float],
    codec: str = "libx264",
    size_px: tuple[int, int] = SIZE_PX,
    turn: tuple[float, bool] | None = None,
    pixel_aspect: Fraction | None = None,
    metadata: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Write one frame for each of `times_s`."""
    coarse = path.suffix == ".avi" or codec == "mpeg4"
    base = Fraction(1, 30) if coarse else TIME_BASE
    with av.open(str(path), "w", options=container_options or {}) as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream(codec, rate=30, options={"x265-params": "log-level=none"})
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = base
        if pixel_aspect:
            stream.sample_aspect_ratio = pixel_aspect
        if turn:
            stream.set_display_rotation(turn[0], hflip=turn[1])
        for i, time_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(picture(i, size_px), format="rgb24")
            frame.pts, frame.time_base = round(time_s / base), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def steady(n: int, rate_hz: float = 30.0) -> list[float]:
    """Return times of n frames at a constant rate."""
    return [i / rate_hz for i in range(n)]
