"""A folder of clips in one call, and the squad's table without files."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

import dorsi
from dorsi import batch

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "sample_videos" / "lunge_left.mp4"
pytestmark = pytest.mark.models


@pytest.fixture
def folder(tmp_path):
    clips = tmp_path / "clips"
    clips.mkdir()
    shutil.copy(CLIP, clips / "bea_2026-03-02_lunge_left.mp4")
    shutil.copy(CLIP, clips / "bea_2026-03-02_lunge_left_copy.mp4")
    (clips / "bea_2026-03-09_lunge.mp4").write_bytes(b"no video")
    return clips


def test_each_clip_is_measured_failed_or_left_out_and_the_next_run_skips(folder, tmp_path, analysed):
    analysed(CLIP)
    with dorsi.Store(f"sqlite:///{tmp_path / 'squad.db'}") as store:
        found = dorsi.measure_folder(str(folder), store, str(tmp_path / "out"))
        again = dorsi.measure_folder(folder, store, tmp_path / "out")
        table = dorsi.squad_table(store)
        dorsi_says = [record.session for record in store.sessions()]
    assert found.measured == again.done_before == ("bea_2026-03-02_lunge_left.mp4",)
    assert again.measured == ()
    assert found.left_out.keys() == {"bea_2026-03-02_lunge_left_copy.mp4"}
    assert found.failed.keys() == {"bea_2026-03-09_lunge.mp4"}
    assert "is not a video file" in found.failed["bea_2026-03-09_lunge.mp4"]
    assert table[["athlete", "movement", "last_on"]].to_numpy().tolist() == [["bea", "lunge", dt.date(2026, 3, 2)]]
    [session] = dorsi_says
    assert table.left_value[0] == session.measurement("peak_shank_inclination_deg", "left").value


def test_the_table_has_the_columns_of_the_file_without_addresses(folder, tmp_path, analysed):
    analysed(CLIP)
    with dorsi.Store(f"sqlite:///{tmp_path / 'squad.db'}") as store:
        dorsi.measure_folder(folder, store, tmp_path / "out")
        batch.write_squad_report(store, tmp_path / "out")
        table = dorsi.squad_table(store)
    with (tmp_path / "out" / "squad.csv").open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    assert [c for c in columns if not c.endswith("_report")] == list(table.columns)
    assert isinstance(table, pd.DataFrame)


def test_a_folder_that_is_none_is_refused(tmp_path):
    with dorsi.Store(f"sqlite:///{tmp_path / 'squad.db'}") as store, pytest.raises(dorsi.OptionError):
        dorsi.measure_folder(tmp_path / "nowhere", store, tmp_path / "out")


def test_workers_below_one_are_refused(folder, tmp_path):
    with dorsi.Store(f"sqlite:///{tmp_path / 'squad.db'}") as store, pytest.raises(dorsi.OptionError):
        dorsi.measure_folder(folder, store, tmp_path / "out", workers=0)
