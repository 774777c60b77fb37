"""Landmarks as they are given, checked once: what can't be a person's point is missing, and missing is NaN."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi.analysis.view import facing_vote
from dorsi.errors import DataError, OptionError
from dorsi.types import SIDES, Array, Landmarks
from dorsi.vocabulary import SideName

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


def mirrored(landmarks: Landmarks) -> Landmarks:
    """Return landmarks with the picture's left and right exchanged; which leg is which stays."""
    return replace(landmarks, xy_px=landmarks.xy_px * (-1, 1) + (landmarks.size_px[0] - 1, 0))


def as_filmed(raw: Landmarks, *, near_side: SideName | None, facing: SideName | None) -> Landmarks:
    """Return landmarks as the camera saw them: mirrored where what is known of the camera says the contrary.

    Parameters
    ----------
    near_side
        The leg nearer to the camera, where it is known: that side is the one the person faced in the picture.
    facing
        The side of the picture that the person faced, where it is known.

    Raises
    ------
    OptionError
        If the two contradict each other.
    """
    told = near_side or facing
    if told is None:
        return raw
    if near_side and facing and near_side != facing:
        raise OptionError(
            f"near_side: '{near_side}' given with facing '{facing}'; someone who faces {facing} in the picture shows "
            f"their {facing} side: give one of the two"
        )
    vote, _ = facing_vote(raw)
    seen = SIDES[0] if vote < 0 else SIDES[1]
    return replace(raw if seen == told else mirrored(raw), as_filmed=True)


def _finite(values: Array | None) -> Array | None:
    return None if values is None else np.where(np.isfinite(values), values, np.nan)
