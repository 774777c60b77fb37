"""MediaPipe's pose networks behind one class: pictures in, body points in pixels out."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

import numpy as np

from dorsi.errors import ModelError
from dorsi.pose.light_mediapipe import light_mediapipe
from dorsi.pose.models import Model
from dorsi.pose.names import NAMES
from dorsi.pose.poses import Pose
from dorsi.video.picture import Picture

# MediaPipe's VIDEO mode smooths each coordinate by a causal filter, which bends angles of moving legs. A minute from
# frame to frame takes the filter's weight to one and leaves its tracking as it is.
_STEP_MS: Final = 60_000
# TensorFlow Lite's greeting, and the glog lines of levels I(nfo) and W(arning); errors start with E or F.
_CHATTER: Final = (b"INFO: Created TensorFlow Lite", b"WARNING: All log messages before absl", b"I0000 ", b"W0000 ")
_STDERR_LOCK: Final = threading.Lock()  # the terminal is one, the followers' threads are several


class Landmarker:
    """One MediaPipe pose landmarker that tracks from picture to picture, for one clip; close it afterwards.

    Parameters
    ----------
    model
        A verified network.
    most_people
        How many people to look for in each picture.
    """

    def __init__(self, model: Model, *, most_people: int) -> None:
        self._mp, tasks = light_mediapipe()
        vision = tasks.vision
        options = vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(model.path)),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=most_people,
        )
        self._chatty = True
        self._time_ms = 0
        try:
            with _quiet_stderr():
                self._landmarker = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"{model.path}: MediaPipe cannot load the pose model ({error}); install dorsi again"
            ) from error

    def find(self, picture: Picture) -> list[Pose]:
        """Return everybody found in the next picture, surest first."""
        rgb = picture.rgb
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        self._time_ms += _STEP_MS
        if self._chatty:
            with _quiet_stderr():
                found = self._landmarker.detect_for_video(image, self._time_ms)
            self._chatty = not found.pose_landmarks
        else:
            found = self._landmarker.detect_for_video(image, self._time_ms)
        height, width = rgb.shape[:2]
        return [
            _pose(points, world, (width, height))
            for points, world in zip(found.pose_landmarks, found.pose_world_landmarks, strict=True)
        ]

    def forget(self) -> None:
        """Stop following whoever was followed: the next picture is searched afresh."""
        self.find(Picture.of(np.zeros((64, 64, 3), np.uint8)))

    def close(self) -> None:
        """Give the network's memory back."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _pose(points: list, world: list, size_px: tuple[int, int]) -> Pose:  # type: ignore[type-arg]
    values = np.array([(p.x, p.y, p.visibility) for p in points])
    assert values.shape == (len(NAMES), 3)
    # Fractions of width and height become pixels before anything is computed: they are not one unit.
    return Pose(values[:, :2] * size_px, values[:, 2], np.array([(p.x, p.y, p.z) for p in world]))


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep what MediaPipe's C++ code prints at its start off the terminal; all else that was printed comes after.

    No option of MediaPipe turns these lines off. Each landmarker prints them while it is made and with its first pose.
    """
    with _STDERR_LOCK, tempfile.TemporaryFile() as kept:
        saved = os.dup(2)
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            kept.seek(0)
            os.write(2, b"".join(line for line in kept if not line.startswith(_CHATTER)))
