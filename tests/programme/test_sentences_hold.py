"""What a plan says of itself is what it does: limits, reasons, stiffness, race week, open questions, minutes."""

import re
from html import escape

import pytest
from casework import plan_of
from given import plan_for

from dorsi.programme import as_markdown, catalogue
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.how_to import card_of, how_to
from dorsi.programme.logbook.session import at_level
from dorsi.programme.words.explain import explain
from dorsi.report.plan_page import render_plan
from dorsi.report.programme.plan_view import plan_view
from dorsi.schema.plan import Cap

TIGHT = {"wblt_cm": [7.0, 7.0]}


def made(**intake):
    return plan_of({"measure": TIGHT, "intake": intake})


def said(plan):
    return " ".join(one.text for one in plan.say)


def warm_up(plan):
    return {item.exercise for week in plan.weeks for day in week.days for item in day.items}


def test_a_cap_is_said_once_and_dose_steps_and_cap_agree():
    slide = next(
        item for item in plan_for("achilles2").items if item.exercise == "mo_wall_slide" and item.side != "left"
    )
    limits = " ".join(cap.text for cap in slide.caps)
    assert len(re.findall("80 ?%", limits)) == 1
    assert "4.8 cm at the wall" in limits  # 9.0 less 0.2 x 34.5° / 1.65 (R05)
    assert "no hold at the end" in limits
    assert "hold for" not in slide.dose_text
    assert "four fifths" not in how_to()["mo_wall_slide"].adapt["achilles_any"]


@pytest.mark.parametrize("name", list(catalogue().exercises))
def test_a_limit_without_a_hold_takes_the_hold_out_of_the_dose(name):
    one = catalogue()[name]
    for rule in one.contra:
        if rule.do == "cap" and "no hold" in rule.text:
            for level in range(1, (rule.max_level or len(one.levels)) + 1):
                dose = one.dose_under(level, [Cap(rule="R05", tag=rule.tag, text="")])
                assert dose.tempo_s is not None
                assert dose.tempo_s[1] == 0


def test_a_dose_under_a_limit_keeps_it_at_another_level():
    plan = plan_for("achilles2")
    done = (item for week in plan.weeks for day in week.days for item in day.items)
    slide = next(item for item in done if item.exercise == "mo_wall_slide" and item.side == "right")
    assert at_level(slide, 2).dose.tempo_s == (2, 0, 2)


def test_stretches_are_said_to_join_the_warm_up_only_where_they_do():
    with_wall = made(stiff_pre=6, minutes_per_day=30, equipment=["wall", "chair"])
    without = made(stiff_pre=6, minutes_per_day=30, equipment=["none"])
    assert "wu_calf_gentle" in warm_up(with_wall)
    assert "short calf stretches join the warm-up" in said(with_wall)
    assert "wu_calf_gentle" not in warm_up(without)
    assert "calf stretches join" not in said(without)
    assert "today" not in said(with_wall)


def test_only_the_open_safety_questions_are_named():
    text = said(made(limp=None))
    assert "still open: limp. Answer" in text


def test_the_reason_for_pain_now_is_not_called_a_history():
    pain = [{"site": "achilles_mid", "side": "left", "running": 2, "weeks": 2}]
    text = as_markdown(made(pain=pain, history=[]))
    assert "because of your Achilles tendon" in text
    assert "Achilles history" not in text


def test_more_minutes_than_a_session_takes_are_answered():
    assert "45 min a day. A session here takes 30 min at most" in said(made(minutes_per_day=45))
    assert "30 min at most" not in said(made(minutes_per_day=30))


def test_a_reason_names_only_the_goal_that_made_it_and_only_once():
    plan = made(goals=["speed", "uphill"])
    reasons = [one for item in plan.items for one in item.because if one.rule == "R37"]
    assert reasons
    assert {one.fact for one in reasons} == {"goal: speed"}
    for item in plan.items:
        words = [(one.rule, one.text, one.fact) for one in item.because]
        assert len(words) == len(set(words))


def test_race_week_leaves_out_what_it_says():
    plan = made(start_date="2026-11-30", load={"race_date": "2026-12-19"})
    note = next(note for note in plan.weeks[2].notes if "Race week" in note)
    assert "about 40 % less" in note

    def work(item):
        return item.dose.sets * (item.dose.reps or 1) * (item.dose.hold_s or 1)

    done = [item for day in plan.weeks[2].days for item in day.items if item.category != "warmup"]
    assert done
    for item in done:
        card = next(one for one in plan.items if one.exercise == item.exercise and one.side == item.side)
        assert 0.6 * work(card) <= work(item) <= 0.75 * work(card)


def test_no_side_is_named_where_none_is_trained_on_its_own():
    for one in plan_view(made()).exercises:
        known = next(e for e in catalogue().exercises.values() if e.name == one.name)
        for dose in one.doses:
            assert (dose.side_name == "") == known.together(1)


def test_rule_ids_stand_in_one_fold_for_each_exercise():
    plan = made()
    page = re.sub(r"data:[^\"')]+", "", render_plan(plan))
    cards = re.findall(r'<article class="exercise">.*?</article>', page, re.DOTALL)
    assert cards
    assert not any(re.search(r"\b[RX]\d\d\b", card) for card in cards)
    folds = re.findall(r"<details.*?</details>", page, re.DOTALL)
    (fold,) = [one for one in folds if re.search(r"\b[RX]\d\d\b", one)]
    for item in plan.items:
        assert all(reason.rule in fold for reason in item.because)
        assert escape(item.name, quote=False) in fold


def test_every_surface_gives_the_same_minutes_whole_or_half():
    plan = made()
    item = plan.items[0]
    page = plan_view(plan).exercises[0].doses[0].minutes
    assert re.fullmatch(r"\d+(\.5)? min", page)
    assert f"- time: {page};" in as_markdown(plan)
    assert f"; {page};" in explain(plan, item.exercise)[0]


@pytest.mark.parametrize("name", list(catalogue().exercises))
def test_rests_between_sets_are_said_and_an_easier_level_differs(name):
    one = catalogue()[name]
    for level in one.levels:
        dose = one.dose_at(level)
        text = dose_text(one, level, dose, together=one.together(level))
        if dose.sets > 1 and one.category != "warmup":
            assert "Rest " in text or "Change " in text
        if level > 1:
            assert card_of(name, level).easier.partition(": ")[2] != card_of(name, level).words


def test_nothing_is_needed_twice_and_no_mat_is_asked_of_somebody_without_one():
    assert card_of("mo_calf_pump", 2).needs == ("a firm chair, its back against a wall",)
    assert all(thing != "a mat" for one in catalogue().exercises for thing in card_of(one, 1).needs)
