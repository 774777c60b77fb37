"""A watched folder: a clip is measured once it is completely there, and Ctrl-C is the usual end."""

import os
import signal
import threading

import folders

from dorsi.batch.waiting import until_new

HEAD = ("clip", "person", "date", "movement", "side", "landmarks")


def row(name):
    return f"{name}.mp4", name, "2026-11-20", "lunge", "left", f"{name}.npz"


def test_a_file_that_is_still_copied_is_waited_for(tmp_path):
    clip, looks = tmp_path / "a.mp4", []
    copied = threading.Event()

    def copy():
        for part in range(5):
            with clip.open("ab") as file:
                file.write(b"x" * 1000)
            looks.append(part)
            copied.wait(0.05)
        copied.set()

    thread = threading.Thread(target=copy)
    thread.start()
    seen = until_new(tmp_path, {}, leave_out=tmp_path / "out", manifest=None, every_s=0.2)
    thread.join()
    assert seen[clip][0] == 5000
    (tmp_path / "b.mov").write_bytes(b"y")
    assert set(until_new(tmp_path, seen, leave_out=tmp_path / "out", manifest=None, every_s=0.02)) == {
        clip, tmp_path / "b.mov",
    }  # fmt: skip


def test_the_command_stays_and_measures_what_comes(start, data, tmp_path):
    clips, manifest = tmp_path / "clips", tmp_path / "clips.csv"
    for number, name in enumerate(("a", "b")):
        folders.film(clips / f"{name}.mp4", shade=10 * number, peak_deg=35.0 + number)
    folders.film(clips / "cut.mp4", shade=30)
    (clips / "cut.mp4").write_bytes((clips / "cut.mp4").read_bytes()[:-800])
    folders.write_manifest(manifest, [row("a"), row("cut")], HEAD)
    process = start("batch", clips, "--manifest", manifest, "--out", tmp_path / "out", "--watch")
    said = []
    for line in process.stderr:
        said.append(line)
        if "a.mp4: measured" in line:
            folders.write_manifest(manifest, [row("a"), row("b"), row("cut")], HEAD)
        if "b.mp4: measured" in line:
            break
    for line in process.stderr:
        said.append(line)
        if line.startswith("Waiting for clips"):
            os.killpg(process.pid, signal.SIGINT)
            break
    out, err = process.communicate()
    assert process.returncode == 0, (said, out, err)
    assert "1 measured, 1 done before" in out
    assert "Traceback" not in err
    assert sum(" cut.mp4: " in line for line in [*said, *err.splitlines()]) == 1  # tried in the first round only
    assert (tmp_path / "out" / "b" / "report.html").is_file()


def test_watching_measures(dorsi, data, tmp_path):
    code, _, err = dorsi("batch", tmp_path, "--watch", "--dry-run")
    assert (code, "--watch measures clips" in err) == (2, True)
