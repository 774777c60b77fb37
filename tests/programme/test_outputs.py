"""Markdown, calendar, explanations, today's session and the log."""

import datetime as dt
import json
from pathlib import Path
from typing import get_args

import pytest
import yaml
from casework import intake_of, plan_of, read

from dorsi import measures
from dorsi.errors import DataError, OptionError
from dorsi.programme import Morning, as_calendar, as_markdown, course, explain, plan, today
from dorsi.schema.intake import Intake, Quantity, TypedMeasurement
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan
from dorsi.schema.session import ClipInfo, Measurement, Quality, Session

DAY_1 = dt.date(2026, 1, 5)
USUAL = {"exercise_id": "mo_wall_slide", "side": "both", "level": 1, "pain_during": 0, "form": 3, "dose_done_pct": 100}


@pytest.fixture(scope="module")
def uphill():
    case = read("C01.yaml")
    case["intake"]["start_date"] = DAY_1
    return plan_of(case)


def log_with(*entries):
    return Log.model_validate({"started": DAY_1, "entries": [USUAL | entry for entry in entries]})


def test_the_calendar_has_an_event_for_every_session_and_check(uphill):
    sessions = sum(bool(day.items) for week in uphill.weeks for day in week.days)
    text = as_calendar(uphill)
    assert text.count("BEGIN:VEVENT") == sessions + len(uphill.retests)
    assert text.count("UID:") == len({line for line in text.splitlines() if line.startswith("UID:")})


def test_calendar_lines_are_75_octets_at_most_and_end_in_crlf(uphill):
    text = as_calendar(uphill)
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_calendar_without_first_day_says_what_to_add():
    with pytest.raises(DataError, match="start_date"):
        as_calendar(plan_of(read("C01.yaml")))


def test_a_plan_survives_json(uphill):
    assert Plan.model_validate(json.loads(uphill.model_dump_json())) == uphill


def test_explain_goes_from_the_measured_value_to_the_item_and_names_what_would_change_it(uphill):
    text = "\n".join(explain(uphill, "mo_wall_slide"))
    assert "left knee to wall 6.5 cm (tape); the ankle bends less than usual [R20" in text
    assert "[R21: Restricted dorsiflexion]" in text
    assert "left at 8 cm or more is borderline" in text


def test_explain_of_an_unknown_item_lists_the_known_ones(uphill):
    with pytest.raises(OptionError, match="mo_wall_slide"):
        explain(uphill, "mo_nothing")


def test_explain_tells_why_an_exercise_was_left_out():
    text = "\n".join(explain(plan_of(read("C03.yaml")), "st_hr_step"))
    assert "One-leg heel raise from a step, through range: left out (left), Achilles trouble" in text


@pytest.mark.parametrize("words", ["## Not assessed", "video retest", "because left knee to wall 6.5 cm", "## Safety"])
def test_markdown_says_what_is_open_what_is_due_and_why(uphill, words):
    assert words in as_markdown(uphill)


def test_markdown_says_what_was_left_out_and_why():
    assert "One-leg heel raise from a step, through range (left): Achilles trouble" in as_markdown(
        plan_of(read("C03.yaml"))
    )


def test_no_intake_means_no_plan_and_asks_for_the_safety_questions():
    made = plan(None, [])
    assert made.stop.level == "unanswered"
    assert made.items == []


def session_of(side, value, **changes):
    shank = {
        "name": "peak_shank_inclination_deg",
        "unit": "deg",
        "scale": "camera_joint_centre",
        "n": 3,
        "status": "ok",
    }
    return Session(
        id=side,
        movement="lunge",
        clip=ClipInfo(
            path="x.mp4", sha256="0", size_px=(1, 1), duration_s=1, mean_rate_hz=30, time_scale=1, codec="h264"
        ),
        quality=Quality(
            view="side",
            yaw_deg=changes.get("yaw_deg", 2),
            roll_deg=changes.get("roll_deg", 0),
            roll_sd_deg=changes.get("roll_sd_deg"),
            facing="left",
            found_frac=1,
        ),
        measurements=[Measurement(side=side, value=value, ci95_low=value - 4, ci95_high=value + 4, **shank)],
        events=[],
        provenance={},
    )


def without_measurements():
    return intake_of({"measure": {}}).model_copy(update={"measurements": []})


def test_sessions_of_both_legs_give_bands_with_their_measured_bound():
    made = plan(without_measurements(), [session_of("left", 29.0), session_of("right", 36.0)])
    assert {band.side: (band.band, band.bound) for band in made.bands} == {
        "left": ("restricted", 4),
        "right": ("adequate", 4),
    }
    assert made.differences[0].bound == pytest.approx(5.66, abs=0.01)


