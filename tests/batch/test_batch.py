"""A folder of clips becomes a season of data, once, wherever the work runs and however often it is stopped."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import folders
import pytest

from dorsi import batch, report
from dorsi.engines import cluster, local, serial
from dorsi.settings import Settings
from dorsi.store import Store

SAMPLES = Path(__file__).parents[2] / "sample_videos"
ENGINES = ["serial", "one worker", "two workers", "dask", "dask, clips sent"]


def batch_of(squad, out, store, engine, **options):
    folder, manifest = squad
    found = batch.find(folder, Settings(), manifest=manifest)
    return batch.run(batch.plan(found, store, out, overlay=False), store, engine, **options)


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def processes_of(group):
    out = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            out.append(int(path.parent.name))
    return out


def wait_for_first(process):
    """Wait until the first clip is told, and return its line."""
    for line in process.stderr:
        if " of " in line:
            return line
    pytest.fail("ended before the first clip was done")


@pytest.fixture(scope="module")
def reference(squad, tmp_path_factory):
    """Measure the squad in this process, one clip after the other: files, and what is stored."""
    folder = tmp_path_factory.mktemp("reference")
    with Store(f"sqlite:///{folder / 'dorsi.db'}") as store:
        summary = batch_of(squad, folder / "out", store, serial())
        return files_of(folder / "out"), store.sessions(), store.failures(), summary


def test_every_clip_is_measured_close_to_its_truth(reference):
    values = [one.session.measurement("peak_shank_inclination_deg", "left").value for one in reference[1]]
    assert values == pytest.approx([35.0, 36.0, 37.0, 38.0, 39.0], abs=1.0)


def test_who_and_when_are_stored_as_told(reference):
    assert [(one.person, one.recorded_on.day) for one in reference[1]] == [(f"Athlete {i}", i + 1) for i in range(5)]


def test_a_bad_clip_is_one_failure_with_its_reason(reference):
    [failure] = reference[2]
    assert (failure.clip.parent.name, failure.person) == ("athlete5", "Athlete 5")
    assert "is cut short" in failure.reason


@pytest.mark.parametrize("where", ENGINES[1:])
def test_results_do_not_depend_on_the_engine(where, request, squad, reference, tmp_path):
    address = request.getfixturevalue("dask")[0] if where.startswith("dask") else None
    engine = cluster(address) if address else local(1 if where == "one worker" else 2)
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        batch_of(squad, tmp_path / "out", store, engine, send_clips=where.endswith("sent"))
        files, sessions, failures, _ = reference
        assert files_of(tmp_path / "out") == files
        assert [(one.key, one.session) for one in store.sessions()] == [(one.key, one.session) for one in sessions]
        assert store.failures() == failures


def test_results_do_not_depend_on_order(squad, reference, tmp_path):
    def backwards(job, items):
        listed = list(items)
        yield from ((len(listed) - 1 - i, done) for i, done in serial()(job, listed[::-1]))

    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        batch_of(squad, tmp_path / "out", store, backwards)
    assert files_of(tmp_path / "out") == reference[0]


def test_a_second_run_measures_only_what_failed(squad, tmp_path):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        batch_of(squad, tmp_path / "out", store, serial())
        again = batch_of(squad, tmp_path / "out", store, serial())
    assert (len(again.measured), len(again.skipped), len(again.failed)) == (0, 5, 1)


def test_a_clip_that_turns_out_to_be_somebody_else_s_moves(tmp_path):
    folder = tmp_path / "clips"
    manifest = folders.squad(folder, 1)
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        batch_of((folder, manifest), tmp_path / "out", store, serial())
        manifest.write_text(manifest.read_text().replace("Athlete 0", "Bea"), encoding="utf-8")
        batch_of((folder, manifest), tmp_path / "out", store, serial())
        assert [one.person for one in store.sessions()] == ["Bea"]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(squad, dorsi, data, tmp_path):
    folder, manifest = squad
    code, out, _ = dorsi("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--dry-run")
    assert (code, (tmp_path / "out").exists()) == (0, False)
    assert "athlete3/lunge.mp4  Athlete 3  2026-11-04  lunge     left  new" in out
    assert "6 to measure, 0 done before, 0 skipped." in out


def test_the_command_tells_what_became_of_every_clip(squad, dorsi, data, tmp_path):
    folder, manifest = squad
    code, out, err = dorsi("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2")
    assert code == 2
    assert "failed: athlete5/lunge.mp4: the file is cut short" in out
    assert "5 measured, 0 done before, 1 failed, 0 skipped, 0 duplicates." in out
    assert len([line for line in err.splitlines() if " of 6  " in line]) == 6


def test_after_kill_9_in_the_middle_the_same_command_goes_on(squad, start, dorsi, data, tmp_path):
    folder, manifest = squad
    command = ("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2")
    process = start(*command)
    wait_for_first(process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Store() as store:
        before = {one.key for one in store.sessions()}
        written = {path: path.stat().st_mtime_ns for one in store.sessions() for path in one.folder.iterdir()}
    assert 0 < len(before) < 5
    _, out, _ = dorsi(*command)
    assert f"{5 - len(before)} measured, {len(before)} done before, 1 failed" in out
    assert {path: path.stat().st_mtime_ns for path in written} == written
    with Store() as store:
        assert [one.person for one in store.sessions()] == [f"Athlete {i}" for i in range(5)]
    assert dorsi("db", "check") == (0, "No problems found.\n", "")


def gone(group):
    """Wait until no process of a group is left, for half a minute at most; return whether that came true."""
    for _ in range(600):
        if not processes_of(group):
            return True
        time.sleep(0.05)
    return False


def test_workers_end_when_their_parent_is_killed(squad, start, data, tmp_path):
    folder, manifest = squad
    process = start("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2")
    wait_for_first(process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert gone(process.pid)


def test_ctrl_c_stops_cleanly(squad, start, dorsi, data, tmp_path):
    folder, manifest = squad
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = ("batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2")
    process = start(*command, TMPDIR=str(temporary))
    wait_for_first(process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "Stopped. Everything measured so far is stored; run the same command again to continue." in err
    assert "Traceback" not in err
    assert gone(process.pid)
    assert list(temporary.iterdir()) == []
    assert dorsi(*command)[0] == 2
    with Store() as store:
        assert len(store.sessions()) == 5


def test_a_worker_of_a_cluster_may_die_in_the_middle_and_nothing_is_doubled(dask, squad, reference, tmp_path):
    address, new_worker, workers = dask
    killed = []

    def kill_one(_finished):
        if not killed:
            killed.append(workers[1])
            workers[1].kill()
            workers[1].wait()

    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        summary = batch_of(squad, tmp_path / "out", store, cluster(address), told=kill_one)
        workers[1] = new_worker("two again")
        assert (len(killed), len(summary.measured), len(store.sessions())) == (1, 5, 5)
    assert files_of(tmp_path / "out") == reference[0]


def test_dask_and_its_scheduler_go_together(dorsi, tmp_path):
    code, _, err = dorsi("batch", tmp_path, "--engine", "dask")
    assert (code, err) == (2, "dorsi: --engine dask and --scheduler ADDRESS go together; give both or neither\n")


def test_no_workers_are_refused(dorsi, data, tmp_path):
    code, _, err = dorsi("batch", tmp_path, "--workers", "0")
    assert (code, err) == (2, "dorsi: --workers: 0 given, 1 or more allowed\n")


@pytest.mark.models
def test_a_batch_gives_what_analyse_gives(analysed, dorsi, data, tmp_path):
    folder = tmp_path / "clips" / "anna"
    folder.mkdir(parents=True)
    (folder / "2026-11-20_lunge.mp4").symlink_to(SAMPLES / "lunge_left.mp4")
    alone = analysed(SAMPLES / "lunge_left.mp4", Settings(model="lite", movement="lunge")).session
    assert dorsi("batch", tmp_path / "clips", "--out", tmp_path / "out", "--model", "lite")[0] == 0
    with Store() as store:
        [stored] = store.sessions("anna")
    assert (stored.session.measurements, stored.session.id) == (alone.measurements, alone.id)


@pytest.fixture
def full_disk(tmp_path):
    """Mount a disk of 64 kB, which one result fills."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here: that takes root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_stops_the_run_in_one_line_and_leaves_nothing_half_written(squad, dorsi, data, full_disk, tmp_path):
    folder, manifest = squad
    command = ("batch", folder, "--manifest", manifest, "--workers", "2", "--out")
    code, _, err = dorsi(*command, full_disk)
    assert code == 2
    assert re.fullmatch(
        rf"dorsi: {full_disk}/athlete\d: cannot be written \(No space left on device\); .*", err.splitlines()[-1]
    )
    assert list(full_disk.iterdir()) == []
    with Store() as store:
        assert store.sessions() == []
    assert "5 measured, 0 done before, 1 failed" in dorsi(*command, tmp_path / "out")[1]


