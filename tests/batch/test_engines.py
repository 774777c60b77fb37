"""Every engine gives the same outcomes; workers may die."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import jobs
import pytest

from dorsi.engines import Lost, cluster, local, processes, serial
from dorsi.errors import OptionError


@pytest.fixture(params=["serial", "local", "dask"])
def engine(request):
    def make(**options):
        if request.param == "dask":
            return cluster(request.getfixturevalue("dask")[0], **options)
        return serial(**options) if request.param == "serial" else local(2, **options)

    return make


def test_every_item_has_one_outcome(engine):
    assert sorted(engine()(jobs.doubled, range(7))) == [(i, 2 * i) for i in range(7)]


def test_no_items_give_no_outcomes(engine):
    assert list(engine()(jobs.doubled, [])) == []


def test_items_are_taken_as_places_get_free(engine):
    taken = []
    outcomes = engine()(jobs.doubled, (taken.append(i) or i for i in range(100)))
    next(outcomes)
    outcomes.close()
    assert len(taken) < 10


@pytest.mark.parametrize("make", [serial, lambda **options: local(2, **options)], ids=["serial", "local"])
def test_it_is_heard_how_far_each_item_is(make):
    heard = []
    list(make(hear=lambda *told: heard.append(told))(jobs.doubled, range(3)))
    assert sorted(told[1:] for told in heard) == [(i, 1.0, 2.0) for i in range(3)]


def test_it_is_heard_from_a_cluster_how_far_each_item_is(dask):
    heard = []
    outcomes = cluster(dask[0], hear=lambda *told: heard.append(told))(jobs.doubled, range(3))
    next(outcomes)
    for _ in range(200):
        if heard:
            break
        time.sleep(0.02)
    outcomes.close()
    assert heard[0][0].split()[0] in {"one", "two"}  # a test that ends a worker begins "two again"
    assert heard[0][2:] == (1.0, 2.0)


def test_local_workers_are_as_many_processes_as_asked_for_and_not_this_one():
    pids = {pid for _, pid in local(2)(jobs.where, range(8))}
    assert (len(pids), os.getpid() in pids) == (2, False)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not tie processes to cores")
def test_a_local_worker_has_one_core_and_one_thread():
    assert list(local(1)(jobs.cores_and_threads, [None])) == [(0, (1, "1"))]


def test_an_item_that_ends_its_worker_twice_is_lost_and_the_others_are_done():
    outcomes = dict(local(2)(jobs.fatal, range(4)))
    assert (outcomes[0], outcomes[2]) == (0, 2)
    assert outcomes[1] == outcomes[3] == Lost(
        reason="the worker stopped unexpectedly, 2 times (signal SIGKILL; out of memory?)"
    )  # fmt: skip


def test_an_item_whose_worker_dies_once_is_tried_again(tmp_path):
    assert list(local(1)(jobs.fatal_once, [tmp_path / "marker"])) == [(0, "at the second try")]


def test_a_worker_can_do_no_more_than_a_clip_needs(tmp_path):
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
    (tmp_path / "closed" / "old").write_text("kept", encoding="utf-8")
    [(_, said)] = local(1, writes_in=[tmp_path / "open"])(jobs.beyond, [str(tmp_path)])
    assert said.pop("memory") == "MemoryError"
    assert (said.pop("write where it may"), said.pop("read")) == ("done", "done")
    assert said.pop("network") != "done"
    if sealing_of_files():
        assert said == dict.fromkeys(("write", "remove", "empty"), "PermissionError")
        assert (tmp_path / "closed" / "old").read_text(encoding="utf-8") == "kept"


def sealing_of_files():
    """Return whether this system lets a process give up the right to write."""
    asked = "from dorsi import sealing; raise SystemExit(not sealing.write_only_in(()))"
    return subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_a_worker_that_tells_nothing_is_ended_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr(processes, "_SILENT_S", 1.5)
    monkeypatch.setattr(processes, "_LOOK_UP_S", 0.1)
    outcomes = dict(local(1)(jobs.silent_for_ever, [0, 1, 0]))
    assert (outcomes[0], outcomes[2]) == (0, 0)
    assert "the worker stopped unexpectedly, 2 times" in outcomes[1].reason


def test_an_error_in_the_job_is_not_hidden_by_the_serial_engine():
    with pytest.raises(ZeroDivisionError):
        list(serial()(jobs.wrong, [0]))


def test_an_error_in_the_job_is_an_outcome_on_a_cluster(dask):
    outcomes = dict(cluster(dask[0])(jobs.wrong, [0, 2]))
    assert outcomes[1] == 0.5
    assert outcomes[0] == Lost(reason="the worker stopped unexpectedly (ZeroDivisionError: division by zero)")


def test_work_of_a_dead_worker_is_done_by_another_and_nothing_twice(dask, tmp_path):
    address, new_worker, workers = dask
    items = [str(tmp_path / name) for name in "abcd"]
    for item in items:
        Path(item).mkdir()
    outcomes = cluster(address)(jobs.slow, items)
    victim = workers[0]

    def begun_by(worker):
        return list(tmp_path.glob(f"?/{worker.pid}.*"))

    got = []
    reader = threading.Thread(target=lambda: got.extend(outcomes))
    reader.start()
    for _ in range(400):
        if begun_by(victim):
            break
        time.sleep(0.05)
    [orphan] = begun_by(victim)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    for item in items:
        (Path(item) / "go").touch()
    reader.join(60)
    workers[0] = new_worker("one again")
    assert sorted(got) == list(enumerate(items))
    assert len(list(orphan.parent.glob("*.*"))) == 2


def test_what_a_dead_worker_had_finished_but_not_handed_over_is_done_again(dask):
    address, new_worker, workers = dask
    outcomes = cluster(address)(jobs.doubled, range(4))
    got = [next(outcomes)]
    time.sleep(1.0)  # the others are finished by now, and lie in the workers' memory
    victim = workers[0]
    victim.kill()
    victim.wait()
    got += outcomes
    workers[0] = new_worker("one more")
    assert sorted(got) == [(i, 2 * i) for i in range(4)]


def test_closing_the_outcomes_stops_the_workers(tmp_path):
    outcomes = local(2)(jobs.slow, [str(tmp_path), str(tmp_path), "never"])
    (tmp_path / "go").touch()
    next(outcomes)
    (tmp_path / "go").unlink()
    outcomes.close()
    pids = {int(path.name.split(".")[0]) for path in tmp_path.iterdir()}
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_a_scheduler_that_does_not_answer_is_told():
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'dorsi[dask]'")
    with pytest.raises(OptionError, match=r"--scheduler: no scheduler at 'tcp://127.0.0.1:9'"):
        next(cluster("tcp://127.0.0.1:9", answer_s=0.5)(jobs.doubled, [1]))
