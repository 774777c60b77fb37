"""Nothing is asked or logged in vain: another answer changes the plan, another entry the course or the next session."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from casework import merged, plan_of, read

from dorsi.cli.intake_text import read as read_text
from dorsi.datafile import load_mapping
from dorsi.intake.answers import Answers
from dorsi.intake.form import Question, sections, steps
from dorsi.intake.record import answers_of, updated
from dorsi.programme import Morning, course, plan, today
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.schema.intake import HistoryKind, Intake, PainArea
from dorsi.schema.log import Log, LogEntry, LogMorning

STARTED = dt.date(2026, 1, 5)
#: Names of the person and of a session, its end, the day and remarks: kept for the reader, nothing for a rule to weigh.
KEPT = {"person", "session_id", "session_over", "notes"}
TYPED = {
    "number": "0 5 14 40 150",
    "whole": "3 6 70",
    "score": "0 4 8",
    "yes_no": "yes no left",
    "date": "2026-01-07 2026-01-20",
    "text": "Someone",
}
SPARE = {"goals": ["speed"], "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 7.0, "right": 7.2}]}


def bases() -> Iterator[dict[str, object]]:
    """Runners on whom an answer may show: without anything, and with one thing each."""
    film = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 40.0, "right": 40.0}
    tape = SPARE["measurements"][0]
    yield SPARE
    yield SPARE | {
        "start_date": STARTED,
        "days_per_week": 6,
        "load": {"longest_run_30d_km": 12, "race_date": "2026-02-20"},
    }
    yield {
        "goals": ["uphill", "squat_depth"],
        "measurements": [tape, film],
        "equipment": ["wall", "band", "roller", "ball"],
    }
    yield {"measurements": [tape | {"left": 12.0, "right": 9.0}], "front_pinch": True, "minutes_per_day": 25}
    yield {"measurements": [tape], "conditions": ["clot_history"], "medicines": ["steroid"], "swelling": {"left": True}}
    yield {"measurements": [tape], "conditions": ["reduced_foot_sensation"], "cleared": True}
    for kind in get_args(HistoryKind):
        for weeks in (3, 20):
            past = {
                "kind": kind,
                "side": "left",
                "weeks_ago": weeks,
                "cleared": True,
                "still_felt": weeks < 9,
                "assessed": True,
            }
            yield SPARE | {"history": [past | ({"site": "mid", "weeks_felt": 9} if kind == "achilles" else {})]}
    for site in get_args(PainArea):
        yield SPARE | {"pain": [{"site": site, "side": "left", "running": 1, "weeks": 9, "assessed": True}]}
    felt = {"kind": "achilles", "side": "left", "months_ago": 3, "site": "mid", "still_felt": True, "assessed": False}
    yield SPARE | {"history": [felt | {"weeks_felt": 3}]}
    yield SPARE | {"pain": [{"site": "achilles_mid", "side": "left", "running": 2, "weeks": 3, "assessed": False}]}
    yield SPARE | {"history": [{"kind": "plantar_fascia", "side": "left", "months_ago": 2}], "first_step_pain": 5}
    released = [{"exercise": "st_hr_loaded", "level": 2}, {"exercise": "st_hr_sl", "level": 3}]
    yield SPARE | {
        "levels": released,
        "history": [{"kind": "achilles", "side": "left", "months_ago": 12, "site": "mid"}],
        "equipment": ["wall", "backpack"],
        "minutes_per_day": 30,
    }


BASE = read("base.yaml") | {"equipment": ["wall", "chair", "towel"]}
GIVEN = [merged(BASE, dict(one)) for one in bases()]
BASES = [answers_of(one) for one in GIVEN]


def questions() -> Iterator[Question]:
    for section in sections():
        for question in section.questions:
            yield question
            yield from question.each


def candidates(question: Question) -> list[str]:
    if question.words:
        return [*map(str, range(1, len(question.words) + 1)), *(["0"] if question.kind == "ticks" else [])]
    return [*TYPED[question.kind].split(), ""]


@cache
def planned(number: int) -> str:
    return told(BASES[number], GIVEN[number])


def told(answers: Answers, given: dict[str, object]) -> str:
    made = plan(Intake.model_validate(updated(given, answers)), [], ahead=False)
    return made.model_dump_json(
        exclude={"person", "age_years", "start_date", "minutes_per_day", "days_per_week", "trace"}
    )


def changes_a_plan(question: Question) -> bool:
    for number, answers in enumerate(BASES):
        for step in steps(answers):
            for text in candidates(question) if step.question == question else ():
                try:
                    other = told(answers | {step.place: read_text(question, text)}, GIVEN[number])
                except ValueError:
                    continue  # an answer that leaves another one open
                if other != planned(number):
                    return True
    return False


def label(value: Question) -> str:
    return value.ask[:60]


@pytest.mark.parametrize("question", [one for one in questions() if one.id not in KEPT], ids=label)
def test_another_answer_gives_another_plan(question):
    assert changes_a_plan(question)


ITEMS = (
    "mo_wall_slide",
    "st_hr_sl",
    "nm_reach",
    "nm_align_squat",
    "nm_sl_perturb",
    "nm_sl_floor",
    "nm_hop_dl",
    "wu_circles",
    "mo_fascia_stretch",
)
MADE = plan_of(
    {
        "measure": {"wblt_cm": [7, 7.2]},
        "intake": {
            "start_date": STARTED,
            "equipment": ["wall", "chair", "towel", "cushion", "ball", "band"],
            "goals": ["speed"],
            "minutes_per_day": 25,
            "history": [{"kind": "achilles", "side": "left", "months_ago": 9, "site": "mid"}],
        },
    }
)
CLEAN = {
    "pain_during": 0,
    "pain_next_morning": 0,
    "form": 3,
    "dose_done_pct": 100,
    "touches": 0,
    "knee_inward": 0,
    "recovery_ok_pct": 100,
    "first_step_pain": 0,
    "stiff_pre": 2,
    "fatigue": 3,
    "tightness": 2,
    "load_kg_or_band": "10 kg",
    "run_km_today": 8,
    "cadence_spm": 170,
    "stride_m": 2.0,
    "sets": 2,
    "reps": 8,
    "tempo": "2-1-2",
}
NOTED = {
    "side": ["left"],
    "level": [1, 3],
    "sets": [3],
    "reps": [5],
    "hold_s": [9.0],
    "tempo": ["3-1-3"],
    "load_kg_or_band": ["14 kg"],
    "rest_s": [9.0],
    "dose_done_pct": [40],
    "pain_during": [4, 7],
    "sharp_or_limping": [True],
    "pain_site": ["calf", "heel_sole"],
    "pain_next_morning": [4],
    "first_step_pain": [4],
    "morning_stiff_min": [45],
    "swelling": [True],
    "stiff_pre": [6],
    "stiff_post": [7],
    "tightness": [9],
    "fatigue": [9],
    "ease": [1],
    "calf_fatigue": [8],
    "form": [1],
    "form_breaks": [3],
    "knee_inward": [3],
    "heel_lift": [True],
    "fppa_deg": [20.0],
    "touches": [6],
    "recovery_ok_pct": [20],
    "goal_met": [False],
    "work_s": [99.0],
    "rpe": [8],
    "confidence": [2],
    "wblt_cm": [9.5],
    "run_km_today": [14],
    "longest_run_km": [30],
    "cadence_spm": [180],
    "stride_m": [2.4],
    "exercise_id": ["st_hr_dl"],
    "date": [STARTED + dt.timedelta(days=12)],
}


def logged(field: str | None, value: object, *, days: tuple[int, ...], extra: dict[str, object]) -> str:
    entries = []
    for place, day in enumerate(days):
        for name in (*ITEMS, "mo_squat_hold"):
            one = {"date": STARTED + dt.timedelta(days=day), "exercise_id": name, "level": 2} | CLEAN
            last = place >= len(days) - 2
            one |= extra if last else {}
            entries.append(one | ({field: value} if field and (last or field == "longest_run_km") else {}))
    log = Log.model_validate({"started": STARTED, "entries": entries})
    day = STARTED + dt.timedelta(days=days[-1] + 2)
    return course(MADE, log, day).model_dump_json() + today(MADE, log, day, Morning()).model_dump_json()


@pytest.mark.parametrize("field", [name for name in LogEntry.model_fields if name not in KEPT])
def test_another_entry_changes_the_course_or_the_next_session(field):
    # Some answers matter beside another one: a sore site with pain, stiffness before with that after, a hold of a set.
    extra = {
        "pain_site": {"pain_next_morning": 4},
        "stiff_pre": {"stiff_post": 7},
        "hold_s": {"reps": None},
        "longest_run_km": {"run_km_today": 14},
    }.get(field, {})
    assert any(
        logged(field, value, days=days, extra=extra) != logged(None, None, days=days, extra=extra)
        for days in ((0, 2, 4), (0, 2, 4, 6, 8, 10), (0, 2, 4, 11, 14))
        for value in NOTED[field]
    )


@pytest.mark.parametrize("field", [name for name in LogMorning.model_fields if name != "date"])
def test_every_answer_of_a_morning_changes_the_session(field):
    usual = today(MADE, Log(started=STARTED), STARTED, Morning()).model_dump_json()
    answer = Morning(**{field: True if field == "swelling" else 6})
    assert today(MADE, Log(started=STARTED), STARTED, answer).model_dump_json() != usual


def test_every_fact_is_asked_by_a_rule_or_said_in_a_text():
    texts = str(load_mapping("rules.yaml")) + str(load_mapping("catalogue.yaml"))
    unread = [name for name in vocabulary() if f"'{name}'" not in texts and "{" + name + "}" not in texts]
    assert not unread
