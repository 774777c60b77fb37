"""Today's session in the web app shows how each exercise is done."""

import datetime as dt
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.programme.exercises.how_to import card_of
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
    monkeypatch.setattr(pages_today, "_today", lambda: DAY_1)
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
    monkeypatch.setattr(pages_today, "_today", lambda: rest)
    text = client.get(f"{bea.removeprefix('/api')}/today").text
    assert 'name="done:mo_fascia_stretch:' in text
    assert "Every morning, before your first steps: Gentle sole stretch" in text
    assert 'name="done:wu_circles' not in text
