"""What is known of a preview before it is judged."""

from dataclasses import dataclass

from dorsi.types import Landmarks


@dataclass(frozen=True, kw_only=True)
class Light:
    """Brightness, 0 black to 255 white; NaN where there is nothing to tell it from."""

    person: float  #: of the lighter part of the body
    around: float  #: median of the picture outside the person


@dataclass(frozen=True, kw_only=True)
class Sight:
    """All that is judged of a preview."""

    landmarks: Landmarks  #: the nearest person, one row a picture
    people_count: int
    light: Light
    roll_deg: float | None  #: how far the scene's uprights lean, clockwise +; None where it shows none
    rate_hz: float | None  #: of the clip; None for a still
