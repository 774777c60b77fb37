"""What a movement is recognised by: a few signals that mean the same from any side."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import geometry, robust
from dorsi.analysis.view import SIDE_MAX_DEG, View, shank_px, trunk_px
from dorsi.types import Array, Landmarks

RUN_LIFT_FRAC: Final = 0.6  #: of a shank: walking lifts the lower of heel and toe by less
FLOOR_PERCENTILE: Final = 10.0  #: a runner stands on each foot a third of the time
SLOW_STRIDE_HZ: Final = 0.75
MIN_STRIDES: Final = 1.5
RHYTHM_MIN_FRAC: Final = 0.4  #: of the power: steps repeat, a person who walks about does not


@dataclass(frozen=True, kw_only=True)
class Features:
    """Signals of one clip, from cleaned and levelled landmarks; lengths in shank lengths."""

    time_s: Array
    hip_height: Array  #: (T,) mid-hip above mid-ankle
    ankle_ahead: Array  #: (T,) left ankle ahead of the right along the floor; 0 where the view does not show it
    shank_deg: Array  #: (T, 2) inclination
    knee_deg: Array  #: (T, 2) flexion
    foot_height: Array  #: (T, 2) lower of heel and toe above its floor level
    ankle_above: Array  #: (T, 2) the other ankle above this one
    hip_over: Array  #: (T, 2) mid-hip above this ankle
    knee_over: Array  #: (T, 2) knee above this ankle
    hip_place: Array  #: (T,) mid-hip along the picture
    body_height: Array  #: (T,) mid-hip above the clip's floor
    trunk_px: Array  #: (T,) mid-shoulder to mid-hip, pixels: it grows as somebody comes nearer
    knee_height: Array  #: (T, 2) knee above its level when the leg stands
    frontal: bool  #: whether the camera looks from the front or from behind


def find_features(landmarks: Landmarks, view: View) -> Features:
    """Return the signals a movement is recognised by."""
    hip, knee, ankle = (landmarks.side(name) for name in ("hip", "knee", "ankle"))
    heel, toe = landmarks.side("heel"), landmarks.side("toe")
    shank = shank_px(landmarks)
    mid_hip = hip.mean(axis=1)
    floor = robust.percentile(toe[..., 1].max(axis=1), 50)
    standing = np.array([robust.percentile(knee[:, i, 1], 75) for i in (0, 1)])
    ahead = view.facing * (ankle[:, 0] - ankle[:, 1])[:, 0] / shank
    return Features(
        time_s=landmarks.time_s,
        hip_height=(ankle - hip).mean(axis=1)[:, 1] / shank,
        ankle_ahead=ahead if abs(view.yaw_deg) <= SIDE_MAX_DEG else np.zeros_like(ahead),
        shank_deg=geometry.inclination_deg(ankle, knee, facing=view.facing),
        knee_deg=np.abs(geometry.bend_deg(hip, knee, ankle, facing=view.facing)),
        foot_height=np.stack([foot_height(heel[:, i], toe[:, i], shank=shank) for i in (0, 1)], axis=1),
        ankle_above=np.stack([ankle[:, i, 1] - ankle[:, 1 - i, 1] for i in (0, 1)], axis=1) / shank,
        hip_over=(ankle[..., 1] - mid_hip[:, [1]]) / shank,
        knee_over=(ankle - knee)[..., 1] / shank,
        hip_place=mid_hip[:, 0] / shank,
        body_height=(floor - mid_hip[:, 1]) / shank,
        trunk_px=trunk_px(landmarks),
        knee_height=(standing - knee[..., 1]) / shank,
        frontal=view.kind in {"front", "rear"},
    )


def foot_height(heel_px: Array, toe_px: Array, *, shank: float) -> Array:
    """Return the height of the lower of heel and toe above its floor level, in shank lengths, shape (T,)."""
    low = -np.fmax(heel_px[:, 1], toe_px[:, 1]) / shank
    return np.asarray(low - robust.percentile(low, FLOOR_PERCENTILE))


def over(x: float, *, none: float, full: float) -> float:
    """Return how far x has come from `none` (0) to `full` (1); 0 for a missing x."""
    if not np.isfinite(x):
        return 0.0
    return float(np.clip((x - none) / (full - none), 0.0, 1.0))


def stride_rate_hz(f: Features) -> float:
    """Return the rate at which left and right foot change places in height, strides per second; NaN if no rhythm."""
    x = f.foot_height[:, 0] - f.foot_height[:, 1]
    good = np.isfinite(x)
    if good.sum() < 10:
        return float("nan")
    grid_s = np.linspace(f.time_s[good][0], f.time_s[good][-1], max(64, int(good.sum())))
    even = np.interp(grid_s, f.time_s[good], x[good])
    even = (even - even.mean()) * np.hanning(len(even))
    power = np.abs(np.fft.rfft(even, 8 * len(even))) ** 2
    rates = np.fft.rfftfreq(8 * len(even), grid_s[1] - grid_s[0])
    band = (rates > 0.1) & (rates < 4)
    best = float(rates[band][np.argmax(power[band])])
    near = band & (np.abs(rates - best) < max(0.3 * best, 1.5 / float(np.ptp(grid_s))))
    if best * np.ptp(grid_s) < MIN_STRIDES or power[near].sum() < RHYTHM_MIN_FRAC * power[band].sum():
        return float("nan")
    return best


def slow_steps(f: Features) -> bool:
    """Return whether the feet rise in turn as high as in running, but at a rate below any runner's."""
    lift = min(robust.percentile(f.foot_height[:, i], 95) for i in (0, 1))
    return lift > RUN_LIFT_FRAC and stride_rate_hz(f) < SLOW_STRIDE_HZ
