"""Time goes to the main findings: no filler where minutes are few, and an extra set that is given or said to wait."""

import pytest
from given import days_of, plan_for
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import catalogue, plan
from dorsi.programme.choosing.choice import session_size
from dorsi.programme.exercises.dosing import with_sets
from dorsi.programme.exercises.timing import minutes_on
from dorsi.programme.rulebook.rules import rules, usual_parameters

FILL = next(case.text for rule in rules() for case in rule.cases if case.case == "fill")
some = drawn(60)


def fillers(made):
    return {item.exercise for item in made.items if all(reason.text == FILL for reason in item.because)}


@some
@given(intakes)
def test_a_filler_comes_only_where_the_findings_leave_a_session_short(intake):
    made = plan(intake, [])
    found = fillers(made)
    if intake.minutes_per_day < (usual_parameters().coverage_from_min or 0):
        assert not found
    daily = {item.exercise for day in days_of(made) for item in day.morning}
    main = {item.exercise for item in made.items if item.category != "warmup"} - daily
    size = session_size(usual_parameters(), intake.minutes_per_day).items
    assert not found or len(main) <= size
    if found:
        assert max(len({item.exercise for item in day.items if item.category != "warmup"}) for day in days_of(made)) > 1


@some
@given(intakes)
def test_the_extra_set_of_a_main_finding_is_given_or_said_to_wait(intake):
    made = plan(intake, [])
    params = usual_parameters()
    for item in made.items:
        done = [
            one for day in days_of(made) for one in day.items if (one.exercise, one.side) == (item.exercise, item.side)
        ]
        usual = catalogue()[item.exercise].dose_at(item.level).sets
        if params.main_extra_note in item.notes:
            assert not item.caps
            assert max(one.dose.sets for one in done) >= item.dose.sets > usual
        if params.main_extra_waits in item.notes:
            assert params.main_extra_note not in item.notes
            assert not any(has_room(intake, day, item) for day in days_of(made))


def has_room(intake, day, item):
    """Return whether a day has time for one more set of an exercise, while nothing in it has less than it should."""
    left = intake.minutes_per_day - day.minutes - sum(one.minutes for one in day.morning)
    for one in day.items:
        if (one.exercise, one.side) == (item.exercise, item.side) and one.sets_frac == 1:
            more = minutes_on(catalogue()[one.exercise], one.level, with_sets(one.dose, one.dose.sets + 1), one.side)
            return more - one.minutes <= left and not any(other.note for other in day.items)
    return False


@pytest.mark.parametrize("minutes", [12, 30])
def test_both_happen(minutes):
    made = plan_for("stiff", minutes_per_day=minutes)
    notes = {note for item in made.items for note in item.notes}
    params = usual_parameters()
    assert (params.main_extra_note if minutes == 30 else params.main_extra_waits) in notes
