"""The movements that a person does on one spot, from walking in to walking out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from training.render.clips.curves import ease, hump
from training.render.clips.performance import Raise, Score, hanging
from training.render.clips.skeleton import Arms
from training.render.clips.walking import Footsteps, Place
from training.render.geometry import Array
from training.render.legs import OTHER, SIGN

STEPS_PER_S = 120  #: moments a second; a multiple of the clip's rate, so that blur can look between frames
STAND_LEAN_DEG, STAND_KNEE_DEG = 4.0, 4.0
UP_S = 0.55  #: to raise a foot
AFTER_S = 1.2  #: of walking out


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
class _Visit:
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


def _visit(plan: Plan, final: dict[str, Place], last: str, size: float, long_s: float) -> _Visit:
    x, y = plan.entry
    heading = float(np.degrees(np.arctan2(-y, -x)))
    steps = Footsteps({s: (x, y + g * 0.07 * size, heading) for s, g in SIGN.items()}, -0.75)
    steps.walk_to(final, last, size=size)
    begin = steps.now_s + 0.6
    steps.wait(0.6 + long_s)
    end = steps.now_s
    steps.wait(0.1)
    steps.walk_away(plan.leave, OTHER[last], size=size)
    return _Visit(steps, begin, end)


def _repetitions(plan: Plan, begin_s: float, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Return start, end and depth of each repetition; no two are quite the same."""
    found = []
    at = begin_s
    for _ in range(plan.reps):
        long = plan.rep_s * float(rng.uniform(0.93, 1.07))
        found.append((at, at + long, float(rng.uniform(0.93, 1.0))))
        at += long + float(rng.uniform(0.08, 0.2))
    return found


def _depth(time_s: Array, repetitions: list[tuple[float, float, float]], *, hold_frac: float) -> Array:
    return np.asarray(sum(amp * hump(time_s, a, b, hold_frac=hold_frac) for a, b, amp in repetitions))


def _events(repetitions: list[tuple[float, float, float]]) -> list[dict[str, object]]:
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


def _time_of(repetitions: list[tuple[float, float, float]]) -> float:
    return repetitions[-1][1] - repetitions[0][0]


def _on(visit: _Visit, time_s: Array) -> Array:
    return ease((time_s - visit.begin_s + 0.35) / 0.45) * ease((visit.end_s + 0.2 - time_s) / 0.45)


def squat(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Squat on both legs; the trunk leans as the balance asks."""
    repetitions = _repetitions(plan, 0.0, rng)
    turn = float(rng.uniform(8, 14))
    final = {s: (0.0, g * 0.17 * size, g * turn) for s, g in SIGN.items()}
    visit = _visit(plan, final, plan.side, size, _time_of(repetitions) + 0.25)
    repetitions = [(a + visit.begin_s, b + visit.begin_s, amp) for a, b, amp in repetitions]
    t = visit.time_s()
    depth = _depth(t, repetitions, hold_frac=0.12)
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=("l", "r"),
        lean_deg=STAND_LEAN_DEG + depth * (plan.peak_deg - STAND_LEAN_DEG),
        knee_deg=STAND_KNEE_DEG + depth * (plan.knee_deg - STAND_KNEE_DEG),
        arms=arms_for(plan.arms),
        arms_share=_on(visit, t) if plan.arms == "hips" else np.clip(1.5 * depth, 0, 1),
        events={"reps": _events(repetitions)},
    )


def lunge(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Step into a stride, bend the front leg with its heel down, come up, walk on."""
    repetitions = _repetitions(plan, 0.0, rng)
    front, rear = plan.side, OTHER[plan.side]
    ahead = 0.45 * plan.stride_m * size
    final = {
        front: (ahead, SIGN[front] * 0.07 * size, SIGN[front] * 4.0),
        rear: (ahead - plan.stride_m * size, SIGN[rear] * 0.09 * size, SIGN[rear] * 6.0),
    }
    visit = _visit(plan, final, front, size, _time_of(repetitions) + 0.25)
    repetitions = [(a + visit.begin_s, b + visit.begin_s, amp) for a, b, amp in repetitions]
    t = visit.time_s()
    depth = _depth(t, repetitions, hold_frac=0.15)
    top_deg = 24.0 + 90.0 * max(0.0, plan.stride_m - 0.62)  # a long stride brings the hips down
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=(front,),
        lean_deg=1.0 + depth * (plan.peak_deg - 1.0),
        knee_deg=top_deg + depth * (plan.knee_deg - top_deg),
        arms=arms_for(plan.arms),
        arms_share=_on(visit, t),
        trunk_deg=4.0 + 5.0 * depth,
        rear=rear,
        events={"reps": _events(repetitions), "front": front},
    )


def _one_leg(plan: Plan, size: float, long_s: float) -> tuple[_Visit, Array]:
    """Return a visit in which the weight goes onto the working leg, with its moments."""
    final = {s: (0.0, g * 0.085 * size, g * 6.0) for s, g in SIGN.items()}
    visit = _visit(plan, final, OTHER[plan.side], size, long_s)
    over = SIGN[plan.side] * 0.075 * size
    visit.steps.knots += [
        (visit.begin_s - 0.15, 0.0, 0.0),
        (visit.begin_s + 0.35, 0.0, over),
        (visit.end_s - 0.3, 0.0, over),
    ]
    visit.steps.knots.sort()
    return visit, visit.time_s()


def _free_leg(plan: Plan, visit: _Visit, time_s: Array, shape: tuple[float, float, float]) -> Raise:
    share = ease((time_s - visit.begin_s) / UP_S) * ease((visit.end_s - 0.15 - time_s) / UP_S)
    return Raise(OTHER[plan.side], share, *shape)


