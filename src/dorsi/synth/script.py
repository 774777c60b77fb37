"""A script of poses over time: the person goes from pose to pose and holds it; events are noted on the way."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dorsi.synth.body import FOOT_OF, LEAN, PITCH, TURN, Body, X, Y, Z
from dorsi.types import SIDES, Array

RATE_HZ: Final = 120.0  #: of the script; the camera samples it
LATE: Final = 4  #: power of the way: at three quarters of it, a late heel has risen by a third
#: Of half the hips' width, from the standing foot to the middle of the pelvis: with the free leg beside it, the mass is
#: then 3 cm from the ankle's middle, within the foot (a filmed person: 2 cm).
ONE_LEG_FRAC: Final = 0.2
HIGH_M: Final = 2.0  #: a pelvis asked for this high stands on straight legs


@dataclass(frozen=True, kw_only=True)
class ScriptedEvent:
    """A repetition or step as the script has it, in the script's own seconds."""

    kind: str  #: rep or step
    movement: str
    side: str
    start_s: float
    peak_s: float
    end_s: float


@dataclass
class Script:
    """What is done, one pose after the other."""

    body: Body
    rng: np.random.Generator
    pose: Array  #: (15,) where the script has come to
    rows: list[Array] = field(default_factory=list)
    events: list[ScriptedEvent] = field(default_factory=list)
    parts: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def now_s(self) -> float:
        """Where the script has come to."""
        return sum(len(rows) for rows in self.rows) / RATE_HZ

    def go(
        self, pose: Array, seconds: float, *, lift_m: dict[str, float] | None = None, heels_late: bool = False
    ) -> None:
        """Move smoothly to a pose; a lifted foot rises on the way by `lift_m`.

        Heels may rise late: they come up at the end of the way down, and are down again early on the way up.
        """
        count = max(2, round(seconds * RATE_HZ))
        part = (np.arange(count) + 1) / count
        ease = (1 - np.cos(np.pi * part)) / 2
        rows = self.pose + ease[:, None] * (pose - self.pose)
        for k in (FOOT_OF[each].start + PITCH for each in (SIDES if heels_late else ())):
            start, end = self.pose[k], pose[k]
            rows[:, k] = start + ease**LATE * (end - start) if end > start else end + (1 - ease) ** LATE * (start - end)
        for side, height in (lift_m or {}).items():
            rows[:, FOOT_OF[side]][:, Z] += height * np.sin(np.pi * part) ** 2
        self.rows.append(rows)
        self.pose = pose.copy()

    def hold(self, seconds: float) -> None:
        """Stay where one is."""
        count = round(seconds * RATE_HZ)
        if count:
            self.rows.append(np.tile(self.pose, (count, 1)))

    def play(self, rows: Array) -> None:
        """Do what rows of poses say."""
        self.rows.append(rows)
        self.pose = rows[-1].copy()

    def note(self, movement: str, side: str, times_s: tuple[float, float, float], *, kind: str = "rep") -> None:
        """Note an event that has just happened: its start, peak and end."""
        start_s, peak_s, end_s = times_s
        self.events.append(
            ScriptedEvent(kind=kind, movement=movement, side=side, start_s=start_s, peak_s=peak_s, end_s=end_s)
        )

    def poses(self) -> Array:
        """Return the whole script, (T, 15)."""
        return np.concatenate(self.rows)


def standing(body: Body, *, x: float = 0.0, y: float = 0.0, turn_deg: float = 0.0, lean_deg: float = 2.0) -> Array:
    """Return the pose of a person standing upright."""
    pose = np.zeros(15)
    pose[[X, Y, Z, LEAN, TURN]] = x, y, stand_height(body), lean_deg, turn_deg
    for side, sign in zip(SIDES, (1, -1), strict=True):
        place_foot(pose, side, beside(pose, along=body.ball_ahead, across=sign * body.stance_half))
        pose[FOOT_OF[side]][TURN] = turn_deg + sign * body.turn_out_deg
    return pose


def beside(pose: Array, *, along: float, across: float) -> tuple[float, float]:
    """Return the place on the floor that lies so far ahead and to the left of the pelvis."""
    turn = np.radians(pose[TURN])
    return (
        float(pose[X] + along * np.cos(turn) - across * np.sin(turn)),
        float(pose[Y] + along * np.sin(turn) + across * np.cos(turn)),
    )


def place_foot(
    pose: Array, side: str, place: tuple[float, float], *, up_m: float = 0.0, pitch_deg: float = 0.0
) -> None:
    """Put the ball of a foot somewhere, in place."""
    foot = pose[FOOT_OF[side]]
    foot[[X, Y, Z, PITCH]] = *place, up_m, pitch_deg


def changed(pose: Array, **channels: float) -> Array:
    """Return a pose with some of the pelvis' channels changed."""
    new = pose.copy()
    for name, value in channels.items():
        new[("x", "y", "z", "lean", "turn").index(name)] = value
    return new


def set_foot(body: Body, poses: Array, side: str, *, hip_deg: Array, knee_deg: Array, pitch_deg: Array) -> None:
    """Place a free foot of poses (T, 15) by the flexion of hip and knee, in place; the pelvis' height must be real."""
    sign = 1 if side == "left" else -1
    thigh, shank = np.radians(hip_deg), np.radians(hip_deg - knee_deg)
    along = body.thigh * np.sin(thigh) + body.shank * np.sin(shank)
    down = body.thigh * np.cos(thigh) + body.shank * np.cos(shank)
    foot, pitch = poses[:, FOOT_OF[side]], np.radians(pitch_deg)
    along = along + body.ball_ahead * np.cos(pitch) - body.ankle_height * np.sin(pitch)
    up = poses[:, Z] - down - body.ball_ahead * np.sin(pitch) - body.ankle_height * np.cos(pitch) - 0.02
    turn = np.radians(poses[:, TURN])
    foot[:, X] = poses[:, X] + along * np.cos(turn) - sign * body.hip_half * np.sin(turn)
    foot[:, Y] = poses[:, Y] + along * np.sin(turn) + sign * body.hip_half * np.cos(turn)
    foot[:, Z] = np.maximum(up, 0.0)
    foot[:, PITCH] = pitch_deg
    foot[:, TURN] = poses[:, TURN]


def stand_height(body: Body) -> float:
    """Return the pelvis' height over straight legs."""
    wide = body.stance_half - body.hip_half
    return float(np.sqrt((0.998 * body.leg) ** 2 - wide**2) + body.ankle_height + 0.02)


def stand_on(pose: Array, side: str, body: Body) -> None:
    """Bring the pelvis over one foot, in place: who stands on one leg has the mass over it."""
    sign = 1 if side == "left" else -1
    pose[Y] = pose[FOOT_OF[side]][Y] - sign * ONE_LEG_FRAC * body.hip_half
    pose[Z] = stand_height(body)
