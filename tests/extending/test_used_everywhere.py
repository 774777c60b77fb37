"""What was added is used: analysed, stored, in the app's pages, exported, in the squad's table and in a programme."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from test_movement import FILM

ROOT = Path(__file__).parents[2]
ADDED = Path(__file__).parent / "added"
EXERCISE = "Quick knee glide to the wall"
CLIENTS = ROOT / "tests" / "web"
PAGES = f"""
import json, sys
sys.path.insert(0, {str(CLIENTS)!r})
from clients import ADDRESS, paired
from starlette.testclient import TestClient
from dorsi.web.app import create_app
from dorsi.web.config import Config

app = create_app(Config(model="lite"))
pages = {{}}
with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
    paired(app, client)
    pages["film"] = client.get("/film").text
    pages["squad"] = client.get("/squad").text
    for person in client.get("/api/people").json():
        name, at = person["name"], f"/people/{{person['id']}}"
        pages[name] = client.get(at).text
        pages[f"{{name}}'s programme"] = client.get(f"{{at}}/programme").text
        [key, *_] = [one["key"] for one in client.get(f"/api{{at}}/sessions").json()]
        pages[f"{{name}}'s clip"] = client.get(f"/clips/{{key}}").text
print(json.dumps(pages))
"""


@pytest.fixture(scope="module")
def used(with_exercise):
    """Return the copy with all of it: Ann hopped and has a programme, and a new backend has seen Bea."""
    copy = with_exercise
    copy.add_file("stick_figure.py", "pose/backends")
    (copy.folder / "clips").mkdir()
    copy.run("-c", FILM)
    lines = ["clip,person,date,movement,side,landmarks"]
    lines += [f"2026-11-20_hop_{side}.mp4,Ann,2026-11-20,hop,{side},{side}.npz" for side in ("left", "right")]
    (copy.folder / "clips" / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    copy.run("-m", "dorsi", "batch", "clips", "--manifest", "clips/manifest.csv", "--out", "ann", "--workers", "1")
    (copy.folder / "others" / "Bea").mkdir(parents=True)
    shutil.copy(copy.folder / "clips" / "2026-11-20_hop_left.mp4", copy.folder / "others/Bea/2026-11-21_lunge_left.mp4")
    seen_by = ("--backend", "stick_figure", "--foot-model", "off")
    copy.run("-m", "dorsi", "batch", "others", "--out", "bea", "--workers", "1", *seen_by)
    answers = yaml.safe_load((ROOT / "sample_videos" / "intake_bea.yaml").read_text(encoding="utf-8"))
    tape = {"name": "wblt_cm", "scale": "tape", "left": 12, "right": 12}
    answers |= {"person": "Ann", "start_date": "2026-11-23", "measurements": [tape]}
    (copy.folder / "ann.yaml").write_text(yaml.safe_dump(answers), encoding="utf-8")
    copy.run("-m", "dorsi", "plan", "--person", "Ann", "--intake", "ann.yaml", "--out", "plan")
    copy.run("-m", "dorsi", "squad", "table")
    for name in ("Ann", "Bea"):
        copy.run("-m", "dorsi", "person", "export", name, "--out", f"export-{name}")
    return copy


@pytest.fixture(scope="module")
def pages(used):
    """Return pages of the web app, by what they are of."""
    return {of: " ".join(re.sub(r"<[^>]+>", " ", page).split()) for of, page in used.told(PAGES).items()}


def written(folder):
    """Return the text of all files in a folder that are text."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".json", ".csv", ".md", ".html", ".ics"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ("film", "Hop on one leg"),
        ("Ann", "Hop on one leg"),
        ("Ann's clip", "Flight of a hop"),
        ("Ann's clip", "Ankle bend on landing"),
        ("Ann's programme", EXERCISE),
        ("Ann's programme", "land with little bend in the ankle"),
        ("squad", "Hop on one leg"),
        ("Bea's clip", "Ankle bend (shin angle)"),
    ],
)
def test_the_web_app_shows_it(pages, of, words):
    assert words in pages[of]


