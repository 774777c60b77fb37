"""Every exercise and level of the catalogue, and every "until", can be reached from some intake and log."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from casework import intake_of, merged, read

from dorsi.programme import catalogue, plan
from dorsi.programme.facts.morning import with_morning
from dorsi.programme.logbook.answering import answer_of, not_noted, open_questions, with_answer
from dorsi.programme.logbook.progress import read_log
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.intake import Equipment, Goal, Intake
from dorsi.schema.log import Log, LogEntry, LogMorning
from dorsi.schema.plan import Plan

STARTED = dt.date(2026, 1, 5)
EVERYTHING = [name for name in get_args(Equipment) if name != "none"]
FULL = merged(
    read("base.yaml"), {"equipment": EVERYTHING, "minutes_per_day": 30, "days_per_week": 6, "start_date": STARTED}
)


def measured(**values: tuple[float, float]) -> dict[str, object]:
    """Measurements of both legs, by name; the lunge is in the usual range unless it is named."""
    scales = {"wblt_cm": "tape", "active_plantarflexion_deg": "self_test"}
    return {
        "measurements": [
            {"name": name, "scale": scales.get(name, "camera_2d"), "left": left, "right": right}
            for name, (left, right) in ({"wblt_cm": (12, 12)} | values).items()
        ]
    }


def runners() -> Iterator[dict[str, object]]:
    """One runner for each finding, goal and history."""
    tests = {
        "calf": {"heel_raise_reps": 10},
        "soft": {"soft_surface_touches": 7},
        "floor": {"one_leg_stance_s": 10},
        "turn": {"inv_ev_stiff": True},
        "rotation": {"rotation_blocked": True},
        "arch": {"foot_core_low": True},
        "squat": {"squat_heels_lift": True},
        "hips": {"squat_hips_shift": True},
        "usual": {},
    }
    yield measured(wblt_cm=(6, 6)) | {"equipment": ["none", "backpack"]}
    for test in tests.values():
        yield measured() | {"self_tests": test}
        yield measured(wblt_cm=(6, 6)) | {"self_tests": test}
    for lunge in (4, 6, 9, 12, 16):
        for goal in reversed(get_args(Goal)):
            yield measured(wblt_cm=(lunge, lunge)) | {"goals": [goal]}
    for felt in ("high_calf", "low_calf", "front_blocked"):
        yield measured(wblt_cm=(6, 6)) | {"stretch_felt": felt}
    yield measured(fppa_deg=(17, 17))
    yield measured(fppa_deg=(17, 17), wblt_cm=(6, 6))
    yield measured(active_plantarflexion_deg=(30, 30))
    yield measured(peak_pushoff_plantarflexion_deg=(7, 7), active_plantarflexion_deg=(55, 55))
    yield measured(knee_lift_frac=(0.9, 0.6))
    yield measured(wblt_cm=(6, 6)) | {"front_pinch": True}
    yield measured() | {"stiff_pre": 6}
    sole = {"kind": "plantar_fascia", "side": "both", "months_ago": 2}
    yield measured() | {"history": [sole], "first_step_pain": 0, "first_step_pain_days": 9}
    tendon = {"kind": "achilles", "side": "both", "months_ago": 9}
    for site in ("mid", "insertion"):
        yield measured(wblt_cm=(6, 6)) | {"history": [tendon | {"site": site}]}
    quiet = {"hop_release": {"weeks_tendon_pain_at_most_1": 6}, "levels": [{"exercise": "st_hr_loaded", "level": 2}]}
    yield measured() | {"history": [tendon | {"site": "mid"}], "goals": ["speed"]} | quiet
    # What both legs do at once, and warm-ups that stiffness asks for, come in other places of the week.
    yield measured() | {"minutes_per_day": 5, "equipment": ["none"]}
    yield measured(wblt_cm=(6, 6)) | {"equipment": ["none"], "self_tests": {"inv_ev_stiff": True}}
    yield measured(wblt_cm=(6, 6)) | {"equipment": ["none", "wall"], "self_tests": {"inv_ev_stiff": True}}
    yield measured(wblt_cm=(6, 6)) | {"equipment": ["wall", "step"], "self_tests": {"heel_raise_reps": 10}}
    yield measured() | {"instability": True}


def fired() -> Iterator[dict[str, object]]:
    """One runner for each rule of the plan: the one of tests/cases/rules.yaml that fires it."""
    data = read("rules.yaml")
    for case in data["rules"].values():
        one = intake_of(case["fires"] | {"measure": data["measure"] | (case["fires"].get("measure") or {})})
        typed = [m.model_dump(exclude_none=True, exclude_defaults=True) for m in one.measurements]
        yield (case["fires"].get("intake") or {}) | {"measurements": typed}


def planned(changes: dict[str, object], levels: tuple[tuple[str, int], ...] = ()) -> Plan:
    before = list(changes.get("levels", []))  # type: ignore[call-overload]
    reached = [{"exercise": name, "level": level} for name, level in levels]
    return plan(Intake.model_validate(merged(FULL, changes | {"levels": before + reached})), [], ahead=False)


@cache
def found() -> dict[str, tuple[Plan, dict[str, object], tuple[tuple[str, int], ...]]]:
    """Return for each exercise a plan that holds it; what only opens later is looked for with what opens it."""
    out: dict[str, tuple[Plan, dict[str, object], tuple[tuple[str, int], ...]]] = {}
    known = catalogue().exercises
    full: set[str] = set()
    opened: list[tuple[tuple[str, int], ...]] = [()]
    for one in known.values():
        opened += [tuple((step.exercise, step.level) for step in one.unlock)] if one.unlock else []
        opened += (
            [
                (
                    (one.id, len(one.levels)),
                    *((s.exercise, s.level) for s in known[one.then[0]].unlock if s.exercise != one.id),
                )
            ]
            if one.then
            else []
        )
    calf = ("st_hr_dl", "st_hr_sl", "st_hr_loaded")
    opened += [tuple((name, 4) for name in calf[:count]) for count in (2, 3)]
    for levels in dict.fromkeys(opened):
        for changes in runners():
            made = planned(changes, levels)
            for item in made.items:
                whole = item.max_level == len(known[item.exercise].levels)
                if whole or item.exercise not in out:
                    out[item.exercise] = made, changes, levels
                full |= {item.exercise} if whole else set()
            if full >= set(known):
                return out
    for changes in fired():  # an exercise that one rule asks for, on a fact that no one above has
        if set(known) <= set(out):
            break
        made = planned(changes)
        for item in made.items:
            out.setdefault(item.exercise, (made, changes, ()))
    return out


@pytest.mark.parametrize("name", sorted(catalogue().exercises))
def test_every_exercise_is_in_some_plan(name):
    assert name in found()


@pytest.mark.parametrize("name", sorted(catalogue().exercises))
def test_every_level_of_an_exercise_is_reached_by_one_tap_a_session(name):
    """One answer a session and, where the step asks for more, one yes; a morning only with a tendon's history."""
    exercise = catalogue()[name]
    made, changes, levels = found()[name]
    item = next(item for item in made.items if item.exercise == name)
    free = {"history": [], "pain": [], "goals": changes.get("goals", ["general"])}
    for level in range(2, len(exercise.levels) + 1):
        base = made if item.max_level == len(exercise.levels) else planned(changes | free, levels)
        log = Log(started=STARTED)
        for day in range(5):
            date = STARTED + dt.timedelta(days=2 * day)
            where = {"date": date, "exercise_id": name, "side": item.side, "level": level - 1}
            entries = [*log.entries, LogEntry.model_validate(where | answer_of("right", exercise.category))]
            log = log.model_copy(update={"entries": entries})
            if not_noted(read_log(base, log), [date]):
                assert base.tendon_history
                log = with_morning(log, LogMorning(date=date + dt.timedelta(days=1), pain=0))
            for one in open_questions(read_log(base, log)):
                assert (one.exercise, one.date) == (name, date)
                log = with_answer(log, one.exercise, one.date, goal_met=True)
        moves = read_log(base, log).moves
        reached = {move.level_after for move in moves if move.exercise == name and move.to == "advance"}
        assert level in reached, level


