"""Which clips the foot network looks at: those that somebody asks for, else heel raises."""

from pathlib import Path

import pytest

from dorsi.pipeline import wants_foot
from dorsi.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("choice", "movement", "wanted"),
    [
        ("auto", "heel_raise", True),
        ("auto", "run", False),
        ("auto", "lunge", False),
        ("auto", "unknown", False),
        ("on", "lunge", True),
        ("off", "heel_raise", False),
    ],
)
def test_a_choice_holds_and_auto_depends_on_the_movement(choice, movement, wanted):
    assert wants_foot(Settings(foot_model=choice), movement) is wanted


@pytest.mark.models
@pytest.mark.parametrize(
    ("clip", "looked"), [("validation_clips/heel_raise_dana.mp4", True), ("sample_videos/lunge_left.mp4", False)]
)
def test_auto_tells_a_heel_raise_from_a_lunge_and_the_provenance_tells_what_was_done(analysed, clip, looked):
    provenance = analysed(ROOT / clip).session.provenance
    assert provenance["setting_foot_model"] == "auto"
    assert ("foot_model" in provenance) is looked
