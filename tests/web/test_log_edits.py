"""An edit on the log's page counts for the entry that the page showed, and for nothing that was logged since."""

import datetime as dt
import html
import re

import pytest
import stored

from dorsi.schema.log import Log, LogEntry, LogPlayed
from dorsi.web.log_edits import LogChangedError, shown_of, with_edit
from dorsi.wording.days import this_day

DAY = dt.date(2026, 1, 5)


def entry(side="right", pain=None, **more):
    return LogEntry(date=DAY, exercise_id="mo_wall_slide", side=side, level=1, pain_during=pain, **more)


def form(one, **fields):
    return {"shown": shown_of(one), "pain": "-1", "notes": one.notes or ""} | fields


@pytest.mark.parametrize(
    "now",
    [
        [entry(pain=7)],
        [entry("left", 6), entry(pain=6)],
        [entry(pain=6, sharp_or_limping=True)],
        [entry(pain=6, notes="hot")],
        [entry(pain=6).model_copy(update={"exercise_id": "st_hr_dl"})],
        [],
    ],
)
def test_an_edit_of_what_has_changed_since_is_refused(now):
    with pytest.raises(LogChangedError):
        with_edit(Log(entries=now), DAY, 0, form(entry(pain=6), pain="2"))


def test_an_edit_without_what_the_page_showed_is_refused():
    with pytest.raises(LogChangedError):
        with_edit(Log(entries=[entry(pain=6)]), DAY, 0, {"exercise_id": "mo_wall_slide", "pain": "2"})


def test_an_edit_erases_a_note_and_a_form_score():
    [one] = with_edit(Log(entries=[old := entry(form=1, notes="a\nb")]), DAY, 0, form(old, notes="", form="")).entries
    assert (one.form, one.notes, one.pain_during) == (None, None, None)


def test_swelling_is_edited_for_the_whole_day_and_the_players_of_it_learn_so():
    old = [entry("left", swelling=True, session_id="one"), entry(swelling=True, session_id="two")]
    played = [LogPlayed(session_id=name, revision=1, entries=1) for name in ("one", "two", "three")]
    log = with_edit(Log(entries=old, played=played), DAY, 1, form(old[1]))
    assert [one.swelling for one in log.entries] == [False, False]
    assert [one.edits for one in log.played] == [1, 1, 0]


def test_half_a_point_of_pain_stays_where_only_the_note_is_edited():
    old = entry(pain=3.5)
    [one] = with_edit(Log(entries=[old]), DAY, 0, form(old, pain="3", notes="warm")).entries
    assert (one.pain_during, one.notes) == (3.5, "warm")


@pytest.fixture
def bea(client):
    """Return the address of someone who has a programme."""
    page = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    client.put(f"/api{page}/intake", json=stored.INTAKE | {"start_date": DAY.isoformat()}).raise_for_status()
    client.post(f"/api{page}/plan").raise_for_status()
    return page


def test_a_page_that_is_older_than_a_players_pain_changes_nothing_and_shows_the_log(client, bea):
    def play(pain, revision):
        sent = {"entries": [entry(pain=pain).model_dump(mode="json")], "revision": revision}
        client.put(f"/api{bea}/log/sessions/p1", json=sent).raise_for_status()

    play(2, 1)
    shown = html.unescape(re.findall(r'name="shown" value="([^"]*)"', client.get(f"{bea}/log").text)[0])
    play(7, 2)
    answer = client.post(f"{bea}/log/{DAY}/0/pain", data={"shown": shown, "pain": "3"})
    text = client.get(answer.headers["location"]).text
    assert [one["pain_during"] for one in client.get(f"/api{bea}/log").json()["entries"]] == [7]
    assert "This edit wasn't saved." in text
    assert "pain 7 of 10" in text
    shown = html.unescape(re.findall(r'name="shown" value="([^"]*)"', text)[0])
    client.post(f"{bea}/log/{DAY}/0/pain", data={"shown": shown, "pain": "3"})
    assert [one["pain_during"] for one in client.get(f"/api{bea}/log").json()["entries"]] == [3]


def test_an_exercise_of_a_day_to_come_is_refused(client, bea):
    sent = {"exercise_id": "mo_wall_slide", "level": "1", "side": "both"}
    late = client.post(f"{bea}/log", data=sent | {"date": str(this_day() + dt.timedelta(days=400))})
    assert late.status_code == 422
    assert "is still to come" in late.text
    assert client.get(f"/api{bea}/log").json()["entries"] == []
    assert client.post(f"{bea}/log", data=sent | {"date": str(this_day())}).status_code == 303
