"""A day is the same on Start, on Today and in the player: its stop, its count and its minutes, and what is left."""

import datetime as dt
import json
import re

import pytest
import stored

from dorsi.schema.log import LogEntry
from dorsi.web.api import played as api_played
from dorsi.web.log_edits import shown_of
from dorsi.web.pages import play as pages_play
from dorsi.web.pages import programme as pages_programme
from dorsi.web.pages import start as pages_start
from dorsi.web.pages import today as pages_today

DAY_1 = dt.date(2026, 1, 5)


@pytest.fixture
def bea(client, monkeypatch):
    """Make a programme that has a session on its first day, which is today; return the person's address."""
    address = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    plan(client, address)
    for pages in (pages_play, pages_programme, pages_start, pages_today):
        monkeypatch.setattr(pages, "this_day", lambda: DAY_1)
    monkeypatch.setattr(api_played, "this_day", lambda: DAY_1)
    client.get(address)
    return address


def plan(client, bea, **more):
    answers = stored.INTAKE | {"minutes_per_day": 15, "days_per_week": 3, "start_date": DAY_1.isoformat()}
    client.put(f"/api{bea}/intake", json=answers | more)
    return client.post(f"/api{bea}/plan").json()


def text_of(client, address):
    return client.get(address, follow_redirects=True).text.replace("&#39;", "'")


def played(client, bea):
    page = client.get(f"{bea}/today/play").text
    return json.loads(re.search(r'id="session">(.*?)</script>', page)[1])


def test_start_says_the_stop_of_today_and_no_page_offers_the_next_session(client, bea):
    shown = text_of(client, client.post(f"{bea}/morning", data={"pain": "7"}).headers["location"])
    start, programme = text_of(client, "/"), text_of(client, f"{bea}/programme")
    [stop] = re.findall(r"No plan today\. [^<]+physiotherapist[^<]+", shown)
    assert stop in start
    for text in (shown, start):
        assert "Rest today" not in text
        assert "next session" not in text
    for text in (shown, start, programme):
        assert not re.search(r"See \w+'s session", text)


@pytest.mark.parametrize("minutes", [10, 15, 30])
@pytest.mark.parametrize("history", [[], [{"kind": "plantar_fascia", "side": "right", "months_ago": 2}]])
def test_every_page_says_the_same_size_in_whole_minutes(client, bea, minutes, history):
    plan(client, bea, minutes_per_day=minutes, history=history)
    size = r"\d+ exercises, \d+ min\b"
    session = played(client, bea)
    [start], [today] = (re.findall(size, text_of(client, page)) for page in ("/", f"{bea}/today"))
    planned = re.search(
        r'class="today"[^>]*><strong>Today</strong> <span>([^<]*)<', text_of(client, f"{bea}/programme")
    )
    assert start == today == session["size"] == planned[1]
    assert start.startswith(f"{len(session['items'])} exercises")
    assert text_of(client, f"{bea}/today").count('name="done:') == len(session["items"])


def test_a_session_that_was_finished_with_an_exercise_skipped_is_over(client, bea):
    items = [one["item"] for one in played(client, bea)["items"]]
    entry = {"date": DAY_1.isoformat(), "session_id": "s", "dose_done_pct": 100, "pain_during": 0}
    done = [{key: one[key] for key in ("side", "level")} | {"exercise_id": one["exercise"]} | entry for one in items]
    client.put(f"/api{bea}/log/sessions/s", json={"entries": done[:-1]}).raise_for_status()
    assert "1 exercise left" in text_of(client, "/")
    ended = [one | {"ease": 5} for one in done[:-1]]
    client.put(f"/api{bea}/log/sessions/s", json={"entries": ended}).raise_for_status()
    start = text_of(client, "/")
    assert "Done for today" in start
    assert "You skipped 1 exercise; you can still do it." in start
    assert "Go on with" not in start


def test_what_a_new_programme_adds_was_not_skipped(client, bea, monkeypatch):
    items = [one["item"] for one in played(client, bea)["items"]]
    entry = {"date": DAY_1.isoformat(), "session_id": "s", "dose_done_pct": 100, "pain_during": 0, "ease": 5}
    done = [{key: one[key] for key in ("side", "level")} | {"exercise_id": one["exercise"]} | entry for one in items]
    client.put(f"/api{bea}/log/sessions/s", json={"entries": done}).raise_for_status()
    plan(client, bea, minutes_per_day=30)
    start = text_of(client, "/")
    assert "Done for today" in start
    assert "You skipped" not in start
    assert re.search(r"Your programme has \d+ new exercises?; you can still do", start)


def test_a_session_that_ended_with_pain_is_over_and_start_says_where_it_hurt(client, bea):
    items = [one["item"] for one in played(client, bea)["items"]]
    entry = {"date": DAY_1.isoformat(), "session_id": "s", "dose_done_pct": 100, "session_over": True}
    done = [{key: one[key] for key in ("side", "level")} | {"exercise_id": one["exercise"]} | entry for one in items]
    first = done[0] | {"pain_during": 4, "pain_site": "knee"}
    answer = client.put(f"/api{bea}/log/sessions/s", json={"entries": [first, *done[1:4]]})
    [waits] = answer.json()["waits"]
    assert "the other 3 exercises: pain during not given yet" in waits  # it was given, for one
    for page in ("/", f"{bea}/today"):
        shown = text_of(client, page)
        assert "Done for today" in shown
        assert f"{items[0]['name']} hurt (pain 4 of 10)" in shown
        assert "Go on with" not in shown
        assert "exercises left" not in shown


