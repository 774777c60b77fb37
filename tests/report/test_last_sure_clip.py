"""A sure number is held against the last sure one before it, whatever was filmed between the two."""

import datetime as dt

import drawn
import pytest

from dorsi.programme.facts.clip_series import clip_series
from dorsi.schema.session import Measurement

DAYS = [dt.date(2026, 11, 1), dt.date(2026, 11, 8), dt.date(2026, 11, 15)]


def words_of(lunge, *numbers):
    """Return what is said after clips with the numbers, each (value, sure)."""
    filmed = []
    for day, (value, sure) in zip(DAYS, numbers, strict=False):
        doubt = {} if sure else {"status": "low_confidence", "confidence": "low", "reason": "far leg"}
        shown = drawn.lunge_measurements()[0].model_dump() | {"value": value}
        measured = Measurement(**(shown | {"ci95_low": value - 2, "ci95_high": value + 2} | doubt))
        filmed.append((day, lunge.session.model_copy(update={"measurements": [measured]})))
    name = "peak_shank_inclination_deg"
    return clip_series("lunge", name, "left", filmed, age_years=30).since_words


def test_an_unsure_clip_between_two_sure_ones_hides_no_gain(lunge):
    said = words_of(lunge, (30.0, True), (38.0, False), (42.0, True))
    assert said.startswith("Since 1 Nov 2026: ")
    assert "30.0° to 42.0°" in said
    assert said.endswith("Clips that aren't sure enough to compare with: 8 Nov 2026.")


@pytest.mark.parametrize(
    ("numbers", "since"),
    [
        ([(30.0, True), (38.0, True), (42.0, True)], "Since 8 Nov 2026: "),
        ([(30.0, True), (38.0, True), (42.0, False)], "Since 8 Nov 2026: "),
        ([(30.0, False), (42.0, True)], "Since 1 Nov 2026: "),
        ([(30.0, True)], ""),
    ],
)
def test_else_the_clip_before_is_the_one_to_compare_with(lunge, numbers, since):
    said = words_of(lunge, *numbers)
    assert said.startswith(since) == bool(said or not since)
    assert "sure enough to compare with" not in said
