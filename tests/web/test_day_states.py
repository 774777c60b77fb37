"""One state of the day on all pages: a session to start, one that is done, a day of rest, and questions begun."""

import datetime as dt
import re

import pytest
import stored

from dorsi.web.pages import clips as pages_clips
from dorsi.web.pages import programme as pages_programme
from dorsi.web.pages import start as pages_start
from dorsi.web.pages import today as pages_today

DAY_1 = dt.date(2026, 1, 5)
ANSWERS = stored.INTAKE | {"minutes_per_day": 15, "days_per_week": 3, "start_date": DAY_1.isoformat()}
DATED = (pages_clips, pages_programme, pages_start, pages_today)


@pytest.fixture
def on(monkeypatch):
    """Return a function that makes it a certain day on all pages."""

    def set_to(day):
        for pages in DATED:
            monkeypatch.setattr(pages, "this_day", lambda: day)

    return set_to


@pytest.fixture
def filmed(client, state, tmp_path):
    """Store a lunge of both legs; return the key of the clip and the address of the person."""
    both = [stored.number(side, 40.0) for side in ("left", "right")]
    key = stored.keep(state.store, tmp_path / "kept", measurements=both)
    (person,) = client.get("/api/people").json()
    return key, f"/people/{person['id']}"


def planned(client, bea, **more):
    """Make a programme from Monday on, and return the day of rest that comes first."""
    assert client.put(f"/api{bea}/intake", json=ANSWERS | more).status_code == 200
    plan = client.post(f"/api{bea}/plan").json()
    days = plan["weeks"][0]["days"]
    return plan, next(dt.date.fromisoformat(day["date"]) for day in days if not day["items"])


def text_of(client, address):
    return client.get(address).text.replace("&#39;", "'")


def test_start_says_whole_minutes(client, filmed, on):
    _, bea = filmed
    said = []
    for minutes in (10, 15, 20, 25, 30, 40):
        planned(client, bea, minutes_per_day=minutes)
        on(DAY_1)
        said += re.findall(r"exercises, (\S+) min\.", text_of(client, "/"))
    assert len(said) == 6
    assert all(one.isdecimal() for one in said)


def test_a_session_that_is_done_is_done_on_every_page(client, filmed, on):
    key, bea = filmed
    planned(client, bea)
    on(DAY_1)
    pages = ("/", f"{bea}/today", f"{bea}/assessment", f"/clips/{key}")
    starts = re.compile("Start session|Start today's session")
    assert all(starts.search(text_of(client, page)) for page in pages)
    client.post(f"{bea}/today/done", data={"felt": "right"})
    for page in pages:
        text = text_of(client, page)
        assert not starts.search(text), page
        assert "Done for today" in text, page
        assert "Your next session is on" in text, page


def test_a_programme_of_a_day_of_rest_leads_to_the_next_session(client, filmed, on):
    _, bea = filmed
    _, rest = planned(client, bea)
    on(rest)
    programme = text_of(client, f"{bea}/programme")
    coming = re.search(r'href="#weeks">See (\w+)\'s session<', programme)
    assert coming
    assert 'id="weeks"' in programme
    assert "Today's session" not in programme
    today = text_of(client, f"{bea}/today")
    assert f"{bea}/programme#weeks\">See {coming[1]}'s session<" in today
    assert f"Your next session is on {coming[1]}," in today


def test_a_morning_of_pain_on_a_day_of_rest_changes_no_session_and_is_in_the_log(client, filmed, on):
    _, bea = filmed
    _, rest = planned(client, bea)
    on(rest)
    sent = client.post(f"{bea}/morning", data={"pain": "2", "stiffness": "4"})
    text = text_of(client, sent.headers["location"])
    assert "Morning saved." in text
    assert "Your next session is on" in text
    assert "one level back" not in text
    assert "stiff today" not in text
    log = text_of(client, f"{bea}/log")
    assert "<dt>Morning</dt><dd>pain 2 of 10, stiffness 4 of 10</dd>" in log
    assert "Nothing noted yet." not in log
    client.post(f"{bea}/log/{rest}/delete")
    assert "Nothing noted yet." in text_of(client, f"{bea}/log")


def test_the_first_morning_is_compared_with_no_usual_one(client, filmed, on):
    _, bea = filmed
    planned(client, bea)
    on(DAY_1)
    text = text_of(client, client.post(f"{bea}/morning", data={"pain": "2"}).headers["location"])
    assert "we don't know yet what is usual for you. Train as planned" in text
    assert "than usual" not in text
    text = text_of(client, client.post(f"{bea}/morning", data={"pain": "3"}).headers["location"])
    assert "Above 2 of 10 we are careful" in text
    assert "than usual" not in text


def test_questions_that_are_begun_are_gone_on_with(client, filmed):
    key, bea = filmed
    assert "Answer 14 questions" in text_of(client, "/")
    client.post(f"{bea}/intake/draft", data={"part": "0", "q:age_years": "34"})
    for page in ("/", f"{bea}/assessment", f"/clips/{key}"):
        text = text_of(client, page)
        assert "Go on: 13 questions left" in text, page
        assert "Answer 14 questions" not in text, page
    assert text_of(client, "/").count(f'href="{bea}/intake"') == 1


def test_a_week_is_as_long_as_it_is_planned(client, filmed):
    _, bea = filmed
    plan, _ = planned(client, bea, days_per_week=7)
    most = max(sum(bool(day["items"]) for day in week["days"]) for week in plan["weeks"])
    assert plan["days_per_week"] == most < 7
    text = text_of(client, f"{bea}/programme")
    assert f"{most} days a week" in text
    assert "7 days a week, " not in text
