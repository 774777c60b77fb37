"""What a run must have in common with another is told by the manifest and kept with the session."""

import folders
import pytest

from dorsi import batch
from dorsi.engines import serial
from dorsi.loading import load_session
from dorsi.settings import Settings
from dorsi.store import Store

COLUMNS = (*folders.COLUMNS, "speed_kmh", "shoes")


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    folders.film(folder / "lunge.mp4")
    return folder


@pytest.fixture(scope="module")
def batch_told(clip, tmp_path_factory):
    """Return a function that runs the batch with a speed and shoes, and gives its summary and what is stored."""
    out = tmp_path_factory.mktemp("out")
    with Store(f"sqlite:///{out / 'dorsi.db'}") as store:

        def run(speed_kmh, shoes):
            row = ("lunge.mp4", "Anna", "2026-11-01", "lunge", "left", "lunge.npz", speed_kmh, shoes)
            manifest = folders.write_manifest(clip / "clips.csv", [row], COLUMNS)
            found = batch.find(clip, Settings(), manifest=manifest)
            summary = batch.run(batch.plan(found, store, out / "results", overlay=False), store, serial())
            return summary, store.sessions()[0].session

        yield run, out


def test_speed_and_shoes_are_stored_and_written(batch_told):
    run, out = batch_told
    _, session = run("12.5", "Pegasus 40")
    assert (session.speed_kmh, session.shoes) == (12.5, "Pegasus 40")
    assert load_session(out / "results" / "lunge" / "session.json") == session


def test_a_clip_with_other_shoes_gets_them_without_being_measured_again(batch_told):
    run, out = batch_told
    run("12.5", "Pegasus 40")
    summary, session = run("12.5", "Racer")
    assert (len(summary.measured), len(summary.moved), session.shoes) == (0, 1, "Racer")
    assert load_session(out / "results" / "lunge" / "session.json") == session


def test_a_clip_of_which_nothing_new_is_told_is_done(batch_told):
    run, _ = batch_told
    run("12.5", "Pegasus 40")
    assert len(run("", "")[0].skipped) == 1
