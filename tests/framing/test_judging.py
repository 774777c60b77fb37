"""What has to be moved before filming follows from the facts of a preview."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.framing.facts import Light, Sight
from dorsi.framing.judging import judge

BRIGHT = Light(person=150.0, around=140.0)


def sight(camera=synth.SIDE_ON, **facts):
    """Return a preview of somebody who squats before the camera, well lit, level, alone."""
    seen = synth.squat(camera=camera)
    landmarks = replace(seen, sigma_px=np.zeros(seen.score.shape))
    known = {"landmarks": landmarks, "people_count": 1, "light": BRIGHT, "roll_deg": 0.0, "rate_hz": None}
    return Sight(**known | facts)


def moved(sight, by_px):
    return replace(sight, landmarks=replace(sight.landmarks, xy_px=sight.landmarks.xy_px + by_px))


def check(sight, name, movement="squat", side="auto"):
    found = judge(sight, movement=movement, side=side)
    return next(check for check in found.checks if check.name == name)


def test_good_set_up_is_ready_and_asks_for_nothing():
    found = judge(sight(), movement="squat", side="auto")
    assert found.ready
    assert [c.advice for c in found.checks if c.state != "ok"] == []


def test_what_has_to_be_moved_stands_first():
    found = judge(sight(roll_deg=None, light=Light(person=10.0, around=10.0)), movement="squat", side="auto")
    assert [c.state for c in found.checks][:2] == ["move", "unknown"]


@pytest.mark.parametrize(
    ("movement", "yaw_deg", "state"),
    [
        ("squat", 0.0, "ok"),
        ("squat", 20.0, "improve"),
        ("squat", 45.0, "move"),
        ("squat", 90.0, "move"),
        ("single_leg_squat", 90.0, "ok"),
        ("single_leg_squat", 45.0, "move"),
        ("single_leg_squat", 0.0, "move"),
        ("auto", 90.0, "ok"),
        ("auto", 45.0, "move"),
    ],
)
def test_camera_has_to_stand_where_the_movement_needs_it(movement, yaw_deg, state):
    assert check(sight(synth.Camera(yaw_deg=yaw_deg)), "view", movement).state == state


@pytest.mark.parametrize(("yaw_deg", "words"), [(45.0, "towards the camera"), (-45.0, "away from the camera")])
def test_text_says_which_way_the_person_is_turned(yaw_deg, words):
    assert words in check(sight(synth.Camera(yaw_deg=yaw_deg)), "view").text


@pytest.mark.parametrize(("facing", "near"), [(1, "right"), (-1, "left")])
def test_leg_to_be_measured_has_to_be_the_nearer_one(facing, near):
    seen = sight(synth.Camera(facing=facing))
    states = {side: check(seen, "side", side=side).state for side in ("left", "right")}
    assert {side for side, state in states.items() if state == "ok"} == {near}


def test_side_is_not_asked_of_a_front_view():
    names = [c.name for c in judge(sight(synth.Camera(yaw_deg=90.0)), movement="balance", side="left").checks]
    assert "side" not in names


def test_feet_below_the_picture_ask_to_tilt_the_phone_down():
    found = check(moved(sight(), [0, 700]), "feet")
    assert (found.state, "down" in found.advice) == ("move", True)


def test_head_above_the_picture_asks_to_tilt_the_phone_up():
    found = check(moved(sight(), [0, -700]), "body")
    assert (found.state, "up" in found.advice) == ("move", True)


def test_body_beyond_an_edge_is_named():
    assert "left edge" in check(moved(sight(), [-500, 0]), "body").text


def test_feet_that_are_not_in_sight_are_told():
    seen = sight()
    hidden = replace(seen, landmarks=replace(seen.landmarks, score=np.full(seen.landmarks.score.shape, 0.2)))
    assert check(hidden, "feet").state == "move"


def test_legs_that_picture_and_mirror_image_do_not_agree_on_are_told_and_judged_no_further():
    seen = sight()
    unsure = replace(seen, landmarks=replace(seen.landmarks, sigma_px=np.full(seen.landmarks.score.shape, 200.0)))
    names = [c.name for c in judge(unsure, movement="squat", side="auto").checks]
    assert names == ["legs", "person", "light", "level"]


def test_nobody_in_the_picture_is_told():
    seen = sight()
    gone = replace(seen, landmarks=replace(seen.landmarks, xy_px=np.full(seen.landmarks.xy_px.shape, np.nan)))
    assert check(replace(gone, people_count=0), "person").text == "No person detected."


def test_second_person_has_to_leave_the_picture():
    assert check(sight(people_count=2), "person").state == "move"


@pytest.mark.parametrize(("px_per_m", "state"), [(800.0, "ok"), (150.0, "improve")])
def test_small_person_is_asked_to_come_nearer(px_per_m, state):
    assert check(sight(synth.Camera(px_per_m=px_per_m)), "size").state == state


def test_distance_is_that_of_the_guide():
    seen = replace(sight(synth.Camera(px_per_m=150.0)), rate_hz=60.0)
    assert "3 to 5 m" in check(seen, "size", movement="run").advice


@pytest.mark.parametrize(
    ("person", "around", "state"),
    [(150.0, 150.0, "ok"), (40.0, 60.0, "improve"), (20.0, 20.0, "move"), (40.0, 160.0, "improve")],
)
def test_light_is_judged_by_the_person(person, around, state):
    assert check(sight(light=Light(person=person, around=around)), "light").state == state


def test_light_from_behind_is_named():
    assert "behind" in check(sight(light=Light(person=40.0, around=160.0)), "light").text


@pytest.mark.parametrize(
    ("roll_deg", "state", "turn"),
    [(2.0, "ok", None), (6.0, "improve", " clockwise"), (-6.0, "improve", " anticlockwise"), (20.0, "move", " clock")],
)
def test_tilted_phone_is_turned_back(roll_deg, state, turn):
    found = check(sight(roll_deg=roll_deg), "level")
    assert (found.state, turn is None or turn in found.advice) == (state, True)


@pytest.mark.parametrize(("movement", "state"), [("squat", "ok"), ("run", "improve")])
def test_run_wants_more_frames_than_a_squat(movement, state):
    assert check(sight(rate_hz=30.0), "rate", movement).state == state


def test_still_has_no_frame_rate_to_judge():
    assert "rate" not in [c.name for c in judge(sight(), movement="run", side="auto").checks]
