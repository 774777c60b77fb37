"""A change between dated values is the one that a plan's course gives, and refuses what it cannot judge."""

import datetime as dt

import pytest

import dorsi

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 4)
LEAN = "peak_shank_inclination_deg"


@pytest.mark.parametrize(
    ("after", "verdict"),
    [(38.9, "no_detectable_change"), (39.1, "likely_real_gain"), (28.9, "likely_real_loss")],
)
def test_only_what_is_more_than_the_detectable_change_is_a_change(after, verdict):
    found = dorsi.change({MAY: after, MARCH: 34.0}, LEAN, side="left")
    assert (found.before, found.after, found.mdc, found.verdict) == (34.0, after, 5.0, verdict)


@pytest.mark.parametrize(
    ("values", "name", "side", "kind", "says"),
    [
        ({MARCH: 1.0}, LEAN, "left", dorsi.DataError, "needs two"),
        ({MARCH: 1.0, MAY: 2.0}, "nose_deg", "left", dorsi.OptionError, "no detectable change is known"),
        ({MARCH: 1.0, MAY: 2.0}, LEAN, "both", dorsi.OptionError, "side"),
    ],
)
def test_what_cannot_be_judged_is_refused(values, name, side, kind, says):
    with pytest.raises(kind, match=says):
        dorsi.change(values, name, side=side)
