"""Random runners and logs: most can train, some have a history, few have a sign that stops the plan."""

import datetime as dt
from typing import Any

import hypothesis.strategies as st
from casework import merged, read
from hypothesis import HealthCheck, Phase, settings

from dorsi.programme import catalogue
from dorsi.schema.intake import Condition, Equipment, Goal, HistoryKind, Intake, Medicine, PainArea, RedFlag
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.running_load import Weekday

BASE = read("base.yaml")
STARTED = dt.date(2026, 1, 5)
SIDES = st.sampled_from(["left", "right", "both"])
OTHER = {"left": "right", "right": "left"}
Strategy = st.SearchStrategy[Any]


def drawn(count: int) -> settings:
    """Return the settings of a property that holds for so many drawn examples, the same ones in every run.

    A failing example isn't made smaller: that takes longer than all the rest, and the plan itself says what is wrong.
    """
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def words(kind: Any) -> Strategy:
    """Return one of the words of a type."""
    return st.sampled_from(kind.__args__)


def score(top: int = 10) -> Strategy:
    """Return a score from 0 to `top`."""
    return st.integers(0, top).map(float)


def seldom(value: Strategy, otherwise: Any, *, one_in: int) -> Strategy:
    """Return `value` once in so many, else what is usual."""
    return st.integers(1, one_in).flatmap(lambda n: value if n == one_in else st.just(otherwise))


def pair(value: Strategy) -> Strategy:
    """Return an answer for each leg."""
    return st.fixed_dictionaries({"left": value, "right": value})


def measured(name: str, scale: str, low: float, high: float) -> Strategy:
    """Return a measurement of both legs."""
    value = st.floats(low, high).map(lambda number: round(number, 1))
    return st.fixed_dictionaries({"name": st.just(name), "scale": st.just(scale), "left": value, "right": value})


history = st.fixed_dictionaries(
    {
        "kind": words(HistoryKind),
        "side": SIDES,
        "weeks_ago": st.integers(1, 120),
        "cleared": seldom(st.just(False), True, one_in=6),
    },
    optional={"site": st.sampled_from(["mid", "insertion"]), "still_felt": st.booleans(), "assessed": st.booleans()},
)
pains = st.fixed_dictionaries(
    {
        "site": words(PainArea),
        "side": SIDES,
        "at_rest": score(2),
        "walking": seldom(score(6), 1.0, one_in=4),
        "running": score(7),
    },
    optional={"weeks": st.integers(0, 20), "assessed": st.booleans()},
)
walls = measured("wblt_cm", "tape", 3, 17)
lunges = measured("peak_shank_inclination_deg", "camera_joint_centre", 24, 47)
rare_measurements = st.lists(
    st.one_of(
        measured("fppa_deg", "camera_2d", -3, 20),
        measured("knee_over_foot_frac", "camera_2d", 0, 0.15),
        measured("active_plantarflexion_deg", "self_test", 30, 65),
        measured("peak_pushoff_plantarflexion_deg", "camera_2d", 5, 25),
        measured("squat_shank_inclination_deg", "camera_joint_centre", 15, 40),
        measured("straight_knee_shank_inclination_deg", "camera_joint_centre", 8, 30),
    ),
    max_size=2,
    unique_by=lambda one: one["name"],
)
often = st.booleans()
tests = st.fixed_dictionaries(
    {},
    optional={
        "heel_raise_reps": pair(st.integers(5, 36).map(float)),
        "one_leg_stance_s": pair(seldom(score(30), 30.0, one_in=3)),
        "soft_surface_touches": pair(st.integers(0, 8).map(float)),
        "inv_ev_stiff": pair(often),
        "rotation_blocked": pair(often),
        "inward_ankle": pair(often),
        "foot_core_low": pair(often),
        "squat_heels_lift": pair(often),
        "squat_hips_shift": often,
    },
)
levels = st.lists(
    st.fixed_dictionaries(
        {"exercise": st.sampled_from(sorted(catalogue().exercises)), "side": SIDES, "level": st.integers(1, 4)}
    ).filter(lambda one: one["level"] <= len(catalogue()[one["exercise"]].levels)),
    max_size=4,
)
load = st.fixed_dictionaries(
    {"longest_run_30d_km": st.just(12.0), "planned_longest_km": seldom(score(25), 12.0, one_in=4)},
    optional={
        "key_run_day": words(Weekday),
        "hard_session_days": st.lists(words(Weekday), max_size=2),
        "race_date": st.integers(3, 60).map(lambda days: STARTED + dt.timedelta(days=days)),
    },
)
changes = st.fixed_dictionaries(
    {
        "minutes_per_day": st.sampled_from([5, 6, 8, 10, 12, 15, 18, 20, 25, 30, 45]),
        "days_per_week": st.integers(1, 7),
        "age_years": st.integers(18, 75),
        "start_date": st.sampled_from([STARTED, STARTED + dt.timedelta(days=3), STARTED + dt.timedelta(days=6)]),
        "history": seldom(st.lists(history, min_size=1, max_size=2), [], one_in=2),
        "pain": seldom(st.lists(pains, min_size=1, max_size=2), [], one_in=3),
        "red_flags": seldom(st.lists(words(RedFlag), min_size=1, max_size=1), [], one_in=25),
        "medicines": seldom(st.lists(words(Medicine), min_size=1, max_size=1), [], one_in=15),
        "conditions": seldom(st.lists(words(Condition), min_size=1, max_size=1), [], one_in=15),
        "swelling": seldom(pair(st.booleans()), False, one_in=12),
        "limp": seldom(st.just(True), False, one_in=25),
        "measurements": st.tuples(st.one_of(walls, walls, lunges), rare_measurements).map(
            lambda two: [two[0], *two[1]]
        ),
        "goals": st.lists(words(Goal), min_size=1, max_size=2),
        "equipment": st.lists(words(Equipment), max_size=9),
    },
    optional={
        "morning_stiff_min": pair(score(45)),
        "first_step_pain": pair(score(6)),
        "first_step_pain_days": pair(score(20)),
        "instability": pair(often),
        "front_pinch": pair(often),
        "back_pinch": pair(often),
        "balance_risk": often,
        "feel_stiff": pair(score()),
        "feel_reactive": pair(score()),
        "stiff_pre": score(),
        "confidence": score(),
        "stretch_felt": pair(st.sampled_from(["high_calf", "low_calf", "front_blocked", "none"])),
        "sleep_or_recovery": score(),
        "worried_side": SIDES,
        "phase": st.sampled_from(["base", "race_week", "off"]),
        "load": load,
        "levels": levels,
        "self_tests": tests,
        "knee_side_complaints": often,
    },
)
intakes = changes.map(lambda one: Intake.model_validate(merged(BASE, one)))


