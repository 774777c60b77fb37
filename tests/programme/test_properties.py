"""What holds for every plan, whatever the intake (hypothesis)."""

from itertools import pairwise

import hypothesis.strategies as st
import pytest
from casework import merged, read
from hypothesis import HealthCheck, given, settings

from dorsi.programme import catalogue, plan
from dorsi.schema.intake import (
    Condition,
    Equipment,
    Goal,
    HistoryKind,
    Intake,
    Medicine,
    PainArea,
    Phase,
    RedFlag,
    Weekday,
)

BASE = read("base.yaml")
SIDES = st.sampled_from(["left", "right", "both"])


def words(kind):
    return st.sampled_from(kind.__args__)


def score(top=10):
    return st.integers(0, top).map(float)


def pair(values):
    return st.fixed_dictionaries({"left": st.none() | values, "right": st.none() | values})


injuries = st.fixed_dictionaries(
    {"kind": words(HistoryKind), "side": SIDES, "weeks_ago": st.integers(0, 120)},
    optional={"site": st.sampled_from(["mid", "insertion"]), "still_felt": st.booleans(), "cleared": st.booleans()},
)
pains = st.fixed_dictionaries(
    {"site": words(PainArea), "side": SIDES, "walking": score(4), "running": score(7)},
    optional={"weeks": st.integers(0, 20), "assessed": st.booleans()},
)
walls = st.fixed_dictionaries(
    {"name": st.just("wblt_cm"), "scale": st.just("tape"), "left": st.floats(1, 20), "right": st.floats(1, 20)},
    optional={"heel_down_filmed": st.booleans()},
)
angles = st.fixed_dictionaries(
    {
        "name": st.just("peak_shank_inclination_deg"),
        "scale": st.sampled_from(["camera_joint_centre", "inclinometer_tuberosity"]),
        "left": st.floats(15, 55),
        "right": st.floats(15, 55),
    },
    optional={"spread": st.floats(0, 9)},
)
fronts = st.fixed_dictionaries(
    {"name": st.just("fppa_deg"), "scale": st.just("camera_2d"), "left": st.floats(-5, 25), "right": st.floats(-5, 25)}
)
changes = st.fixed_dictionaries(
    {"minutes_per_day": st.integers(5, 60), "days_per_week": st.integers(1, 7), "age_years": st.integers(18, 80)},
    optional={
        "start_date": st.sampled_from(["2026-01-05", "2026-01-08", "2026-01-11"]),
        "history": st.lists(injuries, max_size=3),
        "pain": st.lists(pains, max_size=2),
        "red_flags": st.lists(words(RedFlag), max_size=1),
        "medicines": st.lists(words(Medicine), max_size=1),
        "conditions": st.lists(words(Condition), max_size=1),
        "swelling": pair(st.booleans()),
        "swelling_cause_known": st.booleans(),
        "morning_stiff_min": pair(score(60)),
        "first_step_pain": pair(score()),
        "first_step_pain_days": pair(score(20)),
        "instability": pair(st.booleans()),
        "front_pinch": pair(st.booleans()),
        "back_pinch": pair(st.booleans()),
        "balance_risk": st.booleans(),
        "feel_stiff": pair(score()),
        "feel_reactive": pair(score()),
        "stretch_felt": pair(st.sampled_from(["high_calf", "low_calf", "front_blocked", "none"])),
        "stiff_pre": score(),
        "confidence": score(),
        "measurements": st.tuples(
            st.lists(walls, max_size=1), st.lists(angles, max_size=1), st.lists(fronts, max_size=1)
        ).map(lambda groups: [entry for group in groups for entry in group]),
        "goals": st.lists(words(Goal), min_size=1, max_size=3),
        "phase": words(Phase),
        "equipment": st.lists(words(Equipment), max_size=8),
        "load": st.fixed_dictionaries(
            {"longest_run_30d_km": score(20), "planned_longest_km": score(25)},
            optional={"key_run_day": words(Weekday), "hard_session_days": st.lists(words(Weekday), max_size=2)},
        ),
        "levels": st.lists(
            st.fixed_dictionaries(
                {"exercise": st.sampled_from(sorted(catalogue().exercises)), "side": SIDES, "level": st.integers(1, 3)}
            ),
            max_size=5,
        ),
        "self_tests": st.fixed_dictionaries(
            {},
            optional={
                "heel_raise_reps": pair(score(40)),
                "one_leg_stance_s": pair(score(30)),
                "soft_surface_touches": pair(score(9)),
                "inv_ev_stiff": pair(st.booleans()),
                "rotation_blocked": pair(st.booleans()),
                "inward_ankle": pair(st.booleans()),
                "foot_core_low": pair(st.booleans()),
            },
        ),
    },
)
intakes = changes.map(lambda change: Intake.model_validate(merged(BASE, change)))
many = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def days_of(made):
    return [day for week in made.weeks for day in week.days]


