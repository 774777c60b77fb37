"""What a clip from the front may set in motion."""

import pytest

from dorsi.programme import plan
from dorsi.schema.intake import Intake
from dorsi.schema.session import ClipInfo, Measurement, Quality, Session

INTAKE = Intake.model_validate(
    {"age_years": 34, "red_flags": [], "history": [], "pain": [], "limp": False, "swelling": False, "medicines": [],
     "conditions": [], "minutes_per_day": 15, "days_per_week": 4,
     "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 12.0, "right": 12.0}]}
)  # fmt: skip


def front_squat(status):
    """Return a squat from the front with a left knee 20 degrees inward."""
    low = status == "low_confidence"
    knee = Measurement(
        name="fppa_deg", side="left", value=20.0, unit="deg", scale="camera_2d", n=3, ci95_low=9.0, ci95_high=31.0,
        status=status, reason="a deep bend" if low else None,
    )  # fmt: skip
    return Session(
        id="x",
        movement="squat",
        clip=ClipInfo(
            path="x.mp4", sha256="0", size_px=(1, 1), duration_s=1, mean_rate_hz=30, time_scale=1, codec="h264"
        ),
        quality=Quality(view="front", yaw_deg=90.0, roll_deg=None, facing="left", found_frac=1.0),
        measurements=[knee],
        events=[],
        provenance={},
    )


@pytest.mark.parametrize(("status", "fires"), [("ok", True), ("low_confidence", False)])
def test_only_a_sure_knee_from_the_front_sets_a_target(status, fires):
    made = plan(INTAKE, [front_squat(status)])
    rules = {reason.rule for item in made.items for reason in item.because}
    assert ("R29" in rules) is fires
