"""One person's looks over a clip, and the landmarks that come of them."""

from dataclasses import dataclass

import numpy as np

from dorsi.pose.averaging import average, paired
from dorsi.pose.blazepose.look import Look
from dorsi.pose.blazepose.scan import Scan
from dorsi.pose.boxes import box_of
from dorsi.pose.linking import Track
from dorsi.pose.looks import between_looks
from dorsi.pose.names import NAMES
from dorsi.pose.poses import as_arrays
from dorsi.types import Array, Landmarks


@dataclass(frozen=True, kw_only=True)
class TrackedPerson:
    """Whom a track follows, and every look at them by the frame's row."""

    track: Track
    looks: dict[int, Look]

    @property
    def rows(self) -> list[int]:
        """Frames in which the person was seen, rising."""
        return sorted(self.looks)


def persons_of(tracks: list[Track], scanned: Scan) -> list[TrackedPerson]:
    """Return each track's person with the looks that belong to it."""
    row_at = {scanned.time_s[row]: row for row in scanned.looks}
    found = []
    for track in tracks:
        own = {row_at[when]: box for when, box in zip(track.time_s, track.boxes, strict=True)}
        found.append(TrackedPerson(track=track, looks={row: _its(box, scanned.looks[row]) for row, box in own.items()}))
    return found


def _its(box: Array, looks: list[Look]) -> Look:
    return next(one for one in looks if np.array_equal(box_of(one.pose.xy_px), box))


def landmarks_of(person: TrackedPerson, time_s: Array, size_px: tuple[int, int], *, rate_hz: float) -> Landmarks:
    """Return a person's landmarks in every frame: between two looks, on the line from one to the other."""
    plain = as_arrays({row: one.pose for row, one in person.looks.items()}, len(time_s))
    xy, score, world = plain
    mirrored = {row: one.mirrored for row, one in person.looks.items() if one.mirrored is not None}
    sigma = None
    if mirrored:
        mirror = as_arrays(mirrored, len(time_s))
        xy, sigma = average(*paired(plain, mirror), rate_hz=rate_hz)
        world = (world + mirror.world_m) / 2
    looked = np.isin(np.arange(len(time_s)), person.rows)
    return Landmarks(
        time_s=time_s,
        xy_px=between_looks(xy, time_s, looked),
        score=between_looks(score, time_s, looked),
        names=NAMES,
        size_px=size_px,
        sigma_px=None if sigma is None else between_looks(sigma, time_s, looked),
        world_m=between_looks(world, time_s, looked),
    )
