"""The camera's tilt, from every cue there is: each has its own error, and all of them are weighed together.

Two cues lie in the body. What each reads on a level camera, and how far people and networks scatter about that:

- *Standing*: who stands still on both flat feet keeps the centre of mass about 4.5 cm in front of the ankles (hip 6.2
  +- 1.3, shoulder 3.8 +- 1.9 cm over 15 people: Woodhull 1985, Eur J Appl Physiol 54:109), so 2.7 degrees forward of
  plumb. Eight side-view clips of real people and two rendered ones read 2.6, sd 0.8, their cameras' own tilt included.
  From the front it is plumb.
- *Sole*: heel and toe points of the near foot, flat on the floor, run down to the toes by 5 degrees as a pose network
  sees them; thirteen clips (runs, squats, lunges; real and rendered) scatter by 1.7. Another network may set the points
  otherwise, so that 2.5 is allowed.

Either can be wrong altogether: a hand on the wall, a heel on a plate. So each cue has a share of clips in which it
tells nothing, and so has the assumption that a phone is set up level. All are multiplied as probabilities: cues that
agree narrow the bound, a cue that contradicts the others widens it, and no average is drawn between the two.

Looked at and left out: the line through contacts of one foot along a treadmill (its own slope, and half a degree for
each degree that the camera is turned), both feet of a lunge (the far one stands higher in the picture), the centre of
mass in a deep squat (sd 4: heels come up), the equality of repetitions (a tilt is the same in each).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from dorsi import camera
from dorsi.analysis import geometry, rearfoot, robust
from dorsi.analysis.mass import centre_of_mass_px
from dorsi.analysis.uncertainty import ROLL_UNKNOWN_SD_DEG
from dorsi.analysis.view import CameraView, shank_px
from dorsi.camera import PITCH_SD_DEG
from dorsi.types import Array, BoolArray, Landmarks

STANDING_LEAN_DEG: Final = 2.7  #: ankles to centre of mass, forward of plumb, seen from the side
STANDING_SD_DEG: Final = 1.5  #: between people, seen square from the side or the front
STANDING_OBLIQUE_SD_DEG: Final = 2.5  #: with a turn that is known to 7 degrees only, and lean and sway mixed
STANDING_MIN_S: Final = 0.2  #: longer than a squatter passes through an upright posture at speed
STRAIGHT_FRAC: Final = 0.975  #: hip to ankle against thigh and shank: a knee bent by 25 degrees
TALL_FRAC: Final = 0.93  #: of the longest hip to ankle: seen from the front a bent leg is only shorter
PLUMB_MAX_DEG: Final = 50.0  #: a body that leans more in the picture lies, or the picture is on its side
STILL_SHANKS_PER_S: Final = 0.5  #: of the centre of mass, about 20 cm/s: slower, no push carries the body
PLANTED_SHANKS_PER_S: Final = 0.25  #: of a foot, about 10 cm/s: what a still point wanders
CLOSE_SHANKS: Final = 0.4  #: between the ankles along the movement: a longer base says little of where the body is
CLOSE_FRONT_SHANKS: Final = 1.0  #: and from the front, where both feet carry alike
LEVEL_FEET_SHANKS: Final = 0.3  #: between the ankles up and down: more, and one foot is in the air
TIPTOE_DEG: Final = 8.0  #: of foot pitch below the flattest moments

SOLE_PITCH_DEG: Final = -5.0  #: heel to toe point of a flat near foot, + toes up
SOLE_SD_DEG: Final = 2.5  #: between people and networks; 1.7 was seen
FAR_SOLE_SD_DEG: Final = 4.0  #: the far foot is drawn half by guess
#: How much more the sole seems to fall for each degree that the toes point to a camera 20 degrees above them (tan 20).
SOLE_PER_YAW: Final = 0.36
SOLE_FLOOR_SHANKS: Final = 0.15  #: a foot this near to its lowest place in the picture is down
SOLE_MAX_DEG: Final = 45.0  #: a foot that points down more stands on its toes
SOLE_PERCENTILES: Final = (50.0, 85.0)  #: of the pitch while the foot is down: between raised heels and landing
SOLE_MIN_FRAMES: Final = 8  #: two stances of a run at 30 frames per second
EDGE_FRAC: Final = 0.01  #: of the picture: a point this near to its edge may lie outside

STANDING_WRONG_FRAC: Final = 0.05  #: clips in which a standing person holds on to something
SOLE_WRONG_FRAC: Final = 0.20  #: clips in which no foot is ever flat: forefoot runners, heels on a plate, jumps

#: Assumed of phones set up by eye, before anything is seen: share of clips, sd of their tilt. Most lie within 5
#: degrees; one in twelve was leaned against something and may be far off, one in a hundred lies as it fell.
SET_UP: Final = ((0.91, 2.5), (0.08, 8.0), (0.01, 30.0))
WRONG_MIN_FRAC: Final = 1e-6  #: no sign is surer than that
WRONG_SPAN_DEG: Final = 90.0  #: a cue that is wrong may read anything in this span
REACH_DEG: Final = 60.0  #: tilts up to this are weighed; from 15 on nothing is measured
STEP_DEG: Final = 0.02  #: finer than any sign
SURE_SD_DEG: Final = 1.0  #: a tilt known this well is taken out even where it may be none
TOLD_SDS: Final = 2.0  #: a tilt known worse is taken out from this many of its sds on
#: A rough cue alone leaves at least the doubt of a tilt that nothing tells: a flat foot may be 7 degrees off.
EXACT_SD_DEG: Final = 2.0
CONTRADICT_SDS: Final = 3.0  #: of both together: one sound pair in 400


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One sign of the camera's tilt, clockwise +."""

    name: str  #: as a reader would call it, such as "the scene"
    roll_deg: float
    sd_deg: float
    wrong_frac: float  #: share of clips in which it tells nothing
    pitch_deg: float | None = None  #: how far the camera looks up (+) or down, where it tells that, too
    pitch_sd_deg: float = PITCH_SD_DEG


