"""A first look through a clip: everybody in it, some times a second, and where the pictures are cut."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from dorsi.pose.blazepose.finder import BlazePoseFinder
from dorsi.pose.blazepose.look import Look
from dorsi.pose.looks import LOOKS_HZ, thinned
from dorsi.pose.survey import MOST_PEOPLE
from dorsi.types import Clip
from dorsi.video.ahead import ahead
from dorsi.video.decode import shown
from dorsi.video.scenes import Thumbnail, thumbnail

SEARCH_EVERY: Final = 3  #: looks


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What the first look through a clip gives."""

    time_s: list[float] = field(default_factory=list)  #: of every decoded frame
    thumbnails: list[Thumbnail] = field(default_factory=list)
    looks: dict[int, list[Look]] = field(default_factory=dict)  #: at everybody, by the row of the frame


def scan(clip: Clip, model: str, *, mirror: bool, rate_hz: float = LOOKS_HZ, report: Callable[[float], None]) -> Scan:
    """Return everybody in a clip at `rate_hz` looks a second or at every frame, whichever is less.

    Parameters
    ----------
    clip
        The clip.
    model
        Name of the landmark network.
    mirror
        Whether to look at the mirror image as well.
    report
        Told the time in the clip, in seconds, as the work goes on.
    """
    out, due = Scan(), thinned(rate_hz)
    finder = BlazePoseFinder(model, most_people=MOST_PEOPLE, search_every=SEARCH_EVERY, mirror=mirror)
    with closing(ahead(shown(clip))) as coming:
        for row, frame in enumerate(coming):
            out.time_s.append(frame.time_s)
            out.thumbnails.append(thumbnail(frame.picture))
            if due(frame.time_s):
                out.looks[row] = finder.look(frame.picture)
            report(frame.time_s)
    return out