def single_leg_squat(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Stand on one leg and bend it three times, the other foot behind."""
    repetitions = _repetitions(plan, 0.0, rng)
    visit, t = _one_leg(plan, size, UP_S + 0.3 + _time_of(repetitions) + UP_S + 0.4)
    shift = visit.begin_s + UP_S + 0.3
    repetitions = [(a + shift, b + shift, amp) for a, b, amp in repetitions]
    depth = _depth(t, repetitions, hold_frac=0.12)
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=(plan.side,),
        lean_deg=STAND_LEAN_DEG + depth * (plan.peak_deg - STAND_LEAN_DEG),
        knee_deg=STAND_KNEE_DEG + depth * (plan.knee_deg - STAND_KNEE_DEG),
        arms=arms_for(plan.arms),
        arms_share=_on(visit, t),
        raises=(_free_leg(plan, visit, t, (4.0, 72.0, -35.0)),),
        events={"reps": _events(repetitions), "front": plan.side},
    )


def heel_raise(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Rise onto the balls of the feet: of one leg, the other foot in the air, or of both with arms at the sides."""
    repetitions = _repetitions(plan, 0.0, rng)
    single = plan.arms != "down"
    pause = UP_S + 0.25 if single else 0.1
    if single:
        visit, t = _one_leg(plan, size, pause + _time_of(repetitions) + UP_S + 0.4)
    else:
        final = {s: (0.0, g * 0.10 * size, g * 7.0) for s, g in SIGN.items()}
        visit = _visit(plan, final, plan.side, size, pause + _time_of(repetitions) + 0.3)
        t = visit.time_s()
    shift = visit.begin_s + pause
    repetitions = [(a + shift, b + shift, amp) for a, b, amp in repetitions]
    height = _depth(t, repetitions, hold_frac=0.2)
    pitch = -height * (plan.peak_deg + STAND_LEAN_DEG + 1.0)
    working = (plan.side,) if single else ("l", "r")
    tracks = visit.steps.tracks()
    for side in working:
        tracks[side] = replace(tracks[side], pitch=lambda at_s: float(np.interp(at_s, t, pitch)))
    return Score(
        time_s=t,
        tracks=tracks,
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=working,
        lean_deg=STAND_LEAN_DEG + 1.0 * height,
        knee_deg=np.full(len(t), STAND_KNEE_DEG),
        arms=arms_for(plan.arms),
        arms_share=_on(visit, t),
        trunk_deg=3.0 + 1.0 * height,
        raises=(_free_leg(plan, visit, t, (2.0, 70.0, -40.0)),) if single else (),
        events={"reps": _events(repetitions)} | ({"stance": plan.side} if single else {}),
    )


def march(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Lift the knees in turn on one spot."""
    final = {s: (0.0, g * 0.085 * size, g * 6.0) for s, g in SIGN.items()}
    count = 2 * plan.reps
    visit = _visit(plan, final, OTHER[plan.side], size, count * plan.rep_s + 0.3)
    t = visit.time_s()
    shares = {s: np.zeros(len(t)) for s in SIGN}
    events, side, at = [], plan.side, visit.begin_s
    for k in range(count):
        end = at + plan.rep_s * 0.97
        amp = float(rng.uniform(0.92, 1.0))
        shares[side] += amp * hump(t, at, end, hold_frac=0.08)
        events.append({"rep": k + 1, "start_s": at, "peak_s": (at + end) / 2, "end_s": end, "front": side})
        over = (0.0, SIGN[OTHER[side]] * 0.04 * size)
        visit.steps.knots += [(at + 0.3 * plan.rep_s, *over), (at + 0.7 * plan.rep_s, *over)]
        side, at = OTHER[side], at + plan.rep_s
    visit.steps.knots.sort()
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=("l", "r"),
        lean_deg=np.full(len(t), STAND_LEAN_DEG),
        knee_deg=STAND_KNEE_DEG + 3.0 * (shares["l"] + shares["r"]),
        arms=arms_for("down"),
        arms_share=_on(visit, t) * 0.0,
        trunk_deg=np.full(len(t), 2.0),
        swing_deg=24.0 * (shares["l"] - shares["r"]),
        raises=tuple(Raise(s, share, plan.peak_deg, plan.knee_deg, -8.0) for s, share in shares.items()),
        events={"reps": events},
    )


def balance(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Stand on one leg; the other foot may touch the floor in between."""
    visit, t = _one_leg(plan, size, plan.rep_s)
    start, end = visit.begin_s, visit.end_s - 0.15
    share = ease((t - start) / UP_S) * ease((end - t) / UP_S)
    for k in range(plan.touches):
        touch = start + (end - start) * (k + 1) / (plan.touches + 1) + float(rng.uniform(-0.2, 0.2))
        share = share * (1 - hump(t, touch - 0.45, touch + 0.45, hold_frac=0.1))
    trial = {"rep": 1, "start_s": start, "peak_s": (start + end) / 2, "end_s": end, "touches": plan.touches}
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=(plan.side,),
        lean_deg=np.full(len(t), STAND_LEAN_DEG),
        knee_deg=np.full(len(t), STAND_KNEE_DEG + 2),
        arms=arms_for(plan.arms),
        arms_share=_on(visit, t),
        trunk_deg=np.full(len(t), 2.0),
        raises=(Raise(OTHER[plan.side], share, plan.peak_deg, plan.knee_deg, -10.0),),
        events={"reps": [trial], "front": plan.side, "touches": plan.touches},
    )


MOVEMENTS: dict[str, Callable[[Plan, float, np.random.Generator], Score]] = {
    "squat": squat,
    "lunge": lunge,
    "single_leg_squat": single_leg_squat,
    "heel_raise": heel_raise,
    "march": march,
    "balance": balance,
}
