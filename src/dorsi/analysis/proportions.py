"""Whether the picture keeps the body's proportions: a segment is as long when it lies across as when it stands.

A picture that an app squeezed, with nothing in the file that says so, shows what lies across too short. Three lengths
tell of it in a side view, each against what level, unsqueezed clips show (24 side-view clips of real and rendered
people):

- *Thigh* and *shank*: height squared against width squared over the clip is a line; its slope is the scale. The thigh
  reads 0.965 (sd 0.04 where it lies down), the shank 0.97 (sd 0.05), as knees and feet point a little outward. The
  less a segment lies across, the less it tells: the error of a length counts by the square of the width.
- *Foot*: the flat foot's length is 0.55 of the upright shank's (sd 0.035).

The foot network marks joint centres and both ends of the shoe: there the shank reads 1.0, and the foot is 0.695 of the
shank (sd 0.02 over twelve clips of four people).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dorsi.analysis import geometry, rearfoot, robust
from dorsi.analysis.view import CameraView, Refusal, squeezed
from dorsi.types import Array, Landmarks

LENGTH_SD_FRAC: Final = 0.036  #: a segment's length, as networks see it from pose to pose
#: Lower end, upper end, scale of an unsqueezed picture, and how far across it must lie (of its length). A shank that
#: leans less reads too short: in a squat the knee point slides down as the knee bends.
SEGMENTS: Final = (("knee", "hip", 0.965, 0.45), ("ankle", "knee", 0.97, 0.65))
STEEP_MIN_FRAC: Final = 0.8  #: of its length: somewhere in the clip it must stand about upright, too
NETWORK_SHANK: Final = 1.0  #: the same scale for the shank of a leg by the foot network
FOOT_OF_SHANK: Final = 0.55  #: heel point to toe point against knee point to ankle point
SHOE_OF_SHANK: Final = 0.695  #: the same by the foot network: a shoe is longer than the foot that the pose network sees
FOOT_SD_FRAC: Final = 0.07  #: of that: shoes, and feet that are turned out
FLAT_SLOPE: Final = 0.35  #: rise over run: a foot pitched by less than 20 degrees hardly shortens
STEEP_SLOPE: Final = 0.5  #: run over rise: a shank leaning by less than 27 degrees
MIN_FRAMES: Final = 10  #: a third of a second at 30 frames per second
STEPS: Final = 10  #: the weights settle within this
MILD_SDS: Final = 1.5  #: a frame further off the line counts less (Cauchy weight)
MISFIT: Final = 2.0  #: chi-square per degree of freedom from which lengths contradict each other: one clip in six
SURE_SDS: Final = 3.0  #: one sound clip in 700: no angle is given
UNSURE_SDS: Final = 2.0  #: one sound clip in 22: the bound allows for it
YAW_SDS: Final = 2.0  #: the turn may be this far off what was read


@dataclass(frozen=True, kw_only=True)
class Across:
    """The picture's scale across against up and down, 1 where it is as it should be."""

    scale_frac: float
    sd_frac: float

    def distorted(self, view: CameraView, *, sds: float = SURE_SDS) -> bool:
        """Return whether the picture must be squeezed or stretched: a turned camera cannot explain the scale.

        Parameters
        ----------
        view
            Where the camera stood.
        sds
            How far the scale must be from 1, in its standard deviations.
        """
        turned = min(abs(view.yaw_deg) + YAW_SDS * view.yaw_sd_deg, 90.0)
        shortest = float(np.cos(np.radians(turned)))
        sure = abs(self.scale_frac - 1.0) > sds * self.sd_frac
        return sure and not shortest <= self.scale_frac <= 1.0


