"""Who has a history and leaves an answer out gets no less careful a plan than any answer to it that still allows one.

Without a history nothing speaks for trouble: then hops and heavy work wait, and every open question is named.
"""

from typing import Any

import pytest
from casework import merged, plan_of
from given import NOTHING_WRONG, done_in
from hypothesis import given
from hypothesis import strategies as st
from runners import BASE, changes, drawn

from dorsi.programme import catalogue, plan
from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.engine import ask_all, observe
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.intake import Intake

SITES = ["achilles_mid", "achilles_insertion", "heel_sole", "ankle_front", "calf", "shin", "knee", "big_toe", "other"]
PAINS = [[], *([{"site": site, "side": "both", "running": score, "weeks": 3}] for site in SITES for score in (3, 7))]
ANSWERS: dict[str, list[Any]] = {
    "pain": [*PAINS, [{"site": "calf", "side": "left", "walking": 3}]],
    "limp": [False],
    "swelling": [False],
    "medicines": [[], ["steroid"], ["fluoroquinolone"]],
    "conditions": [[], ["clot_history"]],
    "balance_risk": [False, True],
    "instability": [False, True, {"left": True, "right": False}],
    "front_pinch": [False, True],
    "back_pinch": [False, True],
}
#: A person for whom the answer matters: each of these makes one of the questions decide something.
RISKS = [
    {"history": [{"kind": "calf_strain", "side": "left", "weeks_ago": 3}]},
    {"history": [{"kind": "achilles", "side": "right", "site": "mid", "months_ago": 5, "assessed": True}]},
    {"history": [{"kind": "plantar_fascia", "side": "left", "weeks_ago": 8}], "first_step_pain": 2},
    {"history": [{"kind": "sprain", "side": "left", "weeks_ago": 3}]},
]
SAFETY = ("P0", "P1", "P2")


def limits(intake):
    """Return what the safety rules bar of each exercise and leg; None where there is no plan."""
    found = ask_all(observe(Intake.model_validate(intake), []), [rule for rule in rules() if rule.tier in SAFETY])
    if found.stops:
        return None
    bars = Bars(found, catalogue())
    table = {}
    for name in catalogue().exercises:
        for leg in ("left", "right"):
            bar = bars[name, leg]
            table[name, leg] = (bar.max_level, {cap.text for cap in bar.caps})
    return table


def assert_no_less_careful(left_out, answered):
    for key, (level, caps) in answered.items():
        own_level, own_caps = left_out[key]
        assert own_level <= level, key
        assert own_level == 0 or caps <= own_caps, key


@pytest.mark.parametrize("question", ANSWERS)
@pytest.mark.parametrize("risk", RISKS)
def test_an_answer_left_out_bars_and_caps_all_that_any_answer_does(question, risk):
    person = BASE | NOTHING_WRONG | risk
    left_out = limits({key: value for key, value in person.items() if key != question})
    assert left_out is not None
    for answer in ANSWERS[question]:
        answered = limits(person | {question: answer})
        if answered is not None:
            assert_no_less_careful(left_out, answered)


def is_heavy(name):
    exercise = catalogue()[name]
    return exercise.load_class == "H" or "hop" in exercise.traits


@pytest.mark.parametrize("question", ANSWERS)
def test_without_a_history_an_answer_left_out_still_bars_the_heavy_work_that_any_answer_bars(question):
    person = BASE | NOTHING_WRONG
    left_out = limits({key: value for key, value in person.items() if key != question})
    for answer in ANSWERS[question]:
        answered = limits(person | {question: answer}) or {}
        for (name, leg), (level, _) in answered.items():
            assert not is_heavy(name) or left_out[name, leg][0] <= level, (name, answer)


def test_medicines_left_out_bar_hops_and_one_leg_raises_and_say_so():
    asked = {"goals": ["speed"], "minutes_per_day": 20, "days_per_week": 4}
    found = made(medicines=None, **asked)
    assert not [name for name in names(found) if is_heavy(name)]
    assert [name for name in names(made(**asked)) if is_heavy(name)]
    assert any("medicines" in one.text for one in found.say)
    assert any(one.rule == "R03b" and one.until == "the safety questions are answered" for one in found.excluded)