@many
@given(intakes)
def test_minutes_are_never_above_the_budget(intake):
    made = plan(intake, [])
    for day in days_of(made):
        assert sum(item.minutes for item in day.items) == pytest.approx(day.minutes)
        assert day.minutes <= intake.minutes_per_day + 1e-9


@many
@given(intakes)
def test_strength_and_heavy_work_are_never_on_consecutive_days(intake):
    days = days_of(plan(intake, []))
    for picked in (lambda item: item.category == "strength", lambda item: item.load_class == "H"):
        numbers = [number for number, day in enumerate(days) if any(picked(item) for item in day.items)]
        assert all(later - earlier >= 2 for earlier, later in pairwise(numbers))


@many
@given(intakes)
def test_no_excluded_item_or_level_is_in_the_plan(intake):
    made = plan(intake, [])
    both = {"left": {"left", "both"}, "right": {"right", "both"}, "both": {"left", "right", "both"}}
    placed = [item for day in days_of(made) for item in day.items] + made.items
    for entry in made.excluded:
        for item in placed:
            if item.exercise == entry.item and item.side in both[entry.side]:
                assert entry.levels
                assert item.level not in entry.levels


@many
@given(intakes)
def test_every_session_begins_with_circles_then_rocks_and_keeps_the_order(intake):
    order = ["warmup", "mobility", "neuromotor", "strength", "proximal"]
    for day in days_of(plan(intake, [])):
        if day.items:
            assert [item.exercise for item in day.items[:2]] == ["wu_circles", "wu_rocks"]
            places = [order.index(item.category) for item in day.items]
            assert places == sorted(places)


@many
@given(intakes)
def test_same_input_gives_the_same_plan(intake):
    assert plan(intake, []) == plan(Intake.model_validate_json(intake.model_dump_json()), [])


@many
@given(intakes)
def test_every_item_has_a_reason_and_every_removal_a_rule(intake):
    made = plan(intake, [])
    assert all(item.because and all(reason.rule and reason.text for reason in item.because) for item in made.items)
    assert all(entry.rule and entry.text for entry in made.excluded)
    scheduled = {item.exercise for day in days_of(made) for item in day.items}
    assert scheduled == {item.exercise for item in made.items}


@many
@given(intakes)
def test_a_stop_means_no_exercise_at_all(intake):
    made = plan(intake, [])
    if made.stop is not None:
        assert not made.items
        assert not made.weeks
        assert not made.excluded
    else:
        assert made.items
    assert len(made.safety.lines) == 9


@many
@given(intakes)
def test_hip_and_trunk_share_and_weekly_limits_hold(intake):
    made = plan(intake, [])
    known = catalogue()
    for week in made.weeks:
        main = [item for day in week.days for item in day.items if item.category != "warmup"]
        proximal = [item for item in main if item.category == "proximal"]
        assert len(proximal) <= max(1, 0.35 * len(main))
        for name in {item.exercise for item in main}:
            assert sum(any(i.exercise == name for i in day.items) for day in week.days) <= known[name].days[1]


@many
@given(intakes)
def test_new_items_come_slowly(intake):
    made = plan(intake, [])
    for number, week in enumerate(made.weeks):
        first = 5 if intake.minutes_per_day < 10 else 8
        assert len(week.new_items) <= (first if number == 0 or not any(w.new_items for w in made.weeks[:number]) else 2)


@many
@given(intakes)
def test_a_week_with_mobility_has_strength_or_balance_too(intake):
    made = plan(intake, [])
    race = [week for week in made.weeks if any("Race week" in note for note in week.notes)]
    for week in made.weeks:
        found = {item.category for day in week.days for item in day.items}
        if (
            "mobility" in found
            and week not in race
            and (intake.load.key_run_day, intake.load.hard_session_days) == (None, [])
        ):
            assert found & {"strength", "neuromotor"}
