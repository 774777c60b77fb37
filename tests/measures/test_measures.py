"""The table of what numbers can be: complete, and holding what it says."""

import dataclasses
import runpy
from pathlib import Path
from typing import get_args

import pytest

import dorsi
from dorsi import measures, synth
from dorsi.analysis import uncertainty
from dorsi.measuring import measure
from dorsi.vocabulary import DoubtPart, Scale

ROOT = Path(__file__).parents[2]
REAL = ROOT / "../shared/cases/real"
FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.0)
FILMS = {
    "lunge": synth.lunge,
    "squat": synth.squat,
    "squat from the front": lambda: synth.squat(camera=FRONT),
    "run": lambda: synth.run().landmarks,
    "run from the front": lambda: synth.run(camera=FRONT).landmarks,
    "single_leg_squat": lambda: synth.single_leg_squat(stance="right", camera=FRONT),
    "heel_raise": synth.heel_raise,
    "march": synth.march,
    "balance": lambda: synth.balance(stance="right", camera=FRONT),
}


def names_of(found):
    values = {name for event in found.events for name in event.values}
    return {m.name for m in found.measurements} | values | set(found.signals.columns()) - {"time_s"}


def inside(found):
    for m in found.measurements:
        low, high = measures.measure_of(m.name).plausible
        assert m.value is None or low <= m.value <= high, m
    for event in found.events:
        for name, value in event.values.items():
            low, high = measures.measure_of(name).plausible
            assert low <= value <= high, (name, value)


@pytest.mark.parametrize("film", FILMS)
def test_every_number_of_a_made_film_has_an_entry_and_lies_in_it(film):
    found = measure(FILMS[film](), movement=film.split()[0])
    assert [name for name in names_of(found) if not measures.known(name)] == []
    inside(found)


@pytest.mark.parametrize("movement", ["auto", "squat", "run", "march"])
@pytest.mark.parametrize(
    "name", ["squat-deep-front", "run-treadmill-right-60fps", "squat-with-long-hold-left", "heel-raise-rear-oblique"]
)
def test_every_number_of_a_real_person_has_an_entry_and_lies_in_it(name, movement):
    path = REAL / f"{name}.npz"
    if not path.exists():
        pytest.skip(f"{name} is not here: landmarks of real people are not part of this repository")
    found = measure(dorsi.read_landmarks(path), movement=movement)
    assert [one for one in names_of(found) if not measures.known(one)] == []
    inside(found)


def test_a_side_in_front_of_a_name_stands_in_front_of_its_label():
    assert measures.label_of("right_pelvis_drop_deg") == "Right pelvis drop"


def test_a_name_of_another_version_is_spelt_out():
    assert measures.label_of("luck_of_the_day_deg") == "Luck of the day"
    assert measures.noun_of("luck_of_the_day_deg") == "luck of the day"
    assert measures.scale_words("crystal_ball") == "crystal ball"


def test_every_scale_has_its_words():
    assert measures.scales().keys() == set(get_args(Scale))


def test_every_number_has_the_limits_of_a_unit():
    assert {measures.unit_of_name(name).too_wide is None for name in measures.measures()} == {False}


def test_every_source_of_a_number_is_known():
    unknown = [(m.name, one) for m in measures.measures().values() for one in m.derived_from if not measures.known(one)]
    assert unknown == []


@pytest.mark.parametrize(
    ("value", "possible"), [(-91.0, False), (-45.0, True), (0.0, True), (45.0, True), (46.0, False)]
)
def test_a_value_outside_is_named_with_what_it_is_not_possible_for(value, possible):
    reason = measures.measure_of("left_fppa_deg").implausible(value)
    assert (reason is None) == possible
    assert reason is None or reason.startswith(f"{value:.0f} degrees is not possible for a knee")


@pytest.mark.parametrize(
    ("bound", "status"),
    [(2.0, None), (8.0, None), (8.1, "low_confidence"), (15.0, "low_confidence"), (34.0, "not_measured")],
)
def test_a_bound_that_is_too_wide_says_little_or_nothing(bound, status):
    found = measures.measure_of("peak_shank_inclination_deg").wide(39.0, bound)
    assert (found and found[0]) == status


def test_a_bound_as_large_as_a_number_that_is_never_zero_refuses_it():
    assert measures.measure_of("rep_time_s").wide(1.0, 1.0)[0] == "not_measured"


def test_the_docs_hold_the_table_as_the_data_says_it():
    writer = runpy.run_path(str(ROOT / "scripts" / "write_measures_docs.py"))
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert writer["page"](text) == text


def test_every_part_of_a_bound_has_its_words():
    parts = {part.name for part in dataclasses.fields(uncertainty.Doubt)} | {uncertainty.SPREAD}
    assert parts == set(get_args(DoubtPart)) == set(measures.doubts())
