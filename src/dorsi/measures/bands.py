"""The bands of ankle range, each on its own scale (M12 to M17): the entries of bands.yaml."""

from collections.abc import Sequence
from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict, Field

from dorsi.datafile import entry, load_mapping
from dorsi.vocabulary import Band, Scale

FILE: Final = "bands.yaml"
BANDS: Final[tuple[Band, ...]] = get_args(Band)  #: lowest first


class _BandEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScaleLimits(_BandEntry):
    """The limits of one scale."""

    metric: str
    unit: str
    limits: tuple[float, float, float, float] = Field(description="upper ends of marked to adequate")
    older_shift: float
    difference_noise: float
    noted: float
    marked: float
    drawn: tuple[float, float] = Field(description="ends of the drawn line; wider where an interval reaches beyond")
    sources: tuple[str, ...]


class Dorsiflexion(_BandEntry):
    """The bands of the knee-to-wall lunge."""

    order: tuple[Scale, ...]
    scales: dict[Scale, ScaleLimits]
    older_from_years: int


class WallGeometry(_BandEntry):
    """Lengths that turn centimetres at the wall into a shank angle (M12)."""

    shank_of_height: float
    foot_of_height: float
    ankle_to_toe_of_foot: float
    knee_depth_cm: float
    slope_deg_per_cm: float

    @property
    def shank_of_foot(self) -> float:
        """A shank in foot lengths."""
        return self.shank_of_height / self.foot_of_height


class BandTable(_BandEntry):
    """All of bands.yaml."""

    words: dict[Band, str] = Field(description="what a band is called in a report")
    bends: dict[Band, str] = Field(description="how far an ankle of the band bends")
    beside: dict[Band, str] = Field(description="how far it bends beside most healthy adults' ankles")
    dorsiflexion: Dorsiflexion
    wall_geometry: WallGeometry


@cache
def band_table() -> BandTable:
    """Return the checked table.

    Raises
    ------
    RuleError
        If an entry of bands.yaml does not fit.
    """
    return entry(BandTable, load_mapping(FILE, "dorsi.measures"), file=FILE, kind="table", key="")


def wall_geometry() -> WallGeometry:
    """Return the proportions of leg and foot, and the knee's depth."""
    return band_table().wall_geometry


def band_words(band: Band) -> str:
    """Return a band's name in a report.

    Examples
    --------
    >>> band_words("marked")
    'marked restriction'
    """
    return band_table().words[band]


def bends_words(band: Band) -> str:
    """Return how far an ankle of a band bends, such as "less than in most healthy adults"; follows "bends"."""
    return f"{band_table().beside[band]} in most healthy adults"


def classify(value: float, limits: Sequence[float]) -> Band:
    """Return the band that holds the value; the last limit still belongs to adequate."""
    below = sum(value >= limit for limit in limits[:3])
    return "ample" if value > limits[3] else BANDS[below]
