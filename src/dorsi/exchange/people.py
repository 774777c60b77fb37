"""Whose points are whose in files that only list people: each is followed by position from frame to frame."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from dorsi.errors import DataError
from dorsi.types import Array

#: Of the body's height from frame to frame: a sprinter at 30 frames a second moves 0.2 of it, feet and hands 0.4.
JUMP_FRAC: Final = 0.5
#: And so much more for each frame in which no one was found there, up to the most.
PER_LOST_FRAME_FRAC: Final = 0.1
JUMP_MOST_FRAC: Final = 1.0
#: Of the body's height: two people whose points are no further apart are in one place, within the noise of a network.
ALIKE_FRAC: Final = 0.02
POINTS_MIN: Final = 3  #: that two frames have in common, to compare them


@dataclass
class _Person:
    """Someone who is followed."""

    rows: list[int] = field(default_factory=list)
    poses: list[Array] = field(default_factory=list)  #: (K, 3) x, y, score


def link(frames: Sequence[Sequence[Array]], *, name: str) -> list[Array]:
    """Return the points of each person over all frames, (T, K, 3), in order of first appearance; NaN where not found.

    Parameters
    ----------
    frames
        For each frame the people that the file lists, (K, 3) each with NaN for points not found, in any order.
    name
        The file's or folder's name, for the error.

    Raises
    ------
    DataError
        If two people come so close that their places don't tell who is who.
    """
    people: list[_Person] = []
    confused: set[frozenset[int]] = set()
    for row, found in enumerate(frames):
        seen = [pose for pose in found if np.isfinite(pose[:, 0]).any()]
        if not _apart(people, _follow(people, seen, row), confused):
            raise DataError(
                f"{name}: two people are in one place around frame {row}, so their places don't tell who is who; "
                "give files with one person"
            )
    out = []
    for person in people:
        points = np.full((len(frames), *person.poses[0].shape), np.nan)
        points[person.rows] = np.stack(person.poses)
        out.append(points)
    return out


def _follow(people: list[_Person], found: list[Array], row: int) -> list[int]:
    """Give each pose of a frame to the person whose last place it is nearest to, or to a new one.

    Returns the people who were there before and are here, by number.
    """
    cost = np.array([[_way(person, pose, row) for pose in found] for person in people])
    taken: dict[int, int] = {}
    if cost.size:
        whose, what = linear_sum_assignment(cost)
        taken = {int(j): int(i) for i, j in zip(whose, what, strict=True) if cost[i, j] < 1.0}
    known = sorted(taken.values())
    for j, pose in enumerate(found):
        if j not in taken:
            taken[j] = len(people)
            people.append(_Person())
        people[taken[j]].rows.append(row)
        people[taken[j]].poses.append(pose)
    return known


def _apart(people: list[_Person], known: list[int], confused: set[frozenset[int]]) -> bool:
    """Return whether it is clear who is who: no one parts from someone in whose place they were.

    Someone who is listed twice stays in one place with themselves. Pairs in one place are noted in `confused`.
    """
    for one, other in combinations(known, 2):
        here, there = people[one].poses[-1], people[other].poses[-1]
        gap = np.linalg.norm((here - there)[:, :2], axis=-1)
        pair = frozenset((one, other))
        if np.isfinite(gap).sum() >= POINTS_MIN and np.nanmedian(gap) < ALIKE_FRAC * _height(here):
            confused.add(pair)
        elif pair in confused:
            return False
    return True


def _way(person: _Person, pose: Array, row: int) -> float:
    """Return how far a pose lies from where someone was last seen, as a share of the way that is possible."""
    last = person.poses[-1]
    far = np.linalg.norm(pose[:, :2] - last[:, :2], axis=-1)
    far = far[np.isfinite(far)]
    if len(far) < POINTS_MIN:
        return 2.0
    lost = row - person.rows[-1] - 1
    reach = min(JUMP_FRAC + PER_LOST_FRAME_FRAC * lost, JUMP_MOST_FRAC)
    return min(float(np.median(far)) / (reach * _height(last)), 2.0)


def _height(pose: Array) -> float:
    """Return the size of a body in the picture: the longer side of the box around its points."""
    return float(max(np.nanmax(pose[:, :2], axis=0) - np.nanmin(pose[:, :2], axis=0))) or 1.0
