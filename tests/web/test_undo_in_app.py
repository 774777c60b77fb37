"""A person is renamed and joined in the app, a clip corrected, and the last of it undone there or over the API."""

import re
import sys
from pathlib import Path

import pytest
import stored

from dorsi import results

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

import drawn


@pytest.fixture
def key(state, tmp_path):
    """Return the key of a clip of Anna's."""
    found = stored.keep(state.store, tmp_path / "kept", clip="lunge.mp4", measurements=[stored.number("left", 40.0)])
    results.save(drawn.analysis(tmp_path / "lunge.mp4"), None, state.store.find(found).folder, overlay=False)
    return found


@pytest.fixture
def anna(state, key):
    return state.store.person("Anna").id


def undo_button(page):
    return re.search(r'action="(/changes/\d+/undo)"', page.text)


def test_a_corrected_clip_offers_undo_and_gets_back_what_it_was(client, state, key):
    assert undo_button(client.get(f"/clips/{key}")) is None
    client.post(f"/clips/{key}/correct", data={"new_person": "Bea", "recorded_on": "2026-11-19"})
    page = client.get(f"/clips/{key}")
    assert "Last change: lunge.mp4 was moved from Anna to Bea" in page.text
    assert client.post(undo_button(page)[1]).headers["location"] == "/people?undone=true"
    now = state.store.find(key)
    assert (now.person, str(now.recorded_on)) == ("Anna", "2026-11-20")
    assert [one.name for one in state.store.people()] == ["Anna"]


def test_what_changes_nothing_is_no_change(client, key):
    client.post(f"/clips/{key}/correct", data={"person": "Anna", "recorded_on": "2026-11-20"})
    assert "Last change" not in client.get(f"/clips/{key}").text


def test_only_the_own_last_change_of_a_person_is_shown(client, state, key, tmp_path):
    other = stored.keep(state.store, tmp_path / "bea", clip="b.mp4", person="Bea")
    client.post(f"/clips/{key}/correct", data={"recorded_on": "2026-11-19"})
    assert "Last change" in client.get(f"/clips/{key}").text
    assert "Last change" not in client.get(f"/clips/{other}").text
    assert "Last change" not in client.get(f"/people/{state.store.person('Bea').id}").text


def test_a_person_is_renamed_and_the_old_name_leads_to_them(client, state, anna):
    assert f'href="/people/{anna}/name"' in client.get(f"/people/{anna}").text
    assert client.post(f"/people/{anna}/name", data={"name": "Anna Berg"}).status_code == 303
    assert (state.store.person("Anna").name, "Also known as Anna" in client.get(f"/people/{anna}/name").text) == (
        "Anna Berg",
        True,
    )
    client.post(undo_button(client.get("/people"))[1])
    assert state.store.person("Anna").name == "Anna"


def test_a_name_that_is_taken_is_refused_and_the_two_can_be_joined(client, state, anna):
    client.post("/people", data={"name": "Ana"})
    refused = client.post(f"/people/{anna}/name", data={"name": "Ana"})
    assert (refused.status_code, "exists already" in refused.text) == (422, True)
    client.post(f"/people/{state.store.person('Ana').id}/join", data={"into": "Anna"})
    assert [(one.name, one.aliases) for one in state.store.people()] == [("Anna", ("Ana",))]


def test_a_program_renames_joins_and_undoes(client, state, anna):
    assert client.get("/api/changes/last").json() is None
    assert client.patch(f"/api/people/{anna}", json={"name": "Anna Berg"}).json()["name"] == "Anna Berg"
    ana = client.post("/api/people", json={"name": "Ana"}).json()["id"]
    first = client.get("/api/changes/last").json()
    assert client.post(f"/api/people/{ana}/merge", json={"name": "Anna Berg"}).json()["id"] == anna
    late = client.post(f"/api/changes/{first['id']}/undo")
    assert (late.status_code, "Ana was joined with Anna Berg" in late.json()["detail"]) == (404, True)
    last = client.get("/api/changes/last").json()
    assert client.post(f"/api/changes/{last['id']}/undo").json()["text"] == "Ana was joined with Anna Berg"
    assert [one.name for one in state.store.people()] == ["Ana", "Anna Berg"]
    assert client.get("/api/changes/last").json() == first


def test_the_page_to_share_is_one_file_about_one_person(client, state, anna, tmp_path):
    stored.keep(state.store, tmp_path / "bea", clip="b.mp4", person="Bea")
    assert f'href="/people/{anna}/page.html"' in client.get(f"/people/{anna}").text
    page = client.get(f"/people/{anna}/page.html")
    assert (page.status_code, "40.0° ± 2.5°" in page.text, "Bea" in page.text) == (200, True, False)
    assert "attachment" in page.headers["content-disposition"]


def test_right_after_a_correction_undo_stands_first_and_leads_back_to_the_clip(client, state, key):
    answer = client.post(f"/clips/{key}/correct", data={"recorded_on": "2026-11-19", "note": ""})
    page = client.get(answer.headers["location"]).text
    saved, result = page.index("<strong>Saved.</strong> Anna&#39;s lunge.mp4 was corrected (day)."), page.index("40.0")
    assert page.index("/undo", saved) < result
    assert page.count("/undo") == 1
    (change,) = re.findall(r'action="(/changes/\d+/undo)"', page)
    undone = client.post(change, data={"back": f"/clips/{key}"}).headers["location"]
    assert undone == f"/clips/{key}?undone=true"
    assert "<strong>Undone.</strong>" in client.get(undone).text
    assert str(state.store.find(key).recorded_on) == "2026-11-20"


def test_the_same_correction_again_changes_nothing_and_offers_no_undo(client, key):
    places = [
        client.post(f"/clips/{key}/correct", data={"recorded_on": "2026-11-19"}).headers["location"] for _ in range(2)
    ]
    assert ["?changed=" in one for one in places] == [True, False]


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/people/99"])
def test_undo_leads_to_no_page_that_is_not_there(client, anna, back):
    renamed = client.get(client.post(f"/people/{anna}/name", data={"name": "Anna Berg"}).headers["location"])
    assert "<strong>Saved.</strong> Anna was renamed Anna Berg." in renamed.text
    answer = client.post(undo_button(renamed)[1], data={"back": back})
    assert answer.headers["location"] == "/people?undone=true"


def test_the_day_of_a_clip_is_corrected_from_the_top_of_its_report(client, state, key, tmp_path):
    def top(of):
        return client.get(f"/clips/{of}").text.partition("<main")[0]

    assert f'href="/clips/{key}/correct">Correct movement, leg, person or day' in top(key)
    undated = stored.keep(state.store, tmp_path / "undated", clip="b.mp4", on=None, recorded_at=None)
    results.save(drawn.analysis(tmp_path / "b.mp4"), None, state.store.find(undated).folder, overlay=False)
    assert f'href="/clips/{undated}/correct">Add the day' in top(undated)
