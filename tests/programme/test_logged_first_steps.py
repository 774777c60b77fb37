"""First-step pain that stays high sends to a clinician: from the log as from the questions, and the limit is said."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import Morning, course, today
from dorsi.schema.log import Log

START = dt.date(2026, 1, 5)
BOOK = "first-step pain of 4 or more for 14 days: book a physiotherapist, podiatrist or sports doctor"
LIMIT = "if first-step pain stays at 4 or more for 14 days, book a physiotherapist, podiatrist or sports doctor"


def made(**intake):
    return plan_of({"intake": {"start_date": START, "first_step_pain": {"left": 5, "right": 0}, **intake}}, ahead=False)


def mornings(pains, side="left"):
    entries = [
        {"date": START + dt.timedelta(days=day), "exercise_id": "mo_foot_roll", "side": side, "level": 1,
         "pain_during": 1, "first_step_pain": pain}
        for day, pain in enumerate(pains) if pain is not None
    ]  # fmt: skip
    return Log.model_validate({"started": START, "entries": entries})


def said(pains, side="left", before=0):
    plan, log = made(first_step_pain_days={"left": before}), mornings(pains, side)
    day = START + dt.timedelta(days=len(pains) - 1)
    notes = today(plan, log, day, Morning()).notes
    found = [BOOK in text or BOOK in text[:1].lower() + text[1:] for text in (*course(plan, log, day).advice, *notes)]
    return sum(found)


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_two_weeks_of_it_in_the_log_are_told_in_the_summary_and_on_the_day(side):
    assert said([5] * 14, side) == 2
    assert said([4, *[None] * 6, 6, *[None] * 5, 4], side) == 2  # not noted each morning


@pytest.mark.parametrize("pains", [[5] * 13, [3, *[5] * 13], [*[5] * 13, 3], [5, 5, 5, *[None] * 20]],
                         ids=["too short", "lower at first", "settled", "not noted since"])  # fmt: skip
def test_less_than_that_is_not(pains):
    assert said(pains) == 0


@pytest.mark.parametrize(("before", "noted", "count"), [(12, 12, 2), (12, 2, 2), (12, 1, 0), (3, 10, 0), (3, 11, 2)])
def test_the_days_before_the_first_one_count(before, noted, count):
    assert said([5] * noted, before=before) == count


def test_the_days_before_the_first_one_end_with_a_lower_note():
    assert said([3, *[5] * 6], before=12) == 0


@pytest.mark.parametrize("days", [{"first_step_pain_days": {"left": 10}}, {}], ids=["ten days", "not said"])
def test_the_plan_says_the_limit_beforehand(days):
    assert [one.text for one in made(**days).advice if "first-step" in one.text] == [LIMIT]


def test_after_it_the_plan_sends_to_a_clinician():
    plan = made(first_step_pain_days={"left": 14})
    assert [one.text for one in plan.advice if "first-step" in one.text] == [BOOK]
