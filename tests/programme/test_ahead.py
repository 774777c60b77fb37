"""The weeks show what comes if all goes well, by the rules that move a log; the daily view follows the log alone."""

import copy
import datetime as dt
from itertools import groupby

import pytest
import yaml
from given import NOTHING_WRONG, days_of, plan_for
from hypothesis import given
from runners import OTHER, drawn, intakes, mirrored

from dorsi.datafile import load_mapping
from dorsi.programme import Morning, as_markdown, catalogue, plan, today
from dorsi.programme.facts.entry import Memory, Standing, entry_facts
from dorsi.programme.language.conditions import evaluate
from dorsi.programme.logbook.ahead import WELL, days_ahead
from dorsi.programme.logbook.progress import read_log
from dorsi.programme.logbook.standings import legs_of
from dorsi.programme.rulebook.rules import load_rules, using_rules
from dorsi.programme.words.course import COMES_NEXT, IF_WELL
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log, LogEntry

some = drawn(40)


def legs(item):
    return [(item.exercise, leg) for leg in legs_of(catalogue()[item.exercise], item.side)]


def steps_of(made):
    return [step for week in made.weeks for step in week.steps]


def log_of(made, *, until=99):
    """Return the log of a runner for whom all goes well, up to a day of the plan, without it."""
    entries = [
        LogEntry.model_validate(
            {"date": made.start_date + dt.timedelta(days=number), "exercise_id": item.exercise, "side": item.side,
             "level": item.level, **WELL}
        )
        for number, day in days_ahead(made)
        for item in (*day.morning, *day.items)
        if number + 1 < until
    ]  # fmt: skip
    return Log(started=made.start_date, entries=entries)


@some
@given(intakes)
def test_every_step_is_allowed_and_every_session_ahead_keeps_the_minutes(intake):
    made = plan(intake, [])
    at_hand = {"none", *intake.equipment}
    highest = {key: item.max_level for item in made.items for key in legs(item)}
    for _, day in days_ahead(made):
        assert day.minutes + sum(item.minutes for item in day.morning) <= intake.minutes_per_day + 1e-9
        for item in (*day.morning, *day.items):
            assert all(item.level <= highest[key] for key in legs(item))
            assert all(set(need.split(" or ")) & at_hand for need in item.equipment)
            assert all(item.level <= cap.max_level for cap in item.caps if cap.max_level)
    level = {key: item.level for item in made.items for key in legs(item)}
    for step in steps_of(made):
        assert all(level[key] < step.level for key in legs(step))
        assert step.day in range(made.weeks[0].number, 7 * len(made.weeks) + 1)
        level |= dict.fromkeys(legs(step), step.level)


@some
@given(intakes)
def test_each_exercise_of_the_main_part_moves_up_or_has_a_reason_why_not(intake):
    made = plan(intake, [])
    if not made.weeks:
        return
    moved = {key for step in steps_of(made) for key in legs(step)}
    stays = [key for one in made.stays for key in legs(one)]
    assert len(stays) == len(set(stays))
    main = {key for item in made.items if item.category != "warmup" for key in legs(item)}
    assert main == moved | set(stays)
    assert not moved & set(stays) - {key for one in made.stays if one.side == "both" for key in legs(one)}
    assert all(one.text for one in made.stays)


@some
@given(intakes)
def test_the_daily_view_shows_a_step_on_its_day_if_the_log_says_so_and_never_without_a_log(intake):
    made = plan(intake, [])
    steps = steps_of(made)
    for step in steps[:1] + steps[-1:]:
        day = made.start_date + dt.timedelta(days=step.day - 1)
        now = today(made, log_of(made, until=step.day), day, Morning())
        shown = [item.level for item in (*now.morning, *now.items) if set(legs(item)) & set(legs(step))]
        assert shown
        assert set(shown) == {step.level}
        without = today(made, Log(started=made.start_date), day, Morning())
        first = {key: item.level for item in made.items for key in legs(item)}
        assert all(item.level <= first[key] for item in without.items for key in legs(item))


