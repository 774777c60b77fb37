"""Clips as phones film them, with known truth: who came in, what they did, how often, and what the camera saw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.camera import focal_px
from dorsi.synth import on_the_spot, running, slow_moves, strangers
from dorsi.synth.body import HEEL_DOWN_M, LEAN, Body, X, Y, draw_body, heel_up_m, shank_lean_deg, skeleton
from dorsi.synth.camera import NAMES
from dorsi.synth.faults import Faults, draw_faults, spoil
from dorsi.synth.phone_camera import PhoneCamera, guessed_world, slow_noise
from dorsi.synth.script import RATE_HZ, Script, ScriptedEvent, standing
from dorsi.synth.walking import turn_to, walk
from dorsi.types import SIDES, Array, BoolArray, Landmarks
from dorsi.vocabulary import SideName

SEEN_MIN_FRAC: Final = 0.7  #: of an event's frames: a gap of a few frames is bridged
FEET_CUT_SHARE: Final = 0.05  #: of the clips: the feet lie below the picture
STRANGER: Final = "unknown"  #: what dorsi must say of a movement that it does not measure


@dataclass(frozen=True, kw_only=True)
class TrueEvent:
    """A repetition or a step that really happened, in the clip's time."""

    kind: str  #: rep or step
    movement: str
    side: str  #: left, right or both
    start_s: float  #: of a step in running: contact
    peak_s: float
    end_s: float  #: of a step in running: toe-off
    peak_deg: dict[SideName, float]  #: greatest lean of the scored shanks while their heels are down; empty if none was
    heel_up_m: float  #: how high the higher scored heel was at its highest
    seen: bool  #: whether the camera had the legs in the picture, and the network found them, nearly throughout


@dataclass(frozen=True, kw_only=True)
class PhoneClip:
    """Landmarks of a clip with everything that is true of it."""

    landmarks: Landmarks
    movement: str  #: of the clip, as dorsi names it; of several the first; "unknown" for what dorsi does not measure
    shown: tuple[str, ...]  #: every act in order, such as ("squat", "lunge_forward") or ("jump",)
    side: str  #: the leg that is scored: left, right, or both
    events: tuple[TrueEvent, ...]
    camera: PhoneCamera
    body: Body
    faults: Faults
    slow_motion: float  #: how many times slower than life the clip plays, unmarked
    points_m: dict[str, Array]  #: where the points were in each frame, (T, 3)

    @property
    def peak_deg(self) -> tuple[dict[SideName, float], ...]:
        """Return the true peak of each repetition."""
        return tuple(event.peak_deg for event in self.events)


Act = Callable[[Script], None]


def _several(script: Script) -> None:
    """Three squats, then a lunge on each side."""
    slow_moves.squat(script, count=3)
    script.hold(float(script.rng.uniform(0.5, 2.5)))
    slow_moves.lunge_forward(script, sides=SIDES)


def _treadmill(script: Script) -> None:
    script.rows.clear()
    running.run(script, passing=False, seconds=float(script.rng.uniform(5, 12)))


def _passing(script: Script) -> None:
    script.rows.clear()
    running.run(script, passing=True, seconds=float(script.rng.uniform(2, 4)))


@dataclass(frozen=True, kw_only=True)
class FilmedAct:
    """One thing to film: the act, how dorsi calls it, and how often it is drawn."""

    name: str
    movement: str
    act: Act
    weight: float
    moving: bool = False  #: the clip begins and ends in the middle of it, without walking in
    side_only: bool = False  #: not filmed from the front


SHOWN: Final = (
    FilmedAct(name="lunge_on_the_spot", movement="lunge", act=slow_moves.lunge_on_the_spot, weight=12),
    FilmedAct(name="lunge_kneeling", movement="lunge", act=slow_moves.lunge_kneeling, weight=3),
    FilmedAct(name="lunge_forward", movement="lunge", act=slow_moves.lunge_forward, weight=8),
    FilmedAct(name="squat", movement="squat", act=slow_moves.squat, weight=17),
    FilmedAct(name="treadmill", movement="run", act=_treadmill, weight=9, moving=True),
    FilmedAct(name="passing", movement="run", act=_passing, weight=3, moving=True, side_only=True),
    FilmedAct(name="march", movement="march", act=on_the_spot.march, weight=8),
    FilmedAct(name="heel_raise", movement="heel_raise", act=on_the_spot.heel_raise, weight=9, side_only=True),
    FilmedAct(name="single_leg_squat", movement="single_leg_squat", act=slow_moves.single_leg_squat, weight=8),
    FilmedAct(name="balance", movement="balance", act=on_the_spot.balance, weight=6),
    FilmedAct(name="several", movement="squat", act=_several, weight=4),
    FilmedAct(name="stand", movement=STRANGER, act=strangers.stand_about, weight=2),
    FilmedAct(name="walk", movement=STRANGER, act=strangers.walk_about, weight=2),
    FilmedAct(name="sit_to_stand", movement=STRANGER, act=strangers.sit_to_stand, weight=2),
    FilmedAct(name="jump", movement=STRANGER, act=strangers.jump, weight=2),
    FilmedAct(name="push_up", movement=STRANGER, act=strangers.push_up, weight=2),
    FilmedAct(name="cycle", movement=STRANGER, act=running.cycle, weight=1.5, moving=True, side_only=True),
    FilmedAct(name="hinge", movement=STRANGER, act=strangers.hinge, weight=1.5),
)


