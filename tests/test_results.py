"""Result folders: one for each clip, whole or not at all."""

import contextlib
from pathlib import Path

import pytest

from dorsi import results
from dorsi.errors import DataError, OptionError

OUT = Path("out")


@pytest.mark.parametrize(
    ("clips", "names"),
    [
        (["left.mp4", "right.mov"], ["left", "right"]),
        (["a/squat.mp4", "b/squat.mp4", "c/squat.mov"], ["squat", "squat-2", "squat-3"]),
        (["a/squat.mp4", "squat-2.mp4", "b/squat.mp4"], ["squat", "squat-2", "squat-3"]),
        (["Left.mp4", "left.mov"], ["Left", "left-2"]),
        (["plan.json.mp4", "report.html.mov"], ["plan.json-2", "report.html-2"]),
    ],
)
def test_every_clip_gets_a_folder_of_its_own(clips, names):
    assert results.clip_folders([Path(clip) for clip in clips], OUT) == [OUT / name for name in names]


def test_a_clip_given_twice_is_refused(tmp_path):
    clip = tmp_path / "left.mp4"
    with pytest.raises(OptionError, match="given twice"):
        results.clip_folders([clip, tmp_path / "." / "left.mp4"], OUT)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(OptionError, match="is a file"):
        results.check_folder(tmp_path / "out" / "left")


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").touch()
    with pytest.raises(OptionError, match=r"'letter\.txt', which dorsi did not write"):
        results.check_folder(tmp_path)


def test_a_folder_with_an_earlier_result_is_accepted(tmp_path):
    for name in results.CLIP_FILES:
        (tmp_path / name).touch()
    results.check_folder(tmp_path)


def test_a_new_result_takes_the_place_of_the_old_one_as_a_whole(tmp_path):
    target = tmp_path / "left"
    target.mkdir()
    (target / "overlay.mp4").write_text("old")
    with results.staged(target) as staging:
        (staging / "session.json").write_text("new")
    assert {path.name: path.read_text() for path in target.iterdir()} == {"session.json": "new"}


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_a_run_that_ends_early_keeps_the_old_result_and_leaves_nothing_else(tmp_path, failure):
    target = tmp_path / "left"
    target.mkdir()
    (target / "session.json").write_text("old")
    with contextlib.suppress(failure), results.staged(target) as staging:
        (staging / "session.json").write_text("half")
        raise failure
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["left", "left/session.json"]


def test_a_run_that_ends_early_removes_the_folders_made_for_it(tmp_path):
    with pytest.raises(ValueError, match="stop"), results.staged(tmp_path / "new" / "out" / "left"):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_with_the_folder(tmp_path):
    with (
        pytest.raises(DataError, match=r"cannot be written \(No space left on device\)"),
        results.staged(tmp_path / "left"),
    ):
        raise OSError(28, "No space left on device")
