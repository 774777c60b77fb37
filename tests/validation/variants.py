"""One film in many files: the same pictures mirrored, turned by metadata, halved, with frames missing, slowed down."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

TIME_BASE = Fraction(1, 90_000)
FIRST_REP_S = 2.5  #: the first repetition of the sample lunge
Planes = list[np.ndarray]  #: brightness, then the two colours at half the size


def film(clip: Path, *, until_s: float = FIRST_REP_S) -> list[tuple[float, Planes]]:
    """Return the first seconds of a clip as times and planes, as they are stored."""
    out = []
    with av.open(str(clip)) as container:
        for picture in container.decode(video=0):
            if picture.time > until_s:
                break
            out.append((picture.time, planes(picture)))
    return out


def planes(picture: av.VideoFrame) -> Planes:
    stacked = picture.to_ndarray(format="yuv420p")
    width, height = picture.width, picture.height
    colours = stacked[height:].reshape(2, height // 2, width // 2)
    return [stacked[:height], colours[0], colours[1]]


def write(path: Path, pictures: list[tuple[float, Planes]], *, turn_deg: float | None = None, shrink: int = 1) -> Path:
    """Write pictures without loss, so that all files hold the same ones."""
    height, width = (side // shrink for side in pictures[0][1][0].shape)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TIME_BASE
        if turn_deg is not None:
            stream.set_display_rotation(turn_deg)
        for time_s, parts in pictures:
            stacked = np.concatenate([part.reshape(-1, parts[0].shape[1]) for part in parts])
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(stacked), format="yuv420p")
            if shrink > 1:
                frame = frame.reformat(width=width, height=height, interpolation="AREA")
            frame.pts, frame.time_base = round(time_s / TIME_BASE), TIME_BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def each(
    pictures: list[tuple[float, Planes]], change: Callable[[np.ndarray], np.ndarray]
) -> list[tuple[float, Planes]]:
    """Return the pictures with every plane changed."""
    return [(time_s, [np.ascontiguousarray(change(part)) for part in parts]) for time_s, parts in pictures]


def mirrored(pictures: list[tuple[float, Planes]]) -> list[tuple[float, Planes]]:
    return each(pictures, np.fliplr)


def turned(pictures: list[tuple[float, Planes]], quarters: int) -> list[tuple[float, Planes]]:
    """Return the pictures turned anticlockwise by quarters, as a phone held askew stores them."""
    return each(pictures, lambda part: np.rot90(part, quarters))


def thinned(pictures: list[tuple[float, Planes]]) -> list[tuple[float, Planes]]:
    """Return the pictures without an irregular fifth of them; those that stay keep their times."""
    kept = np.random.default_rng(3).random(len(pictures)) > 0.2
    kept[[0, -1]] = True
    return [picture for picture, keep in zip(pictures, kept, strict=True) if keep]


def slowed(pictures: list[tuple[float, Planes]], factor: float) -> list[tuple[float, Planes]]:
    return [(time_s * factor, parts) for time_s, parts in pictures]
