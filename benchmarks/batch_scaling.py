"""Throughput of two workers over one, and memory of a worker at 1080p: `python benchmarks/batch_scaling.py scaling`.

Every run gets its own empty landmark cache, so that the pose network works on every clip. Prints one line for each
figure; docs/cluster.md holds what was measured.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import psutil

from dorsi import video
from dorsi.video.encode import write_h264

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"
FULL_HD = (1920, 1080)


def copies(folder: Path, count: int) -> None:
    """Write `count` clips that differ in one byte of a box that no decoder reads."""
    for i in range(count):
        path = folder / f"athlete{i}" / "lunge_left.mp4"
        path.parent.mkdir(parents=True)
        path.write_bytes(SAMPLE.read_bytes() + (9).to_bytes(4, "big") + b"free" + bytes([i]))


def full_hd(path: Path, *, repeats: int) -> None:
    """Write the sample at 1080p, several times over."""

    def pictures() -> Iterator[tuple[float, "cv2.typing.MatLike"]]:
        at = 0.0
        for _ in range(repeats):
            for frame in video.decode.frames(video.probe(SAMPLE)):
                yield at, cv2.resize(frame.rgb, FULL_HD)
                at += 1 / 30

    path.parent.mkdir(parents=True)
    write_h264(path, pictures(), size_px=FULL_HD)


def measure(folder: Path, workers: int, model: str) -> tuple[float, float]:
    """Return seconds for the whole folder, and the peak memory of the largest worker in MB."""
    with tempfile.TemporaryDirectory(prefix="dorsi-benchmark-") as place:
        env = os.environ | {"DORSI_CACHE": f"{place}/cache", "DORSI_DATA": f"{place}/data"}
        command = ["batch", folder, "--out", f"{place}/out", "--model", model, "--workers", workers]
        began = time.perf_counter()
        run = subprocess.Popen([sys.executable, "-m", "dorsi", *map(str, command)], env=env)
        with peak_memory(run.pid) as peak:
            assert run.wait() == 0
        return time.perf_counter() - began, peak[0]


@contextlib.contextmanager
def peak_memory(parent: int) -> Iterator[list[float]]:
    """Watch the children of a process; the list holds the largest resident memory of one, in MB."""
    peak, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.1):
            with contextlib.suppress(psutil.NoSuchProcess):  # ended while we looked
                for child in psutil.Process(parent).children(recursive=True):
                    peak[0] = max(peak[0], child.memory_info().rss / 2**20)

    thread = threading.Thread(target=watch)
    thread.start()
    yield peak
    ended.set()
    thread.join()


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["scaling", "memory"])
    parser.add_argument("--model", default="lite")
    parser.add_argument("--clips", type=int, default=6)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dorsi-clips-"))
    try:
        if given.part == "scaling":
            copies(folder, given.clips)
            ratios = []
            for _ in range(given.runs):
                one, two = (measure(folder, workers, given.model)[0] for workers in (1, 2))
                ratios.append(one / two)
                print(
                    f"{given.clips} clips, {given.model}: one {one:.1f} s, two {two:.1f} s, ratio {one / two:.2f}",
                    flush=True,
                )
            print(f"median ratio {statistics.median(ratios):.2f}, lowest {min(ratios):.2f}, highest {max(ratios):.2f}")
        else:
            for repeats in (1, 3):
                clip = folder / f"{repeats}" / "anna" / "lunge.mp4"
                full_hd(clip, repeats=repeats)
                took, peak = measure(clip.parents[1], 1, given.model)
                print(
                    f"1080p, {repeats} x the sample, {given.model}: {peak:.0f} MB resident at most, {took:.0f} s",
                    flush=True,
                )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