@dataclass(frozen=True, kw_only=True)
class CameraLevel:
    """The camera's tilt to correct, clockwise +, how far it looks up (+) or down, and the sources."""

    roll_deg: float
    sd_deg: float
    cues: tuple[Cue, ...] = ()
    pitch_deg: float = 0.0
    pitch_sd_deg: float = PITCH_SD_DEG

    @property
    def knows_pitch(self) -> bool:
        """Whether anything tells how far the camera looks up or down."""
        return (self.pitch_deg, self.pitch_sd_deg) != (0.0, PITCH_SD_DEG)

    @property
    def contradicting(self) -> tuple[Cue, Cue] | None:
        """The two cues that are furthest apart, where their errors cannot explain it."""
        pairs = [
            (abs(a.roll_deg - b.roll_deg) / np.hypot(a.sd_deg, b.sd_deg), a, b) for a, b in combinations(self.cues, 2)
        ]
        sds, a, b = max(pairs, key=lambda pair: float(pair[0]), default=(0.0, None, None))
        return (a, b) if a and b and sds > CONTRADICT_SDS else None


UNKNOWN: Final = CameraLevel(roll_deg=0.0, sd_deg=ROLL_UNKNOWN_SD_DEG)
AS_FILMED: Final = CameraLevel(roll_deg=0.0, sd_deg=0.0)  #: what leaves landmarks where they are


def join(cues: Sequence[Cue]) -> CameraLevel:
    """Return the tilt that all cues together tell; `UNKNOWN` where there are none.

    A tilt that may as well be none is left in and counted as doubt: turning a picture by what is half a guess would
    only trade one error for another.
    """
    if not cues:
        return UNKNOWN
    tilts = np.arange(-REACH_DEG, REACH_DEG, STEP_DEG)
    weight = np.sum([share * _normal(tilts / sd) / sd for share, sd in SET_UP], axis=0)
    for cue in cues:
        weight = weight * _likely(tilts, cue.roll_deg, cue.sd_deg, cue.wrong_frac)
    roll = float(np.average(tilts, weights=weight))
    sd = float(np.sqrt(np.average((tilts - roll) ** 2, weights=weight)))
    if sd > SURE_SD_DEG and abs(roll) < TOLD_SDS * sd:
        roll, sd = 0.0, float(np.hypot(roll, sd))
    if len(cues) == 1 and cues[0].sd_deg > EXACT_SD_DEG:
        sd = max(sd, UNKNOWN.sd_deg)
    return with_pitch(CameraLevel(roll_deg=roll, sd_deg=sd, cues=tuple(cues)), cues)


