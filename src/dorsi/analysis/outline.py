"""How much of the picture a person covers: capsules around limbs, trunk and head."""

from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.analysis.view import trunk_px
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
TRUNK_RADIUS: Final = 0.40
HEAD_RADIUS: Final = 0.40  #: with hair
HEAD_ABOVE: Final = 0.45  #: its middle above the shoulders, where the network gives no nose


def capsules_px(landmarks: Landmarks, time_s: float) -> Array:
    """Return what a person covers at one time: rows of x, y of both ends and the radius, shape (N, 5), pixels.

    Nothing where the person is not seen.
    """
    row = int(np.argmin(np.abs(landmarks.time_s - time_s)))
    trunk = robust.median(trunk_px(landmarks))

    def at(name: str) -> Array:
        return np.asarray(landmarks.point(name)[row])

    found = [
        (*at(f"{side}_{upper}"), *at(f"{side}_{lower}"), radius * trunk)
        for side in SIDES
        for upper, lower, radius in LIMBS
    ]
    hips, shoulders = (landmarks.side(name)[row].mean(axis=0) for name in ("hip", "shoulder"))
    head = at("nose") if np.isfinite(at("nose")).all() else shoulders + HEAD_ABOVE * (shoulders - hips)
    found += [(*hips, *shoulders, TRUNK_RADIUS * trunk), (*shoulders, *head, HEAD_RADIUS * trunk)]
    rows = np.array(found, dtype=float)
    return rows[np.isfinite(rows).all(axis=1)]
