"""The days before a race are easier by the share that the plan names, in whichever week of the plan they lie."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme.exercises.dosing import scaled
from dorsi.programme.scheduling.race import Race

START = dt.date(2026, 1, 5)


def with_race(offset, days=4, **more):
    load = {"longest_run_30d_km": 12, "race_date": START + dt.timedelta(days=offset)}
    intake = {"start_date": START, "days_per_week": days, "goals": ["speed"], "load": load} | more
    return plan_of({"measure": {"wblt_cm": [8, 8]}, "intake": intake}, ahead=False)


def main_of(days):
    return [item for day in days for item in day.items if item.category != "warmup"]


def work(days):
    return sum(item.dose.sets * (item.dose.reps or item.dose.hold_s) for item in main_of(days))


@pytest.mark.parametrize("days", [3, 4, 5])
def test_a_race_week_is_about_forty_per_cent_less_than_the_week_before(days):
    weeks = with_race(20, days).weeks
    assert 0.4 <= work(weeks[2].days) / work(weeks[1].days) <= 0.65
    assert sum(item.minutes for item in main_of(weeks[2].days)) <= 0.7 * sum(i.minutes for i in main_of(weeks[1].days))


def test_the_days_before_a_race_on_a_monday_are_easier_though_they_lie_in_the_week_before():
    race, none = with_race(7).weeks[0], with_race(-1).weeks[0]
    assert race.days[0].items == none.days[0].items
    for eased, usual in zip(race.days[1:], none.days[1:], strict=True):
        assert not eased.items or work([eased]) < work([usual])
    assert any("Race week" in note for note in race.notes)


def test_nothing_new_starts_in_a_week_that_ends_in_the_days_before_a_race():
    weeks = with_race(21).weeks
    assert weeks[2].nothing_new
    assert not weeks[2].new_items


def amount(item):
    return item.dose.sets * (item.dose.reps or 1) * (item.dose.hold_s or 1)


@pytest.mark.parametrize("offset", [*range(0, 15, 2), 7, 20, 27])
@pytest.mark.parametrize(("minutes", "days"), [(8, 3), (15, 5), (30, 6)])
def test_no_day_that_a_race_eases_has_more_of_an_exercise_than_the_promised_share_of_its_card(offset, minutes, days):
    made = with_race(
        offset, days, minutes_per_day=minutes, equipment=["wall", "chair", "towel", "step", "band"],
        self_tests={"heel_raise_reps": 28}, levels=[{"exercise": "mo_wall_slide", "level": 1}],
    )  # fmt: skip
    race = Race(day=offset + 1, this_week=False, eases=True)
    days_of_plan = [day for week in made.weeks for day in week.days]
    eased = [day for number, day in enumerate(days_of_plan, start=1) if race.eases_day(number)]
    for item in main_of(eased):
        cards = [card for card in made.items if card.exercise == item.exercise
                 and (item.side in {card.side, "both"} or card.side == "both")]  # fmt: skip
        assert cards
        for card in cards:
            share = card.model_copy(update={"dose": scaled(card.dose, 0.6)})
            assert amount(item) <= amount(share), (item.exercise, item.dose_text, card.dose_text)
    for day in eased:
        assert day.minutes == pytest.approx(sum(item.minutes for item in day.items))


def test_an_exercise_with_more_sets_on_one_day_has_no_more_in_a_race_week_than_its_card_states():
    """The bridge has one set on most days and two on some; a race day with room for two had 2 sets of 6."""
    made = with_race(7, 5, minutes_per_day=15, equipment=["wall", "chair", "towel", "step", "band"],
                     self_tests={"heel_raise_reps": 28})  # fmt: skip
    assert any("less of each exercise than in a usual week" in note for note in made.weeks[0].notes)
    [card] = [item for item in made.items if item.exercise == "px_bridge"]
    race = [item for item in main_of(made.weeks[1].days) + main_of(made.weeks[0].days)
            if item.exercise == "px_bridge" and item.sets_frac < 1]  # fmt: skip
    assert race
    assert all(amount(item) <= 0.6 * amount(card) for item in race)
