"""What a running foot does at landing and at leaving, from heel, ball and sole: with the foot network only."""

from typing import Final

import numpy as np

from dorsi.analysis import robust, uncertainty
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import numbers
from dorsi.protocols.instruments import SHARED
from dorsi.protocols.protocol import Take
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Step
from dorsi.vocabulary import Scale, Side

AFTER_S: Final = 0.1  #: the ankle points furthest shortly after the toes have left the ground
MIDDLE: Final = 0.5  #: of the stance: push-off comes after it
HEEL_OFF_FRAC: Final = 0.05  #: of a shank, about 2 cm: sole under the heel above its level on the flat foot
FLAT_PART: Final = (0.15, 0.45)  #: of the stance: after the landing, before the heel leaves
PEAK_PART: Final = (0.3, 0.7)  #: of the stance: where the ankle bends most
SEEN_MIN_FRAC: Final = 0.8  #: of the frames of a push-off
STRIKE_MIN_RATE_HZ: Final = 120.0  #: below, the foot's angle at contact is wrong by up to 5 degrees (M34)
#: Noise of the ankle in the clips that the errors were measured on: in mid-stance (people drawn by number 5.2), later.
TYPICAL_STANCE_NOISE_DEG, TYPICAL_PUSHOFF_NOISE_DEG = 5.0, 3.5
PUSHOFF_SD_DEG: Final = 5.6  #: error of the greatest plantarflexion around toe-off
STRIKE_SD_DEG: Final = 5.6  #: error of the foot's pitch at contact
HEEL_OFF_SD_PCT: Final = 6.0  #: of the stance: assumed; it was off by 3.8

NOISE_MAX_DEG: Final = 8.0  #: beyond the typical: a push-off has 20 to 30 degrees
UNSURE_REASON: Final = "the foot is not clear enough in push-off: its points may be {:.0f} degrees off"
NO_FOOT_REASON: Final = "the pose network does not follow the heel in push-off: its error there is 14 to 17 degrees"
STRIKE_REASON: Final = "needs {need:.0f} frames per second or more, and this clip has {rate:.0f}; film in slow motion"
NO_FOOT_STRIKE: Final = "the pose network's heel and toe points are not exact enough at contact"
HEEL_OFF: Final = "heel_off_pct_stance"
PUSHOFF: Final = "peak_pushoff_plantarflexion_deg"
STRIKE: Final = "foot_strike_angle_deg"


def values(take: Take, i: int, contact_s: float, toe_off_s: float) -> dict[str, float]:
    """Return when one stance's heel leaves, its greatest plantarflexion, and the foot's pitch at contact.

    What is not seen is left out.
    """
    time_s, signals = take.signals.time_s, take.signals
    part = (time_s - contact_s) / (toe_off_s - contact_s)
    pushes = (part >= MIDDLE) & (time_s <= toe_off_s + AFTER_S)
    ankle = signals.ankle_dorsiflexion_deg[pushes, i]
    found = {HEEL_OFF: _heel_off_pct(part, signals.heel_height_frac[:, i])}
    if np.isfinite(ankle).any() and np.isfinite(ankle).mean() >= SEEN_MIN_FRAC:
        found[PUSHOFF] = -float(np.nanmin(ankle))
    pitch = signals.foot_pitch_deg[:, i]
    seen = np.isfinite(pitch)
    if take.landmarks.rate_hz >= STRIKE_MIN_RATE_HZ and seen.any():
        found[STRIKE] = float(np.interp(contact_s, time_s[seen], pitch[seen]))
    return {name: value for name, value in found.items() if np.isfinite(value)}


def _heel_off_pct(part: Array, height: Array) -> float:
    """Return when the heel passes its threshold for good, in percent of the stance; NaN where it is not seen."""
    level = robust.median(height[(part >= FLAT_PART[0]) & (part <= FLAT_PART[1])])
    rows = np.flatnonzero((part >= FLAT_PART[0]) & (part <= 1.0) & np.isfinite(height))
    up = height[rows] - level > HEEL_OFF_FRAC
    down = np.flatnonzero(~up)
    if not len(rows) or not np.isfinite(level) or not up[-1] or not len(down):
        return float("nan")
    a, b = rows[down[-1]], rows[down[-1] + 1]
    share = (level + HEEL_OFF_FRAC - height[a]) / (height[b] - height[a])
    return 100.0 * float(part[a] + share * (part[b] - part[a]))


def excess_noise_deg(
    take: Take,
    i: int,
    found: tuple[Rep | Step, ...],
    *,
    part: tuple[float, float],
    typical_deg: float,
    after_s: float = 0.0,
) -> float:
    """Return what the points' own sigma adds to the error of the ankle's angle beyond the typical; 0 without them.

    Parameters
    ----------
    found
        Steps, of which this leg's stances count.
    part
        Of each stance, from and to, as shares of it.
    typical_deg
        What the instrument's own error already holds.
    after_s
        And so long after that.
    """
    if not take.reference.with_ball[i]:
        return 0.0
    time_s, counts = take.signals.time_s, np.zeros(len(take.signals.time_s), dtype=bool)
    for step in found:
        if isinstance(step, Step) and step.side == SIDES[i] and step.toe_off_s is not None:
            from_s, to_s = (step.contact_s + share * (step.toe_off_s - step.contact_s) for share in part)
            counts |= (time_s >= from_s) & (time_s <= to_s + after_s)
    sigma = robust.median(take.signals.extra["ankle_sigma_deg"][counts, i])
    return SHARED.foot.sigma_shortfall * uncertainty.beyond(sigma, typical_deg)


def measure(take: Take, i: int, side: Side, found: tuple[Rep | Step, ...], *, low: str | None) -> list[Measurement]:
    """Return heel-off, push-off and foot strike of one side, or why there are none."""
    noise = excess_noise_deg(take, i, found, part=(MIDDLE, 1.0), typical_deg=TYPICAL_PUSHOFF_NOISE_DEG, after_s=AFTER_S)
    zero = float(take.reference.sole_zero_sd_deg[i])
    doubts = (
        Doubt(instrument=HEEL_OFF_SD_PCT),
        Doubt(instrument=PUSHOFF_SD_DEG, roll=take.roll_sd_deg, sole_zero=zero, noise=noise),
        Doubt(instrument=STRIKE_SD_DEG, sole_zero=zero, noise=noise),
    )
    out = []
    for name, doubt in zip((HEEL_OFF, PUSHOFF, STRIKE), doubts, strict=True):
        scale: Scale = "camera_time" if name == HEEL_OFF else "camera_2d"
        own = numbers.valid_values(found, side, name)
        if noise > NOISE_MAX_DEG:
            out.append(numbers.not_measured(name, side, UNSURE_REASON.format(noise), scale=scale))
        elif len(own):
            out.append(numbers.measured(name, side, own, doubt, scale=scale, low_because=low, running=True))
        else:
            out.append(numbers.not_measured(name, side, _reason(take, i, name), scale=scale))
    return out


def _reason(take: Take, i: int, name: str) -> str:
    strike, rate = name == STRIKE, take.landmarks.rate_hz
    if strike and rate < STRIKE_MIN_RATE_HZ:
        return STRIKE_REASON.format(need=STRIKE_MIN_RATE_HZ, rate=rate)
    if not take.reference.with_ball[i]:
        return NO_FOOT_STRIKE if strike else NO_FOOT_REASON
    return "no whole stance with the heel in view was found"
