"""A clip of two people in the app: pictures of both, and a choice by which the other one is measured."""

import io
import json
import re

import av
import numpy as np
import pytest
from clients import SAMPLES

pytestmark = pytest.mark.models
FRAMES = 20


@pytest.fixture(scope="module")
def two():
    """Return the content of a glimpse of two people side by side."""
    packed = io.BytesIO()
    pictures = []
    for name in ("squat_side.mp4", "lunge_left.mp4"):
        with av.open(str(SAMPLES / name)) as clip:
            decoded = clip.decode(video=0)
            pictures.append([next(decoded).to_ndarray(format="rgb24")[::2, ::2] for _ in range(FRAMES)])
    with av.open(packed, "w", format="mp4") as out:
        stream = out.add_stream("h264", rate=30)
        stream.pix_fmt, stream.height, stream.width = "yuv420p", *np.hstack([one[0] for one in pictures]).shape[:2]
        for both in zip(*pictures, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.hstack(both)), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return packed.getvalue()


def ended(client, job_id):
    with client.stream("GET", f"/api/jobs/{job_id}/events") as events:
        return [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")][-1]


def test_the_other_person_is_measured_by_a_choice_between_pictures(client, send, two, state):
    asked = {"upload_id": send(client, two)["id"], "person": "Anna", "movement": "lunge", "overlay": False}
    first = ended(client, client.post("/api/jobs", json=asked).json()["id"])
    key = first["session_key"]
    report = client.get(f"/clips/{key}").text
    assert "2 people are in this clip. Who is to be measured?" in report
    assert f'href="/clips/{key}/correct?movement=lunge#who"' in report
    for number in (0, 1):
        assert client.get(f"/clips/{key}/people/{number}.jpg").headers["content-type"] == "image/jpeg"
    assert client.get(f"/clips/{key}/people/2.jpg").status_code == 404
    page = client.get(f"/clips/{key}/correct").text
    kept, other = re.findall(r'<input type="radio" name="who" value="([^"]*)"', page)
    assert kept == ""
    answer = client.post(f"/clips/{key}/correct", data={"movement": "lunge", "side": "auto", "pick": "", "who": other})
    assert ended(client, answer.headers["location"].rpartition("/")[2].partition("?")[0])["state"] == "done"
    (record,) = state.store.sessions("Anna")
    assert (record.key != key, record.session.provenance["setting_pick"]) == (True, other)
    assert "Who is to be measured?" not in client.get(f"/clips/{record.key}").text
