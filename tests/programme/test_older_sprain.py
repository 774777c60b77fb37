"""What an older sprain did to a programme is said: it changed nothing, or it explains a side difference."""

import pytest
from casework import plan_of

STEADY = {"left": False, "right": False}


def said(*, weeks_ago=78, instability=STEADY, wblt_cm=(12, 12)):
    past = [{"kind": "sprain", "side": "right", "weeks_ago": weeks_ago}]
    made = plan_of({"measure": {"wblt_cm": list(wblt_cm)}, "intake": {"history": past, "instability": instability}})
    return [one.text for one in made.say if "sprain" in one.text]


def test_an_older_sprain_that_no_rule_used_says_that_it_changes_nothing():
    [text] = said()
    assert "right ankle sprain changes nothing" in text


def test_an_older_sprain_on_the_side_with_much_less_range_says_what_it_explains():
    [text] = said(wblt_cm=(12, 7))
    assert "can explain" in text
    assert "changes nothing" not in text


@pytest.mark.parametrize("given", [{"weeks_ago": 5}, {"instability": {"left": False, "right": True}}])
def test_nothing_is_said_to_change_nothing_where_a_rule_uses_it(given):
    assert said(**given) == []


def test_it_is_true_that_an_older_sprain_changes_nothing():
    plain, past = (
        plan_of({"measure": {"wblt_cm": [12, 12]}, "intake": {"instability": STEADY, "history": history}})
        for history in ([], [{"kind": "sprain", "side": "right", "weeks_ago": 78}])
    )
    assert [(one.exercise, one.side, one.dose) for one in past.items] == [
        (one.exercise, one.side, one.dose) for one in plain.items
    ]
    assert past.weeks == plain.weeks
