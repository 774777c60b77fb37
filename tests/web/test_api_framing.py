"""A photo that is sent before filming is looked at apart, answered in words, and not kept."""

import io
import os
import signal
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from dorsi import video
from dorsi.web.api.framing import LARGEST_BYTES

SAMPLES = Path(__file__).parents[2] / "sample_videos"

pytestmark = pytest.mark.models


@pytest.fixture
def look(client):
    """Return a function that sends a preview and returns the answer."""
    return lambda content, **asked: client.post("/api/framing", params=asked, content=content)


@pytest.fixture(scope="module")
def preview():
    """Return a photo of somebody who stands ready to squat, seen from their left."""
    frame = next(video.frames(video.probe(SAMPLES / "squat_side.mp4")))
    photo = io.BytesIO()
    Image.fromarray(frame.rgb).save(photo, "JPEG", quality=90)
    return photo.getvalue()


def state_of(answer, name):
    return next(check["state"] for check in answer.json()["checks"] if check["name"] == name)


def test_second_look_is_answered_by_the_process_of_the_first(look, preview, state):
    pids = []
    for side in ("left", "right"):
        answer = look(preview, movement="squat", side=side)
        pids.append((state.looker._process.pid, state_of(answer, "side")))
    assert pids == [(pids[0][0], "ok"), (pids[0][0], "move")]


def test_look_goes_on_when_the_process_was_ended(look, preview, state):
    look(b"no picture")
    os.kill(state.looker._process.pid, signal.SIGKILL)
    assert look(preview, movement="squat").status_code == 200


def test_process_ends_with_the_server(look, state):
    look(b"no picture")
    process = state.looker._process
    state.looker.close()
    assert process.returncode == -signal.SIGKILL


def test_nothing_of_the_picture_is_kept(look, preview, tmp_path, monkeypatch, data):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert look(preview).status_code == 200
    assert list((tmp_path / "temporary").iterdir()) == []
    assert [path.name for path in data.rglob("*") if path.is_file() and not path.name.startswith("dorsi.db")] == []


def test_what_is_no_picture_is_refused_in_words(look):
    for content in (b"", b"not a picture", b"\xff\xd8\xff cut", b"\x89PNG\r\n\x1a\n" + bytes(50)):
        answer = look(content)
        assert (answer.status_code, answer.json()["detail"].startswith("the picture: ")) == (422, True)


def test_more_than_a_short_preview_is_not_taken(look):
    assert look(bytes(LARGEST_BYTES + 1)).status_code == 413


def test_movement_that_is_not_known_is_refused(look, preview):
    assert look(preview, movement="handstand").status_code == 422
