"""The queue: bounded, in order, analysed once, cancelled on request, and known to the next server."""

import datetime as dt
import json
import time

import hostile
import pytest
from clients import ADDRESS, paired
from running import PATIENCE_S
from starlette.testclient import TestClient

from dorsi.store import Store
from dorsi.store.web import JobRecord, add_job, find_job
from dorsi.web.app import create_app
from dorsi.web.config import Config, Limits

pytestmark = pytest.mark.models


def ask(client, upload, person="Anna", **more):
    wanted = {"upload_id": upload["id"], "person": person, "overlay": False, **more}
    return client.post("/api/jobs", json=wanted)


def watched(client, job_id):
    """Return what the events of a job tell until it is over."""
    with client.stream("GET", f"/api/jobs/{job_id}/events") as events:
        lines = [line for line in events.iter_lines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


@pytest.fixture
def config(data):
    return Config(model="lite", limits=Limits(waiting_jobs=2))


def test_a_clip_is_analysed_stored_and_analysed_once(client, send, glimpse, state):
    upload = send(client, glimpse, "IMG_1.MOV")
    job = ask(client, upload, movement="lunge", side="left").json()
    told = watched(client, job["id"])
    assert told[-1]["state"] == "done", told[-1]
    assert told[0]["stage"] in {"waiting", "starting"}
    (record,) = state.store.sessions("anna")
    assert record.key == told[-1]["session_key"]
    assert record.session.movement == "lunge"
    assert record.session.clip.path == "IMG_1.MOV"
    assert (record.folder / "report.html").is_file()
    again = ask(client, send(client, glimpse, "IMG_2.MOV"), movement="lunge", side="left")
    assert (again.status_code, again.json()["state"], again.json()["session_key"]) == (200, "done", record.key)
    led = client.get(f"/jobs/{again.json()['id']}?known=1").headers["location"]
    assert led == f"/clips/{record.key}?known={record.key}"
    assert "You sent this clip before; this is its result." in client.get(led).text
    assert f'href="/clips/{record.key}/correct">Measure again as another movement or leg' in client.get(led).text
    assert "You sent this clip before" not in client.get(f"/clips/{record.key}").text
    other = ask(client, upload, person="Bea", movement="lunge", side="left")
    assert other.status_code == 422
    assert other.json()["detail"].startswith("this clip is already stored for Anna")


def test_what_a_phone_says_of_a_clip_is_in_its_session(client, send, glimpse, state):
    said = {"speed_kmh": 10, "shoes": "racing flats", "sheet": "a4", "foot_model": "off", "recorded_on": "2026-11-20"}
    upload = send(client, glimpse)
    for shoes in ("racing flats", "trainers"):
        job = ask(client, upload, movement="run", mirror=False, **said | {"shoes": shoes}).json()
        assert watched(client, job["id"])[-1]["state"] == "done"
        (record,) = state.store.sessions("anna")
        assert (record.session.speed_kmh, record.session.shoes, record.session.recorded_at) == (10, shoes, "2026-11-20")
        made = record.session.provenance
        assert (made["setting_sheet"], made["setting_foot_model"], made["setting_mirror"]) == ("a4", "off", False)
        assert made["setting_model"] == "lite"


def busy(client, send, clip):
    """Fill the only worker with a clip, and return its job."""
    job = ask(client, send(client, clip)).json()
    assert job["state"] in {"waiting", "running"}
    return job


def variant(clip, number):
    """Return the same pictures under another hash."""
    return hostile.padded(clip, len(clip) + 100 + number)


def test_jobs_wait_in_order_and_a_full_queue_is_told(client, send, long_lunge, glimpse):
    first = busy(client, send, long_lunge)
    waiting = [ask(client, send(client, variant(glimpse, number))).json() for number in range(2)]
    assert [one["place"] for one in waiting] == [1, 2]
    full = ask(client, send(client, variant(glimpse, 9)))
    assert full.status_code == 503
    assert "2 clips are waiting" in full.json()["detail"]
    for one in (*reversed(waiting), first):
        assert client.delete(f"/api/jobs/{one['id']}").json()["state"] == "cancelled"


def test_asking_twice_is_one_job(client, send, glimpse):
    upload = send(client, glimpse)
    first, second = ask(client, upload), ask(client, upload)
    assert first.json()["id"] == second.json()["id"]
    client.delete(f"/api/jobs/{first.json()['id']}")


def test_a_cancelled_job_leaves_nothing(client, send, long_lunge, state):
    job = busy(client, send, long_lunge)
    assert client.delete(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
    assert state.store.sessions() == []
    assert watched(client, job["id"])[-1]["state"] == "cancelled"


def test_a_server_that_ends_leaves_its_job_to_the_next(config, send, glimpse):
    with TestClient(app := create_app(config), base_url=ADDRESS, follow_redirects=False) as first:
        job = busy(paired(app, first), send, glimpse)
        cookies = first.cookies
    with Store() as store:
        assert find_job(store, job["id"]).state == "waiting"
    with TestClient(create_app(config), base_url=ADDRESS, cookies=cookies) as second:
        assert watched(second, job["id"])[-1]["state"] == "done"


def test_a_job_that_ended_two_servers_is_not_tried_again(config):
    record = JobRecord(
        id="0" * 32, person="Anna", clip_name="a.mp4", clip_sha256="0" * 64,
        request={"movement": "auto", "side": "auto"}, state="running", tries=2, created_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    with Store() as store:
        add_job(store, record)
    with TestClient(app := create_app(config), base_url=ADDRESS):
        view = app.state.dorsi.jobs.view(record.id)
    assert view.state == "failed"
    assert view.reason.startswith("the server stopped 2 times")


def test_what_can_not_be_analysed_says_why(client, state, send, glimpse):
    job = ask(client, send(client, glimpse), capture_fps=20).json()
    end = watched(client, job["id"])[-1]
    assert end["state"] == "failed"
    assert "capture-fps" in end["reason"]


def test_a_person_deleted_in_the_middle_does_not_come_back(client, send, glimpse, state):
    busy(client, send, glimpse)
    with Store() as other_program:
        deadline = time.monotonic() + PATIENCE_S
        while not state.jobs._running and time.monotonic() < deadline:
            time.sleep(0.05)
        other_program.remove("Anna")
        while state.jobs._running and time.monotonic() < deadline:
            time.sleep(0.05)
        assert other_program.people() == []
    assert state.store.sessions() == []


@pytest.mark.parametrize(
    "wrong",
    [{"person": ""}, {"person": "  "}, {"person": "a\nb"}, {"movement": "unknown"}, {"side": "both"}, {"height_cm": 10},
     {"height_cm": float("1e400")}, {"more": 1}, {"upload_id": "../x"}],
    ids=str,
)  # fmt: skip
def test_a_request_that_can_not_be_is_refused(client, wrong):
    wanted = {"upload_id": "0" * 32, "person": "Anna"} | wrong
    answer = client.post("/api/jobs", content=json.dumps(wanted), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_an_unknown_upload_is_told(client):
    assert ask(client, {"id": "0" * 32}).status_code == 404
