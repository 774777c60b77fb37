"""Bands, their drawn scale and the small goniometer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.measures.bands import band_table
from dorsi.report.clip.bands import read_band
from dorsi.report.clip.scale import goniometer, scale_line
from dorsi.schema.session import Measurement


def lean(value, half=1.0, *, scale="camera_joint_centre", name="peak_shank_inclination_deg"):
    return Measurement(
        name=name,
        side="left",
        value=value,
        unit="deg",
        scale=scale,
        n=3,
        ci95_low=value - half,
        ci95_high=value + half,
        status="ok",
    )


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (26.9, "marked restriction"),
        (27.0, "restricted"),
        (31.0, "borderline"),
        (34.5, "adequate"),
        (43.0, "adequate"),
        (43.1, "ample"),
    ],
)
def test_a_limit_belongs_to_the_band_that_the_table_gives_it(value, band):
    assert read_band("lunge", lean(value)).band.name == band


def test_an_interval_that_reaches_over_a_limit_is_close_to_it():
    assert read_band("lunge", lean(30.5, half=1.0)).text == "restricted, close to the limit"


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (1.0, "Within the measuring error, it could also be borderline."),
        (5.0, "Within the measuring error, it could also be marked restriction, borderline or adequate."),
        (0.1, ""),
    ],
)
def test_the_other_bands_that_the_error_leaves_open_are_told_in_one_sentence(half, said):
    assert read_band("lunge", lean(30.5, half=half)).doubt == said


def test_an_interval_inside_one_band_is_not_close():
    assert read_band("lunge", lean(39.0, half=2.0)).text == "adequate"


@pytest.mark.parametrize("movement", ["squat", "run"])
def test_only_the_lunge_has_bands(movement):
    assert read_band(movement, lean(39.0)) is None


def test_an_unknown_scale_has_no_bands():
    assert read_band("lunge", lean(39.0, scale="camera_2d")) is None


def test_limits_of_the_programme_replace_the_usual_ones():
    lowered = [limit - 3.3 for limit in band_table().dorsiflexion.scales["camera_joint_centre"].limits]
    reading = read_band("lunge", lean(28.0, half=0.2), limits=lowered)
    assert reading.text == "borderline"
    assert reading.band.range_text == "27.7 to 31.2"


@given(st.floats(5, 60), st.floats(0, 15))
def test_value_and_interval_lie_on_the_line_in_order(value, half):
    measurement = lean(value, half)
    line = scale_line(measurement, read_band("lunge", measurement), value_text="")
    assert 0 <= line.low_pct <= line.value_pct <= line.high_pct <= 100
    assert sum(s.here for s in line.stretches) == 1
    assert sum(s.width_pct for s in line.stretches) == pytest.approx(100, abs=0.1)


def test_the_scale_marks_the_bands_that_the_interval_reaches_into():
    measurement = lean(30.5, half=4.2)
    line = scale_line(measurement, read_band("lunge", measurement), value_text="")
    assert [s.name for s in line.stretches if s.touched] == ["marked restriction", "borderline", "adequate"]


@given(st.floats(5, 60))
def test_the_value_is_drawn_inside_its_band(value):
    measurement = lean(value)
    line = scale_line(measurement, read_band("lunge", measurement), value_text="")
    here = next(s for s in line.stretches if s.here)
    assert here.x_pct - 0.02 <= line.value_pct <= here.x_pct + here.width_pct + 0.02


@pytest.mark.parametrize("facing", [-1, 1])
def test_the_drawn_knee_lies_in_front_of_the_ankle(facing):
    assert facing * (goniometer(lean(30.0), facing=facing).knee[0] - 100) > 0
