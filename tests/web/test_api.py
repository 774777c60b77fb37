"""The JSON API: the records of files and command line, asked for and changed over HTTP."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import stored
from fastapi.openapi.utils import get_openapi

from dorsi.intake.reading import read_intake
from dorsi.protocols import PROTOCOLS
from dorsi.schema.session import Session

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"


@pytest.fixture
def bea(client):
    """Return the address of somebody who is stored."""
    return f"/api/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"


@pytest.fixture
def filmed(client, state, tmp_path):
    """Return the address of somebody with a lunge of each leg, and the keys of the two."""
    keys = [
        stored.keep(state.store, tmp_path, clip=f"{side}.mp4", person="Anna", measurements=[stored.number(side, value)])
        for side, value in (("left", 34.0), ("right", 41.0))
    ]
    return f"/api/people/{client.get('/api/people').json()[0]['id']}", keys


@pytest.fixture
def planned(client, bea):
    """Return the address of somebody with answers and a programme."""
    answers = read_intake(EXAMPLE).model_dump(mode="json", exclude_unset=True)
    assert client.put(f"{bea}/intake", json=answers).status_code == 200
    assert client.post(f"{bea}/plan").status_code == 201
    return bea


def test_health_tells_the_version_and_the_network(client):
    health = client.get("/api/health").json()
    assert (health["status"], health["model"], health["jobs_running"]) == ("ok", "lite", 0)


@pytest.mark.parametrize("path", ["/api/health", "/api/people", "/api/openapi.json", "/api/squad", "/api/movements"])
def test_nobody_unpaired_gets_an_answer(stranger, path):
    answer = stranger.get(path)
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])


def test_every_movement_has_a_guide_with_a_drawing(client):
    guides = client.get("/api/movements").json()
    assert [guide["name"] for guide in guides] == list(PROTOCOLS)
    drawn = [client.get(guide["picture"]) for guide in guides]
    assert {(one.headers["content-type"], one.text[:4]) for one in drawn} == {("image/svg+xml", "<svg")}


def test_description_names_every_address_of_the_api(app):
    paths = get_openapi(title="", version="", routes=app.routes)["paths"]
    assert {path.split("/")[2] for path in paths} >= {
        "uploads", "jobs", "sessions", "people", "movements", "squad", "framing", "health", "devices",
    }  # fmt: skip


def test_description_has_the_records_of_the_command_line(client):
    records = client.get("/api/openapi.json").json()["components"]["schemas"]
    assert {"Session", "Assessment", "Intake", "Plan", "Log", "Course", "Framing"} <= {
        re.sub("-(Input|Output)$", "", name) for name in records
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/people/999", 404),
        ("/api/people/anna", 422),
        ("/api/sessions/" + "0" * 64, 404),
        ("/api/sessions/..%2f..%2fetc", 404),
        ("/api/movements/handstand/picture.svg", 404),
        ("/api/nothing", 404),
    ],
)
def test_refusal_is_one_line_in_words(client, path, status):
    answer = client.get(path)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (problem["status"], "\n" in problem["detail"], problem["detail"] != "") == (status, False, True)


def test_person_is_stored_once_however_the_name_is_typed(client):
    made = [client.post("/api/people", json={"name": name}).json() for name in ("Zoë", " zoë ", "ZOË")]
    assert [one["id"] for one in made] == [made[0]["id"]] * 3


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 200])
def test_name_that_is_none_is_refused(client, name):
    assert client.post("/api/people", json={"name": name}).status_code == 422


def test_session_comes_as_it_is_in_its_file(client, filmed):
    _, (key, _) = filmed
    told = client.get(f"/api/sessions/{key}").json()
    kept = client.get(f"/api/sessions/{key}/files/session.json").text
    assert Session.model_validate(told["session"]) == Session.model_validate_json(kept)


def test_session_names_the_files_that_are_there(client, filmed):
    _, (key, _) = filmed
    assert client.get(f"/api/sessions/{key}").json()["files"] == ["session.json", "report.html", "signals.csv"]


def test_file_that_is_not_there_is_404(client, filmed):
    _, (key, _) = filmed
    assert client.get(f"/api/sessions/{key}/files/overlay.mp4").status_code == 404


@pytest.mark.parametrize("name", ["..%2fsession.json", "%2e%2e", "passwd", "session.json%00.csv"])
def test_no_other_file_is_ever_sent(client, filmed, name):
    _, (key, _) = filmed
    assert client.get(f"/api/sessions/{key}/files/{name}").status_code in {404, 422}


def test_report_is_sent_under_its_own_policy(client, filmed):
    _, (key, _) = filmed
    policy = client.get(f"/api/sessions/{key}/files/report.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; img-src data:")


def test_sessions_of_a_person_are_listed_with_their_numbers(client, filmed):
    person, keys = filmed
    listed = client.get(f"{person}/sessions").json()
    assert {(one["key"], one["measurements"][0]["value"]) for one in listed} == set(
        zip(keys, (34.0, 41.0), strict=True)
    )


def test_assessment_takes_left_against_right(client, filmed):
    person, keys = filmed
    difference = client.get(f"{person}/assessment", params={"key": keys}).json()["differences"][0]
    assert (difference["value"], difference["detectable"]) == (-7.0, True)


def test_assessment_takes_nobody_elses_clip(client, filmed, bea):
    _, keys = filmed
    assert client.get(f"{bea}/assessment", params={"key": keys}).status_code == 404


def test_trend_lists_dated_values_of_one_scale(client, filmed):
    person, _ = filmed
    asked = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre"}
    listed = client.get(f"{person}/trend", params=asked).json()
    assert [(one["side"], one["recorded_on"], one["value"]) for one in listed] == [
        ("left", "2026-11-20", 34.0),
        ("right", "2026-11-20", 41.0),
    ]


def test_squad_has_a_row_for_each_athlete_and_no_path_of_this_machine(client, filmed):
    answer = client.get("/api/squad")
    assert [row["athlete"] for row in answer.json()["rows"]] == ["Anna"]
    assert ("report.html" in answer.text, "/out/" in answer.text) == (False, False)


def test_squad_can_hide_the_names(client, filmed):
    assert "Anna" not in client.get("/api/squad", params={"pseudonyms": True}).text


def test_answers_come_back_without_what_was_not_asked(client, bea):
    client.put(f"{bea}/intake", json=stored.INTAKE)
    assert client.get(f"{bea}/intake").json() == stored.INTAKE


def test_plan_follows_from_answers_and_clips(client, filmed):
    person, _ = filmed
    client.put(f"{person}/intake", json=stored.INTAKE)
    made = client.post(f"{person}/plan").json()
    assert {(band["side"], band["value"]) for band in made["bands"]} == {("left", 34.0), ("right", 41.0)}
    assert client.get(f"{person}/plan").json() == made


def test_plan_begins_today_where_the_answers_name_no_day(client, bea):
    client.put(f"{bea}/intake", json=stored.INTAKE)
    assert client.post(f"{bea}/plan").json()["start_date"] == dt.datetime.now().astimezone().date().isoformat()


def test_plan_without_answers_says_that_they_are_missing(client, bea):
    answer = client.post(f"{bea}/plan")
    assert (answer.status_code, "has not answered the questions" in answer.json()["detail"]) == (404, True)
    assert client.get(f"{bea}/plan").status_code == 404


@pytest.mark.parametrize(("form", "start"), [("plan.md", "# Programme of Bea"), ("plan.ics", "BEGIN:VCALENDAR")])
def test_plan_comes_as_text_and_as_calendar(client, planned, form, start):
    assert client.get(f"{planned}/{form}").text.startswith(start)


def test_today_stops_when_the_morning_hurts(client, planned):
    day = client.get(f"{planned}/today", params={"day": "2026-01-05", "pain": 8}).json()
    assert (day["items"], day["rules"]) == ([], ["R03"])


def test_day_has_the_plans_exercises(client, planned):
    day = client.get(f"{planned}/today", params={"day": "2026-01-05"}).json()
    assert day["items"] == client.get(f"{planned}/plan").json()["weeks"][0]["days"][0]["items"]


@pytest.mark.parametrize("pain", ["11", "-1", "nan"])
def test_pain_off_the_scale_is_refused(client, planned, pain):
    assert client.get(f"{planned}/today", params={"pain": pain}).status_code == 422


def test_log_is_empty_before_anything_was_done(client, bea):
    assert client.get(f"{bea}/log").json()["entries"] == []


def test_entry_is_logged_and_counts_in_the_progress(client, planned):
    entry = stored.ENTRY | {"date": "2026-01-05"}
    client.post(f"{planned}/log/entries", json=[entry])
    assert client.get(f"{planned}/progress", params={"day": "2026-01-06"}).json()["sessions_done"] == 1


@pytest.mark.parametrize(
    "wrong", [{"exercise_id": "headstand"}, {"date": "0026-11-21"}, {"level": 7}, {"pain_during": 11}, {"extra": 1}]
)
def test_entry_that_can_not_be_is_refused_and_changes_nothing(client, bea, wrong):
    assert client.post(f"{bea}/log/entries", json=[stored.ENTRY | wrong]).status_code == 422
    assert client.get(f"{bea}/log").json()["entries"] == []


def test_entries_of_two_devices_at_once_are_all_kept(client, bea):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post(f"{bea}/log/entries", json=[stored.ENTRY]), range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len(client.get(f"{bea}/log").json()["entries"]) == 16


def test_tape_measure_is_logged(client, bea):
    measured = {"name": "wblt_cm", "left": 8.0, "right": 9.5, "scale": "tape", "measured_on": "2026-11-21"}
    log = client.post(f"{bea}/log/measurements", json=measured).json()
    assert [(one["name"], one["left"]) for one in log["measurements"]] == [("wblt_cm", 8.0)]


def test_clip_filmed_after_the_plan_began_is_in_the_progress(client, state, filmed, tmp_path):
    person, _ = filmed
    client.put(f"{person}/intake", json=stored.INTAKE | {"start_date": "2026-11-20"})
    client.post(f"{person}/plan")
    later = [stored.number("left", 40.0)]
    stored.keep(state.store, tmp_path, clip="b.mp4", person="Anna", on=dt.date(2026, 12, 20), measurements=later)
    course = client.get(f"{person}/progress", params={"day": "2026-12-21"}).json()
    left = next(one for one in course["series"] if one["side"] == "left")
    assert (left["values"], left["days"]) == ([34.0, 40.0], ["2026-11-20", "2026-12-20"])


def test_deleted_session_is_gone(client, filmed):
    person, (key, other) = filmed
    assert client.delete(f"/api/sessions/{key}").status_code == 204
    assert [one["key"] for one in client.get(f"{person}/sessions").json()] == [other]


def test_deleted_person_leaves_no_row_and_no_file(client, filmed, tmp_path, data):
    person, _ = filmed
    assert client.delete(person).status_code == 204
    left = [path.name for folder in (tmp_path / "out", data) for path in folder.rglob("*") if path.is_file()]
    assert (client.get(person).status_code, [name for name in left if "dorsi.db" not in name]) == (404, [])


def test_device_that_is_removed_gets_no_more_answers(client):
    code = client.post("/api/pairing-codes").json()["code"]
    bearer = {"Authorization": f"Bearer {client.post('/api/pair', json={'code': code}).json()['token']}"}
    own = next(one["id"] for one in client.get("/api/devices", headers=bearer).json() if one["this_one"])
    client.delete(f"/api/devices/{own}")
    client.cookies.clear()
    assert client.get("/api/people", headers=bearer).status_code == 401


def test_writing_with_a_cookie_needs_the_forms_token(client):
    assert client.post("/api/people", json={"name": "Eve"}, headers={"X-CSRF-Token": "guessed"}).status_code == 403
