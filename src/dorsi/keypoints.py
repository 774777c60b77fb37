"""Other tools' names of body points, as dorsi's."""

import re
from typing import Final

from dorsi.vocabulary import SIDES

#: Points of BODY_25 (OpenPose), in the order of its files.
BODY_25: Final = (
    "Nose", "Neck", "RShoulder", "RElbow", "RWrist", "LShoulder", "LElbow", "LWrist", "MidHip", "RHip", "RKnee",
    "RAnkle", "LHip", "LKnee", "LAnkle", "REye", "LEye", "REar", "LEar", "LBigToe", "LSmallToe", "LHeel", "RBigToe",
    "RSmallToe", "RHeel",
)  # fmt: skip
#: Points of HALPE-26 (AlphaPose, RTMPose body with feet), in the order of its networks.
HALPE_26: Final = (
    "Nose", "LEye", "REye", "LEar", "REar", "LShoulder", "RShoulder", "LElbow", "RElbow", "LWrist", "RWrist", "LHip",
    "RHip", "LKnee", "RKnee", "LAnkle", "RAnkle", "Head", "Neck", "Hip", "LBigToe", "RBigToe", "LSmallToe", "RSmallToe",
    "LHeel", "RHeel",
)  # fmt: skip
BY_COUNT: Final = {len(names): names for names in (BODY_25, HALPE_26)}

NEEDED: Final = tuple(
    f"{side}_{point}" for side in SIDES for point in ("shoulder", "hip", "knee", "ankle", "heel", "toe")
)
_SIDE_FIRST: Final = re.compile(r"^(left|right|l|r)[\s_.-]*(.+)$", re.IGNORECASE)
_SIDE_LAST: Final = re.compile(r"^(.+?)[\s_.-]+(left|right|l|r)$", re.IGNORECASE)
_POINTS: Final = {
    **{point: point for point in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe", "eye", "ear")},
    "bigtoe": "toe",
    "footindex": "toe",
    "toes": "toe",
    "calcn": "heel",
}


def dorsi_name(name: str) -> str | None:
    """Return dorsi's name of another tool's point, or None for a point that dorsi does not use.

    Examples
    --------
    >>> [dorsi_name(name) for name in ("RBigToe", "left_foot_index", "ankle_L", "Neck")]
    ['right_toe', 'left_toe', 'left_ankle', None]
    """
    for pattern, side_group, point_group in ((_SIDE_FIRST, 1, 2), (_SIDE_LAST, 2, 1)):
        found = pattern.match(name.strip())
        point = _POINTS.get(re.sub(r"[\s_.-]", "", found[point_group]).lower()) if found else None
        if found and point:
            return f"{'left' if found[side_group][0].lower() == 'l' else 'right'}_{point}"
    return None
