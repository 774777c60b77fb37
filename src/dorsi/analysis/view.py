"""Where the camera stood: facing, near leg, and how far the movement's plane is turned out of the picture."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from dorsi.analysis import geometry, robust
from dorsi.types import SIDES, Array, BoolArray, Landmarks
from dorsi.vocabulary import SideName

Kind = Literal["side", "oblique", "front", "rear", "unclear"]

YAW_SD_DEG: Final = 7.0  #: of one clip's estimate against known cameras (docs/accuracy.md)
SIDE_MAX_DEG: Final = 30.0  #: beyond this no sagittal number is given (docs/measures.md section 3)
STRIDE_SHANKS: Final = 0.6  #: between the ankles along the movement
OBLIQUE_MAX_DEG: Final = 70.0  #: a camera at 45 degrees reads as up to 65: the network turns people to itself
STEADY_MIN_FRAC: Final = 0.75  #: a facing that fewer frames than this agree on is no facing


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a clip gives no number, and what to do."""

    reason: str
    tip: str
    code: str | None = None  #: of the remark, where the view itself is at fault

    @property
    def text(self) -> str:
        """Both, as the reason of a number that was not measured."""
        return f"{self.reason}; {self.tip}"


#: Why a side view gives no angle where the file may show the person from the other side.
SIDE_UNKNOWN: Final = Refusal(
    reason="the file doesn't say which leg was nearer to the camera",
    tip="name it: near_side='left' or near_side='right'",
    code="near_side_unknown",
)


@dataclass(frozen=True, kw_only=True)
class CameraView:
    """The camera's view of the person."""

    kind: Kind
    facing: float  #: +1 right, -1 left; the side that most frames vote for
    facing_frac: float  #: share of the frames that agree
    yaw_deg: float  #: 0 side-on, + turned towards the camera's front, - away; NaN where unclear
    yaw_sd_deg: float
    fault: Refusal | None = None  #: why a side view gives no angle all the same, and what to do
    across_frac: float = 1.0  #: the picture's scale across, where the body's lengths speak against 1, though not surely

    @property
    def has_depth(self) -> bool:
        """Whether the landmarks or the user gave the person's turn."""
        return bool(np.isfinite(self.yaw_deg))

    @property
    def unclear_because(self) -> str:
        """Why the view is unclear, where it is."""
        if not self.has_depth:
            return "the view is unknown, because the landmarks have no depth"
        return "the view is unclear: the feet do not keep one direction"

    @property
    def near_side(self) -> int:
        """Index of the leg nearer to the camera: a person who faces left in the picture shows the left side."""
        return 0 if self.facing < 0 else 1

    @property
    def facing_name(self) -> SideName:
        """The side of the picture that the person faces."""
        return "left" if self.facing < 0 else "right"


def squeezed(across_frac: float) -> str:
    """Return what a picture of such a scale across is."""
    return "squeezed" if across_frac < 1 else "stretched"


def trunk_px(landmarks: Landmarks) -> Array:
    """Return the distance from mid-shoulder to mid-hip, shape (T,), pixels."""
    return geometry.length_px(landmarks.side("shoulder").mean(axis=1), landmarks.side("hip").mean(axis=1))


def shank_px(landmarks: Landmarks) -> float:
    """Return the shank's length as the clip shows it longest (90th percentile over frames, longer leg), pixels."""
    lengths = geometry.length_px(landmarks.side("knee"), landmarks.side("ankle"))
    left, right = (robust.percentile(column, 90) for column in lengths.T)
    return float(np.fmax(left, right))


def facing_vote(landmarks: Landmarks) -> tuple[float, float]:
    """Return the facing (+1 right, -1 left) that most frames show, and the share that agrees.

    Decided once for the clip: per-frame facing flips are what users of other tools complain of most.
    """
    forward = robust.mean_pair((landmarks.side("toe") - landmarks.side("heel"))[..., 0])
    forward = forward[np.isfinite(forward)]
    if not len(forward):
        return 1.0, 0.0
    facing = 1.0 if forward.sum() >= 0 else -1.0
    return facing, float((np.sign(forward) == facing).mean())


def yaw_deg(landmarks: Landmarks) -> tuple[float, float]:
    """Return the turn of the body from side-on and its standard deviation, degrees; NaN if unknown.

    + chest towards the camera, - back. Hips and shoulders each give the direction from right to left in the network's
    own 3D guess, median over the clip; they count by how steady they are, and where they differ, as when a barbell
    hides the shoulders, by so much is the turn in doubt. In a stride the hips turn with the legs, in fact and even more
    in the network's guess: such frames tell by the shoulders alone. Depth is poor for angles of the leg
    (docs/accuracy.md), but good enough to tell where the camera stood.
    """
    if landmarks.world_m is None:
        return float("nan"), YAW_SD_DEG
    turns, weights = [], []
    for name in ("hip", "shoulder"):
        if not {f"{side}_{name}" for side in SIDES} <= set(landmarks.names):
            continue
        left, right = (landmarks.world_m[:, landmarks.names.index(f"{side}_{name}")] for side in SIDES)
        across = left - right
        turn = np.degrees(np.arctan2(across[:, 0], np.abs(across[:, 2])))
        if name == "hip":
            turn = np.where(_in_stride(landmarks), np.nan, turn)
        if np.isfinite(turn).any():
            turns.append(robust.median(turn))
            weights.append(1.0 / (robust.mad_sd(turn) ** 2 + YAW_SD_DEG**2))
    if not turns:
        return float("nan"), YAW_SD_DEG
    return float(np.average(turns, weights=weights)), float(np.hypot(YAW_SD_DEG, np.ptp(turns) / 2))


def _in_stride(landmarks: Landmarks) -> BoolArray:
    """Return in which frames one foot stands far before the other, shape (T,)."""
    ankle = landmarks.side("ankle")
    return np.asarray(np.abs(ankle[:, 0, 0] - ankle[:, 1, 0]) > STRIDE_SHANKS * shank_px(landmarks))


def find_view(landmarks: Landmarks, *, known_yaw_deg: float | None = None) -> CameraView:
    """Return the camera's view of a clip from its landmarks, or as it is known to have been."""
    facing, agree = facing_vote(landmarks)
    yaw, sd = yaw_deg(landmarks) if known_yaw_deg is None else (known_yaw_deg, YAW_SD_DEG)
    kind: Kind
    if not np.isfinite(yaw):
        kind = "unclear"
    elif abs(yaw) > OBLIQUE_MAX_DEG:
        kind = "front" if yaw > 0 else "rear"
    elif abs(yaw) > SIDE_MAX_DEG:
        kind = "oblique"
    elif agree < STEADY_MIN_FRAC:
        kind = "unclear"
    else:
        kind = "side"
    return CameraView(kind=kind, facing=facing, facing_frac=agree, yaw_deg=yaw, yaw_sd_deg=sd)


def sound_yaw_deg(view: CameraView) -> float:
    """Return the yaw by which angles are corrected, in degrees; 0 where no side-view angle is given anyway."""
    return abs(view.yaw_deg) if abs(view.yaw_deg) <= SIDE_MAX_DEG else 0.0
