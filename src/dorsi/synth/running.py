"""Running, on a treadmill or past the camera, and a cyclist on a stationary bike."""

from dataclasses import dataclass

import numpy as np

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, Body, X, Y, Z
from dorsi.synth.script import RATE_HZ, Script
from dorsi.types import SIDES, Array


@dataclass(frozen=True, kw_only=True)
class Stride:
    """A running style."""

    cadence_spm: float
    duty_frac: float  #: share of a stride that a foot is on the ground; under a half, or it would be walking
    speed_m_s: float
    swing_up_m: float  #: how high the foot is carried in the swing
    land_deg: float  #: pitch of the foot at contact, + heel up
    pelvis_m: float
    bob_m: float
    lean_deg: float

    @property
    def stride_s(self) -> float:
        """Time of two steps."""
        return 120.0 / self.cadence_spm


def draw_stride(rng: np.random.Generator, body: Body) -> Stride:
    """Return a random way of running."""
    cadence_spm, duty_frac = float(rng.uniform(150, 200)), float(rng.uniform(0.27, 0.40))
    # A foot is on the ground for at most 90 % of the leg's length: what hips and ankle reach before and behind.
    fastest = 0.9 * body.leg / (duty_frac * 120.0 / cadence_spm)
    return Stride(
        cadence_spm=cadence_spm,
        duty_frac=duty_frac,
        speed_m_s=min(float(rng.uniform(2.0, 4.2)), fastest),
        swing_up_m=float(rng.uniform(0.15, 0.38)),
        land_deg=float(rng.uniform(-18, 6)),
        pelvis_m=body.leg * float(rng.uniform(0.93, 0.97)) + body.ankle_height,
        bob_m=float(rng.uniform(0.02, 0.045)),
        lean_deg=float(rng.uniform(2, 14)),
    )


def run(script: Script, *, passing: bool, seconds: float) -> None:
    """Run; on a treadmill the belt carries the feet back, passing by the body moves over the ground."""
    rng, body = script.rng, script.body
    stride = draw_stride(rng, body)
    start_s, time = script.now_s, np.arange(1, round(seconds * RATE_HZ)) / RATE_HZ
    rows = np.tile(script.pose, (len(time), 1))
    rows[:, X] = 0.0
    offset = float(rng.random())
    # Both legs' mid-stances are the low points of the body.
    low = (offset + 0.5 * stride.duty_frac) * stride.stride_s
    rows[:, Z] = stride.pelvis_m - stride.bob_m * np.cos(4 * np.pi * (time - low) / stride.stride_s)
    rows[:, LEAN] = stride.lean_deg + 2.0 * np.sin(4 * np.pi * time / stride.stride_s)
    wide_m = rng.uniform(0.02, 0.07)
    for k, side in enumerate(SIDES):
        first = (offset + 0.5 * k) * stride.stride_s
        _foot_round(rows, side, (time - first) / stride.stride_s, stride, body)
        rows[:, FOOT_OF[side]][:, Y] = (1, -1)[k] * wide_m
        _note_steps(script, side, stride, start_s=start_s, first_s=first, seconds=seconds)
    if passing:
        shift = stride.speed_m_s * (time - seconds / 2)
        for columns in (slice(0, 1), *(slice(FOOT_OF[s].start, FOOT_OF[s].start + 1) for s in SIDES)):
            rows[:, columns] += shift[:, None]
    script.play(rows)


def _note_steps(script: Script, side: str, stride: Stride, *, start_s: float, first_s: float, seconds: float) -> None:
    """Note the steps whose contact and toe-off both lie in the run: start is contact, end is toe-off."""
    held = stride.duty_frac * stride.stride_s
    for n in range(-2, int(seconds / stride.stride_s) + 2):
        contact = first_s + n * stride.stride_s
        if contact > 0 and contact + held < seconds:
            script.note(
                "run", side, (start_s + contact, start_s + contact + held / 2, start_s + contact + held), kind="step"
            )


def _foot_round(rows: Array, side: str, strides: Array, stride: Stride, body: Body) -> None:
    """Let a foot go round, in place: back with the ground, heel first off it, then up and forward through the air."""
    phase, duty = strides % 1.0, stride.duty_frac
    way = stride.speed_m_s * duty * stride.stride_s
    air = np.clip((phase - duty) / (1 - duty), 0.0, 1.0)
    foot = rows[:, FOOT_OF[side]]
    # A hair further forward than back: a runner lands closer under the body than the foot leaves it.
    ahead = body.ball_ahead + 0.46 * way
    foot[:, X] = np.where(phase < duty, ahead - way * phase / duty, ahead - way * (1 + np.cos(np.pi * air)) / 2)
    # The heel is carried highest early in the swing, while the foot is still behind.
    foot[:, Z] = np.where(phase < duty, 0.0, stride.swing_up_m * np.sin(np.pi * air**0.75) ** 1.5)
    knots = np.array([0.0, 0.25 * duty, 0.55 * duty, duty, duty + 0.3 * (1 - duty), 0.85, 1.0])
    foot[:, PITCH] = np.interp(phase, knots, [stride.land_deg, 0.0, 0.0, 48.0, 75.0, stride.land_deg, stride.land_deg])


def cycle(script: Script) -> None:
    """Pedal a stationary bike."""
    rng, body = script.rng, script.body
    seconds = float(rng.uniform(6, 14))
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    rows = np.tile(script.pose, (len(time), 1))
    script.rows.clear()
    crank_m, axle = 0.17, np.array([rng.uniform(0.15, 0.25), 0.30])
    rows[:, X] = 0.0
    rows[:, Z] = axle[1] + body.leg * 0.98 - crank_m + 0.03
    rows[:, LEAN] = rng.uniform(20, 50)
    turn = 2 * np.pi * rng.uniform(60, 95) / 60 * time
    for k, side in enumerate(SIDES):
        foot = rows[:, FOOT_OF[side]]
        foot[:, X] = axle[0] + crank_m * np.sin(turn + np.pi * k)
        foot[:, Z] = axle[1] + crank_m * np.cos(turn + np.pi * k)
        foot[:, PITCH] = 12.0 + 10.0 * np.sin(turn + np.pi * k)
        foot[:, Y] = (1, -1)[k] * 0.09
    script.play(rows)
