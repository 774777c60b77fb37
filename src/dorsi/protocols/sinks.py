"""The body goes down and comes up again over its feet: what squats, lunges and sitting down have in common.

Each time is found once and described by what the legs do at its lowest point; which movement it is, each movement's own
file says.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import wavering_sd
from dorsi.protocols.features import Features, over, under
from dorsi.types import Array

DROP_MIN_FRAC: Final = 0.12  #: of a shank: knees bent by 40 degrees in all; less is breathing and swaying
#: What noise does is no movement: so many times as far as it makes the hips waver, but never more than a clear drop.
NOISE_TIMES, DROP_CLEAR_FRAC = 7.0, 0.25
MIN_S, MAX_S = 0.5, 30.0
ASTRAY_PERCENT: Final = 15  #: of the frames at either end: a leg may be drawn on the other one for so long
LOW_FRAC: Final = 0.15  #: of the drop: this near to the lowest point counts as being there
DOWN_FRAC: Final = 0.5  #: of the drop: in the lower half the feet must be where they stay

BOWED_DEG, LYING_DEG = 80.0, 100.0  #: of the trunk from upright: a good morning reaches level, a plank passes it
#: of a shank between the knees: of a hanging leg it is what the standing one bends forward, in a lunge half a stride
BESIDE_KNEES, STRIDE_KNEES = 0.45, 0.6
#: Of the way from one ankle to the other: where the mass is over one foot, and where it is over both.
OVER_ONE, OVER_BOTH = 0.15, 0.3
WIDE_STANCE: Final = 1.1  #: of a shank between the ankles across the picture
OFF_FLOOR: Final = 0.04  #: of a shank above where it stood: what the sole of a standing foot wanders
END_FRAMES: Final = 5
COMES_FRAC: Final = 0.2  #: that a trunk grows or shrinks in the picture: more, and the person comes or goes
OVER_HEELS, SEATED_BEHIND = 0.1, 0.3  #: of a shank behind the heels: the doubt of a heel point, and a chair's depth


@dataclass(frozen=True, kw_only=True)
class Sink:
    """One going down and coming up, described at its lowest point; lengths in shank lengths."""

    f: Features
    hump: reps.Hump
    drop: float

    @cached_property
    def inside(self) -> slice:
        """Frames from its start to its end."""
        return slice(self.hump.start, self.hump.end + 1)

    @cached_property
    def low(self) -> Array:
        """Frames at the lowest point, indices."""
        return self._nearer_than(LOW_FRAC)

    @cached_property
    def down(self) -> Array:
        """Frames in the lower half, indices."""
        return self._nearer_than(DOWN_FRAC)

    @property
    def planted(self) -> slice:
        """Frames in which the feet must stay where they are: a step into a lunge and out of it may be part of it."""
        return slice(int(self.down[0]), int(self.down[-1]) + 1)

    @property
    def lowest(self) -> slice:
        """Frames at the lowest point, from the first to the last."""
        return slice(int(self.low[0]), int(self.low[-1]) + 1)

    def _nearer_than(self, share: float) -> Array:
        height = self.f.hip_height[self.inside]
        rows = np.flatnonzero(height <= np.nanmin(height) + share * self.drop)
        return np.asarray(rows + self.hump.start)

    def at_low(self, x: Array) -> Array:
        """Return the median of a signal at the lowest point, (2,) or a single value."""
        part = x[self.low]
        return np.array(robust.median(part)) if part.ndim == 1 else np.array([robust.median(c) for c in part.T])

    @cached_property
    def travel(self) -> Array:
        """How far each foot moves in the picture while the body is in the lower half, (2,)."""
        foot = (self.f.heel + self.f.toe)[self.down] / 2
        foot = np.where(np.isfinite(foot), foot, self.f.ankle[self.down])
        reach = [
            [
                robust.percentile(foot[:, i, k], 100 - ASTRAY_PERCENT)
                - robust.percentile(foot[:, i, k], ASTRAY_PERCENT)
                for k in (0, 1)
            ]
            for i in (0, 1)
        ]
        return np.asarray(np.linalg.norm(np.array(reach), axis=1))

    @cached_property
    def follows(self) -> Array:
        """How far each ankle comes down with the hips, as a share of their way, (2,): 0 for a foot on the floor.

        Read in the lower half: before it, a foot may still step to where it stands. What both feet do alike, a hand
        that moves the phone does.
        """
        hip = self.f.hip[self.down, 1]
        way = robust.percentile(hip, 95) - robust.percentile(hip, 5)
        out = []
        for i in (0, 1):
            ankle = self.f.ankle[self.down, i, 1]
            good = np.isfinite(hip) & np.isfinite(ankle)
            slope = np.polyfit(hip[good], ankle[good], 1)[0] if good.sum() > 3 and way > 0 else np.nan
            out.append(slope)
        follows = np.array(out)
        both = np.sign(follows).sum()  # NaN where one is not seen
        return follows - np.sign(both) * np.abs(follows).min() if abs(both) == 2 else follows

    def hangs(self, i: int) -> float:
        """Return whether one foot is in the air, 0 to 1: it sinks with the hips, or is above where it stood.

        A foot that is up, stays there and carries lies on a bench. Who kneels on one knee stands on the other foot.
        """
        follows = float(self.follows[i])
        up = float(self.at_low(self.f.raised)[i])
        stays = under(abs(follows), none=0.4, full=0.25) * under(
            float(self.travel[i]) / self.drop, none=0.35, full=0.22
        )
        carries = max(stays, self.kneels(i), self.kneels(1 - i))
        # One that is bent behind comes up as the hips go down. So does the ankle of a foot on its toes, not the sole.
        comes_up = over(-follows, none=0.3, full=0.5) * over(up, none=0.08, full=0.15)
        in_air = max(over(follows, none=0.2, full=0.4), over(up, none=0.2, full=0.35), comes_up) * (1 - carries)
        return max(in_air * (1 - self.parallel), self.folded(i), self.stretched(i))

    @cached_property
    def parallel(self) -> float:
        """Whether both legs bend and lean alike, 0 to 1; from the side. Then their feet are on one floor.

        A network that guesses at a hidden far foot lets it sink with the hips.
        """
        if self.f.turned:
            return 0.0
        bends, leans = (float(np.ptp(self.at_low(x))) for x in (self.f.knee_deg, self.f.shank_deg))
        return under(bends, none=30.0, full=15.0) * under(leans, none=25.0, full=12.0)

    def stands(self, i: int) -> float:
        """Return whether one foot keeps its place while the hips go down, 0 to 1: a lifted foot is never that still."""
        still = under(float(self.travel[i]) / self.drop, none=0.12, full=0.05)
        return still * under(abs(float(self.follows[i])), none=0.3, full=0.15)

    def kneels(self, i: int) -> float:
        """Return whether one knee is on the floor, 0 to 1: as low as the other foot, with the shank lying behind it."""
        low = float(self.at_low(self.f.knee[:, i, 1] - self.f.ankle[:, 1 - i, 1]))
        return under(low, none=0.5, full=0.3) * over(float(self.at_low(self.f.shank_tilt_deg)[i]), none=62.0, full=80.0)

    @property
    def one_lies(self) -> float:
        """Whether one shank leans far over and the other one does not, 0 to 1: the rear one of a lunge."""
        tilt = self.at_low(self.f.shank_tilt_deg)
        return over(float(tilt.max()), none=48.0, full=58.0) * over(float(np.ptp(tilt)), none=20.0, full=35.0)

    @cached_property
    def knees_together(self) -> float:
        """Whether the thighs are side by side at the lowest point, 0 to 1; 0 where the picture does not show it.

        A leg that reaches behind and carries has its knee a stride behind the front one; one that is only held up hangs
        beside the standing leg.
        """
        return knees_together(self.f, self.low)

    def folded(self, i: int) -> float:
        """Return whether one shank is held up behind a hanging thigh, 0 to 1: its foot can't reach the floor."""
        up = float(self.at_low(self.f.ankle[:, i, 1] - self.f.ankle[:, 1 - i, 1]))
        tilt = float(self.at_low(self.f.shank_tilt_deg)[i])
        bent = over(up, none=0.15, full=0.3) * over(tilt, none=40.0, full=55.0)
        return self.knees_together * bent * (1 - self.stands(i))

    def stretched(self, i: int) -> float:
        """Return whether one leg is held out straight in front while the body's mass is over the other foot, 0 to 1."""
        if self.f.turned:
            return 0.0
        other, facing = 1 - i, self.f.facing
        ahead = facing * float(self.at_low(self.f.ankle[:, i, 0] - self.f.ankle[:, other, 0]))
        bends = self.at_low(self.f.knee_deg)
        over_it = facing * float(self.at_low(self.f.mass[:, 0] - self.f.heel[:, other, 0]))
        straight = over(float(bends[other] - bends[i]), none=25.0, full=45.0)
        # A foot is 0.6 of a shank long: who stands in stride has the mass in front of the rear toes.
        return over(ahead, none=0.5, full=0.7) * straight * under(over_it, none=0.6, full=0.4)

    def alone(self, i: int) -> float:
        """Return whether one foot alone carries the body, 0 to 1: seen from the front, its mass is over that foot.

        The other one is off the floor: who only shifts to one side in a squat keeps it where it stood. Over two feet
        the mass is between them; feet in line with each other tell nothing.
        """
        if not self.f.frontal:
            return 0.0
        up = float(np.fmax(*(self.at_low(x)[1 - i] for x in (self.f.raised, self.f.ankle_raised))))
        off = over(up, none=OFF_FLOOR, full=2 * OFF_FLOOR)
        told = over(self.apart, none=0.08, full=0.15) * under(self.apart, none=WIDE_STANCE, full=0.8)
        return off * told * under(self._towards_other(i), none=OVER_BOTH, full=OVER_ONE)

    @property
    def sideways(self) -> float:
        """Whether the body sinks over one of two feet that stand far apart across the picture, 0 to 1; from the front.

        That is a lunge to the side: in one forward the feet are a pelvis apart, and a wide squat stays between them.
        """
        if not self.f.frontal:
            return 0.0
        nearer = min(self._towards_other(0), self._towards_other(1))
        return over(self.apart, none=WIDE_STANCE, full=1.5) * under(nearer, none=0.35, full=0.25)

    @cached_property
    def apart(self) -> float:
        """How far the ankles are apart across the picture."""
        return float(self.at_low(self.f.split))

    def _towards_other(self, i: int) -> float:
        """Return where the mass is on the way from one ankle to the other, 0 to 1, across the picture."""
        foot, other = (float(self.at_low(self.f.ankle[:, k, 0])) for k in (i, 1 - i))
        return (float(self.at_low(self.f.mass[:, 0])) - foot) / (other - foot) if other != foot else np.nan

    @cached_property
    def airborne(self) -> float:
        """How high the lower foot is above its floor at any time around, with the body up: a jump."""
        rate = 1.0 / float(np.median(np.diff(self.f.time_s)))
        around = slice(max(0, self.hump.start - round(0.3 * rate)), self.hump.end + 1 + round(0.7 * rate))
        return robust.percentile(self.f.airborne[around], 95)

    @cached_property
    def rests_low(self) -> float:
        """Whether the film begins and ends about as low as this, 0 to 1: who rests there sits on something."""
        # Who comes from afar is smaller, not lower: the shanks tell, which lean less than trunk and thighs.
        shank = np.linalg.norm(self.f.knee - self.f.ankle, axis=-1).max(axis=1)
        size = np.minimum(shank / robust.percentile(shank, 75), 1.0)
        height = self.f.hip_height / size
        seen = np.isfinite(height) & np.isfinite(self.f.knee_deg).all(axis=1)
        low = float(self.at_low(self.f.hip_height))
        ends = [np.flatnonzero(seen)[part] for part in (slice(0, END_FRAMES), slice(-END_FRAMES, None))]
        highest = max(robust.median(height[rows]) for rows in ends)
        bent = 1.0
        if not self.f.frontal:
            bent = over(min(robust.median(self.f.knee_deg[rows].max(axis=1)) for rows in ends), none=45.0, full=60.0)
        return bent * under((highest - low) / self.drop, none=0.5, full=0.3)

    @cached_property
    def free_standing(self) -> float:
        """Whether the feet alone carry the body at the lowest point, 0 to 1: it neither sits nor lies."""
        up = under(float(self.at_low(self.f.trunk_tilt_deg)), none=LYING_DEG, full=BOWED_DEG)
        up *= 1 - self.rests_low
        if self.f.turned:
            return up
        return up * under(float(self.at_low(self.f.mass_behind)), none=SEATED_BEHIND, full=OVER_HEELS)

    @cached_property
    def seconds(self) -> float:
        """How long it takes."""
        return float(self.f.time_s[self.hump.end] - self.f.time_s[self.hump.start])


