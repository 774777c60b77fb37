"""Heel raises, marching and high knees, and standing on one leg: what is done over feet that stay where they are."""

import numpy as np

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, X, Y, Z
from dorsi.synth.script import HIGH_M, RATE_HZ, Script, set_foot, stand_height, stand_on
from dorsi.synth.slow_moves import draw_tempo, how_many, repeat
from dorsi.synth.walking import settle
from dorsi.types import SIDES, Array


def heel_raise(script: Script) -> None:
    """Raise both heels or one, straight up or leaning on a wall."""
    rng, body = script.rng, script.body
    side = str(rng.choice([*SIDES, "both", "both"]))
    up = script.pose.copy()
    if rng.random() < 0.4:  # hands on a wall: the body leans as one
        up[X] += rng.uniform(0.05, 0.2)
        up[LEAN] = rng.uniform(4, 12)
    if side != "both":
        free = SIDES[1 - SIDES.index(side)]
        stand_on(up, side, body)
        set_foot(
            body, up[None], free, hip_deg=np.array([rng.uniform(-5, 20)]), knee_deg=np.array([rng.uniform(40, 90)]),
            pitch_deg=np.array([20.0]),
        )  # fmt: skip
    up[Z] = HIGH_M
    top = up.copy()
    raised = SIDES if side == "both" else (side,)
    pitch = rng.uniform(18, 42)
    for each in raised:
        top[FOOT_OF[each]][PITCH] = pitch
    for each in set(SIDES) - set(raised):
        top[FOOT_OF[each]][Z] += 0.9 * body.ball_ahead * np.sin(np.radians(pitch))
    top[X] += body.ball_ahead * 0.4
    script.go(up, float(rng.uniform(0.6, 1.5)))
    script.hold(float(rng.uniform(0.2, 1.0)))
    count = int(rng.integers(2, 13)) if rng.random() < 0.5 else how_many(rng)
    repeat(script, "heel_raise", side, (up, top), draw_tempo(rng, hold_share=0.15, slowest_s=1.5), count=count)
    settle(script)


def march(script: Script) -> None:
    """March on the spot, or run on it with high knees."""
    rng, body = script.rng, script.body
    high = bool(rng.random() < 0.4)
    per_min = rng.uniform(150, 190) if high else rng.uniform(45, 125)
    step_s, count = 60.0 / per_min, int(rng.integers(8, 40 if high else 24))
    lift_deg = rng.uniform(60, 100) if high else rng.uniform(40, 95)
    # A slow march has both feet on the floor between steps; at high knees the one lifts before the other lands.
    busy = rng.uniform(1.0, 1.15) if high else rng.uniform(0.7, 0.95)
    first = int(rng.integers(2))
    time = np.arange(1, round((count + 0.5) * step_s * RATE_HZ)) / RATE_HZ
    rows = np.tile(script.pose, (len(time), 1))
    rows[:, LEAN] = np.linspace(script.pose[LEAN], rng.uniform(-5, 8), len(time))
    rows[:, Z] = stand_height(body) - 0.01 + (0.02 if high else 0.0) * np.cos(2 * np.pi * time / step_s)
    for k, side in enumerate(SIDES):
        lift = _lifts(time, step_s, busy * step_s, [n for n in range(count) if (n + first) % 2 == k])
        _lift_foot(script, rows, side, lift, lift_deg)
    start_s = script.now_s
    script.play(rows)
    for n in range(count):
        side = SIDES[(n + first) % 2]
        begin = start_s + n * step_s
        script.note("march", side, (begin, begin + busy * step_s / 2, begin + busy * step_s), kind="step")
    settle(script)


def _lifts(time: Array, step_s: float, busy_s: float, steps: list[int]) -> Array:
    lift = np.zeros_like(time)
    for n in steps:
        part = np.clip((time - n * step_s) / busy_s, 0.0, 1.0)
        lift += np.sin(np.pi * part) ** 2
    return np.minimum(lift, 1.0)


def _lift_foot(script: Script, rows: Array, side: str, lift: Array, lift_deg: float) -> None:
    """Lift a foot of rows by raising its thigh; near the floor it goes over into the place where it stands."""
    free, foot = rows.copy(), FOOT_OF[side]
    set_foot(
        script.body, free, side, hip_deg=lift * lift_deg, knee_deg=lift * (lift_deg + script.rng.uniform(-5, 25)),
        pitch_deg=lift * script.rng.uniform(5, 30),
    )  # fmt: skip
    blend = np.clip(lift / 0.25, 0.0, 1.0)[:, None]
    rows[:, foot] += blend * (free[:, foot] - rows[:, foot])


def balance(script: Script) -> None:
    """Stand on one leg, swaying, with a touch of the free foot now and then."""
    rng, body = script.rng, script.body
    side = str(rng.choice(SIDES))
    free = SIDES[1 - SIDES.index(side)]
    up = script.pose.copy()
    stand_on(up, side, body)
    bent = up.copy()
    set_foot(
        body, bent[None], free, hip_deg=np.array([rng.uniform(0, 60)]), knee_deg=np.array([rng.uniform(40, 100)]),
        pitch_deg=np.array([rng.uniform(0, 30)]),
    )  # fmt: skip
    script.go(up, 0.5)
    start_s, stance_s = script.now_s, float(rng.uniform(8, 25))
    script.go(bent, 0.5)
    for _ in range(int(rng.choice([0, 0, 1, 2])) + 1):
        _sway(script, stance_s)
        stance_s = 3.0
        down = script.pose.copy()
        down[FOOT_OF[free]] = up[FOOT_OF[free]]
        script.go(down, 0.3)
        end_s = script.now_s
        script.go(bent, 0.3)
    script.note("balance", side, (start_s, (start_s + end_s) / 2, end_s))
    settle(script)


def _sway(script: Script, seconds: float) -> None:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    rows = np.tile(script.pose, (len(time), 1))
    size = script.rng.uniform(0.005, 0.02)
    fade = np.minimum(1.0, np.minimum(time, seconds - time) / 0.5)
    rows[:, Y] += size * np.sin(2 * np.pi * script.rng.uniform(0.3, 0.7) * time) * fade
    rows[:, X] += 0.7 * size * np.sin(2 * np.pi * script.rng.uniform(0.2, 0.6) * time) * fade
    script.play(rows)
