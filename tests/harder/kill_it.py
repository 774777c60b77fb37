# ruff: noqa: T201, D102 - what it prints is its result
"""Kill dorsi with all its processes at many moments, start it again, and print what was not as if nothing had happened.

    python tests/harder/kill_it.py analyse|batch|serve --moments 50

Each moment has folders of its own. After the second start the results, the store and the temporary folder are compared
with those of a run that no one killed.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "web"))

import av  # noqa: E402
import httpx2  # noqa: E402
import running  # noqa: E402 - of the tests of the web app

from dorsi.store import Store, care  # noqa: E402

FRAMES = 40
PATIENCE_S = 300.0


def glimpse(path, start=0):
    """Write a short clip, cut from a sample."""
    with av.open(str(ROOT / "sample_videos" / "lunge_left.mp4")) as whole, av.open(str(path), "w") as cut:
        stream = cut.add_stream_from_template(whole.streams.video[0])
        for number, packet in enumerate(whole.demux(video=0)):
            if number >= FRAMES + start or packet.dts is None:
                break
            packet.stream = stream
            cut.mux(packet)
    return path


class Place:
    """Folders of one try."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("clips", "temp"):
            (folder / name).mkdir(parents=True)
        for number in range(2):
            glimpse(folder / "clips" / f"2026-11-2{number} anna lunge left.mp4", start=number)
        self.env = os.environ | {"DORSI_DATA": str(folder / "data"), "DORSI_CACHE": str(folder / "cache"),
                                 "TMPDIR": str(folder / "temp")}  # fmt: skip

    def start(self, *arguments):
        command = [sys.executable, "-m", "dorsi", *map(str, arguments)]
        return subprocess.Popen(command, env=self.env, cwd=self.folder, stdout=subprocess.PIPE, start_new_session=True,
                                stderr=subprocess.STDOUT, text=True)  # fmt: skip

    def what_is_wrong(self, *, sessions):
        """Return what is left that should not be, and what is missing."""
        wrong = [str(path.relative_to(self.folder)) for path in self.folder.rglob("*")
                 if path.name.startswith((".dorsi-", ".making-")) or path.suffix == ".part"]  # fmt: skip
        wrong += [f"temp/{path.name}" for path in (self.folder / "temp").iterdir() if path.name.startswith("dorsi-")]
        reports = len(list(self.folder.rglob("report.html")))
        os.environ.update({name: self.env[name] for name in ("DORSI_DATA", "DORSI_CACHE")})
        if sessions:
            wrong += care.check()
            with Store() as store:
                wrong += [] if len(store.sessions()) == sessions else [f"{len(store.sessions())} sessions"]
        return [*wrong, f"{reports} reports"]


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def command_of(what, place):
    clips = sorted((place.folder / "clips").iterdir())
    if what == "batch":
        return ("batch", "clips", "--out", "out", "--model", "lite", "--workers", "2")
    return ("analyse", *clips, "--out", "out", "--model", "lite", "--no-overlay")


def of_command(what, place, after_s):
    """Kill the command after a while, run it to its end, and return what is wrong then."""
    process = place.start(*command_of(what, place))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after_s)
    kill(process)
    again = place.start(*command_of(what, place))
    said, _ = again.communicate(timeout=PATIENCE_S)
    wrong = place.what_is_wrong(sessions=2 if what == "batch" else 0)
    return [*wrong, *([] if again.returncode == 0 else [f"exit {again.returncode}: {said[-300:]}"])]


def of_server(_what, place, after_s):
    """Send a clip, kill the server after a while, start it again, and return what is wrong once the job is over."""
    os.environ.update(place.env)
    port = running.free_port()
    first = running.Server(port, start_new_session=True)
    content = next((place.folder / "clips").iterdir()).read_bytes()
    with running.paired_client(first) as client:
        begun = client.post("/api/uploads", json={"name": "a.mp4", "size_bytes": len(content)}).json()
        job, wait = None, time.monotonic() + after_s
        with contextlib.suppress(httpx2.HTTPError):
            address = f"/api/uploads/{begun['id']}"
            client.patch(address, content=content, headers={"Upload-Offset": "0"})
            job = ask(client, begun)
            time.sleep(max(0.0, wait - time.monotonic()))
        os.killpg(first.process.pid, signal.SIGKILL)
        first.process.communicate()
        second = running.Server(port)
        try:
            job = job or ask(client, begun)
            done = running.wait_for(client, job["id"], "done", "failed")
        finally:
            second.end()
    return [*place.what_is_wrong(sessions=1), *([] if done["state"] == "done" else [str(done)])]


def ask(client, upload):
    wanted = {"upload_id": upload["id"], "person": "Anna", "overlay": False}
    return client.post("/api/jobs", json=wanted).json()


def main():
    """Kill at moments that are evenly spread over the time that the command takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("analyse", "batch", "serve"))
    parser.add_argument("--moments", type=int, default=50)
    asked = parser.parse_args()
    run = of_server if asked.what == "serve" else of_command
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        expected = run(asked.what, Place(Path(folder) / "whole"), PATIENCE_S if asked.what != "serve" else 20.0)
        whole_s = min(20.0, time.monotonic() - began)
        print(f"without a kill: {expected}, {whole_s:.1f} s")
        different = 0
        for moment in range(asked.moments):
            after_s = whole_s * (moment + 1) / (asked.moments + 1)
            found = run(asked.what, Place(Path(folder) / str(moment)), after_s)
            if found != expected:
                different += 1
                print(f"after {after_s:.2f} s: {found}")
    print(f"{asked.what}: killed at {asked.moments} moments, {different} not as without")
    raise SystemExit(bool(different))


if __name__ == "__main__":
    main()