def mirrored(value: Any) -> Any:
    """Return the same with left and right exchanged."""
    if isinstance(value, dict):
        return {OTHER.get(key, key): mirrored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mirrored(inner) for inner in value]
    return OTHER.get(value, value) if isinstance(value, str) else value


score_or_none = st.none() | score()
noted = st.fixed_dictionaries(
    {
        "pain_during": seldom(score(), 0.0, one_in=3),
        "form": seldom(st.integers(0, 3), 3, one_in=3),
        "dose_done_pct": seldom(st.sampled_from([40, 80]), 100, one_in=4),
    },
    optional={
        "pain_next_morning": seldom(score(), 0.0, one_in=3),
        "swelling": seldom(st.just(True), False, one_in=10),
        "sharp_or_limping": seldom(st.just(True), False, one_in=12),
        "fatigue": score(),
        "tightness": score(),
        "touches": st.integers(0, 5),
        "knee_inward": st.integers(0, 3),
        "recovery_ok_pct": st.integers(30, 100),
        "first_step_pain": score(6),
        "morning_stiff_min": score(45),
        "rpe": score(),
        "calf_fatigue": score(),
    },
)


@st.composite
def logs(draw: st.DrawFn, made: Plan) -> Log:
    """Return what a runner noted over some days of a plan: whole sessions, each exercise as it is planned."""
    until = draw(st.integers(1, 40))
    entries = []
    for week in made.weeks:
        for day in week.days:
            if day.items and day.date and (day.date - made.start_date).days < until and draw(st.integers(0, 3)):
                told = draw(noted)
                for item in day.items:
                    usual = {"date": day.date, "exercise_id": item.exercise, "side": item.side, "level": item.level}
                    entries.append(usual | (told if item.category != "warmup" else {}))
    return Log.model_validate({"started": made.start_date, "entries": entries})
