"""Single movements in clean clips: a stick figure that lunges, squats and runs with no fault in its tracks."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import constants

from dorsi.synth.camera import SIDE_ON, Camera, film
from dorsi.synth.stick_figure import (
    ANKLE_HEIGHT_M,
    BALL_AHEAD_M,
    HEEL_BACK_M,
    SHANK_M,
    THIGH_M,
    TOE_AHEAD_M,
    leg,
    place_across,
    push_in,
    reach,
    segment,
    still,
    trunk,
    waves,
)
from dorsi.types import SIDES, Array, Landmarks

BOB_G: Final = 0.65  #: how hard a runner's body is pulled down at the top of each bob, at any cadence


def lunge(
    *,
    peak_deg: float = 40.0,
    front: str = "left",
    reps: int = 3,
    rate_hz: float = 30.0,
    camera: Camera = SIDE_ON,
    heel_up_m: float = 0.0,
    noise_px: float = 0.0,
) -> Landmarks:
    """Return a knee-to-wall lunge: the front shank leans from 2 degrees to `peak_deg` and back in 2 s, `reps` times.

    Parameters
    ----------
    heel_up_m
        How far the front heel lifts at the peak.
    """
    time_s, wave = waves(reps, period_s=2.0, pause_s=1.0, rate_hz=rate_hz)
    shank = 2.0 + (peak_deg - 2.0) * wave
    thigh = -15.0 - 25.0 * wave
    points: dict[str, Array] = {}
    own, other = (front, SIDES[1 - SIDES.index(front)])
    ankle = still(time_s, 0.0, place_across(own), ANKLE_HEIGHT_M)
    hip = leg(points, own, ankle, shank_deg=shank, thigh_deg=thigh, heel_up_m=heel_up_m * wave)
    back = still(time_s, -0.75, place_across(other), ANKLE_HEIGHT_M)
    reach(points, other, back, hip + np.array([0.0, place_across(other) - place_across(own), 0.0]))
    trunk(points, lean_deg=10.0 * wave)
    return film(points, time_s, camera, noise_px=noise_px)


def squat(
    *,
    peak_deg: float = 32.0,
    reps: int = 3,
    rate_hz: float = 30.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
    inward_deg: tuple[float, float] = (0.0, 0.0),
) -> Landmarks:
    """Return squats with flat feet: both shanks lean from 4 degrees to `peak_deg`, 2.5 s for each repetition.

    Parameters
    ----------
    inward_deg
        Frontal-plane projection angle of the left and the right knee at the lowest point.
    """
    time_s, wave = waves(reps, period_s=2.5, pause_s=1.0, rate_hz=rate_hz)
    points: dict[str, Array] = {}
    for side, inward in zip(SIDES, inward_deg, strict=True):
        ankle = still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M)
        leg(points, side, ankle, shank_deg=4.0 + (peak_deg - 4.0) * wave, thigh_deg=-2.0 - 70.0 * wave)
        push_in(points, side, inward * wave)
    trunk(points, lean_deg=2.0 + 28.0 * wave)
    return film(points, time_s, camera, noise_px=noise_px)


def single_leg_squat(
    *,
    stance: str = "left",
    inward_deg: float = 10.0,
    reps: int = 3,
    rate_hz: float = 30.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
) -> Landmarks:
    """Return squats on one leg, the other foot held behind: the stance shank leans from 2 to 25 degrees."""
    time_s, wave = waves(reps, period_s=2.5, pause_s=1.0, rate_hz=rate_hz)
    points: dict[str, Array] = {}
    other = SIDES[1 - SIDES.index(stance)]
    ankle = still(time_s, 0.0, place_across(stance), ANKLE_HEIGHT_M)
    hip = leg(points, stance, ankle, shank_deg=2.0 + 23.0 * wave, thigh_deg=-2.0 - 35.0 * wave)
    push_in(points, stance, inward_deg * wave)
    swing = hip + np.array([0.0, place_across(other) - place_across(stance), 0.0])
    reach(points, other, swing + np.array([-0.3, 0.0, -0.6]), swing)
    trunk(points, lean_deg=2.0 + 15.0 * wave)
    return film(points, time_s, camera, noise_px=noise_px)


def heel_raise(
    *,
    peak_deg: float = 30.0,
    fade_deg: float = 0.0,
    reps: int = 5,
    rate_hz: float = 30.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
) -> Landmarks:
    """Return raises of both heels about the balls of the feet, with straight knees, 2 s each.

    Parameters
    ----------
    peak_deg
        How far the foot turns down at the top of the first raise.
    fade_deg
        How much less it turns with each further raise.
    """
    time_s, wave = waves(reps, period_s=2.0, pause_s=0.6, rate_hz=rate_hz)
    number = np.clip((time_s - 0.6) // 2.6, 0, reps - 1)
    turn = np.radians((peak_deg - fade_deg * number) * wave)
    points: dict[str, Array] = {}
    for side in SIDES:
        ball = np.array([BALL_AHEAD_M, place_across(side), 0.02])
        for name, from_ball in (("ankle", (-BALL_AHEAD_M, 0.07)), ("heel", (-HEEL_BACK_M - BALL_AHEAD_M, 0.01))):
            x = from_ball[0] * np.cos(turn) + from_ball[1] * np.sin(turn)
            z = -from_ball[0] * np.sin(turn) + from_ball[1] * np.cos(turn)
            points[f"{side}_{name}"] = ball + np.stack([x, np.zeros_like(x), z], axis=1)
        points[f"{side}_toe"] = still(time_s, TOE_AHEAD_M, place_across(side), 0.02)
        upright = np.full(len(time_s), 3.0)
        points[f"{side}_knee"] = points[f"{side}_ankle"] + segment(SHANK_M, upright)
        points[f"{side}_hip"] = points[f"{side}_knee"] + segment(THIGH_M, -upright)
    trunk(points, lean_deg=np.zeros(len(time_s)))
    return film(points, time_s, camera, noise_px=noise_px)


def march(
    *, steps: int = 10, lift_m: float = 0.25, rate_hz: float = 30.0, camera: Camera = SIDE_ON, noise_px: float = 0.0
) -> Landmarks:
    """Return a march on the spot: left and right foot rise in turn, one step a second."""
    time_s = np.arange(0.0, steps + 1.0, 1 / rate_hz)
    points: dict[str, Array] = {}
    for k, side in enumerate(SIDES):
        part = (time_s - 0.5 - k) % 2.0
        up = np.where((time_s > 0.5) & (time_s < steps + 0.5) & (part < 0.9), np.sin(np.pi * part / 0.9) ** 2, 0.0)
        ankle = still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M) + np.outer(up, [0.05, 0.0, lift_m])
        reach(points, side, ankle, still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M + 0.995 * (SHANK_M + THIGH_M)))
    trunk(points, lean_deg=np.zeros(len(time_s)))
    return film(points, time_s, camera, noise_px=noise_px)


def balance(
    *,
    stance: str = "left",
    stance_s: float = 15.0,
    touches_s: tuple[float, ...] = (),
    sway_m: float = 0.01,
    rate_hz: float = 30.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
) -> Landmarks:
    """Return a person who lifts one foot after 1 s, holds it for `stance_s` and puts it down.

    Parameters
    ----------
    touches_s
        When, after the foot was lifted, it touches the floor for 0.4 s.
    sway_m
        Standard deviation of the hips' sideways swing, which has a period of 2 s.
    """
    time_s = np.arange(0.0, stance_s + 2.0, 1 / rate_hz)
    up = (time_s > 1.0) & (time_s < 1.0 + stance_s)
    for touch in touches_s:
        up &= np.abs(time_s - 1.0 - touch) > 0.2
    height = np.convolve(np.pad(up.astype(float), 3, mode="edge"), np.ones(7) / 7, mode="valid")
    aside = np.outer(np.sqrt(2) * sway_m * np.sin(np.pi * time_s), [0.0, 1.0, 0.0])
    points: dict[str, Array] = {}
    for side in SIDES:
        lift = 0.0 * height if side == stance else height
        ankle = still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M) + np.outer(lift, [-0.1, 0.0, 0.2])
        reach(
            points,
            side,
            ankle,
            still(time_s, 0.0, place_across(side), ANKLE_HEIGHT_M + 0.995 * (SHANK_M + THIGH_M)) + aside,
        )
    trunk(points, lean_deg=np.zeros(len(time_s)))
    return film(points, time_s, camera, noise_px=noise_px)


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run with its true event times."""

    landmarks: Landmarks
    contacts_s: dict[str, Array]  #: per side
    cadence_spm: float


