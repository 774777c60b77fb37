"""How far the instrument itself is off, as standard deviations against truth: one figure for each maker of the points.

A leg whose points come from the foot network has its figure, any other leg the pose network's. What belongs to one
movement stands in the movement's own file; here is what several share. The figures of the pose network were read off
the clips of docs/accuracy.md; those of the foot network come from rendered people who were kept out of its training
(docs/footmodel.md), never from those clips.

The latter are the table "By pose and view" there: absolute errors over many people and shoes, so that the offset of a
shoe, which cancels in a change from neutral, is in them and the bounds are on the wide side. Those of a shank, and of a
foot that pushes off or lands, have a long tail under all that footage suffers: the 90th percentile there (2.75 and 9.3
degrees) over 1.645. The far leg is not told apart there. In a squat or lunge it is assumed to have 1.5 times the near
one's error, as with the pose network. In a run it has the near one's error and, independent of it, what a far leg adds
in validation_clips, 2.3 (its shank is off by as much). The peaks of those and the rendered runs are off by 3.7 (rms) on
the near and 4.0 on the far leg.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from dorsi.analysis import uncertainty
from dorsi.protocols.protocol import Take

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ByNetwork(Generic[T]):
    """One figure for each network that a leg's points may come from."""

    pose: T
    foot: T

    def of(self, take: Take, i: int) -> T:
        """Return that of the network which one leg's points come from."""
        return self.foot if take.reference.with_ball[i] else self.pose


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """Standard deviation of a peak's error against truth, per leg, degrees; from validation (docs/accuracy.md)."""

    near_sd_deg: float
    far_sd_deg: float

    def of(self, take: Take, i: int) -> float:
        """Return that of one leg: the near or the far one."""
        return self.near_sd_deg if i == take.view.near_side else self.far_sd_deg


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What several movements need to know of one network."""

    heel_up_frac: float  #: of a shank: a heel this much higher over the toe than on the flat foot is up ...
    heel_up_deg: float  #: ... where the foot has also turned down by this much; gates weigh the two together
    typical_shank_noise_deg: float  #: of the shank in the clips that the errors were measured on
    sigma_shortfall: float  #: how much larger the points' true spread is than their sigma says


SHARED: Final = ByNetwork(
    pose=Shared(
        # Near feet that stay flat in squats and lunges: 0.02 +- 0.02 and 2 +- 2 degrees over 40 repetitions (2026-11).
        heel_up_frac=0.085,
        heel_up_deg=8.0,
        typical_shank_noise_deg=uncertainty.TYPICAL_NOISE_DEG,
        sigma_shortfall=uncertainty.SIGMA_SHORTFALL,
    ),
    foot=Shared(
        heel_up_frac=0.05,  # about 2 cm: flat feet 0.01 +- 0.01
        heel_up_deg=4.0,
        typical_shank_noise_deg=1.0,
        sigma_shortfall=1.0,  # its sigma is calibrated
    ),
)
