"""How much of the picture a person covers: capsules around limbs, trunk and head."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dorsi.types import SIDES, Array, Landmarks

#: Two joints of one side and the capsule's radius in trunk lengths (shoulder to hip, about 0.5 m): clothes hang wider
#: than limbs.
LIMBS: Final = (
    ("shoulder", "elbow", 0.20),
    ("elbow", "wrist", 0.18),
    ("wrist", "index_finger", 0.18),
    ("hip", "knee", 0.25),
    ("knee", "ankle", 0.20),
    ("heel", "toe", 0.18),
)
TRUNK_RADIUS: Final = 0.40  #: as wide as the shoulders, with a shirt
HEAD_RADIUS: Final = 0.40  #: with hair
HEAD_ABOVE: Final = 0.45  #: its middle above the shoulders, where the network gives no nose


def capsules_px(xy_px: Array, names: Sequence[str]) -> Array:
    """Return what a person covers: rows of x, y of both ends and the radius, shape (N, 5), pixels.

    Parameters
    ----------
    xy_px
        Body points of one moment, shape (K, 2), NaN where they are not seen.
    names
        Their names, as in `Landmarks`.
    """

    def at(name: str) -> Array:
        return np.asarray(xy_px[names.index(name)]) if name in names else np.full(2, np.nan)

    def between(name: str) -> Array:
        return (at(f"left_{name}") + at(f"right_{name}")) / 2

    hips, shoulders = between("hip"), between("shoulder")
    legs = [np.linalg.norm(at(f"{side}_knee") - at(f"{side}_ankle")) for side in SIDES]
    # A trunk that leans to the camera is short in the picture; a shank is about 0.85 of one.
    trunk = float(np.nanmax([np.linalg.norm(shoulders - hips), *legs, 0.0]))
    head = at("nose") if np.isfinite(at("nose")).all() else shoulders + HEAD_ABOVE * (shoulders - hips)
    found = [
        (*at(f"{side}_{upper}"), *at(f"{side}_{lower}"), radius * trunk)
        for side in SIDES
        for upper, lower, radius in LIMBS
    ]
    found += [(*hips, *shoulders, TRUNK_RADIUS * trunk), (*shoulders, *head, HEAD_RADIUS * trunk)]
    rows = np.array(found, dtype=float)
    return np.asarray(rows[np.isfinite(rows).all(axis=1)])


def capsules_at_px(landmarks: Landmarks, time_s: float) -> Array:
    """Return what a tracked person covers in the frame nearest to a time, shape (N, 5), pixels."""
    return capsules_px(landmarks.xy_px[int(np.argmin(np.abs(landmarks.time_s - time_s)))], landmarks.names)