def across(landmarks: Landmarks, view: CameraView) -> Across | None:
    """Return the picture's scale across by the near leg, or None where no length tells of it.

    Parameters
    ----------
    landmarks
        Cleaned and levelled.
    view
        Where the camera stood; only side views tell.
    """
    by_network = bool(rearfoot.legs_with_ball(landmarks)[view.near_side])
    parts = (part(landmarks, view.near_side, by_network=by_network) for part in (_by_segments, _by_foot))
    found = np.array([scale for part in parts for scale in part])
    if view.kind != "side" or not len(found):
        return None
    scale, weight = found[:, 0], found[:, 1] ** -2
    mean = float(np.average(scale, weights=weight))
    misfit = float((weight * (scale - mean) ** 2).sum()) / max(len(found) - 1, 1)
    widen = misfit if misfit > MISFIT else 1.0
    return Across(scale_frac=mean, sd_frac=float(np.sqrt(widen / weight.sum())))


def judged(landmarks: Landmarks, view: CameraView) -> CameraView:
    """Return the view with what the body's lengths say of the picture: a fault, a doubt, or nothing.

    The angles are not corrected: knees and feet that point far out of the picture look the same.
    """
    found = across(landmarks, view)
    if found is None or not found.distorted(view, sds=UNSURE_SDS):
        return view
    if not found.distorted(view):
        return replace(view, across_frac=found.scale_frac)
    off = 100 * abs(found.scale_frac - 1)
    length = "short" if found.scale_frac < 1 else "long"
    return replace(
        view,
        fault=Refusal(
            reason=f"the picture seems {squeezed(found.scale_frac)} sideways: the leg looks about {off:.0f} % too "
            f"{length} where it lies across",
            tip="use the file as the phone made it, and film with knees and feet pointing along the picture",
            code="picture_squeezed",
        ),
    )


def _by_segments(landmarks: Landmarks, i: int, *, by_network: bool) -> Iterator[tuple[float, float]]:
    for lower, upper, by_pose, across_min in SEGMENTS:
        as_it_should = NETWORK_SHANK if by_network and lower == "ankle" else by_pose
        wide, high = np.abs(landmarks.side(upper)[:, i] - landmarks.side(lower)[:, i]).T
        seen = np.isfinite(wide) & np.isfinite(high)
        length = robust.percentile(np.hypot(wide, high), 90)
        reach = robust.percentile(wide / length, 97)
        stands = robust.percentile(high / length, 97)
        if seen.sum() < MIN_FRAMES or reach < across_min or stands < STEEP_MIN_FRAC:
            continue
        slope = _slope((wide[seen] / length) ** 2, (high[seen] / length) ** 2)
        if slope < 0:
            scale = float(1 / np.sqrt(-slope)) / as_it_should
            yield scale, LENGTH_SD_FRAC / reach**2


def _slope(x: Array, y: Array) -> float:
    """Return the slope of the line through most of the points."""
    design, weight = np.stack([np.ones_like(x), x], axis=1), np.ones_like(x)
    line = np.zeros(2)
    for _ in range(STEPS):
        root = np.sqrt(weight)
        line = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
        off = y - design @ line
        weight = 1 / (1 + (off / max(MILD_SDS * robust.mad_sd(off), 1e-6)) ** 2)
    return float(line[1])


def _by_foot(landmarks: Landmarks, i: int, *, by_network: bool) -> Iterator[tuple[float, float]]:
    heel, toe, ankle, knee = (landmarks.side(name)[:, i] for name in ("heel", "toe", "ankle", "knee"))
    (foot_wide, foot_high), (shank_wide, shank_high) = np.abs(toe - heel).T, np.abs(knee - ankle).T
    flat, steep = foot_high < FLAT_SLOPE * foot_wide, shank_wide < STEEP_SLOPE * shank_high
    if flat.sum() >= MIN_FRAMES and steep.sum() >= MIN_FRAMES:
        foot, shank = geometry.length_px(heel, toe)[flat], geometry.length_px(ankle, knee)[steep]
        as_it_should = SHOE_OF_SHANK if by_network else FOOT_OF_SHANK
        yield robust.median(foot) / robust.median(shank) / as_it_should, FOOT_SD_FRAC
