"""Checks uploaded files in a separate process: little memory, little time, no network, nothing written.

Run as `python -m dorsi.web.receiving.sniffing TASK FILE`. The answer is one line of JSON on stdout.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from dorsi import sealing
from dorsi.errors import DorsiError, VideoError
from dorsi.web.config import Limits

_MEMORY_BYTES: Final = 1_500_000_000
_CPU_S: Final = 20
_WALL_S: Final = 40.0
_OPEN_FILES: Final = 64
QUIET: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_REFUSED: Final = "can't be read as a clip; film it again with your phone"


class ClipFacts(BaseModel):
    """Facts about a clip before its analysis."""

    model_config = ConfigDict(frozen=True)

    size_px: tuple[int, int]
    duration_s: float
    mean_rate_hz: float
    n_frames: int
    recorded_at: str | None


def look_at_clip(path: Path, limits: Limits) -> ClipFacts:
    """Return facts about the clip.

    Raises
    ------
    VideoError
        If it is not a video, or longer or larger than allowed.
    """
    facts = ClipFacts.model_validate(run_apart("clip", path))
    width, height = facts.size_px
    if max(width, height) > limits.side_px or width * height > limits.picture_px:
        raise VideoError(
            f"{path.name}: has pictures of {width} × {height} pixels, {limits.side_px} × "
            f"{limits.picture_px // limits.side_px} are allowed; film in 4K or less"
        )
    if facts.duration_s > limits.duration_s:
        raise VideoError(
            f"{path.name}: lasts {facts.duration_s:.0f} s, the limit is {limits.duration_s:.0f} s; trim it"
        )
    if facts.n_frames > limits.frames:
        raise VideoError(f"{path.name}: has {facts.n_frames} frames, the limit is {limits.frames}; trim it")
    return facts


def run_apart(task: str, path: Path) -> dict[str, Any]:
    """Return the result of a task on a file; the task runs in its own process.

    Raises
    ------
    VideoError
        If the file does not suit the task, or needs more memory or time than allowed.
    """
    command = [sys.executable, "-m", "dorsi.web.receiving.sniffing", task, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, env=os.environ | QUIET, capture_output=True, timeout=_WALL_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise VideoError(f"{path.name}: {_REFUSED}") from error
    if done.returncode != 0:
        raise VideoError(f"{path.name}: {_REFUSED}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problem" in answer:
        raise VideoError(answer["problem"])
    return answer


def seal(memory_bytes: int) -> None:
    """Restrict this process: memory, time, writing files, and the network if possible."""
    temporary = Path(tempfile.gettempdir())  # libraries make empty files there; its default check writes one
    sealing.leave_network()
    sealing.limit(memory_bytes=memory_bytes, cpu_s=_CPU_S, file_bytes=0, open_files=_OPEN_FILES)
    sealing.write_only_in([temporary])


def _clip(path: Path) -> dict[str, Any]:
    from dorsi.video.probe import probe  # noqa: PLC0415 - decoders are loaded once the process is sealed

    clip = probe(path)
    return ClipFacts(
        size_px=clip.size_px,
        duration_s=clip.duration_s,
        mean_rate_hz=clip.mean_rate_hz,
        n_frames=clip.n_frames,
        recorded_at=clip.recorded_at,
    ).model_dump(mode="json")


TASKS: Final = {"clip": _clip}


def main(task: str, path: str) -> None:
    """Do a task, sealed, and print its result."""
    seal(_MEMORY_BYTES)
    try:
        found = TASKS[task](Path(path))
    except DorsiError as error:
        found = {"problem": str(error)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
