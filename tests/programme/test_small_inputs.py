"""The small inputs of ../shared/cases/programme, each with its right answer and the kind behind it."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from casework import merged, read
from given import NOTHING_WRONG, SHARED, days_of, done_in, given, given_log, plan_for
from hypothesis import given as given_values
from hypothesis import settings

from dorsi.programme import catalogue, course, plan
from dorsi.programme.facts.log import adherence
from dorsi.schema.intake import Intake

OTHER = {"left": "right", "right": "left"}
INTAKES = ["achilles", "achilles2", "e1", "e2", "e3", "e4", "m1_minutes", "m2_hotcap", "m3_race", "m4_one_day",
           "m6_calfladder", "m7_30min", "m8_sleep", "me_pain_missing", "mirror1", "mirror2", "mirror3", "stiff",
           "strong"]  # fmt: skip


def mirrored(value):
    if isinstance(value, dict):
        return {OTHER.get(key, key): mirrored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mirrored(inner) for inner in value]
    return OTHER.get(value, value) if isinstance(value, str) else value


def schedule(made, *, turned=False):
    return sorted(
        (week.number, day.weekday, item.exercise, OTHER.get(item.side, item.side) if turned else item.side,
         item.level, item.dose_text)
        for week in made.weeks for day in week.days for item in (*day.morning, *day.items)
    )  # fmt: skip


def test_every_shared_intake_is_tested():
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this repository")
    assert {path.stem for path in SHARED.glob("*.yaml") if "_log" not in path.stem} == set(INTAKES)


@pytest.mark.parametrize("name", INTAKES)
def test_minutes_days_and_equipment_are_as_asked_and_promised(name):
    intake, made = given(name), plan_for(name)
    assert all(day.minutes <= intake.minutes_per_day for day in days_of(made))
    for item in made.items:
        counts = [
            sum(any(i.exercise == item.exercise for i in (*day.morning, *day.items)) for day in week.days)
            for week in made.weeks
        ]
        assert item.days_per_week == (min(filter(None, counts)), max(counts))
    at_hand = {"none", *intake.equipment}
    assert all(set(need.split(" or ")) & at_hand for item in done_in(made) for need in item.equipment)


@pytest.mark.parametrize("name", INTAKES)
def test_a_mirrored_runner_gets_the_mirrored_plan(name):
    intake = given(name)
    turned = Intake.model_validate(mirrored(intake.model_dump(exclude_unset=True)))
    assert schedule(plan(intake, []), turned=True) == schedule(plan(turned, []))


pairs = st.fixed_dictionaries({"left": st.floats(3, 18), "right": st.floats(3, 18)})
one_leg = st.sampled_from(["left", "right"])
past = st.builds(
    lambda kind, side, weeks: {"kind": kind, "side": side, "weeks_ago": weeks, "assessed": True},
    st.sampled_from(["achilles", "plantar_fascia", "sprain", "calf_strain"]), one_leg, st.integers(3, 40),
)  # fmt: skip
felt = st.sampled_from(["high_calf", "low_calf", "front_blocked", "none"])
runners = st.fixed_dictionaries(
    {
        "measurements": pairs.map(lambda pair: [{"name": "wblt_cm", "scale": "tape", **pair}]),
        "history": st.lists(past, max_size=2),
        "stretch_felt": st.fixed_dictionaries({"left": felt, "right": felt}),
        "instability": st.fixed_dictionaries({"left": st.booleans(), "right": st.booleans()}),
        "minutes_per_day": st.sampled_from([5, 10, 15, 30]),
        "goals": st.lists(st.sampled_from(["uphill", "trail", "speed", "squat_depth"]), max_size=2),
    }
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given_values(runners)
def test_any_mirrored_runner_gets_the_mirrored_plan(changes):
    raw = merged(read("base.yaml"), changes)
    one, other = Intake.model_validate(raw), Intake.model_validate(mirrored(raw))
    assert schedule(plan(one, [], ahead=False), turned=True) == schedule(plan(other, [], ahead=False))


def test_a_hot_sole_gets_the_dose_its_limit_names():
    made = plan_for("m2_hotcap", pain=[])
    for item in (i for i in made.items if i.exercise == "mo_fascia_stretch" and i.side in {"right", "both"}):
        assert (item.dose.sets, item.dose.reps, item.dose.hold_s) == (1, 5, 10)


def test_the_extra_set_of_a_limited_side_goes_to_range_work_only():
    made = plan_for("m2_hotcap", pain=[])
    sets = {(i.exercise, i.side): i.dose.sets for i in made.items}
    assert sets["mo_wall_slide", "right"] == sets["mo_wall_slide", "left"] + 1
    for exercise in {item.exercise for item in made.items if "range_item" not in catalogue()[item.exercise].traits}:
        assert len({item.dose.sets for item in made.items if item.exercise == exercise}) == 1


def test_a_finished_calf_ladder_goes_on_where_it_leads():
    made = plan_for("m6_calfladder", pain=[], limp=False, swelling=False, medicines=[], conditions=[])
    names = {item.exercise for item in made.items}
    assert names & {"st_hr_loaded", "st_hr_step"}
    assert not names & {"st_hr_dl", "st_hr_sl"}
    after = next(item for item in made.items if item.exercise in {"st_hr_loaded", "st_hr_step"})
    assert any("whose last level you have done" in reason.text for reason in after.because)


def level_of(name, log, day, exercise):
    found = course(plan_for(name, **NOTHING_WRONG), given_log(log), day)
    return {one.level for one in found.states if one.exercise == exercise}


@pytest.mark.parametrize("log", ["e1_log", "e1_log_warmup_first"])
def test_no_level_needs_equipment_that_is_not_there(log):
    assert level_of("e1", log, dt.date(2026, 1, 10), "nm_reach") == {3}


def test_warm_ups_do_not_use_up_the_steps_of_a_session():
    cushion = plan_for("e1", equipment=["wall", "cushion"], **NOTHING_WRONG)
    found = course(cushion, given_log("e1_log_warmup_first"), dt.date(2026, 1, 10))
    assert {one.level for one in found.states if one.exercise == "nm_reach"} == {4}


def test_who_trains_as_planned_is_never_told_off():
    made, log = plan_for("e2"), given_log("e2_log")
    for day in (dt.date(2026, 1, 18) + dt.timedelta(days=n) for n in range(10)):
        assert adherence(made, log, day) in {None, 1.0}
        assert not course(made, log, day).advice


def test_a_heel_raise_of_one_leg_is_not_offered_after_a_calf_strain():
    assert level_of("e3", "e3_log", dt.date(2026, 1, 8), "wu_march") == {1}


def test_an_exercise_goes_on_without_a_film_when_the_knee_stays_over_the_foot():
    found = course(plan_for("e4"), given_log("e4_log"), dt.date(2026, 1, 29))
    assert [m for m in found.moves if m.exercise == "nm_align_squat" and m.to == "advance" and m.level_after == 2]
