"""Who is in a clip, where and when: a quick look at some of its pictures."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Final, Protocol

import numpy as np

from dorsi.pose.boxes import box_of, prominence
from dorsi.pose.linking import Track, link
from dorsi.pose.looks import thinned
from dorsi.pose.poses import Pose
from dorsi.pose.rejoining import rejoined
from dorsi.types import Array, Clip
from dorsi.video.ahead import ahead
from dorsi.video.decode import shown
from dorsi.video.picture import Picture

MOST_PEOPLE: Final = 4
LEAST_SEEN_S: Final = 0.5
RATE_HZ: Final = 10.0


class Finder(Protocol):
    """Finds people from picture to picture."""

    def find(self, picture: Picture) -> list[Pose]:
        """Return everybody found in the next picture."""


MakeFinder = Callable[[], AbstractContextManager[Finder]]


def survey(clip: Clip, quick: MakeFinder, thorough: MakeFinder, *, report: Callable[[float], None]) -> list[Track]:
    """Return a track for everybody who was seen, by the quick network at 10 pictures a second.

    Before reporting no person, the thorough network checks every frame.

    Parameters
    ----------
    clip
        The clip.
    quick, thorough
        Make a finder of up to `MOST_PEOPLE` people.
    report
        Told the time in the clip, in seconds, as the work goes on.
    """
    tracks = _seen(clip, quick, RATE_HZ, report)
    return tracks if foremost(tracks) else _seen(clip, thorough, np.inf, report)


def foremost(tracks: list[Track]) -> list[Track]:
    """Return the people seen for at least half a second, in order of appearance; of many, the four most prominent.

    Area and time count together, so that small people in the background do not displace someone who walks in later.
    """
    people = [track for track in tracks if track.seen_s >= LEAST_SEEN_S]
    first = sorted(people, key=lambda track: prominence(np.array(track.boxes)), reverse=True)[:MOST_PEOPLE]
    return [track for track in people if track in first]


def _seen(clip: Clip, make: MakeFinder, rate_hz: float, report: Callable[[float], None]) -> list[Track]:
    time_s: list[float] = []
    boxes: list[list[Array]] = []
    pictures = closing(ahead(shown(clip, wanted=thinned(rate_hz))))
    with make() as finder, pictures as coming:
        for frame in coming:
            time_s.append(frame.time_s)
            boxes.append([box_of(pose.xy_px) for pose in finder.find(frame.picture)])
            report(frame.time_s)
    return rejoined(link(time_s, boxes))
