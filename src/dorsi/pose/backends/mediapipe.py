"""MediaPipe's tracking: a quick survey of who is where and when, then each person followed through every frame."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from dorsi.pose.averaging import average, paired
from dorsi.pose.backend import People, part_of
from dorsi.pose.boxes import mirrored
from dorsi.pose.following import Follower
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.linking import Track
from dorsi.pose.models import verified
from dorsi.pose.names import MIRRORED, NAMES
from dorsi.pose.poses import Pose, as_arrays
from dorsi.pose.survey import MOST_PEOPLE, foremost, survey
from dorsi.settings import Settings
from dorsi.types import Array, Clip, Landmarks, Progress
from dorsi.video.ahead import ahead
from dorsi.video.decode import frames
from dorsi.video.picture import Picture, RgbImage
from dorsi.video.scenes import Thumbnail, find_cuts_s, thumbnail

OPTION: Final = "mediapipe"
HELP: Final = "the same networks with MediaPipe's own tracking"
TRACKING_VERSION: Final = 3  #: raise it whenever the landmarks of a clip change, so that cached ones are not taken
_SURVEY_MODEL: Final = "lite"
_SURVEY_SHARE: Final = 0.15  # of the whole work, for the progress bar
# The plain pass has one thread, so that it sees the frames in their order; the mirrored one runs beside it, since
# MediaPipe computes one picture on about one core.
_THREADS: Final = 1
_MOST_BEHIND: Final = 1  #: frames by which the plain pass may be late: neither pass waits for the other at each

_FramePoses = list[Pose | None]  # one entry per person


def make(settings: Settings, file: Path | None) -> "MediaPipeBackend":
    """Return the backend that the settings ask for."""
    del file
    return MediaPipeBackend(model=settings.model, mirror=settings.mirror)


def networks(settings: Settings) -> tuple[str, ...]:
    """Return the shipped networks that the points depend on."""
    return (settings.model,)


class MediaPipeBackend:
    """MediaPipe's BlazePose networks, raw tracked landmarks, averaged with those of the mirrored frame.

    A survey with the lite network at 10 pictures a second tells how many people there are, and where. Each is then
    followed through all frames by a landmarker of their own: with one person only, that is exactly MediaPipe's
    single-person tracking. The other way, one landmarker for several people, does not say who is who, takes 30 % more
    time, and is better on some rendered clips and worse on others (near shank, rms, without the mirror: squat 2.4
    against 3.1 deg, lunges 0.5 and 1.1 against 1.0 and 1.0, run 10.1 against 9.8 before swaps are undone).

    Parameters
    ----------
    model
        heavy, full or lite.
    mirror
        Average with the mirrored frame.
    """

    def __init__(self, *, model: str = "heavy", mirror: bool = True) -> None:
        self._model = verified(model)
        self._survey_model = verified(_SURVEY_MODEL)
        self._mirror = mirror

    @property
    def key(self) -> str:
        """What the landmarks depend on besides the clip."""
        parts = ("mediapipe", version("mediapipe"), self._model.sha256, self._survey_model.sha256)
        return "-".join((*parts, f"mirror={self._mirror}", f"tracking={TRACKING_VERSION}"))

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return everybody in the clip who was seen for at least half a second, four at the most."""
        quick, thorough = (
            partial(Landmarker, model, most_people=MOST_PEOPLE) for model in (self._survey_model, self._model)
        )
        tracks = survey(clip, quick, thorough, report=part_of(progress, clip, 0.0, _SURVEY_SHARE))
        followed = foremost(tracks)
        passes = self._follow(clip, followed, tracks, part_of(progress, clip, _SURVEY_SHARE, 1.0))
        persons = (_landmarks(passes, i, clip) for i in range(len(followed)))
        return People(
            persons=tuple(person for person in persons if np.isfinite(person.xy_px).any()),
            time_s=np.array(passes.time_s),
            size_px=clip.size_px,
            cuts_s=find_cuts_s(passes.thumbnails, passes.time_s),
            provenance={
                "pose_backend": f"mediapipe {version('mediapipe')}",
                "pose_model": self._model.name,
                "pose_model_sha256": self._model.sha256,
                "pose_mirror": self._mirror,
                "pose_tracking_version": TRACKING_VERSION,
            },
        )

    def _follow(
        self, clip: Clip, followed: list[Track], seen: list[Track], report: Callable[[float], None]
    ) -> "_Passes":
        """Follow people through all frames: the plain and the mirrored pass side by side, the next frame made ready."""
        done = _Passes([], [], [], [])
        tracks = followed + [track for track in seen if track not in followed]
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(_THREADS))
            plain = [stack.enter_context(closing(Follower(self._model))) for _ in followed]
            flipped = [stack.enter_context(closing(Follower(self._model))) for _ in followed if self._mirror]
            waiting: deque[Future[_FramePoses]] = deque()
            for look in stack.enter_context(closing(ahead(self._looks(clip, tracks)))):
                waiting.append(pool.submit(_pass, plain, look.rgb, look.boxes))
                if look.mirror_rgb is not None:
                    done.mirror.append(_pass(flipped, look.mirror_rgb, look.mirror_boxes))
                if len(waiting) > _MOST_BEHIND:
                    done.plain.append(waiting.popleft().result())
                done.time_s.append(look.time_s)
                done.thumbnails.append(look.thumbnail)
                report(look.time_s)
            done.plain.extend(found.result() for found in waiting)
        return done

    def _looks(self, clip: Clip, tracks: list[Track]) -> Iterator["_ReadyFrame"]:
        """Yield what the passes need of each frame."""
        width_px = clip.size_px[0]
        for frame in frames(clip):
            boxes = [track.box_at(frame.time_s) for track in tracks]
            yield _ReadyFrame(
                time_s=frame.time_s,
                rgb=frame.rgb,
                boxes=boxes,
                mirror_rgb=np.asarray(cv2.flip(frame.rgb, 1), dtype=np.uint8) if self._mirror else None,
                mirror_boxes=[None if box is None else mirrored(box, width_px) for box in boxes],
                thumbnail=thumbnail(Picture.of(frame.rgb)),
            )