def knees_together(f: Features, frames: NDArray[np.intp] | Array) -> float:
    """Return whether the thighs are side by side in some frames, 0 to 1; 0 where the picture does not show it."""
    if f.turned:
        return 0.0
    apart = robust.median(np.abs(f.knee[frames, 0, 0] - f.knee[frames, 1, 0]))
    return under(apart, none=STRIDE_KNEES, full=BESIDE_KNEES)


def find_sinks(f: Features) -> list[Sink]:
    """Return every going down and coming up, in order of time."""
    noise = NOISE_TIMES * wavering_sd(f.hip_height, f.time_s)
    least = float(np.clip(noise, DROP_MIN_FRAC, DROP_CLEAR_FRAC)) if np.isfinite(noise) else DROP_MIN_FRAC
    humps = reps.find_humps(-f.hip_height, f.time_s, min_height=least, min_s=MIN_S, max_s=MAX_S)
    return [Sink(f=f, hump=hump, drop=hump.height) for hump in humps]


def cut_off(f: Features) -> bool:
    """Return whether the film begins or ends with the body far down: in the middle of a repetition."""
    seen = np.flatnonzero(np.isfinite(f.hip_height) & np.isfinite(f.trunk_px))
    if len(seen) < 2 * END_FRAMES:
        return False
    height, size = f.hip_height[seen], f.trunk_px[seen]
    top, drop = robust.percentile(height, 95), robust.percentile(height, 95) - robust.percentile(height, 5)
    if drop < DROP_CLEAR_FRAC or robust.percentile(size, 95) > (1 + COMES_FRAC) * robust.percentile(size, 5):
        return False  # who comes or goes grows or shrinks in the picture
    ends = (robust.median(height[:END_FRAMES]), robust.median(height[-END_FRAMES:]))
    return bool(min(ends) < top - DOWN_FRAC * drop)
