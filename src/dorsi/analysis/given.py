"""Landmarks as they are given, checked once: what can't be a person's point is missing, and missing is NaN."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi.errors import DataError
from dorsi.types import SIDES, Array, Landmarks

FEWEST_FRAMES: Final = 2
LEG: Final = ("knee", "ankle", "heel", "toe")  #: points needed to distinguish movements
MOST_HZ: Final = 2000.0  #: no camera that films people is quicker; times in another unit are
SHANK_MIN_PX: Final = 1.0  #: a knee and an ankle in one pixel have no direction
OUTSIDE_MAX_PICTURES: Final = 10.0  #: a guessed point outside the picture lies at most a body's length outside


def checked(raw: Landmarks) -> Landmarks:
    """Return landmarks whose every finite point can be a person's.

    A point that is infinite or many pictures away is missing, as is a leg whose knee lies in its ankle.

    Raises
    ------
    DataError
        If there are fewer than two frames, the times are not in seconds, or points of the legs have no column at all.
    """
    if len(raw.time_s) < FEWEST_FRAMES:
        raise DataError(f"landmarks: {len(raw.time_s)} frames given, at least {FEWEST_FRAMES} needed")
    absent = [f"{side}_{name}" for side in SIDES for name in LEG if f"{side}_{name}" not in raw.names]
    if raw.names and absent:
        raise DataError(f"landmarks: no {', '.join(absent)}; knee, ankle, heel and toe of both legs are needed")
    if not np.isfinite(raw.time_s).all():
        raise DataError("landmarks: time_s must be finite")
    if float(np.median(np.diff(raw.time_s))) * MOST_HZ < 1:
        raise DataError(f"landmarks: time_s must be in seconds; {MOST_HZ:g} frames a second are the most")
    near = np.abs(raw.xy_px) <= OUTSIDE_MAX_PICTURES * max(*raw.size_px, 1)
    xy = np.where(near.all(axis=-1, keepdims=True), raw.xy_px, np.nan)
    for side in SIDES if raw.names else ():
        leg = [raw.names.index(f"{side}_{name}") for name in LEG]
        shank = np.linalg.norm(xy[:, leg[0]] - xy[:, leg[1]], axis=-1)
        xy[np.ix_(shank < SHANK_MIN_PX, leg)] = np.nan
    return replace(raw, xy_px=xy, sigma_px=_finite(raw.sigma_px), world_m=_finite(raw.world_m))


def _finite(values: Array | None) -> Array | None:
    return None if values is None else np.where(np.isfinite(values), values, np.nan)
