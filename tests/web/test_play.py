"""The session player's server side: what it is given, what it sends is what the log holds, and pain acts by rule."""

import datetime as dt
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.programme.exercises.how_to import card_of
from dorsi.schema.log import LogEntry
from dorsi.web.api import played
from dorsi.web.pages import play as pages_play
from dorsi.web.pages import today as pages_today

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)
SESSION = "play-2026-01-05-1"


@pytest.fixture
def bea(client, monkeypatch):
    """Return the API address of somebody whose plan begins today."""
    for module, name in ((pages_today, "this_day"), (pages_play, "this_day"), (played, "this_day")):
        monkeypatch.setattr(module, name, lambda: DAY_1)
    address = f"/api/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    assert client.put(f"{address}/intake", json=answers | {"start_date": DAY_1.isoformat()}).status_code == 200
    assert client.post(f"{address}/plan").status_code == 201
    return address


@pytest.fixture
def items(client, bea):
    """Return today's exercises."""
    return client.get(f"{bea}/today", params={"day": DAY_1.isoformat()}).json()["items"]


def entry(item, **changes):
    """Return what the player sends of an exercise."""
    return {
        "date": DAY_1.isoformat(),
        "session_id": SESSION,
        "exercise_id": item["exercise"],
        "side": item["side"],
        "level": item["level"],
        "dose_done_pct": 100,
    } | changes


def send(client, bea, *entries, left=None):
    answer = client.put(f"{bea}/log/sessions/{SESSION}", json={"entries": entries, "left": left})
    assert answer.status_code == 200, answer.text
    return answer.json()


def logged(client, bea):
    return client.get(f"{bea}/log").json()["entries"]


def whole(record):
    """Return a record as the log writes it, with every field that was left out."""
    return LogEntry.model_validate(record).model_dump(mode="json")


def put(client, bea, revision, *entries, session=SESSION):
    return client.put(f"{bea}/log/sessions/{session}", json={"entries": entries, "revision": revision})


def test_an_older_copy_never_replaces_a_newer_one_and_is_answered_with_it(client, bea, items):
    first, sore = entry(items[0]), entry(items[1], pain_during=4, pain_site="calf")
    assert put(client, bea, 7, first, sore).status_code == 200
    answer = put(client, bea, 5, first)
    assert (answer.status_code, answer.json()["revision"]) == (409, 7)
    assert answer.json()["entries"] == logged(client, bea) == [whole(first), whole(sore)]
    assert put(client, bea, 7, first, sore).status_code == 200  # the same again, as after a lost answer
    assert put(client, bea, 8, first).status_code == 200
    assert logged(client, bea) == [whole(first), whole(sore)]  # starting over removes no pain


def test_a_session_whose_day_was_deleted_is_refused_and_another_one_is_not(client, bea, items):
    put(client, bea, 1, entry(items[0]))
    page = bea.removeprefix("/api")
    assert client.post(f"{page}/log/{DAY_1}/delete").status_code == 303
    answer = put(client, bea, 2, entry(items[0]), entry(items[1]))
    assert (answer.status_code, answer.json()["detail"]) == (410, "this session was deleted from the log")
    assert logged(client, bea) == []
    again = entry(items[0], session_id="play-2")
    assert put(client, bea, 1, again, session="play-2").status_code == 200
    assert logged(client, bea) == [whole(again)]


def test_a_session_that_was_started_over_is_not_taken_for_deleted(client, bea, items):
    for revision, entries in enumerate([[entry(items[0])], [], [entry(items[1])]]):
        assert put(client, bea, revision, *entries).status_code == 200
    assert logged(client, bea) == [whole(entry(items[1]))]


def test_today_leads_to_the_player_which_has_every_exercise(client, bea, items):
    page = bea.removeprefix("/api")
    assert f'href="{page}/today/play">Start session<' in client.get(f"{page}/today").text
    text = client.get(f"{page}/today/play").text
    assert all(f'"name": "{item["name"]}"' in text for item in items)
    assert card_of("wu_circles", 1).steps[0] in text.replace("\\u0027", "'")


def test_what_the_player_sends_is_what_the_log_holds_however_often_it_is_sent(client, bea, items):
    first, second = entry(items[0]), entry(items[1], dose_done_pct=40, pain_during=1, pain_site="calf")
    send(client, bea, first)
    send(client, bea, first, second)
    send(client, bea, first, second)
    assert logged(client, bea) == [whole(first), whole(second)]


