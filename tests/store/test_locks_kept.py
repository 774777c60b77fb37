"""A store that is opened leaves the locks of other threads of its process alone."""

import fcntl
import os

from dorsi.private import make_file
from dorsi.store import Store


def test_opening_a_store_again_drops_no_lock_of_this_process(tmp_path):
    url = f"sqlite:///{tmp_path / 'dorsi.db'}"
    Store(url)
    file = os.open(tmp_path / "dorsi.db", os.O_RDWR)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX)
        make_file(tmp_path / "dorsi.db")
        child = os.fork()
        if child == 0:
            other = os.open(tmp_path / "dorsi.db", os.O_RDWR)
            try:
                fcntl.lockf(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    finally:
        os.close(file)


def test_a_file_that_is_made_is_its_users_alone(tmp_path):
    make_file(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
    (tmp_path / "new").write_text("kept", encoding="utf-8")
    make_file(tmp_path / "new")
    assert (tmp_path / "new").read_text(encoding="utf-8") == "kept"
