"""A person who comes, stands where a movement is done, does its repetitions, and goes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.render.clips.curves import ease, hump
from training.render.clips.performance import hanging
from training.render.clips.skeleton import Arms
from training.render.clips.walking import Footsteps, Place
from training.render.geometry import Array
from training.render.legs import OTHER, SIGN

STEPS_PER_S = 120  #: moments a second; a multiple of the clip's rate, so that blur can look between frames
STAND_LEAN_DEG, STAND_KNEE_DEG = 4.0, 4.0
UP_S = 0.55  #: to raise a foot
Repetition = tuple[float, float, float]  #: start and end, seconds, and depth, 0 to 1
AFTER_S = 1.1  #: of walking out


@dataclass(frozen=True)
class Plan:
    """What is asked of a person: the working leg, how deep, how long each repetition, where from and where to.

    peak_deg: shank lean of the working leg, or plantarflexion of a heel raise, or the thigh in a march. knee_deg:
    knee flexion at the bottom. stride_m: from rear to front ankle.
    """

    movement: str
    side: str
    peak_deg: float
    knee_deg: float
    rep_s: float
    entry: tuple[float, float]
    leave: tuple[float, float]
    stride_m: float = 0.0
    arms: str = "down"
    reps: int = 3
    touches: int = 0


@dataclass(frozen=True)
class Visit:
    """Footsteps with the times between which the movement is done."""

    steps: Footsteps
    begin_s: float
    end_s: float

    def time_s(self) -> Array:
        """Return the moments of the clip."""
        return np.arange(int((self.end_s + AFTER_S) * STEPS_PER_S)) / STEPS_PER_S

    def work(self, time_s: Array) -> Array:
        """Return how much the legs' angles lead."""
        return ease((time_s - self.begin_s + 0.45) / 0.45) * ease((self.end_s + 0.05 - time_s) / 0.4)


def come(plan: Plan, final: dict[str, Place], last: str, size: float, long_s: float) -> Visit:
    """Return a walk to the final places of both feet, a stay of `long_s` after standing still, and the walk away."""
    x, y = plan.entry
    heading = float(np.degrees(np.arctan2(-y, -x)))
    steps = Footsteps({s: (x, y + g * 0.07 * size, heading) for s, g in SIGN.items()}, -0.75)
    steps.walk_to(final, last, size=size)
    begin = steps.now_s + 0.5
    steps.wait(0.5 + long_s)
    end = steps.now_s
    steps.wait(0.1)
    steps.walk_away(plan.leave, OTHER[last], size=size)
    return Visit(steps, begin, end)


def repetitions_of(plan: Plan, rng: np.random.Generator) -> list[Repetition]:
    """Return start (the first at 0), end and depth of each repetition; no two are quite the same."""
    found = []
    at = 0.0
    for _ in range(plan.reps):
        long = plan.rep_s * float(rng.uniform(0.93, 1.07))
        found.append((at, at + long, float(rng.uniform(0.93, 1.0))))
        at += long + float(rng.uniform(0.08, 0.2))
    return found


def depth_of(time_s: Array, repetitions: list[Repetition], *, hold_frac: float) -> Array:
    """Return how deep a movement is over time; a share of each repetition is held at the bottom."""
    return np.asarray(sum(amp * hump(time_s, a, b, hold_frac=hold_frac) for a, b, amp in repetitions))


def events_of(repetitions: list[Repetition]) -> list[dict[str, object]]:
    """Return repetitions as the truth file has them."""
    return [
        {"rep": k, "start_s": a, "peak_s": (a + b) / 2, "end_s": b, "amplitude": amp}
        for k, (a, b, amp) in enumerate(repetitions, 1)
    ]


def arms_for(name: str) -> Arms:
    """Return arms by name: forward, on the hips, folded in front of the chest, at the sides."""
    pose: dict[str, Callable[[float], tuple[Array, Array]]] = {
        "forward": lambda g: (np.array([0.98, 0.10 * g, -0.05]), np.array([0.97, -0.20 * g, 0.02])),
        "hips": lambda g: (np.array([-0.25, 0.62 * g, -0.75]), np.array([0.45, -0.62 * g, -0.62])),
        "chest": lambda g: (np.array([0.42, 0.22 * g, -0.88]), np.array([0.55, -0.75 * g, 0.38])),
        "out": lambda g: (np.array([0.15, 0.75 * g, -0.65]), np.array([0.35, 0.70 * g, -0.45])),
    }
    if name == "down":
        return {s: hanging(s, 4.0) for s in SIGN}
    return {s: pose[name](g) for s, g in SIGN.items()}


def later(repetitions: list[Repetition], by_s: float) -> list[Repetition]:
    """Return the same repetitions at later times."""
    return [(start + by_s, end + by_s, depth) for start, end, depth in repetitions]


def long_s(repetitions: list[Repetition]) -> float:
    """Return the time from the first one's start to the last one's end."""
    return repetitions[-1][1] - repetitions[0][0]


def arms_in_place(visit: Visit, time_s: Array) -> Array:
    """Return how much the arms are where the movement has them, 0 to 1."""
    return ease((time_s - visit.begin_s + 0.35) / 0.45) * ease((visit.end_s + 0.2 - time_s) / 0.45)
