"""The video retest has a day without heavy calf work, a hard run or a race, on it or before it, and says so once."""

import datetime as dt

import pytest
from casework import plan_of

from dorsi.programme import as_calendar, as_markdown

START = dt.date(2026, 1, 5)


def made(**load):
    return plan_of({"measure": {"wblt_cm": [12, 12]}, "intake": {"start_date": START, "load": load}}, ahead=False)


@pytest.mark.parametrize(
    "load",
    [{"key_run_day": "sun"}, {"hard_session_days": ["sun"]}, {"hard_session_days": ["sat"]},
     {"race_date": "2026-02-01"}, {"race_date": "2026-01-31"}],
    ids=["long run", "hard session", "the day after", "race", "the day after a race"],
)  # fmt: skip
def test_the_video_retest_moves_off_hard_days(load):
    assert [one.day for one in made().retests if one.condition] == [28]
    plan = made(**load)
    [retest] = [one for one in plan.retests if one.condition]
    assert retest.day > 28
    hard = {load.get("key_run_day"), *load.get("hard_session_days", [])}
    for day in (retest.date, retest.date - dt.timedelta(days=1)):
        assert f"{day:%a}".lower() not in hard
        assert str(day) != load.get("race_date")


def test_its_condition_reads_as_a_sentence():
    plan = made()
    for text in (as_markdown(plan), as_calendar(plan).replace("\r\n ", "")):
        assert "only after at least 21 days" in text
        assert "only with after" not in text


def test_a_check_stands_in_the_calendar_in_few_words_and_an_older_one_as_it_was_written():
    plan = made()
    text = as_calendar(plan).replace("\r\n ", "")
    assert "SUMMARY:dorsi: technique clip\r\n" in text
    assert "SUMMARY:dorsi: knee-to-wall tape test after the warm-up\r\n" in text
    assert "SUMMARY:dorsi: video retest of the lunge on both sides\r\n" in text
    older = [one.model_copy(update={"title": None}) for one in plan.retests]
    text = as_calendar(plan.model_copy(update={"retests": older})).replace("\r\n ", "")
    assert "SUMMARY:dorsi: technique clip: a lunge from the front\\, then a one-leg balance\r\n" in text
