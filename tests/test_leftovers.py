"""What a killed run leaves is removed by the next one; what a living one has is not."""

import os
import signal
import subprocess
import sys
import time

import pytest

from dorsi import leftovers, results

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no lock tells there who lives")
HOLD = """
import sys, time
from pathlib import Path
from dorsi import leftovers, results
{hold}
"""


def holding(hold):
    """Start a process that holds something, and return it once it says so."""
    code = HOLD.format(hold=hold)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def killed(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def workshop_of(folder):
    return holding(
        f"with leftovers.workshop(Path({str(folder)!r})) as shop:\n"
        "    (shop / 'half').write_text('x'); print('held', flush=True); time.sleep(1000)"
    )


def test_a_folder_goes_with_its_block(tmp_path):
    with leftovers.workshop(tmp_path) as shop:
        assert shop.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_that_of_a_living_run_stays_and_that_of_a_killed_one_goes(tmp_path):
    process = workshop_of(tmp_path)
    with leftovers.workshop(tmp_path) as mine:
        assert len(list(tmp_path.glob(".dorsi-*"))) == 2
    [theirs] = tmp_path.iterdir()
    killed(process)
    assert (theirs / "half").exists()
    with leftovers.workshop(tmp_path) as mine:
        assert list(tmp_path.iterdir()) == [mine]


def test_temporary_folders_of_killed_runs_go_too(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    process = holding("with leftovers.workshop() as shop:\n    print('held', flush=True); time.sleep(1000)")
    killed(process)
    [left] = tmp_path.iterdir()
    assert leftovers.sweep(tmp_path, leftovers.TEMPORARY) == [left]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_dorsi_did_not_make_stays(tmp_path):
    (tmp_path / ".dorsi-mine").mkdir()
    assert leftovers.sweep(tmp_path) == []
    assert (tmp_path / ".dorsi-mine").is_dir()


def test_a_result_that_a_killed_run_was_about_to_replace_is_put_back(tmp_path):
    (tmp_path / "clip").mkdir()
    (tmp_path / "clip" / "session.json").write_text("earlier", encoding="utf-8")
    process = holding(
        f"results.Path.rename, rename = lambda one, to: (rename(one, to), one.name == 'clip' and "
        f"(print('held', flush=True), time.sleep(1000)))[0], results.Path.rename\n"
        f"with results.staged(Path({str(tmp_path / 'clip')!r})) as new:\n    (new / 'session.json').write_text('later')"
    )
    killed(process)
    assert not (tmp_path / "clip").exists()
    with results.staged(tmp_path / "another") as new:
        (new / "session.json").write_text("x", encoding="utf-8")
    assert (tmp_path / "clip" / "session.json").read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another", "clip"]


def test_half_written_files_go_when_no_one_can_still_be_writing_them(tmp_path):
    old, new = tmp_path / "a" / "x.part", tmp_path / "a" / "y.part"
    old.parent.mkdir()
    for path in (old, new):
        path.touch()
    os.utime(old, (time.time() - 3600,) * 2)
    assert leftovers.sweep_parts([tmp_path]) == 1
    assert list(old.parent.iterdir()) == [new]
