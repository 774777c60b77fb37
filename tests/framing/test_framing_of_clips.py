"""The pose network's look at stills of real and rendered clips, as they are and spoilt in one way."""

import json
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
from forked import program
from PIL import Image

from dorsi import video
from dorsi.framing import check_framing

pytestmark = pytest.mark.models
SAMPLES = Path(__file__).parents[2] / "sample_videos"


def still_of(path, at_s):
    """Return a frame of a clip."""
    return next(frame.rgb for frame in video.frames(video.probe(path)) if frame.time_s >= at_s)


@pytest.fixture(scope="module")
def squat():
    """Return somebody who stands ready to squat, seen from their left."""
    return still_of(SAMPLES / "squat_side.mp4", 0.0)


@pytest.fixture
def found(tmp_path):
    """Return a function that gives each check's state of one picture by its name."""

    def look(rgb, movement="squat", side="auto"):
        Image.fromarray(rgb).save(tmp_path / "still.png")
        framing = check_framing(tmp_path / "still.png", movement=movement, side=side)
        return {check.name: check.state for check in framing.checks}

    return look


def without_floor(rgb, kept_frac):
    return np.ascontiguousarray(rgb[: round(len(rgb) * kept_frac)])


def far_away(rgb, scale):
    """Return the person smaller, before a plain wall."""
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    wall = np.full_like(rgb, np.median(rgb[:20], axis=(0, 1)).astype(np.uint8))
    top, left = (len(rgb) - len(small)) // 2, (rgb.shape[1] - small.shape[1]) // 2
    wall[top : top + len(small), left : left + small.shape[1]] = small
    return wall


def dimmed(rgb, share):
    """Return the picture as a dark room shows it, with the noise of a sensor."""
    noise = np.random.default_rng(0).normal(0, 6, rgb.shape)
    return np.clip(rgb * share + noise, 0, 255).astype(np.uint8)


def rolled(rgb, deg):
    """Return the picture with the scene leaning clockwise."""
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -deg, 1)
    return cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)


def test_person_who_stands_ready_can_be_filmed(found, squat):
    states = found(squat, side="left")
    assert states["level"] == "ok"  # unknown while whole boxes around people were left out of the scene
    assert set(states.values()) == {"ok"}


@pytest.mark.parametrize("movement", ["single_leg_squat", "balance"])
def test_side_view_is_wrong_for_a_movement_filmed_from_the_front(found, squat, movement):
    assert found(squat, movement)["view"] == "move"


def test_wrong_leg_in_front_is_seen(found, squat):
    assert found(squat, side="right")["side"] == "move"


@pytest.mark.parametrize("kept_frac", [0.82, 0.76, 0.70])
def test_feet_cut_off_are_seen(found, squat, kept_frac):
    assert found(without_floor(squat, kept_frac))["feet"] == "move"


def test_head_cut_off_is_seen(found, squat):
    assert found(np.ascontiguousarray(squat[round(0.2 * len(squat)) :]))["body"] == "move"


def test_person_far_away_is_asked_to_come_nearer(found, squat):
    states = found(far_away(squat, 0.2))
    assert states.get("size", states["person"]) != "ok"


@pytest.mark.parametrize(("share", "expected"), [(0.5, "ok"), (0.2, "improve"), (0.1, "move"), (0.03, "move")])
def test_less_light_is_seen(found, squat, share, expected):
    assert found(dimmed(squat, share))["light"] == expected


def test_empty_picture_shows_nobody(found):
    assert found(np.full((640, 480, 3), 180, np.uint8))["person"] == "move"


@pytest.mark.parametrize(("deg", "expected"), [(0, "ok"), (8, "improve"), (-8, "improve")])
def test_tilt_of_the_phone_is_read_from_the_room(found, real_clip, deg, expected):
    room = still_of(real_clip("squat-gym-sideR.mp4"), 0.5)
    assert found(rolled(room, deg))["level"] == expected


def test_runner_seen_from_the_front_is_asked_to_turn(real_clip):
    framing = check_framing(real_clip("inplace-run-front.mp4"), movement="run")
    assert next(check.state for check in framing.checks if check.name == "view") == "move"


def test_camera_at_an_angle_is_seen(real_clip):
    framing = check_framing(real_clip("squat-oblique-5fps.mp4"), movement="squat")
    assert next(check.text for check in framing.checks if check.name == "view") == "You are turned towards the camera."


def test_hand_before_the_camera_is_no_runner(real_clip):
    assert not check_framing(real_clip("neg-hand-only.mp4")).ready


def test_command_says_what_to_move_and_exits_with_1():
    command = [program(), "framing", str(SAMPLES / "squat_side.mp4"), "--movement", "balance"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Turn to face the camera." in ran.stdout) == (1, True)


def test_command_gives_the_record_as_json():
    command = [program(), "framing", str(SAMPLES / "squat_side.mp4"), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout)["ready"] is True
