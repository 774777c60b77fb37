"""The camera's tilt: what the body tells of it, and how several signs are weighed."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import camera, synth
from dorsi.analysis import level
from dorsi.analysis.level import Cue
from dorsi.analysis.uncertainty import Z95
from dorsi.analysis.view import find_view
from dorsi.camera import PITCH_SD_DEG
from dorsi.measuring import measure
from dorsi.synth import Camera

MOVEMENTS = {
    "lunge": lambda camera: synth.lunge(front=FRONT[camera.facing], camera=camera),
    "squat": lambda camera: synth.squat(camera=camera),
    "run": lambda camera: synth.run(camera=camera).landmarks,
}
ROLLS_DEG = (-12.0, -8.0, -5.0, -2.0, 0.0, 2.0, 5.0, 8.0, 12.0)
FRONT = {1: "right", -1: "left"}
SCENE = {"name": "level edges", "sd_deg": 0.5, "wrong_frac": 0.01}


def filmed(movement, *, facing=1, roll_deg=0.0):
    return MOVEMENTS[movement](camera=Camera(facing=facing, roll_deg=roll_deg, px_per_m=600.0))


def headline(found, side):
    return next(m for m in found.measurements if (m.name, m.side) == ("peak_shank_inclination_deg", side))


def cues_of(landmarks):
    return {cue.name: cue for cue in level.of_body(landmarks, find_view(landmarks))}


@pytest.mark.parametrize("roll_deg", ROLLS_DEG)
@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_the_tilt_that_the_body_tells_holds_the_true_one(movement, facing, roll_deg):
    quality = measure(filmed(movement, facing=facing, roll_deg=roll_deg), movement=movement).quality
    assert abs(quality.roll_deg - roll_deg) < Z95 * quality.roll_sd_deg


@pytest.mark.parametrize("roll_deg", ROLLS_DEG)
@pytest.mark.parametrize("facing", [1, -1])
def test_a_lunge_in_a_rolled_picture_keeps_its_angle_where_the_scene_shows_the_tilt(facing, roll_deg):
    landmarks = filmed("lunge", facing=facing, roll_deg=roll_deg)
    found = headline(measure(landmarks, level_cues=[Cue(roll_deg=roll_deg, **SCENE)]), FRONT[facing])
    assert found.value == pytest.approx(40.0, abs=1.0)
    assert found.bound < 8.0


def looked_down_at(landmarks, *, pitch_deg, roll_deg=0.0):
    """Return a level camera's landmarks as one sees them that stands there tilted, and moved aside to be at an edge."""
    aside = replace(landmarks, xy_px=landmarks.xy_px + np.array([250.0, 200.0]))
    tilted = camera.as_filmed(aside.xy_px, roll_deg=roll_deg, pitch_deg=pitch_deg, size_px=landmarks.size_px)
    return replace(aside, xy_px=tilted)


@pytest.mark.parametrize("roll_deg", [0.0, 4.0])
@pytest.mark.parametrize("pitch_deg", [-15.0, -6.0, 8.0])
def test_a_camera_that_looks_down_is_taken_out_where_the_scene_tells_it(pitch_deg, roll_deg):
    seen = looked_down_at(filmed("lunge"), pitch_deg=pitch_deg, roll_deg=roll_deg)
    cue = Cue(roll_deg=roll_deg, pitch_deg=pitch_deg, pitch_sd_deg=1.0, **SCENE)
    found = measure(seen, level_cues=[cue])
    assert headline(found, "right").value == pytest.approx(40.0, abs=0.5)
    assert found.quality.pitch_deg == pytest.approx(pitch_deg, abs=0.5)
    assert 1.0 <= found.quality.pitch_sd_deg < 3.0


def test_a_camera_that_looks_down_unseen_is_in_the_bound():
    seen = looked_down_at(filmed("lunge"), pitch_deg=-12.0)
    told, untold = (
        headline(measure(seen, level_cues=[Cue(roll_deg=0.0, **pitch, **SCENE)]), "right")
        for pitch in ({"pitch_deg": -12.0, "pitch_sd_deg": 1.0}, {})
    )
    assert abs(untold.value - 40.0) > 1.5
    assert untold.ci95_low < 40.0 < untold.ci95_high
    assert told.bound < untold.bound
    assert measure(seen, level_cues=[Cue(roll_deg=0.0, **SCENE)]).quality.pitch_deg is None


