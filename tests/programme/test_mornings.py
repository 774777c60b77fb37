"""A morning's pain acts on the day's session, whatever was logged before; of several answers the worst counts."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import Morning, catalogue, today
from dorsi.programme.facts.morning import remembered, with_morning, without_morning
from dorsi.programme.logbook.progress import read_log
from dorsi.schema.log import Log, LogEntry, LogMorning

DAY_1 = dt.date(2026, 1, 5)
FIT = {
    "start_date": DAY_1,
    "days_per_week": 5,
    "minutes_per_day": 20,
    "goals": ["speed"],
    "self_tests": {"heel_raise_reps": 30},
}
MADE = plan_of({"measure": {"wblt_cm": [9, 9]}, "intake": FIT}, ahead=False)
HEAVY_DAY = next(
    day
    for before, day in zip(MADE.weeks[0].days, MADE.weeks[0].days[1:], strict=False)
    if before.items and any(item.load_class == "H" for item in day.items)
)
DAY, YESTERDAY = HEAVY_DAY.date, HEAVY_DAY.date - dt.timedelta(days=1)


def done(names=None, date=YESTERDAY, **noted):
    day = today(MADE, Log(started=DAY_1), date, Morning())
    usual = {"date": date, "pain_during": 0, "dose_done_pct": 100, "ease": 5}
    return [
        LogEntry(**usual | {"exercise_id": item.exercise, "side": item.side, "level": item.level} | noted)
        for item in day.items
        if names is None or item.exercise in names
    ]


def on(pain, entries, day=DAY, mornings=()):
    return today(MADE, Log(started=DAY_1, entries=entries, mornings=list(mornings)), day, Morning(pain=pain))


def main_of(day):
    return [item for item in day.items if item.category != "warmup"]


def work(item):
    return item.dose.sets * (item.dose.reps or item.dose.hold_s)


@pytest.mark.parametrize("names", [None, {"wu_circles"}])
@pytest.mark.parametrize("pain", [3, 4])
def test_pain_above_the_careful_limit_acts_as_much_after_a_logged_day(pain, names):
    free, logged = on(pain, []), on(pain, done(names))
    assert not [item for item in logged.items if item.load_class == "H"]
    assert not [item for item in logged.items if {"hop", "impact", "end_range"} & {*catalogue()[item.exercise].traits}]
    assert (logged.rules, logged.notes) == (free.rules, free.notes)
    usual = {item.exercise: work(item) for item in main_of(free)}
    assert {item.exercise: work(item) for item in main_of(logged)} == usual  # halved once, not by both


@pytest.mark.parametrize("pain", [1, 2])
def test_little_pain_after_a_logged_day_is_left_to_the_exercises_of_that_day(pain):
    found = on(pain, done({"wu_circles"}))
    assert main_of(found) == main_of(HEAVY_DAY)
    assert not any("Train as planned" in note for note in found.notes)


def test_a_rise_above_the_usual_eases_every_exercise_once_after_a_logged_day():
    earlier = done(date=DAY_1, pain_next_morning=0)
    found = {item.exercise: item for item in main_of(on(2, [*earlier, *done()]))}
    for item in main_of(HEAVY_DAY):
        now = found[item.exercise]
        assert now.level == max(1, item.level - 1)
        assert work(now) <= work(item)
        if item.level == 1:
            assert work(now) >= work(item) / 2
    assert any("more pain this morning" in note.lower() for note in on(2, [*earlier, *done()]).notes)


def test_the_pain_of_this_morning_is_not_its_own_usual_pain():
    logged = done(pain_next_morning=4)
    assert not [item for item in on(4, logged).items if item.load_class == "H"]
    assert not [item for item in on(None, logged).items if item.load_class == "H"]


@pytest.mark.parametrize("pain", [0, 3])
def test_a_better_morning_lowers_no_logged_next_morning(pain):
    log = with_morning(Log(started=DAY_1, entries=done(pain_next_morning=5)), LogMorning(date=DAY, pain=pain))
    assert {one.pain_next_morning for one in log.entries} == {5}
    assert not on(pain, done(pain_next_morning=5)).items
    assert {one.pain_next_morning for one in without_morning(log, DAY).entries} == {5}
    assert without_morning(log, DAY).mornings == []


TWO = [
    LogMorning(date=DAY, pain=6, stiffness=0, swelling=True),
    LogMorning(date=DAY, pain=0, stiffness=5, calf_soreness=7, swelling=False),
]
WORST = LogMorning(date=DAY, pain=6, stiffness=5, calf_soreness=7, swelling=True)


@pytest.mark.parametrize("mornings", [TWO, TWO[::-1]])
def test_of_two_mornings_of_one_date_the_worse_answer_to_each_question_counts(mornings):
    log = Log.model_construct(entries=done(), started=DAY_1, mornings=mornings)
    assert remembered(log, DAY, Morning()) == WORST
    assert with_morning(log, LogMorning(date=DAY, pain=1)).mornings == [WORST]
    assert Log(mornings=mornings).mornings == [WORST]
    assert not on(0, [], mornings=mornings).items
    late = Log(started=DAY_1, entries=done(pain_next_morning=0), mornings=mornings)
    assert {one.pain_next_morning for one in read_log(MADE, late, DAY).memory.entries} == {6}


@pytest.mark.parametrize("pain", [None, 1, 4])
@pytest.mark.parametrize("minutes", [6, 8, 12, 20, 45])
def test_a_stiff_morning_makes_no_session_longer_and_drops_no_exercise(minutes, pain):
    made = plan_of({"measure": {"wblt_cm": [9, 9]}, "intake": FIT | {"minutes_per_day": minutes}}, ahead=False)
    for day in [day for week in made.weeks[:3] for day in week.days if day.items]:
        stiff, loose = (
            today(made, Log(started=DAY_1), day.date, Morning(pain=pain, stiffness=score)) for score in (5, 0)
        )
        assert stiff.minutes <= day.minutes + 1e-9
        assert {item.exercise for item in loose.items} <= {item.exercise for item in stiff.items}