@some
@given(intakes)
def test_a_step_waits_for_the_comfortable_sessions_it_needs(intake):
    made = plan(intake, [])
    needed = {key: item.clean_sessions for item in made.items for key in legs(item)}
    steps = {(step.day, key) for step in steps_of(made) for key in legs(step)}
    since = dict.fromkeys(needed, 0)
    for number, day in days_ahead(made):
        for key in (key for item in (*day.morning, *day.items) for key in legs(item)):
            if (number + 1, key) in steps:
                assert since[key] >= needed[key]
                since[key] = 0
            since[key] += 1


@some
@given(intakes)
def test_mirrored_answers_give_mirrored_steps(intake):
    turned = Intake.model_validate(mirrored(intake.model_dump(exclude_unset=True)))

    def steps(made, other):
        return sorted((one.day, one.exercise, other.get(one.side, one.side), one.level) for one in steps_of(made))

    def stays(made, other):
        return sorted((one.exercise, other.get(one.side, one.side), one.rule or "") for one in made.stays)

    found, other = plan(intake, []), plan(turned, [])
    assert steps(found, OTHER) == steps(other, {})
    assert stays(found, OTHER) == stays(other, {})


def test_a_comfortable_session_meets_the_own_criterion_of_every_exercise():
    for one in catalogue().exercises.values():
        entry = LogEntry.model_validate({"date": dt.date(2026, 1, 5), "exercise_id": one.id, "level": 1, **WELL})
        standing = Standing(exercise=one, side="both", level=1, max_level=4, clean_needed=2, tendon_history=False)
        facts = entry_facts(entry, standing, Memory.empty())
        assert facts["log_advance_met"].value is True, one.id
        assert facts["log_regress_met"].value in {False, None}, one.id
        assert one.regress.also is None or not evaluate(one.regress.also, facts).outcome


def test_a_rule_of_ones_own_changes_the_steps():
    """The number of comfortable sessions stands in the rules alone."""
    raw = copy.deepcopy(load_mapping("rules.yaml"))
    usual = next(case for rule in raw["rules"] if rule["id"] == "R57" for case in rule["cases"] if "pace" in str(case))
    usual["then"][0]["pace"]["clean_sessions"] = 4
    before = steps_of(plan_for("strong"))
    with using_rules(load_rules(yaml.safe_dump(raw, sort_keys=False), "mine.yaml")):
        after = steps_of(plan_for("strong"))
    assert 0 < len(after) < len(before)
    assert min(step.day for step in after) > min(step.day for step in before)


def test_at_most_two_exercises_of_the_main_part_move_up_for_one_session():
    made = plan_for("strong", start_date="2026-01-05")
    found = [move for move in read_log(made, log_of(made)).moves if move.to == "advance"]
    assert found
    for _, same in groupby(found, key=lambda move: move.date):
        assert len({move.exercise for move in same if catalogue()[move.exercise].category != "warmup"}) <= 2


def test_levels_that_a_jump_in_running_load_holds_move_up_only_after_it():
    made = plan_for("strong", load={"longest_run_30d_km": 10, "planned_longest_km": 20})
    assert made.levels_held_days == 7
    assert min(step.day for step in steps_of(made)) > 7


@pytest.mark.parametrize("name", ["m1_minutes", "m3_race", "m4_one_day", "stiff", "strong"])
def test_a_level_that_takes_longer_drops_no_exercise(name):
    made = plan_for(name)
    planned = days_of(made)
    for number, day in days_ahead(made):
        assert {item.exercise for item in day.items} == {item.exercise for item in planned[number].items}


def test_a_longer_level_comes_down_again_and_says_why():
    """Five minutes hold a lunge and a heel raise, but not the heel raise of level 3 beside it."""
    made = plan_for(
        "strong", minutes_per_day=5, days_per_week=6, equipment=["wall", "chair"],
        measurements=[{"name": "wblt_cm", "scale": "tape", "left": 6, "right": 6}],
    )  # fmt: skip
    last = {item.exercise: item for _, day in days_ahead(made) for item in day.items}
    notes = [
        item.note for _, day in days_ahead(made) for item in day.items if item.note and "takes longer" in item.note
    ]
    assert any(last[item.exercise].category == "strength" for item in made.items if item.category == "strength")
    assert notes


