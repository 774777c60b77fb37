"""What squats and lunges share when they are filmed from the front: knee, ankle and pelvis of each repetition."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis import frontal, reps, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import gates, numbers, settling
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, BoolArray, Landmarks, Rep, Step
from dorsi.vocabulary import SideName

AT_PEAK_S: Final = 0.1  #: a repetition's numbers are medians over this much on both sides of its lowest point
LANDMARK_SD_DEG: Final = 2.5  #: of the angle: day-to-day error of filmed knees (M24), about 3 px of each joint
KNEE_OVER_FOOT_SD_FRAC: Final = 0.04  #: of a shank: the toe point of a foot seen from the front
PELVIS_SD_DEG: Final = 2.5  #: 6 px of height between two hips that are 160 px apart
TURN_OUT_SD_DEG: Final = 6.0
ANKLE_SD_FRAC: Final = 0.015
INWARD_ANKLE_FRAC: Final = 0.03  #: of a shank, about 13 mm: more than the arch of a standing foot sinks (R34)
THIGH_LEVEL: Final = (
    "at the lowest point the thigh points at the camera and hides the knee angle; bend the knees only to "
    "about 60 degrees, well above thighs level with the floor"
)
DEEP_BEND: Final = "in a deep bend, a small turn of the body looks like a knee moving inward"
HIDDEN_HEEL: Final = "the heel is hidden behind the foot in a view from the front"


@dataclass(frozen=True, kw_only=True)
class FrontView:
    """The legs of one clip from the front, with what was assumed for them."""

    stand: frontal.Stand
    set_up: frontal.SetUp
    turn_sd_deg: float
    fppa_deg: Array  #: (T, 2)
    thigh_down_frac: Array  #: (T, 2) knee below hip, thigh lengths
    over_foot_frac: Array  #: (T, 2)
    pelvis_deg: Array  #: (T, 2)
    ankle_frac: Array  #: (T, 2)


def look(take: Take, *, on_both: BoolArray | None = None) -> FrontView:
    """Return the clip's legs as the frontal plane shows them.

    Parameters
    ----------
    on_both
        Frames in which both feet stand, (T,): they tell which way the person faces. None where one foot is in the air.
    """
    stand = frontal.find_stand(take.landmarks, take.reference.shank_px, front=take.view.kind == "front")
    turn, sd = 0.0, frontal.FACING_SD_DEG
    if on_both is not None and on_both.any():
        turn, sd = frontal.turn_deg(take.landmarks, stand, np.stack([on_both] * 2, axis=1)), frontal.TURN_SD_DEG
    set_up = frontal.SetUp(turn_deg=turn)
    joints = frontal.legs(take.landmarks, stand, set_up)
    return FrontView(
        stand=stand,
        set_up=set_up,
        turn_sd_deg=sd,
        fppa_deg=frontal.fppa_deg(joints, stand),
        thigh_down_frac=frontal.thigh_down_frac(joints, stand),
        over_foot_frac=frontal.knee_over_foot_frac(joints, stand),
        pelvis_deg=frontal.pelvis_drop_deg(take.landmarks, stand),
        ankle_frac=frontal.ankle_inward_frac(take.landmarks, stand),
    )


def signals(take: Take, seen: FrontView | None = None) -> dict[str, Array]:
    """Return the knees' angle over time where the camera stands in front or behind."""
    return {"fppa_deg": (seen or look(take)).fppa_deg} if take.frontal else {}


def score(take: Take, seen: FrontView, i: int, hump: reps.Hump) -> Rep:
    """Return one repetition of one leg with its numbers at the lowest point."""
    time_s = take.signals.time_s
    low = _around(time_s, hump.peak)
    quantities = {
        "fppa_deg": robust.median(seen.fppa_deg[low, i]),
        "knee_over_foot_frac": robust.median(seen.over_foot_frac[low, i]),
        "pelvis_drop_deg": robust.median(seen.pelvis_deg[low, i]),
        "ankle_inward_frac": robust.median(seen.ankle_frac[low, i])
        - robust.median(seen.ankle_frac[_around(time_s, hump.start), i]),
        "foot_turn_out_deg": float(frontal.turn_out_deg(take.landmarks, seen.stand, low)[i]),
    }
    # A median of the few frames in which it is just seen would be of another moment.
    level = robust.median(seen.thigh_down_frac[low, i]) < frontal.THIGH_DOWN_MIN_FRAC
    refused = {"fppa_deg": THIGH_LEVEL} if level else {}
    whole = Rep(
        side=SIDES[i],
        start_s=float(time_s[hump.start]),
        peak_s=float(time_s[hump.peak]),
        end_s=float(time_s[hump.end]),
        values={name: v for name, v in quantities.items() if np.isfinite(v) and name not in refused},
        void=gates.lost_reasons(take, i, hump.start, hump.end),
        refused=refused,
    )
    return settling.plausible([whole])[0]


