"""What lunge and squat share: repetitions of one leg's shank, and the peak inclination made from them."""

from collections.abc import Callable
from typing import Final

import numpy as np

from dorsi.analysis import geometry, reps, robust
from dorsi.analysis.uncertainty import (
    Doubt,
    across_doubt_deg,
    excess_noise_deg,
    perspective_doubt_deg,
    steadied_px,
    yaw_doubt_deg,
)
from dorsi.analysis.view import squeezed
from dorsi.protocols import gates, instruments, numbers
from dorsi.protocols.evidence import Cycle
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import Rep, Step
from dorsi.vocabulary import SideName

PEAK: Final = "peak_shank_inclination_deg"
HEEL_DOWN: Final = "heel_down_shank_inclination_deg"
BEHIND: Final = "this leg is behind the other one in the picture; film it from its own side"
MIXED_UP: Final = "left and right were mixed up in much of the clip; film again in good light, closer to the legs"
HEEL_DOWN_REASON: Final = "the heel came up; this is the angle just before that"
OBLIQUE_WARN_DEG: Final = 15.0  #: docs/measures.md section 3
SEEN_APART_FRAC: Final = 0.4  #: of a shank between the shanks' middles; calves are about 0.28 of a shank wide
PEAK_HALF_S: Final = 0.15  #: the peak's height is read from a parabola over this much on both sides
STANDING_KNEE_DEG: Final = 25.0  #: knees straighter than this, as a pose network sees them, stand
STANDING_SPLIT_FRAC: Final = 0.4  #: of a shank between the ankles
STANDING_MIN_S: Final = 0.3
CHANGE_SD_DEG: Final = 2.1  #: as the near leg's peak in a squat, until clips with a filmed standing say better
KNEE_SD_DEG: Final = 6.8  #: pose-network knee flexion in a side view (M28: -2.3 +/- 6.4, bias and spread together)
HEEL_SD_FRAC: Final = 0.03  #: of a shank: how far the heel point wanders on a foot that stays flat


def score(take: Take, i: int, side: SideName, cycle: Cycle, *, heel_voids: bool) -> Rep:
    """Return one repetition of one leg; from the side with its numbers and what voids it.

    Parameters
    ----------
    heel_voids
        Whether a heel that comes up voids the repetition, as in a test of the ankle's range (R13). Else it is still a
        repetition, without a range.
    """
    time_s, hump = take.signals.time_s, cycle.hump
    values = _values(take, i, cycle) if take.sagittal else {}
    void = gates.void_reasons(take, i, cycle) if take.sagittal else ()
    return Rep(
        side=side,
        start_s=float(time_s[hump.start]),
        peak_s=float(time_s[hump.peak]),
        end_s=float(time_s[hump.end]),
        values=values,
        refused={PEAK: gates.HEEL_UP} if HEEL_DOWN in values else {},
        void=void + ((gates.HEEL_UP,) if heel_voids and HEEL_DOWN in values else ()),
    )


def _values(take: Take, i: int, cycle: Cycle) -> dict[str, float]:
    time_s, shank = take.signals.time_s, take.signals.shank_inclination_deg[:, i]
    lifted = gates.heel_lifted(take, i, cycle)
    counts = gates.on_its_place(take, i, cycle, cycle.planted or cycle.frames)
    if lifted.up and lifted.held:
        counts = slice(counts.start, max(lifted.last_down + 1, counts.start + 1))
    if not np.isfinite(shank[counts]).any():
        return {}
    peak = int(counts.start + np.nanargmax(shank[counts]))
    values = {
        PEAK: reps.peak_value(shank, time_s, centre=peak, half_s=PEAK_HALF_S),
        "knee_flexion_at_peak_deg": float(take.signals.knee_flexion_deg[peak, i]),
        "heel_rise_frac": lifted.height_frac,
    }
    if lifted.up and not lifted.held:
        values[HEEL_DOWN] = float(shank[lifted.last_down])
        del values[PEAK]
    return {name: value for name, value in values.items() if np.isfinite(value)}


