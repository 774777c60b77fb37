"""One foot comes up and goes down again while the other carries: what running, walking and marching have in common.

A swing is read from the height of one ankle against the other, so that neither bobbing hips nor a moving camera makes
one, and two legs that bend together make none at all.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import fill_gaps
from dorsi.protocols.features import Features, under

RISE_MIN_FRAC: Final = 0.2  #: of a shank, of one ankle against the other: a walker's rises by a third
MIN_S, MAX_S = 0.12, 12.0  #: the longest is a stride at a twentieth of its speed
CLEAR_MIN_FRAC: Final = 0.1  #: of a shank, 4 cm: a walker's toes come up by 5 and more before they swing low
UNLIKE_MAX: Final = 2.5  #: times as long as its neighbour: two swings that differ by more have no rhythm
GAP_S: Final = 0.3  #: a foot that is lost for so long in its swing still swings
TURN_MAX: Final = 2.2  #: times a swing's own time until the other leg swings: longer is a rest


@dataclass(frozen=True, kw_only=True)
class Swing:
    """One swing of one leg; lengths in shank lengths."""

    f: Features
    side: int
    hump: reps.Hump
    turns: bool  #: whether the other leg swings just before and just after, or one of them at an end of the film
    stride_s: float  #: to this leg's next swing, or from its last one; NaN where there is none

    @property
    def in_turn(self) -> float:
        """Whether the legs swing in turn, 0 or 1."""
        return float(self.turns)

    @cached_property
    def inside(self) -> slice:
        """Frames from its start to its end."""
        return slice(self.hump.start, self.hump.end + 1)

    @cached_property
    def rise(self) -> float:
        """How far the ankle comes up against the other one."""
        return self.hump.height

    @cached_property
    def clearance(self) -> float:
        """How high the lower of heel and toe comes above the foot's floor."""
        return clearance(self.f, self.side, self.hump)

    @cached_property
    def knee_share(self) -> float:
        """How far the knee has come up against the other knee when the ankle is highest, as a share of its rise.

        A foot lifted under a rising knee has about 1, one that swings up behind a hanging thigh about 0.
        """
        own, other = self.f.knee[:, self.side, 1], self.f.knee[:, 1 - self.side, 1]
        apart = own - other
        ends = robust.median(apart[[self.hump.start, self.hump.end]])
        top = robust.median(apart[max(self.hump.start, self.hump.peak - 1) : self.hump.peak + 2])
        return float((top - ends) / self.rise)

    @cached_property
    def tilt_deg(self) -> float:
        """How far the shank turns from upright on the way: it hangs under a lifted knee and trails in a run."""
        return robust.percentile(self.f.shank_tilt_deg[self.inside, self.side], 95)

    @cached_property
    def together(self) -> float:
        """How far both feet move up and down together under the hips, against how far they move in turn.

        Feet that stand in turn have a third and more, since neither sinks while the other comes up; on the pedals of a
        crank one goes down as far as the other comes up, which leaves next to nothing.
        """
        turn = slice(self.hump.start, min(2 * self.hump.end - self.hump.start, len(self.f.time_s) - 1) + 1)
        left, right = self.f.hip_over[turn].T
        apart = robust.sd(left - right)
        return robust.sd(left + right) / apart if apart > 0 else float("nan")

    @cached_property
    def reach(self) -> float:
        """How far the ankles are apart across the picture on the way: a runner's by nearly two shanks."""
        return robust.percentile(self.f.split[self.inside], 95)

    @cached_property
    def pedals(self) -> float:
        """Whether the feet are on a crank, 0 to 1: neither stands, and none reaches as far as a runner's."""
        if self.f.frontal:
            return 0.0
        return under(self.together, none=0.24, full=0.16) * under(self.reach, none=1.3, full=1.0)

    @cached_property
    def bend_deg(self) -> float:
        """How far the knee bends on the way."""
        return robust.percentile(self.f.knee_deg[self.inside, self.side], 97)

    @cached_property
    def carries_deg(self) -> float:
        """How far the carrying leg's knee is bent meanwhile."""
        return robust.median(self.f.knee_deg[self.inside, 1 - self.side])

    @cached_property
    def seconds(self) -> float:
        """How long it takes."""
        return float(self.f.time_s[self.hump.end] - self.f.time_s[self.hump.start])

    @cached_property
    def stepped(self) -> float:
        """How far the ankle goes along the picture on the way."""
        ankle = self.f.ankle[self.inside, self.side, 0]
        return robust.percentile(ankle, 95) - robust.percentile(ankle, 5)

    @cached_property
    def walked(self) -> float:
        """How far the hips go along the picture on the way."""
        hip = self.f.hip[self.inside, 0]
        return robust.percentile(hip, 98) - robust.percentile(hip, 2)

    @cached_property
    def nearer(self) -> float:
        """How much the body grows or shrinks in the picture meanwhile, as a share: the person comes or goes."""
        trunk = self.f.trunk_px[self.inside]
        ends = robust.median(trunk[:3]), robust.median(trunk[-3:])
        return abs(ends[1] / ends[0] - 1.0) if np.isfinite(ends).all() else 0.0


def clearance(f: Features, side: int, hump: reps.Hump) -> float:
    """Return how high the lower of heel and toe comes above the foot's floor, shank lengths."""
    return robust.percentile(f.lift[hump.start : hump.end + 1, side], 90)


def find_swings(f: Features) -> list[Swing]:
    """Return every swing of either leg, in order of time."""
    apart = fill_gaps(f.ankle[:, 0, 1] - f.ankle[:, 1, 1], f.time_s, longest_s=GAP_S)
    found: list[tuple[int, reps.Hump]] = []
    for side, sign in ((0, 1.0), (1, -1.0)):
        humps = reps.find_humps(sign * apart, f.time_s, min_height=RISE_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)
        # A foot that only seems to come up because the other one is set down has not swung.
        found += [(side, hump) for hump in humps if clearance(f, side, hump) >= CLEAR_MIN_FRAC]
    found.sort(key=lambda pair: pair[1].peak)
    return [_swing(f, found, k) for k in range(len(found))]


def _answers(f: Features, other: tuple[int, reps.Hump], side: int, hump: reps.Hump, own_s: float) -> bool:
    """Return whether a neighbouring swing is the other leg's in the same rhythm."""
    apart_s = abs(float(f.time_s[other[1].peak] - f.time_s[hump.peak]))
    other_s = float(f.time_s[other[1].end] - f.time_s[other[1].start])
    alike = max(own_s, other_s) <= UNLIKE_MAX * min(own_s, other_s)
    return other[0] != side and alike and apart_s <= TURN_MAX * own_s


def _swing(f: Features, found: list[tuple[int, reps.Hump]], k: int) -> Swing:
    side, hump = found[k]
    own_s = float(f.time_s[hump.end] - f.time_s[hump.start])
    near = [_answers(f, found[j], side, hump, own_s) for j in (k - 1, k + 1) if 0 <= j < len(found)]
    same = [hump_.peak for side_, hump_ in found if side_ == side]
    place = same.index(hump.peak)
    after, before = same[place + 1 : place + 2], same[max(0, place - 1) : place]
    others = after or before
    stride = abs(float(f.time_s[others[0]] - f.time_s[hump.peak])) if others else float("nan")
    return Swing(f=f, side=side, hump=hump, turns=bool(near) and all(near), stride_s=stride)
