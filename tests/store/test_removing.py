"""Deleted is gone, to the last byte, wherever the deletion was interrupted; what is another store's stays."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
import written

from dorsi import batch
from dorsi.store import Store, care, removing
from dorsi.store.place import database_url

OPERATIONS = {"os.remove", "os.rmdir", "os.rename", "sqlite3.connect", "open"}
STEP = int(os.environ.get("DORSI_EVERY", "15"))  #: every how many moments a kill is tried; 1 for all of them


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Give data, cache, results and temporary folders of this test's own."""
    for name, variable in (("data", "DORSI_DATA"), ("cache", "DORSI_CACHE"), ("temp", "TMPDIR"), ("out", None)):
        (tmp_path / name).mkdir()
        if variable:
            monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.delenv("DORSI_DB", raising=False)
    return tmp_path


def all_gone(places):
    """Return what is left of the person anywhere."""
    return written.found([places], written.NAME, "holiday-film")


def test_no_byte_is_left_of_a_deleted_person(places):
    with Store() as store:
        written.everything(store, places / "out")
        written.everything(store, places / "out", clip="second-holiday-film.mp4", by_web=True)
        written.everything(store, places / "out", name="Bea", clip="another.mp4")
        batch.write_squad_report(store, places / "out")
        assert len(all_gone(places)) > 15
        gone = batch.forget(store, "querida unmistakable")
        assert all_gone(places) == []  # while the store is still open, too
    assert (gone.left, gone.rows.sessions, gone.uploaded_clips, gone.cached_landmarks) == ((), 2, 2, 2)
    with Store() as store:
        assert [one.name for one in store.people()] == ["Bea"]
        assert care.check() == []
    assert written.found([places], "Bea")
    assert (places / "out" / "squad.html").is_file()


def test_no_byte_is_left_of_a_deleted_session(places):
    with Store() as store:
        written.everything(store, places / "out")
        [record] = store.sessions(written.NAME)
        batch.forget_session(store, record.key)
        store.remove(written.NAME)
    assert all_gone(places) == []


@pytest.mark.parametrize("wanted", ["person", "session"])
def test_a_deletion_that_is_killed_is_finished_by_the_next_start(places, wanted, tmp_path_factory):
    with Store() as store:
        written.everything(store, places / "out")
        written.everything(store, places / "out", name="Bea", clip="another.mp4")
        batch.write_squad_report(store, places / "out")
        [record] = store.sessions(written.NAME)
    before = tmp_path_factory.mktemp("before") / "copy"
    shutil.copytree(places, before)
    moment, ended, cut = 1, None, 0
    while ended != 0:
        ended = killed_at(moment, lambda: delete(wanted, record.key))
        moment += STEP
        with Store() as store:
            if store.find(record.key) is not None:  # nothing was noted yet: the same command again
                delete(wanted, record.key)
            else:
                cut += ended != 0
            if wanted == "session":
                store.remove(written.NAME)
            assert [one.name for one in store.people()] == ["Bea"]
            batch.write_squad_report(store, places / "out")
        assert all_gone(places) == [], moment
        assert care.check() == []
        shutil.rmtree(places)
        shutil.copytree(before, places)
    assert cut > 0


def delete(wanted, key):
    with Store() as store:
        batch.forget(store, written.NAME) if wanted == "person" else batch.forget_session(store, key)


def killed_at(moment, work):
    """Do work in a process that ends without warning at one of its operations on files; return 9, or 0 once done."""
    child = os.fork()
    if child == 0:
        left = [moment]

        def count(event, _arguments):
            if event in OPERATIONS:
                left[0] -= 1
                if left[0] == 0:
                    os._exit(9)

        try:
            sys.addaudithook(count)
            work()
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, 9}
    return code


def test_a_copied_store_leaves_the_files_of_the_original(places, monkeypatch):
    with Store() as store:
        mine = [written.everything(store, places / "out"),
                written.everything(store, places / "out", clip="second-holiday-film.mp4", by_web=True)]  # fmt: skip
    copy = places / "copy"
    shutil.copytree(places / "data", copy)
    monkeypatch.setenv("DORSI_DATA", str(copy))
    with Store() as store:
        gone = batch.forget(store, written.NAME)
    assert [(folder / "session.json").is_file() for folder in mine] == [True, True]
    assert gone.left == (f"{mine[0]}: belongs to the store of which this one is a copy; delete it there",)
    assert written.found([copy], written.NAME) == []
    monkeypatch.setenv("DORSI_DATA", str(places / "data"))
    with Store() as store:
        assert len(store.sessions(written.NAME)) == 2
        assert len(batch.forget(store, written.NAME).report_folders) == 2


def test_a_backup_leaves_the_files_of_the_original(places, monkeypatch):
    with Store() as store:
        folder = written.everything(store, places / "out")
    care.backup(places / "backup")
    monkeypatch.setenv("DORSI_DATA", str(places / "backup"))
    with Store() as store:
        assert batch.forget(store, written.NAME).report_folders == ()
    assert (folder / "session.json").is_file()


def test_a_moved_store_deletes_what_moved_with_it(places, monkeypatch):
    with Store() as store:
        written.everything(store, places / "out", by_web=True)
    (places / "data").rename(places / "moved")
    monkeypatch.setenv("DORSI_DATA", str(places / "moved"))
    with Store() as store:
        assert batch.forget(store, written.NAME).left == ()
    assert all_gone(places) == []


def test_results_in_a_renamed_folder_are_found(places):
    with Store() as store:
        folder = written.everything(store, places / "out")
        folder.parent.rename(places / "out" / "other")
        assert batch.forget(store, written.NAME).left == ()
    assert all_gone(places) == []


def test_results_that_are_gone_are_said_to_be(places):
    with Store() as store:
        folder = written.everything(store, places / "out")
        shutil.rmtree(folder)
        [line] = batch.forget(store, written.NAME).left
    assert line == f"{folder}: isn't there any more; if you moved or copied it, delete it yourself"


def test_what_can_not_be_removed_is_one_line_and_the_rest_goes(places, monkeypatch):
    unlink = Path.unlink

    def refuse(path, **options):
        if path.name == "overlay.mp4":
            raise PermissionError(1, "Operation not permitted")
        unlink(path, **options)

    with Store() as store:
        folder = written.everything(store, places / "out")
        monkeypatch.setattr(Path, "unlink", refuse)
        gone = batch.forget(store, written.NAME)
    assert gone.left == (f"{folder / 'overlay.mp4'}: can't be removed (Operation not permitted); delete it yourself",)
    assert written.found([places / "data", places / "cache", places / "out"], written.NAME) == [folder / "overlay.mp4"]


def test_a_program_that_still_reads_is_named(places, monkeypatch):
    monkeypatch.setattr(removing, "_CHECKPOINT_MS", 100)
    with Store() as store:
        written.everything(store, places / "out")
        reader = sqlite3.connect(database_url().removeprefix("sqlite:///"))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM person").fetchall()
        [line] = batch.forget(store, written.NAME).left
        reader.close()
    assert "dorsi.db-wal: another program keeps what was deleted in it until it ends" in line
    assert all_gone(places) == []
