"""A limit holds on its own leg and for its own time: a jump in running load pauses hops for a week, not for six."""

import datetime as dt

import pytest
from casework import plan_of
from given import days_of

from dorsi.programme import Morning, catalogue, today
from dorsi.schema.log import Log

STARTED = dt.date(2026, 1, 5)
ADEQUATE = {"wblt_cm": [12, 12]}
STRESS = [{"kind": "stress_fracture", "side": "left", "weeks_ago": 20, "cleared": False}]


def made_for(**intake):
    return plan_of({"measure": ADEQUATE, "intake": intake}, ahead=False)


@pytest.mark.parametrize("planned", [10, 15])
def test_hops_come_back_after_the_week_of_a_jump_in_load(planned):
    made = made_for(goals=["speed"], load={"longest_run_30d_km": 10, "planned_longest_km": planned})
    weeks = [week.number for week in made.weeks for day in week.days for i in day.items if i.exercise == "nm_hop_dl"]
    assert set(weeks) == {3, 4, 5, 6}


def test_a_hop_that_was_known_waits_for_the_end_of_that_week():
    made = made_for(goals=["speed"], levels=[{"exercise": "nm_hop_dl", "level": 2}],
                    load={"longest_run_30d_km": 10, "planned_longest_km": 15})  # fmt: skip
    first = [item for day in days_of(made)[:7] for item in day.items if "hop" in catalogue()[item.exercise].traits]
    assert not first


def test_a_stress_fracture_limits_its_own_leg_only():
    made = made_for(history=STRESS, goals=["trail"])
    out = {(one.item, one.side) for one in made.excluded if one.rule == "R04"}
    assert ("nm_sl_floor", "left") in out
    assert ("nm_sl_floor", "right") not in out
    assert not [one for one in made.excluded if "bone pain" in one.text]
    assert made.tags["right"] == []


def test_a_leg_on_its_own_shows_no_limit_of_the_other_leg():
    past = [{"kind": "achilles", "side": "left", "site": "mid", "months_ago": 10, "assessed": True}]
    sore = [{"site": "achilles_mid", "side": "left", "running": 2, "weeks": 10, "assessed": True}]
    things = ["wall", "chair", "band"]
    made = made_for(history=past, goals=["speed"], equipment=things, start_date=STARTED, pain=sore)
    number, planned = next((n, i) for n, d in enumerate(days_of(made)) for i in d.items if i.exercise == "st_band_pf")
    assert [cap.words for cap in planned.caps] == ["left: start from mid-range"]
    day = STARTED + dt.timedelta(days=number)
    entry = {"date": day, "exercise_id": "st_band_pf", "side": "right", "level": 1, "pain_during": 4}
    now = today(made, Log.model_validate({"started": STARTED, "entries": [entry]}), day, Morning())
    limits = {item.side: [cap.words for cap in item.caps] for item in now.items if item.exercise == "st_band_pf"}
    assert limits == {"left": ["start from mid-range"], "right": []}
