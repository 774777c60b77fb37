"""A mistake about a clip is put right in the app: facts at once, movement and leg by measuring the clip again."""

import datetime as dt
import json
import re

import pytest
import stored
from sqlalchemy import update

from dorsi.schema.session import Warn
from dorsi.store.tables import Filmed
from dorsi.store.web import uploads
from dorsi.web.gone import GONE

pytestmark = pytest.mark.models
KNOWN = {"person": "Anna", "recorded_on": "2026-11-20"}


def over(client, job_id):
    """Wait for a job, and return how it ended."""
    with client.stream("GET", f"/api/jobs/{job_id.partition('?')[0]}/events") as events:
        return [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")][-1]


@pytest.fixture
def key(client, send, glimpse):
    """Have a clip analysed as a lunge, and return the key of its session."""
    asked = {"upload_id": send(client, glimpse)["id"], "person": "Anna", "movement": "lunge", "overlay": False}
    ended = over(client, client.post("/api/jobs", json=asked).json()["id"])
    assert ended["state"] == "done", ended
    return ended["session_key"]


def corrected(client, key, **typed):
    return client.post(f"/clips/{key}/correct", data=KNOWN | {"movement": "lunge", "side": "auto"} | typed)


def test_the_report_leads_to_the_page_with_what_is_known(client, key):
    assert f"/clips/{key}/correct" in client.get(f"/clips/{key}").text
    page = client.get(f"/clips/{key}/correct").text
    assert '<option value="lunge" selected>' in page
    assert '<option value="squat" selected>' in client.get(f"/clips/{key}/correct?movement=squat").text


def test_person_day_and_note_change_at_once_and_keep_the_numbers(client, key, state):
    before = state.store.find(key).session.measurements
    answer = corrected(client, key, new_person="Berta", recorded_on="2026-11-19", note="wet floor")
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, f"/clips/{key}")
    now = state.store.find(key)
    assert (now.person, now.recorded_on, now.note) == ("Berta", dt.date(2026, 11, 19), "wet floor")
    assert now.session.measurements == before
    assert "19 Nov" in client.get(f"/clips/{key}").text


def test_a_correction_that_is_refused_changes_nothing_and_has_a_plain_heading(client, key, state):
    corrected(client, key, movement="lunge", recorded_on="2026-11-20")
    last = client.get("/api/changes/last").json()
    sha = state.store.find(key).session.clip.sha256
    again = measured_for_bea(client, state, key, sha)
    assert again.status_code == 422
    assert "already stored for Bea" in again.text
    assert "Unprocessable" not in again.text
    assert "That didn&#39;t work" in again.text
    assert client.get("/api/changes/last").json() == last
    assert state.store.find(key).recorded_on == dt.date(2026, 11, 20)


def measured_for_bea(client, state, key, sha256):
    """Have the same clip measured as a squat for Bea, and ask for the same of Anna's, with another day."""
    (upload,) = (one for one in uploads(state.store) if one.sha256 == sha256)
    asked = {"upload_id": upload.id, "person": "Bea", "movement": "squat", "overlay": False}
    assert over(client, client.post("/api/jobs", json=asked).json()["id"])["state"] == "done"
    return corrected(client, key, movement="squat", recorded_on="2026-11-12")


def test_another_movement_is_measured_and_replaces_the_one_before(client, key, state):
    answer = corrected(client, key, movement="squat", side="left", note="wet floor")
    ended = over(client, answer.headers["location"].rsplit("/", 1)[-1])
    assert ended["state"] == "done", ended
    (record,) = state.store.sessions("Anna")
    assert record.key == ended["session_key"] != key
    shown = client.get(client.get(answer.headers["location"]).headers["location"]).text
    assert "<strong>Saved.</strong> We measured the clip again." in shown
    undo = re.search(r'action="([^"]*)">(?:(?!</form>).)*name="movement" value="lunge"(?:(?!</form>).)*>Undo<', shown)
    assert undo[1] == f"/clips/{record.key}/correct"
    old = client.get(f"/clips/{key}")
    assert (old.status_code, old.headers["location"]) == (303, f"/clips/{record.key}")
    made = record.session.provenance
    assert (made["setting_movement"], made["setting_side"], record.note) == ("squat", "left", "wet floor")


def test_undo_of_a_day_and_a_leg_restores_both_and_says_undone(client, key, state):
    corrected(client, key)  # now its day is known
    answer = corrected(client, key, side="left", recorded_on="2026-11-12", note="wet floor", new_person="Bea")
    over(client, answer.headers["location"].rsplit("/", 1)[-1])
    shown = client.get(client.get(answer.headers["location"]).headers["location"]).text
    form = re.search(r'action="([^"]*/correct)">((?:(?!</form>).)*)>Undo<', shown)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    undone = client.post(form[1], data=sent)
    over(client, undone.headers["location"].rsplit("/", 1)[-1])
    (record,) = state.store.sessions()
    assert (record.person, record.recorded_on, record.note) == (KNOWN["person"], dt.date(2026, 11, 20), None)
    assert record.session.provenance["setting_side"] == "auto"
    told = client.get(client.get(undone.headers["location"]).headers["location"]).text
    assert "<strong>Undone.</strong>" in told
    assert ">Undo<" not in told