def test_a_pitch_that_hardly_anybody_films_with_is_believed_less_and_adds_doubt():
    level_of = level.with_pitch(level.AS_FILMED, [Cue(roll_deg=0.0, pitch_deg=30.0, pitch_sd_deg=3.5, **SCENE)])
    assert level_of.pitch_deg < 15.0
    assert level_of.pitch_sd_deg > PITCH_SD_DEG
    two = [Cue(roll_deg=0.0, pitch_deg=p, pitch_sd_deg=3.5, **SCENE) for p in (30.0, 29.0)]
    assert level.with_pitch(level.AS_FILMED, two).pitch_deg > 20.0


def test_a_sign_that_is_given_as_beyond_doubt_is_still_weighed():
    sure = Cue(name="a sign", roll_deg=100.0, sd_deg=0.1, wrong_frac=0.0, pitch_deg=-90.0, pitch_sd_deg=0.1)
    found = level.join([sure])
    assert np.isfinite([found.roll_deg, found.sd_deg, found.pitch_deg, found.pitch_sd_deg]).all()


@pytest.mark.parametrize("pitch_deg", [float("nan"), float("inf"), None])
def test_a_cue_without_a_pitch_leaves_it_unknown(pitch_deg):
    cue = Cue(roll_deg=0.0, pitch_deg=pitch_deg, **SCENE)
    assert level.with_pitch(level.UNKNOWN, [cue]) == level.UNKNOWN
    assert headline(measure(filmed("lunge"), level_cues=[cue]), "right").value is not None


@pytest.mark.parametrize(("pitch_deg", "toes", "measured"), [(-12.0, 0.95, True), (12.0, 1.04, False)])
def test_feet_are_in_the_picture_where_it_was_filmed(pitch_deg, toes, measured):
    """Levelled, toes near the lower edge would lie outside, and those below it inside."""
    flat = filmed("lunge")
    cue = Cue(roll_deg=0.0, pitch_deg=pitch_deg, pitch_sd_deg=1.0, **SCENE)
    height = flat.size_px[1]
    seen = looked_down_at(flat, pitch_deg=pitch_deg)
    lowest = np.nanmax([seen.side(name)[..., 1] for name in ("heel", "toe")])
    seen = replace(seen, xy_px=seen.xy_px + np.array([0.0, toes * height - lowest]))
    reason = headline(measure(seen, movement="lunge", level_cues=[cue]), "right").reason or ""
    assert ("not in the picture" in reason) is not measured


def test_the_body_tells_its_tilt_as_a_level_camera_would_see_it():
    seen = looked_down_at(filmed("squat"), pitch_deg=-15.0)
    cue = Cue(roll_deg=0.0, pitch_deg=-15.0, pitch_sd_deg=1.0, **SCENE)
    standing = {c.name: c for c in measure(seen, level_cues=[cue]).level_cues}["the standing body"]
    assert standing.roll_deg == pytest.approx(cues_of(filmed("squat"))["the standing body"].roll_deg, abs=0.3)


def test_in_a_stride_the_shoulders_alone_tell_the_turn():
    """The hips of a lunge turn with its legs, and more so in a network's guess."""
    landmarks = synth.lunge(front="right", camera=Camera(yaw_deg=5.0))
    world = landmarks.world_m.copy()
    left, right = (landmarks.names.index(f"{side}_hip") for side in ("left", "right"))
    world[:, left, 0] += 0.08
    world[:, right, 0] -= 0.08
    assert find_view(replace(landmarks, world_m=world)).yaw_deg == pytest.approx(5.0, abs=0.5)


@pytest.mark.parametrize("roll_deg", [-12.0, 5.0])
def test_who_stands_before_squatting_tells_the_tilt(roll_deg):
    cue = cues_of(filmed("squat", roll_deg=roll_deg))["the standing body"]
    assert cue.roll_deg == pytest.approx(roll_deg, abs=2.0)


@pytest.mark.parametrize("roll_deg", [-6.0, 0.0, 6.0])
@pytest.mark.parametrize("yaw_deg", [90.0, -90.0])
def test_from_the_front_and_from_behind_the_standing_body_is_plumb(yaw_deg, roll_deg):
    cues = cues_of(synth.squat(camera=Camera(yaw_deg=yaw_deg, roll_deg=roll_deg)))
    assert cues["the standing body"].roll_deg == pytest.approx(roll_deg, abs=1.5)


def test_a_body_that_lies_is_no_plumb_line():
    landmarks = synth.squat()
    lying = level.levelled(landmarks, level.CameraLevel(roll_deg=90.0, sd_deg=0.0))
    assert "the standing body" not in cues_of(lying)


def test_raised_heels_are_not_taken_for_a_tilt():
    landmarks = synth.heel_raise()
    assert all(abs(cue.roll_deg) < Z95 * cue.sd_deg for cue in level.of_body(landmarks, find_view(landmarks)))


