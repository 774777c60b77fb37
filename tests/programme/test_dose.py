"""What is stated is what it takes, and what is promised is scheduled."""

import re

import pytest
from casework import plan_of
from given import days_of

from dorsi.programme import catalogue
from dorsi.programme.exercises.timing import minutes_on, seconds_of

LEVELS = [(one, level) for one in catalogue().exercises.values() for level in one.levels]
SIDES = ("left", "right", "both")
DIFFERENCE = {"measure": {"lunge_deg": [27.5, 38.5]}, "intake": {"minutes_per_day": 12}}


def label(value):
    return value if isinstance(value, str | int) else value.id


def bare_work_s(exercise, dose, legs):
    """Return the seconds of the work alone; a repetition without a tempo takes a second and a half or more."""
    once = dose.hold_s if dose.hold_s is not None else sum(dose.tempo_s) if dose.tempo_s else 1.5
    return legs * dose.sets * (dose.reps or 1) * dose.ways * once + (dose.sets - 1) * (dose.rest_s or 0)


@pytest.mark.parametrize(("exercise", "level"), LEVELS, ids=label)
def test_no_level_states_less_than_its_bare_work(exercise, level):
    dose = exercise.dose_at(level)
    for side in SIDES:
        legs = 2 if side == "both" and not exercise.together(level) else 1
        assert 60 * minutes_on(exercise, level, dose, side) >= bare_work_s(exercise, dose, legs)


@pytest.mark.parametrize(
    ("name", "level", "seconds"),
    [
        # 2 sets x 12 x (2 + 1 + 3) s on two legs, three changes of leg, once into position
        ("st_band_df", 1, 4 * 72 + 3 * 5 + 10),
        # 3 bouts of 10 s with 50 s of rest between them
        ("nm_hop_dl", 1, 3 * 10 + 2 * 50 + 10),
        # 2 x 12 x 6 s on both legs at once, half a minute between the sets
        ("st_hr_dl", 1, 2 * 72 + 30 + 10),
        # 10 holds of 10 s, two seconds from one to the next, on each foot
        ("mo_fascia_stretch", 2, 2 * (100 + 9 * 2) + 5 + 10),
    ],
)
def test_the_seconds_of_an_exercise_are_its_work_rests_and_changes(name, level, seconds):
    exercise = catalogue()[name]
    doses = dict.fromkeys(("left", "right"), exercise.dose_at(level))
    assert seconds_of(exercise, doses, together=exercise.together(level)) == seconds


def test_how_much_is_said_in_one_place_only():
    for exercise, level in LEVELS:
        assert not re.search(r"\d+ x \d+|\d+ s\b|\d+ reps", exercise.levels[level].text), (exercise.id, level)


def test_days_of_one_kind_are_one_session():
    for days in (3, 4, 5, 6):
        made = plan_of({"measure": {"wblt_cm": [6.5, 6.8]}, "intake": {"days_per_week": days, "minutes_per_day": 20}})
        for week in made.weeks:
            for kind in "AB":
                assert len({str(day.items) for day in week.days if day.pattern == kind}) == 1


@pytest.mark.parametrize("days", [5, 6])
def test_a_session_that_differs_from_another_of_its_kind_has_a_name_of_its_own(days):
    made = plan_of({"measure": {"wblt_cm": [13, 13]}, "intake": {"goals": ["trail", "speed"], "minutes_per_day": 25,
                    "days_per_week": days}}, ahead=False)  # fmt: skip
    named: dict[str, set[str]] = {}
    for day in made.weeks[3].days:
        named.setdefault(day.pattern, set()).add(str([item.dose_text for item in day.items]))
    assert "A2" in named
    assert all(len(sessions) == 1 for sessions in named.values())


def test_what_is_promised_is_scheduled():
    made = plan_of(DIFFERENCE)
    for item in made.items:
        done = [one for day in days_of(made) for one in (*day.morning, *day.items) if one.exercise == item.exercise]
        assert item.dose_text in {one.dose_text for one in done if one.side == item.side}
        assert item.dose.sets == max(one.dose.sets for one in done if one.side == item.side)


def test_a_side_difference_gives_few_exercises_and_most_time_to_it():
    made = plan_of(DIFFERENCE)
    main = {item.exercise for item in made.items if item.category != "warmup"}
    assert len(main) <= 5
    assert not [reason for item in made.items for reason in item.because if "few findings" in reason.text]
    minutes = {"range": 0.0, "other": 0.0}
    sets = {"left": 0, "right": 0}
    for day in days_of(made):
        for item in day.items:
            if item.category != "warmup":
                found = {reason.rule for one in made.items if one.exercise == item.exercise for reason in one.because}
                minutes["range" if found & {"R21", "R31"} else "other"] += item.minutes
            if item.category == "mobility":
                for leg in sets:
                    sets[leg] += item.dose.sets if item.side in {leg, "both"} else 0
    assert minutes["range"] > 2 * minutes["other"]
    assert sets["left"] >= 1.4 * sets["right"]
