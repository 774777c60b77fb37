"""How far the instrument itself is off, as standard deviations against truth: one figure for each maker of the points.

A leg whose points come from the foot network has its figure, any other leg the pose network's. What belongs to one
movement stands in the movement's own file; here is what several share. The figures of the pose network were read off
the clips of docs/accuracy.md; those of the foot network come from rendered people who were kept out of its training
(docs/footmodel.md), never from those clips.

The latter are of two kinds. Where the movement's numbers were tried on people drawn by number, whole clips through all
of dorsi (docs/accuracy.md, "People drawn by number"), they are what the bounds of those people needed, and something
for what drawn people cannot show: real skin, cloth and light. A squat's near leg needed nothing beside the other parts
of its bound and a lunge's far leg 1.0, so 1.2 and, as with the pose network, 1.5 times that are taken; the shank at a
run's contact needed 1.0 on the near leg, so 1.6. The network's typical noise was read off the same clips.

Elsewhere they are the table "By pose and view" of docs/footmodel.md, single pictures: absolute errors over many people
and shoes, so that the offset of a shoe, which cancels in a change from neutral, is in them and the bounds are on the
wide side. Those of a foot that pushes off or lands have a long tail under all that footage suffers: the 90th percentile
there (9.3 degrees) over 1.645. In a run's stance the far leg has the near one's error and, independent of it, what a
far leg adds in validation_clips, 2.3. The peaks of those and the rendered runs are off by 3.7 (rms) on the near and 4.0
on the far leg.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from dorsi.analysis import uncertainty
from dorsi.protocols.protocol import Take

STATURE_SD_SHARE: Final = 0.06  #: of a length worked out from the person's height
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
        typical_shank_noise_deg=2.0,  # 1.6 in lunges and 2.1 in squats, the medians of drawn people
        sigma_shortfall=1.0,  # its sigma is calibrated
    ),
)
