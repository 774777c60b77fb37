"""An intake that is there comes back as typed answers, and typed answers come back as the same intake."""

import pytest

from dorsi.intake.form import answers
from dorsi.intake.given import typed_of, with_unasked

TYPED = {
    "age_years": "34",
    "red_flags": "0",
    "limp": "no",
    "swelling": "left",
    "swelling_cause_known": "yes",
    "medicines": "0",
    "conditions": "0",
    "balance_risk": "no",
    "history": "achilles,sprain",
    "history.achilles.side": "left",
    "history.achilles.months_ago": "8",
    "history.achilles.site": "mid",
    "history.achilles.still_felt": "no",
    "history.sprain.side": "right",
    "history.sprain.months_ago": "0.5",
    "history.sprain.still_felt": "no",
    "instability": "both",
    "pain": "calf",
    "pain.calf.side": "right",
    "pain.calf.at_rest": "0",
    "pain.calf.walking": "1",
    "pain.calf.running": "3",
    "front_pinch": "no",
    "back_pinch": "no",
    "feel_stiff": "2 / 6",
    "goals": "uphill,trail",
    "minutes_per_day": "12.5",
    "days_per_week": "4",
    "measurements.wblt_cm tape": "7 / 9.5",
    "measurements.wblt_cm tape.heel_down_filmed": "yes",
}


def test_typed_answers_survive_the_way_through_an_intake():
    content = answers(TYPED)
    assert answers(typed_of(content)) == content


@pytest.mark.parametrize("place", TYPED)
def test_no_answer_is_lost(place):
    assert place in typed_of(answers(TYPED))


def test_weeks_of_an_old_injury_come_back_as_months():
    content = answers(TYPED)
    content["history"] = [{"kind": "sprain", "side": "left", "weeks_ago": 26, "still_felt": False}]
    assert typed_of(content)["history.sprain.months_ago"] == "6"


def test_what_the_form_does_not_ask_is_kept():
    by_hand = {"name": "wblt_cm", "left": 8.0, "scale": "camera"}
    before = answers(TYPED) | {"levels": [{"exercise": "mo_wall_slide", "level": 2}], "measurements": [by_hand]}
    after = with_unasked(answers(TYPED), before)
    assert after["levels"] == before["levels"]
    assert by_hand in after["measurements"]
    assert len(after["measurements"]) == 2
