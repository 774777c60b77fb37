"""Which size the pictures of a clip have, and where they change their shape: a look at its key frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from dorsi.errors import VideoError
from dorsi.video.decode import pictures, same_shape
from dorsi.video.source import Orientation, open_video, orientation

#: A film of key frames only has one size; looking at this many of its pictures is enough.
_MOST_LOOKS: Final = 120


class _FrameSize(NamedTuple):
    """One picture: when it is shown, its upright size, whether it is two half pictures."""

    time_s: float
    size_px: tuple[int, int]
    interlaced: bool


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The size that a clip's frames are brought to, and where the file's own shape changes."""

    size_px: tuple[int, int]  #: (width, height), upright, of the shape and size that last longest
    reshaped_s: tuple[float, ...]  #: times, as played, from which on the picture has another shape
    rotation_deg: int
    interlaced: bool


def look_at_sizes(path: Path) -> Sizes:
    """Return the sizes of a clip's pictures; a picture changes its size only with a key frame.

    Browsers and video calls change the resolution while they film, and the shape where the phone is turned.

    Raises
    ------
    VideoError
        If no frame can be decoded.
    """
    turns: list[Orientation] = []
    looks = list(_looks(path, turns, keys_only=True)) or list(_looks(path, turns, keys_only=False))
    if not looks:
        raise VideoError(f"{path.name}: none of its frames can be decoded; copy it again from the phone or camera")
    changed = [later for one, later in pairwise(looks) if not same_shape(one.size_px, later.size_px)]
    return Sizes(
        size_px=_lasting(looks),
        reshaped_s=tuple(look.time_s - looks[0].time_s for look in changed),
        rotation_deg=turns[0].rotation_deg,
        interlaced=2 * sum(look.interlaced for look in looks) > len(looks),
    )


def _looks(path: Path, turns: list[Orientation], *, keys_only: bool) -> Iterator[_FrameSize]:
    """Yield time and upright size of pictures, and note how they are turned."""
    with open_video(path) as (container, stream):
        if keys_only:
            stream.codec_context.skip_frame = "NONKEY"
        tick_s = float(stream.time_base or 1)
        for count, picture in enumerate(pictures(container, stream), start=1):
            if not turns:
                turns.append(orientation(picture, stream))
            size = turns[0].shown_size_px((picture.width, picture.height))
            yield _FrameSize((picture.pts or 0) * tick_s, size, picture.interlaced_frame)
            if count >= (_MOST_LOOKS if keys_only else 1):
                return


def _lasting(looks: list[_FrameSize]) -> tuple[int, int]:
    """Return the size that lasts longest; the last look's lasts as long as those before on average."""
    starts = [look.time_s for look in looks]
    usual_s = (starts[-1] - starts[0]) / (len(starts) - 1) if len(starts) > 1 else 1.0
    ends = [*starts[1:], starts[-1] + usual_s]
    lasts: dict[tuple[int, int], float] = {}
    for look, end in zip(looks, ends, strict=True):
        lasts[look.size_px] = lasts.get(look.size_px, 0.0) + end - look.time_s
    shape_of = {size: next(one for one in lasts if same_shape(one, size)) for size in lasts}
    by_shape: dict[tuple[int, int], float] = {}
    for size, shape in shape_of.items():
        by_shape[shape] = by_shape.get(shape, 0.0) + lasts[size]
    shape = max(by_shape, key=lambda one: by_shape[one])
    return max((size for size in lasts if shape_of[size] == shape), key=lambda one: lasts[one])
