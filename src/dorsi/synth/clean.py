"""Single movements in clean clips: a stick figure that lunges, squats and runs with no fault in its tracks."""

import numpy as np

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
    peak_deg, front, reps
        Deepest lean of the shank in degrees, the leg in front (left or right), and how many repetitions.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
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
    peak_deg, reps
        Deepest lean of both shanks in degrees, and how many repetitions.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
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
    """Return squats on one leg, the other foot held behind: the stance shank leans from 2 to 25 degrees.

    Parameters
    ----------
    stance, inward_deg, reps
        The leg that stands, how far its knee goes inward in degrees, and how many repetitions.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
    """
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
    reps
        How many raises.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
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
    """Return a march on the spot: left and right foot rise in turn, one step a second.

    Parameters
    ----------
    steps, lift_m
        How many, and how far the foot comes up, in metres.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
    """
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
    stance
        The leg that stands: left or right.
    stance_s
        How long the other foot is up, in seconds.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Landmarks
        One person's points in pixels, (T, 12).
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
