"""A retest is compared with the number that the plan was made from, whatever was measured."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.detectable import PUBLISHED
from dorsi.programme import course, today
from dorsi.programme.facts.morning import Morning
from dorsi.programme.facts.points import points
from dorsi.programme.facts.retested import retest_facts
from dorsi.programme.rulebook.rules import log_numbers
from dorsi.schema.log import Log

START, RETEST = dt.date(2026, 1, 5), dt.date(2026, 2, 2)
KNEE = {"name": "fppa_deg", "scale": "camera_2d", "measured_on": RETEST}


def made(**measure):
    return plan_of({"measure": {"wblt_cm": [7, 7], **measure}, "intake": {"start_date": START}}, ahead=False)


def log_with(*checks):
    return Log.model_validate({"started": START, "measurements": checks})


def test_one_retest_of_the_knee_is_a_change_and_holds_range_work():
    plan, log = made(fppa_deg=[5, 5]), log_with(KNEE | {"left": 25, "right": 6})
    found = {one.side: one for one in course(plan, log, RETEST).changes if one.metric == "fppa_deg"}
    assert (found["left"].before, found["left"].verdict) == (5, "likely_real_loss")
    assert found["right"].verdict == "no_detectable_change"
    assert "hold_range" in {move.to for move in course(plan, log, RETEST).moves}


def test_a_number_without_a_retest_has_no_line_of_its_own():
    shown = {one.metric for one in course(made(fppa_deg=[5, 5]), log_with(), RETEST).series}
    assert shown == {"wblt_cm"}


def test_a_number_that_no_one_can_judge_yet_says_so():
    check = {"name": "active_plantarflexion_deg", "scale": "self_test", "left": 60, "measured_on": RETEST}
    found = course(made(active_plantarflexion_deg=[38, 38]), log_with(check), RETEST)
    [pointing] = [one for one in found.series if one.metric == "active_plantarflexion_deg"]
    assert pointing.values == [38, 60]
    assert "we can't judge a change" in pointing.sentence


def test_film_and_tape_of_the_plan_are_both_compared():
    plan = made(lunge_deg=[35, 35])
    tape = {"name": "wblt_cm", "scale": "tape", "left": 7.5, "right": 7.5, "measured_on": RETEST}
    film = {"name": "peak_shank_inclination_deg", "scale": "camera_joint_centre", "left": 36, "measured_on": RETEST}
    found = course(plan, log_with(tape, film), RETEST).changes
    assert {(one.metric, one.side) for one in found} == {
        ("wblt_cm", "left"), ("wblt_cm", "right"), ("peak_shank_inclination_deg", "left"),
    }  # fmt: skip
    assert today(plan, log_with(tape, film), RETEST, Morning()).minutes > 0


def test_running_numbers_are_compared_clip_by_clip():
    plan = made(peak_pushoff_plantarflexion_deg=[20, 20])
    assert "peak_pushoff_plantarflexion_deg" not in {one.metric for one in plan.baseline}


@pytest.mark.parametrize("stored", [True, False])
def test_a_plan_of_an_older_version_has_its_bands(stored):
    plan = made(fppa_deg=[5, 5])
    plan = plan if stored else plan.model_copy(update={"baseline": []})
    tape = {"name": "wblt_cm", "scale": "tape", "left": 4, "measured_on": RETEST}
    found = course(plan, log_with(tape, KNEE | {"left": 25}), RETEST).changes
    assert {one.metric for one in found} == ({"wblt_cm", "fppa_deg"} if stored else {"wblt_cm"})


def check(left, right, on=RETEST):
    return {"name": "wblt_cm", "scale": "tape", "left": left, "right": right, "measured_on": on}


def said(pair, *checks, day=RETEST):
    plan = plan_of({"measure": {"wblt_cm": list(pair)}, "intake": {"start_date": START}}, ahead=False)
    found = course(plan, log_with(*checks), day)
    return found, [move.text for move in found.moves]


@pytest.mark.parametrize(("pair", "other"), [((4, 8), (8, 4)), ((7, 9), (9, 7)), ((9, 7), (7, 9))])
def test_a_difference_that_changes_sides_is_reported(pair, other):
    found, moves = said(pair, check(*other))
    assert any("on the other leg now" in text for text in moves)
    assert any("on the other leg now" in text for text in found.advice)


@pytest.mark.parametrize("same", [(4, 8), (5, 8), (8, 8)])
def test_a_difference_that_stays_on_its_side_is_not_on_the_other_leg(same):
    _, moves = said((4, 8), check(*same))
    assert not any("on the other leg" in text for text in moves)


def test_a_referral_for_a_difference_ends_with_the_difference():
    later = RETEST + dt.timedelta(days=7)
    then, _ = said((7, 7), check(4, 7))
    assert any("marked side difference" in text for text in then.advice)
    now, moves = said((7, 7), check(4, 7), check(7, 7, later), day=later)
    assert not any("side difference" in text for text in now.advice)
    assert any("marked side difference" in text for text in moves)


@pytest.mark.parametrize(("pair", "after"), [((7, 7), (10, 7)), ((4, 8), (7.5, 8))])
def test_a_gain_of_one_leg_is_never_no_change(pair, after):
    found, _ = said(pair, check(*after))
    assert "likely_real_gain" in {one.verdict for one in found.changes}
    every = points(plan_of({"measure": {"wblt_cm": list(pair)}}, ahead=False), log_with(check(*after)), RETEST)
    facts = retest_facts(every, found.changes, RETEST, log_numbers(), PUBLISHED)
    assert facts["primary_change"].value == "likely_real_gain"
