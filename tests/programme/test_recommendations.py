"""Recommendations of the article as they happen in a plan, a day or a log (docs/coverage.yaml names these tests)."""

import datetime as dt

import pytest
from casework import plan_of
from given import days_of

from dorsi.programme import Morning, catalogue, course, today
from dorsi.schema.log import Log

DAY_1 = dt.date(2026, 1, 5)
THINGS = ["ball", "band", "chair", "wall", "step", "cushion"]


def made_of(measure=None, **intake):
    usual = {"minutes_per_day": 20, "days_per_week": 4, "start_date": DAY_1}
    return plan_of({"measure": measure or {}, "intake": usual | intake})


def used(plan):
    return {item.exercise for day in days_of(plan) for item in (*day.morning, *day.items)}


def found(plan):
    return {(target.constraint, side) for target in plan.targets for side in target.sides}


@pytest.mark.parametrize("minutes", [10, 20, 30])
@pytest.mark.parametrize("cm", [6, 9, 13])
def test_every_week_blends_range_strength_balance_and_hip_or_trunk(minutes, cm):
    plan = made_of({"wblt_cm": [cm, cm]}, minutes_per_day=minutes)
    for week in plan.weeks:
        kinds = {item.category for day in week.days for item in day.items}
        assert {"mobility", "strength", "neuromotor", "proximal"} <= kinds


def test_a_restricted_ankle_gets_wall_slides_a_gentle_calf_stretch_and_heel_raises_with_the_knee_aligned():
    plan = made_of({"wblt_cm": [6, 6]})
    names = used(plan)
    assert "mo_wall_slide" in names
    assert names & {"mo_soleus_wall", "mo_gastroc_wall"}
    [raise_cue] = {item.cue for item in plan.items if item.exercise == "st_hr_dl"}
    assert "knee over the foot" in raise_cue
    [slide_cue] = {item.cue for item in plan.items if item.exercise == "mo_wall_slide"}
    assert "knee" in slide_cue


@pytest.mark.parametrize(("felt", "stretch"), [("high_calf", "mo_gastroc_wall"), ("low_calf", "mo_soleus_wall")])
def test_the_calf_muscle_that_is_felt_is_the_one_that_is_stretched(felt, stretch):
    plan = made_of({"wblt_cm": [6, 6]}, stretch_felt={"left": felt, "right": felt})
    assert stretch in used(plan)


def test_bending_pointing_and_turning_are_each_found_on_their_own_side():
    plan = made_of(
        {"wblt_cm": [6, 13], "active_plantarflexion_deg": [55, 35]}, self_tests={"inv_ev_stiff": {"left": True}}
    )
    told = found(plan)
    assert {("df_restricted", "left"), ("pf_restricted", "right"), ("inv_ev_stiff", "left")} <= told
    assert not told & {("df_restricted", "right"), ("pf_restricted", "left"), ("inv_ev_stiff", "right")}


@pytest.mark.parametrize(
    ("answer", "exercises"),
    [
        ({"self_tests": {"rotation_blocked": {"left": True}}}, {"mo_rotation"}),
        ({"feel_reactive": 3}, {"nm_sl_perturb"}),
        ({"goals": ["uphill"]}, {"mo_slow_lunge", "mo_incline_lunge"}),
    ],
)
def test_a_finding_or_goal_gets_the_exercise_made_for_it(answer, exercises):
    assert used(made_of({"wblt_cm": [12, 12]}, equipment=THINGS[:3], **answer)) & exercises


def test_a_stiff_morning_adds_a_gentle_calf_stretch_to_the_warm_up_and_a_loose_one_does_not():
    plan = made_of({"wblt_cm": [9, 9]})
    day = next(day.date for day in days_of(plan) if day.items)
    stiff, loose = (today(plan, Log(started=DAY_1), day, Morning(stiffness=score)) for score in (6, 1))
    assert [item.category for item in stiff.items if item.exercise == "wu_calf_gentle"] == ["warmup"]
    assert not [item for item in loose.items if item.exercise == "wu_calf_gentle"]


