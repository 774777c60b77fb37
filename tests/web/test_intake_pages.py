"""The questions in the app: a page that is sent as it was shown changes nothing, and what was typed wrong stays."""

from html.parser import HTMLParser

import pytest
import yaml
from clients import SAMPLES

from dorsi.web.pages.intake_fields import Given

SAFE = {
    "q:age_years": "34",
    "q:red_flags": "0",
    "q:limp": "no",
    "q:swelling": "no",
    "q:medicines": "0",
    "q:conditions": "0",
    "q:balance_risk": "no",
}
BRINGING = {"history": ("achilles",), "history.achilles.still_felt": True}
QUIET = {
    "q:history": "0",
    "q:instability": "no",
    "q:pain": "0",
    "q:front_pinch": "no",
    "q:back_pinch": "no",
    "q:minutes_per_day": "15",
    "q:days_per_week": "3",
}
LEADING = {
    0: {"age_years", "red_flags", "swelling", "medicines", "conditions"},
    1: {"history", "history.achilles.still_felt", "pain", "front_pinch", "back_pinch"},
    7: {"measurements.wblt_cm tape"},
}


class Form(HTMLParser):
    """The fields of the page's form as a browser sends them, and what the page complains of."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.heading, self.problems = {}, "", []
        self._select = self._in = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Take a field with what stands in it."""
        given = dict(attrs)
        name, value = given.get("name"), given.get("value", "")
        self._in = "problem" if given.get("class") == "problem" else tag
        if tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.sent or "selected" in given):
            self.sent[self._select] = [value]
        elif tag == "input" and name and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.sent.setdefault(name, []).append(value)

    def handle_endtag(self, _tag):
        """Take no more text."""
        self._in = None

    def handle_data(self, data):
        """Take the heading and the problems."""
        if self._in == "h1":
            self.heading += data.strip()
        elif self._in == "problem":
            self.problems.append(data)


@pytest.fixture
def bea(client):
    """Return the address of a person's pages."""
    return f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"


def answered(client, bea):
    return client.get(f"/api{bea}/intake").json()


def keep_sample(client, bea, **more):
    answers = yaml.safe_load((SAMPLES / "intake_bea.yaml").read_text(encoding="utf-8"))
    kept = client.put(f"/api{bea}/intake", json=answers | {"person": "Bea"} | more)
    assert kept.status_code == 200, kept.text


def send(client, bea, fields, go="next"):
    return client.post(f"{bea}/intake", data=fields | {"go": go})


def walk(client, bea):
    """Save every page as it is shown, and return how many there are."""
    listed = client.get(f"{bea}/intake", follow_redirects=True).text
    pages = listed.count("/intake?part=")
    for number in range(pages):
        answer = send(client, bea, Form(client.get(f"{bea}/intake?part={number}").text).sent)
        assert answer.headers["location"] == f"{bea}/intake?saved=true"
    return pages