def test_markdown_says_what_comes_next_week_by_week_and_that_the_log_decides():
    made = plan_for("strong")
    page = as_markdown(made)
    assert page.count(IF_WELL) == 1
    for week in made.weeks:
        part = page.partition(f"### Week {week.number}")[2].partition("### Week")[0]
        assert all(step.level_text in part for step in week.steps)
        assert (f"{COMES_NEXT}:\n" in part) == bool(week.steps)
    assert any(week.steps for week in made.weeks[1:])


def test_what_cannot_move_is_said_once_with_its_reason():
    made = plan_for("strong", pain=[{"site": "shin", "side": "left", "at_rest": 0, "walking": 0, "running": 4}])
    assert made.stays
    page = as_markdown(made)
    assert page.count("Stays at its level, and why") == 1
    assert all(one.text in page for one in made.stays)


def test_nothing_new_in_a_race_week_neither_ahead_nor_in_the_daily_view():
    made = plan_for(
        "m3_race",
        start_date="2026-01-05",
        load={"race_date": "2026-01-24"},
        equipment=["wall", "step"],
        **NOTHING_WRONG,
    )
    [racing] = [week.number for week in made.weeks if week.nothing_new]
    assert any("Race week" in note for note in made.weeks[racing - 1].notes)
    assert not made.weeks[racing - 1].steps
    assert made.weeks[racing - 2].steps
    assert any(week.steps for week in made.weeks[racing:])
    first = 7 * (racing - 1)
    log = log_of(made, until=first + 1)
    done = {}
    for entry in log.entries:
        for leg in legs_of(catalogue()[entry.exercise_id], entry.side):
            done[entry.exercise_id, leg] = max(entry.level, done.get((entry.exercise_id, leg), 1))
    for number in range(first, first + 7):
        now = today(made, log, made.start_date + dt.timedelta(days=number), Morning())
        assert all(item.level <= done[key] for item in now.items for key in legs(item))


def test_a_step_is_told_with_the_limits_that_hold_for_it():
    made = plan_for("achilles")
    [step, *_] = [one for one in steps_of(made) if one.exercise == "mo_wall_slide" and one.side == "right"]
    page = as_markdown(made).partition("## Weeks")[2]
    assert any("80 %" in cap.text for cap in step.caps)
    assert all(cap.words in page for cap in step.caps)


def test_the_tight_side_has_more_sets_at_every_level():
    made = plan_for(
        "strong", minutes_per_day=30, measurements=[{"name": "wblt_cm", "scale": "tape", "left": 6, "right": 9.5}]
    )
    sets = [
        {item.side: (item.level, item.dose.sets) for item in day.items if item.exercise == "mo_wall_slide"}
        for _, day in days_ahead(made)
    ]
    both = [one for one in sets if set(one) == {"left", "right"}]
    assert {one["left"][0] for one in both} >= {1, 2, 3}
    assert all(one["left"][1] > one["right"][1] for one in both)


def test_the_warm_up_moves_up_in_the_daily_view_and_not_on_a_day_of_pain():
    made = plan_for("strong", start_date="2026-01-05")
    number = next(number for number, one in enumerate(days_of(made)) if number >= 14 and one.items)
    day = made.start_date + dt.timedelta(days=number)
    log = log_of(made, until=number + 1)
    planned, calm, sore = (
        {item.exercise: (item.level, item.minutes) for item in one.items if item.category == "warmup"}
        for one in (days_of(made)[number], today(made, log, day, Morning()), today(made, log, day, Morning(pain=4)))
    )
    assert calm["wu_circles"][0] > planned["wu_circles"][0]
    assert sum(minutes for _, minutes in calm.values()) <= sum(minutes for _, minutes in planned.values())
    assert sore.items() <= planned.items()
