"""An answer that stops the plan counts on every page once it is stored, whichever way it came."""

import datetime as dt

import pytest
import stored
from test_stop_in_draft import DAY_1, PAGES, STOP, text_of

from dorsi.web.pages import play as pages_play
from dorsi.web.pages import start as pages_start
from dorsi.web.pages import today as pages_today

FLAG = {"red_flags": ["foot_cold_blue_numb"]}
ANSWERS = stored.INTAKE | {"minutes_per_day": 15, "days_per_week": 3, "start_date": DAY_1.isoformat()}
ALL_PAGES = (*PAGES, "{bea}", "{bea}/log", "{bea}/progress")


@pytest.fixture
def planned(client, monkeypatch):
    """Return a function that stores a person with a programme, and returns the address."""
    for pages in (pages_play, pages_start, pages_today):
        monkeypatch.setattr(pages, "this_day", lambda: DAY_1)

    def made(name="Bea", **more):
        page = f"/people/{client.post('/api/people', json={'name': name}).json()['id']}"
        client.put(f"/api{page}/intake", json=ANSWERS | more).raise_for_status()
        client.post(f"/api{page}/plan").raise_for_status()
        client.get(page)
        return page

    return made


def items_of(client, page, day=DAY_1):
    return client.get(f"/api{page}/today", params={"day": day.isoformat()}).json()["items"]


def test_a_stored_sign_stops_every_page_until_it_is_taken_back(client, planned):
    bea = planned()
    assert all(STOP not in text_of(client, page.format(bea=bea)) for page in ALL_PAGES)
    client.put(f"/api{bea}/intake", json=ANSWERS | FLAG).raise_for_status()
    for page in ALL_PAGES:
        text = text_of(client, page.format(bea=bea))
        assert STOP in text, page
        assert "Start session" not in text, page
    assert "Next: start" not in text_of(client, "/")
    plan = client.get(f"/api{bea}/plan").json()
    assert (plan["stop"]["level"], plan["weeks"]) == ("emergency", [])
    assert items_of(client, bea, DAY_1 + dt.timedelta(days=60)) == []
    client.put(f"/api{bea}/intake", json=ANSWERS).raise_for_status()
    assert items_of(client, bea)


def test_a_stored_sign_holds_while_a_page_that_takes_it_back_is_not_sent(client, planned):
    bea = planned()
    client.put(f"/api{bea}/intake", json=ANSWERS | FLAG).raise_for_status()
    client.post(f"{bea}/intake/draft", data={"part": "0", "q:age_years": "34", "q:red_flags": [""]})
    assert STOP in text_of(client, f"{bea}/today")


@pytest.mark.parametrize("flagged", ["Bea", "Bee"])
@pytest.mark.parametrize("into", ["Bea", "Bee"])
def test_a_sign_of_either_stops_the_programme_of_two_people_joined(client, planned, flagged, into):
    pages = {name: planned(name, **(FLAG if name == flagged else {})) for name in ("Bea", "Bee")}
    [gone] = set(pages) - {into}
    one = client.post(f"/api{pages[gone]}/merge", json={"name": into}).json()["id"]
    assert items_of(client, f"/people/{one}") == []
    assert client.get(f"/api/people/{one}/intake").json()["red_flags"] == FLAG["red_flags"]
    client.post(f"/api/changes/{client.get('/api/changes/last').json()['id']}/undo").raise_for_status()
    kept = {name: client.get(f"/api{page}/intake").json()["red_flags"] for name, page in pages.items()}
    assert kept == {name: FLAG["red_flags"] if name == flagged else [] for name in pages}


def test_a_sign_that_was_not_sent_stays_when_people_are_joined(client, planned):
    bea, _ = planned("Bea"), planned("Bee")
    client.post(f"{bea}/intake/draft", data={"part": "0", "q:age_years": "34", "q:red_flags": ["", "new_deformity"]})
    one = client.post(f"/api{bea}/merge", json={"name": "Bee"}).json()["id"]
    assert client.get(f"/api/people/{one}/intake").json()["red_flags"] == ["new_deformity"]


def test_of_two_people_joined_each_place_keeps_its_greater_pain(client, planned):
    pain = [{"site": "calf", "side": "left", "running": 5}, {"site": "knee", "side": "right", "running": 1}]
    bea = planned("Bea", pain=pain)
    planned("Bee", pain=[pain[0] | {"running": 2}])
    one = client.post(f"/api{bea}/merge", json={"name": "Bee"}).json()["id"]
    kept = client.get(f"/api/people/{one}/intake").json()["pain"]
    assert [(place["site"], place["running"]) for place in kept] == [("calf", 5), ("knee", 1)]


def test_of_two_people_joined_the_worse_morning_of_a_day_stays(client, planned):
    bea, bee = planned("Bea"), planned("Bee")
    client.post(f"{bea}/morning", data={"pain": "6"})
    client.post(f"{bee}/morning", data={"fine": "true"})
    one = client.post(f"/api{bea}/merge", json={"name": "Bee"}).json()["id"]
    [morning] = client.get(f"/api/people/{one}/log").json()["mornings"]
    assert (morning["pain"], morning["stiffness"]) == (6, 0)
