"""The body's centre of mass, from its joints."""

from typing import Final

import numpy as np

from dorsi.types import Array, Landmarks

#: Share of the body's mass, upper and lower joint, and how far down between them its middle lies (Winter 2009, table
#: 4.1; hand and forearm as one).
SEGMENTS: Final = (
    (0.100, "hip", "knee", 0.433),
    (0.0465, "knee", "ankle", 0.433),
    (0.0145, "ankle", "toe", 0.5),
    (0.028, "shoulder", "elbow", 0.436),
    (0.022, "elbow", "wrist", 0.682),
)
TRUNK_SHARE: Final = 0.497  #: (as above) its middle lies half way from hips to shoulders
HEAD_SHARE: Final = 0.081  #: (as above)
HEAD_ABOVE_FRAC: Final = 0.4  #: of the trunk's length above the shoulders: ear height


def centre_of_mass_px(landmarks: Landmarks) -> Array:
    """Return where the body's centre of mass lies in the picture, shape (T, 2), pixels.

    Arms that are not seen hang at the shoulders.
    """
    hips, shoulders = landmarks.side("hip").mean(axis=1), landmarks.side("shoulder").mean(axis=1)
    trunk = shoulders - hips
    total = TRUNK_SHARE * (hips + trunk / 2) + HEAD_SHARE * (shoulders + HEAD_ABOVE_FRAC * trunk)
    for share, upper, lower, down_frac in SEGMENTS:
        ends = [_or_shoulders(landmarks, name) for name in (upper, lower)]
        total = total + share * (ends[0] + down_frac * (ends[1] - ends[0])).sum(axis=1)
    return np.asarray(total)


def _or_shoulders(landmarks: Landmarks, name: str) -> Array:
    points = landmarks.side(name)
    if name not in {"elbow", "wrist"}:
        return points
    return np.where(np.isfinite(points), points, landmarks.side("shoulder"))