def _around(time_s: Array, frame: int) -> slice:
    inside = np.flatnonzero(np.abs(time_s - time_s[frame]) <= AT_PEAK_S)
    return slice(int(inside[0]), int(inside[-1]) + 1)


def measure_side(
    take: Take, seen: FrontView, i: int, side: SideName, own: tuple[Rep | Step, ...], *, what: str
) -> list[Measurement]:
    """Return one leg's numbers from the front, or the one reason why there are none."""
    valid = tuple(e for e in own if e.side == side and e.valid)
    if not valid:
        reasons = sorted({reason for e in own for reason in e.void}) or [
            f"no {what} on the {side} leg was found in the clip"
        ]
        return [numbers.not_measured("fppa_deg", side, "; ".join(reasons), scale="camera_2d")]
    return [
        _knee_angle(take, seen, i, side, valid),
        _plain("knee_over_foot_frac", side, valid, KNEE_OVER_FOOT_SD_FRAC),
        _plain("pelvis_drop_deg", side, valid, PELVIS_SD_DEG),
        _plain("foot_turn_out_deg", side, valid, TURN_OUT_SD_DEG, low=HIDDEN_HEEL),
        _inward_ankle(side, valid),
    ]


def _knee_angle(take: Take, seen: FrontView, i: int, side: SideName, valid: tuple[Rep | Step, ...]) -> Measurement:
    shown = [e for e in valid if "fppa_deg" in e.values]
    if not shown:
        return numbers.not_measured("fppa_deg", side, "the leg was lost from view", scale="camera_2d")
    moments = [e.peak_s if isinstance(e, Rep) else e.contact_s for e in shown]
    rows = np.flatnonzero(np.abs(take.signals.time_s[:, None] - moments).min(axis=1) <= AT_PEAK_S)
    unseen = frontal.fppa_doubt_deg(
        picked(take.landmarks, rows), seen.stand, seen.set_up, side=i, turn_sd_deg=seen.turn_sd_deg
    )
    doubt = Doubt(instrument=LANDMARK_SD_DEG, yaw=unseen)
    low = (
        None
        if seen.stand.seen[i]
        else "the clip never shows the leg standing straight, which the angle is measured from"
    )
    found = numbers.measured(
        "fppa_deg", side, numbers.valid_values(valid, side, "fppa_deg"), doubt, scale="camera_2d", low_because=low
    )
    if low is None and found.status == "low_confidence":
        return found.model_copy(update={"reason": DEEP_BEND})
    return found


def picked(landmarks: Landmarks, rows: NDArray[np.intp]) -> Landmarks:
    """Return only some frames of a clip."""
    return replace(
        landmarks,
        time_s=landmarks.time_s[rows],
        xy_px=landmarks.xy_px[rows],
        score=landmarks.score[rows],
        sigma_px=None,
        world_m=None,
    )


def _plain(name: str, side: SideName, valid: tuple[Rep | Step, ...], sd: float, low: str | None = None) -> Measurement:
    values = numbers.valid_values(valid, side, name)
    if not len(values):
        return numbers.not_measured(name, side, "the foot was lost from view", scale="camera_2d")
    return numbers.measured(name, side, values, Doubt(instrument=sd), scale="camera_2d", low_because=low)


def _inward_ankle(side: SideName, valid: tuple[Rep | Step, ...]) -> Measurement:
    """Return how far the ankle moves inward over the foot, and whether that is more than the measuring error."""
    found = _plain("ankle_inward_frac", side, valid, ANKLE_SD_FRAC)
    if found.value is None or found.ci95_low is None:
        return found
    clear = found.value > INWARD_ANKLE_FRAC and found.ci95_low > 0
    text = "the ankle moves inward over the foot" if clear else "no clear inward movement of the ankle"
    return found.model_copy(update={"reason": text})
