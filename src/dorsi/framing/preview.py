"""The pictures of a preview: one still, or a few from the first seconds of a clip."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from dorsi import video
from dorsi.errors import VideoError
from dorsi.types import Array
from dorsi.video.picture import RgbImage
from dorsi.video.source import KINDS

PREVIEW_S: Final = 2.0  #: seconds of a clip that are read
PICTURES_HZ: Final = 4.0
LONG_SIDE_PX: Final = 1920  #: phones film in this size; a photo has more pixels than the clip will have
STILL_MAX_PX: Final = 64_000_000  #: the largest photos of phones have 50 million pixels
STILL_KINDS: Final = ("JPEG", "PNG", "WEBP")
_HEIC_MARKS: Final = frozenset({b"ftypheic", b"ftypheix", b"ftypheim", b"ftypmif1", b"ftypmsf1", b"ftypavif"})
_MARKS: Final = {0: (b"\xff\xd8\xff", b"\x89PNG"), 8: (b"WEBP",)}


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The camera's view before filming."""

    time_s: Array  #: (T,) of the pictures
    pictures: tuple[RgbImage, ...]  #: upright, all of one size
    rate_hz: float | None  #: frames per second of the clip; None for a still

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        height, width = self.pictures[0].shape[:2]
        return width, height


def read_preview(path: Path) -> Preview:
    """Return the pictures of a still, or of the first two seconds of a clip.

    Raises
    ------
    VideoError
        If the file is neither a picture (JPEG, PNG, WebP) nor a video, is damaged, or is too large to be a photo.
    """
    head = _head(path)
    if head[4:12] in _HEIC_MARKS:
        raise VideoError(
            f"{path.name}: is a HEIC photo, which dorsi cannot read; give a JPEG (camera settings, Formats, Most "
            "Compatible) or a short clip"
        )
    if any(head[at:].startswith(marks) for at, marks in _MARKS.items()):
        return Preview(time_s=np.zeros(1), pictures=(_still(path),), rate_hz=None)
    clip = video.probe(path)
    kept: list[video.Frame] = []
    for frame in video.frames(clip):
        if frame.time_s > PREVIEW_S:
            break
        if frame.time_s >= len(kept) / PICTURES_HZ:
            kept.append(video.Frame(frame.time_s, _no_larger(frame.rgb)))
    return Preview(
        time_s=np.array([frame.time_s for frame in kept]),
        pictures=tuple(frame.rgb for frame in kept),
        rate_hz=clip.mean_rate_hz,
    )


def _head(path: Path) -> bytes:
    """Return the bytes that identify a file type; empty without a file, which the video reader reports."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(12)


def _no_larger(rgb: RgbImage) -> RgbImage:
    """Return a frame at reduced size: eight 4K frames would fill 200 MB."""
    shrink = LONG_SIDE_PX / max(rgb.shape[:2])
    if shrink >= 1:
        return rgb
    return np.asarray(cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _still(path: Path) -> RgbImage:
    """Return a photo upright, no larger than a phone's video."""
    try:
        with Image.open(path, formats=STILL_KINDS) as image:
            width, height = image.size
            if width * height > STILL_MAX_PX:
                raise VideoError(
                    f"{path.name}: has {width} x {height} pixels, the limit is {STILL_MAX_PX // 1_000_000} million; "
                    "give the original photo"
                )
            image.draft("RGB", (LONG_SIDE_PX, LONG_SIDE_PX))  # decode a JPEG no larger than needed
            shown = ImageOps.exif_transpose(image).convert("RGB")
            shown.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
            return np.ascontiguousarray(shown, dtype=np.uint8)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise VideoError(f"{path.name}: has too many pixels; give the original photo") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:  # Pillow raises SyntaxError for a broken PNG
        raise VideoError(
            f"{path.name}: damaged, or not a picture; give {', '.join(STILL_KINDS)}, or a clip ({KINDS})"
        ) from error
