"""Who is who from picture to picture: sightings joined to one track per person."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from dorsi.pose.boxes import centre_of, distance, overlap, size_of
from dorsi.types import Array

# A sprinter crosses about 4 body heights a second; a box also shrinks and grows as arms swing.
MOST_SPEED_SIZES_PER_S: Final = 4.0
BOX_SWAY_SIZES: Final = 0.25
# However long the gap: beyond its own height, a reappearing person may well be another one.
MOST_REACH_SIZES: Final = 1.0
MOST_GROWTH: Final = 1.8
LONGEST_GAP_S: Final = 1.0
LEAST_SIGHTINGS: Final = 4
LEAST_S: Final = 0.3  #: from the first of them to the last
LONGEST_COVER_S: Final = 2.0
# Two boxes this close in one picture are one person found twice.
SAME_PERSON_SIZES: Final = 0.12
# So is one that lies this far inside a surer one: the network at times finds a person's legs again by themselves.
INSIDE_FRAC: Final = 0.9
# Two people whose boxes share more than this are seen as one by the network at times.
COVERED_FRAC: Final = 0.15
COVERED_SIZES: Final = 0.5  # one above the other, boxes can touch without anyone being hidden
STILL_COVERED_SIZES: Final = 0.75  #: and two who covered each other are apart again only when they are farther apart
_NEAR_SIZES: Final = 0.5
_TICK_S: Final = 1e-3  # times are rounded
_HEADING_S: Final = 0.6  # whose sightings tell where a person is heading
_STEPS: Final = 7  # and no fewer than these, where some are missing


@dataclass(eq=False)
class Track:
    """Where one person was seen, and when."""

    time_s: list[float] = field(default_factory=list)
    boxes: list[Array] = field(default_factory=list)
    covered_s: list[float] = field(default_factory=list)  #: pictures in which it is unknown which of two people is seen

    @property
    def seen_s(self) -> float:
        """Time from the first to the last sighting."""
        return self.time_s[-1] - self.time_s[0]

    @property
    def is_established(self) -> bool:
        """Whether there were enough sightings: where two people touch, the network at times sees a third."""
        return len(self.time_s) >= LEAST_SIGHTINGS and self.seen_s >= LEAST_S - _TICK_S

    @property
    def is_covered(self) -> bool:
        """Whether it was unknown in the last picture which of two people was seen."""
        return bool(self.covered_s) and self.covered_s[-1] > self.time_s[-1]

    def is_lost(self, now_s: float) -> bool:
        """Return whether the person has been away so long that anyone who appears counts as a new person."""
        last_s = max(self.time_s[-1:] + self.covered_s[-1:])
        return now_s - last_s > LONGEST_GAP_S or now_s - self.time_s[-1] > LONGEST_COVER_S

    def came_from_elsewhere(self, other: "Track") -> bool:
        """Return whether these two were apart when the later one was first seen: not one person found twice."""
        early, late = sorted((self, other), key=lambda track: track.time_s[0])
        then = int(np.argmin(np.abs(np.array(early.time_s) - late.time_s[0])))
        return bool(overlap(late.boxes[0], early.boxes[then]) <= COVERED_FRAC)

    def expected(self, now_s: float) -> Array:
        """Return where the person should be now if they go on as over the last sightings.

        Only sideways: up and down, people squat and jump in place. The median of the steps is taken, since where
        people touch in the picture, single boxes hold a bit of both.
        """
        recent = bisect_left(self.time_s, self.time_s[-1] - _HEADING_S - _TICK_S)
        recent = max(0, min(recent, len(self.time_s) - _STEPS))
        times, boxes = np.array(self.time_s[recent:]), np.array(self.boxes[recent:])
        if len(times) == 1:
            return self.boxes[-1]
        speed = np.median(np.diff(centre_of(boxes)[:, 0]) / np.diff(times))
        return np.asarray(self.boxes[-1] + np.array([1, 0, 1, 0]) * speed * (now_s - times[-1]))

    def box_at(self, time_s: float) -> Array | None:
        """Return where the person is by linear interpolation; None where it is not known.

        Half of the longest gap before the first and after the last sighting, the nearest sighting stands; so it does
        beside a longer gap after which the person is somewhere else.
        """
        after = int(np.searchsorted(self.time_s, time_s))
        start_s = self.time_s[after - 1] if after > 0 else -np.inf
        end_s = self.time_s[after] if after < len(self.time_s) else np.inf
        if any(start_s < covered_s < end_s for covered_s in self.covered_s):
            return None
        near_s = LONGEST_GAP_S / 2
        moved_unseen = 0 < after < len(self.time_s) and end_s - start_s > LONGEST_GAP_S and self._moved_at(after)
        if after == 0 or (moved_unseen and end_s - time_s <= near_s):
            return self.boxes[after] if end_s - time_s <= near_s else None
        if after == len(self.time_s) or moved_unseen:
            return self.boxes[after - 1] if time_s - start_s <= near_s else None
        share = (time_s - start_s) / (end_s - start_s)
        return (1 - share) * self.boxes[after - 1] + share * self.boxes[after]

    def _moved_at(self, row: int) -> bool:
        """Return whether the person was somewhere else at the sighting before."""
        return distance(self.boxes[row - 1], self.boxes[row]) > _NEAR_SIZES


def link(time_s: Sequence[float], sightings: Sequence[Sequence[Array]]) -> list[Track]:
    """Return one track per person who was seen at least four times, in order of appearance.

    Sightings are joined so that the summed distance from where people were heading is smallest, within the speed that
    people reach. While two people cover each other and only one is seen, it is unknown which one: the sighting is given
    to neither, and their directions separate them afterwards. A person not seen for more than a second counts as
    a new one here; `rejoining` tells which of them are the same.

    Parameters
    ----------
    time_s
        Time of each picture, rising.
    sightings
        Boxes found in each picture, each of shape (4,), surest first.
    """
    live: list[Track] = []
    done: list[Track] = []
    for now_s, boxes in zip(time_s, sightings, strict=True):
        done += [track for track in live if track.is_lost(now_s)]
        live = [track for track in live if not track.is_lost(now_s)]
        expected = [track.expected(now_s) for track in live]
        single = _without_doubles(boxes)
        covered, unsure = _covered(live, expected, single)
        for t in covered:
            live[t].covered_s.append(now_s)
        clear = [box for b, box in enumerate(single) if b not in unsure]
        free = [t for t in range(len(live)) if t not in covered]
        joined = _assign([live[t] for t in free], [expected[t] for t in free], clear, now_s)
        for b, box in enumerate(clear):
            if b in joined:
                track = live[free[joined[b]]]
            else:
                track = Track()
                live.append(track)
            track.time_s.append(now_s)
            track.boxes.append(box)
    seen = [track for track in done + live if track.is_established]
    return sorted(seen, key=lambda track: (track.time_s[0], *centre_of(track.boxes[0])))


def _without_doubles(boxes: Sequence[Array]) -> list[Array]:
    kept: list[Array] = []
    for box in boxes:
        apart = all(distance(box, other) > SAME_PERSON_SIZES for other in kept)
        if apart and all(overlap(box, other) < INSIDE_FRAC for other in kept):
            kept.append(box)
    return kept


def _covered(tracks: list[Track], expected: list[Array], boxes: list[Array]) -> tuple[set[int], set[int]]:
    """Return the tracks that cover each other with fewer than two sightings there, and those sightings."""
    covered: set[int] = set()
    unsure: set[int] = set()
    known = [t for t, track in enumerate(tracks) if track.is_established]
    for i, j in itertools.combinations(known, 2):
        shared = max(overlap(expected[i], expected[j]), overlap(expected[j], expected[i]))
        away = distance(expected[i], expected[j])
        touching = shared > COVERED_FRAC and away < COVERED_SIZES
        if tracks[i].is_covered and tracks[j].is_covered:
            touching = away < STILL_COVERED_SIZES
        if not touching or not tracks[i].came_from_elsewhere(tracks[j]):
            continue
        there = {b for b, box in enumerate(boxes) if min(distance(box, expected[t]) for t in (i, j)) < _NEAR_SIZES}
        separate = {b for b in there if all(overlap(boxes[b], boxes[o]) < INSIDE_FRAC for o in there - {b})}
        if len(separate) < 2:  # one inside the other is one of them seen twice, or both seen as one
            covered |= {i, j}
            unsure |= there
    return covered, unsure


def _assign(tracks: list[Track], expected: list[Array], boxes: list[Array], now_s: float) -> dict[int, int]:
    """Return which track each box continues, by the box's number."""
    cost = np.full((len(tracks), len(boxes)), np.inf)
    for t, track in enumerate(tracks):
        reach = min(MOST_REACH_SIZES, BOX_SWAY_SIZES + MOST_SPEED_SIZES_PER_S * (now_s - track.time_s[-1]))
        for b, box in enumerate(boxes):
            growth = size_of(box) / size_of(track.boxes[-1])
            apart = distance(box, expected[t])
            if apart <= reach and 1 / MOST_GROWTH <= growth <= MOST_GROWTH:
                cost[t, b] = apart
    forbidden = 1e6  # linear_sum_assignment takes no infinite cost when no full assignment exists
    pairs = zip(*linear_sum_assignment(np.where(np.isfinite(cost), cost, forbidden)), strict=True)
    return {int(b): int(t) for t, b in pairs if np.isfinite(cost[t, b])}
