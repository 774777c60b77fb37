"""The published value counts until enough stands behind the user's own."""

import own
import pytest
from pydantic import ValidationError

from dorsi.detectable import PUBLISHED, published_table

LUNGE = ("peak_shank_inclination_deg", "camera_joint_centre")


def test_without_own_values_the_published_one_counts():
    found = PUBLISHED.of(*LUNGE)
    assert (found.mdc, found.origin, found.source) == (5, "published", "published values")


def test_a_measurement_nobody_published_an_error_of_has_none():
    assert PUBLISHED.of("trunk_lean_deg", "camera_2d") is None


@pytest.mark.parametrize(("people", "counts"), [(14, False), (15, True)])
def test_a_smaller_own_value_counts_from_fifteen_people_on(people, counts):
    found = own.known(own.change(4.0, people=people)).of(*LUNGE)
    assert (found.mdc, found.origin) == ((4.0, "own") if counts else (5, "published"))


@pytest.mark.parametrize(("people", "counts"), [(5, False), (6, True)])
def test_a_larger_own_value_counts_from_six_people_on(people, counts):
    found = own.known(own.change(7.0, people=people)).of(*LUNGE)
    assert (found.mdc, found.origin) == ((7.0, "own") if counts else (5, "published"))


def test_a_smaller_own_value_of_one_day_does_not_count():
    found = own.known(own.change(4.0, pairs_on_two_days=29)).of(*LUNGE)
    assert found.origin == "published"
    assert found.source == (
        "published values; your own 4 deg is smaller and needs everyone filmed on two days; "
        "pairs on the same day or without a date: 1"
    )


def test_a_larger_own_value_of_one_day_counts():
    assert own.known(own.change(6.0, pairs_on_two_days=0)).of(*LUNGE).mdc == 6.0


def test_too_few_people_are_told_with_the_number_needed():
    found = own.known(own.change(4.0, people=9)).of(*LUNGE)
    assert found.source.endswith("your own 4 deg is smaller and needs 15 people; you have 9")


def test_the_source_names_set_up_people_pairs_and_day():
    found = own.known(own.change(4.0)).of(*LUNGE)
    assert found.source == "your own set-up: Pixel 7 on a tripod, 15 people, 30 pairs, 2026-11-20"


def test_a_squat_s_own_error_does_not_speak_of_the_lunge():
    known = own.known(own.change(4.0, movement="squat"))
    assert known.of(*LUNGE).origin == "published"
    assert known.of("squat_shank_inclination_deg", "camera_joint_centre").origin == "own"


def test_of_two_movements_with_one_measurement_the_larger_error_counts():
    fppa = {"measurement": "fppa_deg", "scale": "camera_2d"}
    known = own.known(own.change(6.0, movement="squat", **fppa), own.change(7.0, movement="single_leg_squat", **fppa))
    assert known.of("fppa_deg", "camera_2d").mdc == 7.0


def test_other_scales_keep_the_published_value():
    known = own.known(own.change(4.0))
    assert known.of("peak_shank_inclination_deg", "inclinometer_tuberosity").origin == "published"


def test_every_published_change_is_there_once():
    keys = [(one.metric, one.scale) for one in published_table()]
    assert len(set(keys)) == len(keys)


def test_an_mdc_that_is_not_the_sem_s_is_refused():
    with pytest.raises(ValidationError, match=r"mdc95 4 is not 1\.96 x sqrt\(2\) x sem \(2\.77186\)"):
        own.change(4.0, sem=1.0)


def test_more_people_than_pairs_are_refused():
    with pytest.raises(ValidationError, match="at least as many pairs as people"):
        own.change(4.0, pairs=14, pairs_on_two_days=0)


def test_one_measurement_twice_is_refused():
    with pytest.raises(ValidationError, match="duplicate measurement"):
        own.kept(own.change(4.0), own.change(5.0))