def with_pitch(level: CameraLevel, cues: Sequence[Cue]) -> CameraLevel:
    """Return the level with the pitch that the cues tell; as it is where none does.

    As with the tilt, what is usual is weighed in, and that a cue may be wrong altogether: one that tells of a camera as
    hardly anybody holds it is believed less, and its doubt grows.
    """
    every = ((c.pitch_deg, c.pitch_sd_deg, c.wrong_frac) for c in cues if c.pitch_deg is not None)
    if not (told := [one for one in every if np.isfinite(one[0])]):
        return level
    pitches = np.arange(-REACH_DEG, REACH_DEG, STEP_DEG)
    weight = _normal(pitches / PITCH_SD_DEG)
    for one in told:
        weight = weight * _likely(pitches, *one)
    pitch = float(np.average(pitches, weights=weight))
    sd = float(np.sqrt(np.average((pitches - pitch) ** 2, weights=weight)))
    return replace(level, pitch_deg=pitch, pitch_sd_deg=sd)


def _likely(angles_deg: Array, told_deg: float, sd_deg: float, wrong_frac: float) -> Array:
    """Return how likely each angle is by what one sign tells, which is never beyond doubt."""
    wrong = max(wrong_frac, WRONG_MIN_FRAC)
    right = _normal((angles_deg - told_deg) / sd_deg) / sd_deg
    return np.asarray((1 - wrong) * right + wrong / WRONG_SPAN_DEG)


def _normal(x: Array) -> Array:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def levelled(landmarks: Landmarks, tilt: CameraLevel) -> Landmarks:
    """Return the landmarks as a level camera at the same place would have seen them."""
    xy = camera.levelled(landmarks.xy_px, roll_deg=tilt.roll_deg, pitch_deg=tilt.pitch_deg, size_px=landmarks.size_px)
    return replace(landmarks, xy_px=xy)


def as_filmed(landmarks: Landmarks, tilt: CameraLevel) -> Landmarks:
    """Return levelled landmarks where the picture shows them."""
    xy = camera.as_filmed(landmarks.xy_px, roll_deg=tilt.roll_deg, pitch_deg=tilt.pitch_deg, size_px=landmarks.size_px)
    return replace(landmarks, xy_px=xy)


def of_body(landmarks: Landmarks, view: CameraView, *, before: CameraLevel = AS_FILMED) -> tuple[Cue, ...]:
    """Return what the person tells of the camera's tilt.

    Parameters
    ----------
    landmarks
        Cleaned, as filmed.
    view
        Where the camera stood.
    before
        What the scene tells already: the body is looked at as a level camera would see it by that.
    """
    if len(landmarks.time_s) < 2:  # a single frame between two cuts
        return ()
    seen = levelled(landmarks, before)
    cues = (standing_cue(seen, view), sole_cue(seen, view, inside=_feet_inside(landmarks)))
    return tuple(replace(cue, roll_deg=cue.roll_deg + before.roll_deg) for cue in cues if cue)


def standing_cue(landmarks: Landmarks, view: CameraView) -> Cue | None:
    """Return the tilt from a person standing still on both feet, or None without one."""
    if view.kind == "unclear":
        return None
    from_side = view.kind in {"side", "oblique"}
    facing = view.facing if from_side else 1.0
    ankles, mass = landmarks.side("ankle").mean(axis=1), centre_of_mass_px(landmarks)
    rows = _standing(landmarks, mass, close_shanks=CLOSE_SHANKS if from_side else CLOSE_FRONT_SHANKS)
    rows &= _flat_footed(landmarks, view) if from_side else True
    if rows.sum() < STANDING_MIN_S * landmarks.rate_hz or rows.sum() < 2:
        return None
    seen = geometry.inclination_deg(ankles, mass, facing=facing)[rows]
    upright = STANDING_LEAN_DEG * np.cos(np.radians(view.yaw_deg)) if from_side else 0.0
    between_people = STANDING_OBLIQUE_SD_DEG if view.kind == "oblique" else STANDING_SD_DEG
    return Cue(
        name="the standing body",
        roll_deg=facing * (robust.median(seen) - float(upright)),
        sd_deg=float(np.hypot(between_people, robust.mad_sd(seen))),
        wrong_frac=STANDING_WRONG_FRAC,
    )


