"""Today's session in the web app shows how each exercise is done."""

import datetime as dt
from pathlib import Path

import pytest

from dorsi.cli.intake_file import read_intake
from dorsi.programme.how_to import card_of
from dorsi.web import pages_today

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)


@pytest.fixture
def page(client, monkeypatch):
    """Return the page of the first day of a plan."""
    monkeypatch.setattr(pages_today, "_today", lambda: DAY_1)
    bea = f"/api/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    assert client.put(f"{bea}/intake", json=answers | {"start_date": DAY_1.isoformat()}).status_code == 200
    assert client.post(f"{bea}/plan").status_code == 201
    return client.get(f"{bea.removeprefix('/api')}/today")


def test_each_exercise_has_its_steps_folded_away(page):
    text = page.text.replace("&#39;", "'")
    assert page.status_code == 200
    assert text.count('<details class="how">') == text.count('name="done:')
    assert all(step in text for step in card_of("wu_circles", 1).steps)
    assert "tempo" not in text
