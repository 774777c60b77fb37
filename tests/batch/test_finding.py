"""Which clips a folder holds, and which of them are one."""

import os
import tempfile
from pathlib import Path

import pytest

from dorsi import batch
from dorsi.batch.finding import key_of, result_folders
from dorsi.errors import OptionError
from dorsi.settings import Settings


def put(folder, names):
    """Write files, each with its own content unless one is given."""
    for name, content in names.items() if isinstance(names, dict) else [(name, name) for name in names]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def find(folder, **options):
    return batch.find(folder, Settings(), **options)


def names_of(found):
    return [order.name for order in found.orders]


def test_clips_are_found_in_all_folders_whatever_the_case_of_their_ending(tmp_path):
    put(tmp_path, ["anna/lunge.mp4", "bea/2026-11-20/IMG_1.MOV", "bea/notes.txt", "bea/lunge.webm"])
    assert names_of(find(tmp_path)) == ["anna/lunge.mp4", "bea/2026-11-20/IMG_1.MOV", "bea/lunge.webm"]


@pytest.mark.parametrize("name", ["a.3gp", "a.MTS", "a.m2ts", "a.m4v"])
def test_what_camcorders_and_old_phones_write_is_a_clip_of_the_batch(tmp_path, name):
    put(tmp_path, [f"anna/lunge_{name}"])
    assert [one.name for one in find(tmp_path).untold] + names_of(find(tmp_path)) == [f"anna/lunge_{name}"]


def test_results_hidden_files_and_the_folder_left_out_are_passed_over(tmp_path):
    put(tmp_path, ["anna/lunge.mp4", "anna/.part.mp4", ".trash/anna/old.mp4", "anna/old/session.json",
                   "anna/old/overlay.mp4", "out/anna/overlay.mp4"])  # fmt: skip
    assert names_of(find(tmp_path, leave_out=tmp_path / "out")) == ["anna/lunge.mp4"]


def test_the_same_clip_under_two_names_is_measured_once_and_named(tmp_path):
    put(tmp_path, {"anna/2026-11-20_lunge 2.mp4": "same", "anna/2026-11-20_lunge.mp4": "same"})
    found = find(tmp_path)
    assert names_of(found) == ["anna/2026-11-20_lunge.mp4"]
    assert [(t.name, t.same_as) for t in found.twins] == [("anna/2026-11-20_lunge 2.mp4", "anna/2026-11-20_lunge.mp4")]


def test_the_same_clip_for_two_people_is_left_alone_under_both_names(tmp_path):
    put(tmp_path, {"anna/lunge.mp4": "same", "bea/lunge.mp4": "same"})
    found = find(tmp_path)
    assert (names_of(found), [one.name for one in found.untold]) == ([], ["anna/lunge.mp4", "bea/lunge.mp4"])
    assert "is the same clip as bea/lunge.mp4, but their names don't say the same" in found.untold[0].reason


def test_a_copy_whose_name_says_less_is_a_duplicate_and_one_that_says_something_else_is_not_believed(tmp_path):
    put(tmp_path, {"anna/Copy of lunge.mp4": "same", "anna/2026-11-20_lunge left.mp4": "same"})
    found = find(tmp_path)
    assert names_of(found) == ["anna/2026-11-20_lunge left.mp4"]
    assert [t.name for t in found.twins] == ["anna/Copy of lunge.mp4"]
    put(tmp_path, {"anna/squat.mp4": "same"})
    assert (names_of(find(tmp_path)), len(find(tmp_path).untold)) == ([], 3)


def test_movement_and_side_of_the_name_are_the_settings_of_the_clip(tmp_path):
    put(tmp_path, ["anna/lunge_left.mp4"])
    [order] = find(tmp_path).orders
    assert (order.request.movement, order.request.side) == ("lunge", "left")


def test_with_a_manifest_names_tell_nothing(tmp_path):
    put(tmp_path, {"x.mp4": "x", "anna/lunge.mp4": "y", "clips.csv": "clip,person\nx.mp4,Bea\n"})
    found = find(tmp_path, manifest=tmp_path / "clips.csv")
    assert [(order.name, order.request.person) for order in found.orders] == [("x.mp4", "Bea")]
    assert [(one.name, one.reason) for one in found.untold] == [("anna/lunge.mp4", "is not in clips.csv")]


def test_a_folder_that_is_none_is_told(tmp_path):
    with pytest.raises(OptionError, match="nowhere: is not a folder; give the folder that holds the clips"):
        find(tmp_path / "nowhere")


@pytest.fixture
def as_ordinary_user():
    """Root may read everything: for the length of a test, be somebody else."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        yield


@pytest.fixture
def closed_folder():
    """Make a folder that nobody may look into."""
    folder = Path(tempfile.mkdtemp(prefix="dorsi-closed-"))
    folder.chmod(0)
    yield folder
    folder.rmdir()


def test_a_folder_that_may_not_be_read_is_told(closed_folder, as_ordinary_user):
    with pytest.raises(OptionError, match="cannot be read \\(Permission denied\\); check the folder's permissions"):
        find(closed_folder)


@pytest.mark.parametrize(
    "change", [{"model": "lite"}, {"movement": "run"}, {"side": "left"}, {"mirror": False}, {"height_cm": 170.0}]
)
def test_each_setting_is_part_of_the_key(tmp_path, change):
    put(tmp_path, ["lunge.mp4"])
    assert key_of(tmp_path / "lunge.mp4", Settings()) != key_of(tmp_path / "lunge.mp4", Settings(**change))


def test_landmarks_that_are_replayed_count_by_content_not_by_name(tmp_path):
    put(tmp_path, {"lunge.mp4": "clip", "a.npz": "same", "b.npz": "same", "c.npz": "other"})
    keys = [key_of(tmp_path / "lunge.mp4", Settings(backend=f"replay:{tmp_path / name}.npz")).digest for name in "abc"]
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)


def test_results_lie_like_the_clips_and_never_on_each_other(tmp_path):
    put(tmp_path, ["anna/lunge.mp4", "anna/lunge.mov", "bea/Lunge.mp4"])
    found = result_folders(find(tmp_path).orders, Path("out"))
    assert {path.as_posix() for path in found.values()} == {"out/anna/lunge-mp4", "out/anna/lunge-mov", "out/bea/Lunge"}
