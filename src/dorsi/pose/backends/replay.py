"""Landmarks from a file instead of a network: a saved result, or another tool's keypoints."""

from pathlib import Path
from typing import Final

import numpy as np

from dorsi.analysis.level import Cue
from dorsi.errors import DataError
from dorsi.pose.backend import People
from dorsi.pose.landmark_file import load_keypoint_json, load_landmarks, load_level_cues
from dorsi.settings import Settings
from dorsi.types import Clip, Landmarks, Progress
from dorsi.video.decode import frames

OPTION: Final = "replay:FILE"
HELP: Final = "landmarks.npz of an earlier result, or keypoints in JSON"
# A few damaged frames may be missing; more than that, or another length, means another clip.
_LEAST_ROWS_FRAC: Final = 0.9
_MOST_LENGTH_CHANGE_FRAC: Final = 0.1


def make(settings: Settings, file: Path | None) -> "ReplayBackend":
    """Return the backend of a file."""
    del settings
    assert file is not None
    return ReplayBackend(file)


def networks(settings: Settings) -> tuple[str, ...]:
    """Return no network: the points are in the file."""
    del settings
    return ()


class ReplayBackend:
    """The one person of a landmarks.npz, or of a keypoint JSON.

    Parameters
    ----------
    path
        The file; a name that ends in .json is read as keypoints per frame, anything else as landmarks.npz.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def key(self) -> None:
        """None: the landmarks are in a file already."""

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return the person of the file.

        Raises
        ------
        DataError
            If the file cannot be read, or was made from another clip.
        """
        level_cues: tuple[Cue, ...] | None = None
        if self._path.suffix.lower() == ".json":
            time_s = np.array([frame.time_s for frame in frames(clip)])
            landmarks = load_keypoint_json(self._path, time_s=time_s, size_px=clip.size_px)
        else:
            landmarks = load_landmarks(self._path)
            level_cues = load_level_cues(self._path)
            self._refuse_other_clip(landmarks, clip)
        if progress is not None:
            progress(clip.duration_s, clip.duration_s)
        return People(
            persons=(landmarks,),
            time_s=landmarks.time_s,
            size_px=landmarks.size_px,
            level_cues=level_cues,
            provenance={"pose_backend": "replay", "pose_file": self._path.name},
        )

    def _refuse_other_clip(self, landmarks: Landmarks, clip: Clip) -> None:
        rows, seconds = len(landmarks.time_s), landmarks.time_s[-1] if len(landmarks.time_s) else 0.0
        same_rows = _LEAST_ROWS_FRAC * clip.n_frames <= rows <= clip.n_frames
        same_length = (
            abs(seconds - clip.duration_s) <= _MOST_LENGTH_CHANGE_FRAC * clip.duration_s + 1 / clip.mean_rate_hz
        )
        if landmarks.size_px != clip.size_px or not same_rows or not same_length:
            raise DataError(
                f"{self._path.name}: belongs to another clip ({_shape(landmarks.size_px, rows, seconds)}; "
                f"{clip.path.name}: {_shape(clip.size_px, clip.n_frames, clip.duration_s)}); "
                "give the landmarks of this clip, and the --capture-fps they were made with"
            )


def _shape(size_px: tuple[int, int], n_frames: int, seconds: float) -> str:
    return f"{size_px[0]} x {size_px[1]} pixels, {n_frames} frames, {seconds:.1f} s"
