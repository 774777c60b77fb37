"""Every pain is read, what is not known is never taken for no, and a race, a spike and an easy week are told apart."""

import datetime as dt

import pytest
from casework import merged, plan_of, read
from given import NOTHING_WRONG, days_of, given, plan_for

from dorsi.programme import Morning, catalogue, plan, today
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log, LogEntry

DAY_1 = dt.date(2026, 1, 5)
HEAVY = {"measure": {"wblt_cm": [12, 12]}, "intake": {"goals": ["speed"], "start_date": DAY_1}}


def hops(made):
    return [item for item in made.items if "hop" in catalogue()[item.exercise].traits]


def heavy(made, side):
    return [item for item in made.items if item.load_class == "H" and item.side in {side, "both"}]


def with_pain(site, running, side="left"):
    return plan_of(merged(HEAVY, {"intake": {"pain": [{"site": site, "side": side, "running": running}]}}))


# ---- pain when running


def test_without_pain_hops_come_in_the_third_week():
    assert hops(plan_of(HEAVY))


@pytest.mark.parametrize(("site", "running"), [("shin", 9), ("calf", 8), ("ankle_front", 7), ("knee", 6), ("other", 6)])
def test_high_pain_when_running_at_any_site_leaves_light_work_only(site, running):
    made = with_pain(site, running)
    assert not hops(made)
    assert {item.load_class for item in made.items if item.side in {"left", "both"}} == {"L"}
    assert {item.level for item in made.items if item.side in {"left", "both"}} == {1}
    assert any("stop running" in one.text for one in made.advice)


@pytest.mark.parametrize("site", ["shin", "calf", "ankle_outer", "big_toe"])
def test_middle_pain_when_running_takes_hops_out_and_says_when_they_return(site):
    made = with_pain(site, 3)
    assert not hops(made)
    assert any(one.item == "nm_hop_dl" and one.rule == "R03" and one.until for one in made.excluded)


def test_shin_pain_when_running_is_treated_as_bone():
    made = with_pain("shin", 4)
    assert "bone_suspect" in made.tags["left"]
    assert "bone_suspect" not in made.tags["right"]
    assert any(one.level == "prompt" and "bone" in one.text for one in made.advice)


def test_little_pain_when_running_changes_nothing():
    assert [item.exercise for item in with_pain("calf", 2).items] == [item.exercise for item in plan_of(HEAVY).items]


# ---- what was asked is read


def test_a_squat_with_little_bend_and_lifting_heels_gets_squats_and_says_so():
    made = plan_for("m8_sleep", **NOTHING_WRONG)
    items = {item.exercise: item for item in made.items}
    assert "mo_squat_hold" in items
    assert any(reason.metric == "squat_shank_inclination_deg" for reason in items["mo_squat_hold"].because)
    assert "px_bridge" in items
    assert any("In a squat" in one.text for one in made.say)


def test_poor_sleep_makes_the_first_week_easy_and_only_that():
    tired = plan_of(merged(HEAVY, {"intake": {"sleep_or_recovery": 2}}))
    rested = plan_of(merged(HEAVY, {"intake": {"sleep_or_recovery": 8}}))

    def sets(made, week):
        return sum(i.dose.sets for day in made.weeks[week].days for i in day.items if i.category != "warmup")

    assert sets(tired, 0) < sets(rested, 0)
    assert sets(tired, 1) == sets(rested, 1)
    assert any("rested" in one.text for one in tired.say)


def test_a_leg_that_feels_limited_and_is_not_is_answered():
    made = plan_of(merged(HEAVY, {"intake": {"worried_side": "right"}}))
    assert any("right leg feels limited" in one.text for one in made.say)


# ---- unknown is never no


def test_open_safety_questions_keep_hops_and_heavy_work_out_and_say_so():
    open_ = given("m3_race", goals=["speed"])
    made = plan(open_, [])
    assert not hops(made)
    assert not heavy(made, "left")
    assert any("safety questions are still open" in one.text for one in made.say)
    answered = plan(Intake.model_validate(open_.model_dump(exclude_unset=True) | NOTHING_WRONG), [])
    assert not any("safety questions" in one.text for one in answered.say)


