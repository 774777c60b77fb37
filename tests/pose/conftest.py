"""What the pose tests share: clips put together from the rendered samples."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from small_clips import HALF_PX

from dorsi.video import frames, probe, write_h264

SAMPLES = Path(__file__).parents[2] / "sample_videos"
CLIP_S = 1.6


def _upright(name, until_s=CLIP_S):
    """Yield (time, picture) of a sample in the half size."""
    for frame in frames(probe(SAMPLES / name)):
        if frame.time_s >= until_s:
            return
        yield frame.time_s, cv2.resize(frame.rgb, HALF_PX, interpolation=cv2.INTER_AREA)


def _write(path, pictures):
    pictures = list(pictures)
    height, width = pictures[0][1].shape[:2]
    write_h264(path, pictures, size_px=(width, height), crf=16)
    return path


@pytest.fixture(scope="session")
def one_person(tmp_path_factory):
    """Return a short clip of one squat."""
    return _write(tmp_path_factory.mktemp("clips") / "one.mp4", _upright("squat_side.mp4"))


@pytest.fixture(scope="session")
def two_people(tmp_path_factory):
    """Return a clip of two people side by side: a squat on the left, a lunge on the right from 0.6 s on."""

    def pictures():
        for (time_s, left), (_, right) in zip(_upright("squat_side.mp4"), _upright("lunge_left.mp4"), strict=True):
            shown = right if time_s >= 0.6 else np.full_like(right, 150)
            yield time_s, np.hstack([left, shown])

    return _write(tmp_path_factory.mktemp("clips") / "two.mp4", pictures())


@pytest.fixture(scope="session")
def nobody(tmp_path_factory):
    """Return a clip of an empty room: a grey slope."""
    slope = np.tile(np.linspace(60, 200, HALF_PX[0], dtype=np.uint8)[None, :, None], (HALF_PX[1], 1, 3))
    return _write(tmp_path_factory.mktemp("clips") / "none.mp4", ((i / 30, slope) for i in range(12)))


@pytest.fixture(scope="session")
def crossing(tmp_path_factory):
    """Return a clip of a squat past which somebody else is moved, from left to right, hiding it for a moment."""

    def pictures():
        pairs = zip(_upright("squat_side.mp4", until_s=4.0), _upright("lunge_left.mp4", until_s=4.0), strict=True)
        for (time_s, squat), (_, lunge) in pairs:
            room = np.full((HALF_PX[1], 3 * HALF_PX[0], 3), 150, np.uint8)
            room[:, HALF_PX[0] : 2 * HALF_PX[0]] = squat
            passer = lunge[:, 60:300]
            left = int(450 * time_s - 200)
            shown = slice(max(0, left), min(room.shape[1], left + passer.shape[1]))
            if shown.stop > shown.start:
                room[:, shown] = passer[:, shown.start - left : shown.stop - left]
            yield time_s, room

    return _write(tmp_path_factory.mktemp("clips") / "crossing.mp4", pictures())
