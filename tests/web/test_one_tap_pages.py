"""Sessions with one answer each, through the pages of the web app: levels rise, and what blocks is asked."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from dorsi.intake.reading import read_intake
from dorsi.programme.logbook.answering import WHAT_ANSWERS_DO
from dorsi.web.api import played
from dorsi.web.pages import play as pages_play
from dorsi.web.pages import programme as pages_programme
from dorsi.web.pages import today as pages_today

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
DAY_1 = dt.date(2026, 1, 5)


class Runner:
    """Somebody with a plan, whose today is set by the test."""

    def __init__(self, client, monkeypatch, **answers):
        self.client, self.day = client, DAY_1
        for module, name in (
            (pages_today, "this_day"), (pages_play, "this_day"), (pages_programme, "this_day"), (played, "this_day")
        ):  # fmt: skip
            monkeypatch.setattr(module, name, lambda: self.day)
        self.page = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
        given = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True) | answers
        client.put(f"/api{self.page}/intake", json=given | {"start_date": DAY_1.isoformat()})
        plan = client.post(f"/api{self.page}/plan").json()
        self.days = [dt.date.fromisoformat(day["date"]) for week in plan["weeks"] for day in week["days"]
                     if day["items"]]  # fmt: skip

    def player(self):
        """Return the exercises of the player's page."""
        text = self.client.get(f"{self.page}/today/play").text
        return json.loads(re.search(r'id="session">(.*?)</script>', text, re.DOTALL)[1])["items"]

    def play(self, *, answer):
        """Send what the player sends after Done on every screen and "Right"; return the questions and the answer."""
        shown = self.player()
        entries = [
            {"date": self.day.isoformat(), "exercise_id": one["item"]["exercise"], "side": one["item"]["side"],
             "level": one["item"]["level"], "dose_done_pct": 100, "pain_during": 0,
             "ease": 5 if one["item"]["category"] != "warmup" else None, "goal_met": answer if one["ask"] else None}
            for one in shown
        ]  # fmt: skip
        sent = self.client.put(f"/api{self.page}/log/sessions/{self.day}", json={"entries": entries, "left": None})
        assert sent.status_code == 200, sent.text
        return [one["ask"] for one in shown if one["ask"]], sent.json()

    def tick(self, *, answer):
        """Tick everything on Today and give one answer."""
        text = self.client.get(f"{self.page}/today").text
        names = re.findall(r'name="(done:[^"]+)"', text)
        goals = set(re.findall(r'name="(goal:[^"]+)"', text)) if answer else set()
        form = dict.fromkeys(names, "on") | dict.fromkeys(goals, "yes") | {"felt": "right"}
        assert self.client.post(f"{self.page}/today", data=form).status_code == 303
        return sorted(goals), None

    def shown(self, page):
        """Return the text of a page."""
        return self.client.get(f"{self.page}/{page}").text


@pytest.fixture
def healthy(client, monkeypatch):
    return Runner(client, monkeypatch, history=[], pain=[])


@pytest.mark.parametrize("way", ["play", "tick"])
def test_eight_sessions_with_one_tap_each_move_levels(healthy, way):
    asked = []
    for day in healthy.days[:8]:
        healthy.day = day
        asked += getattr(healthy, way)(answer=True)[0]
    page = healthy.shown("progress")
    risen = set(re.findall(r"<strong>([^<]*?)(?:, left|, right)? \(level 1 to 2\)", page))
    assert len(risen) >= 5
    assert asked
    assert "couldn't check" not in page.replace("&#39;", "'")


def test_a_question_left_open_is_on_the_log_page_until_it_is_answered(healthy):
    for day in healthy.days[:5]:
        healthy.day = day
        asked, _ = healthy.play(answer=None)
        if asked:
            break
    text = healthy.shown("log")
    assert all(one in text.replace("&#39;", "'") for one in asked)
    assert WHAT_ANSWERS_DO in text
    assert asked[0] in healthy.shown("progress").replace("&#39;", "'")
    for date, name in re.findall(
        r'name="date" value="([^"]+)"><input type="hidden" name="exercise_id" value="(\w+)"', text
    ):
        sent = healthy.client.post(
            f"{healthy.page}/log/answer", data={"date": date, "exercise_id": name, "goal": "yes"}
        )
        assert sent.status_code == 303
    assert "Ready for the next level?" not in healthy.shown("log")


def test_a_tendon_with_a_history_is_asked_for_its_mornings_and_rises_with_them(client, monkeypatch):
    past = [{"kind": "achilles", "side": "left", "months_ago": 8, "site": "mid", "assessed": True}]
    bea = Runner(client, monkeypatch, history=past, pain=[])
    said = ""
    for before, day in zip([None, *bea.days], bea.days[:6], strict=False):
        bea.day = day
        text = bea.shown("today")
        late = before is not None and (day - before).days > 1
        assert ('name="after_day"' in text) is late
        form = {"after": "0", "after_day": before.isoformat()} if late else {"pain": "0"}
        assert client.post(f"{bea.page}/morning", data=form).status_code == 303
        said += " ".join(bea.play(answer=True)[1]["waits"])
    assert "pain the next morning not given yet" in said
    assert re.search(r"Heel-raise hold \(level 1 to 2\)", bea.shown("progress"))


def test_an_answer_that_is_none_is_refused(healthy):
    answer = healthy.client.post(
        f"{healthy.page}/log/answer", data={"date": "2026-01-05", "exercise_id": "nm_reach", "goal": "maybe"}
    )
    assert answer.status_code == 422