def test_a_foot_outside_the_picture_tells_nothing():
    landmarks = filmed("lunge")
    width = landmarks.size_px[0]
    low = replace(landmarks, size_px=(width, int(np.nanmin(landmarks.side("heel")[..., 1])) - 5))
    assert "the flat foot" not in cues_of(low)


def test_with_no_sign_at_all_the_tilt_is_within_five_degrees():
    assert level.join(()) == level.UNKNOWN
    assert Z95 * level.UNKNOWN.sd_deg == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("roll_deg", ROLLS_DEG)
def test_a_sure_sign_is_followed_the_less_surely_the_further_off_it_is(roll_deg):
    joined = level.join([Cue(roll_deg=roll_deg, **SCENE)])
    assert abs(joined.roll_deg - roll_deg) < Z95 * joined.sd_deg
    assert joined.sd_deg < 1.0 + 0.3 * abs(roll_deg)


def test_signs_that_agree_narrow_the_doubt():
    one = Cue(name="one", roll_deg=6.0, sd_deg=1.5, wrong_frac=0.05)
    assert level.join([one, replace(one, name="other")]).sd_deg < level.join([one]).sd_deg


def test_signs_that_contradict_widen_it_and_are_named():
    scene, body = Cue(roll_deg=5.0, **SCENE), Cue(name="the standing body", roll_deg=0.0, sd_deg=1.5, wrong_frac=0.05)
    joined = level.join([scene, body])
    assert joined.contradicting == (scene, body)
    averaged_sd_deg = (scene.sd_deg**-2 + body.sd_deg**-2) ** -0.5
    assert joined.sd_deg > 3 * averaged_sd_deg


@pytest.mark.parametrize("roll_deg", [0.5, 1.5])
def test_a_tilt_that_may_be_none_is_left_in_and_counted_as_doubt(roll_deg):
    joined = level.join([Cue(name="the flat foot", roll_deg=roll_deg, sd_deg=2.5, wrong_frac=0.2)])
    assert joined.roll_deg == 0.0
    assert Z95 * joined.sd_deg > roll_deg


def test_a_tilt_that_the_user_gives_wins_over_all_signs():
    landmarks = filmed("lunge", facing=-1, roll_deg=4.0)
    found = measure(landmarks, roll_deg=4.0, roll_sd_deg=0.3, level_cues=[Cue(roll_deg=-3.0, **SCENE)])
    assert (found.quality.roll_deg, found.quality.roll_sd_deg) == (4.0, 0.3)
    assert headline(found, "left").value == pytest.approx(40.0, abs=0.5)


def shown(landmarks, **known):
    return {warning.code: warning.text for warning in measure(landmarks, **known).quality.warnings}


def test_the_page_says_when_nothing_tells_whether_the_phone_was_level():
    assert "level_unknown" in shown(filmed("lunge", roll_deg=9.0))
    assert "level_unknown" not in shown(filmed("lunge"), level_cues=[Cue(roll_deg=0.0, **SCENE)])


def test_the_doubt_of_the_tilt_is_in_the_bound_of_an_angle_against_the_vertical():
    known, unknown = (
        headline(measure(filmed("lunge"), roll_deg=roll, roll_sd_deg=sd), "right").bound
        for roll, sd in ((0.0, 0.1), (0.0, level.UNKNOWN.sd_deg))
    )
    assert unknown == pytest.approx(np.hypot(known, Z95 * level.UNKNOWN.sd_deg), abs=0.1)


def test_one_rough_cue_leaves_the_doubt_of_a_tilt_that_nothing_tells():
    rough, exact = (Cue(name="a sign", roll_deg=0.0, sd_deg=sd, wrong_frac=0.1) for sd in (2.5, 1.0))
    assert level.join([rough]).sd_deg >= level.UNKNOWN.sd_deg
    assert level.join([exact]).sd_deg < level.UNKNOWN.sd_deg
    assert level.join([rough, replace(rough, name="another")]).sd_deg < level.UNKNOWN.sd_deg


def test_the_edges_of_a_film_of_two_places_level_neither():
    one = filmed("squat")
    away = np.array([400.0, 0.0])
    later = replace(one, time_s=one.time_s + one.time_s[-1] + 1 / one.rate_hz, xy_px=one.xy_px + away)
    joined = {
        name: np.concatenate([getattr(one, name), getattr(later, name)])
        for name in ("time_s", "xy_px", "score", "world_m")
    }
    cue = Cue(roll_deg=6.0, **SCENE)
    whole = measure(one, level_cues=[cue])
    spliced = measure(replace(one, **joined), level_cues=[cue], cuts_s=[float(later.time_s[0])])
    assert cue in whole.level_cues
    assert cue not in spliced.level_cues
