"""Numbers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi import measures
from dorsi.report.text import amounts
from dorsi.schema.session import Measurement


def measurement(**more):
    fields = {
        "name": "peak_shank_inclination_deg",
        "side": "left",
        "value": 39.84,
        "unit": "deg",
        "scale": "camera_joint_centre",
        "n": 3,
        "ci95_low": 37.34,
        "ci95_high": 42.34,
        "status": "ok",
    }
    return Measurement(**(fields | more))


def test_an_angle_is_shown_with_one_decimal_and_its_bound():
    assert amounts.with_bound(measurement()) == "39.8° ± 2.5°"


def test_a_time_is_shown_in_milliseconds():
    contact = measurement(name="contact_s", unit="s", value=0.2541, ci95_low=0.2371, ci95_high=0.2711)
    assert amounts.with_bound(contact) == "254 ms ± 17 ms"


def test_a_missing_bound_is_said_rather_than_left_out():
    assert amounts.with_bound(measurement(ci95_low=None, ci95_high=None)) == "39.8° ± not known"


def test_a_count_carries_no_bound():
    count = measurement(name="rep_count", unit="1", value=3, ci95_low=None, ci95_high=None)
    assert amounts.with_bound(count) == "3"


def test_not_measured_is_words_not_a_number():
    none = measurement(value=None, ci95_low=None, ci95_high=None, status="not_measured", reason="hidden", n=0)
    assert amounts.with_bound(none) == "not measured"


@pytest.mark.parametrize("value", [-0.04, 0.0, 0.04])
def test_a_number_that_rounds_to_zero_has_no_sign(value):
    assert measures.unit_of("deg").text(value) == "0.0°"


@given(st.floats(-180, 180, allow_nan=False), st.sampled_from(sorted(measures.units())))
def test_every_finite_number_reads_without_letters_of_nan(value, unit):
    text = measures.unit_of(unit).text(value).lower()
    assert "nan" not in text
    assert "inf" not in text


@pytest.mark.parametrize(("value", "text"), [(5.0, "5°"), (1.5, "1.5°")])
def test_limits_lose_needless_zeros(value, text):
    assert measures.unit_of("deg").rough(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.24, "240 ms ± 50 ms"), (1.2, "1.20 s ± 0.05 s")])
def test_times_of_a_second_or_more_are_shown_in_seconds(value, text):
    time = measurement(name="contact_s", unit="s", value=value, ci95_low=value - 0.05, ci95_high=value + 0.05)
    assert amounts.with_bound(time) == text
