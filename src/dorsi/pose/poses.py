"""The body points of one person, in one picture and over many."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dorsi.pose.names import NAMES
from dorsi.types import Array


class Pose(NamedTuple):
    """The body points of one person in one picture, in the order of `NAMES`."""

    xy_px: Array  #: (33, 2)
    score: Array  #: (33,) BlazePose's visibility
    world_m: Array  #: (33, 3) about the hips, x and y as in the picture, z away from the camera


def as_arrays(poses: Mapping[int, Pose], n: int) -> Pose:
    """Return one person's points over `n` pictures, (n, 33, ...), NaN where there is no pose."""
    k = len(NAMES)
    out = Pose(np.full((n, k, 2), np.nan), np.full((n, k), np.nan), np.full((n, k, 3), np.nan))
    for row, pose in poses.items():
        for whole, part in zip(out, pose, strict=True):
            whole[row] = part
    return out
