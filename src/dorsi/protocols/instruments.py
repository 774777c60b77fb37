"""How far the instrument itself is off, as standard deviations against truth: one set for each maker of the points.

A leg whose points come from the foot network has its set, any other leg the pose network's. The numbers of the pose
network were read off the clips of docs/accuracy.md; those of the foot network come from rendered people who were kept
out of its training (docs/footmodel.md), never from those clips.
"""

from dataclasses import dataclass
from typing import Final

from dorsi.analysis import uncertainty
from dorsi.protocols.protocol import Take


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """Standard deviation of a peak's error against truth, per leg, degrees; from validation (docs/accuracy.md)."""

    near_sd_deg: float
    far_sd_deg: float

    def of(self, take: Take, i: int) -> float:
        """Return that of one leg: the near or the far one."""
        return self.near_sd_deg if i == take.view.near_side else self.far_sd_deg


@dataclass(frozen=True, kw_only=True)
class Instruments:
    """One maker's errors."""

    lunge: Instrument  #: peak shank inclination
    squat: Instrument  #: peak shank inclination
    run: Instrument  #: peak stance dorsiflexion
    shank_at_contact_sd_deg: float
    march_sd_deg: float  #: ankle's range
    heel_raise_sd_deg: float  #: greatest plantarflexion
    heel_height_sd_share: float  #: of a heel raise's height
    heel_up_frac: float  #: of a shank: a heel this much higher over the toe than on the flat foot is up ...
    heel_up_deg: float  #: ... where the foot has also turned down by this much
    typical_shank_noise_deg: float  #: of the shank in the clips that the errors were measured on
    sigma_shortfall: float  #: how much larger the points' true spread is than their sigma says


@dataclass(frozen=True, kw_only=True)
class FootInstruments(Instruments):
    """The errors of what only the foot network can measure, besides."""

    typical_ankle_noise_deg: float
    pushoff_sd_deg: float  #: greatest plantarflexion around toe-off
    strike_sd_deg: float  #: pitch of the foot at contact
    heel_off_sd_pct: float  #: of the stance


POSE_NETWORK: Final = Instruments(
    lunge=Instrument(near_sd_deg=1.1, far_sd_deg=2.2),
    squat=Instrument(near_sd_deg=2.7, far_sd_deg=4.0),
    run=Instrument(near_sd_deg=1.6, far_sd_deg=2.4),
    shank_at_contact_sd_deg=3.0,
    march_sd_deg=8.0,  # the pose network's heel takes part in it
    heel_raise_sd_deg=5.0,
    heel_height_sd_share=0.12,  # feet and shanks differ from the proportions it is worked out with
    # Near feet that stay flat in squats and lunges: 0.02 +- 0.02 and 2 +- 2 degrees over 40 repetitions (2026-11).
    heel_up_frac=0.085,
    heel_up_deg=8.0,
    typical_shank_noise_deg=uncertainty.TYPICAL_NOISE_DEG,
    sigma_shortfall=uncertainty.SIGMA_SHORTFALL,
)
# The table "By pose and view" of docs/footmodel.md: absolute errors over many people and shoes, so that the offset of
# a shoe, which cancels in a change from neutral, is in them and the bounds are on the wide side. Those of a shank, and
# of a foot that pushes off or lands, have a long tail under all that footage suffers: the 90th percentile there (2.75
# and 9.3 degrees) over 1.645. The far leg is not told apart there. In a squat or lunge it is assumed to have 1.5 times
# the near one's error, as with the pose network. In a run it has the near one's error and, independent of it, what a
# far leg adds in validation_clips, 2.3 (its shank is off by as much). The peaks of those and the rendered runs are off
# by 3.7 (rms) on the near and 4.0 on the far leg. Heel's height and heel-off are assumed; heel-off was off by 3.8.
FOOT_NETWORK: Final = FootInstruments(
    lunge=Instrument(near_sd_deg=1.7, far_sd_deg=2.6),
    squat=Instrument(near_sd_deg=1.7, far_sd_deg=2.6),
    run=Instrument(near_sd_deg=3.5, far_sd_deg=4.2),
    shank_at_contact_sd_deg=1.0,
    march_sd_deg=3.4,
    heel_raise_sd_deg=3.4,
    heel_height_sd_share=0.12,  # as with the pose network
    heel_up_frac=0.05,  # about 2 cm: flat feet 0.01 +- 0.01
    heel_up_deg=4.0,
    typical_shank_noise_deg=1.0,
    sigma_shortfall=1.0,  # its sigma is calibrated
    typical_ankle_noise_deg=3.5,
    pushoff_sd_deg=5.6,
    strike_sd_deg=5.6,
    heel_off_sd_pct=6.0,
)


def of(take: Take, i: int) -> Instruments:
    """Return the set of the network that one leg's points come from."""
    return FOOT_NETWORK if take.reference.with_ball[i] else POSE_NETWORK