def test_a_played_exercise_replaces_its_tick_and_leaves_other_days(client, bea, items):
    ticked, older = entry(items[0], session_id=None), entry(items[0], session_id=None, date="2026-01-04")
    client.post(f"{bea}/log/entries", json=[older, ticked])
    send(client, bea, entry(items[0], dose_done_pct=50))
    assert [(one["date"], one["dose_done_pct"]) for one in logged(client, bea)] == [
        ("2026-01-04", 100),
        ("2026-01-05", 50),
    ]


@pytest.fixture
def strong(items):
    """Return an exercise of the main part with several sets."""
    return next(one for one in items if one["category"] != "warmup" and one["dose"]["sets"] > 1)


def test_pain_of_3_to_5_halves_what_is_left_of_the_exercise(client, bea, strong):
    answer = send(client, bea, entry(strong, dose_done_pct=0, pain_during=4, pain_site="knee"), left=strong)
    left = [one["item"]["dose"] for one in answer["left"]]
    assert {one["sets"] * one["reps"] for one in left} == {strong["dose"]["sets"] * strong["dose"]["reps"] // 2}
    assert answer["left"][0]["item"]["note"] == "pain 4 of 10, so this is half of what was left; next time is easier"


def test_pain_above_5_ends_the_session(client, bea, strong):
    answer = send(client, bea, entry(strong, dose_done_pct=0, pain_during=7, pain_site="knee"), left=strong)
    assert answer["left"] == []
    assert answer["day"] == []
    assert any("the session ends here" in note for note in answer["notes"])


def test_two_sharp_pains_end_the_session(client, bea, items):
    sharp = [entry(one, sharp_or_limping=True, pain_during=6) for one in items[:2]]
    answer = send(client, bea, *sharp, left=items[1])
    assert (answer["left"], answer["day"]) == ([], [])
    assert answer["notes"]
    assert answer["date"] == DAY_1.isoformat()


def test_pain_in_the_warm_up_above_5_ends_that_exercise_too(client, bea, items):
    assert items[0]["category"] == "warmup"
    assert send(client, bea, entry(items[0], pain_during=6), left=items[0])["left"] == []


@pytest.mark.parametrize("wrong", [{"exercise_id": "st_nothing"}, {"pain_during": 11}, {"date": "1026-01-05"}])
def test_what_can_not_be_is_refused_and_nothing_is_kept(client, bea, items, wrong):
    answer = client.put(f"{bea}/log/sessions/{SESSION}", json={"entries": [entry(items[0]) | wrong]})
    assert answer.status_code == 422
    assert logged(client, bea) == []


def test_saving_today_afterwards_keeps_what_the_form_does_not_ask(client, bea, items):
    item = items[0]
    sent = entry(item, dose_done_pct=33, sets=1, pain_during=2, pain_site="calf", ease=5)
    send(client, bea, sent)
    page, name = bea.removeprefix("/api"), f"{item['exercise']}:{item['side']}"
    assert '<option value="33" selected>33 %</option>' in client.get(f"{page}/today").text
    form = {f"done:{name}": "on", f"dose:{name}": "33", f"pain:{name}": "2"}
    client.post(f"{page}/today", data=form)
    assert logged(client, bea) == [whole(sent)]


def test_the_page_that_browsers_keep_for_offline_holds_nobodys_data(stranger):
    answer = stranger.get("/play")
    assert answer.status_code == 200
    assert 'id="session"' not in answer.text
    assert 'name="csrf" content=""' in answer.text


def test_pain_is_shown_with_its_place_in_the_log_and_with_the_exercise_the_next_day(client, bea, items, monkeypatch):
    circles = next(one for one in items if one["exercise"] == "wu_circles")
    send(client, bea, entry(circles, side="right", pain_during=2, pain_site="ankle_front"))
    page, said = bea.removeprefix("/api"), "pain 2 of 10, front of the right ankle"
    assert said in client.get(f"{page}/log").text
    later = next(
        number
        for number in range(1, 7)
        if "wu_circles"
        in str(client.get(f"{bea}/today", params={"day": str(DAY_1 + dt.timedelta(days=number))}).json()["items"])
    )
    monkeypatch.setattr(pages_today, "this_day", lambda: DAY_1 + dt.timedelta(days=later))
    assert said in client.get(f"{page}/today").text