def phone_clip(*, seed: int, show: str | None = None, faulty: bool = True) -> PhoneClip:
    """Return a clip as people film with a phone; equal seeds give equal clips.

    Parameters
    ----------
    seed
        Of everything that is drawn.
    show
        What is filmed, a name of `SHOWN`; None draws it.
    faulty
        Whether the tracks have the faults of a pose network; without, they are exact.

    Returns
    -------
    PhoneClip
        Landmarks, with all that is true of them.

    Examples
    --------
    >>> clip = phone_clip(seed=3, show="squat")
    >>> clip.movement, clip.side, clip.events[0].movement
    ('squat', 'both', 'squat')
    """
    rng = np.random.default_rng(seed)
    weights = np.array([shown.weight for shown in SHOWN])
    picked = int(rng.choice(len(SHOWN), p=weights / weights.sum()))
    shown = SHOWN[picked] if show is None else next(s for s in SHOWN if s.name == show)
    body = draw_body(rng)
    camera = draw_camera(rng, shown)
    script = _script(rng, body, camera, shown)
    slow = float(rng.choice([2.0, 4.0, 8.0])) if shown.movement == "run" and rng.random() < 0.2 else 1.0
    points, time_s = _sampled(script, rng, rate_hz=camera.rate_hz, slow=slow)
    faults = draw_faults(rng)
    landmarks = _filmed(points, time_s, camera, faults if faulty else None, rng)
    events = tuple(_true(event, points, landmarks, slow) for event in script.events if shown.movement != STRANGER)
    sides = {event.side for event in events}
    return PhoneClip(
        landmarks=landmarks,
        movement=shown.movement,
        shown=(shown.name,),
        side=sides.pop() if len(sides) == 1 else "both",
        events=events,
        camera=camera,
        body=body,
        faults=faults,
        slow_motion=slow,
        points_m=points,
    )


def draw_camera(rng: np.random.Generator, shown: FilmedAct) -> PhoneCamera:
    """Return the place of the phone."""
    kind = rng.choice(["side", "oblique", "front", "rear"], p=[0.66, 0.14, 0.13, 0.07])
    if shown.side_only and kind in {"front", "rear"}:
        kind = "side"
    sign = float(rng.choice([-1.0, 1.0], p=[0.35, 0.65]))
    turned = {"side": (0, 25), "oblique": (35, 55), "front": (80, 100), "rear": (80, 100)}[str(kind)]
    sign = {"front": 1.0, "rear": -1.0}.get(str(kind), sign)
    portrait = bool(rng.random() < (0.3 if shown.name == "passing" else 0.65))
    long, short = (1920, 1080) if rng.random() < 0.6 else (1280, 720)
    size_px = (short, long) if portrait else (long, short)
    distance_m, aim_m = rng.uniform(2.4 if portrait else 3.2, 5.0), rng.uniform(0.7, 1.0)
    if rng.random() < FEET_CUT_SHARE:  # too near and too high
        distance_m *= 0.65
        aim_m = distance_m * size_px[1] / (2 * focal_px(size_px)) + rng.uniform(-0.05, 0.25)
    return PhoneCamera(
        facing=int(rng.choice([-1, 1])),
        yaw_deg=float(sign * rng.uniform(*turned)),
        roll_deg=float(np.clip(rng.normal(0, 2.5), -6, 6)),
        distance_m=float(distance_m),
        height_m=float(rng.uniform(0.2, 1.5)),
        aim_m=float(aim_m),
        aside_m=float(rng.normal(0, 0.15)),
        size_px=size_px,
        rate_hz=float(rng.choice([24.0, 30.0, 60.0, 15.0], p=[0.15, 0.5, 0.27, 0.08])),
    )


def _script(rng: np.random.Generator, body: Body, camera: PhoneCamera, shown: FilmedAct) -> Script:
    """Return what happens: come in, stand, the act, stand, go."""
    script = Script(body=body, rng=rng, pose=standing(body))
    if not shown.moving and rng.random() < 0.4:
        _come_in(script, camera)
    script.hold(float(rng.uniform(0.1, 4.0)))
    shown.act(script)
    if not shown.moving:
        script.hold(float(rng.uniform(0.1, 2.5)))
        if rng.random() < 0.4 and shown.name != "sit_to_stand":
            turn_to(script, _along_picture(camera, float(rng.choice([-1, 1]))))
            walk(script, float(rng.uniform(1.5, 3.5)))
    return script