def test_the_plan_holds_the_exercise_for_the_rule_that_reads_the_new_number(used):
    made = json.loads((used.folder / "plan" / "plan.json").read_text(encoding="utf-8"))
    [item] = [one for one in made["items"] if one["exercise"] == "mo_quick_glide"]
    assert {reason["rule"] for reason in item["because"]} == {"R90"}
    assert "ankle bend on landing" in json.dumps(item["because"])
    for file in ("plan.md", "plan.html", "plan.ics"):
        assert EXERCISE in (used.folder / "plan" / file).read_text(encoding="utf-8").replace("\n ", ""), file


def test_the_exercise_and_its_rule_can_be_looked_up(used):
    shown = used.run("-m", "dorsi", "show", "mo_quick_glide", "--level", "2").stdout
    assert EXERCISE in shown
    assert "Go as fast as your knee bends when you land." in shown
    assert "Stiff landing" in used.run("-m", "dorsi", "rules", "R90").stdout
    assert "mo_quick_glide" in used.run("-m", "dorsi", "show").stdout


def test_what_is_kept_of_a_person_can_be_taken_away(used):
    ann = written(used.folder / "export-Ann")
    for name in ("hop_flight_s", "landing_dorsiflexion_deg", "mo_quick_glide", "R90"):
        assert name in ann, name
    assert "stick_figure" in written(used.folder / "export-Bea")


def test_the_squads_table_has_a_row_for_the_movement_and_for_who_the_backend_saw(used):
    with (used.folder / "table" / "squad.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["athlete"]: row for row in csv.DictReader(file)}
    assert (rows["Ann"]["movement"], rows["Ann"]["quantity"]) == ("hop", "hop_flight_s")
    assert rows["Ann"]["programme"]
    assert rows["Bea"]["movement"] == "lunge"
    assert float(rows["Bea"]["left_value"]) == pytest.approx(36.0, abs=0.5)


def test_a_backends_result_is_exported_with_its_entries_in_the_dictionary(used):
    [result] = [path.parent for path in (used.folder / "bea").rglob("session.json")]
    used.run("-m", "dorsi", "export", str(result), "--format", "csv")
    assert "largest lean of the line from ankle to knee" in written(result / "export")


@pytest.mark.slow
def test_the_other_tests_have_nothing_to_add(used):
    """The tests of the exercises and rules, run on the copy: what docs/howto/extend.md calls the checklist."""
    for name in ("docs", "sample_videos", "scripts", "pyproject.toml"):
        (used.folder / name).symlink_to(ROOT / name)
    (used.folder.parent / "shared").symlink_to(ROOT.parent / "shared")  # where a checkout has it
    own = shutil.ignore_patterns("__pycache__", "data", "extending")
    shutil.copytree(ROOT / "tests", used.folder / "tests", ignore=own)
    (used.folder / "tests" / "data").symlink_to(ROOT / "tests" / "data")
    rules = used.folder / "tests" / "cases" / "rules.yaml"
    before, _, after = rules.read_text(encoding="utf-8").partition("\nlog_rules:\n")
    cases = (ADDED / "cases.yaml").read_text(encoding="utf-8")
    rules.write_text(f"{before.rstrip()}\n{cases}log_rules:\n{after}", encoding="utf-8")
    named = ("-k", "mo_quick_glide or R90 or hop or every_rule_has_cases or not_known")
    for files, only in (
        (["programme/test_data_files", "programme/test_how_to"], ()),
        (["programme/test_rules_fire", "programme/test_reach", "protocols/test_guides", "test_cli"], named),
    ):
        paths = [f"tests/{name}.py" for name in files]
        done = used.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *paths, *only, check=False)
        assert done.returncode == 0, done.stdout[-3000:]
