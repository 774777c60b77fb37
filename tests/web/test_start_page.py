"""Start shows the one next step of the person: the other leg, the questions, then today's session."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest
import stored

from dorsi import results
from dorsi.store.web import JobRecord, add_job

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

import drawn


@pytest.fixture
def hero(client, state, tmp_path):
    """Return a function that stores a lunge with these sides measured, and gives the first button of Start."""

    def show(*sides):
        if sides:
            stored.keep(state.store, tmp_path / "kept", measurements=[stored.number(side, 40.0) for side in sides])
        page = client.get("/").text
        (button,) = re.findall(r'<div class="hero">.*?<a class="button" href="([^"]+)">(.*?)</a>', page, re.DOTALL)
        return re.sub(r"<svg.*?</svg>", "", button[1], flags=re.DOTALL), button[0].replace("&amp;", "&")

    return show


def test_nobody_has_filmed_yet(hero):
    assert hero() == ("Film a lunge", "/film/lunge")


def test_after_one_leg_the_other_is_next_and_is_chosen_there(hero, client):
    verb, href = hero("left")
    assert (verb, href.split("?")[0], href.split("&")[-1]) == ("Film the right leg", "/film/lunge", "side=right")
    assert re.search(r'value="right" checked', client.get(href).text)
    assert re.search(r'value="auto" checked', client.get("/film/lunge?side=sideways").text)


def test_after_both_legs_the_questions_are_next(hero):
    verb, href = hero("left", "right")
    assert re.fullmatch(r"Answer \d+ questions", verb)
    assert href.endswith("/intake")


@pytest.fixture
def ask(state):
    """Return a function that puts a clip into the queue, in any state; nothing measures it."""

    def put(number, side, **changes):
        fields = {"id": f"{number:032x}", "person": "Anna", "clip_name": f"{side}.mp4", "clip_sha256": f"{number:064x}",
                  "request": {"upload_id": f"{number:032x}", "person": "Anna", "movement": "lunge", "side": side},
                  "state": "running", "created_at": dt.datetime.now(dt.UTC)}  # fmt: skip
        add_job(state.store, JobRecord(**fields | changes))
        return fields["id"]

    return put


def test_while_the_first_clip_is_measured_start_says_so_and_asks_for_the_other_leg(client, ask, hero):
    ask(1, "left")
    page = client.get("/").text
    assert "Your clip is being measured" in page
    assert "Film your first clip" not in page
    verb, href = hero()
    assert (verb, href.split("&")[-1]) == ("Film the right leg", "side=right")


def test_while_both_legs_are_measured_no_leg_is_asked_for(client, ask, hero):
    waiting = ask(1, "left"), ask(2, "right", state="waiting")
    assert "Your clips are being measured" in client.get("/").text
    assert hero() == ("See how far it is", "/jobs")
    assert "Film the left leg" not in client.get(f"/jobs/{waiting[1]}").text


def test_a_leg_that_was_filmed_just_before_is_not_asked_for_while_the_other_is_measured(client, ask):
    ask(1, "left", state="done")
    assert "Film the left leg" not in client.get(f"/jobs/{ask(2, 'right')}").text
    ask(3, "right", state="failed")
    assert "Film the right leg" in client.get(f"/jobs/{ask(4, 'left', person='Berta')}").text


def kept(state, folder, side, day, **changes):
    changes = {"clip": f"{side}.mp4", "on": day, "measurements": [stored.number(side, 40.0)]} | changes
    return stored.keep(state.store, folder / side, **changes)


DAY = dt.date(2026, 11, 20)


def test_the_second_leg_leads_to_both_results_left_first(client, state, ask, tmp_path):
    right, left = kept(state, tmp_path, "right", DAY), kept(state, tmp_path, "left", DAY)
    person = state.store.person("Anna").id
    both = f"/people/{person}/assessment?clip={left}&clip={right}"
    for number, (side, key) in enumerate((("left", left), ("right", right))):
        job = ask(number, side, state="done", session_key=key)
        assert client.get(f"/jobs/{job}").headers["location"] == both


@pytest.mark.parametrize(
    "other",
    [
        {"day": DAY - dt.timedelta(weeks=4)},
        {"movement": "squat"},
        {"measurements": []},
        {"measurements": [stored.number("left", 40.0), stored.number("right", 41.0)]},
    ],
)
def test_a_leg_without_its_other_one_leads_to_its_own_report(client, state, ask, tmp_path, other):
    kept(state, tmp_path, "left", other.pop("day", DAY), **other)
    key = kept(state, tmp_path, "right", DAY)
    job = ask(1, "right", state="done", session_key=key)
    assert client.get(f"/jobs/{job}").headers["location"] == f"/clips/{key}"


def test_a_corrected_leg_leads_to_both_legs_too(client, state, ask, tmp_path):
    left = kept(state, tmp_path, "left", DAY)
    key = kept(state, tmp_path, "right", DAY)
    asked = {"upload_id": "0" * 32, "person": "Anna", "movement": "lunge", "side": "right", "replaces": "0" * 64}
    job = ask(1, "right", state="done", session_key=key, request=asked)
    both = f"/people/{state.store.person('Anna').id}/assessment?clip={left}&clip={key}"
    assert client.get(f"/jobs/{job}").headers["location"] == both


def test_the_list_of_analyses_shows_each_result_as_it_comes(client, state, ask, tmp_path):
    key = kept(state, tmp_path, "left", DAY)
    results.save(drawn.analysis(tmp_path / "left.mp4"), None, state.store.find(key).folder, overlay=False)
    bare = kept(state, tmp_path, "right", DAY, measurements=[])
    for number, one in enumerate((key, bare)):
        ask(number, "left", state="done", session_key=one)
    ask(3, "right")
    page = client.get("/jobs").text
    assert f'<img class="thumb" src="/clips/{key}/stills/0.jpg"' in page
    assert client.get(f"/clips/{key}/stills/0.jpg").status_code == 200
    assert f'href="/clips/{key}"' in page
    assert "Left 40.0° ± 2.5°" in page
    assert page.count('class="thumb"') == 1
    assert "no number" in page
    assert 'hx-trigger="every 2s"' in page  # the third one still runs
