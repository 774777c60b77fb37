"""A clip that shows several movements: each is stored with a key and a folder of its own, and all go together."""

from dataclasses import replace

import folders
import pytest

from dorsi import batch, loading
from dorsi.engines import serial
from dorsi.settings import Settings
from dorsi.store import Store

FILES = {"session.json", "report.html", "signals.csv", "landmarks.npz", "stills"}


@pytest.fixture
def clips(tmp_path):
    """Write a folder with one clip of lunges and squats, and return it with its manifest."""
    folder = tmp_path / "clips"
    folders.film_two(folder / "bea" / "both.mp4")
    row = ("bea/both.mp4", "Bea", "2026-11-20", "auto", "both", "bea/both.npz")
    return folder, folders.write_manifest(folder / "clips.csv", [row])


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as opened:
        yield opened


def measure(clips, store, out, engine=None):
    folder, manifest = clips
    found = batch.find(folder, Settings(), manifest=manifest)
    return batch.run(batch.plan(found, store, out, overlay=False), store, engine or serial())


def only_the_main_one(job, parcels):
    for index, done in serial()(job, parcels):
        files = {name: content for name, content in done.files.items() if "/" not in name}
        yield index, replace(done, sessions=done.sessions[:1], files=files)


def test_each_movement_is_stored_with_its_own_folder_and_a_second_run_finds_the_clip_done(clips, store, tmp_path):
    first = measure(clips, store, tmp_path / "out")
    records = sorted(store.sessions("Bea"), key=lambda one: one.session.part)
    assert {one.session.movement for one in records} == {"lunge", "squat"}
    assert len({one.key for one in records}) == len({one.session.id for one in records}) == 2
    place = tmp_path / "out" / "bea" / "both"
    assert [one.folder for one in records] == [place, place / "part-2"]
    assert [{path.name for path in one.folder.iterdir()} for one in records] == [FILES | {"part-2"}, FILES]
    assert all(set(one.arrays) == {"landmarks.npz", "signals.csv"} for one in records)
    again = measure(clips, store, tmp_path / "out")
    assert [(len(run.measured), len(run.skipped)) for run in (first, again)] == [(1, 0), (0, 1)]


def test_both_movements_stand_in_the_squad_s_table(clips, store, tmp_path):
    measure(clips, store, tmp_path / "out")
    rows = batch.squad_page(store, tmp_path / "out").rows
    assert [(row.athlete, row.movement) for row in rows] == [("Bea", "lunge"), ("Bea", "squat")]


def test_a_movement_that_is_no_longer_found_goes_when_the_clip_is_measured_again(clips, store, tmp_path):
    measure(clips, store, tmp_path / "out")
    (tmp_path / "out" / "bea" / "both" / "report.html").unlink()
    measure(clips, store, tmp_path / "out", only_the_main_one)
    assert [one.session.part for one in store.sessions()] == [1]
    assert not (tmp_path / "out" / "bea" / "both" / "part-2").exists()


@pytest.mark.parametrize("part", [1, 2])
def test_deleting_one_movement_deletes_the_clip_s_whole_result(part, clips, store, tmp_path):
    measure(clips, store, tmp_path / "out")
    chosen = next(one for one in store.sessions() if one.session.part == part)
    assert batch.forget_session(store, chosen.key).session == chosen.session
    assert store.sessions() == []
    assert not (tmp_path / "out" / "bea").exists()
    assert [path for path in store.arrays_folder.rglob("*") if path.is_file()] == []


def test_deleting_the_person_deletes_every_movement(clips, store, tmp_path):
    measure(clips, store, tmp_path / "out")
    gone = batch.forget(store, "bea")
    assert (gone.rows.sessions, len(gone.report_folders)) == (2, 2)
    assert not (tmp_path / "out" / "bea").exists()


def test_a_result_is_read_back_with_its_further_movements(clips, store, tmp_path):
    measure(clips, store, tmp_path / "out")
    records = sorted(store.sessions(), key=lambda one: one.session.part)
    read = loading.load(tmp_path / "out" / "bea" / "both")
    assert [one.session for one in read.parts] == [one.session for one in records]
