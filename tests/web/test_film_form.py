"""The page on which a clip is filmed asks what matters for the movement; the app's words fit what the app does."""

import datetime as dt

import pytest
import stored

from dorsi.programme.logbook.course import films_of_checks
from dorsi.web.pages import programme as pages_programme


@pytest.mark.parametrize(("movement", "asked"), [("lunge", False), ("squat", False), ("run", True), ("auto", True)])
def test_only_a_run_is_asked_for_speed_and_shoes(client, movement, asked):
    page = client.get(f"/film/{movement}").text
    assert [f'name="{name}"' in page for name in ("speed_kmh", "shoes")] == [asked, asked]
    assert 'name="height_cm"' in page


def test_the_app_says_that_it_keeps_the_clip(client):
    page = client.get("/safety").text
    assert "It keeps the clip you sent" in page
    assert "stays where you keep it" not in page


def test_how_a_lunge_is_done_stands_on_the_form_itself(client):
    page = client.get("/film/lunge").text
    first = page[: page.index("More on filming it")]
    assert "Face a wall" in first
    assert "heel down" in first


def test_fields_speak_plainly(client):
    page = client.get("/film/lunge").text
    assert "Pose network" not in page
    assert ">a4<" not in page
    assert '<option value="a4">A4</option>' in page


def test_the_form_holds_the_guide_and_ends_in_a_bar_that_stays_on_the_screen(client):
    page = client.get("/film/lunge").text
    bar = page[page.index('class="bar-sticky"') :]
    assert page.index("data-film") < page.index('class="guide"')
    assert bar.index("Send and measure") < bar.index("Film now") < bar.index("Choose clips") < bar.index("</form>")


def test_a_lunge_has_a_guide_for_each_view_and_each_leads_to_the_other(client):
    side, front = (client.get(f"/film/lunge?side=left{view}").text for view in ("", "&view=front"))
    assert "Face a wall" in side
    assert 'href="?side=left&amp;view=front">Film it from the front' in side
    assert "Face the phone" in front
    assert "film from the front" in front
    assert 'href="?side=left">Film it from the side' in front
    assert "data-preview" not in front  # it judges a side view
    assert "Film it from the" not in client.get("/film/squat").text


def test_a_check_that_asks_for_a_clip_from_the_front_leads_to_that_guide(client, monkeypatch):
    asked = films_of_checks()
    assert set(asked.values()) == {("lunge", "side"), ("lunge", "front")}
    address = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    client.put(f"/api{address}/intake", json=stored.INTAKE | {"start_date": "2026-01-05"}).raise_for_status()
    client.post(f"/api{address}/plan").raise_for_status()
    monkeypatch.setattr(pages_programme, "this_day", lambda: dt.date(2026, 1, 26))
    page = client.get(f"{address}/progress").text
    assert "Technique clip: a lunge from the front, then a one-leg balance" in page
    number = address.rpartition("/")[2]
    assert f'<a href="/film/lunge?person={number}&amp;side=left&amp;view=front">Film it</a>' in page


def test_a_tape_test_that_is_due_leads_to_its_page_and_is_no_longer_due_there(client, monkeypatch):
    address = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    client.put(f"/api{address}/intake", json=stored.INTAKE | {"start_date": "2026-01-05"}).raise_for_status()
    client.post(f"/api{address}/plan").raise_for_status()
    monkeypatch.setattr(pages_programme, "this_day", lambda: dt.date(2026, 1, 26))
    link = f'<a href="{address}/tape">How to do it, and enter it</a>'
    assert link in client.get(f"{address}/progress").text
    assert "heel on the floor" in client.get(f"{address}/tape").text
    assert client.post(f"{address}/tape", data={"date": "2026-01-26"}).status_code == 422
    kept = client.post(f"{address}/tape", data={"date": "2026-01-26", "left": "8,5"})
    assert "left 8.5 cm" in client.get(kept.headers["location"]).text
    assert link not in client.get(f"{address}/progress").text
