"""Names of files that Linux, macOS and Windows can all hold; pure functions, so that any system tests for all three."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.portable import file_stem, is_device
from dorsi.results import clip_folders

MADE_FOR_TROUBLE = st.text(alphabet=st.one_of(st.characters(), st.sampled_from('<>:"/\\|?* .conauxlpt1')), max_size=20)


@pytest.mark.parametrize("name", ["lunge_left", "Zoë Smith-Jones", "2026-11-20 run 10 km", "v1.2", "Conny", "compute"])
def test_a_name_that_every_system_holds_is_kept(name):
    assert file_stem(name) == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Con", "Con_"),
        ("aux.v2", "aux_.v2"),
        ("COM1", "COM1_"),
        ("left: 2", "left_ 2"),
        ("a/b\\c", "a_b_c"),
        ("clip.", "clip"),
        ("clip ", "clip"),
        ("...", "_"),
    ],
)
def test_what_windows_can_not_hold_is_replaced(name, kept):
    assert file_stem(name) == kept


def test_letters_are_composed_since_macos_takes_them_apart():
    assert file_stem(unicodedata.normalize("NFD", "Zoë")) == "Zoë"


@given(MADE_FOR_TROUBLE)
def test_the_result_is_a_name_and_stays_as_it_is_when_made_again(name):
    plain = file_stem(name)
    assert plain
    assert not set('<>:"/\\|?*') & set(plain)
    assert plain[-1] not in " ."
    assert not is_device(plain)
    assert file_stem(plain) == plain


def test_results_of_clips_with_odd_names_get_folders_of_their_own(tmp_path):
    clips = [tmp_path / name for name in ("left?.mp4", "left_.mp4", "con.mp4")]
    assert clip_folders(clips, Path("out")) == [Path("out/left_"), Path("out/left_-2"), Path("out/con_")]
