"""Who is in a clip, where and when: a quick look at some of its pictures."""

from collections.abc import Callable
from contextlib import closing
from typing import Final

import numpy as np

from dorsi.pose.boxes import box_of, prominence
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.linking import Track, link
from dorsi.pose.models import Model
from dorsi.pose.rejoining import rejoined
from dorsi.types import Array, Clip
from dorsi.video.ahead import ahead
from dorsi.video.decode import frames

MOST_PEOPLE: Final = 4
LEAST_SEEN_S: Final = 0.5
RATE_HZ: Final = 10.0


def survey(clip: Clip, quick: Model, thorough: Model, *, report: Callable[[float], None]) -> list[Track]:
    """Return a track for everybody who was seen, by the quick network at 10 pictures a second.

    Before reporting no person, the thorough network checks every frame.

    Parameters
    ----------
    clip
        The clip.
    quick, thorough
        Verified networks.
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


def _seen(clip: Clip, model: Model, rate_hz: float, report: Callable[[float], None]) -> list[Track]:
    time_s: list[float] = []
    boxes: list[list[Array]] = []
    pictures = closing(ahead(frames(clip, wanted=_thinned(rate_hz))))
    with Landmarker(model, most_people=MOST_PEOPLE) as landmarker, pictures as coming:
        for frame in coming:
            time_s.append(frame.time_s)
            boxes.append([box_of(pose.xy_px) for pose in landmarker.find(frame.rgb)])
            report(frame.time_s)
    return rejoined(link(time_s, boxes))


def _thinned(rate_hz: float) -> Callable[[float], bool]:
    """Return a function that, asked with one rising time after the other, wants at most `rate_hz` of them a second."""
    due_s = 0.0

    def wanted(time_s: float) -> bool:
        nonlocal due_s
        if time_s < due_s:
            return False
        due_s = time_s + 0.999 / rate_hz  # a hair early, so that rounding does not skip a frame
        return True

    return wanted
