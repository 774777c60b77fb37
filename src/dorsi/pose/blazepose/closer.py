"""Further looks at the people of a clip, in the frames where they pay."""

from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from typing import Any, Final

import numpy as np

from dorsi.pose.blazepose.look import PRESENT_MIN, Look, look
from dorsi.pose.blazepose.person import TrackedPerson
from dorsi.pose.blazepose.region import Region
from dorsi.pose.boxes import box_of
from dorsi.pose.following import is_own
from dorsi.pose.linking import LONGEST_GAP_S
from dorsi.pose.looks import LONGEST_S, bends
from dorsi.pose.names import NAMES
from dorsi.types import SIDES, Array, BoolArray, Clip
from dorsi.video.ahead import ahead, side_by_side
from dorsi.video.decode import RawFrame, shown

_LEGS: Final = [NAMES.index(f"{side}_{point}") for side in SIDES for point in ("knee", "ankle", "heel", "toe")]
_SHANKS: Final = [[NAMES.index(f"{side}_{point}") for point in ("knee", "ankle")] for side in SIDES]


def look_closer(
    clip: Clip,
    persons: list[TrackedPerson],
    time_s: Array,
    *,
    network: Any,  # noqa: ANN401 - onnxruntime has no types
    mirror: bool,
    report: Callable[[float], None],
) -> None:
    """Add looks to each person, in the frames where they pay.

    Parameters
    ----------
    clip
        The clip, which is decoded once more.
    persons
        Everybody who is followed.
    time_s
        Of every decoded frame.
    network
        The landmark network.
    mirror
        Whether to look at the mirror image as well.
    report
        Told the time in the clip, in seconds, as the work goes on.
    """
    asked = [rows_to_look_at(person, time_s) for person in persons]
    rows = sorted(set().union(*asked))
    if not rows:
        return

    def looks_at(shown: tuple[int, RawFrame]) -> list[tuple[TrackedPerson, Look]]:
        row, frame = shown
        boxes = [person.track.box_at(frame.time_s) for person in persons]
        found = []
        for i, (person, own) in enumerate(zip(persons, boxes, strict=True)):
            others = [box for j, box in enumerate(boxes) if j != i and box is not None]
            if own is not None and row in asked[i]:
                seen = look(frame.picture, asked[i][row], network, mirror=mirror)
                if seen.present >= PRESENT_MIN and is_own(box_of(seen.pose.xy_px), own, others):
                    found.append((person, seen))
        return found

    with closing(ahead(shown(clip, rows=np.isin(np.arange(len(time_s)), rows)))) as coming:
        for row, found in zip(rows, side_by_side(looks_at, zip(rows, coming, strict=True)), strict=True):
            for person, seen in found:
                person.looks[row] = seen
            report(float(time_s[row]))


def rows_to_look_at(person: TrackedPerson, time_s: Array) -> dict[int, Region]:
    """Return the frames in which one more look pays, and where to look.

    Between two looks a person who stands, squats or lunges moves along a line, within the noise of a look. Where a leg
    does not, as in running, and where the person was missed for a moment, every frame is looked at.
    """
    rows = person.rows
    if len(rows) < 2:
        return {}
    bent = _bends(person, time_s)
    asked: dict[int, Region] = {}
    for i, (start, end) in enumerate(pairwise(rows)):
        apart_s = time_s[end] - time_s[start]
        if apart_s <= LONGEST_GAP_S and (bent[i] or bent[i + 1] or apart_s > LONGEST_S):
            asked |= {row: _between(person, time_s, start, end, row) for row in range(start + 1, end)}
    return asked | _around(person, time_s)


def _around(person: TrackedPerson, time_s: Array) -> dict[int, Region]:
    """Return the frames before the first and after the last look: the person may have been there unnoticed."""
    first, last = person.rows[0], person.rows[-1]
    start = int(np.searchsorted(time_s, time_s[first] - LONGEST_GAP_S / 2))
    end = int(np.searchsorted(time_s, time_s[last] + LONGEST_GAP_S / 2))
    return dict.fromkeys(range(start, first), person.looks[first].next_region) | dict.fromkeys(
        range(last + 1, end), person.looks[last].next_region
    )


def _bends(person: TrackedPerson, time_s: Array) -> BoolArray:
    """Return at which of its looks a leg moves too fast for a line."""
    xy = np.stack([person.looks[row].pose.xy_px for row in person.rows])
    shank = float(np.median([np.linalg.norm(xy[:, knee] - xy[:, ankle], axis=-1) for knee, ankle in _SHANKS]))
    return bends(xy[:, _LEGS], time_s[person.rows], shank_px=shank)


def _between(person: TrackedPerson, time_s: Array, start: int, end: int, row: int) -> Region:
    share = float((time_s[row] - time_s[start]) / (time_s[end] - time_s[start]))
    return person.looks[start].next_region.towards(person.looks[end].next_region, share)
