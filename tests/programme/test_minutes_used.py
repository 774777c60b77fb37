"""No session is the warm-up alone while there is something to do; minutes that stay unused get a sentence."""

import pytest
from casework import merged, plan_of
from given import days_of
from hypothesis import given
from runners import drawn, intakes

from dorsi.programme import plan

RACING = {"start_date": "2026-01-05", "load": {"longest_run_30d_km": 12, "race_date": "2026-01-10"}}
ADEQUATE = {"wblt_cm": [12, 12]}


def made_for(**intake):
    return plan_of({"measure": ADEQUATE, "intake": intake}, ahead=False)


def bare(day):
    return bool(day.items) and all(item.category == "warmup" for item in day.items)


def texts(made):
    return [one.text for one in made.say]


@pytest.mark.parametrize("confidence", [1, 7])
def test_after_a_race_in_the_first_week_the_exercises_start_together(confidence):
    made = made_for(minutes_per_day=25, confidence=confidence, **RACING)
    assert len(made.weeks[1].new_items) > 3
    assert not [day.weekday for day in made.weeks[1].days if bare(day)]


def test_a_race_in_the_first_week_says_that_nothing_is_known_yet_and_when_it_starts():
    made = made_for(**RACING)
    assert any("The exercises start after the race" in note for note in made.weeks[0].notes)
    assert not [text for text in [*texts(made), *made.weeks[0].notes] if "less of each exercise" in text]


def test_a_race_and_a_jump_in_load_in_the_first_week_are_one_sentence():
    made = made_for(**merged(RACING, {"load": {"planned_longest_km": 20}}))
    assert not [note for note in made.weeks[0].notes if "load" in note or "less of" in note]
    assert not [text for text in texts(made) if "you do half" in text or "less of each exercise" in text]


@pytest.mark.parametrize(("start", "race"), [("2026-01-05", "2026-01-05"), ("2026-01-08", "2026-01-10")])
def test_the_sessions_after_a_race_in_the_first_week_have_their_exercises(start, race):
    made = made_for(days_per_week=3, start_date=start, load={"race_date": race})
    days = [day for day in made.weeks[0].days if day.items]
    assert [day for day in days if str(day.date) > race]
    for day in days:
        assert bare(day) is (str(day.date) < race)


@pytest.mark.parametrize("goal", ["speed", "uphill"])
def test_the_day_before_a_race_advises_nothing_after_it(goal):
    made = made_for(days_per_week=3, goals=[goal], start_date="2026-01-05", load={"race_date": "2026-01-24"})
    eve = next(day for day in days_of(made) if str(day.date) == "2026-01-23")
    assert any("Tomorrow is the race" in note for note in eve.notes)
    assert not any("after that run" in note or "hard run" in note for note in eve.notes)


def test_a_race_in_the_first_week_keeps_what_is_known():
    made = made_for(levels=[{"exercise": "mo_wall_slide", "level": 2}], **RACING)
    assert any("less of each exercise" in note for note in made.weeks[0].notes)
    assert "mo_wall_slide" in {item.exercise for day in made.weeks[0].days for item in day.items}


@pytest.mark.parametrize(("date", "said"), [("2026-01-23", True), ("2026-01-24", False)])
def test_a_race_on_a_training_day_says_that_it_takes_the_place_of_a_session(date, said):
    made = made_for(days_per_week=3, **merged(RACING, {"load": {"race_date": date}}))
    assert any("takes the place of one session" in note for note in made.weeks[2].notes) is said


def test_one_long_day_a_week_has_as_many_exercises_as_a_session_holds():
    made = made_for(minutes_per_day=30, days_per_week=1)
    names = {item.exercise for day in days_of(made) for item in day.items if item.category != "warmup"}
    assert len(names) == 7
    assert not [one for one in made.excluded if one.rule == "R40"]


@drawn(300)
@given(intakes)
def test_minutes_that_stay_unused_or_hold_the_warm_up_only_are_explained(intake):
    made = plan(intake, [], ahead=False)
    swollen = intake.swelling.left or intake.swelling.right
    days = [day for week in made.weeks[1:] if not week.nothing_new for day in week.days if day.pattern != "rest"]
    calm = [day for day in days if not day.before_hard_run]
    if not calm or swollen:
        return
    told = [text for text in texts(made) if "the sessions take" in text or "are the warm-up only" in text]
    assert len(told) <= 1
    if any(bare(day) for day in calm):
        assert told
    for day in days:
        assert not bare(day) or told or any("Tomorrow is a hard run" in note for note in day.notes)
    asked = min(30, intake.minutes_per_day)
    used = [day.minutes + sum(item.minutes for item in day.morning) for day in calm]
    if sum(used) / len(used) < 0.7 * asked:
        assert told
