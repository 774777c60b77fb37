"""Two sample clips cut together: the pictures tell where, and each part is measured by itself."""

import json
import subprocess
from itertools import chain, islice
from pathlib import Path

import pytest
from forked import program

from dorsi import pipeline, video
from dorsi.pose import save_landmarks
from dorsi.schema.session import Assessment, Session
from dorsi.settings import Settings

SAMPLES = Path(__file__).parents[1] / "sample_videos"
SIZE_PX = (540, 960)
FIRST, SECOND = 90, 90  #: frames: 3 s of each, with a whole repetition
QUICK = Settings(model="lite", mirror=False)


def part(name, count):
    return (frame.rgb for frame in islice(video.frames(video.probe(SAMPLES / name)), count))


@pytest.fixture(scope="module")
def spliced(tmp_path_factory, landmark_cache):
    """Analyse the beginning of a lunge and that of a squat, one after the other in one file."""
    path = tmp_path_factory.mktemp("spliced") / "spliced.mp4"
    frames = chain(part("lunge_right.mp4", FIRST), part("squat_side.mp4", SECOND))
    video.write_h264(path, ((k / 30, rgb) for k, rgb in enumerate(frames)), size_px=SIZE_PX)
    return pipeline.analyse(path, QUICK, cache_dir=landmark_cache)


@pytest.fixture(scope="module")
def told(spliced):
    """Let the command line analyse the same clip from the landmarks that were found; return its folder and output."""
    clip = spliced.clip.path
    save_landmarks(clip.with_suffix(".npz"), spliced.raw)
    command = ["analyse", clip.name, "--backend", "replay:spliced.npz", "--person", "bea", "--out", "out", "--json"]
    done = subprocess.run([program(), *command], cwd=clip.parent, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return clip.parent / "out", done.stdout


def test_the_cut_is_found_at_its_time(spliced):
    assert spliced.session.quality.cuts_s == [pytest.approx(FIRST / 30, abs=1e-3)]


def test_both_movements_are_measured_one_session_each(spliced):
    assert {one.session.movement for one in spliced.parts} == {"lunge", "squat"}
    assert len({one.session.id for one in spliced.parts}) == len(spliced.parts) == 2
    assert [one.session.part for one in spliced.parts] == [1, 2]


def test_neither_session_says_that_the_other_movement_was_left_out(spliced):
    codes = {warning.code for one in spliced.parts for warning in one.session.quality.warnings}
    assert "part_left_out" not in codes


def test_no_repetition_lies_across_the_cut(spliced):
    border = FIRST / 30
    events = [event for one in spliced.parts for event in one.events]
    assert {event.end_s < border for event in events} == {True, False}
    assert all((event.start_s < border) == (event.end_s < border) for event in events)


def test_a_second_look_takes_the_cut_from_what_was_kept(spliced, landmark_cache):
    again = pipeline.analyse(spliced.clip.path, QUICK, cache_dir=landmark_cache)
    assert [one.session for one in again.parts] == [one.session for one in spliced.parts]


def test_the_command_writes_a_folder_for_each_movement_and_a_joint_report(told):
    out, _ = told
    files = {"session.json", "report.html", "overlay.mp4", "signals.csv", "landmarks.npz", "stills"}
    assert {path.name for path in out.iterdir()} == {"spliced", "report.html", "assessment.json", "plan.json"}
    assert {path.name for path in (out / "spliced").iterdir()} == files | {"part-2"}
    assert {path.name for path in (out / "spliced" / "part-2").iterdir()} == files


def test_the_command_s_json_is_a_list_of_the_sessions_that_are_assessed(told):
    out, printed = told
    sessions = [Session.model_validate(one) for one in json.loads(printed)]
    assert {one.movement for one in sessions} == {"lunge", "squat"}
    assert {one.person for one in sessions} == {"bea"}
    text = (out / "assessment.json").read_text(encoding="utf-8")
    assert Assessment.model_validate_json(text).sessions == sessions


def test_the_joint_report_tells_the_parts_apart(told):
    page = (told[0] / "report.html").read_text(encoding="utf-8")
    assert "spliced.mp4, part 2" in page
