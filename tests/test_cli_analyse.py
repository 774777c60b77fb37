"""`dorsi analyse` as its user meets it: real clips, processes of their own."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from forked import program

from dorsi.schema.session import Assessment, Session

pytestmark = pytest.mark.models

SAMPLES = Path(__file__).parents[1] / "sample_videos"
LEFT, RIGHT = SAMPLES / "lunge_left.mp4", SAMPLES / "lunge_right.mp4"
FILES = {"session.json", "report.html", "overlay.mp4", "signals.csv", "landmarks.npz", "stills"}


def command(*arguments):
    return [sys.executable, "-m", "dorsi", "analyse", *map(str, arguments)]


def run(*arguments, cwd):
    asked = [program(), "analyse", *map(str, arguments)]
    return subprocess.run(asked, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", autouse=True)
def inferred(analysed):
    """Let the pose network see the clips once, before many processes ask for them."""
    for clip in (LEFT, RIGHT):
        analysed(clip)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    return folder, run(LEFT, "--person", "bea", cwd=folder)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    intake = SAMPLES / "intake_bea.yaml"
    return folder, run(LEFT, RIGHT, "--person", "bea", "--intake", intake, "--no-overlay", cwd=folder)


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_one_clip_gives_its_folder_and_nothing_else(one):
    folder, done = one
    assert (done.returncode, names(folder), names(folder / "dorsi-out")) == (0, {"dorsi-out"}, {"lunge_left"})
    assert names(folder / "dorsi-out" / "lunge_left") == FILES


def test_session_json_is_a_session_of_that_person(one):
    text = (one[0] / "dorsi-out" / "lunge_left" / "session.json").read_text(encoding="utf-8")
    assert Session.model_validate_json(text).person == "bea"


def test_signals_csv_has_a_row_for_each_frame_and_a_column_for_each_side(one, analysed):
    folder = one[0] / "dorsi-out" / "lunge_left"
    header, *rows = (folder / "signals.csv").read_text(encoding="utf-8").splitlines()
    assert header.split(",")[0] == "time_s"
    assert {"left_shank_inclination_deg", "right_shank_inclination_deg"} <= set(header.split(","))
    assert len(rows) == analysed(LEFT).clip.n_frames


def test_signals_csv_never_says_nan(one):
    assert "nan" not in (one[0] / "dorsi-out" / "lunge_left" / "signals.csv").read_text(encoding="utf-8").lower()


def test_overlay_is_h264_that_browsers_play(one):
    with av.open(one[0] / "dorsi-out" / "lunge_left" / "overlay.mp4") as video:
        stream = video.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")


def test_saved_landmarks_give_the_same_numbers_again(one, tmp_path):
    saved = one[0] / "dorsi-out" / "lunge_left"
    done = run(LEFT, "--backend", f"replay:{saved / 'landmarks.npz'}", "--no-overlay", "--json", cwd=tmp_path)
    before = Session.model_validate_json((saved / "session.json").read_text(encoding="utf-8"))
    again = Session.model_validate_json(done.stdout)
    value = before.measurement("peak_shank_inclination_deg", "left").value
    assert again.measurement("peak_shank_inclination_deg", "left").value == pytest.approx(value, abs=0.5)


def test_the_headline_is_printed_with_its_bound_and_the_report_s_path(one):
    done = one[1]
    assert "Ankle bend (shin angle)" in done.stdout
    assert "± " in done.stdout
    assert done.stdout.rstrip().endswith("Report: dorsi-out/lunge_left/report.html")


def test_messages_are_one_quiet_line_without_a_terminal(one):
    first, *later = one[1].stderr.splitlines()  # a slow machine says every ten seconds how far it is
    assert first == "lunge_left.mp4: analysing 4.5 s"
    assert all(re.fullmatch(r"lunge_left\.mp4: \d+ % of 4\.5 s", line) for line in later)


def test_two_clips_give_a_joint_report_beside_their_folders(both):
    folder, done = both
    assert done.returncode == 0
    assert names(folder / "dorsi-out") == {"lunge_left", "lunge_right", "report.html", "assessment.json", "plan.json"}


def test_no_overlay_leaves_the_video_out(both):
    assert names(both[0] / "dorsi-out" / "lunge_left") == FILES - {"overlay.mp4"}


def test_blur_faces_holds_for_every_page(tmp_path):
    done = run(LEFT, RIGHT, "--blur-faces", "--no-overlay", cwd=tmp_path)
    pages = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("report.html")]
    assert (done.returncode, ["Faces are made unrecognisable" in page for page in pages]) == (0, [True] * 3)


def test_the_joint_assessment_has_the_side_difference(both):
    text = (both[0] / "dorsi-out" / "assessment.json").read_text(encoding="utf-8")
    found = {each.name: each for each in Assessment.model_validate_json(text).differences}
    difference = found["peak_shank_inclination_deg"]
    assert difference.value == pytest.approx(10.0, abs=5.0)
    assert difference.detectable


def test_the_programme_is_printed_with_its_reasons(both):
    assert "Programme: " in both[1].stdout
    assert "      because: " in both[1].stdout


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twice")
    return [run(LEFT, "--json", "--no-overlay", cwd=folder).stdout for _ in range(2)]


def test_json_prints_the_session_and_nothing_else(twice):
    assert Session.model_validate_json(twice[0]).movement == "lunge"


def test_two_runs_give_the_same_session(twice):
    assert twice[0] == twice[1]


def test_json_of_several_clips_is_a_list(tmp_path):
    done = run(LEFT, RIGHT, "--json", "--no-overlay", cwd=tmp_path)
    assert [Session.model_validate(each).movement for each in json.loads(done.stdout)] == ["lunge", "lunge"]


def test_a_clip_that_fails_leaves_the_others_done_and_ends_with_2(tmp_path):
    (tmp_path / "notes.mp4").write_text("not a video", encoding="utf-8")
    done = run("notes.mp4", LEFT, "--no-overlay", cwd=tmp_path)
    assert done.returncode == 2
    assert "dorsi: notes.mp4" in done.stderr
    assert "lunge_left" in names(tmp_path / "dorsi-out")
    assert "notes" not in names(tmp_path / "dorsi-out")


def test_clips_of_one_name_get_folders_of_their_own(tmp_path):
    for folder, clip in (("monday", LEFT), ("friday", RIGHT)):
        (tmp_path / folder).mkdir()
        shutil.copy(clip, tmp_path / folder / "lunge.mp4")
    run("monday/lunge.mp4", "friday/lunge.mp4", "--no-overlay", cwd=tmp_path)
    assert {"lunge", "lunge-2"} <= names(tmp_path / "dorsi-out")


def test_an_earlier_result_is_replaced(tmp_path):
    folder = tmp_path / "dorsi-out" / "lunge_left"
    folder.mkdir(parents=True)
    (folder / "overlay.mp4").write_text("old", encoding="utf-8")
    run(LEFT, "--no-overlay", cwd=tmp_path)
    assert names(folder) == FILES - {"overlay.mp4"}


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_ends_quietly_and_leaves_nothing(tmp_path, sent, code, monkeypatch):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))
    with subprocess.Popen(command(LEFT), cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        said = running.stderr.readline()
        running.send_signal(sent)
        rest = running.stderr.read()
    assert said == "lunge_left.mp4: analysing 4.5 s\n"
    assert (running.returncode, "Traceback" in rest) == (code, False), rest
    assert names(tmp_path) <= {"cache"}


def test_a_terminal_sees_a_bar_that_counts_seconds_of_the_clip(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TERM", "xterm-256color")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(LEFT, "--model", "lite", "--no-overlay"), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs
    ) as running:
        os.close(theirs)
        seen = b""
        while chunk := read_all(ours):
            seen += chunk
    assert running.returncode == 0
    assert b"of 4.5 s" in seen


def read_all(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # what a Linux terminal says when its last writer has gone
        return b""


def test_a_film_of_nobody_gives_a_reason_and_no_error(tmp_path):
    path = tmp_path / "wall.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for shade in range(60):
            picture = np.full((240, 320, 3), 100 + shade, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    done = run(path, cwd=tmp_path)
    assert (done.returncode, "not measured" in done.stdout) == (0, True)
