"""The page of `benchmarks/speed.py`: what its runs took, as tables."""

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("dorsi", "mediapipe", "av", "numpy", "scipy", "onnxruntime")
REPORT, AGAIN = "dorsi report full", "dorsi again full"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one process took."""

    wall_s: float
    cpu_s: float  #: of all its threads
    peak_mb: float  #: resident memory
    first_s: float = 0.0  #: of it the first analysis, where a process makes two
    second_s: float = 0.0  #: and the second one, from cached landmarks, which the other figures leave out


def spread(values: Iterable[float], digits: int = 2) -> str:
    """Return the median with the lowest and the highest value."""
    known = sorted(values)
    return f"{statistics.median(known):.{digits}f} ({known[0]:.{digits}f} to {known[-1]:.{digits}f})"


def ratio(done: dict[str, list[Run]], slow: str, quick: str) -> str:
    """Return how many times as long one took as the other, round by round: processor time, then the clock."""
    pairs = list(zip(done[slow], done[quick], strict=True))
    return f"{spread(a.cpu_s / b.cpu_s for a, b in pairs)} | {spread(a.wall_s / b.wall_s for a, b in pairs)}"


def machine() -> str:
    """Return the machine in one line."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    busy = f", load average {os.getloadavg()[0]:.1f} at the end of the run" if hasattr(os, "getloadavg") else ""
    return f"{name or platform.machine()}, {os.cpu_count()} cores, {platform.system()}{busy}"


def times_table(done: dict[str, list[Run]]) -> list[str]:
    """Return seconds and memory of each contestant."""
    rows = ["| | seconds | processor seconds | peak memory, MB |", "| --- | --- | --- | --- |"]
    for name, runs in done.items():
        memory = statistics.median(one.peak_mb for one in runs)
        cpu, wall = spread((r.cpu_s for r in runs), 1), spread((r.wall_s for r in runs), 1)
        rows.append(f"| {words(name)} | {wall} | {cpu} | {memory:.0f} |")
    return rows


WORDS = {
    "numbers": "clip to numbers",
    "one-look": "clip to numbers with one look",
    "report": "clip to report with overlay",
    "again": "report again, from cached landmarks",
}


def words(name: str) -> str:
    """Return a contestant as the page names it."""
    who, *what, model = name.split()
    if who == "loop":
        return f"plain MediaPipe loop, {model}"
    return f"dorsi{' before' if who == 'before' else ''}, {WORDS[what[0]]}, {model}"


def ratios_table(done: dict[str, list[Run]]) -> list[str]:
    """Return how dorsi compares with the plain loop, and with itself before where that was measured."""
    rows = ["| how many times as long | processor time | by the clock |", "| --- | --- | --- |"]
    names = [name for name in done if name.startswith("dorsi ") and name != AGAIN]
    for name in names:
        loop = f"loop {name.split()[-1]}"
        rows.append(f"| {words(name)}, against the plain loop | {ratio(done, name, loop)} |")
    for name in names:
        earlier = name.replace("dorsi", "before")
        if earlier in done:
            rows.append(f"| {words(earlier)}, against now | {ratio(done, earlier, name)} |")
    return rows


def cached_table(done: dict[str, list[Run]]) -> list[str]:
    """Return how much faster a second analysis is."""
    pairs = {
        "`dorsi.analyse`, in one process": [(one.first_s, one.second_s) for one in done["dorsi numbers full"]],
        "`dorsi analyse`, with report and overlay": [
            (one.wall_s, two.wall_s) for one, two in zip(done[REPORT], done[AGAIN], strict=True)
        ],
    }
    rows = ["| | first, seconds | again, seconds | times as fast |", "| --- | --- | --- | --- |"]
    for name, both in pairs.items():
        first, second = (spread(pair[i] for pair in both) for i in (0, 1))
        rows.append(f"| {name} | {first} | {second} | {spread((one / two for one, two in both), 1)} |")
    return rows


def start_table(start: dict[str, list[Run]]) -> list[str]:
    """Return what starting takes."""
    rows = ["| | milliseconds | times bare Python |", "| --- | --- | --- |"]
    bare = start["python -c pass"]
    for name, runs in start.items():
        times = spread((one.wall_s / two.wall_s for one, two in zip(runs, bare, strict=True)), 1)
        rows.append(f"| `{name}` | {spread((1e3 * one.wall_s for one in runs), 0)} | {times} |")
    return rows


PROSE = """# Performance

Written by `benchmarks/speed.py`; `make bench` measures the same on your machine in about five minutes. Each figure is
the median, with the lowest and the highest in brackets.

Measured on {day} in one go: {rounds} rounds, each contestant once a round and in a process of its own, on `{clip}`
(4.5 s, 1080 x 1920 pixels, 30 frames a second).

Machine: {machine}. Python {python}, {versions}.

## Against the plain loop

The plain loop is what you would write with MediaPipe alone: OpenCV decodes, and the same network looks at each frame
once. dorsi looks at everybody 15 times a second, with their mirror image, to know the noise of every point, and at
every frame where a leg moves fast. Above 1, dorsi takes longer. By the clock it gains from a second core,
which the loop hardly uses; on a machine that is busy with other work only processor time says much.

{ratios}

## Times and memory

{times}

## From cached landmarks

The points that the networks find are kept. Another analysis of the same clip starts from them.

{cached}

## Start

{start}
"""


def page(done: dict[str, list[Run]], start: dict[str, list[Run]], *, clip: str) -> str:
    """Return docs/performance.md from the runs of each contestant, round by round, and those of starting."""
    tables = {
        "ratios": ratios_table(done),
        "times": times_table(done),
        "cached": cached_table(done),
        "start": start_table(start),
    }
    now = dt.datetime.now(dt.UTC)
    return PROSE.format(
        day=f"{now.day} {now:%b %Y}",
        rounds=len(done["loop full"]),
        clip=clip,
        machine=machine(),
        python=platform.python_version(),
        versions=", ".join(f"{name} {version(name)}" for name in PACKAGES),
        **{name: "\n".join(rows) for name, rows in tables.items()},
    )
