"""Clips that are broken in the ways that clips break."""

import math
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from forked import program

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "lunge_left.mp4"


def missing(folder: Path) -> Path:
    return folder / "clip.mp4"


def directory(folder: Path) -> Path:
    path = folder / "clip.mp4"
    path.mkdir()
    return path


def text(folder: Path) -> Path:
    path = folder / "clip.mp4"
    path.write_text("This is a shopping list, not a video.\n" * 40, encoding="utf-8")
    return path


def empty(folder: Path) -> Path:
    path = folder / "clip.mp4"
    path.touch()
    return path


def truncated(folder: Path) -> Path:
    path = folder / "clip.mp4"
    data = SAMPLE.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def audio_only(folder: Path) -> Path:
    path = folder / "clip.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=16000, layout="mono")
        tone = np.sin(np.arange(16000) * 2 * math.pi * 440 / 16000).astype(np.float32)
        for start in range(0, 16000, 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 16000, start, Fraction(1, 16000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def one_frame(folder: Path) -> Path:
    path = folder / "clip.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        picture = np.full((240, 320, 3), 128, dtype=np.uint8)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


MAKERS = [missing, directory, text, empty, truncated, audio_only, one_frame]


@dataclass(frozen=True)
class Run:
    """One call of `dorsi analyse`, with the files around it before and after."""

    done: subprocess.CompletedProcess
    before: list
    after: list


@pytest.fixture(scope="module", params=MAKERS, ids=lambda make: make.__name__)
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fault")
    clip = request.param(folder)
    before = sorted(folder.rglob("*"))
    command = [program(), "analyse", str(clip)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return Run(done=done, before=before, after=sorted(folder.rglob("*")))
