"""An answer that stops the plan counts on every page as soon as it is given, before anyone presses Save."""

import datetime as dt

import pytest
import stored

from dorsi.web.pages import play as pages_play
from dorsi.web.pages import start as pages_start
from dorsi.web.pages import today as pages_today

DAY_1 = dt.date(2026, 1, 5)
SIGN = {"part": "0", "q:age_years": "34", "q:red_flags": ["", "foot_cold_blue_numb"]}
STOP = "A sign you ticked needs help now"
PAGES = ("/", "{bea}/today", "{bea}/programme", "{bea}/today/play")


@pytest.fixture
def bea(client):
    return f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"


@pytest.fixture
def planned(client, bea, monkeypatch):
    """Make a programme that has a session on its first day, which is today; return the person's address."""
    answers = stored.INTAKE | {"minutes_per_day": 15, "days_per_week": 3, "start_date": DAY_1.isoformat()}
    client.put(f"/api{bea}/intake", json=answers)
    client.post(f"/api{bea}/plan")
    for pages in (pages_play, pages_start, pages_today):
        monkeypatch.setattr(pages, "this_day", lambda: DAY_1)
    return bea


def text_of(client, address):
    return client.get(address, follow_redirects=True).text.replace("&#39;", "'")


def test_a_sign_that_was_not_sent_stops_every_page(client, planned):
    pages = [page.format(bea=planned) for page in PAGES]
    assert all(STOP not in text_of(client, page) for page in pages)
    assert client.post(f"{planned}/intake/draft", data=SIGN).status_code == 204
    for page in pages:
        text = text_of(client, page)
        assert STOP in text, page
        assert "Start session" not in text, page
        assert "today's session" not in text, page
    assert client.get(f"/api{planned}/today", params={"day": DAY_1.isoformat()}).json()["items"] == []


def test_taking_the_sign_back_gives_the_session_back(client, planned):
    client.post(f"{planned}/intake/draft", data=SIGN)
    client.post(f"{planned}/intake/draft", data=SIGN | {"q:red_flags": ["0"]})
    assert STOP not in text_of(client, "/")
    assert "Start session" in text_of(client, f"{planned}/today")


def test_strong_pain_that_was_not_sent_stops_too_even_beside_a_wrong_answer(client, planned):
    pain = {"part": "1", "q:pain": ["", "achilles_mid"], "q:pain.achilles_mid.side": "left"}
    pain |= {"q:pain.achilles_mid.walking": "7", "q:minutes_per_day": "many"}
    client.post(f"{planned}/intake/draft", data=pain)
    assert "book a physiotherapist" in text_of(client, f"{planned}/today")
    assert "book a physiotherapist" in text_of(client, "/")


@pytest.mark.parametrize("sent", [False, True])
def test_a_sign_before_the_first_programme_is_shown_instead_of_the_questions(client, bea, sent):
    client.post(f"{bea}/intake{'' if sent else '/draft'}", data=SIGN | {"q:limp": "no"})
    client.get(bea)
    start, today = text_of(client, "/"), text_of(client, f"{bea}/today")
    assert STOP in start
    assert "Answer a few questions" not in start
    assert STOP in today
    assert "Answer a few questions" not in today


def test_the_questions_show_the_stop_first_after_a_sign_was_sent(client, planned):
    client.post(f"{planned}/intake", data=SIGN | {"go": "finish"})
    text = text_of(client, f"{planned}/intake")
    assert text.index(STOP) < text.index("Safety first")
    assert "A foot that is cold, blue or numb" in text
    assert "Ticked by mistake? Change it" in text
