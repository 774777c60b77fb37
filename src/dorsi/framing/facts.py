"""Facts of a preview."""

from dataclasses import dataclass

from dorsi.types import Landmarks


@dataclass(frozen=True, kw_only=True)
class Light:
    """Brightness, 0 black to 255 white; NaN if unknown."""

    person: float  #: of the lighter part of the body
    around: float  #: median of the picture outside the person


@dataclass(frozen=True, kw_only=True)
class Sight:
    """All facts used to judge a preview."""

    landmarks: Landmarks  #: the nearest person, one row per picture
    people_count: int
    light: Light
    roll_deg: float | None  #: lean of the scene's uprights, clockwise +; None if it shows none
    rate_hz: float | None  #: of the clip; None for a still
