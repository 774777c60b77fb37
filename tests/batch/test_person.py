"""What is stored of a person: listed, shown, taken along, deleted."""

import csv
import datetime as dt
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dorsi import batch, results
from dorsi.batch.finding import key_of
from dorsi.pose.cache import entry_path
from dorsi.pose.foot import foot_key
from dorsi.pose.tracking import make_backend
from dorsi.schema.plan import Plan
from dorsi.schema.plan_remarks import Safety
from dorsi.settings import Settings
from dorsi.store import Made, Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep

import material

SAMPLES = Path(__file__).parents[2] / "sample_videos"


@pytest.fixture
def stored(squad, dorsi, data, tmp_path):
    """Measure the squad; return where the reports lie."""
    folder, manifest = squad
    dorsi("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2")
    return tmp_path / "out"


def test_nobody_is_stored_at_first(dorsi, data):
    assert dorsi("person", "list")[1] == "No one is stored yet. Run `dorsi batch FOLDER` to measure and store clips.\n"


def test_a_person_s_data_goes_a_whole_way(stored, dorsi, data, tmp_path, subtests):
    with subtests.test("everybody is listed"):
        rows = [line.split() for line in dorsi("person", "list")[1].splitlines()[1:]]
        assert rows[0] == ["Athlete", "0", "1", "1", "Nov", "2026", "1", "Nov", "2026"]
        assert rows[5] == ["Athlete", "5", "0", "1"]
    with subtests.test("one is shown with day and number"):
        shown = dorsi("person", "show", "athlete 3")[1]
        assert "4 Nov 2026" in shown
        assert "Ankle bend (shin angle)" in shown
        assert "failed: " in dorsi("person", "show", "athlete 5")[1]
    with subtests.test("everything of a person is exported"):
        out = tmp_path / "taken"
        code, said, _ = dorsi("person", "export", "athlete 3", "--out", out)
        assert (code, said) == (0, f"4 files written to {out}.\n")
        [session] = (out / "sessions").iterdir()
        assert json.loads(session.read_text())["person"] == "Athlete 3"
        with (out / "measurements.csv").open(newline="") as file:
            row = next(row for row in csv.DictReader(file) if row["name"] == "peak_shank_inclination_deg")
        assert (row["person"], row["scale"], row["unit"]) == ("Athlete 3", "camera_joint_centre", "deg")
    with subtests.test("all of a person is deleted, and it is said what"):
        code, said, _ = dorsi("person", "delete", "athlete 3", "--yes")
        assert code == 0
        assert said.startswith("Deleted Athlete 3: 1 session with ")
        assert "2 array files, 1 report folder," in said
        assert "Your clips were not deleted. Delete them yourself:" in said
        assert not (stored / "athlete3").exists()
    with subtests.test("the others are left"):
        assert len(dorsi("person", "list")[1].splitlines()) == 6
        assert dorsi("db", "check")[0] == 0
    with subtests.test("who is deleted is not known any more"):
        assert dorsi("person", "delete", "athlete 3", "--yes")[::2] == (
            2, "dorsi: 'athlete 3' is not stored; `dorsi person list` shows everyone\n",
        )  # fmt: skip


def test_a_programme_and_a_log_are_stored_beside_the_clips(dorsi, data, tmp_path):
    plan = Plan(person="Anna", start_date=dt.date(2026, 11, 1), minutes_per_day=15, days_per_week=4, provisional=True,
                safety=Safety(lines=list("123456789"), stop_signs=[]))  # fmt: skip
    (tmp_path / "plan.json").write_text(plan.model_dump_json(), encoding="utf-8")
    (tmp_path / "log.yaml").write_text("person: Anna\nstarted: 2026-11-01\n", encoding="utf-8")
    said = dorsi("person", "keep", "Anna", "--plan", tmp_path / "plan.json", "--log", tmp_path / "log.yaml")
    assert said == (0, "Stored for Anna.\n", "")
    with Store() as store:
        assert (store.plans("anna"), store.log("anna").started) == ([plan], dt.date(2026, 11, 1))
        store.save(material.made(tmp_path))
        [row] = batch.squad_page(store, tmp_path).rows
    assert row.programme == "first careful week, then measure, since 1 Nov 2026"


def test_nothing_to_keep_is_told(dorsi, data):
    assert dorsi("person", "keep", "Anna")[::2] == (2, "dorsi: give --plan, --log or both\n")


@pytest.mark.models
def test_landmarks_kept_to_save_time_are_deleted_too(analysed, data, tmp_path, landmark_cache):
    settings = Settings(model="lite", movement="lunge")
    analysis = analysed(SAMPLES / "lunge_left.mp4", settings)
    cache = tmp_path / "cache"
    kept = entry_path(landmark_cache, analysis.clip, make_backend(settings).key)
    copy = cache / kept.relative_to(landmark_cache)
    copy.parent.mkdir(parents=True)
    shutil.copy(kept, copy)
    refined = entry_path(cache, analysis.clip, foot_key(analysis.session.provenance, None))
    refined.touch()
    by_mediapipe = entry_path(cache, analysis.clip, make_backend(replace(settings, backend="mediapipe")).key)
    of_0_1 = by_mediapipe.with_name(by_mediapipe.name.partition("-")[2])
    of_0_1.touch()
    folder = tmp_path / "out" / "anna"
    results.save(analysis, None, folder, overlay=False)
    with Store() as store:
        key = key_of(SAMPLES / "lunge_left.mp4", settings)
        store.save(Made(key=key, person="Anna", recorded_on=None, session=analysis.session,
                        clip=SAMPLES / "lunge_left.mp4", folder=folder))  # fmt: skip
        gone = batch.forget(store, "Anna", cache_dir=cache)
    assert (gone.cached_landmarks, gone.report_folders) == (1, (folder,))
    assert not any(path.exists() for path in (copy, refined, of_0_1))


def test_a_programme_or_log_of_another_person_is_not_kept(tmp_path, dorsi, data):
    log = tmp_path / "log.yaml"
    log.write_text("person: anna\nentries: []\n", encoding="utf-8")
    plan = SAMPLES.parent / "examples" / "plan.json"
    for option, file, whose in (("--plan", plan, "bea"), ("--log", log, "anna")):
        code, _, said = dorsi("person", "keep", "Ben", option, file)
        assert (code, f"is {whose}'s, not Ben's" in said) == (2, True)
    with Store() as store:
        assert store.people() == []