def test_a_result_that_is_gone_is_named_without_its_key(client):
    answer = client.get(f"/clips/{'ab' * 32}")
    assert (answer.status_code, GONE in answer.text) == (404, True)
    assert "abab" not in answer.text


PAGES_OF_A_CLIP = ("", "/correct?movement=squat", "/delete", "/report.html")


def test_every_old_address_leads_to_the_new_result_and_after_deletion_says_that_it_is_gone(client, key, state):
    answer = corrected(client, key, side="left")
    over(client, answer.headers["location"].rsplit("/", 1)[-1])
    (now,) = state.store.sessions()
    person = state.store.person("Anna").id
    for rest in PAGES_OF_A_CLIP:
        led = client.get(f"/clips/{key}{rest}")
        assert (led.status_code, led.headers["location"]) == (303, f"/clips/{now.key}{rest}")
    for page in ("assessment", "beside"):
        led = client.get(f"/people/{person}/{page}", params={"clip": [key]})
        assert (led.status_code, led.headers["location"]) == (303, f"/people/{person}/{page}?clip={now.key}")
    for form, sent in (("correct", KNOWN | {"undo": "true"}), ("delete", {"sure": "yes"})):
        led = client.post(f"/clips/{key}/{form}", data=sent)
        assert (led.status_code, led.headers["location"]) == (303, f"/clips/{now.key}")
    assert state.store.find(now.key) is not None
    client.post(f"/clips/{now.key}/delete", data={"sure": "yes"})
    gone = [client.get(f"/clips/{key}{rest}") for rest in PAGES_OF_A_CLIP]
    gone += [client.post(f"/clips/{now.key}/correct", data=KNOWN | {"undo": "true"})]
    gone += [client.get(f"/people/{person}/{page}", params={"clip": [key]}) for page in ("assessment", "beside")]
    for one in gone:
        assert (one.status_code, GONE in one.text, now.key[:8] in one.text, key[:8] in one.text) == (
            404, True, False, False,
        )  # fmt: skip
        assert f'href="/people/{person}">See the clips' in one.text
    assert client.get(f"/api/sessions/{key}").status_code == 404


def test_another_person_of_the_clip_is_measured_at_the_place_that_was_tapped(client, key, state):
    assert corrected(client, key, pick="on her head").status_code == 422
    ended = over(client, corrected(client, key, pick="1,1").headers["location"].rsplit("/", 1)[-1])
    assert ended["state"] == "failed"  # no one is in the corner, and the result of before is kept
    assert state.store.find(key) is not None
    ended = over(client, corrected(client, key, pick="540,1000").headers["location"].rsplit("/", 1)[-1])
    assert ended["state"] == "done", ended
    (record,) = state.store.sessions("Anna")
    assert record.session.provenance["setting_pick"] == "540,1000"


def test_undo_of_another_person_restores_who_was_measured_before(client, key, state):
    picks = []
    for pick in ("540,1000", "545,1000"):
        (record,) = state.store.sessions()
        picks.append(record.session.provenance["setting_pick"])
        answer = corrected(client, record.key, pick=pick)
        assert over(client, answer.headers["location"].rsplit("/", 1)[-1])["state"] == "done"
        (now,) = state.store.sessions()
        assert now.session.provenance["setting_pick"] == pick
        if record.key != key:
            continue
        undo_in_page(client, answer)
        (back,) = state.store.sessions()
        assert back.session.provenance["setting_pick"] == picks[0]
        corrected_again = corrected(client, back.key, pick=pick)
        over(client, corrected_again.headers["location"].rsplit("/", 1)[-1])
    undo_in_page(client, answer)
    (back,) = state.store.sessions()
    assert back.session.provenance["setting_pick"] == picks[1]


def undo_in_page(client, answer):
    """Press Undo on the page that a correction leads to, and wait for its result."""
    shown = client.get(client.get(answer.headers["location"]).headers["location"]).text
    form = re.search(r'action="([^"]*/correct)">((?:(?!</form>).)*)>Undo<', shown)
    undone = client.post(form[1], data=dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2])))
    assert over(client, undone.headers["location"].rsplit("/", 1)[-1])["state"] == "done"


def test_a_program_corrects_facts_too(client, key):
    answer = client.patch(f"/api/sessions/{key}", json={"recorded_on": "2026-11-18", "shoes": "spikes"})
    assert (answer.status_code, answer.json()["recorded_on"], answer.json()["session"]["shoes"]) == (
        200, "2026-11-18", "spikes",
    )  # fmt: skip