@pytest.mark.parametrize(("weeks", "barred"), [(None, True), (8, True), (3, False)])
def test_weeks_of_an_unexamined_achilles_pain_left_out_bar_what_eight_weeks_bar(weeks, barred):
    sore = {"site": "achilles_mid", "side": "left", "running": 2, "assessed": False, "weeks": weeks}
    sore = {key: value for key, value in sore.items() if value is not None}
    stiff = {"left": 5, "right": 0}
    found = plan_of({"measure": {"wblt_cm": [9, 9]}, "intake": {"pain": [sore], "morning_stiff_min": stiff}})
    held = [one for one in found.excluded if one.rule == "R07b" and one.item == "st_hr_iso"]
    assert bool(held) is barred
    assert any("6" in one.text and "without an examination" in one.text for one in found.advice) is barred
    if weeks is None:
        assert "for how many weeks" in held[0].until


@drawn(60)
@given(changes, st.sampled_from(["limp", "swelling", "conditions", "medicines"]))
def test_nobody_hops_or_lifts_heavily_before_a_question_that_could_stop_the_plan_is_answered(change, question):
    left_out = limits({key: value for key, value in merged(BASE, change).items() if key != question})
    for (name, _), (level, _) in (left_out or {}).items():
        assert level == 0 or not is_heavy(name), name


@pytest.mark.parametrize("question", ANSWERS)
def test_every_open_safety_question_is_named(question):
    made = plan_of({"measure": {"wblt_cm": [12, 12]}, "intake": {question: None}} if question in NULLABLE else
                   {"measure": {"wblt_cm": [12, 12]}, "intake": {question: {"left": None, "right": None}}})  # fmt: skip
    said = [one.text for one in made.say if "safety questions are still open" in one.text]
    assert len(said) == 1
    assert WORDS[question] in said[0]


NULLABLE = {"pain", "limp", "medicines", "conditions", "balance_risk"}
WORDS = {
    "pain": "where it hurts",
    "limp": "limp",
    "swelling": "swelling",
    "medicines": "medicines",
    "conditions": "conditions",
    "balance_risk": "risk of falling",
    "instability": "the ankle gives way",
    "front_pinch": "pinch in front",
    "back_pinch": "pinch behind",
}


def made(**answers):
    person = {key: value for key, value in (BASE | NOTHING_WRONG | answers).items() if value is not None}
    speed = {"goals": ["speed"], "measurements": [{"name": "wblt_cm", "scale": "tape", "left": 12, "right": 12}]}
    return plan(Intake.model_validate(speed | person | {"goals": person.get("goals", ["speed"])}), [], ahead=False)


def names(plan_made):
    return {item.exercise for item in done_in(plan_made)}


@pytest.mark.parametrize(
    "risk",
    [{"medicines": ["fluoroquinolone"]}, {"history": [{"kind": "calf_strain", "side": "left", "weeks_ago": 3}]},
     {"history": [{"kind": "achilles", "side": "left", "site": "mid", "months_ago": 5, "assessed": True}]}],
)  # fmt: skip
def test_no_calf_load_while_nobody_said_where_it_hurts_and_someone_is_named(risk):
    found = made(pain=None, **risk)
    assert not [name for name in names(found) if "calf_load" in catalogue()[name].traits]
    assert found.advice


def test_an_antibiotic_with_pain_unanswered_refers():
    assert any("antibiotic" in one.text for one in made(pain=None, medicines=["fluoroquinolone"]).advice)


def test_a_risk_of_falling_not_asked_brings_no_pushes():
    found = made(balance_risk=None, age_years=78, goals=["trail"])
    assert not names(found) & {"nm_sl_perturb", "nm_step_place"}
    assert any("risk of falling" in one.text for one in found.say)


def test_slow_steps_for_an_open_question_do_not_allow_the_pain_of_a_tendon_ladder():
    assert not made(pain=None).tendon_history