def test_the_player_is_told_which_sessions_the_log_still_holds(client, bea):
    item = played(client, bea)["items"][0]["item"]
    entry = {"date": DAY_1.isoformat(), "exercise_id": item["exercise"], "side": item["side"], "level": item["level"]}
    client.put(f"/api{bea}/log/sessions/s", json={"entries": [entry]}).raise_for_status()
    assert played(client, bea)["held"] == ["s"]
    client.post(f"{bea}/log/{DAY_1}/delete")
    assert played(client, bea)["held"] == []


def test_a_morning_says_what_it_changed(client, bea):
    before = {one["item"]["name"]: one["item"]["dose_text"] for one in played(client, bea)["items"]}
    shown = text_of(client, client.post(f"{bea}/morning", data={"pain": "4"}).headers["location"])
    assert "We changed today's session:" in shown
    after = {one["item"]["name"]: one["item"]["dose_text"] for one in played(client, bea)["items"]}
    changed = {name for name, dose in before.items() if after.get(name) != dose}
    assert changed
    said = re.search(r"We changed today's session:.*?</div>", shown, re.DOTALL)[0]
    assert all(name in said for name in changed)


def test_a_good_morning_changes_nothing(client, bea):
    shown = text_of(client, client.post(f"{bea}/morning", data={"fine": "true"}).headers["location"])
    assert "Your session stays as planned." in shown


def test_today_has_one_main_button_before_anything_is_ticked(client, bea):
    shown = text_of(client, f"{bea}/today")
    main = re.findall(r'class="button start"[^>]*>([^<]+)<', shown)
    main += re.findall(r'<button type="submit">([^<]+)</button>', shown)
    assert "Start session" in main
    assert "Save session" not in main
    assert "bar-sticky" not in shown
    assert '<button class="quiet" type="submit">Save session</button>' in shown


def test_a_slider_shows_both_ends_and_the_answers_are_easy_just_right_and_hard(client, bea):
    shown = text_of(client, f"{bea}/today")
    assert shown.count('class="ends"') == shown.count('type="range"')
    assert re.findall(r'name="felt" value="\w+">([^<]+)</button>', shown) == ["Easy", "Just right", "Hard"]
    assert [one["label"] for one in played(client, bea)["endings"]] == ["Easy", "Just right", "Hard"]


def test_the_player_says_before_the_first_exercise_all_that_any_of_them_needs(client, bea):
    session = played(client, bea)
    needs = [one["how"]["needs"].split(" Helpful: ")[0].removesuffix(".") for one in session["items"]]
    told = " ".join(session["needs"])
    for need in (part for one in needs if one != "Nothing" for part in one.split("; ")):
        assert any(choice.casefold() in told for choice in need.split(" or ")), need
    assert "a wall" in session["needs"]
    assert "a wall or a firm chair" not in session["needs"]


def test_have_ready_is_what_the_exercise_needs(client, bea):
    shown = text_of(client, f"{bea}/today")
    needs = [one["how"]["needs"].split(" Helpful: ")[0].removesuffix(".") for one in played(client, bea)["items"]]
    needs = [one for one in needs if one != "Nothing"]
    ready = re.findall(r"Have ready: ([^<]+)<", shown)
    assert [one.casefold() for one in ready] == [f"{one}.".replace("; ", ", ").casefold() for one in needs]
    assert any("chair" in one for one in ready)


def test_the_places_that_may_hurt_are_in_alphabetical_order(client, bea):
    places = [one.casefold() for _, one in played(client, bea)["areas"]]
    assert len(places) > 3
    assert places == sorted(places)


def test_legs_that_take_turns_work_twice_the_time_of_a_leg(client, bea):
    stance = {"date": DAY_1.isoformat(), "exercise_id": "nm_sl_floor", "level": 1, "sets": 2, "hold_s": 20}
    client.post(f"/api{bea}/log/entries", json=[stance | {"side": "both"}]).raise_for_status()
    course = client.get(f"/api{bea}/progress", params={"day": DAY_1.isoformat()}).json()
    assert course["tension_s"] == {"nm_sl_floor": 80}
    assert course["weeks"][0]["tension_s"] == 80


def test_the_pain_of_one_entry_is_edited_in_the_log(client, bea):
    first = {"date": DAY_1.isoformat(), "exercise_id": "mo_wall_slide", "level": 1, "side": "left", "pain_during": 6}
    second = first | {"side": "right", "pain_during": 0, "sharp_or_limping": True}
    client.post(f"/api{bea}/log/entries", json=[first, second]).raise_for_status()
    assert "Edit the pain" in text_of(client, f"{bea}/log")
    sent = {"shown": shown_of(LogEntry.model_validate(second)), "pain": "1"}
    assert client.post(f"{bea}/log/{DAY_1}/1/pain", data=sent).status_code == 303
    kept = client.get(f"/api{bea}/log").json()["entries"]
    assert [(one["pain_during"], one["sharp_or_limping"]) for one in kept] == [(6, False), (1, False)]
    assert client.get(f"/api{bea}/log").json()["entries"] == kept
