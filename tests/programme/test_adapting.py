"""What a day, a step and a method become in the light of the log: X12, R57, R62, X11."""

import datetime as dt

import pytest
from casework import plan_of, read

from dorsi.programme import Morning, catalogue, course, rules, today
from dorsi.programme.exercises.step_sizes import step_words
from dorsi.programme.logbook.swapping import swap_day
from dorsi.schema.log import Log
from dorsi.wording import wording

DAY_1 = dt.date(2026, 1, 5)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (DAY_1 + dt.timedelta(days=n) for n in range(4))


def made(days, **intake):
    case = {"measure": {"wblt_cm": [6.5, 6.5]}, "intake": {"start_date": DAY_1, "days_per_week": days} | intake}
    return plan_of(case)


@pytest.fixture(scope="module")
def three_days():
    return made(3)


@pytest.fixture(scope="module")
def four_days():
    return made(4)


def exercises(day):
    return [item.exercise for item in day.items]


def strength(day):
    return [item for item in day.items if item.category == "strength"]


# ---- X12


def test_an_amber_calf_swaps_a_and_b_where_48_hours_hold(three_days):
    planned = three_days.weeks[0].days
    assert [planned[0].pattern, planned[2].pattern] == ["A", "B"]
    assert swap_day(three_days, 0) == 2
    day = today(three_days, Log(started=DAY_1), MONDAY, Morning(calf_soreness=4))
    assert exercises(day) == exercises(planned[2])
    assert not strength(day)
    assert any("sore" in note and "comes on Wednesday" in note for note in day.notes)


def done_on_monday(plan, names):
    entries = [{"date": MONDAY, "exercise_id": name, "level": 1} for name in names]
    return today(plan, Log.model_validate({"started": DAY_1, "entries": entries}), MONDAY, Morning(calf_soreness=4))


def test_after_the_session_a_sore_calf_swaps_nothing(three_days):
    planned = three_days.weeks[0].days[0]
    day = done_on_monday(three_days, exercises(planned))
    assert exercises(day) == exercises(planned)
    assert not [note for note in day.notes if "sore" in note]


def test_in_the_middle_of_the_strength_part_the_heavy_work_that_is_left_waits():
    levels = [{"exercise": "st_hr_dl", "level": 4}, {"exercise": "st_hr_sl", "level": 2}]
    intake = {"start_date": DAY_1, "goals": ["speed"], "days_per_week": 3, "levels": levels}
    made = plan_of({"measure": {"wblt_cm": [7, 7]}, "intake": intake})
    planned = made.weeks[0].days[0]
    heavy, light = "st_hr_sl", "st_tib_raise"
    assert {heavy, light} <= {*exercises(planned)}
    day = done_on_monday(made, [light])
    assert set(exercises(day)) == set(exercises(planned)) - {heavy}
    assert any("the heavy work that is left waits" in note for note in day.notes)


def test_a_very_sore_calf_names_the_signs_of_a_clot(three_days):
    day = today(three_days, Log(started=DAY_1), MONDAY, Morning(calf_soreness=8))
    signs = next(one.sentence for one in wording().stop_signs if one.level == "emergency")
    assert any(signs in note for note in day.notes)


def test_the_day_that_was_swapped_takes_the_strength_part(three_days):
    planned = three_days.weeks[0].days
    own = next(name for name in exercises(planned[2]) if name not in exercises(planned[0]))
    log = Log.model_validate({"started": DAY_1, "entries": [{"date": MONDAY, "exercise_id": own, "level": 1}]})
    late = today(three_days, log, WEDNESDAY, Morning())
    assert strength(late)
    assert any("you postponed because of a sore calf" in note for note in late.notes)
    assert not strength(today(three_days, Log(started=DAY_1), WEDNESDAY, Morning()))


def test_an_amber_calf_drops_high_load_where_no_later_day_keeps_48_hours():
    plan = made(4, goals=["speed"])
    assert any(item.load_class == "H" for item in plan.weeks[0].days[3].items)
    assert swap_day(plan, 3) is None
    eased = today(plan, Log(started=DAY_1), THURSDAY, Morning(calf_soreness=3))
    assert not any(item.load_class == "H" for item in eased.items)
    assert eased.pattern == "A"
    assert any("calf is sore from running" in note for note in eased.notes)


def test_a_day_before_a_hard_run_takes_over_nothing():
    assert swap_day(made(6, load={"hard_session_days": ["wed", "fri"]}), 0) is None


@pytest.mark.parametrize("soreness", [0, 2])
def test_a_green_calf_changes_nothing(four_days, soreness):
    planned = today(four_days, Log(started=DAY_1), MONDAY, Morning())
    assert today(four_days, Log(started=DAY_1), MONDAY, Morning(calf_soreness=soreness)) == planned


def test_a_b_day_stays_as_it_is_with_an_amber_calf(four_days):
    planned = today(four_days, Log(started=DAY_1), TUESDAY, Morning())
    assert today(four_days, Log(started=DAY_1), TUESDAY, Morning(calf_soreness=5)) == planned


