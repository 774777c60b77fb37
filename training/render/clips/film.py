"""One clip: person, room, movement and phone put together, drawn frame by frame, with its truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dorsi.video.encode import write_h264
from training.render.clips import truth
from training.render.clips.catalogue import Clip
from training.render.clips.home import Home, furnish
from training.render.clips.movements import MOVEMENTS
from training.render.clips.people import build, wear
from training.render.clips.performance import Moment, Performer
from training.render.clips.phone import HEIGHT_PX, WIDTH_PX, PhoneCamera, expose, hold
from training.render.clips.running import Runner
from training.render.clips.skeleton import place_body
from training.render.clips.visit import STEPS_PER_S
from training.render.drawing import Scene, Studio
from training.render.geometry import UP, Array, Mesh
from training.render.person import Outfit, Person, skin
from training.render.rooms import Picture, Prop, treadmill

#: Steps before and after a frame's middle at which the shutter is open, by the number of pictures that are joined.
SHUTTER = {1: (0,), 2: (-1, 1), 3: (-1, 0, 1)}


@dataclass(frozen=True)
class Stage:
    """All that a clip needs before its first frame; times in steps of `STEPS_PER_S`."""

    clip: Clip
    person: Person
    outfit: Outfit
    home: Home
    player: Performer | Runner
    cameras: list[PhoneCamera]
    frames: tuple[int, ...]
    events: dict[str, Any]


def _at_height(home: Home, floor_z: float, things: list[Prop]) -> Home:
    """Return a room with its floor at another height, and more in it."""
    surfaces = tuple(
        replace(s, corners=s.corners + floor_z * UP, map_v=s.map_v - [0, 0, 0, floor_z * s.map_v[2]])
        for s in home.surfaces
    )
    moved = (Prop(Mesh(p.mesh.vertices + floor_z * UP, p.mesh.faces), p.rgb) for p in home.props)
    return replace(home, surfaces=surfaces, props=(*moved, *things))


def set_stage(clip: Clip, assets: Path | None) -> Stage:
    """Return person, room, movement and camera of a clip; equal clips give equal stages."""
    rng = np.random.default_rng([clip.seed, 1])
    person = build(clip.look, assets)
    home = furnish(clip.room, clip.stand.towards(), brightness=clip.brightness, skew_deg=clip.skew_deg, kind=clip.floor)
    player: Performer | Runner
    if clip.pace:
        player = Runner(person.body, person.legs, clip.pace, rng)
        time_s, events = player.time_s, player.events()
        things, floor_z = treadmill(np.zeros(3), rng)
        home = _at_height(home, floor_z, things)
    else:
        assert clip.plan is not None
        score = MOVEMENTS[clip.plan.movement](clip.plan, person.body.height_m / 1.75, rng)
        player = Performer(person.body, person.legs, score, rng)
        time_s, events = score.time_s, score.events
    frames = tuple(range(2, len(time_s) - 2, STEPS_PER_S // clip.fps))
    cameras = hold(clip.stand, time_s, rng)
    return Stage(clip, person, wear(clip.look, person), home, player, cameras, frames, events)


def draw(studio: Studio, stage: Stage, step: int, moment: Moment) -> Picture:
    """Return what the phone sees at a moment."""
    person = stage.person
    rotations, positions, _ = place_body(person.body.rig, person.body.heads, person.legs, moment.pose)
    vertices, normals = skin(person, rotations, positions)
    scene = Scene(
        window=stage.cameras[step],
        room=stage.home.room,
        surfaces=stage.home.surfaces,
        props=stage.home.props,
        light=stage.home.light,
        centre=moment.pose.legs.pelvis * [1, 1, 0] + 0.75 * UP,
        vertices=vertices,
        normals=normals,
        paints=stage.outfit.paints,
        mottle=0.06,
    )
    return studio.photograph(scene)


@cache
def phone_studio() -> Studio:
    """Return a studio for pictures of the phone's size."""
    return Studio(WIDTH_PX, HEIGHT_PX)


def frame_times(stage: Stage) -> Array:
    """Return the times of the frames; the first is 0."""
    return np.arange(len(stage.frames)) / stage.clip.fps


def pictures(stage: Stage) -> Iterator[tuple[float, Picture]]:
    """Yield time and picture of every frame."""
    studio = phone_studio()
    studio.invite(stage.person)
    rng = np.random.default_rng([stage.clip.seed, 2])
    for time_s, step in zip(frame_times(stage), stage.frames, strict=True):
        steps = [step + k for k in SHUTTER[stage.clip.blur]]
        seen = [draw(studio, stage, k, stage.player.moment(k)) for k in steps]
        yield float(time_s), expose(seen, stage.clip.noise, rng)


def tell(stage: Stage) -> tuple[dict[str, Any], list[truth.Row]]:
    """Return the truth of a clip: its document and its table."""
    rows = [
        truth.frame_row(stage.person.legs, stage.player.moment(step), stage.cameras[step], (n, float(time_s)))
        for n, (time_s, step) in enumerate(zip(frame_times(stage), stage.frames, strict=True))
    ]
    late_s = stage.frames[0] / STEPS_PER_S
    events = _earlier(stage.events, late_s)
    return truth.document(stage.clip, stage.person.body.height_m, rows, events), rows


def _earlier(events: dict[str, Any], by_s: float) -> dict[str, Any]:
    """Return events against the first frame's time."""
    times = {"start_s", "peak_s", "end_s", "t"}

    def moved(record: dict[str, Any]) -> dict[str, Any]:
        return {k: v - by_s if k in times else v for k, v in record.items()}

    return {k: [moved(r) for r in v] if isinstance(v, list) else v for k, v in events.items()}


def make(clip: Clip, folder: Path, assets: Path | None) -> Path:
    """Write NAME.mp4 with its truth and return its path."""
    stage = set_stage(clip, assets)
    told, rows = tell(stage)
    path = folder / f"{clip.name}.mp4"
    write_h264(path, pictures(stage), size_px=(WIDTH_PX, HEIGHT_PX), crf=clip.crf)
    truth.write(folder, clip, told, rows)
    return path