def shank_doubt(
    take: Take, i: int, own: tuple[Rep | Step, ...], angle_deg: float, instrument: instruments.Instrument
) -> Doubt:
    """Return the parts of the bound of a shank inclination, degrees."""
    # Over the moments that the peak is read from: in a single frame the two looks may have seen different things.
    peaks = np.array([e.peak_s for e in own if isinstance(e, Rep)])
    near = (np.abs(take.signals.time_s[:, None] - peaks) <= PEAK_HALF_S).any(axis=1)
    length = geometry.length_px(take.landmarks.side("knee"), take.landmarks.side("ankle"))[:, i]
    knee, ankle = (steadied_px(take.landmarks.sigma_of(name)[:, i], length)[near] for name in ("knee", "ankle"))
    known = instruments.SHARED.of(take, i)
    off_middle = take.landmarks.side("ankle")[near, i] - np.asarray(take.landmarks.size_px) / 2
    aside, below = (robust.median(column) for column in off_middle.T)
    return Doubt(
        noise=excess_noise_deg(
            knee,
            ankle,
            length_px=take.reference.shank_px,
            typical_deg=known.typical_shank_noise_deg,
            shortfall=known.sigma_shortfall,
        ),
        instrument=instrument.of(take, i),
        roll=take.roll_sd_deg,
        yaw=yaw_doubt_deg(angle_deg, yaw_deg=take.reference.yaw_deg, yaw_sd_deg=take.view.yaw_sd_deg),
        perspective=perspective_doubt_deg(
            angle_deg,
            yaw_deg=take.reference.yaw_deg,
            pitch_sd_deg=take.pitch_sd_deg,
            ahead_px=take.view.facing * aside,
            below_px=below,
            size_px=take.landmarks.size_px,
        ),
        across=across_doubt_deg(angle_deg, across_frac=take.view.across_frac),
    )


def leg_reason(take: Take, i: int, own: tuple[Rep | Step, ...]) -> str | None:
    """Return why no number of a leg can be given: it was not followed, or is hidden behind the other; None where none.

    Parameters
    ----------
    own
        The leg's events.
    """
    return take.leg_reasons[i] or (hidden_reason(take, i, own) if own else None)


def low_reason(take: Take, i: int) -> str | None:
    """Return why a leg's numbers deserve low confidence, or None."""
    if take.legs_mixed_up:
        return MIXED_UP
    if i != take.view.near_side:
        return "this is the leg away from the camera; film it from its own side"
    if abs(take.view.yaw_deg) > OBLIQUE_WARN_DEG:
        return f"the camera stands about {abs(take.view.yaw_deg):.0f} degrees off a true side view"
    if take.view.across_frac != 1.0:
        return f"the picture may be {squeezed(take.view.across_frac)} sideways"
    return None


def measure_side(
    take: Take,
    i: int,
    side: SideName,
    events: tuple[Rep | Step, ...],
    *,
    instrument: instruments.Instrument,
    refuse: Callable[..., str | None],
) -> list[Measurement]:
    """Return one side's peak shank inclination and the numbers around it, or the one reason why there are none.

    Parameters
    ----------
    refuse
        The movement's own check, called with the side's events and their valid peaks; returns a reason or None.
    """
    own = tuple(e for e in events if e.side == side)
    peaks = numbers.valid_values(own, side, "peak_shank_inclination_deg")
    unseen = numbers.view_reason(take)
    reason = unseen or leg_reason(take, i, own) or refuse(side, own, peaks)
    if reason:
        refused = numbers.not_measured("peak_shank_inclination_deg", side, reason, scale="camera_joint_centre")
        more = numbers.still_said(side, own) if unseen else _with_the_heel_down(take, i, side, own, instrument)
        return [refused, *more]
    low = low_reason(take, i)
    doubt = shank_doubt(take, i, own, float(peaks.mean()), instrument)
    standing = standing_shank_deg(take, i)
    knee = numbers.valid_values(own, side, "knee_flexion_at_peak_deg")
    heel = numbers.valid_values(own, side, "heel_rise_frac")
    out = [
        numbers.measured("peak_shank_inclination_deg", side, peaks, doubt, scale="camera_joint_centre", low_because=low)
    ]
    for name, values, sd in (("knee_flexion_at_peak_deg", knee, KNEE_SD_DEG), ("heel_rise_frac", heel, HEEL_SD_FRAC)):
        if len(values):
            out.append(numbers.measured(name, side, values, Doubt(instrument=sd), scale="camera_2d", low_because=low))
    if standing is not None:
        # A knee or ankle point that sits beside its joint does so in both postures: the change is free of most of it.
        change = Doubt(instrument=CHANGE_SD_DEG, yaw=doubt.yaw)
        out.append(
            numbers.measured("ankle_change_from_standing_deg", side, peaks - standing, change,
                             scale="camera_joint_centre", low_because=low)
        )  # fmt: skip
    return [*out, numbers.rep_count(side, own)]


