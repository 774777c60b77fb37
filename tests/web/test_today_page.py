"""Today's session in the web app shows how each exercise is done."""

import datetime as dt
import re
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.programme.exercises.how_to import card_of
from dorsi.web.pages import start as pages_start
from dorsi.web.pages import today as pages_today

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)


def planned(client, **more):
    """Return the address of a person who has a plan."""
    bea = f"/api/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    assert client.put(f"{bea}/intake", json=answers | {"start_date": DAY_1.isoformat()} | more).status_code == 200
    assert client.post(f"{bea}/plan").status_code == 201
    return bea


@pytest.fixture
def page(client, monkeypatch):
    """Return the page of the first day of a plan."""
    monkeypatch.setattr(pages_today, "this_day", lambda: DAY_1)
    return client.get(f"{planned(client).removeprefix('/api')}/today")


def test_each_exercise_has_its_steps_folded_away(page):
    text = page.text.replace("&#39;", "'")
    assert page.status_code == 200
    assert text.count('<details class="how">') == text.count('name="done:')
    assert all(step in text for step in card_of("wu_circles", 1).steps)
    assert "tempo" not in text


def test_a_rest_day_has_the_sole_stretch_to_do_and_to_tick_off(client, monkeypatch):
    bea = planned(client, first_step_pain={"left": 3, "right": 0}, days_per_week=3)
    days = client.get(f"{bea}/plan").json()["weeks"][0]["days"]
    rest = next(dt.date.fromisoformat(day["date"]) for day in days if day["pattern"] == "rest")
    monkeypatch.setattr(pages_today, "this_day", lambda: rest)
    text = client.get(f"{bea.removeprefix('/api')}/today").text
    assert 'name="done:mo_fascia_stretch:' in text
    assert "Every morning, before your first steps: Gentle sole stretch" in text
    assert 'name="done:wu_circles' not in text


def shown(client, bea, page="today"):
    return client.get(f"{bea.removeprefix('/api')}/{page}").text.replace("&#39;", "'")


def test_the_morning_is_noted_with_one_tap_on_a_day_of_rest_too(client, monkeypatch):
    bea = planned(client, days_per_week=3)
    days = client.get(f"{bea}/plan").json()["weeks"][0]["days"]
    rest = next(dt.date.fromisoformat(day["date"]) for day in days if day["pattern"] == "rest")
    monkeypatch.setattr(pages_today, "this_day", lambda: rest)
    monkeypatch.setattr(pages_start, "this_day", lambda: rest)
    start = client.get("/").text
    assert "Rest today" in start
    assert 'name="fine"' in start
    assert 'name="fine"' in shown(client, bea)
    sent = client.post(f"{bea.removeprefix('/api')}/morning", data={"fine": "true"})
    assert sent.headers["location"].endswith("/today?fine=true")
    [morning] = client.get(f"{bea}/log").json()["mornings"]
    assert (morning["date"], morning["pain"], morning["stiffness"]) == (str(rest), 0, 0)
    assert (morning["swelling"], morning["calf_soreness"]) == (None, None)  # the button doesn't name them
    assert 'name="fine"' not in shown(client, bea) + client.get("/").text


def test_a_whole_session_is_logged_with_one_tap(client, monkeypatch):
    bea = planned(client)
    for pages in (pages_today, pages_start):
        monkeypatch.setattr(pages, "this_day", lambda: DAY_1)
    start = client.get("/").text
    assert "Next: start today's session" in start.replace("&#39;", "'")
    assert re.search(r'class="button" href="/people/\d+/today/play">Start today', start)
    count = shown(client, bea).count('name="done:')
    done = f"{bea.removeprefix('/api')}/today/done"
    assert client.post(done, data={"felt": "so-so"}).status_code == 422
    assert client.post(done, data={"felt": "right"}).status_code == 303
    entries = client.get(f"{bea}/log").json()["entries"]
    assert len(entries) == count
    assert {one["dose_done_pct"] for one in entries} == {100}
    start = client.get("/").text
    assert "Done for today" in start
    assert "Do it, tick it off" not in start
    assert "How does it feel this morning?" not in start + shown(client, bea)
    client.post(done, data={"felt": "right"})
    assert len(client.get(f"{bea}/log").json()["entries"]) == count


def test_start_says_how_much_is_left_of_a_session_that_was_begun(client, monkeypatch):
    bea = planned(client)
    for pages in (pages_today, pages_start):
        monkeypatch.setattr(pages, "this_day", lambda: DAY_1)
    names = re.findall(r'name="(done:[^"]+)"', shown(client, bea))
    client.post(f"{bea.removeprefix('/api')}/today", data={names[0]: "on"})
    left = {name.split(":")[1] for name in names[1:]}  # an exercise counts once, also where each leg has its own level
    assert f"{len(left)} exercises left" in client.get("/").text


def test_start_asks_for_the_clip_that_the_programme_waits_for(client, monkeypatch):
    bea = planned(client)
    due = [one["date"] for one in client.get(f"{bea}/plan").json()["retests"] if one["condition"] and one["date"]]
    day = dt.date.fromisoformat(min(due))
    day += dt.timedelta(days=(6 - day.weekday()) % 7)  # Sunday is always a day of rest
    monkeypatch.setattr(pages_start, "this_day", lambda: day)
    assert "Next: film again" in client.get("/").text
