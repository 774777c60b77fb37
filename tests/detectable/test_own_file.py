"""The file of the user's own detectable changes: written whole, refused when broken, gone without a trace."""

import json
import os
from contextlib import contextmanager

import own
import pytest

from dorsi.detectable import PUBLISHED, detectable_changes, forget_own, own_path, save_own
from dorsi.errors import DataError


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_without_a_file_the_published_values_count():
    assert detectable_changes() == PUBLISHED


def test_what_is_saved_is_read_back():
    kept = own.kept(own.change(4.0))
    save_own(kept)
    assert detectable_changes().own == kept


def test_saving_again_replaces_what_was_kept():
    save_own(own.kept(own.change(4.0)))
    save_own(own.kept(own.change(7.0)))
    assert detectable_changes().of("peak_shank_inclination_deg", "camera_joint_centre").mdc == 7.0


def test_forgetting_goes_back_to_the_published_values():
    save_own(own.kept(own.change(4.0)))
    assert forget_own()
    assert detectable_changes() == PUBLISHED


def test_there_may_be_nothing_to_forget():
    assert not forget_own()


def broken(data, content):
    data.mkdir()
    own_path().write_bytes(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Invalid JSON"),
        (b"\xff\xfe\x00", "Invalid JSON"),
        (b"[]", "should be keys with values"),
        (b"{}", "computed_on: this key is missing"),
    ],
)
def test_a_file_that_is_no_record_is_told_with_the_way_out(data, content, told):
    broken(data, content)
    with pytest.raises(DataError, match=told) as error:
        detectable_changes()
    assert "detectable_change.json" in str(error.value)
    assert "dorsi reliability --forget" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("mdc95", 0.0, "changes.0.mdc95: should be above 0.0, not 0.0"),
        ("mdc95", 9.0, "changes.0: mdc95 9 is not"),
        ("sem", "NaN", "changes.0.sem: should be a number, not 'NaN'"),
        ("scale", "ruler", "changes.0.scale"),
        ("colour", 1, "changes.0.colour: this key is not known here"),
    ],
)
def test_a_value_that_can_not_be_is_told_with_its_field(data, field, value, told):
    record = json.loads(own.kept(own.change(4.0)).model_dump_json())
    record["changes"][0][field] = value
    broken(data, json.dumps(record).encode())
    with pytest.raises(DataError, match=told):
        detectable_changes()


def test_a_record_of_a_later_dorsi_is_refused(data):
    record = json.loads(own.kept(own.change(4.0)).model_dump_json()) | {"schema_version": "2.0"}
    broken(data, json.dumps(record).encode())
    with pytest.raises(DataError, match="schema_version"):
        detectable_changes()


def test_a_folder_in_its_place_is_told():
    own_path().mkdir(parents=True)
    with pytest.raises(DataError, match="cannot be read"):
        detectable_changes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(data):
    data.mkdir(mode=0o500)
    with pytest.raises(DataError, match="cannot be written"):
        save_own(own.kept(own.change(4.0)))


def test_a_file_in_the_place_of_the_folder_is_told(data):
    data.write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        save_own(own.kept(own.change(4.0)))


@contextmanager
def little_room():
    """Let no file grow beyond 64 bytes, as on a full disk; not for longer, since pytest may write to a file, too."""
    resource = pytest.importorskip("resource", reason="limits of file sizes are set on Unix alone")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def kept_before():
    kept = own.kept(own.change(4.0))
    save_own(kept)
    return kept


def test_a_full_disk_leaves_what_was_kept_and_nothing_else(data, kept_before):
    with little_room(), pytest.raises(DataError, match="cannot be written"):
        save_own(own.kept(own.change(7.0)))
    assert detectable_changes().own == kept_before
    assert [path.name for path in data.iterdir()] == ["detectable_change.json"]
