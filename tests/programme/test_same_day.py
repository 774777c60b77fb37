"""An exercise that is logged twice on one day is one session of it."""

import datetime as dt

from casework import plan_of

from dorsi.programme import course
from dorsi.programme.logbook.same_day import HIGH_IS_WORSE, LOW_IS_WORSE, one_a_day
from dorsi.schema.log import Log, LogEntry

MONDAY = dt.date(2026, 1, 5)
GOOD = {"exercise_id": "mo_wall_slide", "side": "left", "level": 1, "pain_during": 0, "pain_next_morning": 0,
        "dose_done_pct": 100, "form": 3}  # fmt: skip


def entry(day=0, **more):
    return LogEntry.model_validate(GOOD | {"date": MONDAY + dt.timedelta(days=day)} | more)


def level_after(*entries):
    made = plan_of({"measure": {"wblt_cm": [7.0, 7.0]}, "intake": {"start_date": MONDAY}})
    found = course(made, Log(started=MONDAY, entries=list(entries)), MONDAY + dt.timedelta(days=9))
    return next(one.level for one in found.states if (one.exercise, one.side) == ("mo_wall_slide", "left"))


def test_twice_on_one_day_is_no_second_session():
    assert level_after(entry(), entry(2)) == 2
    assert level_after(entry(), entry()) == 1


def test_the_worse_answer_counts_whichever_came_last():
    for same in ([entry(pain_during=4, form=1), entry()], [entry(), entry(pain_during=4, form=1)]):
        (one,) = one_a_day(same)
        assert (one.pain_during, one.form, one.sharp_or_limping) == (4, 1, False)
    (one,) = one_a_day([entry(sharp_or_limping=True), entry()])
    assert one.sharp_or_limping


def test_two_halves_are_a_whole_dose_and_two_wholes_no_more():
    assert [one.dose_done_pct for one in one_a_day([entry(dose_done_pct=50), entry(dose_done_pct=50)])] == [100]
    assert [one.dose_done_pct for one in one_a_day([entry(), entry()])] == [100]
    assert [one.dose_done_pct for one in one_a_day([entry(dose_done_pct=50), entry(level=2)])] == [100]


def test_other_days_legs_and_exercises_stay_apart_and_in_order():
    every = [entry(2), entry(), entry(side="right"), entry(exercise_id="wu_rocks")]
    assert one_a_day(every) == [every[1], every[2], every[3], every[0]]


def test_every_answer_that_is_weighed_is_a_field_of_the_log():
    assert set(LogEntry.model_fields) >= HIGH_IS_WORSE | LOW_IS_WORSE
