"""What people do slowly before a phone: lunges, squats on two legs and one, heel raises, standing on one leg.

Each act starts from standing, draws its depth, tempo and form, notes its repetitions, and comes back to standing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, TURN, Body, X, Z
from dorsi.synth.script import HIGH_M, Script, set_foot, stand_on
from dorsi.synth.walking import settle
from dorsi.types import SIDES, Array

REACH_FRAC: Final = 0.85  #: of the leg, along the floor: a rear foot further back could not be reached
MIDFOOT_FRAC: Final = 0.35  #: of the way from ankle to ball, over which a squatter balances


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """How long the parts of a repetition take, seconds."""

    down_s: float
    hold_s: float
    up_s: float
    pause_s: float


def draw_tempo(rng: np.random.Generator, *, hold_share: float = 0.3, slowest_s: float = 2.5) -> Tempo:
    """Return a random tempo; `hold_share` of people stay at the bottom, for up to ten seconds."""
    down_s = float(np.exp(rng.uniform(np.log(0.35), np.log(slowest_s))))
    hold_s = float(rng.choice([rng.uniform(0.5, 3.0), rng.uniform(3.0, 10.0)], p=[0.75, 0.25]))
    return Tempo(
        down_s=down_s,
        hold_s=hold_s if rng.random() < hold_share else float(rng.uniform(0.0, 0.3)),
        up_s=down_s * float(rng.uniform(0.7, 1.3)),
        pause_s=float(rng.choice([rng.uniform(0.1, 0.6), rng.uniform(0.6, 3.0)])),
    )


def repeat(script: Script, movement: str, side: str, poses: tuple[Array, Array], tempo: Tempo, *, count: int) -> None:
    """Go from the first pose to the second and back, `count` times, each a little different."""
    up, down = poses
    for _ in range(count):
        reach, speed = script.rng.uniform(0.93, 1.0), script.rng.uniform(0.85, 1.15)
        start_s = script.now_s
        script.go(up + reach * (down - up), tempo.down_s * speed, heels_late=movement == "squat")
        low_s = script.now_s
        script.hold(tempo.hold_s)
        peak_s = (low_s + script.now_s) / 2
        script.go(up, tempo.up_s * speed, heels_late=movement == "squat")
        script.note(movement, side, (start_s, peak_s, script.now_s))
        script.hold(tempo.pause_s * float(script.rng.uniform(0.6, 1.4)))


def how_many(rng: np.random.Generator) -> int:
    """Return a number of repetitions as people film them."""
    return int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.12, 0.18, 0.36, 0.12, 0.14, 0.08]))


def _ankle_x(pose: Array, side: str, body: Body) -> float:
    foot = pose[FOOT_OF[side]]
    return float(foot[X] - body.ball_ahead * np.cos(np.radians(foot[TURN])))


def _over_leg(pose: Array, side: str, body: Body, *, shank_deg: float, thigh_deg: float) -> Array:
    """Return the pose whose pelvis stands over one leg of given leans."""
    shank, thigh = np.radians(shank_deg), np.radians(thigh_deg)
    new = pose.copy()
    new[X] = _ankle_x(pose, side, body) + body.shank * np.sin(shank) + body.thigh * np.sin(thigh)
    new[Z] = body.ankle_height + 0.02 + body.shank * np.cos(shank) + body.thigh * np.cos(thigh)
    return new


def _set_rear(pose: Array, rear: str, body: Body, *, behind_m: float, up_m: float, pitch_deg: float) -> Array:
    """Return the pose with its rear foot `behind_m` behind the pelvis, no further than the leg reaches."""
    new = pose.copy()
    foot = new[FOOT_OF[rear]]
    foot[X] = pose[X] - min(behind_m, REACH_FRAC * body.leg) + body.ball_ahead
    foot[[Z, PITCH]] = up_m, pitch_deg
    return new


def _split(script: Script, front: str, *, knee_to_wall: bool, up_m: float) -> tuple[Array, Array]:
    """Return the upright and the deep pose of a lunge whose feet both stay."""
    rng, body = script.rng, script.body
    rear = SIDES[1 - SIDES.index(front)]
    if knee_to_wall:
        deep = _over_leg(script.pose, front, body, shank_deg=rng.uniform(18, 46), thigh_deg=-float(rng.uniform(15, 45)))
        behind_m, pitch_deg = rng.uniform(0.35, 0.75), rng.uniform(0, 55)
    else:
        deep = _over_leg(script.pose, front, body, shank_deg=rng.uniform(2, 32), thigh_deg=-float(rng.uniform(45, 88)))
        behind_m, pitch_deg = rng.uniform(0.45, 0.7), rng.uniform(50, 80)
    deep = _set_rear(deep, rear, body, behind_m=behind_m, up_m=up_m, pitch_deg=pitch_deg)
    up = deep.copy()
    ends = (_ankle_x(deep, front, body), float(deep[FOOT_OF[rear]][X]))
    up[[X, Z]] = ends[1] + rng.uniform(0.5, 0.75) * (ends[0] - ends[1]), HIGH_M
    # A pelvis that is higher than the legs reach is brought down to them; here the way there has to be smooth.
    up[Z] = min(HIGH_M, _reachable(up, body))
    deep[Z] = min(deep[Z], _reachable(deep, body))
    up[LEAN] = rng.uniform(0, 8)
    deep[LEAN] = up[LEAN] + (rng.uniform(0, 25) if rng.random() < 0.7 else rng.uniform(25, 60))
    return up, deep


def _reachable(pose: Array, body: Body) -> float:
    """Return the greatest height at which the pelvis is reached by both legs."""
    heights = []
    for side in SIDES:
        foot = pose[FOOT_OF[side]]
        pitch = np.radians(foot[PITCH])
        back = body.ball_ahead * np.cos(pitch) - body.ankle_height * np.sin(pitch)
        ankle_z = foot[Z] + 0.02 + body.ball_ahead * np.sin(pitch) + body.ankle_height * np.cos(pitch)
        flat = abs(foot[X] - back - pose[X])
        heights.append(ankle_z + np.sqrt(max((0.995 * body.leg) ** 2 - flat**2, 0.0)))
    return float(min(heights))


def lunge_on_the_spot(script: Script, *, front: str | None = None) -> None:
    """Lunge with both feet where they are: knee to wall, or a split squat, its rear foot on the floor or on a bench."""
    rng = script.rng
    front = front or str(rng.choice(SIDES))
    wall = bool(rng.random() < 0.5)
    bench = not wall and rng.random() < 0.4
    up, down = _split(script, front, knee_to_wall=wall, up_m=rng.uniform(0.3, 0.5) if bench else 0.0)
    rear = SIDES[1 - SIDES.index(front)]
    script.go(up, float(rng.uniform(0.8, 2.0)), lift_m={rear: 0.10})
    script.hold(float(rng.uniform(0.1, 2.0)))
    repeat(script, "lunge", front, (up, down), draw_tempo(rng, hold_share=0.4), count=how_many(rng))
    settle(script)


def lunge_kneeling(script: Script) -> None:
    """Glide the front knee forward with the rear knee on the floor (half kneeling)."""
    rng, body = script.rng, script.body
    front = str(rng.choice(SIDES))
    rear = SIDES[1 - SIDES.index(front)]
    low = script.pose.copy()
    low[Z] = body.thigh + 0.06  # the rear knee's centre lies so high over the floor that it kneels on
    foot = low[FOOT_OF[rear]]
    foot[[X, PITCH]] = low[X] - body.shank * 0.97 + 0.06, 75.0
    low[FOOT_OF[front]][X] = low[X] + body.thigh * rng.uniform(0.8, 1.0) + body.ball_ahead
    low[LEAN] = rng.uniform(0, 12)
    glide = low.copy()
    by_m = rng.uniform(0.12, 0.26)
    glide[X] += by_m
    glide[Z] -= (body.thigh - np.sqrt(body.thigh**2 - by_m**2)) * 0.9
    script.go(low, float(rng.uniform(1.2, 2.5)), lift_m={front: 0.08})
    script.hold(float(rng.uniform(0.3, 2.0)))
    repeat(script, "lunge", front, (low, glide), draw_tempo(rng), count=how_many(rng))
    settle(script)


def lunge_forward(script: Script, *, sides: tuple[str, ...] | None = None) -> None:
    """Step forward into a lunge and back to standing: one side, or both in turn."""
    rng, body = script.rng, script.body
    if sides is None:
        one = str(rng.choice(SIDES))
        other = SIDES[1 - SIDES.index(one)]
        count = how_many(rng)
        sides = tuple((one, other)[k % 2] for k in range(count + 1)) if rng.random() < 0.45 else (one,) * count
    tempo, home = draw_tempo(rng, hold_share=0.15, slowest_s=1.5), script.pose.copy()
    shank, thigh = rng.uniform(2, 35), -float(rng.uniform(45, 88))
    step_m, lean = body.leg * rng.uniform(0.75, 1.05), rng.uniform(0, 25)
    for front in sides:
        rear = SIDES[1 - SIDES.index(front)]
        deep = home.copy()
        deep[FOOT_OF[front]][X] += step_m
        deep = _over_leg(deep, front, body, shank_deg=shank * rng.uniform(0.9, 1.0), thigh_deg=thigh)
        deep[X] = min(deep[X], home[X] + REACH_FRAC * body.leg)
        deep[FOOT_OF[rear]][PITCH] = rng.uniform(45, 70)
        deep[[Z, LEAN]] = min(deep[Z], _reachable(deep, body)), lean
        start_s = script.now_s
        land = home + 0.65 * (deep - home)  # the foot lands far ahead before the body goes down
        land[Z] = home[Z] + 0.35 * (deep[Z] - home[Z])
        land[FOOT_OF[front]] = deep[FOOT_OF[front]]
        script.go(land, tempo.down_s * 0.55 + 0.2, lift_m={front: 0.15})
        script.go(deep, tempo.down_s * 0.6 + 0.1)
        low_s = script.now_s
        script.hold(tempo.hold_s)
        peak_s = (low_s + script.now_s) / 2
        script.go(land, tempo.up_s * 0.5 + 0.1)
        script.go(home, tempo.up_s * 0.5 + 0.25, lift_m={front: 0.15})
        script.note("lunge", front, (start_s, peak_s, script.now_s))
        script.hold(tempo.pause_s)


def squat(script: Script, *, count: int | None = None) -> None:
    """Squat, a quarter to deep, heels down or rising, upright or with the trunk far forward."""
    rng, body = script.rng, script.body
    thigh = float(rng.choice([rng.uniform(42, 60), rng.uniform(60, 90), rng.uniform(90, 108)]))
    shank = float(np.clip(rng.normal(12 + 0.25 * thigh, 6), 5, 46))
    deep = _over_leg(script.pose, "left", body, shank_deg=shank, thigh_deg=-thigh)
    if rng.random() < 0.2:
        pitch = rng.uniform(8, 28)
        for side in SIDES:
            deep[FOOT_OF[side]][PITCH] = pitch
        deep[Z] += body.ball_ahead * np.sin(np.radians(pitch))
    middle = _ankle_x(deep, "left", body) + MIDFOOT_FRAC * body.ball_ahead
    balanced = np.degrees(np.arcsin(np.clip((middle - deep[X]) / (0.8 * body.trunk), -0.2, 0.96)))
    deep[LEAN] = min(balanced + rng.uniform(-8, 12), 82.0)
    up = script.pose.copy()
    repeat(script, "squat", "both", (up, deep), draw_tempo(rng), count=count or how_many(rng))


def single_leg_squat(script: Script) -> None:
    """Squat on one leg, the free leg bent behind or stretched in front."""
    rng, body = script.rng, script.body
    side = str(rng.choice(SIDES))
    free = SIDES[1 - SIDES.index(side)]
    behind = bool(rng.random() < 0.6)
    up = script.pose.copy()
    stand_on(up, side, body)
    deep = _over_leg(up, side, body, shank_deg=rng.uniform(12, 38), thigh_deg=-float(rng.uniform(28, 70)))
    deep[LEAN] = rng.uniform(8, 45)
    hips = (rng.uniform(-5, 10), rng.uniform(0, 20)) if behind else (rng.uniform(15, 35), rng.uniform(40, 75))
    knees = (rng.uniform(50, 80), rng.uniform(75, 100)) if behind else (rng.uniform(5, 20), rng.uniform(5, 25))
    for pose, hip, knee in zip((up, deep), hips, knees, strict=True):
        set_foot(body, pose[None], free, hip_deg=np.array([hip]), knee_deg=np.array([knee]), pitch_deg=np.zeros(1))
    script.go(up, float(rng.uniform(0.6, 1.5)))
    script.hold(float(rng.uniform(0.2, 1.5)))
    repeat(script, "single_leg_squat", side, (up, deep), draw_tempo(rng, hold_share=0.1), count=how_many(rng))
    settle(script)
