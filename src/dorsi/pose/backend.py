"""What a pose backend is, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from dorsi.analysis.level import Cue
from dorsi.schema.session import Warn
from dorsi.types import Array, Clip, Landmarks, Progress


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who was tracked in one clip."""

    persons: tuple[Landmarks, ...]  #: each with a row for every decoded frame
    time_s: Array  #: (T,) of the decoded frames
    size_px: tuple[int, int]
    provenance: dict[str, str | float | int | bool | None] = field(default_factory=dict)  #: what made the landmarks
    cuts_s: tuple[float, ...] | None = None  #: times at which the pictures show a new scene; None if not searched for
    warnings: tuple[Warn, ...] = ()  #: what the reader should know of the clip itself
    level_cues: tuple[Cue, ...] | None = None  #: what told the tilt in an earlier analysis; None if that is not kept


class PoseBackend(Protocol):
    """Finds people in clips."""

    @property
    def key(self) -> str | None:
        """What the landmarks depend on besides the clip, for the cache; None if they are not to be cached."""

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return everybody in the clip, each with landmarks in pixels."""


def part_of(progress: Progress | None, clip: Clip, start: float, end: float) -> Callable[[float], None]:
    """Return a function that, told a time in the clip, reports it as part of the whole work, from `start` to `end`."""

    def report(time_s: float) -> None:
        if progress is not None:
            progress(min(clip.duration_s, clip.duration_s * start + time_s * (end - start)), clip.duration_s)

    return report
