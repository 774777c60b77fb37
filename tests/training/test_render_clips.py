"""Phone clips: what is drawn is what the truth says, from the same numbers every time, and kept out of training."""

import ctypes.util
import warnings
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("moderngl", reason="rendering needs dorsi[train]")
pytest.importorskip("anny", reason="rendering needs dorsi[train]")

from training.render.clips import film
from training.render.clips.catalogue import CLIPS
from training.render.clips.drawn import MOVEMENTS
from training.render.clips.drawn import drawn as drawn_by_number
from training.render.clips.people import PEOPLE_SEED
from training.render.clips.phone import HEIGHT_PX, WIDTH_PX
from training.render.drawing import Scene
from training.render.geometry import UP
from training.render.legs import LEG_NUMBER, place_hip
from training.render.legwear import SUITS
from training.render.person import skin
from training.render.rooms import ROOMS
from training.render.shoe_styles import STYLES

pytestmark = pytest.mark.skipif(ctypes.util.find_library("EGL") is None, reason="no EGL on this machine")
NAMES = {"l": "left", "r": "right"}


def stage_of(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Anny and Warp warn about themselves while they load
        return film.set_stage(next(c for c in CLIPS if c.name == name), None)


@pytest.fixture(scope="module")
def stage():
    return stage_of("phone_squat_1")


@pytest.fixture(scope="module")
def told(stage):
    return film.tell(stage)


def drawn(stage, step):
    """Return what is seen where at a moment, without the room."""
    moment, person = stage.player.moment(step), stage.person
    rotations, positions, _ = film.place_body(person.body.rig, person.body.heads, person.legs, moment.pose)
    vertices, normals = skin(person, rotations, positions)
    studio = film.phone_studio()
    studio.invite(person)
    home = stage.home
    scene = Scene(
        stage.cameras[step], home.room, home.surfaces, (), home.light, moment.pose.legs.pelvis, vertices, normals,
        stage.outfit.paints,
    )  # fmt: skip
    return studio.draw(scene)


@pytest.mark.parametrize("share", [0.3, 0.45])
def test_the_near_legs_joints_lie_on_the_leg_that_is_drawn(stage, told, share):
    n = int(share * len(stage.frames))
    drawing, row, side = drawn(stage, stage.frames[n]), told[1][n], stage.clip.stand.side
    assert drawing.number.shape == (HEIGHT_PX, WIDTH_PX)
    for point in ("knee", "ankle", "heel"):
        u, v = (int(row[f"{NAMES[side]}_{point}_{axis}"]) for axis in "uv")
        near = drawing.number[v - 4 : v + 5, u - 4 : u + 5]
        assert (near == LEG_NUMBER[side]).any(), point


def test_the_soles_of_a_standing_person_are_on_the_floor(stage):
    for step in stage.frames[:: len(stage.frames) // 8]:
        moment, legs = stage.player.moment(step), stage.person.legs
        for side, stands in moment.stands.items():
            foot = moment.pose.legs.feet[side]
            soles = [(foot.ankle + foot.rearfoot @ (p - legs[side].ankle)) @ UP
                     for p in (legs[side].heel_sole, legs[side].ball_sole)]  # fmt: skip
            assert min(soles) > -0.001
            assert not stands or min(soles) < 0.006


def test_legs_keep_their_length(stage):
    for step in stage.frames[::7]:
        moment, legs = stage.player.moment(step), stage.person.legs
        for side, leg in legs.items():
            reach = moment.pose.legs.feet[side].ankle - place_hip(legs, side, moment.pose.legs)
            assert np.linalg.norm(reach) < 1.012 * (leg.thigh_m + leg.shank_m)


def test_peaks_are_about_what_was_asked_for(stage, told):
    peaks = [rep["right_peak_df_deg"] for rep in told[0]["events"]["reps"]]
    assert len(peaks) == stage.clip.plan.reps
    assert all(0.9 * stage.clip.plan.peak_deg - 2 < p < stage.clip.plan.peak_deg + 2 for p in peaks)


def test_the_same_clip_is_told_the_same_way(stage, told):
    again = film.set_stage(stage.clip, None)
    assert film.tell(again) == told


def test_other_clips_differ(stage, told):
    other = film.set_stage(replace(stage.clip, seed=stage.clip.seed + 1), None)
    assert film.tell(other)[1] != told[1]


def test_nothing_of_the_clips_is_in_the_training_split():
    shoes = {style.name for style in STYLES["heldout"] if not style.mesh}
    for clip in CLIPS:
        assert clip.look.suit in SUITS["heldout"]
        assert clip.look.shoe in shoes
        assert ROOMS["heldout"][clip.room] not in ROOMS["train"]
    # People of the crops are drawn from (split, seed, shard, number): none has this seed at its head.
    assert PEOPLE_SEED > 1


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_a_clip_drawn_by_number_is_always_the_same_and_shows_nobody_else(movement):
    clips = [drawn_by_number(movement, number) for number in range(40)]
    assert clips == [drawn_by_number(movement, number) for number in range(40)]
    assert {clip.movement for clip in clips} == {movement}
    people = {clip.look.number for clip in clips}
    assert len(people) == 40
    assert people.isdisjoint(clip.look.number for clip in CLIPS)
    others = {
        drawn_by_number(other, number).look.number for other in MOVEMENTS if other != movement for number in range(40)
    }
    assert people.isdisjoint(others)
