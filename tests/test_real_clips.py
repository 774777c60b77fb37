"""Films of real people: what the issue promises of each. The clips are not part of the repository; see `real_clip`."""

import json
import subprocess

import pytest
from forked import program

pytestmark = pytest.mark.models


def measured(session):
    return {(m.name, m.side): m.value for m in session.measurements if m.value is not None}


def angles(session):
    return {key: value for key, value in measured(session).items() if key[0].endswith("_deg")}


def counted(session):
    return [event for event in session.events if event.valid]


def test_gym_squat_has_two_repetitions_with_numbers_of_the_right_leg(real_clip, analysed):
    session = analysed(real_clip("squat-gym-sideR.mp4")).session
    assert session.movement == "squat"
    assert [event.kind for event in counted(session)] == ["rep", "rep"]
    assert ("peak_shank_inclination_deg", "right") in measured(session)


@pytest.mark.parametrize(("order", "start_s", "end_s"), [(0, 9.2, 11.2), (1, 15.7, 18.0)])
def test_gym_squats_are_found_where_they_are(real_clip, analysed, order, start_s, end_s):
    rep = counted(analysed(real_clip("squat-gym-sideR.mp4")).session)[order]
    assert start_s <= rep.peak_s <= end_s


def test_treadmill_cadence_is_the_pixel_measured_one(real_clip, analysed):
    clip = real_clip("run-treadmill-sideL.mp4")
    truth = json.loads(clip.with_name("run-treadmill-sideL.groundtruth.json").read_text(encoding="utf-8"))
    found = analysed(clip).session.measurement("cadence_spm", "both")
    assert found.value == pytest.approx(truth["cadence_spm"]["value"], abs=1.5)


def test_treadmill_run_is_measured_on_the_left_leg(real_clip, analysed):
    session = analysed(real_clip("run-treadmill-sideL.mp4")).session
    assert (session.movement, session.quality.near_side) == ("run", "left")


def test_hevc_twin_gives_the_same_numbers_as_h264(real_clip, analysed):
    h264, hevc = (analysed(real_clip(f"squat-oblique-5fps{twin}.mp4")).session for twin in ("", "-hevc"))
    assert (h264.clip.codec, hevc.clip.codec) == ("h264", "hevc")
    assert measured(hevc).keys() == measured(h264).keys()
    assert measured(hevc) == pytest.approx(measured(h264), abs=1.0)


def test_walker_of_the_two_person_clip_is_followed_without_a_silent_switch(real_clip, analysed):
    session = analysed(real_clip("sports2d-demo-vp9.mp4")).session
    assert session.quality.people >= 2
    assert any(warn.code.startswith(("people", "person", "several")) for warn in session.quality.warnings)


@pytest.mark.parametrize("name", ["opencap-walk-trunksway.mp4", "neg-hand-only.mp4", "neg-marker-plot.mp4"])
def test_footage_that_allows_no_angle_gives_none_and_a_reason(real_clip, analysed, name):
    session = analysed(real_clip(name)).session
    assert angles(session) == {}
    assert session.quality.warnings or all(m.reason for m in session.measurements)


@pytest.mark.parametrize("name", ["opencap-walk-trunksway.mp4", "neg-hand-only.mp4", "neg-marker-plot.mp4"])
def test_footage_that_allows_no_angle_is_no_error(real_clip, analysed, name, tmp_path):
    clip = real_clip(name)
    analysed(clip)
    command = [program(), "analyse", str(clip), "--no-overlay", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "not measured" in done.stdout) == (0, True)
