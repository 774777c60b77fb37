"""The default: everybody found some times a second, then more looks at each person where they move fast."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.pose.backend import People, part_of
from dorsi.pose.blazepose.closer import look_closer
from dorsi.pose.blazepose.networks import landmark_network
from dorsi.pose.blazepose.person import TrackedPerson, landmarks_of, persons_of
from dorsi.pose.blazepose.scan import Scan, scan
from dorsi.pose.boxes import box_of
from dorsi.pose.linking import link
from dorsi.pose.looks import LOOKS_HZ
from dorsi.pose.models import verified, verified_graph
from dorsi.pose.rejoining import rejoined
from dorsi.pose.survey import foremost
from dorsi.settings import Settings
from dorsi.types import Clip, Progress
from dorsi.video.scenes import find_cuts_s

OPTION: Final = "blazepose"
HELP: Final = "the networks that come with dorsi"
TRACKING_VERSION: Final = 2  #: raise it whenever the landmarks of a clip change, so that cached ones are not taken
_SCAN_SHARE: Final = 0.8  # of the whole work, for the progress bar


def make(settings: Settings, file: Path | None) -> "BlazePoseBackend":
    """Return the backend that the settings ask for."""
    del file
    return BlazePoseBackend(model=settings.model, mirror=settings.mirror)


def networks(settings: Settings) -> tuple[str, ...]:
    """Return the shipped networks that the points depend on."""
    return (settings.model,)


class BlazePoseBackend:
    """BlazePose's networks run by dorsi: raw points, looked for where they pay.

    Everybody is looked at 15 times a second, and at their mirror image: the mean favours neither side, the difference
    tells the noise. Where a leg moves too fast for that, every frame is looked at. In the frames between two looks the
    points lie on the line from one to the other.

    Parameters
    ----------
    model
        heavy, full or lite.
    mirror
        Average with looks at the mirror image.
    """

    def __init__(self, *, model: str = "heavy", mirror: bool = True) -> None:
        self._model = verified(model)
        self._mirror = mirror

    @property
    def key(self) -> str:
        """What the landmarks depend on besides the clip."""
        parts = ("blazepose", self._model.sha256, verified_graph(self._model.name).sha256)
        return "-".join((*parts, f"mirror={self._mirror}", f"tracking={TRACKING_VERSION}"))

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return everybody in the clip who was seen for at least half a second, four at the most."""
        scanned = self._scan(clip, LOOKS_HZ, part_of(progress, clip, 0.0, _SCAN_SHARE))
        persons = _people(scanned)
        if not persons:
            scanned = self._scan(clip, np.inf, part_of(progress, clip, 0.0, _SCAN_SHARE))
            persons = _people(scanned)
        time_s = np.array(scanned.time_s)
        look_closer(
            clip,
            persons,
            time_s,
            network=landmark_network(self._model.name),
            mirror=self._mirror,
            report=part_of(progress, clip, _SCAN_SHARE, 1.0),
        )
        return People(
            persons=tuple(landmarks_of(one, time_s, clip.size_px, rate_hz=clip.mean_rate_hz) for one in persons),
            time_s=time_s,
            size_px=clip.size_px,
            cuts_s=find_cuts_s(scanned.thumbnails, time_s),
            provenance={
                "pose_backend": "blazepose",
                "pose_model": self._model.name,
                "pose_model_sha256": self._model.sha256,
                "pose_mirror": self._mirror,
                "pose_tracking_version": TRACKING_VERSION,
            },
        )

    def _scan(self, clip: Clip, rate_hz: float, report: Callable[[float], None]) -> Scan:
        return scan(clip, self._model.name, mirror=self._mirror, rate_hz=rate_hz, report=report)


def _people(scanned: Scan) -> list[TrackedPerson]:
    boxes = [[box_of(one.pose.xy_px) for one in looks] for looks in scanned.looks.values()]
    tracks = foremost(rejoined(link([scanned.time_s[row] for row in scanned.looks], boxes)))
    return persons_of(tracks, scanned)
