"""A form of Today counts for the day and the exercises that it showed, however late it is sent."""

import datetime as dt
import re
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.web.pages import today as pages_today

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)
DAY_2 = DAY_1 + dt.timedelta(days=1)


@pytest.fixture
def on(monkeypatch):
    """Return a function that sets the day it is for Today."""

    def set_day(day):
        monkeypatch.setattr(pages_today, "this_day", lambda: day)

    set_day(DAY_1)
    return set_day


@pytest.fixture
def bea(client, on):
    """Return the address of someone whose plan begins on the first day."""
    page = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    client.put(f"/api{page}/intake", json=answers | {"start_date": DAY_1.isoformat()}).raise_for_status()
    client.post(f"/api{page}/plan").raise_for_status()
    return page


def form_of(client, bea, action="/today"):
    """Return what a form of Today sends with all exercises ticked."""
    shown = client.get(f"{bea}/today").text
    form = next(one for one in re.findall(r'<form method="post" action="([^"?]+)[^>]*>(.*?)</form>', shown, re.DOTALL)
                if one[0] == f"{bea}{action}")[1]  # fmt: skip
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return dict(hidden) | dict.fromkeys(re.findall(r'name="(done:[^"]+)"', form), "on")


def entries(client, bea):
    return client.get(f"/api{bea}/log").json()["entries"]


def said_after(client, answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", client.get(answer.headers["location"]).text))


def names_on(client, bea, day):
    items = client.get(f"/api{bea}/today", params={"day": day.isoformat()}).json()["items"]
    return [f"{one['exercise']}:{one['side']}" for one in items]


def test_pain_in_a_form_that_is_sent_after_midnight_stays_with_its_day(client, bea, on):
    [name, *_] = [one for one in names_on(client, bea, DAY_1) if one not in names_on(client, bea, DAY_2)]
    form = form_of(client, bea) | {f"pain:{name}": "7", f"sharp:{name}": "on"}
    on(DAY_2)
    said = said_after(client, client.post(f"{bea}/today", data=form))
    assert {one["date"] for one in entries(client, bea)} == {DAY_1.isoformat()}
    [sore] = [one for one in entries(client, bea) if one["pain_during"]]
    assert (f"{sore['exercise_id']}:{sore['side']}", sore["pain_during"], sore["sharp_or_limping"]) == (name, 7, True)
    assert sore["sets"] is not None
    assert "Saved for Monday, 5 January." in said
    assert "(pain 7 of 10)" in said


def test_one_tap_after_midnight_is_for_the_day_of_the_page(client, bea, on):
    form = form_of(client, bea, "/today/done")
    on(DAY_2)
    client.post(f"{bea}/today/done", data=form | {"felt": "right"})
    assert {one["date"] for one in entries(client, bea)} == {DAY_1.isoformat()}
    assert {f"{one['exercise_id']}:{one['side']}" for one in entries(client, bea)} == set(names_on(client, bea, DAY_1))


@pytest.fixture
def remade(client, bea):
    """Return the forms of Today, and an exercise that a new programme no longer has."""
    forms, before = (form_of(client, bea), form_of(client, bea, "/today/done")), names_on(client, bea, DAY_1)
    answers = client.get(f"/api{bea}/intake").json() | {"minutes_per_day": 5, "equipment": []}
    client.put(f"/api{bea}/intake", json=answers).raise_for_status()
    client.post(f"/api{bea}/plan").raise_for_status()
    gone = [one for one in before if one not in names_on(client, bea, DAY_1) and not one.startswith("wu_")]
    return *forms, gone[0]


def test_pain_in_an_exercise_that_a_new_programme_no_longer_has_is_stored(client, bea, remade):
    form, _, name = remade
    client.post(f"{bea}/today", data=form | {f"pain:{name}": "7"})
    [sore] = [one for one in entries(client, bea) if one["pain_during"]]
    assert (f"{sore['exercise_id']}:{sore['side']}", sore["pain_during"]) == (name, 7)
    assert sore["level"] == int(form[f"level:{name}"])


def test_one_tap_stores_the_exercises_that_the_page_showed(client, bea, remade):
    _, form, name = remade
    client.post(f"{bea}/today/done", data=form | {"felt": "easy"})
    noted = {f"{one['exercise_id']}:{one['side']}": one["ease"] for one in entries(client, bea)}
    assert noted[name] == 8
    assert {f"level:{one}" for one in noted} == {one for one in form if one.startswith("level:")}


def test_an_exercise_that_can_not_be_stored_is_named_as_lost(client, bea):
    form = form_of(client, bea) | {"done:st_no_such_one:left": "on", "pain:st_no_such_one:left": "7"}
    said = said_after(client, client.post(f"{bea}/today", data=form))
    assert "Not all of it" in said
    assert "Add what you did, and what hurt, in your log" in said


@pytest.mark.parametrize(
    ("date", "why"),
    [("2026-01-06", "still to come"), ("2025-12-01", "more than 31 days ago"), ("soon", "is no day")],
)
@pytest.mark.parametrize("action", ["today", "today/done"])
def test_a_form_of_a_day_that_can_not_be_is_refused(client, bea, date, why, action):
    answer = client.post(f"{bea}/{action}", data=form_of(client, bea) | {"date": date, "felt": "right"})
    assert answer.status_code == 422
    assert why in answer.text
    assert entries(client, bea) == []


def test_an_older_form_keeps_the_swelling_and_says_so(client, bea):
    form = form_of(client, bea)
    client.post(f"{bea}/today", data=form | {"swelling": "on"})
    said = said_after(client, client.post(f"{bea}/today", data=form | {"felt": "right"}))
    assert {one["swelling"] for one in entries(client, bea)} == {True}
    assert "The swelling that was already in your log stays." in said


def test_an_older_form_takes_no_exercise_out_that_was_logged_since(client, bea):
    form, name = form_of(client, bea), names_on(client, bea, DAY_1)[-1]
    exercise, side = name.split(":")
    client.post(f"/api{bea}/log/entries", json=[
        {"date": DAY_1.isoformat(), "exercise_id": exercise, "side": side, "level": 1, "pain_during": 0}
    ]).raise_for_status()  # fmt: skip
    del form[f"done:{name}"]
    client.post(f"{bea}/today", data=form)
    assert name in {f"{one['exercise_id']}:{one['side']}" for one in entries(client, bea)}


def test_a_tick_that_is_taken_back_takes_the_exercise_out(client, bea):
    client.post(f"{bea}/today", data=form_of(client, bea))
    form, name = form_of(client, bea), names_on(client, bea, DAY_1)[-1]
    assert f"had:{name}" in form
    del form[f"done:{name}"]
    client.post(f"{bea}/today", data=form)
    assert name not in {f"{one['exercise_id']}:{one['side']}" for one in entries(client, bea)}
