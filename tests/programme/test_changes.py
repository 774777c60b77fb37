"""A change is claimed only where the two numbers, with their own intervals and status, can tell it apart."""

import datetime as dt

import pytest
from casework import plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from dorsi.detectable import PUBLISHED
from dorsi.programme import course
from dorsi.programme.facts.points import Point
from dorsi.programme.facts.trends import change_of
from dorsi.schema.log import Log
from dorsi.schema.plan_remarks import SideBand

DAY_1, LATER = dt.date(2026, 1, 5), dt.date(2026, 2, 2)
LUNGE = PUBLISHED.of("peak_shank_inclination_deg", "camera_joint_centre")
CADENCE = PUBLISHED.of("cadence_spm", "self_test")
STRIKE = PUBLISHED.of("foot_strike_angle_deg", "camera_2d")


def judged(before, after, known=LUNGE, **both):
    points = [Point(day=day, **(both | one)) for day, one in ((DAY_1, before), (LATER, after))]
    return change_of("left", points, known, age_years=40)


def test_six_degrees_of_two_wide_numbers_are_no_detectable_change():
    found = judged({"value": 33.0, "bound": 5.9}, {"value": 39.0, "bound": 4.7})
    assert found.verdict == "no_detectable_change"
    assert (found.mdc, found.mdc_origin) == (pytest.approx(7.5, abs=0.05), "intervals")
    assert "7.5" in found.sentence
    assert found.band_now == found.band_before


def test_the_same_six_degrees_of_two_narrow_numbers_are_a_likely_real_gain():
    found = judged({"value": 33.0, "bound": 2.0}, {"value": 39.0, "bound": 2.0})
    assert (found.verdict, found.mdc, found.mdc_origin) == ("likely_real_gain", 5, "published")


@pytest.mark.parametrize("low", [0, 1])
def test_nothing_is_claimed_from_low_confidence_however_large_the_change(low):
    values = [{"value": 20.0, "bound": 2.0}, {"value": 45.0, "bound": 2.0}]
    values[low]["low_confidence"] = True
    found = judged(*values)
    assert found.verdict == "no_detectable_change"
    assert found.low_confidence
    assert "low confidence" in found.sentence
    assert found.band_now == found.band_before
    assert "measure again" in found.advice


@pytest.mark.parametrize(
    ("known", "before", "after", "verdict"),
    [
        (CADENCE, 170.0, 172.0, "no_detectable_change"),
        (CADENCE, 170.0, 182.0, "changed"),
        (STRIKE, 10.0, 14.0, "no_detectable_change"),
        (STRIKE, 10.0, 1.0, "changed"),
    ],
)
def test_a_measure_without_a_better_direction_has_changed_by_so_much(known, before, after, verdict):
    found = judged({"value": before}, {"value": after}, known, speed_mps=3.0, setting="own log")
    assert found.verdict == verdict
    assert f"changed by {abs(after - before):.0f}" in found.sentence
    assert "less than" not in found.sentence


@settings(max_examples=200, deadline=None)
@given(
    before=st.floats(20, 50), after=st.floats(20, 50), bounds=st.tuples(*[st.none() | st.floats(0, 12)] * 2),
    low=st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
def test_what_is_claimed_lies_outside_what_the_numbers_can_tell_apart(before, after, bounds, low):
    one, two = (
        {"value": v, "bound": b, "low_confidence": c} for v, b, c in zip((before, after), bounds, low, strict=True)
    )
    found = judged(one, two)
    needed = max(LUNGE.mdc, sum((LUNGE.mdc**2 / 2 if b is None else b**2) for b in bounds) ** 0.5)
    if found.verdict != "no_detectable_change":
        assert abs(after - before) >= needed - 0.11  # what is needed is rounded to a tenth
        assert not any(low)
        assert (found.verdict == "likely_real_gain") == (after > before)


def test_a_baseline_of_low_confidence_in_the_plan_is_heard_in_the_log():
    plan = plan_of({"measure": {"lunge_deg": [33, 33]}, "intake": {"start_date": DAY_1}})
    bands = [band.model_copy(update={"low_confidence": band.side == "left"}) for band in plan.bands]
    assert all(isinstance(band, SideBand) and band.value is not None for band in bands)
    check = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 43, "right": 43,
             "bound_left": 2, "bound_right": 2, "measured_on": LATER}  # fmt: skip
    log = Log.model_validate({"started": DAY_1, "measurements": [check]})
    found = course(plan.model_copy(update={"bands": bands}), log, LATER)
    assert {one.side: one.verdict for one in found.changes} == {
        "left": "no_detectable_change",
        "right": "likely_real_gain",
    }
    assert [line for line in found.advice if line.startswith("left: a number with low confidence")]


def test_the_band_of_the_picture_is_that_of_the_verdict():
    plan = plan_of({"measure": {"lunge_deg": [33, 33]}, "intake": {"start_date": DAY_1}})
    wide = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 39, "bound_left": 8,
            "measured_on": LATER}  # fmt: skip
    log = Log.model_validate({"started": DAY_1, "measurements": [wide]})
    found = course(plan, log, LATER)
    [series] = [one for one in found.series if one.side == "left" and one.scale == "camera_joint_centre"]
    [change] = found.changes
    assert series.mdc == change.mdc > 8
