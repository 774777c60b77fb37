"""What holds people can be read by their user alone, whatever the umask, also in a store that was left open."""

import os
import stat
import subprocess
import sys

import pytest
from material import made

from dorsi import results
from dorsi.private import close_to_others, make_folder
from dorsi.store import Store


@pytest.fixture
def open_umask():
    before = os.umask(0o000)
    yield
    os.umask(before)


def open_to_others(folder):
    """Return everything in a folder, itself included, that somebody else may read, write or enter."""
    return [
        str(path.relative_to(folder))
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("DORSI_DATA", str(folder))
    monkeypatch.delenv("DORSI_DB", raising=False)
    return folder


@pytest.mark.usefixtures("open_umask")
def test_a_new_store_is_closed_whatever_the_umask(data, tmp_path):
    with Store() as store:
        store.save(made(tmp_path))
    assert open_to_others(data) == []


@pytest.mark.usefixtures("open_umask")
def test_an_old_store_is_closed_when_it_is_opened(data, tmp_path):
    with Store() as store:
        store.save(made(tmp_path))
    (data / "results" / "ab").mkdir(parents=True)
    (data / "results" / "ab" / "report.html").write_text("bea")
    for path in (data, *data.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with Store() as store:
        assert store.people()
    assert open_to_others(data) == []


@pytest.mark.usefixtures("open_umask")
def test_a_folder_that_the_user_chose_for_the_database_keeps_its_rights(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    (tmp_path / "mine").mkdir(mode=0o755)
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    (tmp_path / "mine" / "notes.txt").chmod(0o644)
    with Store(f"sqlite:///{tmp_path / 'mine' / 'dorsi.db'}") as store:
        store.save(made(tmp_path))
    assert open_to_others(tmp_path / "mine") == [".", "notes.txt"]


def test_a_link_out_of_the_store_is_not_followed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    outside.chmod(0o644)
    make_folder(tmp_path / "store" / "deep")
    (tmp_path / "store" / "link").symlink_to(outside)
    close_to_others([tmp_path / "store"])
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


@pytest.mark.usefixtures("open_umask")
def test_a_result_s_folder_lets_nobody_in(tmp_path):
    with results.staged(tmp_path / "result") as staging:
        (staging / "report.html").write_text("bea")
    assert stat.S_IMODE((tmp_path / "result").stat().st_mode) == 0o700


def test_what_a_command_writes_is_closed(tmp_path):
    """`dorsi marker` stands for all commands: the rights are set where all of them begin."""
    subprocess.run(
        [sys.executable, "-c", "import os; os.umask(0); from dorsi.cli import main; main()", "marker"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    written = list(tmp_path.iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in written] == [0] * len(written)
    assert written