def test_the_command_works_with_a_cluster(squad, dask, dorsi, data, tmp_path):
    folder, manifest = squad
    code, out, _ = dorsi("batch", folder, "--manifest", manifest, "--out", tmp_path / "out",
                         "--engine", "dask", "--scheduler", dask[0])  # fmt: skip
    assert code == 2
    assert "5 measured, 0 done before, 1 failed" in out


def test_asking_for_no_faces_makes_reports_again_that_show_them_and_only_those(tmp_path):
    folder = tmp_path / "clips"
    manifest = folders.squad(folder, 1)
    found = batch.find(folder, Settings(), manifest=manifest)
    measured = []
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        for blur_faces in (False, True, True, False):
            work = batch.plan(found, store, tmp_path / "out", overlay=False, blur_faces=blur_faces)
            measured.append(len(batch.run(work, store, serial(), blur_faces=blur_faces).measured))
    assert measured == [1, 1, 0, 0]
    [page] = (tmp_path / "out").rglob("report.html")
    assert report.faces_are_covered(page.parent)


def test_the_command_makes_reports_without_faces(dorsi, data, tmp_path):
    manifest = folders.squad(tmp_path / "clips", 1)
    out = tmp_path / "out"
    code, *_ = dorsi(
        "batch", tmp_path / "clips", "--manifest", manifest, "--out", out, "--workers", "1", "--blur-faces"
    )
    [page] = out.rglob("report.html")
    assert (code, report.faces_are_covered(page.parent)) == (0, True)
