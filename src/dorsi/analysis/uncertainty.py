"""How wrong a number may be: what the 95 % interval is made of.

The parts are independent and add as squares: the instrument's own known error (from validation against truth, per
movement and leg), the spread of the repetitions, the landmark noise left after the low-pass, and the set-up: camera
tilt, turn of the movement's plane, sole zero, and what stands aside of the picture's middle.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from scipy import special

from dorsi.analysis import geometry, robust
from dorsi.camera import focal_px
from dorsi.measures.intervals import Z95 as Z95  # noqa: PLC0414 - movements read it here
from dorsi.types import Array

#: Of a phone set up by eye, when nothing tells its tilt: 95 % within 5 degrees. Assumed, not measured.
ROLL_UNKNOWN_SD_DEG: Final = 2.55
ROLL_GIVEN_SD_DEG: Final = 1.0  #: of a tilt that the user gives: a spirit level read by eye
TYPICAL_NOISE_DEG: Final = 1.0  #: shank noise in the clips that the instrument's error was measured on
SIGMA_SHORTFALL: Final = 1.4  #: how much larger the landmarks' true spread is than the two looks' disagreement says
#: Of a shank leaning sideways: half the spread (7.1, PMC7274868) and mean (7.0) of frontal plane projection angles.
SIDEWAYS_SD_DEG: Final = 5.0
GROSS_LENGTH_FRAC: Final = 0.1  #: of a segment: two looks that differ by more saw different things
KEEPS_LENGTH_FRAC: Final = 0.08  #: of a segment: twice what its ends jitter by
SPREAD: Final = "spread"  #: the part of a doubt that the values' own spread makes


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Standard deviations, in the unit of the number they belong to."""

    instrument: float
    roll: float = 0.0
    yaw: float = 0.0
    sole_zero: float = 0.0
    noise: float = 0.0
    perspective: float = 0.0
    across: float = 0.0

    @property
    def greatest(self) -> str:
        """The name of the part that adds most."""
        return max(fields(self), key=lambda part: float(getattr(self, part.name))).name

    def budget(self, values: Array) -> dict[str, float]:
        """Return the parts of the doubt of the mean of some values, with their own spread, in their unit.

        The spread of the values divides by the root of their number, with Student's t for few of them; what is
        systematic does not.
        """
        parts = {part.name: float(getattr(self, part.name)) for part in fields(self)} | {SPREAD: _spread(values)}
        return {name: sd for name, sd in parts.items() if sd != 0.0}


def _spread(values: Array) -> float:
    n = len(values)
    if n < 2:
        return 0.0
    widen = float(special.stdtrit(n - 1, 0.975)) / Z95
    # Two alike repetitions say little about the spread: t with 1 degree of freedom would swamp all else, so the
    # factor is held at that of four repetitions; the instrument's part carries the rest.
    return min(widen, float(special.stdtrit(3, 0.975)) / Z95) * float(np.std(values, ddof=1) / np.sqrt(n))


def ci95_half(budget: Mapping[str, float]) -> float:
    """Return half the 95 % interval that independent parts of a doubt come to, in their unit."""
    return Z95 * math.hypot(*budget.values())


def excess_noise_deg(
    sigma_lower_px: Array,
    sigma_upper_px: Array,
    *,
    length_px: float,
    typical_deg: float = TYPICAL_NOISE_DEG,
    shortfall: float = SIGMA_SHORTFALL,
) -> float:
    """Return a segment's angle noise beyond what the instrument's own error already holds, degrees.

    Clips like those of the validation add nothing; a blurred, dark or distant one widens the bound.

    Parameters
    ----------
    sigma_lower_px, sigma_upper_px
        Position noise per axis of the two ends, at the moments that count.
    length_px
        The segment's length.
    typical_deg, shortfall
        Noise in the clips that the instrument's error was measured on, and how much larger the true spread is.
    """
    noise = robust.median(np.degrees(np.hypot(sigma_lower_px, sigma_upper_px) / length_px))
    return shortfall * beyond(noise, typical_deg)


def steadied_px(sigma_px: Array, length_px: Array) -> Array:
    """Return the noise of a rigid segment's end, where the segment's own length speaks against a gross error, (T,).

    Where the two looks at a frame saw different things, the noise is given as their distance. But a point that had
    leapt elsewhere would change the segment's length: while that stays as it is in the frames on which both looks
    agree, the reading is as good as a single look's there.

    Parameters
    ----------
    sigma_px
        Noise of one end, (T,).
    length_px
        Length of the segment, (T,).
    """
    gross = sigma_px > GROSS_LENGTH_FRAC * robust.median(length_px)
    usual, length = robust.median(sigma_px[~gross]), robust.median(length_px[~gross])
    keeps = np.abs(length_px / length - 1.0) < KEEPS_LENGTH_FRAC
    return np.where(gross & keeps, np.sqrt(2) * usual, sigma_px)


def beyond(noise_deg: float, typical_deg: float) -> float:
    """Return what is left of a noise once the typical one is taken out, as squares; 0 where it is not known."""
    return float(np.sqrt(max(noise_deg**2 - typical_deg**2, 0.0))) if np.isfinite(noise_deg) else 0.0


def yaw_doubt_deg(angle_deg: float, *, yaw_deg: float, yaw_sd_deg: float) -> float:
    """Return how much an angle moves for one sd of the yaw estimate, degrees."""
    near, far = (
        geometry.unforeshorten_deg(np.asarray(angle_deg), yaw_deg=min(abs(yaw_deg) + d * yaw_sd_deg, 60.0))
        for d in (-1, 1)
    )
    return float(abs(far - near)) / 2


def perspective_doubt_deg(
    angle_deg: float,
    *,
    yaw_deg: float,
    pitch_sd_deg: float,
    ahead_px: float,
    below_px: float,
    size_px: tuple[int, int],
) -> float:
    """Return how far perspective may move a segment's inclination, degrees.

    Where the camera looks up or down, upright lines lean away from the picture's middle, and what lies above or below
    it is too long or too short: ahead of the middle and below it, both widen an angle alike. And a shank that leans out
    of its plane, as a knee does that goes inward, leans in the picture too, once the camera sees the leg from ahead,
    from behind, from above or from below.

    Parameters
    ----------
    angle_deg
        The inclination.
    yaw_deg
        Turn of the camera off the side view.
    pitch_sd_deg
        How well it is known how far the camera looks up or down.
    ahead_px, below_px
        How far the segment stands ahead of the picture's middle, where the person faces, and below it; signed.
    size_px
        Width and height of the picture.
    """
    angle = math.radians(angle_deg)
    off = (ahead_px + below_px * math.tan(angle)) / focal_px(size_px)
    sideways = SIDEWAYS_SD_DEG * math.hypot(math.sin(math.radians(yaw_deg)), off)
    return math.cos(angle) ** 2 * math.hypot(pitch_sd_deg * off, sideways)  # an angle moves less than its tangent


def across_doubt_deg(angle_deg: float, *, across_frac: float) -> float:
    """Return how much larger or smaller an inclination is if the picture is squeezed as the body's lengths suggest.

    Parameters
    ----------
    angle_deg
        The inclination.
    across_frac
        The picture's scale across against up and down.
    """
    return abs(math.degrees(math.atan(math.tan(math.radians(angle_deg)) / across_frac)) - angle_deg)
