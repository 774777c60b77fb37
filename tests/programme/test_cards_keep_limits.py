"""No card of a plan offers a level or an exercise that the plan bars."""

import re

import pytest
from casework import plan_of

from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import HIGHEST, LATER, card_for
from dorsi.programme.words.markdown import as_markdown
from dorsi.report.plan_page import render_plan
from dorsi.report.programme.cards import how_cards

BONE = [{"kind": "stress_fracture", "side": "left", "months_ago": 5, "still_felt": False, "cleared": False}]
TENDON = [{"kind": "achilles", "side": "right", "months_ago": 5, "still_felt": True}]
BARRED = {
    "a bone that heals": {"history": BONE, "self_tests": {"heel_raise_reps": {"left": 12, "right": 12}}},
    "a tendon": {"history": TENDON, "goals": ["uphill"]},
    "a knee": {"pain": [{"site": "knee", "walking": 3, "side": "left"}]},
    "nothing to use": {"equipment": []},
}


def made(name):
    return plan_of({"measure": {"wblt_cm": [6.5, 7.0]}, "intake": {"minutes_per_day": 20} | BARRED[name]})


def everything(plan):
    return [*plan.items, *(item for week in plan.weeks for day in week.days for item in (*day.morning, *day.items))]


@pytest.mark.parametrize("name", BARRED)
def test_no_card_of_a_plan_offers_a_level_above_its_highest(name):
    plan = made(name)
    barred = {(entry.item, entry.side) for entry in plan.excluded if not entry.levels}
    for item in everything(plan):
        harder = card_for([item]).harder
        offered = re.findall(r"Level (\d)", harder)
        assert all(int(level) <= item.max_level for level in offered), (item.exercise, harder)
        for later in catalogue()[item.exercise].then:
            legs = ("left", "right", "both") if item.side == "both" else (item.side, "both")
            assert not ({(later, leg) for leg in legs} & barred and catalogue()[later].name in harder)


def test_page_and_text_of_a_barred_leg_offer_nothing_on_one_leg():
    plan = made("a bone that heals")
    for told in (as_markdown(plan), render_plan(plan)):
        assert "Level 2: Stand on one leg" not in told
        assert "Level 2: March at the top" not in told
        assert HIGHEST in told


def test_a_card_for_legs_with_other_limits_says_which_leg_stays():
    item = next(one for one in made("a knee").items if one.level == 1 and len(catalogue()[one.exercise].levels) > 1)
    most = {"left": 1, "right": 2}
    left, right = (item.model_copy(update={"side": leg, "max_level": level}) for leg, level in most.items())
    [card] = how_cards([left, right])
    assert f"Left leg: {HIGHEST} Right leg: Level 2: " in card.card.harder


def test_an_older_plan_that_names_no_highest_level_offers_none():
    item = made("a knee").items[0].model_copy(update={"max_level": None})
    assert card_for([item]).harder == LATER
