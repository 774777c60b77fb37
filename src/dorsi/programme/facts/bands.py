"""The band of ankle range that a value falls in, and the shank angle for a distance at the wall."""

import math

from dorsi.measures.bands import BANDS, band_table, bends_words, classify
from dorsi.vocabulary import Band, Scale

__all__ = ["BANDS", "band_table", "bends_words", "classify", "limits_at", "milder_band", "shank_angle_deg"]


def limits_at(scale: Scale, age_years: float) -> tuple[float, ...]:
    """Return the four limits of a scale, lowered for age (project default, direction from M05)."""
    table = band_table().dorsiflexion
    one = table.scales[scale]
    shift = one.older_shift if age_years >= table.older_from_years else 0.0
    return tuple(limit - shift for limit in one.limits)


def milder_band(value: float, limits: tuple[float, ...]) -> Band:
    """Return the milder of the two bands beside the limit nearest to the value."""
    nearest = min(range(len(limits)), key=lambda i: abs(limits[i] - value))
    return BANDS[nearest + 1]


def shank_angle_deg(wall_cm: float, *, stature_cm: float | None, shank_cm: float | None) -> float | None:
    """Return the expected shank angle for a distance at the wall, degrees; None without a body length (M12)."""
    shape = band_table().wall_geometry
    if stature_cm is None:
        return None
    shank = shank_cm or shape.shank_of_height * stature_cm
    toe = shape.foot_of_height * stature_cm * shape.ankle_to_toe_of_foot
    ratio = (wall_cm + toe - shape.knee_depth_cm) / shank
    return math.degrees(math.asin(ratio)) if abs(ratio) <= 1 else None