def run(
    *,
    cadence_spm: float = 170.0,
    duty_frac: float = 0.35,
    duration_s: float = 8.0,
    rate_hz: float = 60.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
    travel_m_s: float = 0.0,
) -> Run:
    """Return a run on a treadmill, or passing by at `travel_m_s`; each foot lands flat and leaves flat."""
    stride_s, belt_m_s = 120.0 / cadence_spm, 2.8
    time_s = np.arange(0.0, duration_s, 1 / rate_hz)
    points: dict[str, Array] = {}
    contacts: dict[str, Array] = {}
    # Both legs hang from one pair of hips, low enough that the leg still reaches the ground behind.
    pace = 4 * np.pi / stride_s
    bob = BOB_G * constants.g / pace**2 * np.cos(pace * time_s)
    for k, side in enumerate(SIDES):
        phase = (time_s / stride_s + 0.5 * k + 0.2) % 1.0
        ankle = np.stack([*_foot_path(phase, duty_frac, belt_m_s * duty_frac * stride_s)], axis=1)
        ankle = np.insert(ankle, 1, place_across(side), axis=1)
        reach(points, side, ankle, still(time_s, 0.0, place_across(side), 0.86) + np.outer(bob, [0, 0, 1]))
        first = (1.0 - (0.5 * k + 0.2) % 1.0) * stride_s
        contacts[side] = np.arange(first, time_s[-1], stride_s)
    trunk(points, lean_deg=np.full(len(time_s), 8.0))
    shift = np.outer(travel_m_s * (time_s - time_s.mean()), [1.0, 0.0, 0.0])
    moved = {name: xyz + shift for name, xyz in points.items()}
    return Run(landmarks=film(moved, time_s, camera, noise_px=noise_px), contacts_s=contacts, cadence_spm=cadence_spm)


def _foot_path(phase: Array, duty: float, length_m: float) -> tuple[Array, Array]:
    """Return the ankle's place along X and Z: straight back on the ground, then up and forward through the air."""
    stance = phase < duty
    air = np.clip((phase - duty) / (1 - duty), 0.0, 1.0)
    x = np.where(stance, length_m * (0.5 - phase / duty), length_m * (-0.5 + (1 - np.cos(np.pi * air)) / 2))
    z = ANKLE_HEIGHT_M + np.where(stance, 0.0, 0.30 * np.sin(np.pi * air) ** 1.5)
    return x, z
