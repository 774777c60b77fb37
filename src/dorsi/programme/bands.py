"""Bands of ankle range, each on its own scale (M12-M17)."""

import math
from functools import cache

from pydantic import Field

from dorsi.datafile import entry, load_mapping
from dorsi.programme.record import Record
from dorsi.schema.plan import Band
from dorsi.vocabulary import Scale

FILE = "bands.yaml"

BANDS: tuple[Band, ...] = ("marked", "restricted", "borderline", "adequate", "ample")


class ScaleLimits(Record):
    """The limits of one scale."""

    metric: str
    unit: str
    limits: tuple[float, float, float, float] = Field(description="upper ends of marked to adequate")
    older_shift: float
    difference_noise: float
    noted: float
    marked: float
    sources: tuple[str, ...]


class Dorsiflexion(Record):
    """The bands of the knee-to-wall lunge."""

    order: tuple[Scale, ...]
    scales: dict[Scale, ScaleLimits]
    older_from_years: int
    sem_of_mdc: float


class WallGeometry(Record):
    """Lengths that turn centimetres at the wall into a shank angle (M12)."""

    shank_of_height: float
    foot_of_height: float
    ankle_to_toe_of_foot: float
    knee_depth_cm: float
    slope_deg_per_cm: float


class BandTable(Record):
    """All of bands.yaml."""

    dorsiflexion: Dorsiflexion
    wall_geometry: WallGeometry


@cache
def band_table() -> BandTable:
    """Return the checked table."""
    return entry(BandTable, load_mapping(FILE), file=FILE, kind="table", key="")


def limits_at(scale: Scale, age_years: float) -> tuple[float, ...]:
    """Return the four limits of a scale, lowered for age (project default, direction from M05)."""
    table = band_table().dorsiflexion
    one = table.scales[scale]
    shift = one.older_shift if age_years >= table.older_from_years else 0.0
    return tuple(limit - shift for limit in one.limits)


def classify(value: float, limits: tuple[float, ...]) -> Band:
    """Return the band that holds the value; the last limit still belongs to adequate."""
    below = sum(value >= limit for limit in limits[:3])
    return "ample" if value > limits[3] else BANDS[below]


def milder_band(value: float, limits: tuple[float, ...]) -> Band:
    """Return the milder of the two bands that meet at the limit nearest to the value."""
    nearest = min(range(len(limits)), key=lambda i: abs(limits[i] - value))
    return BANDS[nearest + 1]


def shank_angle_deg(wall_cm: float, *, stature_cm: float | None, shank_cm: float | None) -> float | None:
    """Return the shank angle that a distance at the wall should give, degrees; None without a body length (M12)."""
    shape = band_table().wall_geometry
    if stature_cm is None:
        return None
    shank = shank_cm or shape.shank_of_height * stature_cm
    toe = shape.foot_of_height * stature_cm * shape.ankle_to_toe_of_foot
    ratio = (wall_cm + toe - shape.knee_depth_cm) / shank
    return math.degrees(math.asin(ratio)) if abs(ratio) <= 1 else None
