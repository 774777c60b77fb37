"""What dorsi does not measure and must not name otherwise: chairs, jumps, push-ups, hinges, standing, walking."""

import numpy as np
from scipy import constants

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, Body, X, Y, Z
from dorsi.synth.script import RATE_HZ, Script, changed, stand_height
from dorsi.synth.slow_moves import draw_tempo, how_many, repeat
from dorsi.synth.walking import settle, turn_to, walk
from dorsi.types import SIDES, Array


def stand_about(script: Script) -> None:
    """Stand, shift the weight, look around, turn a little."""
    rng = script.rng
    for _ in range(int(rng.integers(3, 8))):
        goal = changed(script.pose, y=script.pose[Y] + rng.uniform(-0.03, 0.03), lean=rng.uniform(-3, 12))
        script.go(goal, float(rng.uniform(0.6, 2.0)))
        script.hold(float(rng.uniform(0.2, 2.0)))
        if rng.random() < 0.25:
            turn_to(script, float(rng.uniform(-40, 40)))
    settle(script)


def walk_about(script: Script) -> None:
    """Walk to and fro."""
    for _ in range(int(script.rng.integers(1, 4))):
        walk(script, float(script.rng.uniform(1.5, 3.0)))
        turn_to(script, float(script.pose[4] + 180.0))
    walk(script, float(script.rng.uniform(1.5, 3.0)))


def sit_to_stand(script: Script) -> None:
    """Sit down on a chair and stand up again."""
    rng, body = script.rng, script.body
    up = script.pose.copy()
    seat = up.copy()
    seat[X] = up[X] - body.thigh * rng.uniform(0.85, 1.0)
    seat[Z] = rng.uniform(0.46, 0.54)
    seat[LEAN] = rng.uniform(-8, 10)
    over = up + 0.75 * (seat - up)
    over[LEAN] = rng.uniform(25, 50)
    down_s, sits_s, stands_s = rng.uniform(0.5, 1.2), rng.uniform(0.2, 2.5), rng.uniform(0.2, 2.0)
    if rng.random() < 0.6:  # the clip begins on the chair
        script.rows.clear()
        script.pose = seat.copy()
        script.hold(float(rng.uniform(0.5, 3.0)))
    else:
        script.go(over, float(down_s))
        script.go(seat, 0.4)
    for _ in range(how_many(rng)):
        script.go(over, float(rng.uniform(0.4, 0.8)))
        script.go(up, float(down_s))
        script.hold(float(stands_s))
        script.go(over, float(down_s))
        script.go(seat, float(rng.uniform(0.3, 0.6)))
        script.hold(float(sits_s))
    if rng.random() < 0.5:
        script.go(over, 0.6)
        script.go(up, float(down_s))


def jump(script: Script) -> None:
    """Jump on the spot from a shallow or a deep squat, several times."""
    rng, body = script.rng, script.body
    stand, home = stand_height(body), script.pose.copy()
    home[Z] = stand
    script.go(home, 0.2)
    crouch = changed(
        home, x=home[X] - rng.uniform(0.05, 0.2), z=stand - rng.uniform(0.15, 0.42), lean=rng.uniform(15, 50)
    )
    high_m, down_s, pause_s = rng.uniform(0.08, 0.35), rng.uniform(0.3, 0.9), rng.uniform(0.0, 1.2)
    for _ in range(how_many(rng) + 1):
        script.go(crouch, float(down_s))
        toes = home.copy()
        for side in SIDES:
            toes[FOOT_OF[side]][PITCH] = 40.0
        toes[Z] = stand + 0.05
        script.go(toes, 0.22)
        script.play(_flight(toes, float(high_m)))
        script.go(changed(home, z=stand - 0.12, lean=20), 0.15)
        script.go(home, 0.3)
        script.hold(float(pause_s))


def _flight(toes: Array, high_m: float) -> Array:
    """Return a ballistic flight that starts and ends on the toes."""
    half_s = np.sqrt(2 * high_m / constants.g)
    time = np.arange(1, max(4, round(2 * half_s * RATE_HZ))) / RATE_HZ - half_s
    up = high_m - constants.g * time**2 / 2
    rows = np.tile(toes, (len(time), 1))
    rows[:, Z] += up
    for side in SIDES:
        rows[:, FOOT_OF[side]][:, Z] += np.maximum(up, 0.0)
    return rows


def push_up(script: Script) -> None:
    """Go down to the floor and push up."""
    rng, body = script.rng, script.body
    up, down = _plank(script.pose, body, 14.0), _plank(script.pose, body, 5.0)
    half = changed(script.pose, z=0.5, lean=70)
    script.go(half, float(rng.uniform(0.8, 1.5)))
    script.go(up, float(rng.uniform(0.8, 1.5)), lift_m={"left": 0.05, "right": 0.05})
    repeat(script, "push_up", "both", (up, down), draw_tempo(rng, hold_share=0.0), count=how_many(rng) + 1)
    script.go(half, 1.0, lift_m={"left": 0.05, "right": 0.05})
    script.go(changed(half, z=stand_height(body), lean=3), 1.0)
    settle(script)


def _plank(pose: Array, body: Body, rise_deg: float) -> Array:
    """Return a straight body that rises from the toes to the shoulders by so many degrees."""
    rise, new = np.radians(rise_deg), pose.copy()
    new[LEAN] = 90.0 - rise_deg
    ankle_z = 0.02 + body.ball_ahead
    for side in SIDES:
        foot = new[FOOT_OF[side]]
        foot[X] = pose[X] - 0.97 * body.leg * np.cos(rise) + body.ankle_height * 0.5
        foot[PITCH] = 80.0
    new[Z] = ankle_z + 0.97 * body.leg * np.sin(rise)
    return new


def hinge(script: Script) -> None:
    """Bend the trunk over knees that are nearly straight: a deadlift, or something picked up."""
    rng, body = script.rng, script.body
    deep = changed(
        script.pose, x=script.pose[X] - rng.uniform(0.10, 0.22), z=stand_height(body) - rng.uniform(0.02, 0.07),
        lean=rng.uniform(55, 95),
    )  # fmt: skip
    up = changed(script.pose, z=stand_height(body))
    script.go(up, 0.1)
    repeat(script, "hinge", "both", (up, deep), draw_tempo(rng), count=how_many(rng))
