"""The square around a person that the landmark network sees, turned so that hips and shoulders are upright in it."""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from dorsi.types import Array

_ROOM: Final = 1.25  #: side of the square against twice the way from the hips to the edge of the body, as in training
_SMALLEST_PX: Final = 1.0  #: where both points fall on one spot, there is no person, but still a square
_UPRIGHT_RAD: Final = math.pi / 2


@dataclass(frozen=True, kw_only=True)
class Region:
    """A square of the picture, in pixels; a pixel's index is its centre, in the picture and in crops."""

    centre_px: tuple[float, float]
    side_px: float
    turn_rad: float  #: clockwise in the picture; 0 for a person who stands upright

    @classmethod
    def around(cls, hips_px: Array, edge_px: Array) -> Self:
        """Return the region of a person with the middle of the hips at `hips_px`.

        `edge_px` lies on the circle around the whole body, towards the head: it tells size and turn.
        """
        right, up = float(edge_px[0] - hips_px[0]), float(hips_px[1] - edge_px[1])
        turn = _UPRIGHT_RAD - math.atan2(up, right)
        return cls(
            centre_px=(float(hips_px[0]), float(hips_px[1])),
            side_px=max(2 * _ROOM * math.hypot(right, up), _SMALLEST_PX),
            turn_rad=math.remainder(turn, math.tau),
        )

    def to_crop(self, crop_px: int) -> Array:
        """Return the similarity transform from the picture to a crop of the region, shape (2, 3)."""
        scale = crop_px / self.side_px
        a, b = scale * math.cos(self.turn_rad), scale * math.sin(self.turn_rad)
        x, y = self.centre_px
        middle = (crop_px - 1) / 2
        return np.array([[a, b, middle - a * x - b * y], [-b, a, middle + b * x - a * y]])

    def to_picture(self, at_px: Array, crop_px: int) -> Array:
        """Return places in a crop of the region, (..., 2), in pixels of the picture."""
        return self.turned(at_px - (crop_px - 1) / 2) * (self.side_px / crop_px) + self.centre_px

    def turned(self, vectors: Array) -> Array:
        """Return vectors of the region, (..., 2), as they lie in the picture."""
        cosine, sine = math.cos(self.turn_rad), math.sin(self.turn_rad)
        return np.asarray(vectors @ np.array([[cosine, sine], [-sine, cosine]]))

    def towards(self, other: Self, share: float) -> "Region":
        """Return the region that lies between two, 0 for this one and 1 for the other."""
        x, y = (a + share * (b - a) for a, b in zip(self.centre_px, other.centre_px, strict=True))
        return Region(
            centre_px=(x, y),
            side_px=self.side_px + share * (other.side_px - self.side_px),
            turn_rad=self.turn_rad + share * math.remainder(other.turn_rad - self.turn_rad, math.tau),
        )

    def overlap(self, other: Self) -> float:
        """Return how much two regions share, as intersection over union of the upright squares around them."""
        mine, theirs = self._box(), other._box()
        low, high = np.maximum(mine[:2], theirs[:2]), np.minimum(mine[2:], theirs[2:])
        shared = float(np.prod(np.clip(high - low, 0, None)))
        return shared / (self.side_px**2 + other.side_px**2 - shared)

    def _box(self) -> Array:
        half = self.side_px / 2
        return np.array([*(c - half for c in self.centre_px), *(c + half for c in self.centre_px)])