@dataclass(frozen=True, kw_only=True)
class _ReadyFrame:
    """One frame, ready for both passes."""

    time_s: float
    rgb: RgbImage
    boxes: list[Array | None]  #: of everybody, the followed people first
    mirror_rgb: RgbImage | None  #: None without that pass
    mirror_boxes: list[Array | None]
    thumbnail: Thumbnail


@dataclass
class _Passes:
    """Poses by frame and person, as the plain and the mirrored pass found them."""

    time_s: list[float]
    plain: list[_FramePoses]
    mirror: list[_FramePoses]  #: in the mirrored picture, sides not swapped back; empty without that pass
    thumbnails: list[Thumbnail]


def _pass(followers: list[Follower], rgb: RgbImage, people: list[Array | None]) -> _FramePoses:
    """Return the pose of each followed person in one frame; `people` holds everybody's box, the followed ones first."""
    found: _FramePoses = []
    for i, follower in enumerate(followers):
        others = [box for j, box in enumerate(people) if j != i and box is not None]
        found.append(follower.pose(rgb, people[i], others))
    return found


def _landmarks(passes: _Passes, person: int, clip: Clip) -> Landmarks:
    """Return one person's landmarks from both passes."""
    plain = _points(passes.plain, person)
    xy, score, world = plain
    sigma = None
    if passes.mirror:
        mirror = _flipped_back(_points(passes.mirror, person), clip.size_px[0])
        xy, sigma = average(*paired(plain, mirror), rate_hz=clip.mean_rate_hz)
        world = np.where(np.isfinite(mirror.world_m), (world + mirror.world_m) / 2, world)
    return Landmarks(
        time_s=np.array(passes.time_s),
        xy_px=xy,
        score=score,
        names=NAMES,
        size_px=clip.size_px,
        sigma_px=sigma,
        world_m=world,
    )


def _flipped_back(pose: Pose, width_px: int) -> Pose:
    """Return the points of a mirrored picture in the plain picture's pixels and side names."""
    xy, world = pose.xy_px.copy(), pose.world_m.copy()
    xy[..., 0] = width_px - xy[..., 0]
    world[..., 0] *= -1
    return Pose(xy[:, MIRRORED], pose.score[:, MIRRORED], world[:, MIRRORED])


def _points(passed: list[_FramePoses], person: int) -> Pose:
    """Return one person's points over all frames of a pass."""
    return as_arrays({row: pose for row, poses in enumerate(passed) if (pose := poses[person])}, len(passed))
