"""How fast dorsi is: `make bench`, or `python benchmarks/speed.py [--minutes 5] [--before SRC]`.

Every round runs each contestant once, one after the other, each in a process of its own with an empty cache. Ratios are
taken inside a round, so that whatever else the machine does falls on both sides. Writes docs/performance.md, where the
figures of the last run stand with their date, machine and versions. On shared machines trust the ratios of processor
time, not single seconds.

The plain loop is what a user would write with MediaPipe alone: OpenCV decodes, the same network in VIDEO mode looks at
each frame once, and the lean of one shank comes out.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speed_page import AGAIN, REPORT, Run, page

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PAGE = ROOT / "docs" / "performance.md"
CLIP = ROOT / "sample_videos" / "lunge_left.mp4"
START_RUNS = 10

PLAIN_LOOP = """
import sys, cv2, numpy as np, mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision
options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=sys.argv[2]), running_mode=vision.RunningMode.VIDEO)
film, lean_deg = cv2.VideoCapture(sys.argv[1]), []
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    while (got := film.read())[0]:
        rgb = cv2.cvtColor(got[1], cv2.COLOR_BGR2RGB)
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
        found = landmarker.detect_for_video(image, int(film.get(cv2.CAP_PROP_POS_MSEC)) + len(lean_deg))
        knee, ankle = (found.pose_landmarks[0][i] for i in (25, 27)) if found.pose_landmarks else (None, None)
        lean_deg.append(np.nan if knee is None else np.degrees(np.arctan2(knee.x - ankle.x, ankle.y - knee.y)))
print(np.nanmax(lean_deg))
"""
NUMBERS = """
import sys, time
import dorsi
settings = dorsi.Settings(model=sys.argv[2], mirror=sys.argv[3] == "mirror")
took = []
for _ in range(2):
    began, began_cpu = time.perf_counter(), time.process_time()
    dorsi.analyse(sys.argv[1], settings)
    took += [time.perf_counter() - began, time.process_time() - began_cpu]
print(*took)
"""
CLI = ["-m", "dorsi", "analyse", str(CLIP), "--model"]


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """What one process runs."""

    code: Sequence[str]  #: arguments of Python
    source: Path = SOURCE  #: holds the package
    cache: str = ""  #: name of the cache, which is empty in each round for whoever comes first; its own if left out


def run(name: str, what: Contestant, place: Path) -> Run:
    """Run a contestant in a process of its own, with what it keeps in a folder of the round."""
    cache, data = place / (what.cache or name), place / "data"
    env = os.environ | {"PYTHONPATH": str(what.source), "DORSI_CACHE": str(cache), "DORSI_DATA": str(data)}
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *what.code], env=env, cwd=place, stdout=out, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        wall_s, cpu_s = time.perf_counter() - began, used.ru_utime + used.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{name} ended with {process.returncode}")
        out.seek(0)
        two = [float(word) for word in out.read().split()] if NUMBERS in what.code else [0.0] * 4
    return Run(
        wall_s=wall_s - two[2],
        cpu_s=cpu_s - two[3],
        peak_mb=used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
        first_s=two[0],
        second_s=two[2],
    )


def contestants(before: Path | None) -> dict[str, Contestant]:
    """Return what takes part in a round, by name: who, what, and with which network."""
    loops = {
        model: Contestant(code=["-c", PLAIN_LOOP, str(CLIP), str(ROOT / "models" / f"pose_landmarker_{model}.task")])
        for model in ("full", "heavy")
    }
    numbers, one_look = (["-c", NUMBERS, str(CLIP), "full", looks] for looks in ("mirror", "plain"))
    every = {
        "loop full": loops["full"],
        "dorsi numbers full": Contestant(code=numbers),
        "dorsi one-look full": Contestant(code=one_look),
        REPORT: Contestant(code=[*CLI, "full"], cache="kept"),
        AGAIN: Contestant(code=[*CLI, "full"], cache="kept"),
        "loop heavy": loops["heavy"],
        "dorsi report heavy": Contestant(code=[*CLI, "heavy"]),
    }
    if before is not None:
        every |= {
            name.replace("dorsi", "before"): replace(what, source=before, cache="")
            for name, what in every.items()
            if name in {"dorsi numbers full", REPORT, "dorsi report heavy"}
        }
    return every


def rounds(every: dict[str, Contestant], minutes: float) -> dict[str, list[Run]]:
    """Return the runs of each contestant, round by round, until the time is used up; two rounds at least."""
    done: dict[str, list[Run]] = {name: [] for name in every}
    began, longest_s, count = time.perf_counter(), 0.0, 0
    while count < 2 or time.perf_counter() - began + longest_s < 60 * minutes:
        round_began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="dorsi-speed-") as place:
            for name, what in every.items():
                one = run(name, what, Path(place))
                done[name].append(one)
                print(f"{name}: {one.wall_s:.1f} s, {one.cpu_s:.1f} s of processor time", flush=True)
        longest_s, count = max(longest_s, time.perf_counter() - round_began), count + 1
    return done


def start_up() -> dict[str, list[Run]]:
    """Return what starting takes."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "import dorsi": ["-c", "import dorsi"],
        "dorsi --help": ["-m", "dorsi", "--help"],
    }
    done: dict[str, list[Run]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="dorsi-speed-") as place:
        for _ in range(START_RUNS):
            for name, code in commands.items():
                done[name].append(run(name, Contestant(code=code), Path(place)))
    return done


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=4.5, help="for the rounds; two are run whatever they take")
    parser.add_argument("--before", type=Path, help="the src folder of an earlier checkout, to compare with")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write")
    given = parser.parse_args()
    start = start_up()
    done = rounds(contestants(given.before and given.before.resolve()), given.minutes)
    given.out.write_text(page(done, start, clip=CLIP.name), encoding="utf-8")
    print(given.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
