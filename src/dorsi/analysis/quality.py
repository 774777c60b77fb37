"""What the footage is good for: found, in the picture, steady, fast enough; each fault with how to film again."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import filtering, geometry, robust
from dorsi.analysis.level import CameraLevel
from dorsi.analysis.view import CameraView, Refusal, shank_px, squeezed
from dorsi.measures.intervals import Z95
from dorsi.schema.session import Warn
from dorsi.types import Array, BoolArray, Landmarks
from dorsi.wording.sentences import capital

FOUND_MIN_FRAC: Final = 0.5
GAP_MAX_S: Final = 0.5
RATE_MIN_HZ: Final = 20.0
ROLL_MAX_DEG: Final = 15.0  #: a camera tilted more is not one that was set up
ROLL_WARN_DEG: Final = 3.0  #: R13
LEVEL_UNSURE_SD_DEG: Final = 2.0  #: a tilt known worse than +-4 degrees (95 %) is as good as not known
YAW_WARN_DEG: Final = 15.0
FEET_OUT_MAX_FRAC: Final = 0.2
FAR_SHANK_PX: Final = 80.0  #: a shank this short in the picture turns one pixel into 0.7 degrees
SWAPPED_MAX_FRAC: Final = 0.1
DOUBTFUL_SIGMA_FRAC: Final = 0.15  #: of a shank: two looks at one leg that differ by more do not see a leg
LENGTH_JITTER_MAX_FRAC: Final = 0.25

DEPTH_TIP: Final = "Give the camera's turn from side-on (yaw_deg), or landmarks with depth."
LEG_REASON: Final = (
    "this leg was not seen well enough to be followed; film it from its own side, with nothing in front of it"
)
FILM_AGAIN: Final = "film one person from the side, the whole body from head to feet in the picture, in good light"


@dataclass(frozen=True, kw_only=True)
class Footage:
    """Facts about the tracks in the part of a film that is measured."""

    found_frac: float  #: frames of the movement in which at least one leg was found
    longest_gap_s: float
    feet_out_frac: float  #: frames in which a foot lies outside the picture or at its edge
    swapped_frac: float
    leg_sigma_frac: Array  #: (2,) landmark noise of each leg, shank lengths; NaN where the backend can't tell
    length_jitter_frac: Array  #: (2,) how much each shank's length changes from frame to frame
    leg_found_frac: Array  #: (2,) frames in which each leg was found
    shank_px: float
    rate_hz: float

    @property
    def legs_mixed_up(self) -> bool:
        """Whether left and right had to be exchanged so often that what was taken for one leg may be the other."""
        return self.swapped_frac > SWAPPED_MAX_FRAC

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing can be measured, or None."""
        why = self._why_nothing()
        return None if why is None else Refusal(reason=why, tip=FILM_AGAIN)

    def _why_nothing(self) -> str | None:
        if self.found_frac == 0:
            return "no person detected"
        if self.found_frac < FOUND_MIN_FRAC:
            return f"a person was found in only {100 * self.found_frac:.0f} % of the clip"
        if not self.legs_followed:
            return "no legs could be followed"
        if self.feet_out_frac > 1 - FEET_OUT_MAX_FRAC:
            return "the feet are not in the picture"
        return None

    @property
    def legs_followed(self) -> bool:
        """Whether at least one leg was followed."""
        return bool(np.isfinite(self.shank_px)) and not all(self.leg_reasons)

    @property
    def leg_reasons(self) -> tuple[str | None, str | None]:
        """Why each leg can't be measured, or None: a leg that is seen well is not refused for the one behind it."""
        left, right = (self._leg_reason(i) for i in (0, 1))
        return left, right

    def _leg_reason(self, i: int) -> str | None:
        unsteady = self.length_jitter_frac[i] > LENGTH_JITTER_MAX_FRAC
        if self.leg_found_frac[i] < FOUND_MIN_FRAC or self.leg_sigma_frac[i] > DOUBTFUL_SIGMA_FRAC or unsteady:
            return LEG_REASON
        return None


def look_at(landmarks: Landmarks, swapped: BoolArray, *, keep: BoolArray, moving: BoolArray) -> Footage:
    """Return the facts about the raw tracks of a part of a film.

    Parameters
    ----------
    landmarks
        Legs named right, unsmoothed.
    swapped
        Frames in which that took an exchange, (T,).
    keep, moving
        Frames that are looked at, and those of them in which the movement goes on, (T,). A leg is judged by the latter.
    """
    legs: BoolArray = np.isfinite(landmarks.side("ankle")[..., 0])
    seen: BoolArray = np.asarray(legs.any(axis=1))
    shank = shank_px(landmarks)
    inside = np.flatnonzero(seen & keep)
    gap_s = 0.0
    if len(inside):
        within = slice(inside[0], inside[-1] + 1)
        lost = filtering.stretches(~seen[within] & keep[within])
        times = landmarks.time_s[within]
        gap_s = max((float(times[min(b, len(times) - 1)] - times[a - 1]) for a, b in lost), default=0.0)
    sigma = np.stack([landmarks.sigma_of(name)[moving] for name in ("knee", "ankle", "heel", "toe")])
    return Footage(
        found_frac=float(seen[moving].mean()) if moving.any() else 0.0,
        longest_gap_s=gap_s,
        feet_out_frac=_feet_out_frac(landmarks, seen & moving),
        swapped_frac=float(swapped[seen & keep].mean()) if (seen & keep).any() else 0.0,
        leg_sigma_frac=np.array([robust.median(sigma[..., i]) for i in (0, 1)]) / shank,
        length_jitter_frac=_length_jitter(landmarks, shank, moving),
        leg_found_frac=legs[moving].mean(axis=0) if moving.any() else np.zeros(2),
        shank_px=shank,
        rate_hz=landmarks.rate_hz,
    )


