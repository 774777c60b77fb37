"""The movements that a person does on one spot, from walking in to walking out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.render.clips.curves import ease, hump
from training.render.clips.performance import Raise, Score
from training.render.clips.visit import (
    STAND_KNEE_DEG,
    STAND_LEAN_DEG,
    UP_S,
    Plan,
    Visit,
    arms_for,
    arms_in_place,
    come,
    depth_of,
    events_of,
    later,
    long_s,
    repetitions_of,
)
from training.render.geometry import Array
from training.render.legs import OTHER, SIGN


def squat(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Squat on both legs; the trunk leans as the balance asks."""
    repetitions = repetitions_of(plan, rng)
    turn = float(rng.uniform(8, 14))
    final = {s: (0.0, g * 0.17 * size, g * turn) for s, g in SIGN.items()}
    visit = come(plan, final, plan.side, size, long_s(repetitions) + 0.25)
    repetitions = later(repetitions, visit.begin_s)
    t = visit.time_s()
    depth = depth_of(t, repetitions, hold_frac=0.12)
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=("l", "r"),
        lean_deg=STAND_LEAN_DEG + depth * (plan.peak_deg - STAND_LEAN_DEG),
        knee_deg=STAND_KNEE_DEG + depth * (plan.knee_deg - STAND_KNEE_DEG),
        arms=arms_for(plan.arms),
        arms_share=arms_in_place(visit, t) if plan.arms == "hips" else np.clip(1.5 * depth, 0, 1),
        events={"reps": events_of(repetitions)},
    )


def lunge(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Step into a stride, bend the front leg with its heel down, come up, walk on."""
    repetitions = repetitions_of(plan, rng)
    front, rear = plan.side, OTHER[plan.side]
    ahead = 0.45 * plan.stride_m * size
    final = {
        front: (ahead, SIGN[front] * 0.07 * size, SIGN[front] * 4.0),
        rear: (ahead - plan.stride_m * size, SIGN[rear] * 0.09 * size, SIGN[rear] * 6.0),
    }
    visit = come(plan, final, front, size, long_s(repetitions) + 0.25)
    repetitions = later(repetitions, visit.begin_s)
    t = visit.time_s()
    depth = depth_of(t, repetitions, hold_frac=0.15)
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
        arms_share=arms_in_place(visit, t),
        trunk_deg=4.0 + 5.0 * depth,
        rear=rear,
        events={"reps": events_of(repetitions), "front": front},
    )


def _one_leg(plan: Plan, size: float, stay_s: float) -> tuple[Visit, Array]:
    """Return a visit in which the weight goes onto the working leg, with its moments."""
    final = {s: (0.0, g * 0.085 * size, g * 6.0) for s, g in SIGN.items()}
    visit = come(plan, final, OTHER[plan.side], size, stay_s)
    over = SIGN[plan.side] * 0.075 * size
    visit.steps.knots += [
        (visit.begin_s - 0.15, 0.0, 0.0),
        (visit.begin_s + 0.35, 0.0, over),
        (visit.end_s - 0.3, 0.0, over),
    ]
    visit.steps.knots.sort()
    return visit, visit.time_s()


def _free_leg(plan: Plan, visit: Visit, time_s: Array, shape: tuple[float, float, float]) -> Raise:
    share = ease((time_s - visit.begin_s) / UP_S) * ease((visit.end_s - 0.15 - time_s) / UP_S)
    return Raise(OTHER[plan.side], share, *shape)


def single_leg_squat(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Stand on one leg and bend it three times, the other foot behind."""
    repetitions = repetitions_of(plan, rng)
    visit, t = _one_leg(plan, size, UP_S + 0.3 + long_s(repetitions) + UP_S + 0.4)
    shift = visit.begin_s + UP_S + 0.3
    repetitions = later(repetitions, shift)
    depth = depth_of(t, repetitions, hold_frac=0.12)
    return Score(
        time_s=t,
        tracks=visit.steps.tracks(),
        knots=visit.steps.knots,
        work=visit.work(t),
        guides=(plan.side,),
        lean_deg=STAND_LEAN_DEG + depth * (plan.peak_deg - STAND_LEAN_DEG),
        knee_deg=STAND_KNEE_DEG + depth * (plan.knee_deg - STAND_KNEE_DEG),
        arms=arms_for(plan.arms),
        arms_share=arms_in_place(visit, t),
        raises=(_free_leg(plan, visit, t, (4.0, 72.0, -35.0)),),
        events={"reps": events_of(repetitions), "front": plan.side},
    )


def heel_raise(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Rise onto the balls of the feet: of one leg, the other foot in the air, or of both with arms at the sides."""
    repetitions = repetitions_of(plan, rng)
    single = plan.arms != "down"
    pause = UP_S + 0.25 if single else 0.1
    if single:
        visit, t = _one_leg(plan, size, pause + long_s(repetitions) + UP_S + 0.4)
    else:
        final = {s: (0.0, g * 0.10 * size, g * 7.0) for s, g in SIGN.items()}
        visit = come(plan, final, plan.side, size, pause + long_s(repetitions) + 0.3)
        t = visit.time_s()
    shift = visit.begin_s + pause
    repetitions = later(repetitions, shift)
    height = depth_of(t, repetitions, hold_frac=0.2)
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
        arms_share=arms_in_place(visit, t),
        trunk_deg=3.0 + 1.0 * height,
        raises=(_free_leg(plan, visit, t, (2.0, 70.0, -40.0)),) if single else (),
        events={"reps": events_of(repetitions)} | ({"stance": plan.side} if single else {}),
    )


def march(plan: Plan, size: float, rng: np.random.Generator) -> Score:
    """Lift the knees in turn on one spot."""
    final = {s: (0.0, g * 0.085 * size, g * 6.0) for s, g in SIGN.items()}
    count = 2 * plan.reps
    visit = come(plan, final, OTHER[plan.side], size, count * plan.rep_s + 0.3)
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
        arms_share=arms_in_place(visit, t) * 0.0,
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
        arms_share=arms_in_place(visit, t),
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
