"""Programme and log of a stored person from the command line, without files: the same that the web app shows."""

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dorsi.cli import app
from dorsi.errors import DataError, NotStoredError, OptionError
from dorsi.store import Store
from dorsi.store.people import add_person

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"


@pytest.fixture
def bea(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DORSI_DB", raising=False)
    with Store() as store:
        add_person(store, "Bea")


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_from_answers_to_progress_without_a_file(bea, tmp_path):
    made = json.loads(run("plan", "--person", "bea", "--intake", EXAMPLE, "--json"))
    with Store() as store:
        (kept,) = store.plans("Bea")
        assert store.intake("Bea").age_years is not None
    assert kept.model_dump(mode="json") == made
    exercise = made["items"][0]["exercise"]
    file = tmp_path / "plan.json"
    file.write_text(kept.model_dump_json(), encoding="utf-8")
    assert run("explain", exercise, "--person", "bea") == run("explain", file, exercise)
    day = made["start_date"]
    assert day in run("today", "--person", "bea", "--day", day, "--stiffness", 3)
    said = run("log", "add", "--person", "bea", "--exercise", exercise, "--dose", 100, "--pain", 0, "--day", day)
    assert said == f"bea's log: {exercise} at level 1 added, 1 in all\n"
    with Store() as store:
        log = store.log("Bea")
    assert [one.exercise_id for one in log.entries] == [exercise]
    assert log.mornings[0].stiffness == 3
    assert json.loads(run("progress", "--person", "bea", "--day", day, "--json"))["sessions_done"] == 1
    again = json.loads(run("plan", "--person", "BEA", "--json"))
    assert {one["exercise"] for one in again["items"]} == {one["exercise"] for one in made["items"]}


def test_a_programme_without_answers_is_not_made_and_nothing_is_kept(bea):
    with pytest.raises(OptionError, match="has not answered the questions yet; give --intake"):
        run("plan", "--person", "bea")
    with Store() as store:
        assert store.plans("Bea") == []


def test_a_morning_that_is_not_there_yet_or_impossible_is_not_noted(bea):
    run("plan", "--person", "bea", "--intake", EXAMPLE)
    for day, said in (("1899-01-01", "before 2000"), ("2126-01-01", "in the future")):
        with pytest.raises(OptionError, match=said):
            run("today", "--person", "bea", "--day", day, "--pain", 3)
    with Store() as store:
        assert store.log("Bea") is None


def test_a_day_of_rest_says_when_the_next_session_is(bea):
    made = json.loads(run("plan", "--person", "bea", "--intake", EXAMPLE, "--json"))
    first = dt.date.fromisoformat(made["start_date"])
    days = [first + dt.timedelta(days=place) for place in range(7)]
    rests = [said for said in (run("today", "--person", "bea", "--day", day) for day in days) if said.count(": rest")]
    assert rests
    assert all("Next session: " in said for said in rests), rests


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["today"], NotStoredError, "no programme yet"),  # of the only person
        (["today", "plan.json"], OptionError, "give PLAN.json and LOG.yaml, or --person"),
        (["today", "plan.json", "log.yaml", "--person", "bea"], OptionError, "not both"),
        (["progress", "--person", "nobody"], NotStoredError, "nobody"),
        (["progress", "--person", "bea"], NotStoredError, "no programme yet"),
        (["plan", "--person", "bea", "session.json"], DataError, "session.json"),
        (["explain", "a.json", "b.json", "mo_wall_slide"], OptionError, "one plan and one exercise"),
    ],
)
def test_what_is_missing_or_too_much_is_told(bea, words, error, message):
    with pytest.raises(error, match=message):
        run(*words)


def test_the_only_person_who_is_stored_need_not_be_named(bea):
    run("plan", "--person", "bea", "--intake", EXAMPLE)
    assert run("log", "add", "--exercise", "wall slide", "--felt", "right").startswith("Bea's log: mo_wall_slide")
    assert run("progress") == run("progress", "--person", "bea")
    assert run("today") == run("today", "--person", "bea")
    with Store() as store:
        add_person(store, "Tom")
    with pytest.raises(OptionError, match=r"give PLAN\.json and LOG\.yaml, or --person"):
        run("today")


def test_progress_says_each_thing_once(bea):
    made = json.loads(run("plan", "--person", "bea", "--intake", EXAMPLE, "--json"))
    run("log", "done", "--person", "bea", "--felt", "right", "--day", made["start_date"])
    lines = run("progress", "--day", made["start_date"]).splitlines()
    (worked,) = [line for line in lines if line.startswith("working time without rests: ")]
    assert " min" in worked
    assert " s;" not in worked
    states = [line for line in lines if line.startswith("now at level ")]
    assert len(states) == len({line.partition(":")[0] for line in states})
    assert len(states) < len({item["exercise"] for item in made["items"]})


def test_without_anyone_stored_asking_makes_no_store(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "none"))
    with pytest.raises(OptionError, match=r"give LOG\.yaml, or --person"):
        run("log", "add", "--exercise", "mo_wall_slide")
    assert not (tmp_path / "none").exists()


def test_answers_of_somebody_else_are_refused(bea, tmp_path):
    answers = tmp_path / "tom.yaml"
    answers.write_text(EXAMPLE.read_text(encoding="utf-8").replace("person: bea", "person: Tom"), encoding="utf-8")
    with pytest.raises(DataError, match="Tom's, not Bea's"):
        run("plan", "--person", "bea", "--intake", answers)
    with Store() as store:
        assert store.intake("Bea") is None
