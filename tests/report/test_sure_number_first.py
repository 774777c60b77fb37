"""The first screen of a clip opens with the first sure number that answers its movement's question."""

import pytest

from dorsi import synth
from dorsi.measuring import measure
from dorsi.report.clip.page import headline


@pytest.fixture(scope="module")
def march():
    """Return a march's numbers, each name once measured on every leg."""
    return measure(synth.march(camera=synth.Camera(yaw_deg=0.0)), movement="march")


def with_status(session, found, **status):
    """Return a session of a march whose numbers of a name are sure or not."""
    changed = [
        one if one.name not in status or one.value is None
        else one.model_copy(update={"status": status[one.name], "confidence": "low", "reason": "unsure"})
        for one in found
    ]  # fmt: skip
    return session.model_copy(update={"movement": "march", "measurements": changed})


@pytest.mark.parametrize(
    ("ankle", "cadence", "first"),
    [
        ("ok", "ok", "ankle_range_deg"),
        ("low_confidence", "ok", "cadence_spm"),
        ("low_confidence", "low_confidence", "ankle_range_deg"),
    ],
)
def test_a_march_opens_with_its_ankle_unless_only_its_cadence_is_sure(lunge, march, ankle, cadence, first):
    session = with_status(lunge.session, march.measurements, ankle_range_deg=ankle, cadence_spm=cadence)
    assert {card.measurement.name for card in headline(session)} == {first}
