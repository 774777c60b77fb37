"""Which clips the foot network looks at: those that somebody asks for, else those in which feet bend."""

from pathlib import Path

import pytest

from dorsi.pipeline import wants_foot
from dorsi.settings import Settings

SAMPLES = Path(__file__).parents[1] / "sample_videos"


@pytest.mark.parametrize(
    ("choice", "movement", "wanted"),
    [
        ("auto", "run", True),
        ("auto", "heel_raise", True),
        ("auto", "lunge", False),
        ("auto", "unknown", False),
        ("on", "lunge", True),
        ("off", "run", False),
    ],
)
def test_a_choice_holds_and_auto_depends_on_the_movement(choice, movement, wanted):
    assert wants_foot(Settings(foot_model=choice), movement) is wanted


@pytest.mark.models
@pytest.mark.parametrize(("clip", "looked"), [("run_side.mp4", True), ("lunge_left.mp4", False)])
def test_auto_tells_a_run_from_a_lunge_and_the_provenance_tells_what_was_done(analysed, clip, looked):
    provenance = analysed(SAMPLES / clip).session.provenance
    assert provenance["setting_foot_model"] == "auto"
    assert ("foot_model" in provenance) is looked
