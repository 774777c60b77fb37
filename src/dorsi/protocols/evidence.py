"""What one stretch of film shows, found once for all movements: how the body goes down and up, and how the legs swing.

Each movement says, from this, which cycles of it there are and how well each one fits; the contest between them is in
`recognise`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from dorsi.analysis import reps
from dorsi.analysis.view import CameraView
from dorsi.protocols.features import Features, find_features
from dorsi.protocols.sinks import Sink, find_sinks
from dorsi.protocols.swings import Swing, find_swings
from dorsi.types import BoolArray, Landmarks

CLAIM_MIN: Final = 0.2  #: a cycle that fits its movement less than this is none of it


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """One repetition, step or stance that a movement claims, and how well it fits what is seen."""

    hump: reps.Hump
    fit: float  #: 0 to 1
    side: int | None = None  #: of the leg it belongs to; None for both
    low: slice | None = None  #: frames at its lowest point, or at the top of its lean
    held: bool = False  #: it is a pose that is held: nothing but jitter need move
    planted: slice | None = None  #: frames in which its feet must stay where they are; all of it if None

    @property
    def frames(self) -> slice:
        """Its frames."""
        return slice(self.hump.start, self.hump.end + 1)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The signals of one stretch of film with what was found in them."""

    f: Features

    @cached_property
    def sinks(self) -> list[Sink]:
        """Every going down and coming up of the body."""
        return find_sinks(self.f)

    @cached_property
    def swings(self) -> list[Swing]:
        """Every swing of a leg."""
        return find_swings(self.f)


def find_evidence(landmarks: Landmarks, view: CameraView) -> Evidence:
    """Return the evidence of cleaned landmarks."""
    return Evidence(f=find_features(landmarks, view))


def claimed(cycles: list[Cycle]) -> list[Cycle]:
    """Return the cycles that fit at all, in order of time."""
    return sorted((cycle for cycle in cycles if cycle.fit >= CLAIM_MIN), key=lambda cycle: cycle.hump.peak)


def covered(cycles: list[Cycle], count: int) -> BoolArray:
    """Return which of `count` frames belong to any of the cycles, (T,)."""
    out = np.zeros(count, dtype=bool)
    for cycle in cycles:
        out[cycle.frames] = True
    return out
