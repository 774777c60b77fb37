"""A data folder and results of version 0.1 still open: upgraded, in the app, in the squad's table, exported, planned.

`tests/data/store_of_0_1.zip` was written by the code of 22 November 2026: two made lunges of one person in `results`,
the database with the numbers, answers, a programme and a log, and its arrays. The folders in it are named as on that
person's computer; here they are moved to where this test has them.
"""

import json
import os
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest
from forked import program

from dorsi.store import care
from dorsi.web.config import Config

KEPT = Path(__file__).parents[1] / "data" / "store_of_0_1.zip"
HOME = "/home/bea"


@pytest.fixture
def folder(tmp_path, data):
    """Return the folder of 0.1, with its results where the database says."""
    del data  # the data folder is the one in here
    with zipfile.ZipFile(KEPT) as kept:
        kept.extractall(tmp_path)
    with sqlite3.connect(tmp_path / "data" / "dorsi.db") as database:
        for column in ("folder", "clip"):
            database.execute(f"update session set {column} = replace({column}, ?, ?)", (HOME, str(tmp_path)))  # noqa: S608
    return tmp_path


@pytest.fixture
def config(folder):
    """Return what the server is told, once the database is brought up to date."""
    assert care.upgrade()[1] == "older"
    return Config(model="lite")


@pytest.fixture
def run(folder, monkeypatch):
    """Return a function that runs `dorsi` on the folder after an upgrade, and returns what it prints."""
    monkeypatch.chdir(folder)

    def dorsi(*command):
        env = os.environ | {"NO_COLOR": "1", "COLUMNS": "200"}
        done = subprocess.run([str(program()), *command], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "was upgraded" in dorsi("db", "upgrade")
    return dorsi


def test_the_file_is_small_and_names_no_other_place():
    assert KEPT.stat().st_size < 300_000
    with zipfile.ZipFile(KEPT) as kept:
        inside = b"".join(kept.read(name) for name in kept.namelist())
    assert HOME.encode() in inside
    roots = {f"/{one.name}/" for one in Path("/").iterdir()} - {f"/{Path(HOME).parts[1]}/"}
    assert [one for one in sorted(roots) if one.encode() in inside] == []


def test_it_is_refused_with_what_to_do_until_it_is_upgraded(folder):
    done = subprocess.run([str(program()), "person", "list"], capture_output=True, text=True, check=False)
    assert (done.returncode, "dorsi db upgrade" in done.stderr) == (2, True)


def test_the_upgraded_database_has_no_problems_and_keeps_everything(run):
    assert run("db", "check").strip() == "No problems found."
    shown = run("person", "show", "Bea")
    assert "2026-11-02" in shown or "2 Nov" in shown
    assert "16 Nov" in shown or "2026-11-16" in shown


def test_the_app_shows_the_person_with_programme_log_and_answers(client):
    [person] = client.get("/api/people").json()
    assert (person["name"], person["sessions"], person["plans"]) == ("Bea", 2, 1)
    at = f"/people/{person['id']}"
    for page in (at, f"{at}/programme", f"{at}/progress", f"{at}/log", f"{at}/intake"):
        assert client.get(page).status_code == 200, page
    assert "Ankle wall slide" in client.get(f"{at}/log").text
    assert client.get(f"/api{at}/intake").json()["age_years"] == 34


def test_the_app_shows_each_clip_with_its_key_frames(client):
    for one in client.get("/api/people/1/sessions").json():
        assert "Ankle bend" in client.get(f"/clips/{one['key']}").text
        still = client.get(f"/clips/{one['key']}/stills/0.jpg")
        assert (still.status_code, still.content[:2]) == (200, b"\xff\xd8")


def test_it_stands_in_the_squads_table(run, folder):
    run("squad", "table")
    assert "Bea" in (folder / "table" / "squad.csv").read_text(encoding="utf-8")


def test_a_result_folder_is_exported(run, folder):
    run("export", "results/2026-11-16_lunge_left", "--format", "csv")
    written = list((folder / "results" / "2026-11-16_lunge_left" / "export").rglob("*.csv"))
    assert "peak_shank_inclination_deg" in "".join(path.read_text(encoding="utf-8") for path in written)


def test_the_data_of_the_person_can_be_taken_away(run, folder):
    run("person", "export", "Bea", "--out", "bea")
    assert len([path for path in (folder / "bea").rglob("*") if path.is_file()]) > 5


def test_a_programme_is_made_from_its_results_and_from_what_is_stored(run):
    sessions = [f"results/{day}_lunge_left/session.json" for day in ("2026-11-02", "2026-11-16")]
    made = json.loads(run("plan", "--intake", "bea.yaml", *sessions, "--json"))
    assert made["items"]
    assert json.loads(run("plan", "--person", "Bea", "--json"))["items"]


def test_its_own_programme_and_log_are_still_read(run):
    assert run("today", "plan/plan.json", "log.yaml", "--day", "2026-11-23")
    assert run("progress", "plan/plan.json", "log.yaml", "--day", "2026-11-23")
