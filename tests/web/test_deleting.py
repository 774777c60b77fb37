"""Delete really deletes: no row, no file, no picture of the person is left."""

import json

import pytest
import yaml
from clients import SAMPLES

from dorsi.schema.intake import Intake
from dorsi.store import Store
from dorsi.web.deleting import delete_person, delete_session

pytestmark = pytest.mark.models
PERSON = "Zoë Fährmann"


@pytest.fixture
def key(client, send, glimpse):
    """Have a clip analysed, and return the key of its session."""
    upload = send(client, glimpse, "IMG_7.MOV")
    wanted = {"upload_id": upload["id"], "person": PERSON, "overlay": False}
    job = client.post("/api/jobs", json=wanted).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as events:
        told = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    assert told[-1]["state"] == "done", told[-1]
    return told[-1]["session_key"]


def left(data):
    """Return the files that are left, but the database's own and the lock."""
    return sorted(
        path.relative_to(data).as_posix()
        for path in data.rglob("*")
        if path.is_file() and not path.name.startswith(("dorsi.db", "serve.lock"))
    )


def test_a_deleted_person_leaves_no_file_and_no_name(state, key, data):
    answers = yaml.safe_load((SAMPLES / "intake_bea.yaml").read_text(encoding="utf-8"))
    state.store.save_intake(PERSON, Intake.model_validate(answers))
    assert left(data)
    gone = delete_person(state, PERSON)
    assert (gone.rows.sessions, gone.rows.intakes, gone.rows.jobs, gone.uploaded_clips) == (1, 1, 1, 1)
    assert gone.clips_left == ()
    assert left(data) == []
    with Store() as store:
        assert store.people() == []
    state.store.engine.dispose()
    content = b"".join(path.read_bytes() for path in data.glob("dorsi.db"))
    assert PERSON.encode() not in content
    assert b"IMG_7" not in content


def test_a_deleted_session_leaves_its_person_and_nothing_else(state, key, data):
    delete_session(state, key)
    assert left(data) == []
    assert state.jobs.views() == []
    assert [one.name for one in state.store.people()] == [PERSON]