def _standing(landmarks: Landmarks, mass: Array, *, close_shanks: float) -> BoolArray:
    """Return the frames in which both legs are straight and carry a body at rest, shape (T,)."""
    hip, knee, ankle = (landmarks.side(name) for name in ("hip", "knee", "ankle"))
    shank = shank_px(landmarks)
    reach, leg = geometry.length_px(hip, ankle), geometry.length_px(hip, knee) + geometry.length_px(knee, ankle)
    tall = reach.mean(axis=1) > TALL_FRAC * robust.percentile(reach.mean(axis=1), 95)
    up = landmarks.side("shoulder").mean(axis=1) - ankle.mean(axis=1)
    plumb = np.abs(np.degrees(np.arctan2(up[:, 0], -up[:, 1]))) < PLUMB_MAX_DEG
    up = up / np.linalg.norm(up, axis=-1, keepdims=True)
    between = ankle[:, 0] - ankle[:, 1]
    along, across = (between * up).sum(axis=-1), between[:, 0] * up[:, 1] - between[:, 1] * up[:, 0]
    feet = (np.abs(across) < close_shanks * shank) & (np.abs(along) < LEVEL_FEET_SHANKS * shank)
    still = (_speed(mass, landmarks.time_s) < STILL_SHANKS_PER_S * shank) & (
        _speed(ankle, landmarks.time_s).max(axis=1) < PLANTED_SHANKS_PER_S * shank
    )
    return np.asarray((reach > STRAIGHT_FRAC * leg).all(axis=1) & tall & plumb & feet & still)


def _flat_footed(landmarks: Landmarks, view: CameraView) -> BoolArray:
    """Return the frames in which the near foot does not stand on its toes, shape (T,): they would carry the body."""
    heel, toe = (landmarks.side(name)[:, view.near_side] for name in ("heel", "toe"))
    pitch = geometry.pitch_deg(heel, toe, facing=view.facing)
    return np.asarray(pitch > robust.percentile(pitch, 90) - TIPTOE_DEG)


def _speed(xy: Array, time_s: Array) -> Array:
    if len(time_s) < 2:
        return np.full(xy.shape[:-1], np.nan)
    return np.asarray(np.linalg.norm(np.gradient(xy, time_s, axis=0), axis=-1))


def _feet_inside(landmarks: Landmarks) -> BoolArray:
    """Return in which frames heel and toe of each foot lie in the picture as it was filmed, (T, 2)."""
    foot, size = np.stack([landmarks.side("heel"), landmarks.side("toe")], axis=2), np.asarray(landmarks.size_px)
    return np.asarray(((foot > EDGE_FRAC * size) & (foot < (1 - EDGE_FRAC) * size)).all(axis=(2, 3)))


def sole_cue(landmarks: Landmarks, view: CameraView, *, inside: BoolArray) -> Cue | None:
    """Return the tilt by the flat foot nearer to the camera, or else the other one; None where none is flat.

    Parameters
    ----------
    inside
        Frames in which each foot lies in the picture, (T, 2).
    """
    if view.kind != "side":
        return None
    # The foot network sets heel and toe otherwise, so its legs tell nothing.
    with_ball = rearfoot.legs_with_ball(landmarks)
    for i, sd in ((view.near_side, SOLE_SD_DEG), (1 - view.near_side, FAR_SOLE_SD_DEG)):
        if with_ball[i]:
            continue
        pitch = _pitch_on_floor_deg(landmarks, view, i, inside[:, i])
        if len(pitch) >= SOLE_MIN_FRAMES:
            # Who raises the heels is up more often than down; a runner's foot lands toes up for a moment.
            low, high = (robust.percentile(pitch, q) for q in SOLE_PERCENTILES)
            seen = robust.mode(pitch[(pitch >= low) & (pitch <= high)])
            if abs(seen) < SOLE_MAX_DEG:
                return Cue(
                    name="the flat foot",
                    roll_deg=view.facing * (SOLE_PITCH_DEG - seen),
                    sd_deg=float(np.hypot(sd, SOLE_PER_YAW * view.yaw_deg)),
                    wrong_frac=SOLE_WRONG_FRAC,
                )
    return None


def _pitch_on_floor_deg(landmarks: Landmarks, view: CameraView, i: int, inside: BoolArray) -> Array:
    """Return the pitch of one foot, heel to toe, in the frames in which it may stand flat, degrees."""
    heel, toe, ankle = (landmarks.side(name) for name in ("heel", "toe", "ankle"))
    shank, foot = shank_px(landmarks), np.stack([heel[:, i], toe[:, i]], axis=1)
    lowest = foot[..., 1].max(axis=1)
    down = lowest > robust.percentile(lowest[inside], 95) - SOLE_FLOOR_SHANKS * shank
    # On a treadmill the foot that stands runs back; the rear foot of a lunge stands on its toes.
    back = view.facing * np.gradient(foot.mean(axis=1)[:, 0], landmarks.time_s) < PLANTED_SHANKS_PER_S * shank
    front = view.facing * (ankle[:, i, 0] - ankle[:, 1 - i, 0]) > -CLOSE_SHANKS * shank
    pitch = geometry.pitch_deg(heel[:, i], toe[:, i], facing=view.facing)
    return np.asarray(pitch[inside & down & back & front])