def test_a_red_calf_leaves_out_everything_that_loads_it(four_days):
    eased = today(four_days, Log(started=DAY_1), MONDAY, Morning(calf_soreness=6))
    traits = {trait for name in exercises(eased) for trait in catalogue()[name].traits if not name.startswith("wu_")}
    assert not traits & {"calf_load", "calf_stretch", "impact"}
    assert eased.rules == ["R51"]


# ---- R57


def sizes():
    rule = next(rule for rule in rules() if rule.id == "R57")
    return next(
        action.move for case in rule.cases for action in case.then if action.move and action.move.to == "advance"
    )


@pytest.mark.parametrize(
    ("exercise", "level", "history", "words"),
    [
        ("mo_soleus_wall", 2, False, "hold 20 to 30 s, 5 s more a session at most"),
        ("mo_soleus_wall", 2, True, "hold 20 to 30 s, 2.5 s more a session at most"),
        ("mo_wall_slide", 2, False, "range 1 cm or 2 deg more at most"),
        ("mo_wall_slide", 2, True, "range 0.5 cm or 1 deg more at most"),
        ("mo_wall_slide", 3, False, "tempo one part at a time, 1 s slower at most"),
        ("st_hr_sl", 2, False, "2 x 8 to 3 x 10, 20 % more a session at most"),
        ("st_hr_sl", 2, True, "2 x 8 to 3 x 10, 10 % more a session at most"),
    ],
)
def test_a_level_step_says_in_which_sizes_it_is_taken(exercise, level, history, words):
    assert words in step_words(catalogue()[exercise], level, sizes(), frac=0.5 if history else 1.0)


def test_a_move_forward_carries_its_step_sizes_and_halves_them_with_a_history():
    plan = plan_of(read("C03.yaml") | {"measure": {"wblt_cm": [7.0, 9.5]}})
    entries = [
        {"date": DAY_1 + dt.timedelta(days=2 * n), "exercise_id": "mo_wall_slide", "level": 1, "pain_during": 0,
         "pain_next_morning": 0, "form": 3, "dose_done_pct": 100} for n in range(3)
    ]  # fmt: skip
    found = course(plan, Log.model_validate({"started": DAY_1, "entries": entries}), DAY_1 + dt.timedelta(days=5))
    told = {move.side: move.text for move in found.moves if (move.rule, move.to) == ("R57", "advance")}
    assert "range 0.5 cm or 1 deg" in told["left"]
    assert "range 1 cm or 2 deg" in told["right"]


# ---- R62


def _steady(exercise, after_cm):
    entries = [
        {"date": DAY_1 + dt.timedelta(days=day), "exercise_id": exercise, "level": 1, "pain_during": 0,
         "pain_next_morning": 0, "form": 3, "dose_done_pct": 90} for day in range(0, 29, 2)
    ]  # fmt: skip
    measured = [{"name": "wblt_cm", "scale": "tape", "left": after_cm, "right": after_cm, "measured_on": "2026-02-01"}]
    return Log.model_validate({"started": DAY_1, "entries": entries, "measurements": measured})


def test_four_weeks_without_a_detectable_change_give_another_method_in_no_more_minutes(four_days):
    day = DAY_1 + dt.timedelta(days=29)
    stuck = today(four_days, _steady("mo_wall_slide", 7.0), day, Morning())
    usual = today(four_days, _steady("mo_wall_slide", 9.0), day, Morning())
    changed = [item for item in stuck.items if item.note == "another method"]
    assert [item.exercise for item in changed] == ["mo_soleus_wall"]
    assert "contract-relax" in changed[0].level_text
    assert stuck.minutes <= usual.minutes
    assert "R62" in stuck.rules
    assert "R62" not in usual.rules


def test_a_dose_that_a_history_limits_is_not_made_contract_relax():
    plan = plan_of(read("C03.yaml") | {"intake": read("C03.yaml")["intake"] | {"start_date": DAY_1}})
    day = next(DAY_1 + dt.timedelta(days=29 + n) for n in range(7) if plan.weeks[4].days[(29 + n) % 7].items)
    stuck = today(plan, _steady("mo_wall_slide", 7.0), day, Morning())
    assert not [item for item in stuck.items if item.side == "left" and "contract-relax" in item.dose_text]


# ---- X11


def test_tape_and_film_that_disagree_claim_nothing_and_leave_the_band():
    plan = plan_of({"measure": {"wblt_cm": [7, 7], "lunge_deg": [30, 30]}, "intake": {"start_date": DAY_1}})
    measured = [
        {"name": "wblt_cm", "scale": "tape", "left": 7.5, "right": 10, "measured_on": "2026-02-02"},
        {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 30, "right": 30,
         "measured_on": DAY_1},
        {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 36, "right": 36,
         "measured_on": "2026-02-02"},
    ]  # fmt: skip
    found = course(plan, Log.model_validate({"started": DAY_1, "measurements": measured}), dt.date(2026, 2, 2))
    by_side = {side: {one.verdict for one in found.changes if one.side == side} for side in ("left", "right")}
    assert by_side == {"left": {"no_detectable_change"}, "right": {"likely_real_gain"}}
    left = [one for one in found.changes if one.side == "left"]
    assert all(one.band_now == one.band_before for one in left)
    assert any("evidence is mixed" in one.sentence for one in left)
    assert [line for line in found.advice if "mixed evidence" in line and line.startswith("left")]
