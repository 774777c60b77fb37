"""A logged run far beyond the longest of the days before it acts on the next day, the first week included."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import Morning, course, today
from dorsi.schema.log import Log

START = dt.date(2026, 1, 5)
STRONG = {"start_date": START, "goals": ["speed"], "days_per_week": 5, "minutes_per_day": 30,
          "self_tests": {"heel_raise_reps": 36, "one_leg_stance_s": 30}}  # fmt: skip

NO_RUNS = dict.fromkeys(("longest_run_30d_km", "longest_run_7d_km", "planned_longest_km"))


def made(**load):
    return plan_of({"measure": {"wblt_cm": [11, 11]}, "intake": STRONG | {"load": NO_RUNS | load}}, ahead=False)


def ran(runs, exercise="wu_circles", **more):
    entries = [
        {"date": START + dt.timedelta(days=day), "exercise_id": exercise, "level": 1, "side": "both", "pain_during": 0,
         "pain_next_morning": 0, "run_km_today": km, **more}
        for day, km in runs.items()
    ]  # fmt: skip
    return Log.model_validate({"started": START, "entries": entries})


def jumped(plan, log, day):
    return any("longer than any" in note for note in today(plan, log, START + dt.timedelta(days=day), Morning()).notes)


def jump_days(plan, log):
    return [day for day in range(16) if jumped(plan, log, day)]


def test_a_run_far_beyond_what_the_questions_said_counts_in_the_first_week():
    assert jump_days(made(longest_run_30d_km=8), ran({1: 20})) == [*range(1, 9)]


def test_so_does_one_beyond_a_run_of_the_same_week():
    assert jump_days(made(), ran({0: 8, 5: 20})) == [*range(5, 13)]


def test_a_second_jump_in_these_days_counts_anew():
    assert jump_days(made(longest_run_30d_km=8), ran({1: 10, 4: 14})) == [*range(1, 12)]


@pytest.mark.parametrize(
    ("load", "runs"),
    [({"longest_run_30d_km": 8}, {1: 8.8}), ({}, {1: 20}),
     ({"longest_run_30d_km": 8, "longest_run_7d_km": 20}, {1: 20}), ({}, {0: 20, 1: 8, 3: 20})],
    ids=["a tenth more", "nothing to compare with", "done before", "done in the log"],
)  # fmt: skip
def test_no_jump(load, runs):
    assert jump_days(made(**load), ran(runs)) == []


def test_levels_stay_from_the_day_of_the_run_on():
    runs = dict.fromkeys(range(12), 8) | {1: 20}
    log = ran(runs, "mo_wall_slide", dose_done_pct=100, form=3)
    rises = [move.date for move in course(made(longest_run_30d_km=8), log, START + dt.timedelta(days=11)).moves
             if move.to == "advance"]  # fmt: skip
    assert rises
    assert min(rises) > START + dt.timedelta(days=8)


def test_heavy_work_is_halved_and_hops_wait_on_the_next_days():
    plan = made(longest_run_30d_km=8)
    heavy = [
        (day, item.exercise)
        for day in range(1, 9)
        for item in today(plan, ran({}), START + dt.timedelta(days=day), Morning()).items
        if item.load_class == "H" and item.dose.sets > 1
    ]
    assert heavy
    for day, exercise in heavy:
        date = START + dt.timedelta(days=day)
        before = next(one for one in today(plan, ran({}), date, Morning()).items if one.exercise == exercise)
        after = next(one for one in today(plan, ran({1: 20}), date, Morning()).items if one.exercise == exercise)
        assert after.dose.sets < before.dose.sets