def test_a_stiff_morning_asks_for_no_wall_that_is_not_there():
    plan = made_of({"wblt_cm": [9, 9]}, equipment=["band"])
    day = next(day.date for day in days_of(plan) if day.items)
    stiff = today(plan, Log(started=DAY_1), day, Morning(stiffness=6))
    assert not [item for item in stiff.items if "wall" in item.equipment]


def test_every_session_begins_with_circles_then_rocks():
    for day in days_of(made_of({"wblt_cm": [9, 9]})):
        if day.items:
            assert [item.exercise for item in day.items[:2]] == ["wu_circles", "wu_rocks"]


@pytest.mark.parametrize("weeks_ago", [10, 60])
def test_an_achilles_history_is_loaded_gradually_on_flat_floor_at_the_first_level(weeks_ago):
    history = [{"kind": "achilles", "side": "left", "site": "mid", "weeks_ago": weeks_ago}]
    plan = made_of({"wblt_cm": [9, 9]}, history=history)
    left = [item for day in days_of(plan) for item in day.items if item.side in {"left", "both"}]
    assert "st_hr_iso" in {item.exercise for item in left}
    known = catalogue()
    assert not [item for item in left if {"heel_below_level", "end_range"} & set(known[item.exercise].traits)]
    assert {item.level for item in left if "calf_load" in known[item.exercise].traits} == {1}
    assert {item.clean_sessions for item in plan.items if item.exercise == "st_hr_iso"} == {3}


def test_with_nothing_at_hand_a_week_is_whole():
    plan = made_of({"wblt_cm": [6, 6]}, equipment=[])
    kinds = {item.category for day in plan.weeks[0].days for item in day.items}
    assert {"mobility", "strength", "neuromotor", "proximal"} <= kinds
    assert not [item for item in plan.items for need in item.equipment if need in {"band", "ball", "cushion"}]


def noted(made, *numbers, **told):
    """Return a log of whole sessions on some days of a plan, counted from 0."""
    entries = [
        {"date": DAY_1 + dt.timedelta(days=number), "exercise_id": item.exercise, "side": item.side,
         "level": item.level, "dose_done_pct": 100, "form": 3, "pain_during": 0, "pain_next_morning": 0, **told}
        for number in numbers
        for item in days_of(made)[number].items
    ]  # fmt: skip
    return Log.model_validate({"started": DAY_1, "entries": entries})


def trained(made, weeks):
    return [number for number, day in enumerate(days_of(made)[: 7 * weeks]) if day.items]


def test_few_sessions_make_the_next_ones_short_and_ask_what_gets_in_the_way():
    made = made_of({"wblt_cm": [6, 6]}, start_date=DAY_1, minutes_per_day=20)
    day = DAY_1 + dt.timedelta(days=14)
    usual = today(made, noted(made, *trained(made, 2)), day, Morning())
    short = today(made, noted(made, *trained(made, 2)[:2]), day, Morning())
    main = [{item.exercise for item in one.items if item.category != "warmup"} for one in (usual, short)]
    assert len(main[0]) > 3 >= len(main[1]) > 0
    assert any("What gets in the way?" in note for note in short.notes)
    assert not any("What gets in the way?" in note for note in usual.notes)


def test_three_tired_sessions_make_an_easy_week_in_which_no_level_rises():
    made = made_of({"wblt_cm": [6, 6]}, start_date=DAY_1, minutes_per_day=20)
    days = trained(made, 1)
    tired, fresh = (noted(made, *days, fatigue=fatigue) for fatigue in (9, 2))
    easy, usual = (today(made, log, DAY_1 + dt.timedelta(days=7), Morning()) for log in (tired, fresh))
    assert sum(item.minutes for item in easy.items) < sum(item.minutes for item in usual.items)
    assert "R60" in easy.rules
    later = [noted(made, *days, *(day + 7 for day in days), fatigue=9), noted(made, *days, *(day + 7 for day in days))]
    risen = [
        {m.exercise for m in course(made, log, DAY_1 + dt.timedelta(days=13)).moves
         if m.to == "advance" and (m.date - DAY_1).days >= 7}
        for log in later
    ]  # fmt: skip
    assert not risen[0]
    assert risen[1]
