"""Files and folders with names that no one expects: each works, or gets one line before any work starts."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from dorsi import results
from dorsi.batch.finding import find
from dorsi.data_folder import data_folder
from dorsi.errors import OptionError, VideoError
from dorsi.store import Store, care
from dorsi.video import probe

CLIP = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"
ODD = [b"new\nline.mp4", b"red\x1b[31m.mp4", b"latin\xe9.mp4", b"bell\x07.mp4"]


@pytest.mark.parametrize("name", ODD, ids=repr)
@pytest.mark.skipif(sys.platform != "linux", reason="file systems of other systems allow no such names")
def test_a_name_that_no_result_can_carry_is_refused_in_one_printable_line(tmp_path, name):
    path = tmp_path / os.fsdecode(name)
    shutil.copy(CLIP, path)
    with pytest.raises(VideoError, match="rename it") as caught:
        probe(path)
    assert str(caught.value).isprintable()
    shutil.copy(CLIP, tmp_path / "anna lunge left.mp4")
    found = find(tmp_path)
    assert [one.name for one in found.orders] == ["anna lunge left.mp4"]
    assert [one.reason.endswith("rename it") and one.name.isprintable() for one in found.untold] == [True]


def test_links_in_a_circle_and_names_too_long_are_told(tmp_path):
    (tmp_path / "loop.mp4").symlink_to("loop.mp4")
    (tmp_path / "loops").symlink_to("loops")
    for path in (tmp_path / "loop.mp4", tmp_path / ("x" * 300 + ".mp4")):
        results.clip_folders([path], tmp_path / "out")
        with pytest.raises(VideoError, match=r"no such file|can't be opened") as caught:
            probe(path)
        assert len(str(caught.value)) < 300
    assert find(tmp_path, leave_out=tmp_path / "loops").orders == ()


@pytest.mark.parametrize("name", ["..mp4", "...mp4", "....mp4"])
def test_a_clip_named_by_dots_gets_a_folder_of_its_own(tmp_path, name):
    [folder] = results.clip_folders([tmp_path / name], tmp_path / "out")
    assert folder == tmp_path / "out" / "clip"


@pytest.mark.parametrize("name", ["a?b", "a%41b", "a#b", "a b", "a&b=c", "é:@"])
def test_the_database_lies_in_the_folder_of_that_name(tmp_path, monkeypatch, name):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / name))
    monkeypatch.delenv("DORSI_DB", raising=False)
    with Store():
        assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("dorsi.db")] == [f"{name}/dorsi.db"]
    care.backup(tmp_path / f"copy of {name}")
    assert (tmp_path / f"copy of {name}" / "dorsi.db").is_file()


@pytest.mark.parametrize("name", ["latin\udce9", "new\nline"])
def test_a_data_folder_that_no_database_can_have_is_told(monkeypatch, name):
    monkeypatch.setenv("DORSI_DATA", f"/folder/{name}")
    with pytest.raises(OptionError, match=r"DORSI_DATA: .* choose another folder") as caught:
        data_folder()
    assert str(caught.value).isprintable()


def test_an_out_folder_that_no_database_can_have_is_told(tmp_path):
    with pytest.raises(OptionError, match=r"--out: .*rename it"):
        results.check_folder(tmp_path / "o\nut" / "clip")
