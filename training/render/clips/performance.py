"""From footsteps and angles over time to a pose of the whole body at every moment."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.ndimage import minimum_filter1d

from training.render.body import Body
from training.render.clips.curves import between, ease, smooth, wander
from training.render.clips.skeleton import Arms, BodyPose, blend_arms, turned
from training.render.clips.steps import Track, foot_at, from_angles, lifted, on_floor, pitched, until_lift
from training.render.geometry import FORWARD, UP, Array, rotation, unit
from training.render.legs import SIGN, Foot, Leg, Pose, find_knee, pitch_foot, place_hip

STRAIGHT_FRAC = 0.985  #: of thigh and shank together: a leg is no longer while its foot stands
# Dempster's masses as shares of the body's: trunk with head and arms, one thigh, one shank, one foot.
TRUNK, THIGH, SHANK, FOOT = 0.678, 0.10, 0.0465, 0.0145
TRUNK_CENTRE_FRAC = 0.21  #: of body height: trunk, head and arms have their centre so far above the hips
LEAN_MOST_DEG = 55.0
WALKING_DF_DEG = 16.0  #: in walking the heel leaves the floor before the ankle bends further


@dataclass(frozen=True)
class Raise:
    """A foot in the air: how much of the way it is up over time, then thigh (forward +), knee and foot (toes up +)."""

    side: str
    share: Array
    thigh_deg: float
    knee_deg: float
    foot_deg: float


@dataclass(frozen=True)
class Score:
    """What a person does over the time of a clip; arrays have one value per moment.

    work: how much the pelvis follows the legs' angles (1) or the footsteps (0). lean_deg, knee_deg: shank and knee of
    the legs in `guides`. rear: a foot whose heel rises as far as its leg needs. trunk_deg: its lean; without it the
    trunk keeps the body over the feet. swing_deg: the right arm's swing forward, the left arm's back. arms: those of
    the movement, and how much of the way they are there.
    """

    time_s: Array
    tracks: dict[str, Track]
    knots: list[tuple[float, float, float]]
    work: Array
    guides: tuple[str, ...]
    lean_deg: Array
    knee_deg: Array
    arms: Arms
    arms_share: Array
    trunk_deg: Array | None = None
    swing_deg: Array | None = None
    raises: tuple[Raise, ...] = ()
    rear: str | None = None
    rear_df_deg: float = 20.0
    events: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """A pose, its knee centres, and which feet stand."""

    pose: BodyPose
    knees: dict[str, Array]
    stands: dict[str, bool]


def hanging(side: str, swing_deg: float, *, elbow_deg: float = 14.0, out_deg: float = 9.0) -> tuple[Array, Array]:
    """Return an arm that hangs down, swung forward."""
    out = rotation(FORWARD, SIGN[side] * out_deg)
    inward = rotation(FORWARD, SIGN[side] * out_deg * 0.4)
    return (out @ turned(lean_deg=-swing_deg) @ -UP, inward @ turned(lean_deg=-swing_deg - elbow_deg) @ -UP)


class Performer:
    """Plays a score on a body."""

    def __init__(self, body: Body, legs: dict[str, Leg], score: Score, rng: np.random.Generator) -> None:
        self.body, self.legs, self.score = body, legs, score
        t = score.time_s
        self._rate_hz = 1 / float(t[1] - t[0])
        self._sway = np.stack([wander(rng, t, sd=sd, slow_s=0.9) for sd in (0.004, 0.005, 0.0015)], axis=1)
        self._nod = wander(rng, t, sd=1.2, slow_s=1.5)
        self._feet = [{s: foot_at(legs[s], track, float(x)) for s, track in score.tracks.items()} for x in t]
        path = np.stack([between(t, [(k[0], k[axis]) for k in score.knots]) for axis in (1, 2)], axis=1)
        self._yaw_deg = self._yaws()
        self._path = smooth(path, self._rate_hz, 0.07) + 0.02 * unit_ahead(self._yaw_deg)
        self._height = self._heights()

    def _yaws(self) -> Array:
        yaws = [np.mean([np.degrees(np.arctan2(f.pole[1], f.pole[0])) for f in feet.values()]) for feet in self._feet]
        return smooth(np.array(yaws), self._rate_hz, 0.12)

    def _heights(self) -> Array:
        """Return how high the pelvis can be over the feet that stand, smoothly."""
        most = []
        half = abs(self.legs["l"].hip[1] - self.legs["r"].hip[1]) / 2
        for i, feet in enumerate(self._feet):
            limits = []
            for side, foot in feet.items():
                if on_floor(self.score.tracks[side], float(self.score.time_s[i])):
                    leg = self.legs[side]
                    away = foot.ankle[:2] - self._path[i] - [0.0, SIGN[side] * half]
                    reach = STRAIGHT_FRAC * (leg.thigh_m + leg.shank_m)
                    limits.append(foot.ankle[2] + np.sqrt(max(reach**2 - away @ away, 0.01)))
            most.append(min(limits, default=np.inf))
        lowest = minimum_filter1d(np.array(most), max(3, int(0.22 * self._rate_hz)), mode="nearest")
        return smooth(lowest, self._rate_hz, 0.05)

    def moment(self, i: int) -> Moment:
        """Return the pose at a moment."""
        s, feet = self.score, dict(self._feet[i])
        work = float(s.work[i])
        stride = float(np.dot(feet["l"].ankle[:2] - feet["r"].ankle[:2], unit_ahead(float(self._yaw_deg[i]))))
        walk = (1 - work) * np.clip(stride / 0.6, -1.2, 1.2)
        yaw = float(self._yaw_deg[i]) - 5.0 * walk
        pelvis = np.array([*self._path[i], self._height[i]])
        level = turned(yaw_deg=yaw)
        if work > 0:
            pelvis = (1 - work) * pelvis + work * self._over_feet(i, feet, pelvis, level)
        pelvis = pelvis + self._sway[i] * [1, 1, 0.3]
        for side, foot in self._feet[i].items():
            if self._stands(side, i):
                feet[side] = self._raise_heel(side, i, foot, Pose(pelvis, level, feet))
        for each in s.raises:
            feet[each.side] = self._raised(each, i, feet[each.side], Pose(pelvis, level, feet))
        lean = self._lean(i, pelvis, feet)
        tilt = turned(yaw_deg=yaw, lean_deg=0.6 * lean + 2)
        trunk = turned(yaw_deg=float(self._yaw_deg[i]) + 4.0 * walk, lean_deg=lean)
        head = turned(yaw_deg=float(self._yaw_deg[i]), lean_deg=max(lean - 28, 0.25 * lean) + float(self._nod[i]))
        pose = BodyPose(Pose(pelvis, tilt, feet), trunk, head, self._arms(i, walk))
        knees = {q: find_knee(leg, place_hip(self.legs, q, pose.legs), feet[q]) for q, leg in self.legs.items()}
        stands = {q: self._stands(q, i) for q in feet}
        return Moment(pose, knees, stands)

    def _stands(self, side: str, i: int) -> bool:
        up = any(r.side == side and r.share[i] > 0 for r in self.score.raises)
        return on_floor(self.score.tracks[side], float(self.score.time_s[i])) and not up

    def _over_feet(self, i: int, feet: dict[str, Foot], walked: Array, level: Array) -> Array:
        """Return the pelvis that gives the guiding legs their angles, where the footsteps put it sideways."""
        s = self.score
        found = []
        middle = (self.legs["l"].hip + self.legs["r"].hip) / 2
        for side in s.guides:
            leg, foot = self.legs[side], feet[side]
            lean, knee = float(s.lean_deg[i]), float(s.knee_deg[i])
            hip = from_angles(leg, foot, lean_deg=lean, knee_deg=knee)
            long = float(np.linalg.norm(hip - foot.ankle))
            hip_y = walked[1] + (level @ (leg.hip - middle))[1]
            flat = np.array([hip[0] - foot.ankle[0], hip_y - foot.ankle[1]])
            height = foot.ankle[2] + np.sqrt(max(long**2 - flat @ flat, 0.01))
            found.append(np.array([hip[0], hip_y, height]) - level @ (leg.hip - middle))
        return np.array([np.mean([p[0] for p in found]), walked[1], min(p[2] for p in found)])

    def _raise_heel(self, side: str, i: int, foot: Foot, pose: Pose) -> Foot:
        """Return a standing foot with its heel as high as the leg needs to reach it without bending back too far."""
        leg = self.legs[side]
        hip = place_hip(self.legs, side, pose)
        rear, work = side == self.score.rear, float(self.score.work[i])
        left_s = until_lift(self.score.tracks[side], float(self.score.time_s[i]))
        need = (1.0 if rear else 1 - work) * float(ease(left_s / 0.15))
        own = work if rear else 0.0
        most_df = own * self.score.rear_df_deg + (1 - own) * WALKING_DF_DEG
        reach = (own * 0.975 + (1 - own) * 0.992) * (leg.thigh_m + leg.shank_m)

        def fits(pitch_deg: float) -> bool:
            tried = pitch_foot(leg, foot, pitch_deg, about="ball")
            far = float(np.linalg.norm(hip - tried.ankle))
            if far > reach:
                return False
            shank = find_knee(leg, hip, tried) - tried.ankle
            lean = np.degrees(np.arctan2(shank @ unit(foot.pole * [1, 1, 0]), shank[2]))
            return bool(lean + pitch_deg < most_df)

        low, high = -78.0 if rear else -62.0, 0.0
        ahead = (foot.ankle - pose.pelvis)[:2] @ unit_ahead(float(self._yaw_deg[i]))
        if need <= 0 or ahead > 0 or fits(high):
            return foot
        for _ in range(18):
            middle = (low + high) / 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return pitch_foot(leg, foot, low * need, about="ball")

    def _raised(self, each: Raise, i: int, foot: Foot, pose: Pose) -> Foot:
        share = float(each.share[i])
        if share <= 0:
            return foot
        leg, ahead = self.legs[each.side], unit_ahead(float(self._yaw_deg[i]))
        thigh, shank = np.radians(each.thigh_deg), np.radians(each.thigh_deg - each.knee_deg)
        forward = np.array([*ahead, 0.0])
        hip = place_hip(self.legs, each.side, pose)
        knee = hip + leg.thigh_m * (np.sin(thigh) * forward - np.cos(thigh) * UP)
        ankle = knee + leg.shank_m * (np.sin(shank) * forward - np.cos(shank) * UP)
        heading = float(np.degrees(np.arctan2(foot.pole[1], foot.pole[0])))
        pitch = share * each.foot_deg
        if share < 1:  # the heel leaves first
            pitch -= 22 * 4 * share * (1 - share)
        up = pitched(
            leg,
            each.side,
            heading_deg=heading,
            pitch_deg=pitch,
            bend_deg=0.0,
            ankle=(1 - share) * foot.ankle + share * ankle,
        )
        return lifted(leg, replace(up, pole=unit(up.pole + 0.3 * UP * np.sin(thigh) * share)))

    def _lean(self, i: int, pelvis: Array, feet: dict[str, Foot]) -> float:
        """Return the trunk's lean: given, or such that the body is over the feet that carry it."""
        s = self.score
        work = float(s.work[i])
        if s.trunk_deg is not None:
            return (1 - work) * 3.0 + work * float(s.trunk_deg[i])
        ahead = np.array([*unit_ahead(float(self._yaw_deg[i])), 0.0])
        bears = [f for q, f in feet.items() if self._stands(q, i)] or list(feet.values())
        support = np.mean([f.ankle @ ahead for f in bears]) + 0.045 * self.body.height_m / 1.75
        mass, moment = TRUNK, 0.0
        for q, foot in feet.items():
            leg = self.legs[q]
            knee = find_knee(leg, pelvis, foot)
            for share, a, b in ((THIGH, pelvis, knee), (SHANK, knee, foot.ankle), (FOOT, foot.ankle, foot.ankle)):
                mass += share
                moment += share * float((a + b) @ ahead / 2)
        arms = 0.04 * 0.45 * float(s.arms_share[i])
        wanted = (support * mass - moment - arms - TRUNK * float(pelvis @ ahead)) / TRUNK
        sine = wanted / (TRUNK_CENTRE_FRAC * self.body.height_m)
        lean = float(np.degrees(np.arcsin(np.clip(sine, -0.08, np.sin(np.radians(LEAN_MOST_DEG))))))
        return (1 - work) * 3.0 + work * lean

    def _arms(self, i: int, walk: float) -> Arms:
        own = 0.0 if self.score.swing_deg is None else float(self.score.swing_deg[i])
        swing = {"l": -22.0 * walk - own, "r": 22.0 * walk + own}
        rest = {q: hanging(q, swing[q] + 2, elbow_deg=14 + max(0.0, 0.5 * swing[q])) for q in swing}
        arms = blend_arms(rest, self.score.arms, float(self.score.arms_share[i]))
        turn = turned(yaw_deg=float(self._yaw_deg[i]))
        return {q: (turn @ upper, turn @ fore) for q, (upper, fore) in arms.items()}


def unit_ahead(yaw_deg: Array | float) -> Array:
    """Return the horizontal direction of each yaw, (..., 2)."""
    yaw = np.radians(yaw_deg)
    return np.stack([np.cos(yaw), np.sin(yaw)], axis=-1)
