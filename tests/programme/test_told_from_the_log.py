"""What checks and notes say over time: how many compensations got smaller, and how tired the calf gets."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import course
from dorsi.report.progress_page import render_progress
from dorsi.schema.log import Log

START, RETEST, THIRD = dt.date(2026, 1, 5), dt.date(2026, 2, 2), dt.date(2026, 3, 2)


def check(name, day, left, right):
    return {"name": name, "scale": "camera_2d", "measured_on": day, "left": left, "right": right}


def told(*, checks=(), tired=(), day=RETEST, knee=(20, 20)):
    plan = plan_of(
        {"measure": {"wblt_cm": [7, 7], "fppa_deg": list(knee)}, "intake": {"start_date": START}}, ahead=False
    )
    entries = [
        {"date": START + dt.timedelta(days=7 * week), "exercise_id": "mo_wall_slide", "side": "both", "level": 1,
         "pain_during": 0, "calf_fatigue": score}
        for week, score in enumerate(tired)
    ]  # fmt: skip
    log = Log.model_validate({"started": START, "entries": entries, "measurements": list(checks)})
    return course(plan, log, day)


def moved(found, rule):
    return [move.text for move in found.moves if move.rule == rule]


def test_compensations_that_got_smaller_are_counted_by_joint():
    drops = [check("pelvis_drop_deg", START, 6, 6), check("pelvis_drop_deg", RETEST, 6, 6)]
    found = told(checks=[*drops, check("fppa_deg", RETEST, 8, 9)])
    assert moved(found, "R77") == [
        "2 of 4 compensations are smaller than at the first check (knee 2 of 2, hips 0 of 2); none larger"
    ]
    assert "2 of 4 compensations are smaller" in render_progress(found)


def test_a_compensation_that_grew_is_in_the_count():
    found = told(checks=[check("fppa_deg", RETEST, 8, 35)])
    assert moved(found, "R77") == ["1 of 2 compensations is smaller than at the first check (knee 1 of 2); 1 larger"]


def test_the_count_follows_each_check():
    checks = [check("fppa_deg", RETEST, 18, 18), check("fppa_deg", THIRD, 8, 8)]
    for day, count in ((RETEST, "0 of 2"), (THIRD, "2 of 2")):
        [line] = [line for line in told(checks=checks, day=day).advice if "compensations" in line]
        assert line.startswith(f"{count} compensations are smaller")


def test_without_a_check_nothing_is_counted():
    assert not moved(told(), "R77")


@pytest.mark.parametrize(
    ("tired", "says"),
    [
        ((7, 6, 5, 3), "Your calf gets less tired: 7 of 10 on 5 Jan"),
        ((2, 3, 5, 6), "Your calf gets more tired: 2 of 10 on 5 Jan"),
        ((4, 6, 3, 5), "No clear trend in how tired your calf gets: 4 of 10 on 5 Jan"),
    ],
)
def test_the_tiredness_of_the_calf_has_a_trend_with_its_interval(tired, says):
    found = told(tired=tired)
    [line] = [line for line in found.advice if says in line]
    assert f"{tired[-1]} of 10 on 26 Jan" in line
    assert "95 % interval" in line
    assert says in render_progress(found)


def test_three_days_are_too_few_for_a_trend():
    assert not moved(told(tired=(7, 5, 3)), "R76")