def test_a_session_of_one_leg_alone_gives_a_provisional_plan_of_one_week():
    made = plan(without_measurements(), [session_of("left", 29.0)])
    assert made.provisional
    assert len(made.weeks) == 1
    main = {item.exercise for item in made.items if item.category != "warmup"}
    assert main == {"mo_wall_slide", "st_hr_dl", "nm_sl_floor", "px_bridge"}


def test_a_lunge_filmed_from_a_wrong_angle_does_not_count():
    made = plan(without_measurements(), [session_of("left", 29.0, yaw_deg=20), session_of("right", 36.0)])
    assert made.provisional
    assert any("turned 20° away from the side view" in one.text for one in made.say)


@pytest.mark.parametrize(("roll_sd_deg", "counts"), [(1.2, True), (None, False)])
def test_a_tilt_that_was_read_and_corrected_leaves_the_lunge_valid(roll_sd_deg, counts):
    filmed = [session_of(side, 36.0, roll_deg=4.0, roll_sd_deg=roll_sd_deg) for side in ("left", "right")]
    made = plan(without_measurements(), filmed)
    assert made.provisional != counts
    assert any("tilted" in one.text for one in made.say) != counts


def test_a_stop_keeps_what_was_measured_but_gives_no_exercise():
    made = plan(without_measurements().model_copy(update={"red_flags": ["new_deformity"]}), [session_of("left", 29.0)])
    assert made.stop.level == "emergency"
    assert made.measured
    assert not made.items


def test_today_without_a_log_is_the_planned_session(uphill):
    assert today(uphill, log_with(), DAY_1, Morning()).items == uphill.weeks[0].days[0].items


def test_today_after_a_step_forward_shows_the_new_level(uphill):
    log = log_with({"date": DAY_1, "pain_next_morning": 0}, {"date": dt.date(2026, 1, 6), "pain_next_morning": 0})
    found = today(uphill, log, dt.date(2026, 1, 8), Morning())
    assert {item.level for item in found.items if item.exercise == "mo_wall_slide"} == {2}
    assert found.minutes <= uphill.minutes_per_day


def test_legs_that_the_log_has_moved_apart_are_shown_one_by_one(uphill):
    noted = {"date": DAY_1, "pain_next_morning": 0, "side": "left"}
    log = log_with(noted, noted | {"date": dt.date(2026, 1, 6)})
    found = today(uphill, log, dt.date(2026, 1, 8), Morning())
    levels = {item.side: item.level for item in found.items if item.exercise == "mo_wall_slide"}
    assert levels == {"left": 2, "right": 1}


@pytest.mark.parametrize(
    ("morning", "rule"),
    [
        (Morning(swelling=True), "R53"),
        (Morning(pain=5.0), "R03"),
        (Morning(pain=2.0), "R55"),
        (Morning(stiffness=4.0), "R43"),
    ],
)
def test_a_bad_morning_changes_the_session_and_names_the_rule(uphill, morning, rule):
    found = today(uphill, log_with(), DAY_1, morning)
    assert found.rules == [rule]
    assert found.notes
    assert all(note[0].isupper() and note.endswith(".") and rule not in note for note in found.notes)
    assert found.minutes <= uphill.minutes_per_day


def test_time_under_tension_is_sets_times_reps_times_tempo():
    entry = LogEntry.model_validate(USUAL | {"date": DAY_1, "sets": 2, "reps": 8, "tempo": "2-1-2"})
    assert entry.tut_s == 80
    hold = LogEntry.model_validate(USUAL | {"date": DAY_1, "sets": 3, "hold_s": 20})
    assert hold.tut_s == 60


def test_at_most_two_exercises_step_forward_in_a_session(uphill):
    names = ["mo_wall_slide", "mo_slow_lunge", "mo_kneel_wall_df", "px_bridge"]
    days = [DAY_1, dt.date(2026, 1, 7)]
    noted = [
        {"date": day, "exercise_id": name, "pain_next_morning": 0, "knee_inward": 0} for day in days for name in names
    ]
    moves = course(uphill, log_with(*noted), days[-1]).moves
    assert len({move.exercise for move in moves if move.to == "advance"}) == 2


def test_a_log_with_an_unknown_exercise_names_it(uphill):
    with pytest.raises(DataError, match="mo_nothing"):
        course(uphill, log_with({"date": DAY_1, "exercise_id": "mo_nothing"}), DAY_1)


