"""How large an instrument's error must be taken to be."""

import math

import pytest

from dorsi.validation.conformal import CalibrationCase, conformal_sd, conformal_table


def case(error, *, person="p", bound=4.9, instrument=1.5):
    return CalibrationCase(
        movement="squat",
        quantity="peak_shank_inclination_deg",
        leg="near",
        person=person,
        error=error,
        bound=bound,
        instrument=instrument,
    )


def test_the_needed_error_just_holds_the_truth():
    one = case(6.0)
    others = (one.bound / 1.96) ** 2 - one.instrument**2
    assert 1.96 * math.hypot(one.needed, math.sqrt(others)) == pytest.approx(6.0)
    assert case(1.0).needed == 0.0


def test_a_person_counts_once_by_the_worst_number():
    calm = [case(0.5, person="a"), case(7.0, person="a")] * 30 + [case(0.5, person=f"p{i}") for i in range(60)]
    assert conformal_sd(calm) == 0.0
    assert conformal_sd(calm[:2]) == pytest.approx(case(7.0).needed)


def test_few_people_promise_only_the_greatest_of_them():
    assert conformal_sd([case(5.0 + i, person=str(i)) for i in range(5)]) == pytest.approx(case(9.0).needed)
    assert conformal_sd([]) == math.inf


def test_the_table_counts_people_and_what_was_inside():
    table = conformal_table([case(1.0, person="a"), case(9.0, person="b")])
    (row,) = table.rows
    assert row[:5] == ("squat", "peak_shank_inclination_deg", "near", "2", "1 of 2")
