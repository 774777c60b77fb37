"""The commands of the programme, run as a user runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from forked import program

from dorsi.programme import catalogue
from dorsi.programme.rulebook.rules import rules

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

import material

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"


def dorsi(*words):
    asked = [program(), *map(str, words)]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(dorsi("plan", "--intake", EXAMPLE, "--json").stdout, encoding="utf-8")
    return path


def test_plan_prints_json_and_nothing_else(plan_file):
    assert json.loads(plan_file.read_text(encoding="utf-8"))["items"]


def test_plan_writes_a_calendar_with_crlf_line_ends(tmp_path):
    assert dorsi("plan", "--intake", EXAMPLE, "--calendar", tmp_path / "plan.ics").returncode == 0
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_plan_writes_pages_to_print_and_says_nothing_else(tmp_path):
    done = dorsi("plan", "--intake", EXAMPLE, "--pdf", tmp_path / "plan.pdf", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["items"]
    kept = (tmp_path / "plan.pdf").read_bytes()
    assert kept.startswith(b"%PDF-")
    assert kept.rstrip().endswith(b"%%EOF")
    failed = dorsi("plan", "--intake", EXAMPLE, "--pdf", tmp_path / "missing" / "plan.pdf")
    assert failed.returncode == 2
    assert "plan.pdf: cannot be written" in failed.stderr


def test_plan_without_intake_asks_for_the_safety_questions():
    assert "answer the safety questions first" in dorsi("plan").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "--intake", "missing.yaml"], "missing.yaml"),
        (["plan", "missing.json"], "missing.json: cannot be read"),
        (["explain", "missing.json", "mo_wall_slide"], "missing.json: cannot be read"),
        (["rules", "R99"], "'R99' is not known"),
        (["log", "add", "x.yaml"], "give either --exercise or --csv"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = dorsi(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_explain_shows_the_chain(plan_file):
    assert "[R21: Restricted dorsiflexion]" in dorsi("explain", plan_file, "mo_wall_slide").stdout


def test_rules_lists_all_of_them_with_evidence():
    lines = dorsi("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in rules()]
    assert all(line.endswith("]") for line in lines)


def test_log_today_and_progress_go_together(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    options = ["--exercise", "mo_wall_slide", "--level", 1, "--pain", 0, "--morning", 0, "--form", 3, "--dose", 100]
    for day in ("2026-01-05", "2026-01-06", "2026-01-07"):
        assert dorsi("log", "add", log, *options, "--day", day).returncode == 0
    shown = dorsi("progress", plan_file, log, "--day", "2026-01-08").stdout
    assert "sessions done: 3" in shown
    assert "Ankle wall slide (knee glides to the wall, heel down) (left) (level 1 to 2): enough" in shown
    assert "R57" not in shown
    assert "level 2" in dorsi("today", plan_file, log, "--day", "2026-01-08").stdout


def test_a_session_is_logged_with_one_answer_and_what_decides_the_next_level_is_asked(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    asked = ""
    asking = {name for name, one in catalogue().exercises.items() if one.advance.ask}
    week = json.loads(plan_file.read_text(encoding="utf-8"))["weeks"][0]["days"]
    first, last = [day["date"] for day in week if asking & {item["exercise"] for item in day["items"]}][:2]
    for day in (first, last):
        done = dorsi("log", "done", plan_file, log, "--felt", "right", "--day", day)
        assert done.returncode == 0, done.stderr
        asked += done.stdout
    [name, *_] = [line.split("--exercise ")[1].split()[0] for line in asked.splitlines() if "--exercise" in line]
    assert "pain the next morning not given yet" in asked  # the left leg has a tendon history
    told = dorsi("progress", plan_file, log, "--day", last).stdout
    assert "enough comfortable sessions" in told
    assert "question for the next level" in told
    assert dorsi("log", "answer", log, "--exercise", name, "--goal", "yes").stdout.endswith(": yes\n")
    again = dorsi("log", "done", plan_file, log, "--felt", "right", "--day", last)
    assert (again.returncode, again.stdout) == (2, "")
    assert "nothing is left to do" in again.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["done", "PLAN", "LOG"], "--felt easy, right or hard"),
        (["done", "PLAN", "LOG", "--felt", "fine"], "choose from 'easy', 'right', 'hard'"),
        (["answer", "LOG", "--exercise", "nm_sl_floor", "--goal", "yes"], "nm_sl_floor is not in"),
        (["answer", "LOG", "--exercise", "nm_sl_floor", "--goal", "maybe"], "choose from 'yes', 'no'"),
        (["add", "LOG", "--exercise", "nm_sl_floor", "--felt", "fine"], "choose from 'easy', 'right', 'hard'"),
    ],
)
def test_a_wrong_answer_is_one_line_and_exit_code_2(words, message, plan_file, tmp_path):
    files = {"PLAN": plan_file, "LOG": tmp_path / "log.yaml"}
    done = dorsi("log", *(files.get(word, word) for word in words))
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_one_exercise_with_its_answer_is_a_whole_dose_without_pain(tmp_path):
    log = tmp_path / "log.yaml"
    done = dorsi("log", "add", log, "--exercise", "nm_sl_floor", "--felt", "right", "--day", "2026-01-05")
    assert "touch the floor no more than once?" in done.stdout
    [entry] = yaml.safe_load(log.read_text(encoding="utf-8"))["entries"]
    assert (entry["dose_done_pct"], entry["pain_during"], entry["ease"]) == (100, 0, 5)


def test_log_add_reads_a_csv_and_names_the_line_that_does_not_fit(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("date,exercise_id,level,pain_during\n2026-01-05,mo_wall_slide,1,\n2026-01-06,mo_wall_slide,9,1\n")
    done = dorsi("log", "add", tmp_path / "log.yaml", "--csv", rows)
    assert done.returncode == 2
    assert "rows.csv line 3: level" in done.stderr
    assert not (tmp_path / "log.yaml").exists()


def test_plan_writes_a_folder_with_all_its_forms(tmp_path):
    done = dorsi("plan", "--intake", EXAMPLE, "--out", tmp_path / "mine")
    assert done.stdout.startswith("# Programme of bea")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "plan.html",
        "plan.ics",
        "plan.json",
        "plan.md",
        "plan.pdf",
    ]
    assert (tmp_path / "mine" / "plan.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "mine" / "plan.md").read_text(encoding="utf-8") + "\n" == done.stdout


def test_a_plan_that_stops_has_no_calendar(tmp_path):
    dorsi("plan", "--out", tmp_path)
    assert "plan.ics" not in [path.name for path in tmp_path.iterdir()]


def test_progress_writes_a_page(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    dorsi("log", "add", log, "--exercise", "mo_wall_slide", "--day", "2026-01-05")
    shown = dorsi("progress", plan_file, log, "--day", "2026-01-08", "--html", tmp_path / "progress.html")
    assert "sessions done: 1" in shown.stdout
    assert "Week 1: 1 session done" in (tmp_path / "progress.html").read_text(encoding="utf-8")


def test_two_that_add_to_a_log_at_once_both_keep_their_entries(tmp_path):
    log = tmp_path / "log.yaml"
    asked = [sys.executable, "-m", "dorsi", "log", "add", str(log), "--exercise", "mo_wall_slide", "--day"]
    running = [subprocess.Popen([*asked, f"2026-01-0{day}"], stdout=subprocess.DEVNULL) for day in range(1, 5)]
    assert [one.wait() for one in running] == [0] * 4
    kept = yaml.safe_load(log.read_text(encoding="utf-8"))["entries"]
    assert sorted(str(one["date"]) for one in kept) == [f"2026-01-0{day}" for day in range(1, 5)]


def test_nothing_is_logged_for_a_day_that_is_not_there_yet(tmp_path):
    done = dorsi("log", "add", tmp_path / "log.yaml", "--exercise", "mo_wall_slide", "--day", "2126-01-01")
    assert (done.returncode, "is in the future" in done.stderr, (tmp_path / "log.yaml").exists()) == (2, True, False)


def test_answers_of_one_and_measurements_of_another_are_no_programme(tmp_path, session_of_bea):
    answers = tmp_path / "tom.yaml"
    answers.write_text(EXAMPLE.read_text(encoding="utf-8").replace("person: bea", "person: tom"), encoding="utf-8")
    done = dorsi("plan", session_of_bea, "--intake", answers)
    assert done.returncode == 2
    assert "of tom and of Bea" in done.stderr
    assert dorsi("plan", session_of_bea, "--intake", EXAMPLE).returncode == 0


@pytest.fixture
def session_of_bea(tmp_path):
    record = tmp_path / "session.json"
    record.write_text(material.session("lunge.mp4", person="Bea").model_dump_json(), encoding="utf-8")
    return record


def test_today_before_the_first_day_says_when_it_is_and_after_the_last_that_it_is_over(plan_file, tmp_path):
    plan = json.loads(plan_file.read_text(encoding="utf-8")) | {"start_date": "2026-12-07"}
    dated = tmp_path / "dated.json"
    dated.write_text(json.dumps(plan), encoding="utf-8")
    for day in ("2026-01-01", "2026-11-29", "2026-12-06"):
        said = dorsi("today", dated, tmp_path / "log.yaml", "--day", day).stdout
        assert said.splitlines() == [f"{day}: rest", "  your programme starts on 7 Dec 2026"]
    weeks = len(plan["weeks"])
    over = dorsi("today", dated, tmp_path / "log.yaml", "--day", "2027-12-08").stdout
    assert f"the {weeks} weeks of this programme are over" in over
    assert "are over" not in dorsi("today", dated, tmp_path / "log.yaml", "--day", "2026-12-07").stdout


def test_the_worse_answer_of_a_morning_counts_and_is_told(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    assert dorsi("today", plan_file, log, "--pain", "4", "--day", "2026-01-05").stderr == ""
    later = dorsi("today", plan_file, log, "--pain", "0", "--day", "2026-01-05")
    assert "pain: you noted 4 earlier today" in later.stderr
    assert "log.yaml" in later.stderr


def test_the_pain_logged_with_yesterdays_exercises_is_not_talked_away(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    options = ["--exercise", "mo_wall_slide", "--pain", 0, "--morning", 5, "--day", "2026-01-05"]
    dorsi("log", "add", log, *options)
    said = dorsi("today", plan_file, log, "--pain", "0", "--day", "2026-01-06")
    assert "pain: you noted 5 with yesterday's exercises" in said.stderr
    assert "pain_next_morning: 5" in log.read_text(encoding="utf-8")


def test_what_is_logged_today_is_marked_as_done(plan_file, tmp_path):
    log = tmp_path / "log.yaml"
    dorsi("log", "add", log, "--exercise", "wu_circles", "--day", "2026-01-05")
    said = dorsi("today", plan_file, log, "--day", "2026-01-05").stdout
    assert said.count("done: ") == 1
    assert "done: Ankle circles" in said
