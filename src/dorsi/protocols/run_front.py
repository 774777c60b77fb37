"""Running from the front or from behind: knee and pelvis at mid-stance, and how far apart the feet land."""

from dataclasses import replace
from typing import Final

import numpy as np

from dorsi.analysis import gait, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import frontal, numbers
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Landmarks, Rep, Step
from dorsi.vocabulary import SideName

MID_STANCE: Final = (0.3, 0.6)  #: of the stance
PELVIS_SD_DEG: Final = 3.0
FPPA_SD_DEG: Final = (
    6.0  #: hips whose standing place was not seen (3), a knee that a turn of 4 degrees moves (4), joints (3)
)
WIDTH_SD_FRAC: Final = 0.02
TIMES_REASON: Final = "contact and toe-off are not seen exactly from the {view}; film from the side for times"
KNEE_REASON: Final = "a run has no standing still, so the hip points are not checked against a straight leg"


def stances(landmarks: Landmarks) -> list[list[gait.Stance]]:
    """Return the stances of the left and of the right foot, from the feet's heights against the hips."""
    ankle, hip = landmarks.side("ankle")[..., 1], landmarks.side("hip")[..., 1].mean(axis=1)
    # Against the trunk's length, so that a runner who comes nearer keeps the scale.
    trunk = np.abs(hip - landmarks.side("shoulder")[..., 1].mean(axis=1))
    trunk = np.where(trunk > 0, trunk, np.nan)
    return [gait.find_stances_by_height((hip - ankle[:, i]) / trunk, landmarks.time_s) for i in (0, 1)]


def with_values(take: Take, seen: frontal.FrontView, i: int, step: Step) -> Step:
    """Return a step with its numbers at mid-stance."""
    if step.toe_off_s is None:
        return step
    part = (take.signals.time_s - step.contact_s) / (step.toe_off_s - step.contact_s)
    rows = (part >= MID_STANCE[0]) & (part <= MID_STANCE[1])
    across = take.landmarks.side("ankle")[rows, i, 0] * seen.stand.outward[0]
    values = {
        "fppa_deg": robust.median(seen.fppa_deg[rows, i]),
        "pelvis_drop_deg": robust.median(seen.pelvis_deg[rows, i]),
        "foot_across_frac": robust.median(across) / leg_px(take),
    }
    return replace(step, values=step.values | {name: v for name, v in values.items() if np.isfinite(v)})


def leg_px(take: Take) -> float:
    """Return the length from hip to ankle at its longest, pixels."""
    return robust.percentile(np.linalg.norm(take.landmarks.side("hip") - take.landmarks.side("ankle"), axis=-1), 95)


def step_width(found: tuple[Rep | Step, ...]) -> Measurement:
    """Return how far the feet land apart across, shares of leg length; negative when they cross."""
    left, right = (numbers.valid_values(found, side, "foot_across_frac") for side in SIDES)
    if not len(left) or not len(right):
        return numbers.not_measured("step_width_frac", "both", "no step of both feet was found", scale="camera_2d")
    widths = _between_neighbours(left, right)
    return numbers.measured("step_width_frac", "both", widths, Doubt(instrument=WIDTH_SD_FRAC), scale="camera_2d")


def _between_neighbours(left: Array, right: Array) -> Array:
    """Return the width of each pair of steps: a runner who drifts across the picture keeps it."""
    count = min(len(left), len(right))
    return left[:count] - right[:count]


def measure_side(take: Take, side: SideName, found: tuple[Rep | Step, ...], few: str | None) -> list[Measurement]:
    """Return knee angle and pelvis drop of one side at mid-stance, and what this view does not show."""
    out = []
    for name, sd, low in (("fppa_deg", FPPA_SD_DEG, few or KNEE_REASON), ("pelvis_drop_deg", PELVIS_SD_DEG, few)):
        values = numbers.valid_values(found, side, name)
        if len(values):
            doubt = Doubt(instrument=sd)
            out.append(numbers.measured(name, side, values, doubt, scale="camera_2d", low_because=low, running=True))
        else:
            reason = f"no whole step of the {side} foot was found"
            out.append(numbers.not_measured(name, side, reason, scale="camera_2d"))
    times = TIMES_REASON.format(view="front" if take.view.kind == "front" else "rear")
    angle = numbers.view_reason(take) or ""
    return [
        *out,
        numbers.not_measured("contact_s", side, times, scale="camera_time"),
        numbers.not_measured("peak_stance_dorsiflexion_deg", side, angle, scale="camera_2d"),
    ]
