"""Running on a treadmill: from standing, over small steps, to an even pace, and back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

from training.render.body import Body
from training.render.clips.curves import ease, wander
from training.render.clips.performance import Moment
from training.render.clips.skeleton import BodyPose, turned
from training.render.clips.steps import from_angles, lifted, pitched
from training.render.clips.visit import STEPS_PER_S
from training.render.geometry import FORWARD, UP, Array, rotation
from training.render.legs import SIGN, Foot, Leg, Pose, find_knee, pitch_foot, place_hip, stand

HALF_WIDTH_M = 0.04
HEADING_DEG = 5.0
STRIKE_DEG = 10.0
PUSH_DEG = 55.0
REACH_FRAC = 0.978  #: of the leg's length, at most, while the foot stands
OFF_S = {"l": 0.0, "r": 0.5}  #: of a stride: when each foot comes down


@dataclass(frozen=True)
class Pace:
    """A run and its duration: standing, speeding up over `ramp_s`, even, slowing down, standing.

    peak_df_deg: how far the ankle bends in stance before the heel rises.
    """

    cadence_spm: float
    speed_mps: float
    duty: float
    lean_deg: float
    peak_df_deg: float
    stand_s: float
    ramp_s: float
    even_s: float

    @property
    def stride_s(self) -> float:
        """Return the time from a foot's contact to its next."""
        return 120.0 / self.cadence_spm

    @property
    def stance_s(self) -> float:
        """Return how long a foot is on the belt."""
        return self.duty * self.stride_s


def effort(pace: Pace, time_s: Array) -> Array:
    """Return 0 standing to 1 at full pace."""
    if pace.stand_s <= 0:
        return np.ones(len(time_s))
    begin, end = pace.stand_s, pace.stand_s + 2 * pace.ramp_s + pace.even_s
    return ease((time_s - begin) / pace.ramp_s) * ease((end - time_s) / pace.ramp_s)


