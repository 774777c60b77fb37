"""Limits, level words and equipment of an exercise are there wherever it is done."""

import datetime as dt

import pytest
from casework import intake_of
from given import days_of, done_in, plan_for

from dorsi.programme import Morning, as_calendar, as_markdown, catalogue, plan, today
from dorsi.report.programme.weeks import equal_weeks
from dorsi.schema.log import Log

DAY_1 = dt.date(2026, 1, 5)
INSERTION = {"kind": "achilles", "side": "right", "site": "insertion", "months_ago": 8, "assessed": True}


@pytest.fixture(scope="module")
def capped():
    case = {
        "measure": {"wblt_cm": [7.0, 6.0], "lunge_deg": [30, 29]},
        "intake": {"start_date": DAY_1, "history": [INSERTION], "pain": []},
    }
    return plan(intake_of(case), [])


def slides(items, side):
    return [item for item in items if item.exercise == "mo_wall_slide" and item.side in {side, "both"}]


def test_a_limit_of_the_range_reaches_every_view(capped):
    words = next(cap.text for item in slides(capped.items, "right") for cap in item.caps if cap.rule == "R05")
    assert "80 %" in words
    day = next(day for day in days_of(capped) if slides(day.items, "right"))
    now = today(capped, Log(started=DAY_1), day.date, Morning())
    for items in (day.items, now.items):
        assert all(words in " ".join(item.details) for item in slides(items, "right"))
    calendar = as_calendar(capped).replace("\r\n ", "").replace("\\,", ",")
    page = " ".join(text for week in equal_weeks(capped.weeks) for d in week.days for line in d.lines
                    for text in line.details)  # fmt: skip
    for text in (as_markdown(capped), calendar):
        assert words in text
    assert "80" in page


def test_every_scheduled_item_says_what_its_plan_item_says(capped):
    by_key = {(item.exercise, item.side): item for item in capped.items}
    for item in done_in(capped):
        own = by_key[item.exercise, item.side]
        assert (item.caps, item.level_text, item.cue) == (own.caps, own.level_text, own.cue)
        assert item.equipment == own.equipment


def test_a_cue_never_asks_for_more_than_the_limit_allows():
    made = plan_for("m2_hotcap", pain=[])
    [roll] = [item for item in made.items if item.exercise == "mo_foot_roll" and item.side == "right"]
    assert any("pressure at most 2" in cap.text for cap in roll.caps)
    assert "2 of 10" in roll.cue
    assert "3 of 10" not in roll.cue


def _of_ten(text):
    return [int(word) for word, after in zip(text.split(), text.split()[1:], strict=False)
            if word.isdigit() and after == "of"]  # fmt: skip


def test_every_limit_with_a_number_of_ten_brings_a_cue_with_that_number():
    for one in catalogue().exercises.values():
        for limit in one.contra:
            if limit.do == "cap" and _of_ten(limit.text) and _of_ten(one.cue):
                assert limit.cue is not None, one.id
                assert _of_ten(limit.cue) == _of_ten(limit.text), one.id


def test_a_level_on_a_cushion_says_that_a_cushion_is_needed():
    made = plan_for("strong", pain=[], levels=[{"exercise": "nm_reach", "level": 4}])
    found = [item for item in done_in(made) if item.exercise == "nm_reach" and item.level == 4]
    assert found
    assert all("cushion" in " ".join(item.details) and item.equipment == ["cushion"] for item in found)
