"""Getting about between movements: walking straight on, and turning on the spot in small steps."""

from typing import Final

import numpy as np

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, TURN, X, Y, Z
from dorsi.synth.script import RATE_HZ, Script, beside, standing
from dorsi.types import SIDES, Array

PUSH_OFF_DEG: Final = 38.0  #: of the foot when its toes leave the floor in walking
HEEL_FIRST_DEG: Final = -14.0  #: and when its heel meets it
TURN_STEP_DEG: Final = 75.0  #: the most that a person turns with one step on the spot


def walk(script: Script, distance_m: float) -> None:
    """Walk straight on and come to stand with both feet together."""
    rng, body, start = script.rng, script.body, script.pose.copy()
    count = max(2, round(distance_m / rng.uniform(0.5, 0.7)))
    step_m, step_s = distance_m / count, float(rng.uniform(0.48, 0.65))
    time = np.arange(1, round((count + 1) * step_s * RATE_HZ) + 1) / RATE_HZ / step_s  # in steps
    rows = np.tile(start, (len(time), 1))
    turn = np.radians(start[TURN])
    ahead = np.array([np.cos(turn), np.sin(turn)])
    # The first and the last step, which closes up, are half as long for the body as for the foot.
    along = np.interp(time, [0.0, 1.0, count, count + 1.0], [0.0, 0.5, count - 0.5, count])
    rows[:, [X, Y]] += np.outer(along * step_m, ahead)
    rows[:, LEAN] = 4.0
    for k, side in enumerate(SIDES):
        swings = [n for n in range(count + 1) if n % 2 == k]
        goals = [min((n + 1) * step_m, distance_m) for n in swings]
        forward, lift, pitch = _swinging(time, swings, goals)
        foot = rows[:, FOOT_OF[side]]
        foot[:, [X, Y]] += np.outer(forward, ahead)
        foot[:, Z] += lift * rng.uniform(0.05, 0.10)
        foot[:, PITCH] = pitch
    script.play(rows)
    script.go(standing(body, x=rows[-1, X], y=rows[-1, Y], turn_deg=start[TURN]), 0.35)


def _swinging(time: Array, swings: list[int], goals: list[float]) -> tuple[Array, Array, Array]:
    """Return a foot's way along, its lift (0 to 1) and its pitch; time counts steps."""
    along, lift, place = np.zeros_like(time), np.zeros_like(time), 0.0
    knots, pitches = [0.0], [0.0]
    for n, goal in zip(swings, goals, strict=True):
        part = np.clip((time - n) / 0.85, 0.0, 1.0)
        along += (goal - place) * (1 - np.cos(np.pi * part)) / 2
        lift += np.sin(np.pi * part) ** 2
        place = goal
        knots += [max(n - 0.35, knots[-1] + 1e-3), max(n, knots[-1] + 2e-3), n + 0.75, n + 0.85, n + 1.05]
        pitches += [0.0, PUSH_OFF_DEG if n else 0.0, HEEL_FIRST_DEG, HEEL_FIRST_DEG, 0.0]
    return along, lift, np.interp(time, knots, pitches)


def turn_to(script: Script, heading_deg: float) -> None:
    """Turn on the spot until a heading is reached, one foot after the other."""
    by = (heading_deg - script.pose[TURN] + 180.0) % 360.0 - 180.0
    count = int(np.ceil(abs(by) / TURN_STEP_DEG))
    for _ in range(count):
        now = script.pose[TURN] + by / count
        goal = standing(script.body, x=script.pose[X], y=script.pose[Y], turn_deg=now)
        for side in SIDES if by > 0 else SIDES[::-1]:
            half = script.pose.copy()
            half[TURN] = (script.pose[TURN] + now) / 2
            half[FOOT_OF[side]] = goal[FOOT_OF[side]]
            script.go(half, float(script.rng.uniform(0.3, 0.45)), lift_m={side: 0.06})
        script.go(goal, 0.2)


def settle(script: Script) -> None:
    """Come back to standing on both feet, each stepping to its place under the body."""
    goal = standing(script.body, x=script.pose[X], y=script.pose[Y], turn_deg=script.pose[TURN])
    for side in SIDES:
        if np.linalg.norm((script.pose - goal)[FOOT_OF[side]][:3]) > 0.02:
            half = script.pose.copy()
            half[FOOT_OF[side]] = goal[FOOT_OF[side]]
            half[[X, Y, Z, LEAN]] = (half + 2 * goal)[[X, Y, Z, LEAN]] / 3
            script.go(half, float(script.rng.uniform(0.4, 0.7)), lift_m={side: 0.08})
    script.go(goal, 0.3)


def step_foot(script: Script, side: str, along_m: float, seconds: float) -> None:
    """Put one foot ahead (+) or back, the pelvis half the way with it."""
    goal = script.pose.copy()
    foot = goal[FOOT_OF[side]]
    foot[[X, Y]] += np.array(beside(goal, along=along_m, across=0.0)) - goal[[X, Y]]
    goal[[X, Y]] = beside(script.pose, along=along_m / 2, across=0.0)
    script.go(goal, seconds, lift_m={side: 0.10})