class Runner:
    """Plays a run on a body; moments as of `performance.Performer`."""

    def __init__(self, body: Body, legs: dict[str, Leg], pace: Pace, rng: np.random.Generator) -> None:
        self.body, self.legs, self.pace = body, legs, pace
        self.size = body.height_m / 1.75
        rest = 2 * (pace.stand_s + pace.ramp_s) if pace.stand_s > 0 else 0.0
        self.time_s = np.arange(int((rest + pace.even_s) * STEPS_PER_S)) / STEPS_PER_S
        self.effort = effort(pace, self.time_s)
        self._drift = np.stack([wander(rng, self.time_s, sd=sd, slow_s=1.5) for sd in (0.015, 0.012)], axis=1)
        self._phase = float(rng.uniform(0, 1))
        self._ahead = 0.19 * self.size * (pace.speed_mps / 2.8) ** 0.7
        self._heel_off = 0.5
        self._height = self._highest()
        self._heel_off = self._find_heel_off()
        self._swings = {side: self._swing(side) for side in SIGN}

    def _pelvis(self, turn: float, height: float, share: float) -> tuple[Array, Array]:
        """Return the middle of the hips and its rotation at a part of the left leg's stride."""
        w = 2 * np.pi * turn
        up = height - 0.026 * self.size * np.cos(2 * w - 4 * np.pi * self.pace.duty * 0.48)
        place = np.array([0.012 * np.sin(2 * w), 0.010 * np.sin(w), up]) * [share, share, 1.0]
        level = rotation(UP, -6 * share * np.cos(w)) @ rotation(FORWARD, 3.0 * share * np.sin(w + 0.35))
        return place, level

    def _stance(self, side: str, since_s: float, share: float = 1.0) -> Foot:
        """Return a foot on the belt, some time after its contact; with less effort it moves and rolls less."""
        leg, pace = self.legs[side], self.pace
        x = share * (self._ahead - pace.speed_mps * since_s)
        y = SIGN[side] * (HALF_WIDTH_M + (1 - share) * 0.05) * self.size
        flat = stand(leg, side, x_m=x, y_m=y, toe_out_deg=HEADING_DEG)
        early = 1 - since_s / (0.18 * pace.stance_s)
        if early > 0:
            return pitch_foot(leg, flat, share * STRIKE_DEG * early**2, about="heel")
        late = (since_s / pace.stance_s - self._heel_off) / (1 - self._heel_off)
        return pitch_foot(leg, flat, -share * PUSH_DEG * max(late, 0.0) ** 1.7, about="ball")

    def _highest(self) -> float:
        """Return the mean height of the pelvis at which the leg is nearly straight once in a stance."""

        def spare(height: float) -> float:
            reach = 0.0
            for side, off in OFF_S.items():
                leg = self.legs[side]
                for u in np.linspace(0, self.pace.stance_s, 25):
                    place, level = self._pelvis(u / self.pace.stride_s + off, height, 1.0)
                    foot = self._stance(side, float(u))
                    hip = place_hip(self.legs, side, Pose(place, level, {}))
                    reach = max(reach, float(np.linalg.norm(hip - foot.ankle)) / (leg.thigh_m + leg.shank_m))
            return reach - REACH_FRAC

        return float(brentq(spare, 0.4 * self.size, 1.2 * self.size))

    def _find_heel_off(self) -> float:
        """Return the share of the stance after which the heel rises, so that the ankle bends about as far as asked."""
        leg = self.legs["l"]

        def beyond(share: float) -> float:
            self._heel_off, most = share, -90.0
            for u in np.linspace(0, self.pace.stance_s, 40):
                place, level = self._pelvis(u / self.pace.stride_s, self._height, 1.0)
                foot = self._stance("l", float(u))
                shank = find_knee(leg, place_hip(self.legs, "l", Pose(place, level, {})), foot) - foot.ankle
                forward, _, up = (foot.rearfoot @ leg.sole_axes).T
                most = max(most, float(np.degrees(np.arctan2(shank @ forward, shank @ up))))
            return most - self.pace.peak_df_deg

        low, high = 0.2, 0.7
        if beyond(low) > 0:
            return low
        return float(brentq(beyond, low, high)) if beyond(high) > 0 else high

    def _swing(self, side: str) -> Callable[[float], Array]:
        """Return x, z of the ankle, pitch of the foot and bend of its toes over the time since contact."""
        pace, leg, size = self.pace, self.legs[side], self.size
        end, full, quick = pace.stance_s, pace.stride_s, pace.speed_mps / 2.8
        tick = 0.002
        off, before = self._stance(side, end), self._stance(side, end - tick)
        on, after = self._stance(side, 0.0), self._stance(side, tick)
        leaving, landing = (off.ankle - before.ankle) / tick, (after.ankle - on.ankle) / tick
        at = end + np.array([0.0, 0.32, 0.56, 0.85, 1.0]) * (full - end)
        base = leg.ankle_height_m
        x = [off.ankle[0], -0.44 * size * quick**0.7, -0.05 * size, 0.24 * size, on.ankle[0]]
        z = [off.ankle[2], base + 0.33 * size * quick**0.5, base + 0.26 * size * quick**0.5, base + 0.11 * size]
        pitch = [-PUSH_DEG, -88.0, -52.0, 2.0, STRIKE_DEG]
        curves = [
            CubicSpline(at, x, bc_type=((1, leaving[0]), (1, landing[0] * 0.7))),
            CubicSpline(
                at, [*z, on.ankle[2]], bc_type=((1, np.array(max(float(leaving[2]), 0.5))), (1, np.array(-0.35)))
            ),
            CubicSpline(at, pitch, bc_type=((1, np.array(-260.0)), (1, np.array(0.0)))),
        ]

        def state(since_s: float) -> Array:
            bend = PUSH_DEG * float(1 - ease((since_s - end) / (0.28 * (full - end))))
            return np.array([*(float(c(since_s)) for c in curves), bend])

        return state

    def _foot(self, side: str, turn: float, share: float) -> tuple[Foot, bool]:
        since = ((turn - OFF_S[side]) % 1.0) * self.pace.stride_s
        standing = self._stance(side, since, share)
        if since <= self.pace.stance_s:
            return standing, True
        leg = self.legs[side]
        x, z, pitch, bend = self._swings[side](since)
        base = leg.ankle_height_m
        ankle = np.array([share * x, standing.ankle[1], base + share * (z - base)])
        foot = pitched(
            leg,
            side,
            heading_deg=SIGN[side] * HEADING_DEG,
            pitch_deg=share * float(pitch),
            bend_deg=share * float(bend),
            ankle=ankle,
        )
        return lifted(leg, foot), False

    def moment(self, i: int) -> Moment:
        """Return the pose at a moment."""
        share, turn = float(self.effort[i]), float(self.time_s[i] / self.pace.stride_s + self._phase)
        feet, stands = {}, {}
        for side in SIGN:
            feet[side], stands[side] = self._foot(side, turn, share)
            stands[side] = stands[side] or share == 0
        place, level = self._pelvis(turn, self._height, share)
        still = self._standing(feet)
        place[2] = share * place[2] + (1 - share) * still[2]
        place[0] += (1 - share) * still[0]
        shift = np.array([*self._drift[i], 0.0]) * [1.0, share, 0.0]
        feet = {s: Foot(f.ankle + shift * [1, 0, 0], f.rearfoot, f.toes, f.pole) for s, f in feet.items()}
        lean, w = 2 + share * self.pace.lean_deg, 2 * np.pi * turn
        legs = Pose(place + shift, level @ turned(lean_deg=0.9 * lean), feet)
        arms = {}
        for side, sign in (("l", -1.0), ("r", 1.0)):
            swing = share * (sign * 30 * np.cos(w) - 12)
            out = rotation(FORWARD, SIGN[side] * 11) @ rotation(UP, -SIGN[side] * 8 * share)
            inward = rotation(UP, -SIGN[side] * 20 * share) @ rotation(FORWARD, SIGN[side] * 4)
            bend = 14 + share * (75 + 0.25 * swing)
            arms[side] = (out @ turned(lean_deg=-swing) @ -UP, inward @ turned(lean_deg=-swing - bend) @ -UP)
        trunk = turned(yaw_deg=7 * share * np.cos(w), lean_deg=lean)
        pose = BodyPose(legs, trunk, turned(lean_deg=3.0), arms)
        knees = {s: find_knee(leg, place_hip(self.legs, s, legs), feet[s]) for s, leg in self.legs.items()}
        return Moment(pose, knees, stands)

    def _standing(self, feet: dict[str, Foot]) -> Array:
        """Return the middle of the hips of a person who stands at ease on both feet."""
        hips = [from_angles(self.legs[s], f, lean_deg=4.0, knee_deg=5.0) for s, f in feet.items()]
        drop = 0.006 * self.size  # the hips are wider than the feet are apart
        return np.array([np.mean([h[0] - feet[s].ankle[0] for s, h in zip(feet, hips, strict=True)]), 0.0,
                         min(float(h[2]) for h in hips) - drop])  # fmt: skip

    def events(self) -> dict[str, object]:
        """Return contacts and toe-offs at full pace, and the pace."""
        pace, last = self.pace, float(self.time_s[-1])
        found: list[dict[str, object]] = []
        for side, off in OFF_S.items():
            for k in range(-2, int(last / pace.stride_s) + 3):
                contact = (k + off - self._phase) * pace.stride_s
                for name, at in (("contact", contact), ("toe_off", contact + pace.stance_s)):
                    i = round(at * STEPS_PER_S)
                    if 0 <= i < len(self.effort) and self.effort[i] == 1.0:
                        found.append({"type": name, "side": side, "t": at})
        found.sort(key=lambda e: float(str(e["t"])))
        return {
            "gait_events": found,
            "cadence_spm": pace.cadence_spm,
            "stance_s": pace.stance_s,
            "speed_mps": pace.speed_mps,
        }
