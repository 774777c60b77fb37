"""Signs that a reader sees: a minus is a minus, a hyphen joins words and days."""

import pytest

from dorsi import measures
from dorsi.programme.facts.tape import signed
from dorsi.report.text.words import typeset


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("shelf -3, wall +2 degrees", "shelf −3, wall +2 degrees"),
        ("(-0.25 to 0.40)", "(−0.25 to 0.40)"),
        ("2026-11-20, knee-to-wall, 3-4 sets, IMG-4711", "2026-11-20, knee-to-wall, 3-4 sets, IMG-4711"),
    ],
)
def test_a_negative_number_in_a_text_has_a_minus(text, shown):
    assert typeset(text) == shown


def test_every_way_to_write_a_number_has_a_minus():
    unit = measures.unit_of("deg")
    shown = [write(-2.5) for write in (unit.number, unit.text, unit.rough, unit.brief, unit.limit, signed)]
    assert [text[0] for text in shown] == ["−"] * len(shown)