def test_the_example_intake_is_valid_and_gives_a_plan():
    path = Path(__file__).parents[2] / "examples" / "intake.yaml"
    made = plan(Intake.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))), [])
    assert made.items


@pytest.mark.parametrize("name", get_args(Quantity))
def test_every_measurement_can_be_typed_in_by_hand(name):
    scale = {"wblt_cm": "tape", "cadence_spm": "camera_time"}.get(name, "camera_2d")
    scale = "camera_joint_centre" if "shank" in name else scale
    value = 0.12 if name.endswith("_frac") else 12
    intake = without_measurements()
    typed = TypedMeasurement.model_validate({"name": name, "left": value, "right": value, "scale": scale})
    made = plan(intake.model_copy(update={"measurements": [typed]}), [])
    assert any(measures.noun_of(name) in line for line in made.measured)


@pytest.mark.parametrize(("name", "scale"), [("wblt_cm", "camera_2d"), ("peak_shank_inclination_deg", "tape")])
def test_a_scale_that_does_not_fit_is_refused_by_name(name, scale):
    typed = TypedMeasurement.model_validate({"name": name, "left": 12, "scale": scale})
    with pytest.raises(DataError, match=name):
        plan(without_measurements().model_copy(update={"measurements": [typed]}), [])


def test_a_unit_that_is_not_the_name_s_own_is_refused():
    with pytest.raises(ValueError, match="unit 'deg' given"):
        TypedMeasurement.model_validate({"name": "wblt_cm", "left": 12, "scale": "tape", "unit": "deg"})


def test_phase_off_needs_no_quotes_in_yaml():
    assert intake_of({"intake": {"phase": False}}).phase == "off"


@pytest.mark.parametrize("key_day", ["tue", "fri", "sun"])
def test_strength_is_not_on_the_day_before_the_longest_run(key_day):
    case = {"measure": {"wblt_cm": [6, 6]}, "intake": {"load": {"key_run_day": key_day}}}
    order = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    before = order[order.index(key_day) - 1]
    days = [day for week in plan_of(case).weeks for day in week.days if day.weekday == before]
    assert not [item for day in days for item in day.items if item.category not in {"warmup", "mobility"}]


def test_a_race_week_holds_nothing_new_and_fewer_sets():
    race = {"start_date": DAY_1, "load": {"race_date": dt.date(2026, 1, 24)}}
    week = plan_of({"measure": {"wblt_cm": [6, 6]}, "intake": race}).weeks[2]
    assert week.new_items == []
    assert [note for note in week.notes if note.startswith("Race week: after the warm-up about 40 % less of each")]
    assert not week.days[5].items


def test_a_load_spike_freezes_levels_for_a_week():
    spiked = {"start_date": DAY_1, "load": {"planned_longest_km": 20}}
    made = plan_of({"measure": {"wblt_cm": [6, 6]}, "intake": spiked})
    days = [dt.date(2026, 1, day) for day in (5, 6, 7, 12, 13)]
    found = course(made, log_with(*({"date": day, "pain_next_morning": 0} for day in days)), days[-1])
    assert {move.date for move in found.moves if move.to == "advance"} == {days[3]}


def test_tape_and_film_that_disagree_over_time_are_mixed_evidence():
    case = {"measure": {"wblt_cm": [6.6, 6.6]}, "intake": {"start_date": DAY_1}}
    filmed = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre"}
    checks = [
        {"name": "wblt_cm", "scale": "tape", "left": 9.0, "measured_on": "2026-02-02"},
        filmed | {"left": 29.0, "measured_on": "2026-01-05"},
        filmed | {"left": 30.0, "measured_on": "2026-02-02"},
    ]
    log = Log.model_validate({"started": DAY_1, "measurements": checks})
    assert any("mixed evidence" in text for text in course(plan_of(case), log, dt.date(2026, 2, 2)).advice)


def test_a_likely_real_loss_holds_range_exercises():
    case = {"measure": {"wblt_cm": [9, 9]}, "intake": {"start_date": DAY_1}}
    check = {"name": "wblt_cm", "scale": "tape", "left": 6.5, "right": 6.5, "measured_on": "2026-01-06"}
    entries = [USUAL | {"date": dt.date(2026, 1, day), "pain_next_morning": 0} for day in (6, 8, 10)]
    log = Log.model_validate({"started": DAY_1, "entries": entries, "measurements": [check]})
    moves = course(plan_of(case), log, dt.date(2026, 1, 10)).moves
    assert any(move.rule == "R70" and move.to == "hold_range" for move in moves)
    assert not [move for move in moves if move.to == "advance"]