def test_nothing_hurts_is_an_answer_and_no_answer_is_not():
    asked = given("me_pain_missing")
    assert asked.pain is None
    missing, none = plan(asked, []), plan(given("me_pain_missing", pain=[]), [])
    assert any("where it hurts" in one.text for one in missing.not_assessed)
    assert not any("where it hurts" in one.text for one in none.not_assessed)
    assert Intake.model_validate_json(asked.model_dump_json()) == asked


def test_an_assessed_injury_counts_for_the_pain_that_is_left_of_it():
    for name in ("achilles", "achilles2"):
        made = plan_for(name)
        assert not [one for one in made.excluded if one.rule == "R07b"]
        assert [item for item in made.items if item.exercise == "st_hr_iso" and item.side in {"right", "both"}]


def test_whether_anyone_has_looked_is_asked_not_assumed():
    case = {"pain": [{"site": "achilles_mid", "side": "right", "running": 2, "weeks": 20}], "history": []}
    made = plan_for("achilles", morning_stiff_min=5, **case)
    assert [item for item in made.items if "calf_load" in catalogue()[item.exercise].traits]
    assert not heavy(made, "right")
    assert any("without an examination" in one.text for one in made.advice)
    no = merged(case, {"pain": [case["pain"][0] | {"assessed": False}]})
    said_no = plan_for("achilles", morning_stiff_min=5, **no)
    assert any(one.rule == "R07b" and one.item == "st_hr_iso" for one in said_no.excluded)


def test_an_achilles_history_without_a_site_takes_the_stricter_limits():
    past = {"kind": "achilles", "side": "right", "months_ago": 5, "assessed": True}
    made = plan_of(merged(HEAVY, {"intake": {"history": [past]}}))
    assert {"achilles_mid", "achilles_ins"} <= set(made.tags["right"])
    assert {"mo_soleus_wall", "mo_gastroc_wall"} <= {one.item for one in made.excluded if one.side in {"right", "both"}}
    assert any("which part of the right Achilles" in one.text for one in made.say)


# ---- clots, races, spikes, easy weeks


@pytest.mark.parametrize("conditions", [["clot_history"], None])
def test_a_clot_history_or_none_asked_bars_calf_rolling(conditions):
    case = read("base.yaml") | {"conditions": conditions, "equipment": ["wall", "roller"], "history": [
        {"kind": "achilles", "side": "left", "site": "insertion", "months_ago": 4, "assessed": True}]}  # fmt: skip
    sure = [{"name": "wblt_cm", "scale": "tape", "left": 6.5, "right": 6.5}]
    made = plan(Intake.model_validate(case | {"measurements": sure}), [])
    free = plan(Intake.model_validate(case | {"measurements": sure, "conditions": []}), [])
    assert "mo_calf_roll" in {item.exercise for item in free.items}
    assert "mo_calf_roll" not in {item.exercise for item in made.items}
    assert [one for one in made.excluded if one.item == "mo_calf_roll" and one.rule == "R04"]


def test_a_race_week_keeps_what_earlier_weeks_have_done():
    made = plan_for("m3_race", pain=[])
    race = made.weeks[2]
    main = [item for day in race.days for item in day.items if item.category != "warmup"]
    before = {item.exercise for week in made.weeks[:2] for day in week.days for item in day.items}
    assert main
    assert {item.exercise for item in main} <= before
    assert all(item.sets_frac < 1 for item in main)
    assert not race.new_items


SPIKE = merged(HEAVY, {"intake": {"load": {"longest_run_30d_km": 10, "planned_longest_km": 14}}})


def test_a_spike_is_not_told_as_an_easy_week_and_drops_no_set():
    made = plan_of(SPIKE)
    planned = days_of(made)[0]
    found = today(made, Log(started=DAY_1), DAY_1, Morning())
    assert found.items == planned.items
    assert not found.rules
    assert any("running load jumped" in note for note in made.weeks[0].notes)


def test_a_real_easy_week_within_a_spike_is_kept():
    made = plan_of(SPIKE)
    entries = [
        LogEntry(date=DAY_1 + dt.timedelta(days=n), exercise_id="px_bridge", level=1, fatigue=9, form=3,
                 pain_during=0, pain_next_morning=0, dose_done_pct=100) for n in range(3)
    ]  # fmt: skip
    found = today(made, Log(started=DAY_1, entries=entries), DAY_1 + dt.timedelta(days=3), Morning())
    assert "R60" in found.rules
    assert any("easy days" in note for note in found.notes)
