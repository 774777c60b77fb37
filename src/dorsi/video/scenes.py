"""Where the pictures of a clip show another scene from one frame to the next.

Pictures are compared as thumbnails without their brightness and contrast, at the shift that fits best: so neither a
changed exposure nor a bumped camera looks like another scene.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.types import Array, Clip
from dorsi.video.decode import shown
from dorsi.video.picture import Picture

Thumbnail = NDArray[np.float32]

LONG_SIDE_PX: Final = 72
SHORT_SIDE_MIN_PX: Final = 12
SMOOTH_PX: Final = 1.0
SHIFT_FRAC: Final = 0.2  #: of the picture, in any direction
ALIKE_MIN: Final = 0.8  #: correlation; neighbouring frames of one scene have 0.9 and more, other scenes 0.3 to 0.7
CHANGE_TIMES: Final = 3.0  #: and the change is this many times that of any frame around: a panned camera never stops
AROUND_FRAMES: Final = 4


def thumbnail(picture: Picture) -> Thumbnail:
    """Return a frame as a small smooth grey picture."""
    shrink = LONG_SIDE_PX / max(picture.size_px)
    width, height = (max(SHORT_SIDE_MIN_PX, round(side * shrink)) for side in picture.size_px)
    small = picture.grey((width, height))
    return np.asarray(cv2.GaussianBlur(small.astype(np.float32), (0, 0), SMOOTH_PX), dtype=np.float32)


def find_cuts_s(thumbnails: Sequence[Thumbnail], time_s: Sequence[float] | Array) -> tuple[float, ...]:
    """Return the times of the frames with which a new scene begins.

    A scene that lasts less than five frames is a flash, not a scene.
    """
    change = np.array([1 - likeness(one, two) for one, two in pairwise(thumbnails)])
    cuts = []
    for k in np.flatnonzero(change > 1 - ALIKE_MIN).tolist():
        around = np.r_[change[max(0, k - AROUND_FRAMES) : k], change[k + 1 : k + 1 + AROUND_FRAMES]]
        later = thumbnails[min(k + AROUND_FRAMES, len(thumbnails) - 1)]
        lone = len(around) > 0 and change[k] >= CHANGE_TIMES * around.max()
        if lone and likeness(thumbnails[k], later) < ALIKE_MIN:
            cuts.append(float(time_s[k + 1]))
    return tuple(cuts)


def likeness(one: Thumbnail, two: Thumbnail) -> float:
    """Return how alike two pictures are where they overlap best, 1 for the same picture."""
    height, width = one.shape
    y, x = round(SHIFT_FRAC * height), round(SHIFT_FRAC * width)
    middle = slice(y, height - y), slice(x, width - x)
    return max(
        float(cv2.matchTemplate(whole, part[middle], cv2.TM_CCOEFF_NORMED).max())
        for whole, part in ((one, two), (two, one))
    )


def clip_cuts_s(clip: Clip) -> tuple[float, ...]:
    """Return the times at which a new scene begins in a clip, decoding it for that alone."""
    seen = [(thumbnail(frame.picture), frame.time_s) for frame in shown(clip)]
    return find_cuts_s([small for small, _ in seen], [when for _, when in seen])