UNTIL = sorted(
    {a.exclude.until for rule in rules() for case in rule.cases for a in case.then if a.exclude and a.exclude.until}
)


@cache
def untils() -> frozenset[str]:
    said: set[str] = set()
    open_questions = {"limp": None, "conditions": None}
    extra: list[dict[str, object]] = [
        open_questions,
        {"conditions": ["clot_history"], "new_calf_symptoms": None},
        {"new_calf_symptoms": True},
        *({"pain": [{"site": site, "side": "left", "running": hurt}]} for site in ("knee", "calf") for hurt in (4, 7)),
        {"history": [{"kind": "achilles", "side": "left", "months_ago": 3}]},
        {
            "history": [
                {
                    "kind": "achilles",
                    "side": "left",
                    "months_ago": 3,
                    "site": "mid",
                    "still_felt": True,
                    "weeks_felt": 9,
                }
            ]
        },
        {"pain": [{"site": "achilles_mid", "side": "left", "running": 2}]},
        {"pain": [{"site": "achilles_mid", "side": "left", "running": 5, "weeks": 9, "assessed": False}]},
        {"pain": [{"site": "achilles_mid", "side": "left", "running": 2, "assessed": False}]},
        {"instability": {"left": None, "right": None}},
        {"history": [{"kind": "plantar_fascia", "side": "left", "months_ago": 2}], "first_step_pain": 5},
        {
            "history": [{"kind": "plantar_fascia", "side": "left", "months_ago": 2}],
            "first_step_pain": 2,
            "first_step_pain_days": 2,
        },
        {"history": [{"kind": "sprain", "side": "left", "weeks_ago": 3}]},
        {"instability": True},
        {
            "history": [{"kind": "calf_strain", "side": "left", "weeks_ago": 3}],
            "pain": [{"site": "calf", "side": "left", "walking": 1}],
        },
        {"load": {"longest_run_30d_km": 10, "planned_longest_km": 20}},
        {"self_tests": {"one_leg_stance_s": 10}},
    ]
    for changes in extra:
        said |= {one.until for one in planned(measured(wblt_cm=(6, 6)) | changes).excluded if one.until}
    return frozenset(said)


@pytest.mark.parametrize("text", UNTIL)
def test_every_until_is_said_in_some_plan(text):
    assert text in untils()
    assert set(found()) == set(catalogue().exercises)  # and what waited is reached by somebody


def test_hold_level_three_opens_the_next_calf_work_after_mild_tendon_pain():
    sore = measured(wblt_cm=(6, 6)) | {
        "pain": [{"site": "achilles_mid", "side": "both", "running": 2, "weeks": 3, "assessed": True}]
    }
    calf = {"st_hr_dl", "st_hr_sl", "st_hr_bent"}
    assert not calf & {item.exercise for item in planned(sore).items}
    assert calf & {item.exercise for item in planned(sore, (("st_hr_iso", 3),)).items}