def _feet_out_frac(landmarks: Landmarks, seen: BoolArray) -> float:
    if not seen.any():
        return 1.0
    width, height = landmarks.size_px
    xy = np.concatenate([landmarks.side(name) for name in ("heel", "toe")], axis=1)[seen]
    out = (xy[..., 0] < 0) | (xy[..., 0] > width - 1) | (xy[..., 1] < 0) | (xy[..., 1] > height - 1)
    return float(out.any(axis=1).mean())


def _length_jitter(landmarks: Landmarks, shank: float, moving: BoolArray) -> Array:
    lengths = geometry.length_px(landmarks.side("knee"), landmarks.side("ankle"))
    steps = np.abs(np.diff(lengths, axis=0))[moving[1:]]
    return np.array([robust.median(steps[:, i]) for i in (0, 1)]) / shank


def warnings_of(footage: Footage, view: CameraView, *, level: CameraLevel) -> list[Warn]:
    """Return what the reader should know about the footage, most important first.

    Parameters
    ----------
    level
        Camera tilt, and what it was read from.
    """
    refusal = footage.refusal
    if refusal:
        return [Warn(code="not_measurable", text=_sentence(refusal.reason), tip=_sentence(refusal.tip))]
    return [
        Warn(code=code, text=text, tip=tip)
        for holds, code, text, tip in (
            *_view_faults(view),
            *_level_faults(view, level),
            *_camera_faults(footage),
            *_track_faults(footage),
        )
        if holds
    ]


Fault = tuple[bool, str, str, str]  #: (whether it holds, code, text, tip)


def _view_faults(view: CameraView) -> list[Fault]:
    tip = "Put the camera square to the side of the foot that is measured, 2 to 4 m away."
    yaw = abs(view.yaw_deg)
    oblique = f"The camera stands about {yaw:.0f} degrees off a true side view"
    mild = view.kind == "side" and yaw > YAW_WARN_DEG
    corrected = f"{oblique}; the angles are corrected for it and the bound is wider."
    unsure = f"The picture may be {squeezed(view.across_frac)} sideways; the measuring error allows for it."
    faced = f"The camera looks from the {view.kind}: no ankle angle can be read."
    return [
        (view.kind in {"front", "rear"}, "view_not_side", faced, tip),
        (view.kind == "unclear", "view_unclear", _sentence(view.unclear_because), tip if view.has_depth else DEPTH_TIP),
        (view.kind == "oblique", "view_oblique", f"{oblique}: too far for side-view angles.", tip),
        (mild, "view_oblique", corrected, tip),
        *([_refused(view.fault)] if view.fault else []),
        (view.across_frac != 1.0, "picture_unsure", unsure, "Use the file as the phone made it."),
    ]


def _level_faults(view: CameraView, level: CameraLevel) -> list[Fault]:
    """Return what to know of the camera's tilt, in views in which it counts."""
    upright = "Lean the phone upright against something level, with a door frame or a skirting board in the picture."
    roll, reach, apart = abs(level.roll_deg), Z95 * level.sd_deg, level.contradicting
    tilted = f"The camera was tilted by {roll:.0f} degrees; the angles are corrected for it"
    unsure = f"We couldn't tell whether the phone was level: angles may be off by up to {reach:.0f} degrees."
    disagree = ""
    if apart:
        one, two = (f"{cue.name} {cue.roll_deg:+.0f}" for cue in apart)
        disagree = (
            f"The signs of the phone's tilt disagree ({one}, {two} degrees); the measuring error allows for both."
        )
    if roll > ROLL_MAX_DEG:  # refused for it, which the numbers say
        return []
    matters = view.kind != "oblique"
    unknown = matters and level.sd_deg > LEVEL_UNSURE_SD_DEG
    tilted += f" and may still be off by up to {reach:.0f} degrees." if unknown else "."
    return [
        (roll > ROLL_WARN_DEG, "camera_tilted", tilted, "Level the phone: lean it upright against something."),
        (unknown and roll <= ROLL_WARN_DEG, "level_unknown", unsure, upright),
        (matters and bool(apart) and not unknown, "level_disputed", disagree, upright),
    ]


def _camera_faults(footage: Footage) -> list[Fault]:
    out = f"A foot is outside the picture in {100 * footage.feet_out_frac:.0f} % of the frames."
    slow = f"The clip has {footage.rate_hz:.0f} frames per second: quick movements fall between the frames."
    small = f"The person is small in the picture: the shank measures {footage.shank_px:.0f} pixels."
    return [
        (footage.feet_out_frac > FEET_OUT_MAX_FRAC, "feet_out", out, "Step back until both feet stay in the picture."),
        (footage.rate_hz < RATE_MIN_HZ, "low_rate", slow, "Film at 30 frames per second or more; 60 for running."),
        (footage.shank_px < FAR_SHANK_PX, "far_away", small, "Go nearer, or film in a higher resolution."),
    ]


def _track_faults(footage: Footage) -> list[Fault]:
    lost = f"The person was lost for up to {footage.longest_gap_s:.1f} s."
    swapped = (
        f"Left and right were mixed up in {100 * footage.swapped_frac:.0f} % of the frames, and have been corrected."
    )
    keep = "Keep the whole body in the picture, with nothing in front of it."
    return [
        (footage.longest_gap_s > GAP_MAX_S, "person_lost", lost, keep),
        (footage.legs_mixed_up, "legs_swapped", swapped, "Film in good light, closer to the legs."),
    ]


def _refused(fault: Refusal) -> Fault:
    assert fault.code is not None
    return True, fault.code, _sentence(fault.reason), _sentence(fault.tip)


def _sentence(text: str) -> str:
    return capital(text) + "."