def _with_the_heel_down(
    take: Take, i: int, side: SideName, own: tuple[Rep | Step, ...], instrument: instruments.Instrument
) -> list[Measurement]:
    """Return how far the shank leaned before the heel came up, where it did; else nothing."""
    leans = np.array([e.values[HEEL_DOWN] for e in own if set(e.void) <= {gates.HEEL_UP} and HEEL_DOWN in e.values])
    if leg_reason(take, i, own) or not len(leans):
        return []
    doubt = shank_doubt(take, i, own, float(leans.mean()), instrument)
    heel = np.array([e.values["heel_rise_frac"] for e in own if "heel_rise_frac" in e.values])
    out = [numbers.measured(HEEL_DOWN, side, leans, doubt, scale="camera_joint_centre", low_because=HEEL_DOWN_REASON)]
    if len(heel):
        rise = Doubt(instrument=HEEL_SD_FRAC)
        out.append(
            numbers.measured("heel_rise_frac", side, heel, rise, scale="camera_2d", low_because=low_reason(take, i))
        )
    return [*out, *numbers.still_said(side, own)]


def standing_shank_deg(take: Take, i: int) -> float | None:
    """Return the shank's lean while the person stands on flat feet side by side; None if the clip does not show it."""
    signals = take.signals
    ahead = np.abs(np.diff(take.landmarks.side("ankle")[..., 0], axis=1)[:, 0]) / take.reference.shank_px
    upright = (np.abs(signals.knee_flexion_deg) < STANDING_KNEE_DEG).all(axis=1) & take.reference.flat.all(axis=1)
    frames = upright & (ahead < STANDING_SPLIT_FRAC)
    if frames.sum() < max(5, STANDING_MIN_S * take.landmarks.rate_hz):
        return None
    return robust.median(signals.shank_inclination_deg[frames, i])


def hidden_reason(take: Take, i: int, own: tuple[Rep | Step, ...]) -> str | None:
    """Return why the far leg can't be measured: at the peak it stands behind the near one; None when it is seen."""
    near = take.view.near_side
    if i == near:
        return None
    middle = (take.landmarks.side("knee") + take.landmarks.side("ankle")) / 2
    apart = np.linalg.norm(middle[:, i] - middle[:, near], axis=-1) / take.reference.shank_px
    peaks = [take.at(e.peak_s) for e in own if isinstance(e, Rep)]
    if robust.median(apart[peaks]) >= SEEN_APART_FRAC:
        return None
    return BEHIND


def no_valid_reason(own: tuple[Rep | Step, ...], *, what: str, side: str) -> str | None:
    """Return why a side has no valid repetition, or None when it has one."""
    if not own:
        return f"no {what} on the {side} leg was found in the clip"
    if not any(e.valid for e in own):
        return f"no valid {what}: {'; '.join(sorted({reason for e in own for reason in e.void}))}; film again"
    if not any(PEAK in e.values for e in own if e.valid):
        return f"{gates.HEEL_UP} in every {what}; film again with the heel on the floor"
    return None
