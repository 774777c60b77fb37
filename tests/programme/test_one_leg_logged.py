"""An exercise that the log has of one leg is still to do on the other."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import Morning, today
from dorsi.programme.logbook.answering import entries_done, is_done
from dorsi.schema.log import Log

START = dt.date(2026, 1, 5)
PLAN = plan_of({"measure": {"wblt_cm": [7, 7]}, "intake": {"start_date": START}}, ahead=False)
EACH = ["mo_wall_slide", "wu_circles"]


def of(log):
    return today(PLAN, log, START, Morning()).items


def logged(*sides, exercise=EACH[0]):
    entries = [{"date": START, "exercise_id": exercise, "side": side, "level": 1, "pain_during": 0} for side in sides]
    return Log.model_validate({"started": START, "entries": entries})


@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize(
    ("sides", "done"),
    [((), {}), (["left"], {"left": True, "right": False}), (["right"], {"left": False, "right": True}),
     (["left", "right"], {"both": True}), (["both"], {"both": True})],
    ids=["none", "left", "right", "one by one", "both"],
)  # fmt: skip
def test_each_leg_is_done_on_its_own(exercise, sides, done):
    log = logged(*sides, exercise=exercise)
    found = {item.side: is_done(item, log, START) for item in of(log) if item.exercise == exercise}
    assert found == (done or {"both": False})


@pytest.mark.parametrize("exercise", EACH)
def test_the_rest_of_the_session_has_the_other_leg(exercise):
    log = logged("left", exercise=exercise)
    entries = entries_done(log, of(log), START, "right")
    assert [one.side for one in entries if one.exercise_id == exercise] == ["right"]
    assert [
        one.side for one in entries_done(log, of(Log(started=START)), START, "right") if one.exercise_id == exercise
    ] == ["right"]
    whole = log.model_copy(update={"entries": [*log.entries, *entries]})
    assert entries_done(whole, of(whole), START, "right") == []


@pytest.mark.parametrize("minutes", [15, 20, 25])
def test_one_leg_logged_makes_no_other_exercise_shorter(minutes):
    plan = plan_of(
        {"measure": {"wblt_cm": [7, 7]}, "intake": {"start_date": START, "minutes_per_day": minutes}}, ahead=False
    )
    for day in (day.date for week in plan.weeks[:1] for day in week.days if day.items):
        before = today(plan, Log(started=START), day, Morning())
        each = {one.exercise: one.level for one in before.items if "each leg" in one.dose_text}
        entries = [
            {"date": day, "exercise_id": name, "side": "left", "level": level, "pain_during": 0}
            for name, level in each.items()
        ]
        after = today(plan, Log.model_validate({"started": START, "entries": entries}), day, Morning())
        assert each
        assert after.minutes == pytest.approx(before.minutes)
        whole = {one.exercise: one.dose for one in before.items}
        assert {one.exercise: one.dose for one in after.items} == whole
