"""How far the foot stands from the wall in a knee-to-wall lunge, from the lean of the shank and the leg's real size.

The pose network's toe point lies 3 to 5 cm behind the toe's tip, so that the distance is not read from it but worked
out (M12): the knee's centre is a shank's length times the sine of its lean ahead of the ankle, the toe a part of a
foot, and the wall a knee's depth in front of its centre (`wall_geometry` of measures/bands.yaml).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.analysis import geometry, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.measures.bands import wall_geometry
from dorsi.protocols import numbers
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Size, Step
from dorsi.vocabulary import SideName

WALL_SD_CM: Final = 1.2
SHANK_SD_SHARE: Final = 0.04  #: of a shank of known stature
FOOT_SD_SHARE: Final = 0.05
FAR_SD_SHARE: Final = 0.06  #: of a leg 20 cm behind the one that the scale was read beside, at 3 m
PAST_SD_FRAC: Final = 0.08  #: of a foot: the two shares together at 40 degrees
TOUCH: Final = "worked out from the shin angle and usual proportions, for a knee that just touches the wall"


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A shank's and a foot's real length with their doubts."""

    shank_cm: float
    shank_sd_cm: float
    foot_cm: float
    foot_sd_cm: float


def leg_of(size: Size, shank_px: float) -> Leg | None:
    """Return the real lengths: the shank by marker or sheet where there is one, else both by stature; None without."""
    shape = wall_geometry()
    shank, share = None, SHANK_SD_SHARE
    if size.cm_per_px is not None:
        shank, share = shank_px * size.cm_per_px, size.cm_per_px_sd_share
    elif size.height_cm is not None:
        shank = shape.shank_of_height * size.height_cm
    if shank is None:
        return None
    stature = size.height_cm if size.height_cm is not None else shank / shape.shank_of_height
    foot = shape.foot_of_height * stature
    return Leg(shank_cm=shank, shank_sd_cm=share * shank, foot_cm=foot, foot_sd_cm=FOOT_SD_SHARE * foot)


def distance_cm(lean_deg: Array, leg: Leg) -> Array:
    """Return the distance from toe to wall at a lean of the shank, centimetres; 0 where the toe would touch."""
    shape = wall_geometry()
    ahead = leg.shank_cm * np.sin(np.radians(lean_deg)) + shape.knee_depth_cm
    return np.asarray(np.maximum(ahead - shape.ankle_to_toe_of_foot * leg.foot_cm, 0.0))


def past_toe_frac(lean_deg: Array) -> Array:
    """Return how far the knee's centre is past the toe, in foot lengths; negative behind it."""
    shape = wall_geometry()
    return np.asarray(shape.shank_of_foot * np.sin(np.radians(lean_deg)) - shape.ankle_to_toe_of_foot)


def measure(take: Take, side: SideName, own: tuple[Rep | Step, ...], lean_sd_deg: float) -> Measurement:
    """Return the toe-to-wall distance where a real length is known, else how far the knee is past the toe."""
    lean = numbers.valid_values(own, side, "peak_shank_inclination_deg")
    i = SIDES.index(side)
    seen_px = geometry.length_px(take.landmarks.side("knee"), take.landmarks.side("ankle"))[:, i]
    size = take.size
    if i != take.view.near_side:
        size = replace(size, cm_per_px_sd_share=float(np.hypot(size.cm_per_px_sd_share, FAR_SD_SHARE)))
    leg = leg_of(size, robust.percentile(seen_px, 90))
    slope = np.cos(np.radians(float(lean.mean()))) * np.radians(lean_sd_deg)
    if leg is None:
        doubt = Doubt(instrument=PAST_SD_FRAC, roll=float(wall_geometry().shank_of_foot * slope))
        return numbers.measured(
            "knee_past_toe_frac", side, past_toe_frac(lean), doubt, scale="camera_2d", low_because=TOUCH
        )
    shank = float(np.sin(np.radians(lean.mean()))) * leg.shank_sd_cm
    doubt = Doubt(
        instrument=float(np.linalg.norm([shank, wall_geometry().ankle_to_toe_of_foot * leg.foot_sd_cm, WALL_SD_CM])),
        roll=float(leg.shank_cm * slope),
    )
    return numbers.measured("wblt_cm", side, distance_cm(lean, leg), doubt, scale="camera_2d", low_because=TOUCH)
