"""One person whom the survey lost for a while, joined again: two tracks that can only be the same body."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from dorsi.pose.boxes import distance, size_of
from dorsi.pose.linking import BOX_SWAY_SIZES, MOST_GROWTH, MOST_REACH_SIZES, MOST_SPEED_SIZES_PER_S, Track

# Sightings next to the gap whose tallest box tells the height: whoever squats or jumps is lost at their lowest.
_TELL_HEIGHT: Final = 10
# Adults differ by a tenth or two in height, and by more with their distance: farther off than one height, only someone
# of nearly the same size is the same person.
_MOST_GROWTH_FAR: Final = 1.2


def rejoined(tracks: Sequence[Track]) -> list[Track]:
    """Return the tracks with those of one person made one, in order of appearance.

    Two tracks are one person's where one ends before the other begins, the later begins about where the earlier ended
    and as large, and no other person fits: no third track fits the earlier's end or the later's start as well while
    it shares the picture with the other. Farther off than their own height two tracks are joined only if no one at
    all could be taken for either, the way is not too far for a runner, and the sizes are nearly the same.

    Parameters
    ----------
    tracks
        Established tracks, as they were linked from picture to picture.
    """
    left = list(tracks)
    while True:
        pair = next(_one_persons(left), None)
        if pair is None:
            return sorted(left, key=lambda track: track.time_s[0])
        early, late = pair
        left[left.index(early)] = _joined(early, late)
        left.remove(late)


def _joined(early: Track, late: Track) -> Track:
    return Track(
        time_s=early.time_s + late.time_s,
        boxes=early.boxes + late.boxes,
        covered_s=sorted(early.covered_s + late.covered_s),
    )


def _one_persons(tracks: list[Track]) -> Iterator[tuple[Track, Track]]:
    """Yield pairs that are one person's, the shortest gap first."""
    fits = [(a, b) for a in tracks for b in tracks if _fits(a, b)]
    for early, late in sorted(fits, key=_gap_s):
        rivals = [b for a, b in fits if a is early and b is not late and _share_picture(b, late)]
        rivals += [a for a, b in fits if b is late and a is not early and _share_picture(a, early)]
        alone = not any(_alike(early, other) for other in tracks if other is not early and other is not late)
        if not rivals and (alone or _near(early, late)):
            yield early, late


def _gap_s(pair: tuple[Track, Track]) -> float:
    return pair[1].time_s[0] - pair[0].time_s[-1]


def _fits(early: Track, late: Track) -> bool:
    """Return whether the later track may be the same body: after the other, in reach, and as large."""
    gap_s = _gap_s((early, late))
    if early is late or gap_s <= 0:
        return False
    if _near(early, late):
        return _growth(early, late) <= MOST_GROWTH
    reach = BOX_SWAY_SIZES + MOST_SPEED_SIZES_PER_S * gap_s
    return distance(early.boxes[-1], late.boxes[0]) <= reach and _growth(early, late) <= _MOST_GROWTH_FAR


def _near(early: Track, late: Track) -> bool:
    return distance(early.boxes[-1], late.boxes[0]) <= MOST_REACH_SIZES


def _growth(early: Track, late: Track) -> float:
    """Return how many times as tall one is as the other, by the tallest boxes beside the gap."""
    before, after = (
        float(size_of(np.array(boxes)).max()) for boxes in (early.boxes[-_TELL_HEIGHT:], late.boxes[:_TELL_HEIGHT])
    )
    return max(before, after) / min(before, after)


def _alike(a: Track, b: Track) -> bool:
    """Return whether two tracks could be taken for each other by their size at any time."""
    sizes = [float(np.median(size_of(np.array(track.boxes)))) for track in (a, b)]
    return max(sizes) <= MOST_GROWTH * min(sizes)


def _share_picture(a: Track, b: Track) -> bool:
    """Return whether both were seen over the same time: then they are two."""
    return a.time_s[0] <= b.time_s[-1] and b.time_s[0] <= a.time_s[-1]
