"""What a movement is recognised by: signals of the body that mean the same from any side, and how much of it moves."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import ndimage

from dorsi.analysis import geometry, robust
from dorsi.analysis.mass import centre_of_mass_px
from dorsi.analysis.view import SIDE_MAX_DEG, CameraView, shank_px, trunk_px
from dorsi.types import Array, BoolArray, Landmarks

UP: Final = np.array([1.0, -1.0])  #: the picture's y points down, heights up
FLOOR_HALF_S: Final = 3.0  #: a foot's floor level is looked for this long before and after
FLIGHT_HALF_S: Final = 0.5  #: a jump of 60 cm is in the air for 0.7 s
STRAIGHT_DEG: Final = 25.0  #: knees and shanks of a standing person, as a pose network sees them
SIDE_BY_SIDE: Final = 0.5  #: of a shank between the ankles along the picture
STANDING_SHANKS_PER_S: Final = 0.6  #: ankles of a standing person, including jitter
DOWN_FRAC: Final = 0.12  #: of a shank above its lowest place: a foot that stands, jitter included
STANDING_MIN_FRAMES: Final = 5
STILL_SHANKS_PER_S: Final = 0.15  #: body points that move slower only jitter


@dataclass(frozen=True, kw_only=True)
class Features:
    """Signals of one stretch of film, from cleaned landmarks; lengths in shank lengths, sides (left, right)."""

    time_s: Array  #: (T,)
    hip: Array  #: (T, 2) middle of the hips, x right and y up in the picture
    shoulder: Array  #: (T, 2)
    knee: Array  #: (T, 2 sides, 2)
    ankle: Array  #: (T, 2 sides, 2)
    heel: Array  #: (T, 2 sides, 2)
    toe: Array  #: (T, 2 sides, 2)
    mass: Array  #: (T, 2) the body's centre of mass
    trunk_px: Array  #: (T,) grows as the person comes closer
    view: CameraView

    @property
    def facing(self) -> float:
        """Return +1 where the person faces right in the picture, -1 left."""
        return self.view.facing

    @property
    def turned(self) -> bool:
        """Whether the camera stands so far off the side that fore and aft hardly show."""
        return abs(self.view.yaw_deg) > SIDE_MAX_DEG

    @property
    def frontal(self) -> bool:
        """Whether the camera looks from the front or from behind."""
        return self.view.kind in {"front", "rear"}

    @cached_property
    def hip_height(self) -> Array:
        """Middle of the hips above the lower of the two ankles, (T,): it sinks when the legs bend."""
        return np.asarray(self.hip[:, 1] - np.fmin(self.ankle[:, 0, 1], self.ankle[:, 1, 1]))

    @cached_property
    def hip_over(self) -> Array:
        """Middle of the hips above each ankle, (T, 2)."""
        return np.asarray(self.hip[:, [1]] - self.ankle[..., 1])

    @cached_property
    def leg(self) -> Array:
        """Distance from the middle of the hips to each ankle in the picture, (T, 2)."""
        return np.asarray(np.linalg.norm(self.hip[:, None] - self.ankle, axis=-1))

    @cached_property
    def split(self) -> Array:
        """Distance of the ankles across the picture, (T,)."""
        return np.asarray(np.abs(self.ankle[:, 0, 0] - self.ankle[:, 1, 0]))

    @cached_property
    def shank_tilt_deg(self) -> Array:
        """Turn of each shank from upright in any direction, (T, 2): 90 is level, more has the knee below the ankle."""
        along = self.knee - self.ankle
        return np.asarray(np.degrees(np.arctan2(np.abs(along[..., 0]), along[..., 1])))

    @cached_property
    def shank_deg(self) -> Array:
        """Lean of each shank towards where the person faces, (T, 2)."""
        along = self.knee - self.ankle
        return np.asarray(np.degrees(np.arctan2(self.facing * along[..., 0], along[..., 1])))

    @cached_property
    def knee_deg(self) -> Array:
        """Bend of each knee as the picture shows it, (T, 2), 0 straight."""
        hip = np.repeat(self.hip[:, None], 2, axis=1)
        return np.asarray(np.abs(geometry.bend_deg(hip, self.knee, self.ankle, facing=1.0)))

    @cached_property
    def trunk_tilt_deg(self) -> Array:
        """Turn of the trunk from upright in any direction, (T,); 90 lies level."""
        along = self.shoulder - self.hip
        return np.asarray(np.degrees(np.arctan2(np.abs(along[:, 0]), along[:, 1])))

    @cached_property
    def sole(self) -> Array:
        """Height of the lower of heel and toe in the picture, (T, 2)."""
        return np.asarray(np.fmin(self.heel[..., 1], self.toe[..., 1]))

    @cached_property
    def lift(self) -> Array:
        """Height of each foot's lowest point above its floor around that time, (T, 2).

        The floor is each foot's own: a far foot stands higher in the picture of a camera that looks down.
        """
        return self._above_floor(self.sole, FLOOR_HALF_S)

    @cached_property
    def airborne(self) -> Array:
        """Height of the lower foot above where one stood just before and after, (T,).

        A jump is over in half a second; a hand that holds the phone drifts more slowly.
        """
        return self._above_floor(np.fmin(self.sole[:, 0], self.sole[:, 1])[:, None], FLIGHT_HALF_S)[:, 0]

    def _above_floor(self, height: Array, half_s: float) -> Array:
        rate = 1.0 / float(np.median(np.diff(self.time_s))) if len(self.time_s) > 1 else 1.0
        width = 2 * max(1, round(half_s * rate)) + 1
        filled = np.where(np.isfinite(height), height, np.inf)
        floor = ndimage.percentile_filter(filled, 5, size=(width, 1), mode="nearest")
        return np.where(np.isfinite(floor), height - floor, np.nan)

    @cached_property
    def standing(self) -> BoolArray:
        """Frames in which the person stands still on both feet, side by side and with straight knees, (T,)."""
        if len(self.time_s) < 2:
            return np.zeros(len(self.time_s), dtype=bool)
        speed = np.linalg.norm(np.gradient(self.ankle, self.time_s, axis=0), axis=-1).max(axis=1)
        straight = (self.knee_deg < STRAIGHT_DEG).all(axis=1) & (self.shank_tilt_deg < STRAIGHT_DEG).all(axis=1)
        apart = np.zeros(len(self.time_s)) if self.turned else self.split
        floor = np.array([robust.percentile(self.sole[:, i], 5) for i in (0, 1)])
        down = (self.sole - floor < DOWN_FRAC).all(axis=1)
        return np.asarray(straight & down & (apart < SIDE_BY_SIDE) & (speed < STANDING_SHANKS_PER_S))

    @cached_property
    def raised(self) -> Array:
        """How much higher each foot's sole is against the other one than in standing, (T, 2); NaN if that is not seen.

        Neither a drifting camera nor a foot that is farther away, and so higher in the picture, counts.
        """
        return self._against_standing(self.sole)

    @cached_property
    def ankle_raised(self) -> Array:
        """The same of the ankles, (T, 2): they rise as well where the toes of a lifted foot hang down."""
        return self._against_standing(self.ankle[..., 1])

    def _against_standing(self, height: Array) -> Array:
        apart = height - height[:, ::-1]
        if self.standing.sum() < STANDING_MIN_FRAMES:
            return np.full_like(apart, np.nan)
        return np.asarray(apart - np.nanmedian(apart[self.standing], axis=0))

    @cached_property
    def mass_behind(self) -> Array:
        """How far the body's centre of mass lies behind the heels, (T,); negative over or ahead of them.

        A person cannot stand like that: far behind the heels, they sit or lean on something.
        """
        heels = np.fmin(self.facing * self.heel[:, 0, 0], self.facing * self.heel[:, 1, 0])
        return np.asarray(heels - self.facing * self.mass[:, 0])

    @cached_property
    def motion(self) -> Array:
        """How fast the body moves, (T,), shank lengths a second, mean of hips, shoulders, knees and ankles."""
        if len(self.time_s) < 2:
            return np.zeros(len(self.time_s))
        points = np.concatenate([self.hip[:, None], self.shoulder[:, None], self.knee, self.ankle], axis=1)
        speed = np.linalg.norm(np.gradient(points, self.time_s, axis=0), axis=-1)
        count = np.isfinite(speed).sum(axis=1)
        mean = np.nansum(speed, axis=1) / np.maximum(count, 1)
        return np.asarray(np.maximum(mean - STILL_SHANKS_PER_S, 0.0))


def find_features(landmarks: Landmarks, view: CameraView) -> Features:
    """Return the signals that a movement is recognised by.

    Parameters
    ----------
    landmarks
        Cleaned and levelled.
    view
        Of the same frames.
    """
    shank = shank_px(landmarks)
    hip, shoulder, knee, ankle, heel, toe = (
        landmarks.side(name) * UP / shank for name in ("hip", "shoulder", "knee", "ankle", "heel", "toe")
    )
    return Features(
        time_s=landmarks.time_s,
        hip=hip.mean(axis=1),
        shoulder=shoulder.mean(axis=1),
        knee=knee,
        ankle=ankle,
        heel=heel,
        toe=toe,
        mass=centre_of_mass_px(landmarks) * UP / shank,
        trunk_px=trunk_px(landmarks),
        view=view,
    )


def over(x: float, *, none: float, full: float) -> float:
    """Return how far x has come from `none` (0) to `full` (1); 0 for a missing x."""
    if not np.isfinite(x):
        return 0.0
    return float(np.clip((x - none) / (full - none), 0.0, 1.0))


def under(x: float, *, none: float, full: float) -> float:
    """Return how far x has come down from `none` (0) to `full` (1); 0 for a missing x."""
    return over(-x, none=-none, full=-full)
