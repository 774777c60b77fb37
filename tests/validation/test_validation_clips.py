"""What the foot network promises on clips with exact truth whose shoes follow the feet."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dorsi import validation
from dorsi.settings import Settings
from dorsi.validation.foot import pairs, rms

CLIPS = Path(__file__).parents[2] / "validation_clips"
ANKLE = "ankle_dorsiflexion_deg"
RMS_MAX_DEG = 3.0  #: near leg, of a run in its stances

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def both(analysed):
    """Return the same clips without and with the foot network."""
    without, with_foot = (
        validation.collect(
            validation.score(analysed(t.clip, replace(Settings(), foot_model=choice)), t)
            for t in validation.find_truths(CLIPS)
        )
        for choice in ("off", "on")
    )
    return validation.FootComparison(without=without, with_foot=with_foot)


@pytest.fixture(scope="module")
def near_ankles(both):
    return {p.clip: p for p in pairs(both) if (p.leg, p.quantity) == ("near", ANKLE)}


@pytest.mark.parametrize("clip", ["run_amir", "heel_raise_dana", "run_yaw15_dana"])
def test_the_near_ankle_is_within_three_degrees_and_better_than_the_pose_networks(near_ankles, clip):
    pair = near_ankles[clip]
    found = rms(pair.with_deg - pair.true_deg)
    assert found < RMS_MAX_DEG
    assert found < rms(pair.without_deg - pair.true_deg) / 2


@pytest.mark.parametrize(
    ("quantity", "most_deg"), [("peak_pushoff_plantarflexion_deg", 4.0), ("peak_plantarflexion_deg", 3.0)]
)
def test_peaks_of_plantarflexion_come_out_within_their_bounds(both, quantity, most_deg):
    own = [r for r in both.with_foot.rows if r.quantity == quantity and r.error is not None]
    assert own
    assert np.mean([abs(r.error) for r in own]) < most_deg