def test_what_is_emptied_is_no_longer_known(client, key, state):
    client.patch(f"/api/sessions/{key}", json={"recorded_on": "2026-11-18", "shoes": "spikes", "note": "wet floor"})
    assert corrected(client, key, recorded_on="", note="").status_code == 303
    now = state.store.find(key)
    assert (now.recorded_on, now.session.recorded_at, now.session.shoes, now.note) == (None, None, "spikes", None)
    assert client.patch(f"/api/sessions/{key}", json={"shoes": None}).json()["session"]["shoes"] is None
    assert client.patch(f"/api/sessions/{key}", json={"speed_kmh": True}).status_code == 422
    assert state.store.find(key).person == "Anna"


def test_what_is_unknown_stays_so_when_the_clip_is_measured_again(client, key, state):
    assert corrected(client, key, recorded_on="").status_code == 303
    ended = over(
        client, corrected(client, key, recorded_on="", movement="squat").headers["location"].rsplit("/", 1)[-1]
    )
    now = state.store.find(ended["session_key"])
    assert (now.session.movement, now.recorded_on, now.session.recorded_at) == ("squat", None, None)
    assert "recorded_on" in now.by_hand


def test_a_correction_that_fails_leads_back_to_it(client, key):
    job = corrected(client, key, pick="1,1").headers["location"]
    assert over(client, job.rsplit("/", 1)[-1])["replaces"] == key
    page = client.get(job).text
    assert f'href="/clips/{key}/correct"' in page
    assert "--pick" not in page


def test_while_a_clip_is_measured_again_it_is_not_corrected_and_deleting_it_stops_that(
    client, key, state, send, long_lunge
):
    asked = {"upload_id": send(client, long_lunge)["id"], "person": "Bea", "movement": "lunge", "overlay": False}
    ahead = client.post("/api/jobs", json=asked).json()["id"]
    again = corrected(client, key, movement="squat").headers["location"].rsplit("/", 1)[-1]
    assert "is being measured again" in corrected(client, key, note="wet floor").text
    assert client.patch(f"/api/sessions/{key}", json={"note": "wet floor"}).status_code == 422
    assert state.store.find(key).note is None
    assert client.delete(f"/api/sessions/{key}").status_code == 204
    assert state.store.sessions("Anna") == []
    assert {one["id"]: one["state"] for one in client.get("/api/jobs").json()}.get(again) != "waiting"
    client.delete(f"/api/jobs/{ahead}")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"recorded_on": "2126-01-01"}, "in the future"),
        ({"recorded_on": "yesterday"}, "recorded_on"),
        ({"speed_kmh": "-3"}, "speed"),
        ({"movement": "dance"}, "movement"),
        ({"recorded_on": "1899-01-01"}, "before 2000"),
        ({"pick": "nan,3"}, "two numbers"),
    ],
)
def test_what_can_not_be_is_refused_in_one_line(client, key, state, typed, words):
    answer = corrected(client, key, **typed)
    assert answer.status_code == 422
    (said,) = re.findall(r'<p class="lead"[^>]*>(.*?)</p>', answer.text, re.DOTALL) or [answer.text]
    assert words in said.lower(), said
    assert state.store.find(key).recorded_on is None or state.store.find(key).recorded_on.year == 2026


def test_a_clip_from_a_folder_is_corrected_there(client, state, tmp_path):
    key = stored.keep(state.store, tmp_path / "kept")
    page = client.get(f"/clips/{key}/correct").text
    assert "measured from a folder" in page
    assert 'name="movement"' not in page


def test_a_clip_sent_as_the_wrong_leg_is_measured_as_the_other_one_by_one_button(client, key, state):
    seen = Warn(code="side_not_seen", text="Only the right leg was seen doing lunges.", tip="")
    row = state.store.find(key)
    quality = row.session.quality.model_copy(update={"warnings": [seen]})
    none = [m.model_copy(update={"value": None, "ci95_low": None, "ci95_high": None, "status": "not_measured"})
            for m in row.session.measurements]  # fmt: skip
    session = row.session.model_copy(update={
        "movement": "lunge", "quality": quality, "measurements": none,
        "provenance": row.session.provenance | {"setting_side": "left"},
    })  # fmt: skip
    with state.store.transaction() as at:
        at.execute(update(Filmed).where(Filmed.key == key).values(record=session.model_dump(mode="json")))
    page = client.get(f"/clips/{key}").text
    form = re.search(r'<form class="next-step" method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    assert "It was the right leg: measure it" in form[2]
    sent = dict(re.findall(r'name="(movement|side)" value="(\w+)"', form[2]))
    answer = client.post(form[1].replace("&amp;", "&"), data=sent)
    assert over(client, answer.headers["location"].rsplit("/", 1)[-1])["state"] == "done"
    (record,) = state.store.sessions("Anna")
    assert record.session.provenance["setting_side"] == "right"
