"""Locks between programs: held by one at a time, dropped with its holder, and none left behind in a folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dorsi.locking import FOLDER_LOCK, locked, opened, take

HOLD = """
import sys, pathlib
from dorsi.locking import locked
with locked(pathlib.Path(sys.argv[1]), wait=False):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder():
    """Return a function that starts another program which holds the lock of a place."""
    started = []

    def hold(place):
        one = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(one)
        assert one.stdout.readline() == "held\n"
        return one

    yield hold
    for one in started:
        one.kill()
        one.communicate()


@pytest.mark.parametrize("name", ["", "serve.lock"], ids=["folder", "file"])
def test_what_another_program_holds_is_refused_until_it_ends(tmp_path, holder, name):
    other = holder(tmp_path / name)
    with pytest.raises(BlockingIOError), locked(tmp_path / name, wait=False):
        pass
    other.kill()
    other.wait()
    with locked(tmp_path / name, wait=False):
        assert other.returncode is not None


def test_waiting_ends_when_the_other_program_is_done(tmp_path, holder):
    other = holder(tmp_path)
    other.stdin.write("\n")
    other.stdin.flush()
    with locked(tmp_path, wait=True):
        assert other.wait(timeout=30) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a file for the lock of a folder")
def test_the_lock_of_a_folder_leaves_nothing_in_it(tmp_path):
    with locked(tmp_path, wait=True):
        assert list(tmp_path.iterdir()) == []


def test_windows_locks_a_file_in_the_folder_that_it_makes():
    path, flags, mode = opened(Path("logs"), is_folder=True, windows=True)
    assert path == Path("logs") / FOLDER_LOCK
    assert flags & os.O_CREAT
    assert flags & os.O_RDWR
    assert mode == 0o600


@pytest.mark.parametrize("windows", [False, True])
def test_a_file_is_locked_itself_on_every_system(windows):
    assert opened(Path("serve.lock"), is_folder=False, windows=windows)[0] == Path("serve.lock")


def test_waiting_tries_again_after_a_pause():
    answers, pauses = iter([False, False, True]), []
    take(lambda: next(answers), wait=True, pause=pauses.append)
    assert len(pauses) == 2
    assert next(answers, "all asked") == "all asked"


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError), locked(tmp_path / "gone" / "lock", wait=True):
        pass