def led_to(client, answer):
    """Return the page to which an answer leads."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"])


def in_order(content):
    """Return answers with ticks sorted: pages send them in the order shown."""
    return {
        name: sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
        for name, value in content.items()
    }


def test_pages_sent_as_they_are_shown_change_no_answer(client, bea):
    unasked = {"levels": [{"exercise": "mo_wall_slide", "level": 2}], "self_tests": {"squat_hips_shift": True}}
    sprain = {"kind": "sprain", "side": "left", "weeks_ago": 6, "still_felt": False}
    keep_sample(client, bea, **unasked, history=[sprain], feel_stiff={"left": 2.5, "right": None})
    before = answered(client, bea)
    assert walk(client, bea) == 8
    assert in_order(answered(client, bea)) == in_order(before)


def test_a_wrong_answer_is_shown_as_it_was_typed_beside_what_is_wrong(client, bea):
    shown = Form(client.get(f"{bea}/intake", follow_redirects=True).text).sent
    answer = send(client, bea, shown | SAFE | {"q:age_years": "thirty"})
    assert answer.status_code == 422
    page = Form(answer.text)
    assert page.heading == "Safety first"
    assert page.sent["q:age_years"] == ["thirty"]
    assert page.problems == ["'thirty' is not a number; type one such as 7.5."]
    assert page.sent["q:limp"] == ["no"]


def test_an_answer_for_one_leg_that_is_wrong_keeps_the_other_leg(client, bea):
    keep_sample(client, bea, history=[{"kind": "achilles", "side": "left", "months_ago": 8, "still_felt": False}])
    second = Form(client.get(f"{bea}/intake?part=1").text).sent
    field = "q:morning_stiff_min"
    again = Form(send(client, bea, second | {f"{field}:left": "x", f"{field}:right": "9,5"}).text)
    assert (again.sent[f"{field}:left"], again.sent[f"{field}:right"]) == (["x"], ["9,5"])
    assert again.problems == ["'x' is not a number; type one such as 7.5."]


def test_an_answer_brings_its_further_questions_and_they_are_needed(client, bea):
    shown = Form(client.get(f"{bea}/intake", follow_redirects=True).text).sent | SAFE
    past = Form(led_to(client, send(client, bea, shown)).text).sent | QUIET | {"q:history": ["sprain"]}
    more = client.post(f"{bea}/intake/questions", data=past)
    assert "q:history.sprain.side" not in past
    assert "A sprained ankle: which leg?" in more.text
    refused = send(client, bea, past)
    assert refused.status_code == 422
    assert Form(refused.text).problems == ["This question needs an answer."] * 3


@pytest.mark.parametrize(("number", "leading"), LEADING.items())
def test_answers_that_bring_or_end_questions_ask_the_server_at_once(number, leading):
    fields = Given(answers=BRINGING).fields_of(number, {})
    assert {one.place for one in fields if one.leads} == leading


def test_going_back_keeps_the_answers_of_both_pages(client, bea):
    shown = Form(client.get(f"{bea}/intake", follow_redirects=True).text).sent | SAFE
    past = Form(led_to(client, send(client, bea, shown)).text).sent | {"q:history": "0", "q:instability": "left"}
    first = Form(led_to(client, send(client, bea, past, go="back")).text)
    assert first.heading == "Safety first"
    assert first.sent["q:age_years"] == ["34"]
    assert Form(led_to(client, send(client, bea, first.sent)).text).sent["q:instability"] == ["left"]


def test_two_pages_with_fourteen_questions_make_a_programme(client, bea):
    first = client.get(f"{bea}/intake", follow_redirects=True).text
    assert "page 1 of 2 · 14 questions in all, about 2 min" in first
    second = led_to(client, send(client, bea, Form(first).sent | SAFE))
    answer = send(client, bea, Form(second.text).sent | QUIET)
    assert answer.headers["location"] == f"{bea}/programme"
    assert client.get(f"/api{bea}/plan").json()["items"]


def test_an_answer_is_kept_as_it_is_given_and_the_questions_go_on_where_they_were_left(client, bea):
    shown = Form(client.get(f"{bea}/intake", follow_redirects=True).text).sent
    assert client.post(f"{bea}/intake/draft", data=shown | {"q:age_years": "34"}).status_code == 204
    assert Form(client.get(f"{bea}/intake", follow_redirects=True).text).sent["q:age_years"] == ["34"]
    send(client, bea, shown | SAFE)
    client.post(f"{bea}/intake/draft", data={"part": "1", "q:instability": "left"})
    back = Form(client.get(f"{bea}/intake", follow_redirects=True).text)
    assert back.heading == "Your ankles and your time"
    assert back.sent["q:instability"] == ["left"]
    assert Form(client.get(f"{bea}/intake?part=0").text).sent["q:limp"] == ["no"]


@pytest.mark.parametrize(
    ("late", "age"),
    [
        ("k3 1000.5", "34"),
        ("k3 1000", "34"),
        ("k3 2000.5", "12"),
        ("z9 3", "12"),
        ("", "12"),
        ("k3", "12"),
        ("k3 x", "12"),
    ],
)
def test_late_answers_take_no_place_of_newer_ones_from_the_same_page(client, bea, late, age):
    page = {"part": "0", "q:age_years": "34"}
    client.post(f"{bea}/intake", data=page | {"turn": "k3 2000"})
    assert client.post(f"{bea}/intake/draft", data=page | {"q:age_years": "12", "turn": late}).status_code == 204
    assert Form(client.get(f"{bea}/intake?part=0").text).sent["q:age_years"] == [age]


def test_answers_that_were_left_before_saving_change_the_programme_only_when_asked_to(client, bea):
    keep_sample(client, bea)
    number = 7
    page = Form(client.get(f"{bea}/intake?part={number}").text).sent
    client.post(f"{bea}/intake/draft", data=page)
    assert "use your latest answers yet" not in client.get(f"{bea}/intake", follow_redirects=True).text
    client.post(f"{bea}/intake/draft", data=page | {"q:stature_cm": "170"})
    assert answered(client, bea)["stature_cm"] == 168
    assert "use your latest answers yet" in client.get(f"{bea}/intake", follow_redirects=True).text
    assert send(client, bea, {}).status_code == 303
    assert answered(client, bea)["stature_cm"] == 170
    assert "use your latest answers yet" not in client.get(f"{bea}/intake", follow_redirects=True).text


def test_a_sign_that_needs_help_ends_the_questions_and_says_what_to_do(client, bea):
    shown = SAFE | {"part": "0", "q:red_flags": ["foot_cold_blue_numb"]}
    stopped = send(client, bea, shown)
    assert stopped.status_code == 200
    assert "call the local emergency number" in stopped.text
    assert "A foot that is cold, blue or numb" in stopped.text
    assert client.get(f"{bea}/programme").headers["location"] == f"{bea}/intake"
    again = client.get(f"{bea}/intake?part=0").text
    assert "call the local emergency number" in again
    assert "q:medicines" not in again


def test_taking_the_tick_away_brings_the_questions_back(client, bea):
    client.post(
        f"{bea}/intake/draft", data={"part": "0", "q:age_years": "34", "q:red_flags": ["", "foot_cold_blue_numb"]}
    )
    shown = client.get(f"{bea}/intake", follow_redirects=True).text
    assert '<input type="hidden" name="q:red_flags" value="">' in shown
    assert "q:medicines" not in shown
    without = client.post(f"{bea}/intake/questions", data={"part": "0", "q:age_years": "34", "q:red_flags": ""}).text
    assert "q:medicines" in without
    assert "emergency number" not in without


def test_a_sign_ticked_later_stops_the_programme_at_once(client, bea):
    keep_sample(client, bea)
    client.post(f"{bea}/programme")
    assert client.get(f"{bea}/programme").status_code == 200
    page = Form(client.get(f"{bea}/intake?part=0").text).sent | {"q:red_flags": ["foot_cold_blue_numb"]}
    assert "call the local emergency number" in send(client, bea, page, go="finish").text
    assert "call the local emergency number" in client.get(f"{bea}/programme").text
    assert "Start session" not in client.get(f"{bea}/today").text


def test_a_sign_ticked_by_mistake_is_taken_back_and_the_questions_go_on(client, bea):
    stopped = send(client, bea, SAFE | {"part": "0", "q:red_flags": ["foot_cold_blue_numb"]})
    assert f'href="{bea}/intake?part=0"' in stopped.text
    questions = client.post(f"{bea}/intake/questions", data=SAFE | {"part": "0"}).text
    assert "q:medicines" in questions
    assert "emergency number" not in questions
    page = led_to(client, send(client, bea, SAFE | {"part": "0"})).text
    assert "q:minutes_per_day" in page


def test_answers_go_with_their_person(client, bea):
    client.post(f"{bea}/intake/draft", data={"part": "0", "q:age_years": "34"})
    client.post(f"{bea}/delete", data={"sure": "yes"})
    again = client.post("/api/people", json={"name": "Bea"}).json()["id"]
    assert Form(client.get(f"/people/{again}/intake", follow_redirects=True).text).sent["q:age_years"] == [""]
