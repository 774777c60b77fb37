"""Pain that is logged stays whichever session, tab or form comes later; only an edit on the log's page changes it."""

import datetime as dt
import re
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.schema.log import LogEntry
from dorsi.web.api import played
from dorsi.web.log_edits import shown_of
from dorsi.web.pages import play as pages_play
from dorsi.web.pages import today as pages_today
from dorsi.web.pain_kept import pains_kept, with_pains

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)


def entry(side="both", pain=None, *, sharp=False, exercise="mo_wall_slide", day=DAY_1, **more):
    return LogEntry(
        date=day, exercise_id=exercise, level=1, side=side, pain_during=pain, sharp_or_limping=sharp, **more
    )


def pains(entries):
    return {(one.side, one.pain_during, one.sharp_or_limping) for one in entries}


@pytest.mark.parametrize(
    ("new", "old", "left"),
    [
        ([entry(pain=0)], [entry(pain=4)], {("both", 4, False)}),
        ([entry()], [entry(pain=4)], {("both", 4, False)}),
        ([entry(pain=6)], [entry(pain=4)], {("both", 6, False)}),
        ([entry(pain=6)], [entry(pain=4, sharp=True)], {("both", 6, True)}),
        ([entry(pain=0)], [entry("left", 4)], {("left", 4, False), ("right", 0, False)}),
        ([entry("left", 0)], [entry(pain=4)], {("left", 4, False), ("right", 4, False)}),
        ([entry("right", 0)], [entry("left", 4)], {("left", 4, False), ("right", 0, False)}),
        ([], [entry(pain=4)], {("both", 4, False)}),
        ([entry(pain=0)], [entry(pain=4, day=DAY_1 - dt.timedelta(days=1))], {("both", 0, False), ("both", 4, False)}),
    ],
)
def test_the_greater_pain_of_each_exercise_and_leg_stays(new, old, left):
    made = with_pains(new, old)
    assert pains(made) == left
    assert pains_kept(made, old) == []
    assert with_pains(made, old) == made


def test_the_place_of_the_greater_pain_stays_with_it():
    [one] = with_pains([entry(pain=2, pain_site="knee")], [entry(pain=4, pain_site="calf")])
    assert (one.pain_during, one.pain_site) == (4, "calf")


@pytest.fixture
def bea(client, monkeypatch):
    """Return the address of somebody whose plan begins today."""
    for module, name in ((pages_today, "this_day"), (pages_play, "this_day"), (played, "this_day")):
        monkeypatch.setattr(module, name, lambda: DAY_1)
    page = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    assert client.put(f"/api{page}/intake", json=answers | {"start_date": DAY_1.isoformat()}).status_code == 200
    assert client.post(f"/api{page}/plan").status_code == 201
    return page


@pytest.fixture
def sore(client, bea):
    """Return a function that logs a pain from a player, after a form was opened, and what that form then sends."""

    def log(score):
        names = re.findall(r'name="(done:[^"]+)"', client.get(f"{bea}/today").text)
        item = next(
            one
            for one in client.get(f"/api{bea}/today", params={"day": str(DAY_1)}).json()["items"]
            if one["category"] != "warmup"
        )
        sent = {"date": DAY_1.isoformat(), "exercise_id": item["exercise"], "side": item["side"], "level": 1,
                "dose_done_pct": 100, "pain_during": score, "pain_site": "ankle_front"}  # fmt: skip
        client.put(f"/api{bea}/log/sessions/play-1", json={"entries": [sent], "revision": 1})
        return dict.fromkeys(names, "on") | {"felt": "right"}

    return log


def logged(client, bea):
    return [one["pain_during"] for one in client.get(f"/api{bea}/log").json()["entries"] if one["pain_during"]]


@pytest.mark.parametrize("score", [4, 7])
def test_a_form_that_is_older_than_the_pain_says_that_it_stays(client, bea, sore, score):
    form = sore(score)
    answer = client.post(f"{bea}/today", data=form)
    assert logged(client, bea) == [score]
    said = re.sub(r"\s+", " ", client.get(answer.headers["location"]).text)
    assert "The pain that was already in your log stays" in said
    assert f"(pain {score} of 10)" in said


def test_one_tap_after_pain_ended_the_session_saves_nothing_and_says_so(client, bea, sore):
    sore(7)
    before = client.get(f"/api{bea}/log").json()["entries"]
    answer = client.post(f"{bea}/today/done", data={"felt": "right"})
    assert client.get(f"/api{bea}/log").json()["entries"] == before
    said = client.get(answer.headers["location"]).text
    assert "<strong>Nothing was saved.</strong>" in said
    assert "<strong>Saved.</strong>" not in said
    assert "pain 7 of 10" in said


def test_another_session_is_told_that_the_session_is_over_and_why(client, bea, sore):
    sore(7)
    items = client.get(f"/api{bea}/today", params={"day": str(DAY_1)}).json()["items"]
    assert items == []
    sent = {"date": DAY_1.isoformat(), "exercise_id": "wu_rocks", "level": 1, "dose_done_pct": 100}
    answer = client.put(f"/api{bea}/log/sessions/play-2", json={"entries": [sent], "revision": 1}).json()
    assert answer["over"] is True
    assert any("the session ends here" in note for note in answer["notes"])
    assert logged(client, bea) == [7]


def test_an_edit_in_the_log_is_not_undone_by_a_player_that_does_not_know_of_it(client, bea, sore):
    sore(7)
    [one] = client.get(f"/api{bea}/log").json()["entries"]
    form = {"shown": shown_of(LogEntry.model_validate(one)), "pain": "2"}
    client.post(f"{bea}/log/{DAY_1}/0/pain", data=form)
    late = client.put(f"/api{bea}/log/sessions/play-1", json={"entries": [one], "revision": 9, "edits": 0})
    assert (late.status_code, late.json()["edits"], late.json()["entries"][0]["pain_during"]) == (409, 1, 2)
    assert logged(client, bea) == [2]
    known = client.put(
        f"/api{bea}/log/sessions/play-1", json={"entries": late.json()["entries"], "revision": 10, "edits": 1}
    )
    assert (known.status_code, known.json()["over"]) == (200, False)


def test_after_a_quiet_morning_a_skipped_exercise_is_the_only_statement(client, bea, sore, monkeypatch):
    sore(7)
    days = (DAY_1 + dt.timedelta(days=ahead) for ahead in range(1, 8))
    for day in days:
        monkeypatch.setattr(pages_today, "this_day", lambda day=day: day)
        said = client.get(f"{bea}/today?fine=true").text
        if "is skipped today" in said:
            break
    assert "is skipped today" in said
    assert "Morning saved." in said
    assert "stays as planned" not in said