def _come_in(script: Script, camera: PhoneCamera) -> None:
    """Walk in from a side of the picture, or from behind the phone that was just started."""
    rng, far_m = script.rng, float(script.rng.uniform(1.5, 3.2))
    if rng.random() < 0.3:
        toward = camera.place[:2] + camera.right[:2] * 0.5
        heading, far_m = float(np.degrees(np.arctan2(-toward[1], -toward[0]))), min(far_m, camera.distance_m - 1.0)
    else:
        heading = _along_picture(camera, float(rng.choice([-1, 1])))
    turn = np.radians(heading)
    script.pose = standing(script.body, x=-far_m * np.cos(turn), y=-far_m * np.sin(turn), turn_deg=heading)
    walk(script, far_m)
    turn_to(script, 0.0)
    # The pose that the act starts from stands where the camera looks.
    script.go(standing(script.body, x=script.pose[X], y=script.pose[Y]), 0.2)


def _along_picture(camera: PhoneCamera, sign: float) -> float:
    return float(np.degrees(np.arctan2(sign * camera.right[1], sign * camera.right[0])))


def _sampled(
    script: Script, rng: np.random.Generator, *, rate_hz: float, slow: float
) -> tuple[dict[str, Array], Array]:
    """Return the points in each frame of the camera, and the frames' times as they play."""
    poses = script.poses()
    for column, size, frames in ((X, 0.005, 150), (Y, 0.006, 150), (LEAN, 1.0, 100)):
        poses[:, column] += size * slow_noise(rng, len(poses), frames=frames)
    last_s = (len(poses) - 1) / RATE_HZ
    played_s = np.arange(0.0, last_s * slow, 1 / rate_hz)
    at = played_s / slow * RATE_HZ
    sampled = np.stack([np.interp(at, np.arange(len(poses)), column) for column in poses.T], axis=1)
    return skeleton(sampled, script.body), played_s


def _filmed(
    points: dict[str, Array], time_s: Array, camera: PhoneCamera, faults: Faults | None, rng: np.random.Generator
) -> Landmarks:
    world = np.stack([points[name] for name in NAMES], axis=1)
    xy, depth = camera.project(world)
    near = int(np.median(depth[:, NAMES.index("left_hip")] - depth[:, NAMES.index("right_hip")]) > 0)
    sigma = np.full(xy.shape[:2], 0.5)
    guess = guessed_world(world, camera, rng)
    if faults is not None:
        xy, sigma = spoil(xy, faults, rng, rate_hz=camera.rate_hz, size_px=camera.size_px, near=near)
    guess[~np.isfinite(xy).all(axis=-1)] = np.nan
    score = np.where(np.isfinite(xy).all(axis=-1), rng.uniform(0.9, 1.0, xy.shape[:2]), np.nan)
    return Landmarks(
        time_s=time_s, xy_px=xy, score=score, names=NAMES, size_px=camera.size_px, sigma_px=sigma, world_m=guess
    )


def _true(event: ScriptedEvent, points: dict[str, Array], landmarks: Landmarks, slow: float) -> TrueEvent:
    """Return an event in the clip's time, with its peak read off the points themselves."""
    time_s = landmarks.time_s
    start_s, peak_s, end_s = (slow * t for t in (event.start_s, event.peak_s, event.end_s))
    inside = (time_s >= start_s) & (time_s <= end_s)
    peaks: dict[SideName, float] = {}
    highest = 0.0
    for side in SIDES if event.side == "both" else [s for s in SIDES if s == event.side]:
        up = heel_up_m(points, side)
        down = inside & (up < HEEL_DOWN_M)
        highest = max(highest, float(up[inside].max(initial=0.0)))
        if event.kind == "rep" and down.any():
            peaks[side] = float(shank_lean_deg(points, side)[down].max())
    return TrueEvent(
        kind=event.kind,
        movement=event.movement,
        side=event.side,
        start_s=start_s,
        peak_s=peak_s,
        end_s=end_s,
        peak_deg=peaks,
        heel_up_m=highest,
        seen=_seen(landmarks, inside),
    )


def _seen(landmarks: Landmarks, rows: BoolArray) -> bool:
    ankles = landmarks.side("ankle")[rows]
    inside = ((ankles >= 0) & (ankles < np.array(landmarks.size_px))).all(axis=(1, 2))  # False where missing
    return bool(ankles.size and np.mean(inside) > SEEN_MIN_FRAC)
