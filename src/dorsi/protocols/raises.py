"""Finds heel raises: the body rises over straight knees, whether or not a hand-held phone moves."""

from typing import Final

import numpy as np

from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import wavering_sd
from dorsi.analysis.view import SIDE_MAX_DEG, CameraView
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.protocols.features import DOWN_FRAC, Features, over, under
from dorsi.types import Array

RISE_MIN_FRAC: Final = 0.045  #: of a shank, about 2 cm
#: of a shank, 1.5 and 3 cm: a standing body's point sways; a raise of 15 degrees shows
SWAY_FRAC, SURE_FRAC = 0.035, 0.075
NOISE_TIMES: Final = (2.5, 4.5)  #: times as high as noise makes the hips waver: less is noise, more is none
TOP_FRAMES: Final = 2  #: before and after the highest one, whose median is the top
RISE_MAX_FRAC: Final = 0.5  #: off a step's edge, from heel below to toe tip; more is a jump
LEG_MAX_SHARE: Final = 0.6  #: of the rise: a leg that grows longer by more lifts the body itself
BENT_DEG: Final = 40.0  #: a rise out of bent knees is the end of a squat
BENDS_DEG: Final = 15.0  #: and knees that bend more than this on the way lift the body themselves
MIN_S, MAX_S = 0.5, 10.0
HELD_FRAC: Final = 0.25  #: of a shank, 10 cm, of one ankle above the other: more than a far foot seems to be higher
SHAKE_S: Final = 0.25  #: a hand that holds a phone drifts with a period of a second or two


def cycles(e: Evidence) -> list[Cycle]:
    """Return the heel raises: the body and the ankles rise a little over straight knees, without walking."""
    f = e.f
    knee = np.fmin(f.knee_deg[:, 0], f.knee_deg[:, 1])
    body = f.hip[:, 1] - shake(f.hip[:, 1], f.toe[..., 1], f.time_s, f.view)
    noise = wavering_sd(body, f.time_s)
    return [
        Cycle(hump=hump, fit=_fit(f, hump) * over(hump.height / noise, none=NOISE_TIMES[0], full=NOISE_TIMES[1]))
        for hump in rises(f.hip_height, body, knee, f.time_s)
    ]


def _ankle_rise(f: Features, hump: reps.Hump) -> float:
    """Return how far the ankle of a leg that stands rises, above its toes where the picture shows those."""
    inside = slice(hump.start, hump.end + 1)
    height = f.ankle[..., 1] - f.toe[..., 1] if _toes_show(f.view) else f.ankle[..., 1]
    apart = robust.median(f.ankle[inside, 0, 1] - f.ankle[inside, 1, 1])
    stand = (0, 1) if not abs(apart) > HELD_FRAC else (int(apart > 0),)
    rise = height[inside] - height[[hump.start]]
    return max((robust.percentile(rise[:, i], 95) for i in stand), key=lambda x: np.nan_to_num(x, nan=-1.0))


def _toes_show(view: CameraView) -> bool:
    """Return whether the camera sees the toes: from behind they are hidden, or follow the heel."""
    return not view.yaw_deg < -SIDE_MAX_DEG


def shake(hip_up: Array, toe_up: Array, time_s: Array, view: CameraView) -> Array:
    """Return how far a hand that holds the phone moves the picture up and down, (T,), in the unit of the heights.

    It moves the hips and the toes that stand alike; a toe point that jitters leaves the hips where they are. So it is
    what the toes do, as far as the hips do it too; 0 where the toes do not show.

    Parameters
    ----------
    hip_up
        Middle of the hips, growing upwards, (T,).
    toe_up
        Toes of both feet, (T, 2); the lower ones stand.
    view
        Of the same frames.
    """
    stands = np.fmin(toe_up[:, 0], toe_up[:, 1])
    lag = max(1, round(SHAKE_S / float(np.median(np.diff(time_s))))) if len(time_s) > 1 else 1
    if not _toes_show(view) or len(time_s) <= lag:
        return np.zeros(len(stands))
    hips, toes = (x[lag:] - x[:-lag] for x in (hip_up, stands))
    still = np.isfinite(hips) & np.isfinite(toes)
    still &= np.abs(toes) < 2 * robust.median(np.abs(toes[still])) if still.any() else False
    power = float(np.square(toes[still]).sum())
    share = np.clip(float((hips[still] * toes[still]).sum()) / power, 0.0, 1.0) if power > 0 else 0.0
    return np.asarray(share * (stands - robust.median(stands)))


def _fit(f: Features, hump: reps.Hump) -> float:
    inside = slice(hump.start, hump.end + 1)
    stays = under(robust.percentile(f.hip[inside, 0], 95) - robust.percentile(f.hip[inside, 0], 5), none=0.6, full=0.3)
    # The toes stay where a side view shows them; seen from behind they are hidden and follow the heel.
    lifts = 0.0 if f.turned else over(robust.percentile(f.lift[inside].min(axis=1), 90), none=0.2, full=0.35)
    follows = over(_ankle_rise(f, hump) / hump.height, none=0.25, full=0.5)
    # A foot that comes down elsewhere has stepped; one that is held up may be drawn now here, now on the other leg.
    down = (f.lift[inside] < DOWN_FRAC).all(axis=1) & (np.abs(np.diff(f.ankle[inside, :, 1], axis=1)[:, 0]) < HELD_FRAC)
    steps = over(float(np.ptp(f.split[inside][down])) if down.any() else 0.0, none=0.3, full=0.5)
    return over(hump.height, none=SWAY_FRAC, full=SURE_FRAC) * stays * (1 - lifts) * follows * (1 - steps)


def rises(leg: Array, body: Array, knee_deg: Array, time_s: Array) -> list[reps.Hump]:
    """Return the raises: the body rises while the knee stays straight.

    Parameters
    ----------
    leg
        Hip above the ankle that stands, shank lengths, (T,): steady in a heel raise.
    body
        Hips above the floor, shank lengths, (T,).
    """
    humps = reps.find_humps(body, time_s, min_height=RISE_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)
    out = []
    for hump in humps:
        top = slice(max(hump.start, hump.peak - TOP_FRAMES), hump.peak + TOP_FRAMES + 1)
        bent = max(knee_deg[hump.start], knee_deg[hump.end])
        lifts = bent - robust.median(knee_deg[top])
        steady = abs(robust.median(leg[top]) - robust.median(leg[[hump.start, hump.end]])) < LEG_MAX_SHARE * hump.height
        if bent < BENT_DEG and lifts < BENDS_DEG and steady and hump.height < RISE_MAX_FRAC:
            out.append(hump)
    return out
